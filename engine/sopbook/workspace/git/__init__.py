"""Git: `program` runs it, `repository` asks it about the handbook; `objects`, `seals` and `remotes` are for seals.

No other room talks to git.
"""

"""Git: `program` runs it, `repository` asks it about the handbook, `objects` and `seals` read and write seals.

No other room talks to git.
"""

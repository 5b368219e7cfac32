"""How the tables of an older ledger become those of `tables`: one script per change, run by Alembic (`schema`).

A script never changes again once it is released, so it names nothing of the program and says all in words of its own.
It only adds (a batch change of SQLite would drop every trigger in silence), and never touches the envelopes.
"""

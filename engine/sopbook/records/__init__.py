"""Records: what was done, kept append-only in a database and checkable years later without us.

Reading order: `chain` (what makes a record provable), `codec`, `tables`, `ledger`, `verify`, `journal`.
The room knows events only by their shape; which classes there are, and how a run is folded, is handed in.
"""

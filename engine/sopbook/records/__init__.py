"""Records: what was done, kept append-only in a database and checkable years later without us.

Reading order: `chain` (what makes a record provable), `codec`, `tables`, `ledger`, `verify`, `journal`. What differs
between databases stands in `sqlite` and `postgresql`; how older tables become newer ones in `schema`.
The room knows events only by their shape; which classes there are, and how a run is folded, is handed in.
"""

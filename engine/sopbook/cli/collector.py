"""Work that makes very many values and drops none is not interrupted by the garbage collector.

The collector looks for values that refer to each other and that nobody else needs. While a handbook is read and checked
there are none, so it walks through all documents again and again in vain: a fifth of the time of `sop check` on 1,000
documents, and not one byte less. Only a command knows that nothing else goes on in its process; so it is done here.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing is collected inside; afterwards it is as it was before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

"""Which ledgers' events may stand in this one besides its own.

An envelope names the ledger it was written in, and an imported one keeps that name. The ledgers that may be named are
those that an import brought events of; each import says so in the ledger's own stream, which is chained and sealed as
every other. So a stream that somebody copies here past that does not verify.
"""

import json
from typing import Any

from sqlalchemy import Connection, select

from sopbook.records.events import PREFIX
from sopbook.records.tables import envelopes, payloads

IMPORTED = "bundle_imported"
"""The type under which the event is stored."""


def origins(connection: Connection, ledger: str) -> frozenset[str]:
    """The ids of the ledgers that imports have named; what cannot be read names none."""
    query = (
        select(envelopes.c.envelope, payloads.c.payload)
        .select_from(envelopes.join(payloads))
        .where(envelopes.c.stream == PREFIX + ledger)
    )
    return frozenset(one for row in connection.execute(query) for one in _writers(row.envelope, row.payload))


def _writers(envelope: Any, payload: Any) -> tuple[str, ...]:
    try:
        if json.loads(envelope)["type"] != IMPORTED:
            return ()
        return tuple(map(str, json.loads(payload)["writers"]))
    except (TypeError, ValueError, LookupError, RecursionError):
        return ()


class Origins:
    """The same, looked up when somebody asks; most ledgers have none."""

    def __init__(self, connection: Connection, ledger: str) -> None:
        self._connection, self._ledger = connection, ledger
        self._known: frozenset[str] | None = None

    def __contains__(self, ledger: object) -> bool:
        if self._known is None:
            self._known = origins(self._connection, self._ledger)
        return ledger in self._known

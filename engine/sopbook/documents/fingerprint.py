"""A digest of what a document says, not of how it is written down.

Rule 1: SHA-256 over RFC 8785 JSON of the mapping as the author wrote it, every scalar as its text, without the keys
that move a document through its life. Comments, key order, quoting and layout do not count; defaults are not filled in,
so a fingerprint does not change when this program does. The rule's number stands before the digest, because a second
rule may come and old fingerprints stay as they are.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

RULE = "1"
LEFT_OUT = frozenset({"version", "status", "effective", "tags", "related", "change", "open_runs"})


def document_fingerprint(value: Mapping[str, Any]) -> str:
    """The fingerprint of a whole document, from its mapping as the YAML reader gives it."""
    return _digest({key: item for key, item in value.items() if key not in LEFT_OUT})


def part_fingerprint(value: Any) -> str:
    """The fingerprint of a step or another part, nothing left out."""
    return _digest(value)


def _digest(value: Any) -> str:
    return f"{RULE}:{sha256(_canonical(value).encode()).hexdigest()}"


def _canonical(value: Any) -> str:
    """Where all scalars are texts, Python's JSON escapes as RFC 8785 does; a test holds it against `rfc8785`, which
    takes more than twice as long."""
    return json.dumps(_as_text(value), ensure_ascii=False, separators=(",", ":"))


def _as_text(value: Any) -> Any:
    match value:
        case Mapping():
            return {key: _as_text(value[key]) for key in sorted(value, key=_utf_16)}
        case list():
            return [_as_text(item) for item in value]
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def _utf_16(key: str) -> bytes:
    """RFC 8785 sorts keys by their UTF-16 units, which is another order than Python's beyond the first 65,536
    characters."""
    return key.encode("utf-16-be")

"""The forms that texts must have: which day is one, and how each form is told to somebody who missed it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sopbook.source.position import Pointer

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_day(text: object) -> bool:
    """Whether a text is a day of the calendar as `2026-01-31`; what is no text is judged elsewhere."""
    if not isinstance(text, str):
        return True
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


ID, NAME = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "^[a-z][a-z0-9_]*$"
ROLE_KEYS = frozenset(
    {
        "owner",
        "decided_by",
        "audience",
        "consult",
        "notify",
        "roles",
        "by",
        "reports_to",
        "for",
        "approve_by",
        "records_for",
    }
)


def formed(schema: Mapping[str, Any], pointer: Pointer, text: str) -> str:
    """What the form looks like, with the text brought into it where that can be done; empty where nobody knows.

    The words stand in the schema, where editors find them too (`patternErrorMessage`, or `errorMessage` without a
    pattern); those of ids and names can be said better here.
    """
    pattern = schema.get("pattern")
    if pattern == ID:
        keys = [part for part in pointer if isinstance(part, str)]
        noun = "a role's id" if keys and keys[-1] in ROLE_KEYS else "an id"
        return f"{noun} is lower-case words joined by hyphens, such as `{_joined(text, '-') or 'account-lead'}`"
    if pattern == NAME:
        return f"a name is lower-case words joined by `_`, such as `{_joined(text, '_') or 'client_name'}`"
    return str(schema.get("patternErrorMessage") or schema.get("errorMessage") or "")


def _joined(text: str, by: str) -> str:
    """The text as an id or name, if its words make one."""
    words = re.findall("[a-z0-9]+", text.casefold())
    return by.join(words) if words and words[0][0].isalpha() and len(text) <= 40 else ""

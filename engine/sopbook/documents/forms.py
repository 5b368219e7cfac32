"""Forms of texts that a pattern cannot say."""

import re
from datetime import date

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

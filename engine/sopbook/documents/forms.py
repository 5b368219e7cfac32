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

FORMS: Mapping[str, str] = {
    "Day": 'write a day of the calendar in quotes, such as "2026-01-15"',
    "Time of day": 'write hours and minutes in quotes, such as "09:00"',
    "Working hours": 'write from and until in quotes, such as "09:00-18:00"',
    **dict.fromkeys(("Accept", "Target", "Alert", "Reach"), 'write a comparison in quotes, such as ">= 95"'),
    "Time": "write when, such as `2 working days after start` or `kickoff_on`",
    "When": 'write a condition, such as `plan = "retainer"`',
    "Zone": "write the name of a time zone, such as `Europe/Lisbon`",
    "Every": "write `day`, `working day`, `week`, `month`, `quarter` or `year`, or several of them, such as `2 weeks`",
    "For each": "write `system in systems`, `role in [sales, legal]`, or a name alone, such as `row`",
    "Wait": "write a time such as `2 working days`, `until kickoff_on`, or `for the client's signature`",
    "Read": "write the id of a document, such as `client-communication`, or an address that begins with `https://`",
    "Pass": "write a share from 1 % to 100 %, such as `80 %`",
    "Criterion": "write the ids of a standard and of its criterion, such as `delivery-quality.spelling`",
    "Variable": "write the name of an environment variable in capital letters, such as `CHAT_URL`, never its value",
    "Of": "write the id of a document, or of a part of it, such as `weekly-client-report.send`",
    "Value": "write the name of a figure in lower-case words joined by `_`, such as `on_time_rate`",
    "Factor": "an id is lower-case words joined by `-` or `_`, such as `client-fit`",
    "Version": 'write MAJOR.MINOR in quotes, such as "1.0"',
    "Effective": 'write a day of the calendar, such as "2026-01-15"',
    "Review": "write `every 6 months` or `every year`",
    "Duration": "write a number and a unit, such as `30 minutes`, `4 working hours` or `2 working days`",
    "Seen": "write a fingerprint, such as `1:9f2c`",
    "Git": "write an e-mail address, such as `ines@users.example`",
    "E-mail": "write an e-mail address, such as `ines@users.example`",
    "Forge": "write a web address, such as `https://forge.example/team/handbook`",
    "Code": "write the code of a check, from SOP200 on, such as `SOP204`",
    "Path": "write a folder or file inside the handbook, with `/` between names and without `..`",
}


def formed(pattern: Any, title: str, pointer: Pointer, text: str) -> str:
    """What the form looks like, with the text brought into it where that can be done; empty where nobody knows.

    The form is known by the title of its schema, or by its pattern.
    """
    if title in FORMS:
        return FORMS[title]
    if pattern == ID:
        keys = [part for part in pointer if isinstance(part, str)]
        noun = "a role's id" if keys and keys[-1] in ROLE_KEYS else "an id"
        return f"{noun} is lower-case words joined by hyphens, such as `{_joined(text, '-') or 'account-lead'}`"
    if pattern == NAME:
        return f"a name is lower-case words joined by `_`, such as `{_joined(text, '_') or 'client_name'}`"
    return ""


def _joined(text: str, by: str) -> str:
    """The text as an id or name, if its words make one."""
    words = re.findall("[a-z0-9]+", text.casefold())
    return by.join(words) if words and words[0][0].isalpha() and len(text) <= 40 else ""

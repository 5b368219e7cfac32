"""What `for_each` says: `system in systems`, `tool in [NPM, Trello]`, or `row` alone, to which items are added."""

import re
from dataclasses import dataclass

_VARIABLE = "[a-z][a-z0-9_]*"
_NAME = "[a-z][a-z0-9_-]*"
_LOOP = re.compile(
    rf"(?P<variable>{_VARIABLE})(?:\s+in\s+(?:\[(?P<items>[^\[\]]*)\]|(?P<over>{_NAME}(?:\.{_NAME})?)))?"
)
_WORD = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop over the list called `over`, or over `items`; without both it is open."""

    variable: str
    over: str = ""
    items: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its items are added as they come."""
        return not self.over and not self.items


def read_loop(text: str) -> Loop | None:
    """The loop that a text says, if it says one."""
    found = _LOOP.fullmatch(text.strip())
    if found is None:
        return None
    if found["items"] is None:
        return Loop(variable=found["variable"], over=found["over"] or "")
    items = tuple(item.strip().strip("\"'") for item in found["items"].split(","))
    return Loop(variable=found["variable"], items=items) if all(items) else None


def words(text: str) -> frozenset[str]:
    """Whatever could be a name in a text that is no loop, so that nobody is told of it twice."""
    return frozenset(_WORD.findall(text))

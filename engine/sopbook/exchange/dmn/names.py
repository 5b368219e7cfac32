"""Names of other tools, which may hold blanks and operators, as names and ids of ours."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from sopbook.feel.lexer import WORDS

LONGEST = 60
_OURS = re.compile(r"[a-z][a-z0-9_]{,199}")


def our_names(originals: Iterable[str]) -> Mapping[str, str]:
    """From each name to ours: `Monthly Salary` to `monthly_salary`; no two become one."""
    names: dict[str, str] = {}
    for original in dict.fromkeys(originals):
        names[original] = our_name(original, (*names.values(), *WORDS))
    return names


def our_name(original: str, taken: Collection[str]) -> str:
    """The name of an input or output; what is ours already stays as it is."""
    name = original if _OURS.fullmatch(original) else "_".join(_words(original))
    return _free(name or "value", taken, "_")


def our_id(original: str, taken: Collection[str]) -> str:
    """The id of a document or a rule."""
    return _free("-".join(_words(original)) or "decision", taken, "-")


def _words(original: str) -> list[str]:
    """Its words in plain small letters; a capital inside begins one, as in `RiskCategory`."""
    plain = unicodedata.normalize("NFKD", original).encode("ascii", "ignore").decode()
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain)
    words = re.findall(r"[a-z0-9]+", split.lower()[:LONGEST])
    return words if not words or words[0][0].isalpha() else ["n", *words]


def _free(name: str, taken: Collection[str], joint: str) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}{joint}{number}"
    return free

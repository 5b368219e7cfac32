"""The one word somebody probably meant: for "did you mean"."""

from collections.abc import Iterable
from difflib import get_close_matches

_LIKE_ENOUGH = 0.7


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """The known word most like the wanted one, if any is like enough; case does not count, ties go by the alphabet."""
    by_folded = {word.casefold(): word for word in sorted(known, reverse=True)}
    found = get_close_matches(wanted.casefold(), sorted(by_folded), n=1, cutoff=_LIKE_ENOUGH)
    return by_folded[found[0]] if found else None

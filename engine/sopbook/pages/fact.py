"""One fact of the strip below a page's title: a word and what it says, with a quieter remark."""

from dataclasses import dataclass

from sopbook.pages.html import NOTHING, Html


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """For instance "Repeats" and "every Monday at 09:00"."""

    word: str
    says: Html
    remark: Html = NOTHING

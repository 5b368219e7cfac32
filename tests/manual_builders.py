"""Pages of the manual that are written by hand around blocks that are made; the blocks are made anew here."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

MANUAL = Path(__file__).parent.parent / "site/pages/manual"
BLOCK = re.compile(r"<!-- (?P<what>[\w -]+?)(?:: (?P<of>[\w ,+-]+))? -->\n.*?<!-- end -->", re.DOTALL)
"""A block with what made it, and of what: `<!-- example: do -->` ... `<!-- end -->`."""

Makers = Mapping[str, Callable[[str], str]]


def renewed(page: str, makers: Makers) -> str:
    """The page with its blocks made anew; what stands around them is kept."""

    def made(found: "re.Match[str]") -> str:
        inner = makers[found["what"]](found["of"] or "")
        lines = "\n".join(line.rstrip() for line in inner.splitlines())
        return f"{found[0].partition(' -->')[0]} -->\n{lines}\n<!-- end -->"

    return BLOCK.sub(made, page)


def holds(name: str, makers: Makers, *, update: bool) -> None:
    """A page of the manual is what it says; with `update` it is written anew first."""
    file = MANUAL / name
    written = file.read_text(encoding="utf-8")
    made = renewed(written, makers)
    if update and made != written:
        file.write_text(made, encoding="utf-8")
        written = made
    assert written == made, f"{name} is not what the code says: run this test with --update-golden and read the diff"

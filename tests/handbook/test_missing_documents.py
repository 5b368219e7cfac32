"""A handbook of all kinds with one document taken away: that is told where it is named, and nothing else follows."""

from pathlib import Path

import pytest

from handbook_builders import document_from, found_in
from sopbook.handbook.book import Handbook

WHOLE = Path(__file__).parent / "cases" / "nothing-wrong-in-any-kind"
NAMES = sorted(path.stem for path in WHOLE.glob("*.yml"))

CONSEQUENCES = {"team": {"SOP222"}, "onboard-client": {"SOP224"}}
"""What is true of the handbook without them: it has no register, and nothing verifies the standard."""


@pytest.mark.parametrize("missing", NAMES)
def test_a_missing_document_is_told_where_it_is_named(missing: str) -> None:
    texts = {path.name: path.read_text("utf-8") for path in WHOLE.glob("*.yml") if path.stem != missing}
    book = Handbook.of("test", "A test", [document_from(text, file) for file, text in texts.items()])
    strange = [
        f"{one.at} {one.code} {one.message}"
        for one in found_in(book)
        if missing not in texts[one.at.file].splitlines()[one.at.line - 1] + one.message
        and one.code not in CONSEQUENCES.get(missing, ())
    ]
    assert strange == []

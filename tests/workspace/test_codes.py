"""The codes of the workspace: explained, and in no other table."""

import re
from pathlib import Path

import sopbook
from sopbook.handbook.catalogue import catalogue
from sopbook.workspace.codes import CODES, ENTRIES, WARNINGS

WORKSPACE = Path(sopbook.__file__).parent / "workspace"


def test_every_code_that_the_workspace_tells_is_explained() -> None:
    used = {
        code
        for path in WORKSPACE.glob("*.py")
        for code in re.findall(r'(?:error|warning|_unreadable)\(\s*"(SOP\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)


def test_a_warning_is_told_as_one_and_explained_as_one() -> None:
    for path in WORKSPACE.glob("*.py"):
        for word, code in re.findall(r'\b(error|warning)\("(SOP\d{3})"', path.read_text(encoding="utf-8")):
            assert (word == "warning") == (code in WARNINGS), code


def test_no_code_has_two_meanings() -> None:
    codes = [entry.code for entry in catalogue(ENTRIES)]
    assert len(codes) == len(set(codes))


def test_every_entry_has_a_title_and_a_paragraph() -> None:
    assert [entry.code for entry in ENTRIES if len(entry.title) < 5 or len(entry.text) < 40] == []

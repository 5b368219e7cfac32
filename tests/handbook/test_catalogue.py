import re
from collections import Counter
from pathlib import Path

import sopbook
from sopbook.handbook.catalogue import catalogue, explained
from sopbook.handbook.checks import CHECKS
from sopbook.source.diagnostic import Severity

ENGINE = Path(sopbook.__file__).parent
CHECK_FILES = ENGINE / "handbook" / "checks"


def test_no_code_has_two_meanings() -> None:
    counted = Counter(entry.code for entry in catalogue())
    assert [code for code, times in counted.items() if times > 1] == []


def test_every_code_of_the_lower_rooms_is_explained() -> None:
    rooms = [path for room in ("source", "documents", "handbook") for path in (ENGINE / room).rglob("*.py")]
    used = {code for path in rooms for code in re.findall(r'"(SOP\d{3})"', path.read_text("utf-8"))}
    assert sorted(used - {entry.code for entry in catalogue()}) == []


def test_every_entry_has_a_title_and_a_paragraph() -> None:
    assert [entry.code for entry in catalogue() if len(entry.title) < 5 or len(entry.text) < 40] == []


def test_every_file_of_a_check_is_listed() -> None:
    files = {path.stem for path in CHECK_FILES.glob("*.py")} - {"__init__", "run"}
    assert {one.__name__.rsplit(".", 1)[-1] for one in CHECKS} == files  # type: ignore[attr-defined]


def test_the_docstring_of_a_check_begins_with_its_code() -> None:
    assert [one.CODE for one in CHECKS if not (one.__doc__ or "").startswith(f"{one.CODE}: ")] == []


def test_an_entry_is_found_by_its_code_in_any_case() -> None:
    entry = explained("sop208")
    assert entry is not None
    assert entry.title == "a live document refers to an obsolete one"
    assert entry.severity is Severity.WARNING
    assert explained("SOP999") is None

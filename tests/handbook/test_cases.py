"""Every folder of `cases/` is a handbook with the findings that it must give, and no others.

A case adds its files to those of `base/` (a team and three roles), unless it has a file `alone`. Its `expected` holds
one line for each finding, severity included where it is no error. A check that is off by default runs in its own cases
only. To write them anew after a change of words, run with SOP_UPDATE_GOLDEN=1 and read the difference.
"""

import os
from pathlib import Path

import pytest

from handbook_builders import TODAY, handbook_from
from sopbook.handbook.checks import CHECKS
from sopbook.handbook.checks.run import is_off_by_default, problems
from sopbook.source.diagnostic import Diagnostic, Severity

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())


def shown(one: Diagnostic) -> str:
    severity = "" if one.severity is Severity.ERROR else f" {one.severity.value}:"
    return f"{one.at} {one.code}{severity} {one.message}" + (f" ({one.hint})" if one.hint else "")


@pytest.mark.parametrize("name", NAMES)
def test_a_case_gives_exactly_its_findings(name: str) -> None:
    folder = CASES / name
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yml")}
    book = handbook_from(files, based=not (folder / "alone").exists())
    running = [one for one in CHECKS if not is_off_by_default(one) or name.startswith(one.CODE)]
    found = "".join(f"{shown(one)}\n" for one in problems(book, TODAY, running))
    if os.environ.get("SOP_UPDATE_GOLDEN"):
        (folder / "expected").write_text(found, "utf-8")
    assert found == (folder / "expected").read_text("utf-8")


def test_every_check_has_a_case_that_it_finds() -> None:
    found = "".join(path.read_text("utf-8") for path in CASES.glob("*/expected"))
    assert [one.CODE for one in CHECKS if f" {one.CODE} " not in found] == []


def test_a_case_is_named_for_what_it_finds() -> None:
    named = [name for name in NAMES if name.startswith("SOP") and "-not-" not in name]
    assert [name for name in named if name[:6] not in (CASES / name / "expected").read_text("utf-8")] == []

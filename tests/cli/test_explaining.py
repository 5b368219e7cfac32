"""The manual's text on the terminal."""

import pytest
from click.testing import CliRunner, Result

from sopbook.cli import main
from sopbook.cli.explaining import UnknownCode, blocks, entry_of, explanation, is_switched_off
from sopbook.cli.screen import Screen
from sopbook.handbook.catalogue import Entry, catalogue
from sopbook.source.diagnostic import Severity
from sopbook.workspace.codes import ENTRIES


def explain(code: str) -> Result:
    return CliRunner().invoke(main, ["check", "--explain", code], catch_exceptions=False)


def test_a_check_is_explained_and_no_handbook_is_needed() -> None:
    result = explain("SOP208")
    assert result.stdout.startswith("SOP208: a live document refers to an obsolete one\n\n")
    assert result.stdout.endswith(
        "\n\nWarning. `severities: {SOP208: hint}` in handbook.yml changes that; `# sop: ignore SOP208 because\n"
        "...` suppresses one finding.\n"
    )
    assert result.exit_code == 0


@pytest.mark.parametrize("code", ["sop020", "SOP022", " SOP001 ", "sop101", "SOP025"])
def test_codes_of_every_room_are_explained_in_capitals_or_not(code: str) -> None:
    result = explain(code)
    assert result.stdout.startswith(f"{code.strip().upper()}: ")
    assert "It can neither be suppressed nor given another severity." in result.stdout


def test_an_unknown_code_is_wrong_usage_with_the_nearest_one() -> None:
    result = explain("SOPP204")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no check with the code `SOPP204`. Did you mean `SOP204`?" in result.stderr
    assert "`sop check` prints the codes of what it finds." in explain("links").stderr


def test_what_is_not_seen_in_an_unknown_code_is_written_out() -> None:
    assert "`<U+001B>[2J`" in explain("\x1b[2J").stderr


def test_a_very_long_code_is_refused_shortly() -> None:
    with pytest.raises(UnknownCode) as refused:
        entry_of("x" * 100_000)
    assert len(str(refused.value)) < 200


def test_every_entry_fits_the_screen_and_is_whole() -> None:
    for entry in catalogue(ENTRIES):
        text = explanation(entry, Screen(columns=60))
        assert set(entry.text.split()) <= set(text.split())
        assert all(len(line) <= 60 or " " not in line.strip() for line in text.split("\n")[2:]), text


def test_lists_and_code_keep_their_lines() -> None:
    text = "One\ntwo.\n\n- a\n- b\n\n    code\n    more\n\n| a | b |\n|---|---|\n\nThree\nfour."
    assert list(blocks(text)) == ["One two.", "- a\n- b", "    code\n    more", "| a | b |\n|---|---|", "Three four."]


def test_what_is_off_by_default_says_how_it_is_turned_on(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry(code="SOP208", severity=Severity.HINT, title="wording", text="Text.")
    assert not is_switched_off(entry)
    monkeypatch.setattr("sopbook.handbook.checks.obsolete_reference.OFF_BY_DEFAULT", True, raising=False)
    assert "Hint, off by default: `severities: {SOP208: hint}` in handbook.yml" in explanation(entry, Screen())

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sopbook.cli import COMMANDS, LazyGroup, main
from sopbook.errors import Refused

HEAVY = {
    "alembic", "git", "importlib.metadata", "jinja2", "jsonschema", "markdown", "markdown_it", "material", "mkdocs",
    "platformdirs", "playwright", "referencing", "sqlalchemy",
}  # fmt: skip


def imported_by(folder: Path, *words: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    program = (
        "import sys\nfrom sopbook.cli import main\n"
        "try:\n    main(prog_name='sop')\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    said = subprocess.run([sys.executable, "-c", program, *words], cwd=folder, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    return set(said.stderr.split())


def test_help_imports_nothing_of_ours_but_the_root_and_nothing_heavy(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "--help")
    assert {name for name in modules if name.startswith("sopbook")} == {"sopbook", "sopbook.cli", "sopbook.errors"}
    assert not modules & (HEAVY | {"yaml", "jsonschema_rs", "rfc8785", "json", "decimal"})


def test_check_imports_only_what_it_uses(tmp_path: Path) -> None:
    (tmp_path / "sops").mkdir()
    (tmp_path / "handbook.yml").write_text("id: b\nname: B\nformat: 1\n", encoding="utf-8")
    guideline = 'kind: guideline\nid: g\ntitle: G\nowner: o\nversion: "1.0"\nrules: [{id: r, must: "Do [[g]]"}]\n'
    role = "kind: role\nid: o\ntitle: O\n"
    (tmp_path / "sops" / "g.yml").write_text(guideline, encoding="utf-8")
    (tmp_path / "sops" / "o.yml").write_text(role, encoding="utf-8")
    team = "kind: team\nid: team\ntitle: T\npeople: [{id: ines, name: Ines, roles: [o]}]\n"
    (tmp_path / "sops" / "team.yml").write_text(team, encoding="utf-8")
    modules = imported_by(tmp_path, "check")
    assert not modules & HEAVY
    rooms = {name.split(".")[1] for name in modules if name.startswith("sopbook.")}
    assert not rooms & {"pages", "records", "runs", "wiring", "mkdocs_plugin"}


def test_every_command_of_the_table_has_a_line_that_fits() -> None:
    for name, (place, words) in COMMANDS.items():
        assert name.islower()
        assert place.startswith("sopbook.cli.")
        assert words.endswith(".")
        assert len(words) < 80
    shown = CliRunner().invoke(main, ["--help"]).stdout
    assert all(words in shown for _, words in COMMANDS.values())


def test_the_version_is_shown() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith("sop 0.")


def test_an_unknown_command_is_wrong_usage_with_the_nearest_one() -> None:
    result = CliRunner().invoke(main, ["chek"])
    assert result.exit_code == 2
    assert "No such command 'chek'. Did you mean `check`?" in result.stderr
    assert CliRunner().invoke(main, ["check", "--nonsense"]).exit_code == 2


def command_that_raises(failure: BaseException) -> click.Command:
    @click.command()
    def fail() -> None:
        click.echo("before")
        raise failure

    return fail


@pytest.mark.parametrize(
    ("failure", "words", "code"),
    [
        (Refused("It was completed by Anna. Look again."), "sop: It was completed by Anna. Look again.\n", 3),
        (KeyboardInterrupt(), "sop: Stopped.\n", 130),
    ],
)
def test_a_refusal_is_a_sentence_and_an_exit_code(
    failure: BaseException, words: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: command_that_raises(failure))
    result = CliRunner().invoke(main, ["check"])
    assert (result.stdout, result.stderr, result.exit_code) == ("before\n", words, code)


def test_a_bug_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: command_that_raises(KeyError("oops")))
    with pytest.raises(KeyError, match="oops"):
        CliRunner().invoke(main, ["check"], catch_exceptions=False)

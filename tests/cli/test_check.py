import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sopbook.cli import main
from sopbook.cli.formats.table import FORMATS

SETTINGS = "id: our-handbook\nname: Our handbook\nformat: 1\n"
OWNER = "kind: role\nid: owner\ntitle: Owner\nsummary: Leads.\n"
TEAM = "kind: team\nid: team\ntitle: The team\npeople:\n  - {id: ines, name: Ines, roles: [owner]}\n"
GUIDELINE = """\
kind: guideline
id: answers
title: How we answer
owner: owner
version: "1.0"
rules:
  - id: same-day
    must: Answer on the same day
"""
FINE = {"sops/owner.yml": OWNER, "sops/team.yml": TEAM, "sops/answers.yml": GUIDELINE}


def a_handbook(root: Path, files: Mapping[str, str | bytes] = FINE, settings: str = SETTINGS) -> Path:
    (root / "sops").mkdir(parents=True)
    (root / "handbook.yml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def check(root: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "check", *map(str, words)], catch_exceptions=False)


def process(folder: Path, *words: str | Path, **environ: str) -> "subprocess.CompletedProcess[bytes]":
    """The command in a process of its own, as people start it."""
    program = [sys.executable, "-c", "from sopbook.cli import main; main(prog_name='sop')", *map(str, words)]
    return subprocess.run(program, cwd=folder, env={**os.environ, **environ}, capture_output=True)


def problems(result: Result) -> list[tuple[str, int, int, str]]:
    found = json.loads(result.stdout)["problems"]
    return [(one["file"], one["line"], one["column"], one["code"]) for one in found]


def test_a_handbook_without_problems(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book"))
    assert (result.stdout, result.exit_code) == ("3 documents are fine\n", 0)


def test_all_problems_of_all_files_are_told_at_once_in_the_order_of_their_places(tmp_path: Path) -> None:
    bad: dict[str, str | bytes] = {
        **FINE,
        "sops/answers.yml": GUIDELINE.replace("owner: owner", "ownr: owner"),
        "sops/b.yml": "kind: rol\n",
        "sops/latin.yml": "kind: role\ntitle: Caf\xe9\n".encode("latin-1"),
    }
    result = check(a_handbook(tmp_path / "book", bad), "--format", "json")
    assert problems(result) == [
        ("sops/answers.yml", 4, 1, "SOP101"),
        ("sops/b.yml", 1, 7, "SOP100"),
        ("sops/latin.yml", 2, 11, "SOP009"),
    ]
    assert result.exit_code == 1


def test_a_problem_is_shown_at_its_line_with_a_caret_and_a_hint(tmp_path: Path) -> None:
    bad = {**FINE, "sops/answers.yml": GUIDELINE.replace("owner: owner", "owner: onwer")}
    result = check(a_handbook(tmp_path / "book", bad))
    assert result.stdout == (
        "sops/answers.yml:4:8: error SOP204 there is no role `onwer`\n"
        "    4 | owner: onwer\n"
        "      |        ^\n"
        "      = did you mean `owner`?\n"
        "\n"
        "3 documents, 1 error\n"
    )
    assert result.exit_code == 1


def test_a_file_that_cannot_be_read_is_the_only_problem_and_not_the_links_to_it(tmp_path: Path) -> None:
    bad: dict[str, str | bytes] = {
        **FINE,
        "sops/owner.yml": OWNER.replace("summary:", "sumary:"),
        "sops/answers.yml": GUIDELINE.replace("on the same day", "as [[owner]] does, not as [[ownr]]"),
    }
    result = check(a_handbook(tmp_path / "book", bad), "--format", "json")
    assert problems(result) == [("sops/answers.yml", 8, 44, "SOP205"), ("sops/owner.yml", 4, 1, "SOP101")]


def test_warnings_alone_are_fine(tmp_path: Path) -> None:
    settings = SETTINGS + "severities: {SOP204: warning}\n"
    bad = {**FINE, "sops/answers.yml": GUIDELINE.replace("owner: owner", "owner: onwer")}
    result = check(a_handbook(tmp_path / "book", bad, settings))
    assert result.stdout.startswith("sops/answers.yml:4:8: warning SOP204")
    assert result.stdout.endswith("3 documents, 1 warning\n")
    assert result.exit_code == 0


def test_a_finding_can_be_switched_off(tmp_path: Path) -> None:
    settings = SETTINGS + "severities: {SOP204: off}\n"
    bad = {**FINE, "sops/answers.yml": GUIDELINE.replace("owner: owner", "owner: onwer")}
    assert check(a_handbook(tmp_path / "book", bad, settings)).stdout == "3 documents are fine\n"


def test_a_severity_for_no_check_is_told(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", settings=SETTINGS + "severities: {SOP999: off}\n"))
    assert result.stdout.startswith("handbook.yml:4:14: warning SOP023 no check has the code `SOP999`\n")


def test_with_paths_only_their_problems_are_shown_and_their_documents_counted(tmp_path: Path) -> None:
    bad = {**FINE, "sops/a/x.yml": "kind: rol\n", "sops/b/y.yml": "kind: rol\n"}
    root = a_handbook(tmp_path / "book", bad)
    assert problems(check(root, root / "sops" / "a", "--format", "json")) == [("sops/a/x.yml", 1, 7, "SOP100")]
    one = check(root, root / "sops" / "answers.yml")
    assert (one.stdout, one.exit_code) == ("1 document is fine\n", 0)


def test_the_whole_handbook_is_read_for_references(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "book")
    (root / "sops" / "owner.yml").unlink()
    result = check(root, root / "sops" / "answers.yml", "--format", "json")
    assert problems(result) == [("sops/answers.yml", 4, 8, "SOP204")]


def test_paths_are_taken_from_the_folder_one_is_in(tmp_path: Path) -> None:
    bad = {**FINE, "sops/a/x.yml": "kind: rol\n"}
    root = a_handbook(tmp_path / "book", bad)
    said = process(root / "sops" / "a", "check", "x.yml")
    assert said.stdout.startswith(b"sops/a/x.yml:1:7: error SOP100")
    assert process(root / "sops" / "a", "check", ".").returncode == 1
    assert process(root / "sops", "check", "answers.yml").returncode == 0


def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book"), "nothing.yml")
    assert result.exit_code == 2
    assert "'nothing.yml' does not exist" in result.stderr
    assert result.stdout == ""


def test_a_path_of_another_folder_is_wrong_usage(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book"), tmp_path)
    assert result.exit_code == 2
    assert "is not in the handbook at" in result.stderr


def test_without_a_handbook_the_command_is_refused_in_a_sentence(tmp_path: Path) -> None:
    said = process(tmp_path, "check")
    assert said.returncode == 3
    assert said.stderr.decode() == (
        "sop: There is no handbook here: run this inside a folder with handbook.yml, or name it with --root.\n"
    )
    assert check(tmp_path).exit_code == 3


def test_the_environment_names_the_handbook(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "book")
    assert process(tmp_path, "check", SOP_ROOT=str(root)).stdout == b"3 documents are fine\n"


def test_problems_of_the_settings_are_shown_like_others(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", settings=SETTINGS + "path: [sops]\n"))
    assert result.stdout == (
        "handbook.yml:4:1: error SOP101 unknown key `path`\n"
        "    4 | path: [sops]\n"
        "      | ^\n"
        "      = did you mean `paths`?\n"
        "\n"
        "0 documents, 1 error\n"
    )
    assert result.exit_code == 1


def test_a_folder_that_the_settings_name_and_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", settings=SETTINGS + "paths: [sops, spos]\n"))
    assert "handbook.yml:4:15: error SOP022 the path `spos` is not there\n" in result.stdout
    assert "    4 | paths: [sops, spos]\n      |               ^\n" in result.stdout


def test_a_handbook_without_documents_says_so(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", {}))
    assert (result.stdout, result.exit_code) == ("There are no documents here yet.\n", 0)


def test_a_link_out_of_the_handbook_is_an_error(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "book")
    (tmp_path / "secret.yml").write_text("kind: role\nsecret: 1\n", encoding="utf-8")
    (root / "sops" / "secret.yml").symlink_to(tmp_path / "secret.yml")
    result = check(root)
    assert "sops/secret.yml:1:1: error SOP020 a link that leads outside the handbook\n" in result.stdout
    assert "secret: 1" not in result.stdout
    assert result.exit_code == 1


def test_any_bytes_give_problems_and_no_traceback(tmp_path: Path) -> None:
    bad: dict[str, str | bytes] = {
        "sops/bytes.yml": bytes(range(256)),
        "sops/empty.yml": b"",
        "sops/brackets.yml": b"[" * 100_000,
        "sops/dashes.yml": b"- " * 300_000,
        "sops/large.yml": b"# x\n" * 600_000,
        "sops/wide.yml": "kind: role\n".encode("utf-16"),
    }
    result = check(a_handbook(tmp_path / "book", {**FINE, **bad}), "--format", "json")
    assert {file for file, _, _, _ in problems(result)} == set(bad)
    assert result.exit_code == 1


def test_a_thousand_files_are_checked_at_once(tmp_path: Path) -> None:
    linked = GUIDELINE.replace("same day", "day [[NEXT]]").replace("answers", "THIS")
    many = {
        f"sops/g{n % 10}/g{n}.yml": linked.replace("THIS", f"g{n}").replace("NEXT", f"g{n + 1}") for n in range(1000)
    }
    result = check(a_handbook(tmp_path / "book", {**FINE, **many}))
    assert "sops/g9/g999.yml:8:29: error SOP205 there is no document `g1000`\n" in result.stdout
    assert result.stdout.endswith("\n1,003 documents, 1 error\n")


def test_output_that_cannot_be_encoded_is_escaped(tmp_path: Path) -> None:
    bad = {**FINE, "sops/b.yml": "kind: rôle\n"}
    said = process(a_handbook(tmp_path / "book", bad), "check", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert b"there is no kind `r\\xf4le`\n" in said.stdout
    assert b"    1 | kind: r\\xf4le\n" in said.stdout
    assert said.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_no_text_is_shown_with_escapes(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "book")
    with open(os.fsencode(root) + b"/sops/\xff.yml", "wb") as stream:  # noqa: PTH123 - a Path takes no bytes
        stream.write(b"kind: rol\n")
    assert b"sops/<U+DCFF>.yml:1:7: error SOP100" in process(root, "check").stdout
    assert json.loads(process(root, "check", "--format", "json").stdout)["problems"][0]["file"] == "sops/\udcff.yml"


def test_a_reader_that_has_left_gets_no_traceback(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-c", "from sopbook.cli import main; main()", "check"]
    said = subprocess.run(program, cwd=a_handbook(tmp_path / "book"), stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (said.stderr, said.returncode) == (b"", 3)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    program = f"{sys.executable} -c 'from sopbook.cli import main; main()' check > /dev/full"
    said = subprocess.run(["bash", "-c", program], cwd=a_handbook(tmp_path / "book"), capture_output=True, text=True)
    assert said.stderr == "sop: The output could not be written: No space left on device.\n"
    assert said.returncode == 3


def test_a_pipe_gets_no_colours(tmp_path: Path) -> None:
    bad = {**FINE, "sops/b.yml": "kind: rol\n"}
    assert b"\x1b" not in process(a_handbook(tmp_path / "book", bad), "check").stdout


def team_unreadable(how: bytes) -> dict[str, str | bytes]:
    return {**FINE, "sops/team.yml": how}


@pytest.mark.parametrize(
    "how",
    [
        TEAM.replace("people:", "peple:").encode(),
        TEAM.encode("utf-16"),
        b"\xff" + TEAM.encode(),
        TEAM.replace("roles: [owner]}", "roles: [owner}").encode(),
        b"",
        b"# x\n" * 600_000,
    ],
)
def test_a_team_register_that_cannot_be_read_is_the_only_problem(tmp_path: Path, how: bytes) -> None:
    result = check(a_handbook(tmp_path / "book", team_unreadable(how)), "--format", "json")
    assert {file for file, _, _, _ in problems(result)} == {"sops/team.yml"}


def test_a_file_over_one_mebibyte_is_told_without_a_count_of_what_was_read(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", {**FINE, "sops/large.yml": b"# x\n" * 600_000}))
    assert "error SOP008 the file is larger than 1 MiB (1,048,576 bytes)\n" in result.stdout


ONWER = GUIDELINE.replace("owner: owner", "owner: onwer # sop: ignore SOP204 because she starts in May")


def test_a_comment_suppresses_one_finding_and_says_why(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", {**FINE, "sops/answers.yml": ONWER}))
    assert (result.stdout, result.exit_code) == ("3 documents are fine\n", 0)


def test_a_comment_without_a_reason_suppresses_nothing_and_is_an_error(tmp_path: Path) -> None:
    bad = {**FINE, "sops/answers.yml": ONWER.replace(" because she starts in May", "")}
    result = check(a_handbook(tmp_path / "book", bad), "--format", "json")
    assert problems(result) == [("sops/answers.yml", 4, 8, "SOP204"), ("sops/answers.yml", 4, 14, "SOP024")]
    assert result.exit_code == 1


def test_a_comment_that_suppresses_nothing_is_a_warning(tmp_path: Path) -> None:
    bad = {**FINE, "sops/answers.yml": ONWER.replace("onwer", "owner")}
    result = check(a_handbook(tmp_path / "book", bad))
    assert "sops/answers.yml:4:14: warning SOP025 this suppresses nothing: there is no SOP204 here\n" in result.stdout
    assert result.exit_code == 0


def test_a_comment_is_not_called_useless_while_something_cannot_be_read_or_its_check_is_off(tmp_path: Path) -> None:
    useless: dict[str, str | bytes] = {**FINE, "sops/answers.yml": ONWER.replace("onwer", "owner")}
    unread = check(a_handbook(tmp_path / "a", {**useless, "sops/b.yml": "kind: rol\n"}), "--format", "json")
    assert [code for _, _, _, code in problems(unread)] == ["SOP100"]
    assert check(a_handbook(tmp_path / "b", useless, SETTINGS + "severities: {SOP204: off}\n")).exit_code == 0


def test_a_comment_does_not_suppress_what_the_reader_or_the_shape_refuses(tmp_path: Path) -> None:
    bad = {**FINE, "sops/answers.yml": GUIDELINE.replace("owner: owner", "ownr: owner # sop: ignore SOP101 because x")}
    root = a_handbook(tmp_path / "book", bad)
    assert problems(check(root, "--format", "json")) == [("sops/answers.yml", 4, 1, "SOP101")]
    (root / "sops/answers.yml").write_text(GUIDELINE + "# sop: ignore SOP101 because x\n", encoding="utf-8")
    assert "warning SOP026 `SOP101` cannot be suppressed\n" in check(root).stdout


def test_a_comment_in_the_settings_suppresses_nothing_and_is_told(tmp_path: Path) -> None:
    result = check(a_handbook(tmp_path / "book", settings=SETTINGS + "# sop: ignore SOP204 because x\n"))
    assert "handbook.yml:4:1: warning SOP025" in result.stdout


WORDY = GUIDELINE.replace("kind: guideline", "kind: procedure").replace(
    "rules:\n  - id: same-day\n    must: Answer on the same day\n",
    "steps: [{id: a, do: Call them and then mail them}]\n",
)


def test_a_check_that_is_off_by_default_runs_when_the_settings_name_it(tmp_path: Path) -> None:
    files = {**FINE, "sops/answers.yml": WORDY.replace("[{", "\n  - {").replace("}]", "}")}
    assert "SOP280" not in check(a_handbook(tmp_path / "a", files)).stdout
    warned = check(a_handbook(tmp_path / "b", files, SETTINGS + "severities: {SOP280: warning}\n"))
    assert "warning SOP280" in warned.stdout
    off = check(a_handbook(tmp_path / "c", files, SETTINGS + "severities: {SOP280: off}\n"))
    assert "SOP280" not in off.stdout


def test_strict_counts_warnings_and_not_hints(tmp_path: Path) -> None:
    bad = {**FINE, "sops/answers.yml": GUIDELINE.replace("owner: owner", "owner: onwer")}
    warned = a_handbook(tmp_path / "a", bad, SETTINGS + "severities: {SOP204: warning}\n")
    hinted = a_handbook(tmp_path / "b", bad, SETTINGS + "severities: {SOP204: hint}\n")
    assert [check(warned).exit_code, check(warned, "--strict").exit_code] == [0, 1]
    assert [check(hinted).exit_code, check(hinted, "--strict").exit_code] == [0, 0]


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_files_are_named_from_the_root_of_the_repository_for_its_forge(tmp_path: Path, form: str) -> None:
    (tmp_path / ".git").mkdir()
    root = a_handbook(tmp_path / "docs" / "book", {**FINE, "sops/b.yml": "kind: rol\n"})
    assert "docs/book/sops/b.yml" in check(root, "--format", form).stdout
    assert check(root, "--format", form).exit_code == 1
    (root / ".git").mkdir()
    assert "docs" not in check(root, "--format", form).stdout


@pytest.mark.parametrize("form", list(FORMATS))
def test_five_hundred_faults_are_all_told_once_in_every_format(tmp_path: Path, form: str) -> None:
    rules = "".join(f"  - {{id: r{n}, must: 'See [[no-{n}]]'}}\n" for n in range(498))
    text = GUIDELINE.replace("owner: owner", "owner: onwer") + rules
    told = check(
        a_handbook(tmp_path / "book", {**FINE, "sops/answers.yml": text, "sops/b.yml": "kind: rol\n"}), "--format", form
    )
    assert [told.stdout.count(f"`no-{n}`") for n in range(498)] == [1] * 498
    assert told.stdout.count("`onwer`") == 1
    assert told.stdout.count("there is no kind `rol`") == 1


@pytest.mark.parametrize("form", list(FORMATS))
def test_output_stays_short_and_visible_however_long_and_strange_a_document_is(tmp_path: Path, form: str) -> None:
    long = "x" * 100_000
    text = GUIDELINE.replace("same day", f"day [[{long}]] {{{{ {long} }}}} \\u202e") + f"{long}: 1\n"
    other = "kind: role\nid: b\ntitle: 0x" + "1" * 100_000 + "\n"
    files: dict[str, str | bytes] = {
        **FINE,
        "sops/a\x1b[2J\n.yml": text,
        "sops/b.yml": other,
        "sops/c.yml": GUIDELINE + f"? {long}\n",
    }
    result = check(a_handbook(tmp_path / "book", files), "--format", form)
    assert len(result.stdout) < 30_000
    assert all(line.isprintable() for line in result.stdout.split("\n"))
    assert result.exit_code == 1


def test_progress_is_not_mixed_into_a_pipe(tmp_path: Path) -> None:
    many = {f"sops/g{n}.yml": GUIDELINE.replace("answers", f"g{n}") for n in range(250)}
    said = process(a_handbook(tmp_path / "book", {**FINE, **many}), "check")
    assert (said.stdout, said.stderr) == (b"253 documents are fine\n", b"")


def imported(root: Path, *words: str) -> set[str]:
    program = "import sys\nfrom sopbook.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)\n"
    said = subprocess.run([sys.executable, "-c", program, *words], cwd=root, capture_output=True, text=True)
    return set(said.stderr.split())


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "sarif"])
def test_a_format_imports_only_itself(tmp_path: Path, form: str) -> None:
    bad = {**FINE, "sops/answers.yml": GUIDELINE.replace("owner: owner", "owner: onwer")}
    modules = imported(a_handbook(tmp_path / "book", bad), "check", "--format", form)
    assert modules & set(FORMATS.values()) == {FORMATS[form]}
    assert not modules & {"jsonschema", "watchdog", "sopbook.handbook.catalogue", "sopbook.cli.following"}


def test_watching_and_explaining_are_imported_when_they_are_used(tmp_path: Path) -> None:
    modules = imported(a_handbook(tmp_path / "book"), "check")
    assert not {one for one in modules if one.startswith(("watchdog", "sopbook.workspace.watching"))}
    assert not modules & {"sopbook.cli.explaining", "sopbook.workspace.codes"}

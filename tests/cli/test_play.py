"""Files of answers that cannot be played, or whose acts are refused on the way."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from run_handbook import a_handbook, done, sop

START = "needs: confirmed\ninputs: {customer: Mrs Lund, amount: 40}\nacts:\n"
RECEIPT = '  - do: receipt\n    set: {bought_on: "2026-03-02"}\n'


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


def play(shop: Path, answers: str, *words: str, person: str = "ben") -> Result:
    """The answers, played as a file that lies beside the handbook."""
    file = shop / "answers.yml"
    file.write_text(answers, encoding="utf-8")
    return sop(shop, "run", "start", "refund", "--answers", file, *words, person=person)


@pytest.mark.parametrize(
    ("answers", "place", "said"),
    [
        ("acts: [{doo: receipt}]\n", "1:9", "unknown key `doo`"),
        (START + "  - {do: receipt, skip: same}\n", "4:5", "an act has exactly one verb, and this has `do` and `skip`"),
        (START + "  - {as: ines}\n", "4:5", "an act has exactly one verb, and this has none"),
        (START + "  - {do: 4}\n", "4:10", "`do` must be a text, not `4`"),
        ("acts: receipt\n", "1:7", "`acts` must be a list, not a text"),
        ("needs: confirmed\n", "1:1", "`acts` is missing"),
        ("acts: [\n", "2:1", "the file ends in the middle of a value"),
        ("", "1:1", "there is nothing in the file"),
        ("acts: []\nacts: []\n", "2:1", "`acts`"),
    ],
)
def test_a_file_that_cannot_be_played_says_where_and_starts_nothing(
    shop: Path, answers: str, place: str, said: str
) -> None:
    result = play(shop, answers)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{shop / 'answers.yml'}:{place}: error SOP")
    assert said in result.stderr.splitlines()[0]
    assert json.loads(sop(shop, "run", "list", "--json").stdout) == []


def test_answers_for_another_procedure_are_refused(shop: Path) -> None:
    result = play(shop, "procedure: hire\nacts: []\n")
    assert result.stderr == f"sop: {shop / 'answers.yml'} holds answers for `hire`, not for `refund`.\n"
    assert result.exit_code == 3


def test_a_missing_file_is_wrong_usage(shop: Path) -> None:
    result = sop(shop, "run", "start", "refund", "--answers", shop / "none.yml")
    assert (result.exit_code, "does not exist" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("  - {do: sane}\n", "This run has no step `sane`. Did you mean `same`?\n"),
        ("  - {do: same, as: zoe}\n", "`zoe` is not in the team register"),
        ("  - {pass: same, as: sam}\n", "“The goods are those of the receipt” is for the role Clerk"),
        ("  - {pass: same, set: {photo: no.jpg}}\n", "Nothing here is called `photo`."),
    ],
)
def test_a_refused_act_is_named_by_its_line_and_the_run_can_be_continued(shop: Path, act: str, said: str) -> None:
    result = play(shop, START + RECEIPT + act)
    assert result.exit_code == 3
    (line,) = json.loads(sop(shop, "run", "list", "--json").stdout)
    assert result.stderr.startswith(f"sop: {shop / 'answers.yml'}:6: {said}")
    assert "\nWhat can be done now:\n  ○ same (fail, not-applicable, pass, skip)" in result.stderr
    assert result.stderr.endswith(f"\nThe run stays as it is; go on with it: sop run continue {line['run']}\n")
    assert done(shop, "run", "pass", line["run"], "same")["closed"] == 3


def test_files_are_named_from_the_folder_of_the_answers(shop: Path) -> None:
    answers = START + RECEIPT.replace("}", ", photo: photos/receipt.jpg}")
    result = play(shop, answers)
    assert f"{shop / 'answers.yml'}:4: The file {shop / 'photos/receipt.jpg'} cannot be read" in result.stderr
    assert result.exit_code == 3
    (shop / "photos").mkdir()
    (shop / "photos" / "receipt.jpg").write_bytes(b"light")
    run = json.loads(play(shop, answers, "--json").stdout)
    assert run["steps"][0]["values"]["photo"]["name"] == "receipt.jpg"


def test_who_acts_is_said_by_the_act_then_by_the_command_then_by_the_file(shop: Path) -> None:
    acts = START + RECEIPT + "  - {pass: same, as: cleo}\n"
    run = json.loads(play(shop, "as: cleo\n" + acts.replace(", as: cleo", ", as: ben"), "--json").stdout)
    assert run["started_by"] == "cleo"
    assert "Ben Adler as clerk passed “The goods are those of the receipt”" in run["happened"]
    run = json.loads(play(shop, "as: cleo\n" + acts, "--as", "ben", "--json").stdout)
    assert run["started_by"] == "ben"
    assert "Cleo Marsh as clerk passed “The goods are those of the receipt”" in run["happened"]


def test_answers_played_again_with_the_same_key_add_nothing(shop: Path) -> None:
    answers = START + RECEIPT + "  - pass: same\n"
    first = json.loads(play(shop, answers, "--key", "k", "--json").stdout)
    again = json.loads(play(shop, answers, "--key", "k", "--json").stdout)
    assert (again["run"], again["number"]) == (first["run"], first["number"])


def test_an_act_says_when_it_happened_and_why_it_is_entered_so_late(shop: Path) -> None:
    acts = START + RECEIPT + "  - {pass: same, at: noon}\n"
    assert "`noon` is no time. Write it as 09:30 for today" in play(shop, acts).stderr
    acts = START + RECEIPT + '  - {pass: same, at: "2020-01-01 09:30", late: No network}\n'
    assert "is before this run started" in play(shop, acts).stderr

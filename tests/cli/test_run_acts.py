"""Everything that can be said to a run, as scripts do it, and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from run_handbook import (
    CASH,
    RECEIPT,
    SAME,
    STARTED,
    TEAM,
    TO_SIGN,
    a_handbook,
    a_run,
    done,
    events_of,
    refused,
    sop,
    surroundings,
)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop")


def test_a_run_is_played_by_commands_to_its_end(shop: Path) -> None:
    run = a_run(shop, *TO_SIGN)
    signed = done(shop, "run", "approve", run, "sign", person="ines")
    assert signed["to_confirm"] == ["Mrs Lund has the money"]
    assert [(one["step"], one["by"], one["role"]) for one in signed["signatures"]] == [("sign", "ines", "owner")]
    finished = done(shop, "run", "finish", run)
    assert (finished["phase"], finished["closed"], finished["deviations"]) == ("completed", 8, [])
    assert finished["happened"] == [
        "Ben Adler confirmed that it is done: Mrs Lund has the money",
        "the run is complete, without any deviation",
    ]
    assert sop(shop, "verify").stdout.startswith("● The records hold: 13 events in 1 run, each as it was written.\n")


def test_every_act_has_a_command(shop: Path) -> None:
    run = a_run(shop, RECEIPT, ("fail", "same", "--reason", "Another colour"), RECEIPT, SAME)
    done(shop, "run", "skip", run, "way", "--reason", "The customer took a voucher")
    done(shop, "run", "reopen", run, "way", "--reason", "The customer wants money after all")
    done(shop, "run", "choose", run, "way", "card")
    done(shop, "run", "override", run, "way", "--option", "cash", "--reason", "The card is blocked")
    for verb in ("heed", "do"):
        done(shop, "run", verb, run, "count")
    done(shop, "run", "not-applicable", run, "excuse", "--reason", "She laughed")
    done(shop, "run", "note", run, "She comes back tomorrow", "--step", "count")
    cancelled = done(shop, "run", "cancel", run, "--reason", "She keeps the goods")
    states = {step["id"]: step["state"] for step in cancelled["steps"]}
    assert (states["receipt"], states["same"], states["excuse"]) == ("done", "done", "not applicable")
    assert cancelled["phase"] == "cancelled"
    assert [note["text"] for note in cancelled["notes"]] == ["She comes back tomorrow"]
    kinds = [one["kind"] for one in cancelled["deviations"]]
    assert kinds == ["rework", "skipped", "reopened", "override"]


def test_an_approval_can_be_rejected(shop: Path) -> None:
    run = a_run(shop, *TO_SIGN)
    assert "needs a reason" in refused(shop, "run", "reject", run, "sign", person="ines")
    rejected = done(shop, "run", "reject", run, "sign", "--reason", "The receipt is a copy", person="ines")
    sign = next(step for step in rejected["steps"] if step["id"] == "sign")
    assert sign["state"] != "done"
    assert "The receipt is a copy" in sign["why"]


@pytest.mark.parametrize(
    ("words", "person", "said"),
    [
        (("do", "receit"), "ben", "This run has no step `receit`. Did you mean `receipt`?"),
        (("do", "same"), "ben", "“The goods are those of the receipt” cannot be done yet: waiting for “Read the re"),
        (("approve", "receipt"), "ben", "“Read the receipt” is a step to do. What you can do with it now: do,"),
        (("do", "receipt"), "ben", "Still needed: Bought on."),
        (("do", "receipt", "--set", "bought_on=x"), "ben", "Bought on: `x` is not a day; write it as 2026-01-31"),
        (("do", "receipt", "--set", "bougt_on=x"), "ben", "Nothing here is called `bougt_on`. Did you mean"),
        (("do", "receipt", "--set", "bought_on=2026-03-02"), "sam", "“Read the receipt” is for the role Clerk"),
        (("skip", "receipt"), "ben", "Skipping a required step needs a reason. Say in one sentence why."),
        (("finish",), "ben", "Not everything is done yet. Still open: “Read the receipt”, "),
        (("note", "hello", "--step", "recept"), "ben", "This run has no step `recept`. Did you mean `receipt`?"),
        (("note", " "), "ben", "Write something into the note."),
        (("cancel",), "ben", "Cancelling a run needs a reason."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_can_be_done(
    shop: Path, words: tuple[str, ...], person: str, said: str
) -> None:
    run = a_run(shop)
    verb, *rest = words
    told = refused(shop, "run", verb, run, *rest, person=person)
    assert told.startswith(f"sop: {said}")
    assert told.endswith(
        "\nWhat can be done now:\n  ○ receipt (do, not-applicable, skip), for Clerk (Ben Adler, Cleo Marsh)\n"
    )


def test_a_danger_is_heeded_first(shop: Path) -> None:
    run = a_run(shop, RECEIPT, SAME, CASH)
    told = refused(shop, "run", "do", run, "count")
    assert "First read and heed the danger of “Count the money twice”: Lock the door" in told
    assert "○ count (heed)" in told


def test_who_worked_on_it_does_not_sign_it(tmp_path: Path) -> None:
    shop = a_handbook(tmp_path / "shop", team=TEAM.replace("roles: [owner]", "roles: [owner, clerk]"))
    run = a_run(shop, *TO_SIGN, person="ines")
    told = refused(shop, "run", "approve", run, "sign", person="ines")
    assert "Ines Duarte worked on “Read the receipt” and therefore cannot approve “The refund is right”" in told


def test_a_run_that_is_over_takes_notes_only(shop: Path) -> None:
    run = a_run(shop)
    done(shop, "run", "cancel", run, "--reason", "She has gone")
    told = refused(shop, "run", "do", run, "receipt")
    assert told == "sop: This run is cancelled: a note can be added, nothing else.\n"
    assert done(shop, "run", "note", run, "She called")["phase"] == "cancelled"


def test_words_that_are_none_of_the_choices_are_wrong_usage(shop: Path) -> None:
    run = a_run(shop)
    assert sop(shop, "run", "answer", run, "excuse", "perhaps").exit_code == 2
    result = sop(shop, "run", "doo", run)
    assert (result.exit_code, "Did you mean 'do'?" in result.stderr) == (2, True)
    assert "--reason" in sop(shop, "run", "skip", run, "receipt", "--reasn", "x").stderr


def test_a_blocked_decision_is_made_by_hand_by_its_role(shop: Path) -> None:
    run = str(done(shop, *STARTED[:-3], "--set", "amount=5000", "--needs-confirmed")["run"])
    for verb, *words in (RECEIPT, SAME):
        done(shop, "run", verb, run, *words)
    told = refused(shop, "run", "choose", run, "way", "cash")
    assert "⧗ size (not-applicable, override, skip), for Owner (Ines Duarte)" in told
    assert "is for the role Owner" in refused(
        shop, "run", "override", run, "size", "--reason", "x", "--result", "level=large"
    )
    told = refused(shop, "run", "override", run, "size", "--reason", "x", "--result", "level=lage", person="ines")
    assert "Size: `lage` is none of small, large; did you mean `large`?" in told
    made = done(
        shop, "run", "override", run, "size", "--reason", "Above the table", "--result", "level=large", person="ines"
    )
    size = next(step for step in made["steps"] if step["id"] == "size")
    assert (size["state"], size["values"]) == ("done", {"level": "large"})


def test_a_file_is_recorded_by_its_name_size_and_digest(shop: Path, tmp_path: Path) -> None:
    run = a_run(shop)
    photo = tmp_path / "receipt.jpg"
    photo.write_bytes(b"light")
    words = ("run", "do", run, "receipt", "--set", "bought_on=2026-03-02", "--set")
    told = refused(shop, *words, f"photo={tmp_path / 'no.jpg'}")
    assert "no.jpg cannot be read: no such file or directory." in told
    values = done(shop, *words, f"photo={photo}")["steps"][0]["values"]
    digest = "ba6c0cb3faf7f7cd6c4a7c1d5ff9d5d5"
    assert values["bought_on"] == "2026-03-02"
    assert (values["photo"]["name"], values["photo"]["size"]) == ("receipt.jpg", 5)
    assert len(values["photo"]["sha256"]) == len(digest) * 2


# The same command again


def test_a_command_sent_again_with_its_key_gives_the_first_answer(shop: Path) -> None:
    first = done(shop, *STARTED, "--key", "k1")
    again = done(shop, *STARTED, "--key", "k1")
    assert (again["run"], again["repeated"], again["number"]) == (first["run"], True, 1)
    do = ("run", "do", first["run"], "receipt", "--set", "bought_on=2026-03-02", "--key", "k2")
    assert done(shop, *do)["happened"] == ["Ben Adler as clerk completed “Read the receipt”"]
    done(shop, "run", *SAME[:1], first["run"], *SAME[1:])
    again = done(shop, *do)
    assert (again["happened"], again["repeated"]) == (["Ben Adler as clerk completed “Read the receipt”"], True)
    assert sop(shop, *do).stdout.startswith("This had been recorded before; nothing was added.\n")
    assert events_of(shop) == 4


def test_a_key_with_another_content_is_refused_and_other_people_have_keys_of_their_own(shop: Path) -> None:
    run = done(shop, *STARTED, "--key", "k1")["run"]
    told = refused(shop, "run", "note", run, "hello", "--key", "k1")
    assert "The key `k1` of `ben` already stands for something else" in told
    assert done(shop, "run", "note", run, "hello", "--key", "k1", person="cleo")["repeated"] is False


def test_a_refusal_is_not_remembered(shop: Path) -> None:
    run = a_run(shop)
    same = ("run", "pass", run, "same", "--key", "k1")
    refused(shop, *same)
    done(shop, "run", "do", run, *RECEIPT[1:])
    assert done(shop, *same)["repeated"] is False


# Two at once


@pytest.mark.parametrize("winner", ["ben", "cleo"])
def test_of_two_people_on_one_step_the_second_is_told_who_and_when(shop: Path, winner: str) -> None:
    run = a_run(shop)
    loser = {"ben": "cleo", "cleo": "ben"}[winner]
    done(shop, "run", "do", run, *RECEIPT[1:], person=winner)
    told = refused(shop, "run", "do", run, *RECEIPT[1:], person=loser)
    name = {"ben": "Ben Adler", "cleo": "Cleo Marsh"}[winner]
    assert f"“Read the receipt” is already done by {name}, today" in told


def test_two_processes_on_one_step_record_it_once(shop: Path) -> None:
    run = a_run(shop)
    program = "from sopbook.cli import main; main(prog_name='sop')"
    both = []
    for person in ("ben", "cleo"):
        words = [sys.executable, "-c", program, "run", "do", run, *RECEIPT[1:], "--as", person]
        environ = {**os.environ, **surroundings(shop)}
        both.append(subprocess.Popen(words, cwd=shop, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
    said = [one.communicate(timeout=60)[1].decode() for one in both]
    assert sorted(one.returncode for one in both) == [0, 3]
    loser = next(words for words, one in zip(said, both, strict=True) if one.returncode)
    assert "“Read the receipt” is already done by" in loser
    assert events_of(shop) == 2


# With a handbook that broke meanwhile


def test_an_open_run_goes_on_with_broken_documents(shop: Path) -> None:
    run = a_run(shop)
    (shop / "sops" / "refund.yml").write_text("kind: [", encoding="utf-8")
    (shop / "sops" / "size.yml").unlink()
    for verb, *words in (RECEIPT, SAME):
        done(shop, "run", verb, run, *words)
    assert done(shop, "run", "show", run)["closed"] == 3
    assert "nothing is started from it until it is mended" in sop(shop, *STARTED).stderr


@pytest.mark.parametrize("person", ["ben", ""])
def test_with_a_broken_team_register_it_is_said_why_nobody_is_known(shop: Path, person: str) -> None:
    run = a_run(shop)
    (shop / "sops" / "team.yml").write_text(TEAM.replace("people:", "peple:"), encoding="utf-8")
    told = refused(shop, "run", "do", run, *RECEIPT[1:], person=person)
    assert told.endswith("The team register is empty or cannot be read: run `sop check`.\n")
    assert done(shop, "run", "show", run, person=person)["closed"] == 0

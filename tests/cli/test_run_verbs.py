"""Every kind of step, said by commands and by files of answers; one handbook and one team serve all of these tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from run_handbook import done, refused, sop
from sopbook.actions.answers import COMMANDS
from sopbook.cli.run import run as commands
from sopbook.runs.rules import BY_ENGINE, NAMES
from welcome_handbook import WELCOME, a_welcoming_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_welcoming_shop(tmp_path_factory.mktemp("welcome") / "shop")


def a_welcome(shop: Path, *acts: tuple[str, ...], words: tuple[str, ...] = ()) -> str:
    """A run of `welcome` after these acts; gives its id."""
    run = str(done(shop, "run", "start", "welcome", "--set", "client=Acme", *words)["run"])
    for verb, *said in acts:
        done(shop, "run", verb, run, *said)
    return run


def step(answer: Any, wanted: str) -> Any:
    return next(one for one in answer["steps"] if one["id"] == wanted)


KNOWN = ("quiz", "know", "--set", "who=1", "--set", "when=1", "--set", "when=In the afternoon")
TO_BILLING = (("do", "mail"), ("do", "folder"), ("read", "guide"), KNOWN)


def test_one_thing_has_one_name_at_the_command_line_in_answers_and_where_it_is_told_what_can_be_done() -> None:
    words = {word for command, word in NAMES.items() if command not in BY_ENGINE}
    assert set(commands.commands) - {"start", "continue", "list", "show", "evidence"} == words
    assert words - set(COMMANDS) == {"attach", "migrate", "tick"}
    assert set(COMMANDS) <= words


def test_every_kind_of_step_has_a_command(shop: Path) -> None:
    run = a_welcome(shop, *TO_BILLING)
    assert "billing: day" not in sop(shop, "run", "show", run).stdout
    started = done(shop, "run", "start-child", run, "billing", "--set", "day=3")
    billing = step(started, "billing")
    assert billing["can"] == ["detach"]
    child = next(one for one in done(shop, "run", "list") if one["procedure"] == "billing")["run"]
    assert child in billing["why"]
    shown = done(shop, "run", "show", child)
    assert (shown["title"], shown["parent"]) == ("Bills of Acme", {"run": run, "step": "billing"})
    done(shop, "run", "do", child, "account")
    after = done(shop, "run", "show", run)
    assert (step(after, "billing")["state"], step(after, "tell")["state"]) == ("done", "done")
    assert step(after, "guide")["values"]["version"] == "1.2"
    done(shop, "run", "add-item", run, "visits", "Monday")
    done(shop, "run", "do", run, "visits.1")
    done(shop, "run", "end-loop", run, "visits")
    waiting = done(shop, "run", "do", run, "paper")
    assert step(waiting, "pause")["can"] == ["end-wait", "not-applicable", "skip"]
    ended = done(shop, "run", "end-wait", run, "pause", "--reason", "They are in a hurry")
    assert (ended["phase"], [one["kind"] for one in ended["deviations"]]) == ("completed", ["wait ended early"])


def test_a_quiz_below_what_is_enough_stays_open_and_says_what_is_no_answer(shop: Path) -> None:
    run = a_welcome(shop, *TO_BILLING[:-1])
    failed = done(shop, "run", "quiz", run, "know", "--set", "who=2", "--set", "when=3")
    assert (step(failed, "know")["state"], step(failed, "know")["why"]) == ("ready", "0 of 2 right, 60 % is enough")
    told = refused(shop, "run", "quiz", run, "know", "--set", "who=4", "--set", "when=1")
    assert "4" in told
    assert "Everybody" in told
    assert "When do we answer?" in refused(shop, "run", "quiz", run, "know", "--set", "who=1")


def test_a_run_is_given_to_others_held_and_resumed(shop: Path) -> None:
    run = a_welcome(shop)
    given = done(shop, "run", "assign", run, "mail", "cleo")
    assert step(given, "mail")["assigned"] == "Cleo Marsh"
    assert "given to Cleo Marsh" in sop(shop, "run", "show", run).stdout
    assert [one["step"] for one in json.loads(sop(shop, "todo", "--json").stdout) if one["run"] == run] == []
    back = done(shop, "run", "assign", run, "mail")
    assert step(back, "mail")["assigned"] == ""
    assert done(shop, "run", "hand-over", run, "cleo", "--note", "Only the mail is missing")["lead"] == "cleo"
    assert "\nled by Cleo Marsh\n" in sop(shop, "run", "show", run).stdout
    held = done(shop, "run", "hold", run, "--reason", "The client is away")
    assert held["phase"] == "on hold"
    said = sop(shop, "run", "show", run).stdout
    assert "by Ben Adler: The client is away\n" in said
    assert said.endswith(f"This run is on hold. Go on with it: sop run resume {run}\n")
    assert done(shop, "run", "resume", run)["phase"] == "open"


def test_whoever_leaves_is_replaced_in_all_runs_or_in_one(shop: Path) -> None:
    one, other = a_welcome(shop), a_welcome(shop)
    for run in (one, other):
        done(shop, "run", "assign", run, "mail", "cleo")
    assert step(done(shop, "run", "replace", "cleo", "ben", "--run", one), "mail")["assigned"] == "Ben Adler"
    taken = done(shop, "run", "replace", "cleo", "ben", person="ines")
    assert [(each["run"], each["steps"]) for each in taken if each["run"] in (one, other)] == [(other, 1)]
    assert sop(shop, "run", "replace", "cleo", "ben", person="ines").stdout == "Nothing is open of `cleo`.\n"


def test_values_are_amended_and_files_attached(shop: Path) -> None:
    run = a_welcome(shop)
    amended = done(shop, "run", "amend", run, "--set", "client=Acme Ltd", "--reason", "A slip of the pen")
    assert amended["inputs"] == {"client": "Acme Ltd"}
    assert [one["kind"] for one in amended["deviations"]] == ["amendment"]
    attached = done(shop, "run", "attach", run, shop / "sops" / "team.yml", "--step", "mail", "--text", "The team")
    assert [(one["name"], one["text"]) for one in attached["attachments"]] == [("team.yml", "The team")]
    said = sop(shop, "run", "show", run).stdout
    assert "Files\n  · team.yml: The team\n      Ben Adler to “Send the welcome”, 20" in said
    both = sop(shop, "run", "amend", run, "--set", "client=A", "--set", "day=3", "--reason", "x")
    assert (both.exit_code, "Give the one value that is put right" in both.stderr) == (2, True)


def test_a_cancelled_run_undoes_what_was_done_and_lets_a_child_go(shop: Path) -> None:
    run = a_welcome(shop, *TO_BILLING, ("start-child", "billing", "--set", "day=3"))
    child = step(done(shop, "run", "show", run), "billing")["why"].split("the run ")[1].split(",")[0]
    winding_up = done(shop, "run", "cancel", run, "--reason", "They went away", "--detach", "billing")
    assert (winding_up["phase"], done(shop, "run", "show", child)["phase"]) == ("winding up", "open")
    assert done(shop, "run", "do", run, "unmail")["phase"] == "cancelled"
    assert "To undo what was done\n  ● Tell the client that nothing comes of it" in sop(shop, "run", "show", run).stdout


# When it happened


def test_what_happened_earlier_is_entered_with_its_time(shop: Path) -> None:
    run = a_welcome(shop)
    assert "`noon` is no time. Write it as 09:30 for today" in refused(shop, "run", "do", run, "mail", "--at", "noon")
    told = refused(shop, "run", "do", run, "mail", "--at", "2026-01-02 09:30", "--late", "No network")
    assert "before this run started" in told
    told = refused(shop, "run", "do", run, "mail", "--at", "2999-01-02T09:30+01:00")
    assert "2999" in told


def test_a_tick_that_makes_nothing_true_says_that_nothing_changed(shop: Path) -> None:
    run = a_welcome(shop)
    told = sop(shop, "run", "tick", run).stdout
    assert told.startswith("Nothing has changed, so nothing was recorded.")


def test_a_run_for_practice_or_for_a_later_day_says_so(shop: Path) -> None:
    run = a_welcome(shop, words=("--practice",))
    assert done(shop, "run", "show", run)["practice"] is True
    assert sop(shop, "run", "show", run).stdout.startswith("Welcome Acme (practice)\n")
    assert "Welcome Acme (practice)\n" in sop(shop, "run", "list").stdout
    run = a_welcome(shop, words=("--begin", "2999-03-01"))
    said = sop(shop, "run", "show", run).stdout
    assert "It begins on Fri 1 Mar 2999; nothing is to be done before.\n" in said
    assert said.endswith("This run is planned.\n")


def test_due_times_are_shown_with_each_step_and_with_the_run(shop: Path) -> None:
    run = a_welcome(shop)
    shown = done(shop, "run", "show", run)
    assert (shown["due"].endswith("Z"), shown["late"]) == (True, False)
    mail = step(shown, "mail")
    assert (mail["late"], mail["due_words"].split()[0] in ("today", "tomorrow")) == (False, True)
    assert f"    due {mail['due_words']}\n" in sop(shop, "run", "show", run).stdout


# A newer version


def test_a_run_goes_on_by_a_newer_version_after_a_look_at_what_that_means(shop: Path) -> None:
    run = a_welcome(shop, ("do", "mail"))
    file = shop / "sops" / "welcome.yml"
    newer = WELCOME.replace('"2.0"', '"2.1"').replace(
        "  - id: guide\n", "  - {id: call, do: Call them}\n  - id: guide\n"
    )
    file.write_text(newer, encoding="utf-8")
    try:
        said = sop(shop, "run", "migrate", run, "--preview").stdout
        assert "from version 2.0 to version 2.1\n\nKeeps what was done\n  ● Send the welcome\n" in said
        assert "\nIs new\n  · Call them\n" in said
        assert done(shop, "run", "migrate", run, "--preview")["appeared"] == ["call"]
        migrated = done(shop, "run", "migrate", run)
        assert (migrated["version"], step(migrated, "mail")["state"]) == ("2.1", "done")
        assert "version 2.1" in refused(shop, "run", "migrate", run)
    finally:
        file.write_text(WELCOME, encoding="utf-8")
    assert done(shop, "run", "show", run)["version"] == "2.1"


# By a file of answers


ANSWERS = """\
practice: true
inputs: {client: Acme}
acts:
  - assign: mail
    to: cleo
  - do: mail
    as: cleo
  - do: folder
  - read: guide
  - quiz: know
    answers: {who: Everybody, when: [1, 2]}
  - start-child: billing
    set: {day: 3}
  - detach: billing
    reason: They pay in cash
  - add-item: visits
    item: Monday
  - do: visits[1]
  - end-loop: visits
  - hold: The paper is missing
  - resume: true
  - do: paper
  - end-wait: pause
    reason: They are in a hurry
"""


def test_every_kind_of_step_is_played_from_answers(shop: Path) -> None:
    file = shop / "answers.yml"
    file.write_text(ANSWERS, encoding="utf-8")
    played = done(shop, "run", "start", "welcome", "--answers", file)
    assert (played["phase"], played["practice"], played["title"]) == ("completed", True, "Welcome Acme")
    assert [one["kind"] for one in played["deviations"]] == ["skipped", "wait ended early"]

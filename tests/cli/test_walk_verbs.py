"""Walking through steps that copy, read, ask, run, repeat and wait, at a narrow terminal."""

from pathlib import Path

import pytest

from run_handbook import done, surroundings
from terminal import Terminal
from welcome_handbook import a_welcoming_shop

AGAIN = """\
kind: procedure
id: again
title: Do it again
owner: owner
version: "1.0"
by: clerk
steps:
  - {id: count, do: Count the people, fields: {people: {type: number, label: People}}}
  - {id: guide, read: manners}
  - {id: many, when: count.people > 5, do: Fetch more chairs}
  - {id: fine, check: All sit, if_failed: {go_back_to: count}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = a_welcoming_shop(tmp_path_factory.mktemp("walk") / "shop")
    (shop / "sops" / "again.yml").write_text(AGAIN, encoding="utf-8")
    return shop


def at_terminal(shop: Path, *words: str, person: str = "ben", columns: int = 60) -> Terminal:
    return Terminal(shop, "run", *words, columns=columns, environ=surroundings(shop, person))


def say(terminal: Terminal, *answers: str) -> None:
    """Type each answer at the next prompt."""
    for answer in answers:
        terminal.answer("> ", answer)


def test_a_run_is_walked_through_every_kind_of_step_and_through_the_run_it_starts(shop: Path) -> None:
    with at_terminal(shop, "start", "welcome", "--set", "client=Acme") as ben:
        mail = ben.answer("> ", "")
        frame = "── Message to copy and send ".ljust(60, "─")
        message = "Dear Acme, you can call the shop from nine to five on every day on which it is open."
        assert f"\n{frame}\nSubject: Welcome, Acme\n\n{message}\n{'─' * 60}\n" in mail  # one line, to be selected
        assert "○ Send the welcome\n  for Clerk · due to" in mail
        folder = ben.answer("> ", "")
        assert (
            f"\n{'── To copy (sh) '.ljust(60, '─')}\nmkdir -p clients/new\n{'─' * 60}\n\n  → It is there.\n" in folder
        )
        guide = ben.answer("> ", "")  # nobody has read anything by Enter alone
        assert "○ Read “How we speak”\n  for Clerk\n\n  “How we speak”, version 1.2\n  sops/manners.yml\n" in guide
        assert "Type what stands in one of the brackets." in ben.answer("> ", "r")
        assert "2 questions, 60 % is enough." in ben.answer("> ", "t")
        assert "Question 1 of 2\n  Who may call?\n  [1] Everybody\n  [2] Nobody\n" in ben.answer("> ", "3")
        assert "Type its number." in ben.answer("> ", "2")
        assert "Several are right. Type all their numbers, as in 1 3." in ben.answer("> ", "1 2")
        failed = ben.answer("> ", "t")
        assert "Not passed yet: 1 of 2 right, 60 % is enough.\n  ✕ Who may call?\n    You said: Nobody\n" in failed
        say(ben, "1", "2,1")
        passed = ben.answer("> ", "t")
        assert "Passed: 2 of 2 right" in passed
        assert "● Who may call?\n    Everybody. They may become clients.\n" in passed
        assert "Day of the month (at least 1" in ben.answer("> ", "3")  # the client is given by the step
        assert "○ “Bills of Acme” is started.\n[Enter] go into it now   [x] stay here\n" in ben.answer("> ", "x")
        blocked = ben.answer("> ", "g")
        assert "⧗ Run “Set up the billing”" in blocked
        assert "[g] go into that run   [l] let that run go its own way" in blocked
        assert "Bills of Acme\n0 of 1 ─" in ben.answer("> ", "")
        back = ben.answer("> ", "i")
        assert "Back in “Welcome Acme”." in back
        assert "add items as they come" in back
        say(ben, "Monday")
        assert "○ Note what came of the visit on Monday" in ben.answer("> ", "")
        say(ben, "e")
        assert "○ Wait for the signed paper" in ben.answer("> ", "d")
        waiting = ben.answer("> ", "e")
        assert "⧗ “Wait 2 working days” began, until " in waiting
        assert "[e] end the wait now" in waiting
        assert "Why does it go on before the time?" in ben.answer("> ", "They are in a hurry")
        assert ben.end() == 0
        assert "· completed" in ben.shown
        assert max(len(line) for line in ben.shown.splitlines() if line != message) <= 60


def test_what_does_not_go_as_written_is_said_behind_more(shop: Path) -> None:
    run = str(done(shop, "run", "start", "welcome", "--set", "client=Acme")["run"])
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "", "m")
        more = ben.answer("> ", "h")
        assert "[h] hold the run" in more
        say(ben, "The client is away")
        held = ben.answer("> ", "g")
        assert "· on hold\n" in held
        assert "by Ben Adler: The client is" in held
        say(ben, "m", "c", "They went elsewhere")
        undoing = ben.answer("> ", "q")
        assert "It is cancelled: They went elsewhere. What was done is\nundone first, the latest first.\n" in undoing
        assert "○ Tell the client that nothing comes of it" in undoing
        assert ben.end() == 0
    assert done(shop, "run", "show", run)["phase"] == "winding up"


def test_what_was_done_before_a_way_back_is_still_good_or_done_again(shop: Path) -> None:
    with at_terminal(shop, "start", "again", columns=80) as ben:
        say(ben, "", "7", "r", "", "f", "One stands", "", "7")
        asked = ben.answer("> ", "g")
        assert "? Read “How we speak”" in asked
        assert "This was done before. Is it to be done again, or is it still good?" in asked
        assert "[a] do it again   [g] it is still good" in asked
        assert "○ Fetch more chairs" in ben.answer("> ", "")
        run = done(shop, "run", "list")[0]["run"]
        ben.until("○ All sit")
        done(shop, "run", "amend", run, "--step", "count", "--set", "people=3", "--reason", "Four had left")
        say(ben, "p")
        attention = ben.answer("> ", "c")
        assert "! Fetch more chairs" in attention
        assert "[c] it may stay as it is   [a] do it again" in attention
        say(ben, "The chairs may stay")
        assert ben.end() == 0
        assert "· completed" in ben.shown

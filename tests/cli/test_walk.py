"""Going through a run at a terminal, one step at a time, as a person does."""

from pathlib import Path

import pytest

from run_handbook import CASH, RECEIPT, SAME, STARTED, a_handbook, a_run, done, events_of, sop, surroundings
from terminal import Terminal

FAST = """\
kind: procedure
id: close
title: Close the shop
owner: owner
version: "1.0"
by: clerk
steps:
  - id: evening
    title: In the evening
    order: any
    steps:
      - {id: lights, do: Switch off the lights, optional: true}
      - {id: safe, check: The safe is locked}
      - id: till
        check: The till is right
        fields: {missing: {type: number, label: Missing, unit: EUR, accept: "= 0"}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_handbook(tmp_path / "shop", close=FAST)


def at_terminal(root: Path, *words: str, person: str = "ben", columns: int = 80, **environ: str) -> Terminal:
    return Terminal(root, "run", *words, columns=columns, environ=surroundings(root, person, **environ))


def say(terminal: Terminal, *answers: str) -> None:
    """Type each answer at the next prompt."""
    for answer in answers:
        terminal.answer("> ", answer)


def the_run(root: Path) -> str:
    return str(done(root, "run", "list", "--all")[0]["run"]) if events_of(root) else ""


@pytest.mark.parametrize("columns", [60, 100])
def test_a_whole_run_is_walked_from_its_questions_to_its_end(shop: Path, columns: int) -> None:
    with at_terminal(shop, "start", "refund", columns=columns) as ben:
        assert "Refund a customer\nMoney back within a day, with a receipt.\n\n  Customer\n" in ben.answer(
            "> ", "Mrs Lund"
        )
        say(ben, "much")
        assert "Amount: `much` is not a number; write it as 1234.5" in ben.answer("> ", "40")
        assert "Reasons (broken, late, wrong size" in ben.answer("> ", "broken, late")
        assert "all of this has to be there:\n  - The receipt\n" in ben.answer("Is it? [y/n]:", "y")
        first = ben.answer("> ", "")
        assert "§ Must: Stay kind\n" in first
        assert (
            "Refund Mrs Lund\n0 of 8 ────────────────────────\nLook at it\n\n○ Read the receipt\n  for Clerk\n" in first
        )
        assert (
            "\n  Hold it beside the order.\n\n  → Both name the same goods.\n\n  Asks for: Bought on, Photo\n" in first
        )
        say(ben, "yesterday")
        assert "Bought on: `yesterday` is not a day" in ben.until("2026-01-31\n  > ")
        ben.press(b"2026-03-02\n")
        say(ben, "")  # no photo
        say(ben, "", "f", "Another colour")
        back = ben.answer("> ", "")
        assert "○ back to “Read the receipt”, for the first time: 2 steps" in back
        assert "Once more, because: Another colour" in back
        say(ben, "2026-03-01", "")
        assert "○ The goods are those of the receipt" in ben.answer("> ", "p")
        asked = ben.answer("> ", "1")
        assert "● “How large is the refund?” decided by rule `small`" in asked
        assert "  [1] In cash\n  [2] To the card\n" in asked
        danger = ben.answer("> ", "")
        assert "Pay it back › How does the customer want the money?\n\n!!! DANGER: Lock the door before" in danger
        assert "[h] I have read the danger   [w] write a note" in danger
        assert "Type what stands in one of the brackets." in ben.answer("> ", "h")
        say(ben, "")
        assert "Only if: The customer was angry. Is it so?" in ben.answer("> ", "n")
        assert ben.end() == 0
        assert "Nothing here is for you now. It waits for others:\n  ○ The refund is right\n" in ben.shown
        assert "for Owner (Ines Duarte)" in ben.shown
        written = (line for line in ben.shown.splitlines() if "--as" not in line)
        assert max(map(len, written)) <= columns
    run = the_run(shop)
    with at_terminal(shop, "continue", run[:6], person="ines", columns=columns) as ines:
        say(ines, "")  # a signature is never given by Enter alone
        assert "Type what stands in one of the brackets." in ines.answer("> ", "a")
        assert "To finish, confirm:\n  - Mrs Lund has the money\n" in ines.answer("Is it so? [y/n]:", "y")
        assert ines.end() == 0
        apart = " · " if columns > 62 else "\n"
        assert f"8 of 8 ████████████████████████ · completed{apart}run {run}\n" in ines.shown
        assert "! rework: The goods are those of the receipt\n      Another colour\n" in ines.shown


@pytest.mark.parametrize("keys", [b"q\n", b"\x03", b"\x04"], ids=["q", "Ctrl-C", "Ctrl-D"])
def test_leaving_keeps_what_was_done_and_says_how_to_go_on(shop: Path, keys: bytes) -> None:
    run = a_run(shop)
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "", "2026-03-02", "")
        ben.until("> ")
        ben.press(keys)
        assert ben.end() == 0
        assert ben.shown.endswith(f"\nEverything so far is recorded. Go on with: sop run continue {run}\n")
    assert events_of(shop) == 2
    with at_terminal(shop, "continue", run) as ben:
        assert "○ The goods are those of the receipt" in ben.answer("> ", "q")
        assert ben.end() == 0


def test_leaving_in_the_middle_of_a_question_records_nothing_of_the_step(shop: Path) -> None:
    run = a_run(shop)
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "")
        ben.until("> ")
        ben.press(b"\x03")
        assert ben.end() == 0
    assert events_of(shop) == 1


def test_leaving_before_the_start_starts_nothing(shop: Path) -> None:
    with at_terminal(shop, "start", "refund") as ben:
        say(ben, "Mrs Lund")
        ben.until("> ")
        ben.press(b"\x03")
        assert ben.end() == 130
        assert ben.shown.endswith("sop: Stopped.\n")
    assert events_of(shop) == 0


def test_a_closed_window_loses_nothing(shop: Path) -> None:
    run = a_run(shop)
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "", "2026-03-02", "")
        ben.until("○ The goods")
        ben.hang_up()
        ben.end()
    assert events_of(shop) == 2
    assert done(shop, "run", "pass", run, "same")["closed"] == 3


def test_what_is_not_there_is_not_started(shop: Path) -> None:
    with at_terminal(shop, "start", "refund", "--set", "customer=Mrs Lund", "--set", "amount=40") as ben:
        assert "  Customer" not in ben.answer("> ", "")
        ben.answer("Is it? [y/n]:", "n")
        assert ben.end() == 3
        assert "sop: Before it starts, confirm that all of this is there: The receipt." in ben.shown
    assert events_of(shop) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "amount=much"), "Amount: `much` is not a number"),
        (("--set", "custmer=x"), "Nothing here is called `custmer`. Did you mean `customer`?"),
        (("--as", "zoe"), "`zoe` is not in the team register"),
    ],
)
def test_what_was_given_is_judged_before_anything_is_asked(shop: Path, words: tuple[str, ...], said: str) -> None:
    with at_terminal(shop, "start", "refund", *words) as ben:
        assert ben.end() == 3
        assert said in ben.shown
        assert "> " not in ben.shown


def test_only_start_does_not_walk(shop: Path) -> None:
    with at_terminal(shop, *STARTED[1:], "--set", "reasons=late", "--no-walk") as ben:
        assert ben.end() == 0
        assert "What can be done now:" in ben.shown


def test_a_step_that_somebody_else_did_meanwhile_is_told_and_passed(shop: Path) -> None:
    run = a_run(shop)
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "", "2026-03-02")
        ben.until("> ")
        done(shop, "run", "do", run, *RECEIPT[1:], person="cleo")
        ben.press(b"\n")
        after = ben.answer("[q] leave\n> ", "q")
        assert "✕ “Read the receipt” is already done by Cleo Marsh, today" in after
        assert "○ The goods are those of the receipt" in after
        assert ben.end() == 0


def test_in_any_order_one_can_do_another_step_first(shop: Path) -> None:
    with at_terminal(shop, "start", "close") as ben:
        assert "○ Switch off the lights" in ben.answer("> ", "x")
        assert "○ The safe is locked" in ben.answer("> ", "x")
        assert "○ The till is right" in ben.answer("> ", "x")
        assert "○ Switch off the lights" in ben.answer("> ", "s")
        assert "Why is it skipped? (optional)" in ben.answer("> ", "")
        assert "○ The safe is locked" in ben.answer("> ", "n")
        assert "Why does it not fit?" in ben.answer("> ", "")
        assert "This is needed." in ben.answer("> ", "The safe has gone")
        assert "[d] done" in ben.answer("> ", "d")
        assert "Missing (EUR)" in ben.answer("> ", "3")
        failed = ben.answer("> ", "w")
        assert "✕ The till is right\n  for Clerk\n" in failed
        assert "Missing is 3 EUR, accepted is = 0" in failed
        say(ben, "Three euros lay under the till")
        say(ben, "d", "0")
        assert ben.end() == 0
        assert "3 of 3 ████████████████████████ · completed" in ben.shown
        assert "Three euros lay under the till" in ben.shown


def test_a_decision_that_no_rule_answers_waits_for_who_may_decide(shop: Path) -> None:
    run = str(done(shop, *STARTED[:-3], "--set", "amount=5000", "--needs-confirmed")["run"])
    for verb, *words in (RECEIPT, SAME):
        done(shop, "run", verb, run, *words)
    with at_terminal(shop, "continue", run) as ben:
        assert ben.end() == 0
        assert "Nothing here is for you now. It waits for others:\n  ⧗ How large is the refund?\n" in ben.shown
        assert "for Owner (Ines Duarte)" in ben.shown
    with at_terminal(shop, "continue", run, person="ines") as ines:
        assert "⧗ How large is the refund?\n" in ines.answer("> ", "o")
        assert "Why is it overridden?" in ines.answer("> ", "Above the table")
        assert "Size (small, large)" in ines.answer("> ", "huge")
        assert "`huge` is none of small, large" in ines.answer("> ", "large")
        assert ines.end() == 0
        assert "It waits for others:\n  ○ How does the customer want the money?\n" in ines.shown


def test_no_color_and_dumb_terminals_get_plain_text(shop: Path) -> None:
    run = a_run(shop, RECEIPT, SAME, CASH)
    for environ in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        with at_terminal(shop, "continue", run, **environ) as ben:
            say(ben, "q")
            assert ben.end() == 0
            assert "\x1b" not in ben.raw
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "q")
        assert ben.end() == 0
        assert "\x1b[1m" in ben.raw


def test_a_file_field_asks_for_a_file_that_is_there(shop: Path) -> None:
    run = a_run(shop)
    (shop / "receipt.jpg").write_bytes(b"light")
    with at_terminal(shop, "continue", run) as ben:
        say(ben, "", "2026-03-02")
        assert "Photo (the path of a file; optional)" in ben.answer("> ", "recipt.jpg")
        assert "recipt.jpg cannot be read: no such file" in " ".join(ben.answer("> ", "receipt.jpg").split())
        say(ben, "q")
        assert ben.end() == 0
    assert done(shop, "run", "show", run)["steps"][0]["values"]["photo"]["size"] == 5


def test_without_a_terminal_nothing_is_asked(shop: Path) -> None:
    result = sop(shop, "run", "start", "refund")
    assert (result.exit_code, result.stderr) == (3, "sop: Still needed: Customer, Amount.\n")

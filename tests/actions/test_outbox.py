from collections.abc import Callable

import pytest

from actions.building import ASKING, CHILD, CHILD_ASKS, PARENT, Company, a_procedure
from records.building import record
from sopbook.actions import outbox
from sopbook.errors import Refused
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import State
from sopbook.records.verify import verify
from sopbook.runs import commands as cmd
from sopbook.runs.children import DEEPEST

Make = Callable[..., Company]

DONE = [("child_due", "delivered"), ("child_closed", "delivered")]


def test_a_child_that_asks_nothing_starts_by_itself_and_its_end_closes_the_step(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.done(parent, "begin")
    child = at.child(parent)
    assert at.phase(child) == "open"
    assert at.look(child).parent.run == parent
    assert at.look(child).initiator == "tomas"
    at.done(child, "work")
    assert at.step(parent) == ("done", "")
    assert at.rows() == DONE
    at.done(parent, "after")
    assert at.phase(parent) == "completed"


def test_a_child_is_started_by_hand_with_what_it_asks(company: Make) -> None:
    at = company(parent=ASKING, child=CHILD_ASKS)
    parent = at.start(by="ines")
    at.act(parent, cmd.StartChild(step="hand-on", inputs={"amount": "12"}))
    child = at.look(at.child(parent))
    assert (str(child.inputs["amount"]), child.initiator, child.parent.depth) == ("12", "tomas", 1)
    at.done(child.id, "work")
    assert at.step(parent) == ("done", "")


@pytest.mark.parametrize("inputs", [{}, {"amount": "much"}, {"amont": "1"}])
def test_what_could_never_start_is_refused_at_once_in_the_words_of_the_child(
    company: Make, inputs: dict[str, str]
) -> None:
    at = company(parent=ASKING, child=CHILD_ASKS)
    parent = at.start()
    words = at.refusal(parent, cmd.StartChild(step="hand-on", inputs=inputs))
    with pytest.raises(Refused) as told:
        at.start("child", **inputs)
    assert words == str(told.value)
    assert at.rows() == []


def test_what_a_child_needs_is_confirmed_by_who_starts_it(company: Make) -> None:
    needs = a_procedure("child", "- {id: work, do: Work}", "needs: [The keys]")
    at = company(parent=ASKING, child=needs)
    parent = at.start()
    assert at.child(parent) == "", "it does not start by itself"
    at.act(parent, cmd.StartChild(step="hand-on"))
    assert at.phase(at.child(parent)) == "open"


def test_a_child_that_needs_something_meanwhile_is_started_by_hand(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.rewrite(child=a_procedure("child", "- {id: work, do: Work}", "needs: [The keys]"))
    at.done(parent, "begin")
    words = "its run was not started: Before it starts, confirm that all of this is there: The keys."
    assert at.step(parent) == ("failed", words)
    at.act(parent, cmd.StartChild(step="hand-on"))
    assert at.phase(at.child(parent)) == "open"


def test_a_child_is_signed_by_who_says_that_it_was_done_well(company: Make) -> None:
    signed = a_procedure("parent", "- {id: hand-on, run: child, approve_by: owner}")
    at = company(parent=signed, child=CHILD)
    parent = at.start()
    at.done(at.child(parent), "work")
    assert at.phase(parent) == "open"
    at.act(parent, cmd.Approve(step="hand-on"), by="ines")
    assert at.phase(parent) == "completed"


def test_a_cancelled_child_fails_the_step_and_can_be_started_again(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.done(parent, "begin")
    first = at.child(parent)
    at.cancel(first)
    assert at.step(parent) == ("failed", "its run was cancelled: The client left")
    at.act(parent, cmd.StartChild(step="hand-on"))
    second = at.child(parent)
    assert second != first
    at.done(second, "work")
    assert at.step(parent) == ("done", "")


def test_a_child_is_cancelled_with_its_parent_and_so_are_its_own(company: Make) -> None:
    at = company(parent=ASKING, child=a_procedure("child", "- {id: hand-on, run: grandchild}"), grandchild=GRANDCHILD)
    parent = at.start()
    child = at.child(parent)
    grandchild = at.child(child)
    at.cancel(parent)
    assert [at.phase(one) for one in (parent, child, grandchild)] == ["cancelled"] * 3
    assert at.rows(State.PENDING, State.FAILED) == []


GRANDCHILD = a_procedure("grandchild", "- {id: work, do: Work}")


def test_a_child_that_was_let_go_goes_its_own_way(company: Make) -> None:
    at = company(parent=ASKING, child=CHILD)
    parent = at.start()
    child = at.child(parent)
    at.cancel(parent, detached=("hand-on",))
    assert at.phase(child) == "open"
    at.done(child, "work")
    assert at.phase(parent) == "cancelled"
    assert at.rows() == DONE, "there is nobody who waits for it, and that is all"


def test_the_end_of_a_chain_is_told_up_to_the_first(company: Make) -> None:
    links = {f"link{n}": a_procedure(f"link{n}", f"- {{id: hand-on, run: link{n + 1}}}") for n in range(DEEPEST)}
    at = company(**links, **{f"link{DEEPEST}": a_procedure(f"link{DEEPEST}", "- {id: work, do: Work}")})
    chain = [at.start("link0")]
    while child := at.child(chain[-1]):
        chain.append(child)
    assert len(chain) == DEEPEST + 1
    acted = at.act(chain[-1], cmd.Complete(step="work"))
    assert acted.run.phase.value == "completed"
    assert [at.phase(one) for one in chain] == ["completed"] * len(chain)


def test_an_act_answers_with_what_it_was_told_in_turn(company: Make) -> None:
    """A child that is over as it begins has told its parent before the act is answered."""
    nothing = a_procedure("child", '- {id: work, do: Work, when: "1 = 2"}')
    at = company(parent=PARENT, child=nothing)
    parent = at.start()
    acted = at.act(parent, cmd.Complete(step="begin"))
    assert acted.run == at.look(parent)
    assert [type(event).__name__ for event in acted.events] == ["StepCompleted", "ChildDue", "ChildEnded"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (CHILD + "status: draft\n", "“Child” cannot be started: it is a draft; set `status: effective` when"),
        (CHILD + "effective: 2027-01-01\n", "“Child” cannot be started: it comes into force on 2027-01-01."),
        (CHILD_ASKS, "Still needed: Amount."),
        ("", "There is no procedure `child`."),
    ],
)
def test_a_child_that_cannot_begin_fails_the_step_in_words(company: Make, changed: str, words: str) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.rewrite(child=changed)
    at.done(parent, "begin")
    status, reason = at.step(parent)
    assert (status, words in reason) == ("failed", True), reason
    assert at.rows() == [("child_due", "delivered")]
    at.rewrite(child=CHILD)
    at.act(parent, cmd.StartChild(step="hand-on"))
    assert at.phase(at.child(parent)) == "open"


def test_a_broken_handbook_is_waited_for_with_words_and_the_run_goes_on(company: Make) -> None:
    at = company(parent=a_procedure("parent", "- {id: note, do: Note}\n- {id: hand-on, run: child}"), child=CHILD)
    parent = at.start()
    at.broken = True
    at.done(parent, "note")
    assert at.waits_because() == [
        "The handbook has an error, and nothing is started from it until it is mended. A comma is missing."
    ]
    at.visit(parent)
    assert [row.attempts for row in outbox.waiting(at.around, parent)] == [2]
    at.broken = False
    assert at.phase(at.visit(parent).part("hand-on").child) == "open"
    assert at.waits_because() == []


def test_nobody_starts_a_child_by_hand_from_a_broken_handbook(company: Make) -> None:
    at = company(parent=ASKING, child=CHILD_ASKS)
    parent = at.start()
    at.broken = True
    words = at.refusal(parent, cmd.StartChild(step="hand-on", inputs={"amount": "1"}))
    assert words.startswith("The handbook has an error")


def test_a_child_that_was_never_started_is_cancelled_once_it_is(company: Make) -> None:
    at = company(parent=ASKING, child=CHILD)
    at.broken = False
    with at.telling_nothing():
        parent = at.start()
    at.broken = True
    at.cancel(parent)
    child = at.look(parent).part("hand-on").child
    assert at.waits_because()[1] == f"The run {child} has not been started yet."
    at.broken = False
    at.visit(parent)
    assert at.phase(child) == "cancelled"
    assert at.rows(State.PENDING, State.FAILED) == []


def test_a_parent_on_hold_learns_of_the_end_when_it_may(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.done(parent, "begin")
    at.act(parent, cmd.Hold(reason="Waiting for money"))
    at.done(at.child(parent), "work")
    at.act(parent, cmd.Resume())
    at.visit(parent)
    assert at.step(parent) == ("done", "")
    assert at.rows() == DONE


def test_whoever_opens_the_parent_tells_it_first(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.done(parent, "begin")
    with at.telling_nothing():
        at.done(at.child(parent), "work")
    assert at.look(parent).part("hand-on").awaits_child
    assert at.visit(parent).part("hand-on").status.value == "done"
    assert at.visit(parent).number == at.look(parent).number


def test_an_act_that_is_repeated_after_a_crash_tells_what_was_not_told(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    command = cmd.Complete(step="begin")
    with at.telling_nothing():
        at.act(parent, command, key="mine")
    assert at.rows() == [("child_due", "pending")]
    assert at.act(parent, command, key="mine").repeated
    assert at.phase(at.child(parent)) == "open"
    assert at.rows() == [("child_due", "delivered")]


def test_telling_again_does_no_harm(company: Make) -> None:
    """As if what was told had not been kept as told."""
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.done(parent, "begin")
    at.done(at.child(parent), "work")
    events = at.journal.ledger.count()
    with at.journal.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'pending'")
    at.visit(parent)
    assert at.journal.ledger.count() == events
    assert at.rows() == DONE
    assert verify(at.journal.ledger).holds


def test_messages_and_requests_for_cases_wait_for_those_who_can_deliver_them(company: Make) -> None:
    steps = "- {id: tell, notify: owner, message: The shop is closed}\n- {id: hand-on, run: child}"
    at = company(parent=a_procedure("parent", steps), child=CHILD)
    parent = at.start()
    assert [(row.kind, row.target, row.attempts) for row in outbox.waiting(at.around)] == [("message", "", 0)]
    assert outbox.waiting(at.around, at.child(parent)) == ()
    with at.journal.ledger.reading() as connection:
        assert "shop" not in str(connection.exec_driver_sql("SELECT * FROM outbox").all())


def test_what_is_refused_for_good_says_why_and_is_not_tried_again(company: Make) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    at.done(parent, "begin")
    with at.telling_nothing():
        at.cancel(at.child(parent))
    record(at.journal.ledger, "run:other", by="engine", key=f"run:{at.child(parent)}#2:child_closed")
    at.visit(parent)
    (row,) = at.around.outbox.rows(states=[State.FAILED])
    assert "already stands for something else" in row.words


def test_more_than_is_told_at_a_time_waits_for_the_next_who_looks(
    company: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = company(parent=ASKING, child=a_procedure("child", "- {id: hand-on, run: grandchild}"), grandchild=GRANDCHILD)
    parent = at.start()
    child = at.child(parent)
    monkeypatch.setattr(outbox, "MOST", 1)
    at.done(at.child(child), "work")
    assert at.phase(child) == "completed"
    assert at.look(parent).part("hand-on").awaits_child
    at.visit(parent)
    assert at.step(parent) == ("done", "")


def test_records_that_can_only_be_read_are_shown_as_they_are(company: Make, place: str) -> None:
    at = company(parent=PARENT, child=CHILD)
    parent = at.start()
    with at.telling_nothing():
        at.done(parent, "begin")
    with Ledger.open(f"sqlite:///file:{place}?mode=ro&uri=true", handbook="test") as read_only:
        reader = Company(read_only, **at.texts)
        assert reader.visit(parent) == at.look(parent)
        assert reader.rows() == [("child_due", "pending")]

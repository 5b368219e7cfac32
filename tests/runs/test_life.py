"""A run as a whole: planned for a day, held and let go on, closed by time."""

from datetime import date, timedelta

import pytest

from runs_builders import NOON, Play, approve, check, do, each, group, number
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.checklist import Child, Leaf
from sopbook.runs.event import ENGINE
from sopbook.runs.passing import as_of
from sopbook.runs.state import Phase
from sopbook.runs.values import FileRef
from sopbook.timing.calendar import Calendar

MONDAY = date(2026, 11, 9)
HOLD = cmd.Hold(reason="The client is away")
FILE = FileRef(name="plan.pdf", size=3, sha256="0" * 64)


def kinds(events: tuple[object, ...]) -> list[str]:
    return [type(one).__name__ for one in events]


# Planned


def planned(**more: object) -> Play:
    play = Play(do("a"), **more)
    play.act(cmd.Start(begins_on=MONDAY))
    return play


def test_before_its_day_nothing_of_a_planned_run_is_ready() -> None:
    play = planned()
    assert play.run.phase is Phase.PLANNED
    assert play.states() == {"a": "pending"}
    assert play.refusal(cmd.Complete(step="a")) == (
        "This run begins on Mon 9 Nov 2026. "
        "Until then nothing is done; it can be amended, handed over or cancelled, and takes notes and files."
    )


def test_with_its_day_a_planned_run_begins_by_itself() -> None:
    play = planned()
    play.act(cmd.Complete(step="a"), minutes=4 * 24 * 60)
    assert kinds(tuple(play.events)) == ["RunStarted", "RunBegun", "StepCompleted", "RunCompleted"]
    assert play.events[1].at.date() == MONDAY


def test_who_looks_at_a_planned_run_on_its_day_sees_it_begun() -> None:
    run = as_of(planned().run, NOON + timedelta(days=4), Calendar.default())
    assert run.phase is Phase.OPEN


def test_a_planned_run_counts_its_due_times_from_its_day() -> None:
    play = planned(due="1 working day after start")
    play.act(cmd.Tick(), minutes=4 * 24 * 60)
    assert play.run.dues[None].at.date() == date(2026, 11, 10)


def test_a_run_does_not_begin_on_a_day_that_is_over_and_today_is_at_once() -> None:
    play = Play(do("a"))
    assert play.refusal(cmd.Start(begins_on=date(2026, 11, 4))) == (
        "A run cannot begin on Wed 4 Nov 2026, which is over. Say today or a later day."
    )
    play.act(cmd.Start(begins_on=date(2026, 11, 5)))
    assert play.ready == ["a"]


# On hold


def test_on_hold_only_notes_files_and_the_end_are_taken() -> None:
    play = Play(do("a")).start()
    play.act(HOLD, by="zoe")
    assert play.states() == {"a": "pending"}
    assert play.why("a") == "the run is on hold"
    assert play.refusal(cmd.Complete(step="a")) == (
        "Zoe holds this run: The client is away. Resume it first; notes and files can be added meanwhile."
    )
    play.act(cmd.Note(text="Back on Monday"))
    play.act(cmd.Attach(file=FILE, step="a"))
    assert [one.file.name for one in play.run.attachments] == ["plan.pdf"]


def test_a_hold_needs_a_reason() -> None:
    play = Play(do("a")).start()
    assert play.refusal(cmd.Hold(reason=" ")) == "Holding a run needs a reason. Say in one sentence why."


@pytest.mark.parametrize("by", ["zoe", "tomas", "ines"])
def test_a_run_is_resumed_by_who_held_it_leads_it_or_answers_for_the_document(by: str) -> None:
    play = Play(do("a")).start(by="tomas")
    play.act(HOLD, by="zoe")
    play.act(cmd.Resume(), by=by)
    assert play.ready == ["a"]


def test_others_cannot_resume_a_run() -> None:
    play = Play(do("a")).start(by="tomas")
    play.act(HOLD, by="zoe")
    assert play.refusal(cmd.Resume(), by="niko").startswith("Resuming this run is for the role Owner")


def test_on_hold_times_run_on_and_what_they_made_true_follows_when_it_is_resumed() -> None:
    play = Play(do("a", due="1 hour after start"), do("b")).start()
    play.act(HOLD)
    play.act(cmd.Tick(), minutes=120)
    assert [one.kind for one in play.run.deviations] == ["missed due time"]
    play.act(cmd.Resume())
    assert play.run.held is None


def test_the_end_of_a_child_is_recorded_on_hold_and_what_follows_waits() -> None:
    child = Child(document="billing", title="Billing", asks=False)
    play = Play(Leaf(id="bill", verb="run", title="Bill", child=child), approve("sign")).start()
    play.act(HOLD)
    play.by_engine(cmd.ChildClosed(step="bill", child=play.part("bill").child, ending=cmd.Ending.COMPLETED))
    assert play.state("bill") == "done"
    play.act(cmd.Resume())
    assert play.ready == ["sign"]


def test_only_a_run_on_hold_is_resumed() -> None:
    assert Play(do("a")).start().refusal(cmd.Resume()) == "This run is not on hold."


def test_a_run_on_hold_can_be_cancelled() -> None:
    play = Play(do("a")).start()
    play.act(HOLD)
    play.act(cmd.Cancel(reason="The client left"))
    assert play.run.phase is Phase.CANCELLED


# Closed by time


def test_a_run_of_a_schedule_that_skips_is_closed_when_the_next_one_starts() -> None:
    play = Play(do("a"), closes_by_time=True).start()
    assert play.refusal(cmd.CloseByTime()) == "This is recorded by itself, when it happens; nobody can say it."
    play.by_engine(cmd.CloseByTime())
    assert play.run.phase is Phase.CLOSED_BY_TIME
    assert play.refusal(cmd.Complete(step="a")) == "This run is closed by time: a note can be added, nothing else."


def test_a_run_of_another_schedule_stays_open() -> None:
    play = Play(do("a")).start()
    words = "“Close the shop” stays open until it is done: its schedule skips nothing."
    assert play.refusal(cmd.CloseByTime(), by=ENGINE) == words


# Winding up


def an_undoing_play() -> Play:
    first = do("room", undo=(do("free-room", by="lead"), check("keys", "The keys are back")))
    second = do("mail", undo=(do("tell-client"),))
    return Play(first, second, do("party", undo=(do("clean"),)), done_when=("All is well",)).start()


def cancelled() -> Play:
    play = an_undoing_play().done("room", "mail")
    play.act(cmd.Cancel(reason="The client left"))
    return play


def test_a_cancelled_run_undoes_what_was_done_latest_first() -> None:
    play = cancelled()
    assert play.run.phase is Phase.WINDING_UP
    assert play.ready == ["tell-client"]
    assert play.why("free-room") == "waiting until “Mail” is undone"
    assert "clean" not in play.states()
    play.done("tell-client")
    assert play.ready == ["free-room"]
    play.done("free-room", by="tomas")
    play.act(cmd.Skip(step="keys", reason="There were none"))
    assert play.run.phase is Phase.CANCELLED
    assert kinds(tuple(play.events[-1:])) == ["RunCancelled"]
    assert play.events[-1].reason == "The client left"


def test_what_undoes_a_step_is_not_there_before_the_run_is_cancelled() -> None:
    play = an_undoing_play()
    assert set(play.states()) == {"room", "mail", "party"}
    assert play.refusal(cmd.Complete(step="free-room")) == (
        "“Free-room” undoes what was done: its turn only comes when the run is cancelled."
    )


def test_while_it_winds_up_the_other_steps_take_nothing() -> None:
    words = "This run is being cancelled (The client left). Only what undoes the steps that were done is left."
    play = cancelled()
    for command in (cmd.Complete(step="party"), cmd.Reopen(step="mail", reason="No"), cmd.Cancel(reason="Again")):
        assert play.refusal(command) == words
    assert play.can("mail") == []
    assert play.states()["party"] == "pending"


def test_a_failed_check_among_what_is_undone_is_let_go_as_always() -> None:
    play = cancelled().done("tell-client").done("free-room", by="tomas")
    play.act(cmd.Fail(step="keys", reason="One is lost"))
    assert play.state("keys") == "failed"
    play.act(cmd.Override(step="keys", reason="The lock was changed"))
    assert play.run.phase is Phase.CANCELLED


def test_the_latest_is_what_was_done_last_even_when_it_was_done_again() -> None:
    play = an_undoing_play().done("room", "mail")
    play.act(cmd.Reopen(step="room", reason="The wrong one"))
    play.done("room")
    play.act(cmd.Cancel(reason="The client left"))
    assert play.events[-1].steps == ("room", "mail")


def test_without_anything_to_undo_a_run_is_cancelled_at_once() -> None:
    play = an_undoing_play()
    play.act(cmd.Skip(step="room", reason="No need"))
    play.act(cmd.Cancel(reason="The client left"))
    assert play.run.phase is Phase.CANCELLED


def test_a_value_that_is_lost_with_the_rest_of_the_run_is_asked_for_when_it_is_undone() -> None:
    back = do("back", when="later.n > 5")
    play = Play(do("first", undo=(back,)), do("later", fields={"n": number()})).start().done("first")
    play.act(cmd.Cancel(reason="Enough"))
    assert play.asking == ["back"]


def test_what_was_left_by_a_cancel_was_not_done() -> None:
    back, forth = do("back", when="later.done"), do("forth", when="first.done and later.done = false")
    play = Play(do("first", undo=(back, forth)), do("later")).start().done("first")
    play.act(cmd.Cancel(reason="Enough"))
    assert (play.state("back"), play.ready) == ("not applicable", ["forth"])


def test_a_round_of_a_loop_is_undone_in_its_round() -> None:
    looped = do("ask", "Ask {{ who }}", loop=each("who", items=("Ann", "Ben")), undo=(do("thank", "Thank {{ who }}"),))
    play = Play(looped, do("end")).start().done("ask[1]", "ask[2]")
    play.act(cmd.Cancel(reason="Enough"))
    assert play.ready == ["thank[2]"]
    play.done("thank[2]", "thank[1]")
    assert play.run.phase is Phase.CANCELLED


def test_open_children_are_cancelled_with_their_parent_or_go_their_own_way() -> None:
    child = Child(document="billing", title="Billing", asks=False)
    parts = [Leaf(id=one, verb="run", title=one, child=child) for one in ("one", "two")]
    play = Play(*parts, any_order=True).start()
    events = play.act(cmd.Cancel(reason="Enough", detached=("two",)))
    assert [type(one) for one in events] == [ev.ChildCancelDue, ev.ChildDetached, life.RunCancelled]


def test_the_end_of_a_child_is_told_also_when_its_danger_is_to_be_heeded_again() -> None:
    child = Child(document="billing", title="Billing", asks=False)
    inner = group("g", do("a"), Leaf(id="bill", verb="run", title="Bill", child=child), danger="It bites")
    play = Play(do("first"), inner).start().done("first")
    play.act(cmd.Heed(step="a"))
    play.done("a")
    play.act(cmd.Reopen(step="first", reason="Look again", from_here_on=True))
    play.done("first")
    assert play.state("bill") == "pending"
    play.by_engine(cmd.ChildClosed(step="bill", child=play.part("bill").child, ending=cmd.Ending.COMPLETED))
    assert play.state("bill") == "done"


def test_a_danger_to_be_heeded_again_does_not_keep_a_run_from_ending() -> None:
    child = Child(document="billing", title="Billing", asks=False)
    inner = group(
        "g", Leaf(id="bill", verb="run", title="Bill", child=child), do("a"), danger="It bites", any_order=True
    )
    play = Play(do("first"), inner).start().done("first")
    play.act(cmd.Heed(step="a"))
    play.act(cmd.Reopen(step="first", reason="Look again", from_here_on=True))
    play.done("first")
    assert play.standing("bill").danger is None
    play.by_engine(cmd.ChildClosed(step="bill", child=play.part("bill").child, ending=cmd.Ending.COMPLETED))
    assert play.state("bill") == "done"

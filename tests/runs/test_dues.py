"""When steps are due: set with the reason once the anchor is known, and missed when the time has passed."""

from datetime import UTC, date, datetime, timedelta

from runs_builders import NOON, Play, a_field, check, do, group, wait
from sopbook.runs import commands as cmd
from sopbook.runs import life
from sopbook.runs.dues import is_late
from sopbook.runs.stamp import Entry

DAY = 24 * 60


def missed(play: Play) -> list[str | None]:
    return [event.step for event in play.events if isinstance(event, life.DueMissed)]


def test_a_step_is_due_so_long_after_the_start_and_says_why() -> None:
    play = Play(do("a", due="2 hours after start")).start()
    begun = play.run.started_at
    assert begun is not None
    assert play.run.dues["a"].at == begun + timedelta(hours=2)
    assert "2 hours after start" in play.run.dues["a"].why


def test_what_counts_from_another_step_is_due_once_that_is_done() -> None:
    play = Play(do("a"), do("b", due="1 hour after a")).start()
    assert "b" not in play.run.dues
    play.done("a")
    assert play.run.dues["b"].at == play.now + timedelta(hours=1)


def test_a_day_that_was_entered_ends_with_its_working_hours() -> None:
    play = Play(do("a", due="ready_on"), inputs={"ready_on": a_field("date")}).start(ready_on="2026-11-09")
    assert play.run.dues["a"].at == datetime(2026, 11, 9, 17, 0, tzinfo=UTC)


def test_what_is_done_in_time_is_not_missed() -> None:
    play = Play(do("a", due="2 hours after start"), do("b")).start().done("a")
    play.act(cmd.Note(text="Later"), minutes=DAY)
    assert missed(play) == []


def test_what_is_done_too_late_is_missed_once_and_a_deviation() -> None:
    play = Play(do("a", due="2 hours after start"), do("b")).start()
    assert is_late(play.run, "a", NOON + timedelta(days=1))
    play.act(cmd.Note(text="Still waiting"), minutes=DAY)
    play.done("a", "b")
    assert missed(play) == ["a"]
    assert [one.kind for one in play.run.deviations] == ["missed due time"]


def test_a_late_run_is_missed_as_a_whole_and_its_summary_says_so() -> None:
    play = Play(do("a"), due="2 hours after start").start()
    play.act(cmd.Complete(step="a"), minutes=DAY)
    assert missed(play) == [None]
    assert play.run.summary is not None
    assert [one.kind for one in play.run.summary.deviations] == ["missed due time"]


def test_a_step_that_turns_out_not_to_be_done_is_not_missed() -> None:
    asked = do("b", due="2 hours after start", when='a.done and plan = "big"')
    play = Play(do("a"), asked, inputs={"plan": a_field("choice", options=("big", "small"))}).start(plan="small")
    play.act(cmd.Complete(step="a"), minutes=DAY)
    assert missed(play) == []


def test_after_the_end_nothing_is_missed_any_more() -> None:
    play = Play(do("a", due="2 hours after start")).start()
    play.act(cmd.Cancel(reason="Called off"))
    play.act(cmd.Note(text="Pity"), minutes=DAY)
    assert missed(play) == []


def late(play: Play, minutes: float) -> Entry:
    """Something that was done so long before the run was last heard of, or after it."""
    return Entry(at=play.now + timedelta(minutes=minutes), reason="No network in the cellar")


def test_a_late_entry_of_what_was_done_in_time_misses_nothing() -> None:
    play = Play(group("g", do("a", due="2 hours after start"), due="2 hours after start"), due="1 day after start")
    play.start()
    done = late(play, minutes=60)
    play.act(cmd.Complete(step="a"), minutes=2 * DAY, entry=done)
    assert missed(play) == []
    assert play.run.ended_at == done.at
    assert play.run.summary is not None
    assert play.run.summary.ended_at == done.at
    assert play.events[-1].recorded_at == play.now


def test_a_late_entry_of_what_was_done_too_late_misses_what_it_was_too_late_for() -> None:
    play = Play(do("a", due="2 hours after start"), due="1 day after start").start()
    play.act(cmd.Complete(step="a"), minutes=2 * DAY, entry=late(play, minutes=180))
    assert missed(play) == ["a"]


def test_a_time_is_missed_when_it_passes_and_not_when_that_is_noted() -> None:
    play = Play(do("a", due="2 hours after start")).start()
    play.act(cmd.Tick(), minutes=DAY)
    noted = play.events[-1]
    assert (noted.at, noted.recorded_at) == (play.run.dues["a"].at, play.now)


def test_what_ended_by_itself_after_its_time_is_missed() -> None:
    play = Play(wait("w", lasts="3 hours", due="2 hours after start"), do("b")).start()
    play.act(cmd.Note(text="Look"), minutes=DAY)
    assert missed(play) == ["w"]


def test_a_step_that_is_closed_anew_moves_what_counts_from_it() -> None:
    play = Play(do("a"), check("fine", back_to="a"), do("b", due="1 hour after a")).start().done("a")
    first = play.run.dues["b"].at
    play.act(cmd.Fail(step="fine", reason="Dirty"), minutes=30)
    assert not is_late(play.run, "b", NOON + timedelta(days=1))
    play.act(cmd.Complete(step="a"), minutes=DAY)
    assert missed(play) == []
    assert play.run.dues["b"].at == play.now + timedelta(hours=1) > first


def test_a_due_time_is_not_set_again_as_long_as_its_anchor_stays() -> None:
    play = Play(do("a"), do("b"), do("c", due="1 hour after a")).start().done("a")
    assert not any(isinstance(event, life.DueSet) for event in play.act(cmd.Complete(step="b")))


def test_what_counts_from_the_start_of_a_run_that_begins_later_counts_from_its_first_morning() -> None:
    play = Play(do("a", due="2 hours after start"))
    play.act(cmd.Start(begins_on=date(2026, 11, 9)))
    play.act(cmd.Tick(), minutes=6 * DAY)
    assert play.run.dues["a"].at == datetime(2026, 11, 9, 11, 0, tzinfo=UTC)

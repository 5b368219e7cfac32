"""From a command to events: clocks, the summary, and what a refusal leaves."""

from datetime import timedelta

from runs_builders import NOON, Play, approve, check, do, number
from sopbook.runs import commands as cmd
from sopbook.runs import life


def test_a_clock_that_went_backwards_gives_the_last_time_again_and_says_so() -> None:
    play = Play(do("a"), do("b")).start()
    (event,) = play.act(cmd.Complete(step="a"), minutes=-60)
    assert event.recorded_at == event.at == NOON + timedelta(minutes=1)
    assert event.clock_back
    (event, completed) = play.act(cmd.Complete(step="b"), minutes=90)
    assert (event.recorded_at, event.clock_back) == (NOON + timedelta(minutes=31), False)
    assert completed.recorded_at == event.recorded_at


def test_what_follows_by_itself_is_by_the_engine_in_the_same_append() -> None:
    parts = (do("a", fields={"n": number()}), do("b", when="a.n > 5"), do("c", when="not(b.done)"))
    play = Play(*parts).start()
    events = play.act(cmd.Complete(step="a", values={"n": 1}), by="niko")
    assert [(type(one).__name__, one.by) for one in events] == [
        ("StepCompleted", "niko"),
        ("StepNotApplicable", "engine"),
    ]
    assert play.ready == ["c"]


def test_a_run_in_which_nothing_applies_completes_at_its_start() -> None:
    play = Play(do("a", when="amount > 5"), inputs={"amount": number()}).start(amount=1)
    assert play.run.phase.value == "completed"


def test_the_summary_counts_and_names_what_departed() -> None:
    parts = (
        do("a"),
        do("skipped"),
        do("left"),
        check("soft", failed="go_on"),
        check("hard", back_to="hard"),
        approve("sign", "All is right"),
    )
    play = Play(*parts).start().done("a")
    play.act(cmd.Skip(step="skipped", reason="No time"))
    play.act(cmd.MarkNotApplicable(step="left", reason="No shop"))
    play.act(cmd.Fail(step="soft", reason="Too warm"))
    play.act(cmd.Fail(step="hard", reason="Loose"))
    play.act(cmd.Pass(step="hard"))
    play.act(cmd.Approve(step="sign"))
    summary = play.run.summary
    assert summary == play.events[-1].summary
    assert (summary.done, summary.skipped, summary.not_applicable, summary.reworked) == (4, 1, 1, 1)
    assert (summary.started_at, summary.ended_at) == (NOON + timedelta(minutes=1), NOON + timedelta(minutes=8))
    assert summary.findings == ("soft",)
    assert [(one.step, one.kind, one.why) for one in summary.deviations] == [
        ("skipped", "skipped", "No time"),
        ("hard", "rework", "Loose"),
    ]
    assert [(one.step, one.meaning) for one in summary.signatures] == [("sign", "All is right")]


def test_a_lapsed_signature_is_not_in_the_summary_even_when_the_same_is_signed_again() -> None:
    play = Play(do("a"), approve("sign"), do("b")).start().done("a")
    play.act(cmd.Approve(step="sign"), by="tomas")
    play.act(cmd.Reopen(step="a", reason="Look again"))
    play.done("a").act(cmd.Approve(step="sign"), by="niko")
    play.done("b")
    assert len(play.run.signatures) == 2
    assert [one.by for one in play.run.summary.signatures] == ["niko"]


def test_the_people_of_the_start_are_kept_and_the_summary_is_an_event() -> None:
    play = Play(do("a")).start().done("a")
    first, last = play.events[0], play.events[-1]
    assert isinstance(first, life.RunStarted)
    assert [one.id for one in first.people] == ["ines", "tomas", "niko", "mara", "zoe"]
    assert isinstance(last, life.RunCompleted)
    assert last.summary.deviations == ()

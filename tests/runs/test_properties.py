"""What holds for every run: random checklists, random commands by random people, and a naive judge beside."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runs_builders import NOON, TEAM, Play
from runs_naive import NOT_YET, Judge
from runs_strategies import a_command, started
from sopbook.errors import Refused
from sopbook.plain import from_plain, to_plain
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Command, Ending
from sopbook.runs.decide import decide
from sopbook.runs.event import ENGINE, RunEvent, StepEvent
from sopbook.runs.folds import replay
from sopbook.runs.parts import Status
from sopbook.runs.rules import possible
from sopbook.runs.stamp import stamp_for
from sopbook.runs.standing import State
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import settle, survey, survey_one
from sopbook.timing.calendar import Calendar

FEW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
GOING = frozenset({Phase.OPEN, Phase.ON_HOLD, Phase.WINDING_UP})
Asked = tuple[Command, str, int]
MINUTES = st.sampled_from([0, 1, 1, 7, -30, 60, 600])


def moves(play: Play, data: st.DataObject, most: int = 30) -> Iterator[tuple[Run, Asked, tuple[RunEvent, ...] | None]]:
    """Act again and again; gives the run before, what was asked by whom after how many minutes, and what it led to.

    It leads to nothing at all, not even to no events, when it is refused.
    """
    for _ in range(data.draw(st.integers(10, most))):
        if play.run.phase not in GOING:
            return
        before, asked = play.run, (*a_command(data.draw, play), data.draw(MINUTES))
        try:
            events = play.act(*asked)
        except Refused:
            events = None
        yield before, asked, events


def the_machine_keeps_its_promises(play: Play, data: st.DataObject) -> None:
    worked: dict[str, set[str]] = {}
    check_events(None, play.events)
    check_run(play.run)
    for before, asked, events in moves(play, data):
        if events is not None:
            check_events(before, events)
            check_separation(before, events, worked)
            check_walls(before, events)
            check_amended(play.run, events)
            assert asked[0] != cmd.Tick() or all(event.by == ENGINE for event in events)
        else:
            check_refusal(play, before, asked)
        check_run(play.run)
    again = replay(play.fresh, [from_plain(type(one), to_plain(one)) for one in play.events])
    assert again == play.run


test_random_runs_keep_every_promise = FEW(given(started(), st.data())(the_machine_keeps_its_promises))
test_many_random_runs_keep_every_promise = pytest.mark.slow(
    MANY(given(started(most=16), st.data())(the_machine_keeps_its_promises))
)


def check_events(before: Run | None, events: tuple[RunEvent, ...] | list[RunEvent]) -> None:
    """Every event says who and when, time never runs backwards, and what is stored comes back equal."""
    last = before.recorded_at if before else None
    for event in events:
        assert event.by in TEAM or event.by == ENGINE
        assert event.name or event.by == ENGINE
        assert event.at == event.recorded_at or (event.by == ENGINE and event.at < event.recorded_at)
        assert last is None or event.recorded_at >= last
        assert from_plain(type(event), to_plain(event)) == event
        last = event.recorded_at


def check_refusal(play: Play, before: Run, asked: Asked) -> None:
    assert play.run is before
    image = repr(before)
    first, second = play.refusal(*asked), play.refusal(*asked)
    assert first == second
    assert first.strip()
    assert repr(play.run) == image


def check_separation(run: Run, events: tuple[RunEvent, ...], worked: dict[str, set[str]]) -> None:
    """By the events alone: whoever did, judged, chose, skipped, answered or rejected a step has worked on it."""
    for event in events:
        if isinstance(event, ev.Approved):
            apart = Judge(run).must_not_have_worked_on(event.step)
            assert not any(event.by in worked.get(step, ()) for step in apart)
        if isinstance(event, StepEvent) and not isinstance(event, ev.DangerHeeded | ev.StepReopened | ev.StepAssigned):
            worked.setdefault(event.step, set()).add(event.by)


ACTS = (
    ev.StepCompleted,
    ev.CheckPassed,
    ev.CheckFailed,
    ev.OptionChosen,
    ev.Approved,
    ev.ChildDue,
    ev.Acknowledged,
    ev.QuizTaken,
)
"""What somebody does who does a step."""


def check_walls(before: Run, events: tuple[RunEvent, ...]) -> None:
    """Nobody acts on a step behind an open stop; leaving is not acting, and a verdict may follow a failure let go."""
    by_time = tuple(takewhile(lambda event: event.by == ENGINE, events))
    before = replay(before, by_time)
    judge = Judge(before)
    event = events[len(by_time)] if len(events) > len(by_time) else None
    if isinstance(event, ACTS) and not (
        isinstance(before.plan.parts[event.step], Leaf) and before.part(event.step).child
    ):
        place = next(one for one in judge.leaves if one.part.id == event.step)
        if not before.is_closed(event.step):
            assert not any(judge.is_wall_before(wall, place) for wall in judge.closing)


def check_run(run: Run) -> None:
    assert run.recorded_at is not None
    stamp = stamp_for(TEAM["ines"], run.recorded_at, run.recorded_at, Calendar.default())
    assert settle(run, stamp) == ()
    found = survey(run)
    assert all(found[leaf.id] == survey_one(run, leaf.id) for leaf in run.plan.leaves)
    check_judge(run)
    match run.phase:
        case Phase.COMPLETED:
            assert run.all_closed
            assert run.summary is not None
            assert not run.in_question
            return
        case Phase.CANCELLED:
            assert all(run.is_closed(place.part.id) for place in Judge(run).backward())
            return
        case Phase.WINDING_UP:
            check_is_never_silent(run)
            return
        case Phase.OPEN:
            check_is_never_silent(run)
    check_news_is_taken(run)
    person = run.lead
    assert decide(run, cmd.Cancel(reason="Enough"), by=person, now=NOON, register=TEAM)


def check_judge(run: Run) -> None:
    judge, found = Judge(run), survey(run)
    for verdict, state in (("ready", State.READY), ("asking", State.ASKING), ("failed", State.FAILED)):
        said = {step for step, one in found.items() if one.state is state and not run.is_closed(step)}
        groups = {step for step in run.plan.parts if step not in run.plan.closing}
        expected = judge.those(verdict) - (groups if verdict == "ready" else set())
        assert said == expected, verdict


def check_is_never_silent(run: Run) -> None:
    found = survey(run)
    if run.all_closed:
        assert run.in_question or not run.confirmed
        assert run.in_question or run.plan.checklist.done_when
        return
    ways_on = [
        one
        for one in found.values()
        if one.state in (State.READY, State.ASKING, State.FAILED) and possible(run, one.step, found) - {cmd.Reopen}
    ]
    blocked = [one for one in found.values() if one.state is State.BLOCKED]
    assert ways_on or blocked
    assert all(one.why for one in blocked)
    assert all(one.why for one in found.values() if one.state is State.PENDING)


def check_news_is_taken(run: Run) -> None:
    """The engine can always tell a run what became of the runs and cases that it waits for."""
    for step, state in run.parts.items():
        news: list[Command] = []
        if state.awaits_child:
            news.append(cmd.ChildClosed(step=step, child=state.child, ending=Ending.COMPLETED))
        if state.case is not None:
            news.append(cmd.CaseClosed(step=step, case="case-1"))
        for command in news:
            assert decide(run, command, by=ENGINE, now=NOON, register=TEAM)


def check_amended(run: Run, events: tuple[RunEvent, ...]) -> None:
    """After an amendment nothing stands on its old grounds unseen; what was only worked out stands on the new ones."""
    if run.phase is not Phase.OPEN or not any(isinstance(event, life.Amended) for event in events):
        return
    judge = Judge(run)
    for place in judge.places:
        part = place.part
        if not part.when or run.part(part.id).answer is not None:
            continue
        worth = judge.worth(part.when, part.id)
        if worth is NOT_YET:  # a signature before it lapsed with the amendment, and later steps stay as they are
            continue
        applies = worth not in (False, None)
        for step in (leaf.id for leaf in judge.leaves_in(part)):
            state = run.part(step)
            if applies:  # what a choice does not take is left because of it although it applies
                is_choice = isinstance(part, Leaf) and run.part(part.id).because_of is None
                assert is_choice or state.because_of != part.id or state.by != ENGINE
            elif state.closed and state.by != ENGINE and state.status in (Status.DONE, Status.FAILED):
                assert state.attention or state.confirmed


def deciding_twice_gives_the_same(play: Play, data: st.DataObject) -> None:
    for _ in range(10):
        if play.run.phase not in GOING:
            return
        command, by = a_command(data.draw, play)
        before, now = play.run, play.now + timedelta(minutes=1)
        try:
            events = play.act(command, by)
        except Refused:
            continue
        assert decide(before, command, by=by, now=now, register=TEAM) == events


test_deciding_twice_gives_the_same = settings(FEW, max_examples=40)(
    given(started(), st.data())(deciding_twice_gives_the_same)
)


def a_run_can_be_brought_to_its_end(play: Play, data: st.DataObject) -> None:
    """From wherever random commands led, somebody of a full team can end it by the machine's own list of commands."""
    for _ in moves(play, data, most=12):
        pass
    for _ in range(300):
        if play.run.phase not in GOING:
            break
        assert any(_try(play, command, by) for command in _ways_on(play) for by in TEAM), survey(play.run)
    assert play.run.phase in (Phase.COMPLETED, Phase.CANCELLED)


def _ways_on(play: Play) -> list[object]:
    if play.run.phase is Phase.ON_HOLD:
        return [cmd.Resume()]
    found, ways = survey(play.run), []
    for step in found:
        can = possible(play.run, step, found)
        ways += [cmd.Heed(step=step)] if cmd.Heed in can else []
        ways += [cmd.Detach(step=step, reason="To the end")] if cmd.Detach in can else []
        ways += [cmd.Approve(step=step)] if play.run.part(step).child and cmd.Approve in can else []
        ways += [cmd.EndLoop(step=step)] if cmd.EndLoop in can else []
        ways += [cmd.Confirm(step=step, reason="To the end")] if cmd.Confirm in can else []
        ways += [cmd.Skip(step=step, reason="To the end")] if cmd.Skip in can else []
        ways += [cmd.Answer(step=step, yes=False, reason="To the end")] if cmd.Answer in can else []
        fields = play.run.plan.parts[step].fields if cmd.Pass in can else {}
        ways += [cmd.Pass(step=step, values=dict.fromkeys(fields, 1))] if cmd.Pass in can else []
        if cmd.Override in can and not play.run.is_closed(step):
            ways.append(cmd.Override(step=step, reason="To the end", result={"level": "gold"}))
    return ways or [cmd.Finish()]


def _try(play: Play, command: object, by: str) -> bool:
    try:
        play.act(command, by)
    except Refused:
        return False
    return True


test_a_run_can_be_brought_to_its_end = settings(FEW, max_examples=60)(
    given(started(), st.data())(a_run_can_be_brought_to_its_end)
)

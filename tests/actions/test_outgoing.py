from dataclasses import replace
from typing import Any

import pytest

from runs_builders import NOON, Play, do
from sopbook.actions.outgoing import ENDINGS, outgoing
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.event import ENGINE, Parent, RunEvent
from sopbook.runs.stored import EVENTS

BY_ENGINE: dict[str, Any] = {"by": ENGINE, "name": "", "role": None, "at": NOON, "recorded_at": NOON}
AT = BY_ENGINE | {"step": "a"}
RUN = replace(Play(do("a")).start().run, number=9)
PARENT = Parent(run="above", step="hand-on", depth=1)


def asked(*events: RunEvent, parent: Parent | None = None) -> list[tuple[int, str, str]]:
    return [(one.number, one.kind, one.target) for one in outgoing(replace(RUN, parent=parent), events)]


def test_rows_are_numbered_as_their_events_are() -> None:
    completed = ev.StepCompleted(**AT)
    message = ev.MessageDue(to=("lead",), subject="", text="Hello", **AT)
    case = ev.CaseRequested(escalation="outage", **AT)
    assert asked(completed, message, completed, case) == [(7, "message", ""), (9, "case_requested", "")]


def test_children_are_told_to_begin_and_to_be_cancelled() -> None:
    due = ev.ChildDue(child="below", procedure="child", inputs={}, **AT)
    cancel = ev.ChildCancelDue(child="below", reason="The client left", **AT)
    assert asked(due, cancel) == [(8, "child_due", "run:below"), (9, "child_cancel_due", "run:below")]


ENDS: tuple[RunEvent, ...] = (
    life.RunCompleted(summary=None, **BY_ENGINE),  # type: ignore[arg-type]
    life.RunCancelled(reason="The client left", **BY_ENGINE),
    life.RunClosedByTime(**BY_ENGINE),
)


@pytest.mark.parametrize("end", ENDS)
def test_the_end_of_a_run_is_told_to_its_parent_and_to_nobody_without_one(end: RunEvent) -> None:
    assert asked(end, parent=PARENT) == [(9, "child_closed", "run:above")]
    assert asked(end) == []


def test_every_event_that_ends_a_run_is_told() -> None:
    assert {type(end) for end in ENDS} == set(ENDINGS)
    assert set(ENDINGS) <= set(EVENTS.values())

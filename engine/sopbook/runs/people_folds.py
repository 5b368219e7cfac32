"""What it makes of a run that somebody gives a step, or the whole of it, to somebody."""

from collections.abc import Callable, Mapping
from typing import Any

from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.event import RunEvent
from sopbook.runs.folding import changed
from sopbook.runs.state import Run


def _assigned(run: Run, event: ev.StepAssigned) -> Run:
    return changed(run, event.step, assigned=event.to)


def _handed_over(run: Run, event: life.HandedOver) -> Run:
    return run.but(lead=event.to)


def _person_replaced(run: Run, event: life.PersonReplaced) -> Run:
    for step in event.steps:
        if run.part(step).assigned == event.leaving:
            run = changed(run, step, assigned=event.to)
    replaced = now_followed_by(run.replaced, event.leaving, event.to)
    return run.but(replaced=replaced, lead=event.to if event.leads else run.lead)


def now_followed_by(replaced: Mapping[str, str], leaving: str, to: str) -> Mapping[str, str]:
    """Who stands for whom, once somebody came in somebody's place; whoever comes back stands for themselves again."""
    followed = {was: to if now == leaving else now for was, now in replaced.items()} | {leaving: to}
    return {was: now for was, now in followed.items() if was != now}


PEOPLE_FOLDS: Mapping[type[RunEvent], Callable[[Run, Any], Run]] = {
    ev.StepAssigned: _assigned,
    life.HandedOver: _handed_over,
    life.PersonReplaced: _person_replaced,
}

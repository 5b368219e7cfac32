"""What a migration makes of a run: the same run by another checklist."""

from collections.abc import Iterator

from sopbook.documents.ids import StepId
from sopbook.runs import life
from sopbook.runs.folding import reset
from sopbook.runs.plan import Plan
from sopbook.runs.rounds import unnumbered
from sopbook.runs.state import DueTime, Run


def moved(run: Run, event: life.Migrated) -> Run:
    """The run by its other checklist, which its library holds."""
    plan = run.library[event.checklist]
    rounds = {loop: one for loop, one in run.rounds.items() if _still_loops(run.plan, plan, loop)}
    gone = {step: run.part(step) for step in event.vanished}
    staying = {*event.kept, *event.again}
    run = run.but(
        checklist=event.checklist,
        plan=plan.with_rounds(rounds),
        rounds=rounds,
        inputs={**run.inputs, **event.inputs},
        dues=dict(_dues(run, plan)),
        former={**run.former, **gone},
        parts={step: state for step, state in run.parts.items() if step in staying},
        closed_steps=run.closed_steps & staying,
    )
    return reset(run, event.again)


def _still_loops(old: Plan, new: Plan, loop: StepId) -> bool:
    written = unnumbered(loop)[0]
    before, after = old.templates.parts[written].loop, new.templates.parts.get(written)
    return before is not None and after is not None and after.loop is not None and after.loop.item == before.item


def _dues(run: Run, plan: Plan) -> Iterator[tuple[StepId | None, DueTime]]:
    """The due times that are written as before; the others are set anew."""
    for step, due in run.dues.items():
        parts = [one.templates.parts.get(unnumbered(step)[0]) if step else one.checklist for one in (run.plan, plan)]
        if parts[0] and parts[1] and parts[0].due == parts[1].due:
            yield step, due

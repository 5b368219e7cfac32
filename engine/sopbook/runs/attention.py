"""What an amended value means for the rest of the run: what was only worked out is worked out anew, and what people had
done on the old grounds is put in question, for somebody to confirm or to do again.
"""

from collections.abc import Iterator

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs.answering import Ruled, Taken, ruled, taken, waiting
from sopbook.runs.checklist import Leaf, Part
from sopbook.runs.event import ENGINE, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.judging import not_accepted
from sopbook.runs.knowledge import Verdict, work_out
from sopbook.runs.parts import Status
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run
from sopbook.runs.values import shown
from sopbook.runs.waits import ends_otherwise
from sopbook.runs.wording import filled

WORKED_OUT = frozenset({"decide", "choose", "wait"})
"""Steps that the engine may have closed without anything having gone out of the run."""


def reconsidered(run: Run, stamp: Stamp) -> tuple[RunEvent, ...]:
    """What follows in a run in which a value was amended, part by part, as each builds on those before it."""
    events: list[RunEvent] = []
    for part in tuple(run.plan.parts.values()):
        for follow in (_anew, _questioned):
            followed = tuple(follow(run, part, stamp))
            run = replay(run, followed)
            events += followed
    return tuple(events)


# What is worked out anew


def _anew(run: Run, part: Part, stamp: Stamp) -> Iterator[RunEvent]:
    yield from _applies_anew(run, part, stamp)
    state = run.part(part.id)
    if not isinstance(part, Leaf) or state.by != ENGINE:
        return
    if part.verb == "decide" and state.status is Status.DONE:
        yield from _decided_anew(run, part, stamp)
    elif part.verb == "choose" and state.status is Status.DONE:
        yield from _chosen_anew(run, part, stamp)
    elif part.verb == "wait" and ends_otherwise(run, part, stamp):
        yield _opened(part.id, (part.id,), stamp)


def _applies_anew(run: Run, part: Part, stamp: Stamp) -> Iterator[RunEvent]:
    """What was found not to apply is open again; what was not done yet, or only worked out, does not apply any more."""
    verdict = _asked(run, part)
    if verdict is None:
        return
    steps = run.plan.leaves_of(part)
    left = tuple(one for one in steps if run.part(one).because_of == part.id and run.part(one).by == ENGINE)
    if isinstance(part, Leaf) and part.id not in left:
        left = ()  # its other options are left because one was chosen
    if not _is_no(verdict):
        yield from [_opened(part.id, left, stamp)] if left else []
        return
    begun = any(run.part(one).status is not Status.OPEN for one in steps)
    rest = tuple(one for one in steps if _falls_away(run, one)) if begun else ()
    if rest:
        why = f"because {verdict.because}"
        for one in (one for one in rest if run.part(one).awaits_child):
            yield ev.ChildDetached(step=one, child=run.part(one).child, reason=why, **stamp.engine())
        yield ev.StepNotApplicable(step=part.id, steps=rest, why=why, **stamp.engine())


def _falls_away(run: Run, step: StepId) -> bool:
    state = run.part(step)
    return not state.closed or (state.status is Status.DONE and _is_worked_out(run, step))


def _is_worked_out(run: Run, step: StepId) -> bool:
    part = run.plan.parts[step]
    return run.part(step).by == ENGINE and (not isinstance(part, Leaf) or part.verb in WORKED_OUT)


def _decided_anew(run: Run, leaf: Leaf, stamp: Stamp) -> Iterator[RunEvent]:
    found, state = ruled(run, leaf), run.part(leaf.id)
    if not isinstance(found, Ruled):
        yield _opened(leaf.id, (leaf.id,), stamp)
    elif (found.result, found.rules) != (state.result, state.hits):
        what = {"inputs": found.inputs, "rules": found.rules, "result": found.result}
        yield ev.Decided(step=leaf.id, **what, **stamp.engine())  # type: ignore[arg-type]


def _chosen_anew(run: Run, leaf: Leaf, stamp: Stamp) -> Iterator[RunEvent]:
    """Another branch is taken as long as nobody has done anything in this one."""
    found, state = taken(run, leaf), run.part(leaf.id)
    if isinstance(found, Taken) and found.option == state.chosen:
        return
    route = run.plan.option_leaves(leaf, state.chosen or "")
    if not any(_is_acted_on(run, step) for step in route):
        open_again = (one for one in route if run.part(one).status is not Status.OPEN)
        yield _opened(leaf.id, (leaf.id, *run.left_because_of({leaf.id}), *open_again), stamp)


def _opened(step: StepId, steps: tuple[StepId, ...], stamp: Stamp) -> RunEvent:
    return ev.StepReopened(step=step, steps=steps, reason=AMENDED, **stamp.engine())


AMENDED = "a value that it was worked out from was amended"


# What is put in question


def _questioned(run: Run, part: Part, stamp: Stamp) -> Iterator[RunEvent]:
    """That a step stands on other grounds now, or stands on its old ones again."""
    if not isinstance(part, Leaf):
        return
    state, why = run.part(part.id), doubt(run, part)
    if why not in (state.attention, state.confirmed):
        yield ev.AttentionNeeded(step=part.id, why=why, **stamp.engine()) if why else _settled(part.id, stamp)
    elif not why and state.attention:
        yield _settled(part.id, stamp)


def _settled(step: StepId, stamp: Stamp) -> RunEvent:
    return ev.StepConfirmed(step=step, reason="it stands on its old grounds again", **stamp.engine())


def doubt(run: Run, leaf: Leaf) -> str:
    """Why a step would not have been done so with what the run knows now; an empty text when it would."""
    if not run.is_closed(leaf.id):
        return ""
    if _is_acted_on(run, leaf.id):
        around = (run.plan.parts[step] for step in (*run.plan.within[leaf.id], leaf.id))
        found = next((why for part in around if (why := _no_more(run, part))), "")
        return found or _other_verdict(run, leaf)
    return _other_outcome(run, leaf)


def _is_acted_on(run: Run, step: StepId) -> bool:
    """Whether something was done, not only worked out; what was left undone is not in question."""
    state = run.part(step)
    return state.closed and state.status in (Status.DONE, Status.FAILED) and not _is_worked_out(run, step)


def _no_more(run: Run, part: Part) -> str:
    verdict = _asked(run, part)
    if verdict is None:
        return ""
    if verdict.waits:
        return f"whether it applies is open again: {waiting(run, verdict.waits)}"
    return f"it applies no more, because {verdict.because}" if _is_no(verdict) else ""


def _other_verdict(run: Run, leaf: Leaf) -> str:
    """What a person judged or decided, and would come out otherwise now."""
    state = run.part(leaf.id)
    if leaf.judges_itself:
        refused = not_accepted(run, leaf, state.values)
        if refused and state.status is Status.DONE:
            return "; ".join(refused)
        return "it would pass now" if not refused and state.let_go else ""
    return _other_outcome(run, leaf)


def _other_outcome(run: Run, leaf: Leaf) -> str:
    """What a table or the conditions of a branch say now, where a decision or a choice stands otherwise."""
    state = run.part(leaf.id)
    if leaf.verb == "decide" and state.status is Status.DONE:
        found = ruled(run, leaf)
        if isinstance(found, Ruled) and found.result != state.result:
            return "its table answers now: " + ", ".join(f"{name} {shown(one)}" for name, one in found.result.items())
    if leaf.verb == "choose" and state.status is Status.DONE and state.by == ENGINE:
        chosen = taken(run, leaf)
        if isinstance(chosen, Taken) and chosen.option != state.chosen:
            label = next(one.label for one in leaf.options if one.id == chosen.option)
            return f"“{filled(label, run, leaf.id)}” would be chosen now, {chosen.why}"
    return ""


def _asked(run: Run, part: Part) -> Verdict | None:
    """What the condition of a part comes to; none where it has none, or people answered in its place."""
    if not part.when or run.part(part.id).answer is not None:
        return None
    return work_out(run, run.plan.condition(part.when), part.id)


def _is_no(verdict: Verdict) -> bool:
    return verdict.value is not True and verdict.waits is None and verdict.never is None

"""What happened, as sentences: the events of a run in the words of the people who read them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.errors import nested
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.authority import role_title
from sopbook.runs.checklist import Block, Leaf
from sopbook.runs.event import ENGINE, RunEvent
from sopbook.runs.recounting import as_it_was, asked, below, came_to, ground, in_words
from sopbook.runs.refusals import listed
from sopbook.runs.standing import State
from sopbook.runs.state import Run
from sopbook.runs.values import label_of, shown
from sopbook.runs.wording import name_of, title_of
from sopbook.timing.spoken import spoken_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened; `values` are what was entered, `symbol` the state it led to."""

    at: datetime
    symbol: str
    text: str
    values: tuple[tuple[str, str], ...] = ()


def story(run: Run, events: Iterable[RunEvent]) -> tuple[Line, ...]:
    """The run's events in order, one line each, told by the version and the values that the run went by then."""
    return tuple(_line(then, event) for then, event in as_it_was(run, tuple(events)))


def _line(run: Run, event: RunEvent) -> Line:
    symbol, tell = TELL[type(event)]
    text = nested(tell(run, event) + _how_entered(event))
    return Line(at=event.at, symbol=came_to(event) or symbol, text=text, values=tuple(below(run, event)))


def _how_entered(event: RunEvent) -> str:
    """What is said of an entry that was not made as it happened."""
    how = (
        f"entered late{_because(event.late)}" if event.late else "",
        "entered without network" if event.offline else "",
        "its time was out of bounds and set to them" if event.bounded else "",
    )
    return "".join(f" ({words})" for words in how if words)


def _who(run: Run, event: RunEvent) -> str:
    if event.by == ENGINE:
        return "sopbook"
    role = f" as {role_title(run, event.role).lower()}" if event.role else ""
    instead = f", standing in for {name_of(run, event.deputy_for)}," if event.deputy_for else ""
    return f"{event.name}{role}{instead}"


def _title(run: Run, step: StepId) -> str:
    part = run.plan.called(step)
    return f"“{title_of(run, part)}”" if part else f"`{step}`"


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _act(verb: str) -> Callable[[Run, Any], str]:
    def tell(run: Run, event: Any) -> str:
        return f"{_who(run, event)} {verb} {_title(run, event.step)}{_because(getattr(event, 'reason', ''))}"

    return tell


def _started(_run: Run, event: life.RunStarted) -> str:
    what = f"“{event.title}”, version {event.version} of {event.procedure}"
    practice = ", for practice" if event.practice else ""
    planned = f", to begin on {spoken_day(event.begins_on)}" if event.begins_on else ""
    return f"{event.name} started {what}{practice}{planned}"


def _went_back(run: Run, event: ev.WentBack) -> str:
    again = f"{len(event.steps)} steps are done again" if len(event.steps) > 1 else "one step is done again"
    return f"back to {_title(run, event.to)}, for the {_nth(event.time)} time: {again}"


def _nth(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def _case(run: Run, event: ev.CaseRequested) -> str:
    part = run.plan.called(event.step)
    failed = "" if isinstance(part, Leaf) and part.child else " has failed too often"
    return f"{_title(run, event.step)}{failed}: the escalation `{event.escalation}` is to be opened"


def _answered(run: Run, event: ev.StepAnswered) -> str:
    word, about = "yes" if event.yes else "no", f"{_title(run, event.step)}{asked(run, event)}"
    return f"{_who(run, event)} answered {word} for {about}{_because(event.reason)}"


def _chosen(run: Run, event: ev.OptionChosen) -> str:
    label = next((o.label for o in run.plan.leaf(event.step).options if o.id == event.option), event.option)
    why = f" {event.why}" if event.why else ""
    return f"{_who(run, event)} chose “{label}” for {_title(run, event.step)}{why}"


def _decided(run: Run, event: ev.Decided) -> str:
    given = ", ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in event.inputs.items())
    result = ", ".join(f"{name.replace('_', ' ')} {shown(value) or 'nothing'}" for name, value in event.result.items())
    return f"{_title(run, event.step)} decided by {ground(run, event)}: {result} (given {given})"


def _overridden(run: Run, event: ev.Overridden) -> str:
    if event.option is not None:
        options = run.plan.leaf(event.step).options
        instead = f" with “{next((one.label for one in options if one.id == event.option), event.option)}”"
    else:
        instead = "".join(f" with {name} {shown(value)}" for name, value in event.result.items())
    return f"{_who(run, event)} overrode {_title(run, event.step)}{instead}{_because(event.reason)}"


def _approved(run: Run, event: ev.Approved) -> str:
    return f"{_who(run, event)} signed: “{event.meaning}” (digest {event.digest[:12]})"


def _lapsed(run: Run, event: ev.ApprovalLapsed) -> str:
    return f"the approval {_title(run, event.step)} lapsed, because something before it changed"


def _not_applicable(run: Run, event: ev.StepNotApplicable) -> str:
    titles = [_title(run, step) for step in event.steps]
    what = titles[0] if len(titles) == 1 else f"{len(titles)} steps"
    if len(titles) > 1 and isinstance(run.plan.called(event.step), Block):
        what += f" of {_title(run, event.step)}"
    verb = "marked" if event.by != ENGINE else "found"
    why = f", {event.why}" if event.why.startswith("because ") else f": {event.why}"
    return f"{_who(run, event)} {verb} {what} not applicable{why}"


def _reopened(run: Run, event: ev.StepReopened) -> str:
    if event.by == ENGINE:
        return f"{_title(run, event.step)} is open again{_because(event.reason)}"
    slip = ", a slip" if event.slip else ""
    return f"{_who(run, event)} reopened {_title(run, event.step)}{slip}{_because(event.reason)}"


def _loop_opened(run: Run, event: ev.LoopOpened) -> str:
    if not event.items:
        return f"there is nothing to go through in {_title(run, event.step)}, so it does not apply"
    return f"{_title(run, event.step)}: {_so_many(event.items)}"


def _so_many(items: tuple[str, ...]) -> str:
    few = listed(items[:FEW], "and") if len(items) <= FEW else f"{', '.join(items[:FEW])} and {len(items) - FEW} more"
    return f"one round, for {few}" if len(items) == 1 else f"{len(items)} rounds, for {few}"


FEW = 5
"""So many items are told by name."""


def _item_added(run: Run, event: ev.ItemAdded) -> str:
    return f"{_who(run, event)} added {event.item} to {_title(run, event.step)}"


def _item_removed(run: Run, event: ev.ItemRemoved) -> str:
    return f"{_who(run, event)} removed {event.item} from {_title(run, event.step)}{_because(event.reason)}"


def _child_due(run: Run, event: ev.ChildDue) -> str:
    return f"{_title(run, event.step)}: the run {event.child} of `{event.procedure}` is to be started"


def _child_ended(run: Run, event: ev.ChildEnded) -> str:
    return f"the run {event.child} of {_title(run, event.step)} was {event.ending}{_because(event.reason)}"


def _child_detached(run: Run, event: ev.ChildDetached) -> str:
    return f"{_who(run, event)} let the run {event.child} of {_title(run, event.step)} go its own way: {event.reason}"


def _child_cancel_due(run: Run, event: ev.ChildCancelDue) -> str:
    return f"the run {event.child} of {_title(run, event.step)} is to be cancelled too{_because(event.reason)}"


def _case_ended(run: Run, event: ev.CaseEnded) -> str:
    return f"the case {event.case}, which {_title(run, event.step)} asked for, was resolved"


def _message_due(run: Run, event: ev.MessageDue) -> str:
    to = listed((role_title(run, role) for role in event.to), "and")
    about = f", “{event.subject}”" if event.subject else ""
    return f"{_title(run, event.step)}: a message to {to} is to be sent{about}"


def _acknowledged(run: Run, event: ev.Acknowledged) -> str:
    version = f" at version {event.version}" if event.version else ""
    return f"{_who(run, event)} read and understood {event.document}{version} for {_title(run, event.step)}"


def _quiz_taken(run: Run, event: ev.QuizTaken) -> str:
    enough = "passed" if event.passed else "did not pass"
    return f"{_who(run, event)} {enough} {_title(run, event.step)}: {len(event.right)} of {len(event.answers)} right"


def _wait_started(run: Run, event: ev.WaitStarted) -> str:
    return f"{_title(run, event.step)} began, until {event.why}"


def _wait_ended(run: Run, event: ev.WaitEnded) -> str:
    if event.reason:
        return f"{_who(run, event)} ended {_title(run, event.step)} early: {event.reason}"
    return f"{_title(run, event.step)} is over"


def _assigned(run: Run, event: ev.StepAssigned) -> str:
    if not event.to:
        return f"{_who(run, event)} gave {_title(run, event.step)} back to whoever may do it"
    whom = "themselves" if event.to == event.by else event.to_name
    return f"{_who(run, event)} assigned {_title(run, event.step)} to {whom}"


def _handed_over(run: Run, event: life.HandedOver) -> str:
    return f"{_who(run, event)} handed the run over to {event.to_name}{_because(event.note)}"


def _person_replaced(run: Run, event: life.PersonReplaced) -> str:
    some = "one step" if len(event.steps) == 1 else f"{len(event.steps)} steps" if event.steps else ""
    what = " and ".join(part for part in (some, "the lead" if event.leads else "") if part)
    took = f"{event.to_name} took over from {name_of(run, event.leaving)}{f': {what}' if what else ''}"
    by = "" if event.by in (ENGINE, event.to) else f", said {_who(run, event).rstrip(',')}"
    return f"{took}{by}{_because(event.note)}"


def _due_set(run: Run, event: life.DueSet) -> str:
    return f"{_whole(run, event.step)} is due {event.why.rstrip('.')}"


def _due_missed(run: Run, event: life.DueMissed) -> str:
    return f"{_whole(run, event.step)} was still open when it was due"


def _whole(run: Run, step: StepId | None) -> str:
    return _title(run, step) if step else "the run"


def _noted(run: Run, event: life.Noted) -> str:
    on = f" on {_title(run, event.step)}" if event.step else ""
    return f"{event.name} noted{on}: {event.text}"


def _finished(_run: Run, event: life.RunFinished) -> str:
    return f"{event.name} confirmed that it is done: {'; '.join(event.confirmed)}"


def _amended(run: Run, event: life.Amended) -> str:
    of = f" of {_title(run, event.step)}" if event.step else ""
    part = run.plan.called(event.step) if event.step else None
    field = (part.fields if isinstance(part, Leaf) else run.plan.checklist.inputs).get(event.field)
    label = f"“{label_of(event.field, field)}”" if field else event.field
    old, new = (in_words(run, field, value) if value is not None else "nothing" for value in (event.old, event.new))
    return f"{_who(run, event)} amended {label}{of} from {old} to {new}: {event.reason}"


def _questioned(run: Run, event: ev.AttentionNeeded) -> str:
    return f"{_title(run, event.step)} needs attention: {event.why}"


def _confirmed(run: Run, event: ev.StepConfirmed) -> str:
    if event.by == ENGINE:
        return f"{_title(run, event.step)} needs no attention any more: {event.reason}"
    return f"{_who(run, event)} confirmed {_title(run, event.step)} as it is: {event.reason}"


def _summary_issued(_run: Run, _event: life.SummaryIssued) -> str:
    return "a new summary stands beside the old one"


def _migrated(run: Run, event: life.Migrated) -> str:
    words = {"to be done again": event.again, "new": event.appeared, "not part of it any more": event.vanished}
    counted = {word: "one step is" if len(steps) == 1 else f"{len(steps)} steps are" for word, steps in words.items()}
    told = [f"{counted[word]} {word}" for word, steps in words.items() if steps]
    what = f"; {listed(told, 'and')}" if told else ""
    return f"{_who(run, event)} let the run go on by version {event.version}{_because(event.reason)}{what}"


def _begun(_run: Run, _event: life.RunBegun) -> str:
    return "the day has come, and the run begins"


def _attached(run: Run, event: life.Attached) -> str:
    on = f" to {_title(run, event.step)}" if event.step else ""
    return f"{event.name} added the file {event.file.name}{on}{_because(event.text)}"


def _held(_run: Run, event: life.RunHeld) -> str:
    return f"{event.name} holds the run: {event.reason}"


def _resumed(run: Run, event: life.RunResumed) -> str:
    return f"{_who(run, event)} let the run go on"


def _winding_up(run: Run, event: life.WindingUpStarted) -> str:
    what = "one step is" if len(event.steps) == 1 else f"{len(event.steps)} steps are"
    return f"{_who(run, event)} cancelled the run: {event.reason}; {what} undone first"


def _closed_by_time(_run: Run, _event: life.RunClosedByTime) -> str:
    return "the run is closed, because the next one of its schedule has begun"


def _completed(run: Run, event: life.RunCompleted) -> str:
    many, failed = len(event.summary.deviations), [_title(run, step) for step in event.summary.findings]
    words = "without any deviation" if not many else "with one deviation" if many == 1 else f"with {many} deviations"
    return f"the run is complete, {words}" + (f"; failed and let go: {listed(failed, 'and')}" if failed else "")


def _cancelled(_run: Run, event: life.RunCancelled) -> str:
    if event.by == ENGINE:
        return f"the run is cancelled: {event.reason}"
    return f"{event.name} cancelled the run: {event.reason}"


DONE, READY, FAILED = State.DONE.symbol, State.READY.symbol, State.FAILED.symbol

TELL: Mapping[type[RunEvent], tuple[str, Callable[[Run, Any], str]]] = {
    life.RunStarted: (READY, _started),
    ev.StepCompleted: (DONE, _act("completed")),
    ev.CheckPassed: (DONE, _act("passed")),
    ev.CheckFailed: (FAILED, _act("failed")),
    ev.WentBack: (READY, _went_back),
    ev.CaseRequested: (State.BLOCKED.symbol, _case),
    ev.StepAnswered: (State.ASKING.symbol, _answered),
    ev.OptionChosen: (DONE, _chosen),
    ev.Decided: (DONE, _decided),
    ev.Overridden: (DONE, _overridden),
    ev.Approved: (DONE, _approved),
    ev.ApprovalLapsed: (READY, _lapsed),
    ev.Rejected: (FAILED, _act("rejected")),
    ev.DangerHeeded: (READY, _act("heeded the danger of")),
    ev.StepSkipped: (State.SKIPPED.symbol, _act("skipped")),
    ev.StepNotApplicable: (State.NOT_APPLICABLE.symbol, _not_applicable),
    ev.StepReopened: (READY, _reopened),
    ev.AttentionNeeded: (State.NEEDS_ATTENTION.symbol, _questioned),
    ev.StepConfirmed: (DONE, _confirmed),
    ev.LoopOpened: (READY, _loop_opened),
    ev.ItemAdded: (READY, _item_added),
    ev.ItemRemoved: (State.SKIPPED.symbol, _item_removed),
    ev.LoopEnded: (DONE, _act("said that no more items come for")),
    ev.ChildDue: (State.BLOCKED.symbol, _child_due),
    ev.ChildEnded: (DONE, _child_ended),
    ev.ChildDetached: (State.SKIPPED.symbol, _child_detached),
    ev.ChildCancelDue: (State.SKIPPED.symbol, _child_cancel_due),
    ev.CaseEnded: (DONE, _case_ended),
    ev.MessageDue: (DONE, _message_due),
    ev.Acknowledged: (DONE, _acknowledged),
    ev.QuizTaken: (State.PENDING.symbol, _quiz_taken),
    ev.WaitStarted: (State.BLOCKED.symbol, _wait_started),
    ev.WaitEnded: (DONE, _wait_ended),
    life.RunBegun: (READY, _begun),
    life.DueSet: (State.PENDING.symbol, _due_set),
    life.DueMissed: (State.NEEDS_ATTENTION.symbol, _due_missed),
    life.Attached: (State.PENDING.symbol, _attached),
    life.Amended: (READY, _amended),
    life.SummaryIssued: (DONE, _summary_issued),
    life.Migrated: (READY, _migrated),
    life.RunHeld: (State.BLOCKED.symbol, _held),
    life.RunResumed: (READY, _resumed),
    life.WindingUpStarted: (State.SKIPPED.symbol, _winding_up),
    life.RunClosedByTime: (State.SKIPPED.symbol, _closed_by_time),
    ev.StepAssigned: (State.PENDING.symbol, _assigned),
    life.HandedOver: (State.PENDING.symbol, _handed_over),
    life.PersonReplaced: (State.PENDING.symbol, _person_replaced),
    life.Noted: (State.PENDING.symbol, _noted),
    life.RunFinished: (DONE, _finished),
    life.RunCompleted: (DONE, _completed),
    life.RunCancelled: (State.SKIPPED.symbol, _cancelled),
}

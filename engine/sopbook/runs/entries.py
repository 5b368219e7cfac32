"""Entries that are not made as it happens: late ones, and those of a device that had no network.

An entry at once carries the time of its record. A late one carries the time at which it happened, within bounds, and
says why when it is over an hour late. An offline one is never refused for its time, nor for a right that its person has
lost meanwhile: then it is kept as a note for whoever may do the step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sopbook.documents.fields import Field
from sopbook.runs import commands as cmd
from sopbook.runs import life, life_refusals
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Command
from sopbook.runs.event import RunEvent
from sopbook.runs.rules import NAMES, bounded, part_of, reason_given
from sopbook.runs.stamp import Entry, Stamp
from sopbook.runs.state import Run
from sopbook.runs.values import as_value, label_of, shown
from sopbook.timing.nearness import said
from sopbook.timing.zones import place

LATE = timedelta(hours=1)
"""So long after it happened an entry needs no reason."""

AHEAD = timedelta(minutes=5)
"""So far the clocks of people may go before ours."""

OFFLINE = frozenset(
    {cmd.Complete, cmd.Pass, cmd.Fail, cmd.Answer, cmd.Choose, cmd.Note, cmd.Skip, cmd.AddItem},
)
"""What can be entered without network: nothing that is a signature or an override."""

SIGNED = frozenset({cmd.Approve, cmd.Acknowledge})
"""What cannot have been earlier than it is recorded: a signature covers what stands there now."""


def stamped(run: Run, command: Command, entry: Entry, clock: Stamp) -> Stamp:
    """The stamp of what somebody enters, or why it cannot be entered so; `clock` is that of this moment."""
    if entry.offline and type(command) not in OFFLINE:
        raise life_refusals.NotOffline(NAMES.get(type(command), ""))
    if entry.at is None:
        if entry.reason and not entry.offline:
            raise life_refusals.NotLate
        return replace(clock, offline=entry.offline)
    at = _in_zone(entry.at, clock)
    if entry.offline:
        within = _within_bounds(run, at, clock)
        return replace(clock, at=within, offline=True, bounded=within != at, late=bounded(entry.reason))
    if type(command) in SIGNED:
        raise life_refusals.SignedNow
    return replace(clock, at=at, late=_why_late(run, at, entry.reason, clock))


def _in_zone(moment: datetime, clock: Stamp) -> datetime:
    """A time without an offset is by the clocks of the company."""
    return place(moment.date(), moment.time(), clock.calendar.zone).at if moment.tzinfo is None else moment


def _within_bounds(run: Run, at: datetime, clock: Stamp) -> datetime:
    return max(min(at, clock.recorded_at + AHEAD), run.started_at or at)


def _why_late(run: Run, at: datetime, reason: str, clock: Stamp) -> str:
    now, calendar = clock.recorded_at, clock.calendar
    if at > now + AHEAD:
        raise life_refusals.StillToCome(said(at, now, calendar))
    if run.started_at is not None and at < run.started_at:
        raise life_refusals.BeforeTheStart(said(at, now, calendar), said(run.started_at, now, calendar))
    if now - at > LATE:
        return reason_given(reason, "An entry for more than an hour ago")
    return bounded(reason)


# What an offline entry becomes when its person may not do the step any more


def kept_as_note(run: Run, command: Command, stamp: Stamp) -> tuple[RunEvent, ...]:
    """What somebody entered, for whoever may do the step to look at."""
    step = getattr(command, "step", None)
    if step is not None:
        part_of(run, step)
    word, said = NAMES.get(type(command), "note"), "; ".join(_said(run, command))
    text = f"“{word}” was entered offline, but is not {stamp.by.name}'s to do any more" + (f": {said}" if said else "")
    return (life.Noted(text=bounded(text), step=step, instead_of=word, **stamp.person()),)


def _said(run: Run, command: Command) -> Iterator[str]:
    match command:
        case cmd.Answer(yes=yes):
            yield "yes" if yes else "no"
        case cmd.Choose(option=option):
            yield f"`{option}`"
        case cmd.AddItem(item=text) | cmd.Note(text=text):
            yield text
    fields, values = _fields(run, command), getattr(command, "values", {})
    for name, raw in values.items():
        label = label_of(name, fields[name]) if name in fields else name
        yield f"{label} {shown(as_value(label, raw))}"
    if reason := getattr(command, "reason", ""):
        yield reason


def _fields(run: Run, command: Any) -> Mapping[str, Field]:
    step = getattr(command, "step", None)
    part = run.plan.parts.get(step) if step else None
    return part.fields if isinstance(part, Leaf) else {}

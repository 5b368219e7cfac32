"""A run as one page that stands alone: what was to be done, what was done, who signed, and how to check it.

The page is for people who have nothing else: no program runs in it, it asks nothing of the network, and it can be
printed. Everything on it is in the record itself; the digests at its end say which record that is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby, starmap
from zoneinfo import ZoneInfo

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import recorded
from sopbook.actions.run_page_steps import (
    FileView,
    Moment,
    Painter,
    PartView,
    Said,
    duties,
    file_view,
    moment_in,
    prose_of,
)
from sopbook.actions.run_view import Here, entry, view_of
from sopbook.actions.surroundings import Surroundings
from sopbook.pages.html import Html
from sopbook.records.projections import RunLine
from sopbook.runs.authority import role_title
from sopbook.runs.checklist import Checklist
from sopbook.runs.event import ENGINE, Deviation, RunEvent, Signature, Summary
from sopbook.runs.signing import changed_since, vouched
from sopbook.runs.state import Phase, Run
from sopbook.runs.story import Line, story
from sopbook.runs.wording import name_of, title_of
from sopbook.timing.spoken import counted, spoken_day
from sopbook.workspace.resources import site_dir
from sopbook.workspace.templates import renderer

TEMPLATE = "record/run.html.j2"

SYMBOLS = {Phase.COMPLETED: "●", Phase.CANCELLED: "–", Phase.CLOSED_BY_TIME: "–", Phase.ON_HOLD: "⧗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed after somebody signed."""

    who: str
    at: Moment
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    """Who signed what, with which meaning; `lapsed` when it was given anew since, or has to be."""

    step: str
    who: str
    role: str
    instead_of: str
    at: Moment
    meaning: str
    vouched: str
    digest: str
    lapsed: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationView:
    """Where it did not go as written."""

    kind: str
    step: str
    who: str
    at: Moment
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note as it was written."""

    step: str
    who: str
    at: Moment
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that happened, by the clock of its day."""

    clock: str
    exact: str
    number: int
    symbol: str
    text: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happened on one day, in the order in which it was recorded."""

    words: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """The whole page; `facts` and `digests` are names with what stands behind them."""

    title: str
    procedure: Html
    phase: str
    symbol: str
    shade: str
    practice: bool
    notice: str
    background: Html
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    needs: tuple[Html, ...]
    rules: tuple[Said, ...]
    progress: str
    parts: tuple[PartView, ...]
    undoing: tuple[PartView, ...]
    done_when: tuple[Html, ...]
    confirmed: bool
    signatures: tuple[SignatureView, ...]
    deviations: tuple[DeviationView, ...]
    summaries: tuple[tuple[tuple[str, str], ...], ...]
    notes: tuple[NoteView, ...]
    files: tuple[FileView, ...]
    days: tuple[Day, ...]
    zone: str
    digests: tuple[tuple[str, str], ...]
    exported: Moment


def page_maker(around: Surroundings) -> Callable[[RunLine], bytes]:
    """The function that makes the page of a run in the list."""
    render = renderer(site_dir())
    return lambda line: render(TEMPLATE, page_of(line.stream.removeprefix(PREFIX), around)).encode()


def page_of(run_id: str, around: Surroundings) -> RunPage:
    """The page of one run, as it stands now."""
    journal, now = around.journal, around.clock()
    run, events = recorded(run_id, journal), journal.events(PREFIX + run_id)
    end = journal.ledger.read(PREFIX + run_id)[-1]
    zone = ZoneInfo(run.zone) if run.zone else around.calendar().zone
    digests = {
        "Ledger": end.envelope.ledger,
        "Events": f"{run.number}",
        "Digest of the last event": end.digest,
        "Digest of the frozen procedure": run.checklist,
        "Fingerprint of the document": run.plan.checklist.fingerprint,
    }
    return _Maker(run=run, events=events, zone=zone, now=now, around=around).page(digests)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the page of one run, with its moments by the clocks of a zone."""

    run: Run
    events: tuple[RunEvent, ...]
    zone: ZoneInfo
    now: datetime
    around: Surroundings

    def page(self, digests: dict[str, str]) -> RunPage:
        run, checklist = self.run, self.run.plan.checklist
        view = view_of(run, Here(now=self.now, calendar=self.around.calendar(), register={}))
        painter, prose = Painter(view=view, zone=self.zone), prose_of(run, None)
        return RunPage(
            title=run.title,
            procedure=prose.inline(checklist.title),
            phase=run.phase.value,
            symbol=SYMBOLS.get(run.phase, "○"),
            shade=run.phase.value.replace(" ", "-"),
            practice=run.practice,
            notice=self._notice(),
            background=prose.block(checklist.background),
            facts=tuple((name, words) for name, words in self._facts(checklist).items() if words),
            inputs=tuple(
                entry(run, name, field, run.inputs[name])
                for name, field in checklist.inputs.items()
                if name in run.inputs
            ),
            needs=tuple(prose.inline(one) for one in checklist.needs),
            rules=duties(run, checklist.rules, None),
            progress=f"{view.closed} of {counted(view.total, 'step')} closed",
            parts=painter.parts(),
            undoing=painter.undoing(),
            done_when=tuple(prose.inline(one) for one in checklist.done_when),
            confirmed=run.confirmed,
            signatures=tuple(map(self._signature, run.signatures)),
            deviations=tuple(map(self._deviation, run.deviations)),
            summaries=tuple(self._summary(found) for one in self.events if (found := getattr(one, "summary", None))),
            notes=tuple(
                NoteView(step=self._title(one.step), who=one.name, at=self._moment(one.at), text=one.text)
                for one in run.notes
            ),
            files=tuple(
                file_view(one.file, f"{one.name}, {self._moment(one.at).words}" + (f": {one.text}" if one.text else ""))
                for one in run.attachments
            ),
            days=self._days(),
            zone=str(self.zone),
            digests=tuple(digests.items()),
            exported=self._moment(self.now),
        )

    def _moment(self, at: datetime) -> Moment:
        return moment_in(self.zone, at)

    def _title(self, step: str | None) -> str:
        return title_of(self.run, step) if step else ""  # type: ignore[arg-type]

    def _notice(self) -> str:
        """What somebody has to know who sees the page of a run that has not ended as usual, or not at all."""
        run = self.run
        if run.phase is Phase.CANCELLED:
            return f"This run was cancelled: {run.cancelled_because}"
        if run.held:
            return f"On hold since {self._moment(run.held.at).words} by {run.held.name}: {run.held.reason}"
        return "" if run.ended_at else "This run had not ended when the page was made; its record goes on."

    def _facts(self, checklist: Checklist) -> dict[str, str]:
        run = self.run
        parent = f"step {run.parent.step} of run {run.parent.run}" if run.parent else ""
        due = f"{self._moment(run.dues[None].at).words}" if None in run.dues else ""
        source = f"commit {checklist.commit}" if checklist.commit else "text that was not committed"
        return {
            "Run": run.id,
            "Procedure": f"{checklist.procedure}, version {checklist.version}",
            "Frozen from": source,
            "Answers for it": role_title(run, checklist.owner),
            "Started": f"{self._moment(run.started_at).words} by {name_of(run, run.initiator)}"
            if run.started_at
            else "",
            "Led by": name_of(run, run.lead) if run.lead != run.initiator else "",
            "Part of": parent,
            "Due": due,
            "Ended": self._moment(run.ended_at).words if run.ended_at else "",
        }

    def _signature(self, one: Signature) -> SignatureView:
        run, changes = self.run, changed_since(self.run, one)
        part = run.plan.called(one.step)
        current = part is not None and run.part(part.id).signed == one.digest and run.part(part.id).by == one.by
        return SignatureView(
            step=self._title(one.step),
            who=one.name,
            role=role_title(run, one.role) if one.role else "",
            instead_of=name_of(run, one.deputy_for) if one.deputy_for else "",
            at=self._moment(one.at),
            meaning=one.meaning,
            vouched=vouched(one),
            digest=one.digest,
            lapsed=not current and not changes,
            changes=tuple(Change(who=each.name, at=self._moment(each.at), why=each.why) for each in changes),
        )

    def _deviation(self, one: Deviation) -> DeviationView:
        who = "" if one.by == ENGINE else one.name
        step = self._title(one.step) or "The whole run"
        return DeviationView(kind=one.kind, step=step, who=who, at=self._moment(one.at), why=one.why)

    def _summary(self, one: Summary) -> tuple[tuple[str, str], ...]:
        findings = ", ".join(self._title(step) for step in one.findings)
        said = {
            "Started": self._moment(one.started_at).words,
            "Ended": self._moment(one.ended_at).words,
            "Due": self._moment(one.due).words if one.due else "",
            "Planned effort": one.effort,
            "Steps": f"{one.done} done, {one.skipped} skipped, {one.not_applicable} not applicable",
            "Done again": counted(one.reworked, "time") if one.reworked else "",
            "Deviations": str(len(one.deviations)) if one.deviations else "none: it went as written",
            "Failed and let go": findings,
            "Signatures": ", ".join(dict.fromkeys(each.name for each in one.signatures)),
        }
        return tuple((name, words) for name, words in said.items() if words)

    def _days(self) -> tuple[Day, ...]:
        """In the order of the events; what was entered late begins its day once more."""
        told = zip(count(1), self.events, story(self.run, self.events))
        days = groupby(told, key=lambda one: one[1].at.astimezone(self.zone).date())
        return tuple(Day(words=spoken_day(day), told=tuple(starmap(self._told, each))) for day, each in days)

    def _told(self, number: int, event: RunEvent, line: Line) -> Told:
        clock = f"{line.at.astimezone(self.zone):%H:%M}"
        exact = self._moment(event.at).exact
        return Told(
            clock=clock, exact=exact, number=number, symbol=line.symbol, text=line.text, values=tuple(line.values)
        )

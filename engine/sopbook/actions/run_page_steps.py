"""The steps of a run's page: the frozen procedure as the person saw it, with what was made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from sopbook.actions.run_view import RunView, StepView
from sopbook.documents.ids import StepId
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.numbering import letters
from sopbook.pages.prose import Prose
from sopbook.plain import written
from sopbook.runs.authority import role_title
from sopbook.runs.checklist import Block, Callout, Duty, Leaf, Option, Part
from sopbook.runs.event import ENGINE
from sopbook.runs.parts import PartState
from sopbook.runs.standing import State
from sopbook.runs.state import Run
from sopbook.runs.values import FileRef, Value, label_of
from sopbook.runs.wording import filled, title_of
from sopbook.timing.spoken import spoken_moment

CALLOUTS = {"note": "Note", "caution": "Caution", "warning": "Warning", "danger": "Danger"}
FORCES = {"must": "Must", "must_not": "Must not", "should": "Should", "should_not": "Should not", "may": "May"}
DEEPEST = 6
EXPLAINED = frozenset(set(State) - {State.PENDING, State.DONE})
"""States that say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment in words, and exactly."""

    words: str
    exact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text with a word before it: a callout, a standing rule; `kind` is for its looks."""

    kind: str
    word: str
    text: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file that was named or added; its content is not part of the page."""

    name: str
    size: str
    sha256: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of a quiz, as it was asked."""

    ask: Html
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView:
    """One way to go on from a choice."""

    letter: str
    label: Html
    chosen: bool
    left: bool
    parts: tuple["PartView", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A step, or a group when it has no number."""

    id: str
    number: str
    level: int
    verb: str
    title: Html
    symbol: str
    state: str
    shade: str
    why: str
    who: str
    at: Moment | None
    attempt: int
    asked: Html
    callouts: tuple[Said, ...]
    rules: tuple[Said, ...]
    how: Html
    message: tuple[tuple[str, str], ...]
    code: str
    questions: tuple[QuestionView, ...]
    expect: Html
    asks: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    files: tuple[FileView, ...]
    reason: str
    child: str
    meets: tuple[Html, ...]
    branches: tuple[BranchView, ...]
    parts: tuple["PartView", ...]


def moment_in(zone: ZoneInfo, at: datetime) -> Moment:
    """A moment by the clocks of a zone."""
    return Moment(words=spoken_moment(at, zone), exact=written(at))


def file_view(file: FileRef, about: str = "") -> FileView:
    """What is known of a file."""
    return FileView(name=file.name, size=f"{file.size:,} bytes", sha256=file.sha256, about=about)


def prose_of(run: Run, place: StepId | None) -> Prose:
    """Renders texts of the checklist with the run's values put in, as the part `place` knows them."""

    def named(path: str) -> str:
        return html('<span class="value">{}</span>', filled(f"{{{{ {path} }}}}", run, place))

    return Prose(lambda target, _anchor, label: ("", label or target), named)


def duties(run: Run, rules: tuple[Duty, ...], place: StepId | None) -> tuple[Said, ...]:
    """Standing rules."""
    prose = prose_of(run, place)
    return tuple(
        Said(kind=one.force, word=FORCES.get(one.force, one.force), text=prose.flow(one.text)) for one in rules
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Painter:
    """Paints the steps of one run, with its moments by the clocks of a zone."""

    view: RunView
    zone: ZoneInfo

    def parts(self) -> tuple[PartView, ...]:
        """The outermost parts; what undoes steps of a cancelled run stands last."""
        return self._parts(self.view.run.plan.top, (str(number) for number in count(1)), level=3)

    def undoing(self) -> tuple[PartView, ...]:
        """The steps that undo what was done, when the run was cancelled."""
        numbers = (f"u{number}" for number in count(1))
        parts = [part for _, parts in self.view.run.plan.undoing for part in parts]
        return self._parts(tuple(parts), numbers, level=3)

    def _parts(self, parts: tuple[Part, ...], numbers: Iterator[str], level: int) -> tuple[PartView, ...]:
        return tuple(self._part(part, numbers, level) for part in parts)

    def _part(self, part: Part, numbers: Iterator[str], level: int) -> PartView:
        run, prose = self.view.run, prose_of(self.view.run, part.id)
        step, state = self.view.by_id.get(part.id), run.part(part.id)
        leaf = part if isinstance(part, Leaf) else None
        number = next(numbers) if leaf else ""
        shown = step.state if step else None
        acted = (state.closed or state.touched) and (leaf is not None or shown in EXPLAINED)
        return PartView(
            id=part.id,
            number=number,
            level=min(level, DEEPEST),
            verb=leaf.verb if leaf else "",
            title=prose.inline(part.title) if part.title else html("{}", title_of(run, part)),
            symbol=shown.symbol if shown and (leaf or shown in EXPLAINED) else "",
            state=shown.value if shown and (leaf or shown in EXPLAINED) else "",
            shade=shown.value.replace(" ", "-") if shown else "",
            why=step.why if step and step.state in EXPLAINED else "",
            who=_who(run, state) if acted else "",
            at=moment_in(self.zone, state.at) if state.at and state.by and acted else None,
            attempt=state.attempt,
            asked=prose.inline(part.only_if) if part.only_if else NOTHING,
            callouts=tuple(_callouts(part.callouts, prose)),
            rules=duties(run, part.rules, part.id),
            how=prose.block(part.how) if part.how else NOTHING,
            message=_message(run, leaf) if leaf else (),
            code=filled(leaf.code.text, run, leaf.id) if leaf and leaf.code else "",
            questions=_questions(leaf, prose) if leaf else (),
            expect=prose.flow(leaf.expect) if leaf and leaf.expect else NOTHING,
            asks=_asks(leaf, step) if leaf else (),
            values=step.values if step else (),
            files=tuple(_files(step)) if step else (),
            reason=state.reason if shown in (State.DONE, State.NEEDS_ATTENTION) else "",
            child=state.child,
            meets=tuple(prose.inline(f"{one.standard} {one.id}: {one.requires}") for one in leaf.meets) if leaf else (),
            branches=tuple(self._branches(leaf, number, level)) if leaf else (),
            parts=self._parts(part.parts, numbers, level + 1) if isinstance(part, Block) else (),
        )

    def _branches(self, leaf: Leaf, number: str, level: int) -> Iterator[BranchView]:
        state, prose = self.view.run.part(leaf.id), prose_of(self.view.run, leaf.id)
        for letter, option in zip(letters(), leaf.options, strict=False):
            chosen = state.closed and state.chosen == option.id
            yield BranchView(
                letter=number + letter,
                label=prose.inline(option.label),
                chosen=chosen,
                left=state.closed and not chosen,
                parts=self._of_option(option, number + letter, level + 1),
            )

    def _of_option(self, option: Option, letter: str, level: int) -> tuple[PartView, ...]:
        return self._parts(option.parts, (f"{letter}.{number}" for number in count(1)), level)


def _who(run: Run, state: PartState) -> str:
    """Who last acted on a step, in which role."""
    if not state.by or state.by == ENGINE:
        return "by the rules of the procedure" if state.by == ENGINE else ""
    return f"{state.name} as {role_title(run, state.role).lower()}" if state.role else state.name


def _callouts(callouts: tuple[Callout, ...], prose: Prose) -> Iterator[Said]:
    for one in callouts:
        yield Said(kind=one.kind, word=CALLOUTS[one.kind], text=prose.block(one.text))


def _message(run: Run, leaf: Leaf) -> tuple[tuple[str, str], ...]:
    if leaf.message is None:
        return ()
    to = ", ".join(role_title(run, role) for role in leaf.message.to)
    said = {"To": to, "Subject": leaf.message.subject, "Text": leaf.message.text}
    return tuple((name, filled(text, run, leaf.id)) for name, text in said.items() if text)


def _questions(leaf: Leaf, prose: Prose) -> tuple[QuestionView, ...]:
    if leaf.quiz is None:
        return ()
    return tuple(QuestionView(ask=prose.inline(one.ask), options=one.options) for one in leaf.quiz.questions)


def _asks(leaf: Leaf, step: StepView | None) -> tuple[str, ...]:
    """What a step asks for, as long as nobody has answered."""
    if step is None or step.values:
        return ()
    return tuple(label_of(name, field) for name, field in leaf.fields.items())


def _files(step: StepView) -> Iterator[FileView]:
    for value in step.given.values():
        yield from map(file_view, _file_refs(value))


def _file_refs(value: Value) -> Iterator[FileRef]:
    if isinstance(value, FileRef):
        yield value
    elif isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, FileRef))

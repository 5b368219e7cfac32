"""What a run will insist on at a step, in sentences: a reader of the page should never be surprised by a checklist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.decision import Decision
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import Scalar
from sopbook.documents.ids import RoleId
from sopbook.documents.standard import Standard
from sopbook.documents.steps import (
    AnyStep,
    Approve,
    Check,
    Decide,
    GoBack,
    Notify,
    Part,
    Quiz,
    Read,
    Run,
    Wait,
)
from sopbook.feel.values import as_value
from sopbook.pages.html import Html, html, listed
from sopbook.pages.labels import Labels
from sopbook.pages.times import deadline, moment
from sopbook.pages.words import value, value_words
from sopbook.pages.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the sentences need to know of the procedure around a step; groups have a title and no number."""

    writer: Writer
    owner: RoleId
    numbers: Mapping[str, str]
    titles: Mapping[str, str]
    in_sections: bool

    def part(self, wanted: str) -> Html:
        """A step by its number, a group by its title, leading to it."""
        title = self.titles.get(wanted, "")
        if wanted in self.titles and wanted not in self.numbers:
            return html('<a href="#{}">“{}”</a>', wanted, title)
        return html('<a href="#{}" title="{}">step {}</a>', wanted, title, self.numbers.get(wanted, wanted))

    def anchor(self, name: str) -> tuple[Html, bool]:
        """What a time counts from: a part of the procedure, which has to be closed, or a value."""
        if name in self.titles:
            return self.part(name), True
        return html("<em>{}</em>", self.writer.name(name)), False

    def time_limit(self, due: str, if_late: str | None) -> Html:
        """When something is due, and what opens when it is late."""
        words = deadline(due, self.anchor)
        if if_late is None:
            return words
        return html("{}; then {} opens", words, self.writer.link(RoleId(if_late)).html)


def enforced(step: AnyStep, by: tuple[str, ...], words: Words) -> tuple[Html, ...]:
    """All sentences about one step; `by` is who does it, from wherever it was said."""
    return (*_of_verb(step, by, words), *_of_step(step, by, words))


def insisted(part: Part, words: Words) -> Iterator[Html]:
    """The sentence that groups have as well."""
    if part.due:
        yield html("Due {}.", words.time_limit(part.due, part.if_late))
    elif part.if_late:
        yield html("If it is late, {} opens.", words.writer.link(part.if_late).html)


def _of_verb(step: AnyStep, by: tuple[str, ...], words: Words) -> Iterator[Html]:
    match step:
        case Check(if_failed=if_failed):
            yield _failed(if_failed, words)
        case Decide():
            yield from _decided(step, words)
        case Approve():
            yield from _signed(step, by, words)
        case Run():
            yield from _ran(step, words)
        case Read():
            yield _read(step, words)
        case Quiz():
            yield html("{} of the answers have to be right.", step.pass_)
        case Notify(title=str(title)) if title:
            yield html("Sent to {} when the run comes to it.", _who(step.notify, words))
        case Wait():
            yield _waited(step, words)
        case _:
            pass


def _of_step(step: AnyStep, by: tuple[str, ...], words: Words) -> Iterator[Html]:
    if step.meets:
        yield html("Verifies {}.", listed(_criterion(one, words) for one in step.meets))
    yield from insisted(step, words)
    if step.expires:
        yield html("To be done again after {}.", step.expires)
    if step.stop:
        where = " in this phase" if words.in_sections else ""
        yield html("<b>Stop.</b> Nothing after this{} starts before it is closed.", where)
    if step.danger:
        yield html("Confirm that you have read the danger before you act.")
    if by and (step.stop or step.danger or isinstance(step, Approve)):
        yield html("Only the holder of {} may skip it.", _who(by, words, "or"))


def _who(by: tuple[str, ...], words: Words, between: str = "and") -> Html:
    return listed((link.html for link in words.writer.performers(by)), between)


def _failed(if_failed: str | GoBack, words: Words) -> Html:
    match if_failed:
        case GoBack():
            return html("If it fails, {}", _back(if_failed, words))
        case "go_on":
            return html("If it fails, go on. The failure is recorded as a finding.")
        case _:
            return html(
                "If it fails, nothing goes on until it passes, or {} overrides it with a reason.", _owner(words)
            )


def _owner(words: Words) -> Html:
    return html("the {}", words.writer.link(words.owner).html) if words.owner else html("the document's owner")


def _back(back: GoBack, words: Words) -> Html:
    times = "once" if back.at_most == 1 else f"{back.at_most} times"
    start = html("go back to {}, at most {}.", words.part(back.go_back_to), times)
    if back.escalate is None:
        return start
    return html("{} After that, {} opens.", start, words.writer.link(back.escalate).html)


def _signed(step: Approve, by: tuple[str, ...], words: Words) -> Iterator[Html]:
    signer = html("Signed by the holder of {}", _who(by, words, "or")) if by else html("Signed")
    if step.not_by:
        steps = listed((words.part(one) for one in step.not_by), "or")
        yield html("{}, and by nobody who did {}.", signer, steps)
    elif by:
        yield html("{}.", signer)
    if step.if_rejected is None:
        yield html("If it is rejected, it stays open with the reason.")
    else:
        yield html("If it is rejected, {}", _back(step.if_rejected, words))


def _decided(step: Decide, words: Words) -> Iterator[Html]:
    decision = words.writer.book.get(step.decide)
    if not isinstance(decision, Decision):
        return
    yield html("Answered by {}{}.", words.writer.link(decision.id).html, _given(step.given, " from", words))
    if decision.decided_by:
        decides = words.writer.link(decision.decided_by).html
        what = "rule of the table" if decision.rules else "outcome"
        yield html("If no {} fits, the {} decides and gives a reason.", what, decides)


def _ran(step: Run, words: Words) -> Iterator[Html]:
    what = words.writer.link(step.run).html if step.title else html("It")
    given = _given(step.given, ", given", words)
    if isinstance(words.writer.book.get(step.run), Escalation):
        yield html("{} opens when the run comes to this{}.", what, given)
    else:
        yield html("{} gets a checklist of its own{}.", what, given)
    if step.practice:
        yield html("For practice: it counts in no figure.")
    if step.approve_by:
        yield html("The {} says whether it was good enough.", words.writer.link(step.approve_by).html)


def _read(step: Read, words: Words) -> Html:
    if step.is_address:
        return html("Outside the handbook. Confirm that you have read it.")
    version = getattr(words.writer.book.get(step.read), "version", "")
    return html("Confirm that you have read and understood {}.", f"version {version}" if version else "it")


def _waited(step: Wait, words: Words) -> Html:
    kind, _, what = step.wait.partition(" ")
    if kind == "for":
        if step.title:
            return html("Waits {}; somebody confirms when it has happened.", step.wait)
        return html("Somebody confirms when it has happened.")
    if not step.title:
        return html("Then it goes on by itself.")
    until = html("until {}", moment(what, words.anchor)) if kind == "until" else html("{}", step.wait)
    return html("Waits {}, then goes on by itself.", until)


def _criterion(wanted: str, words: Words) -> Html:
    of, _, id = wanted.partition(".")
    standard = words.writer.book.get(of)
    if not isinstance(standard, Standard):
        return html("{}", wanted)
    criterion = next((one for one in standard.criteria if one.id == id), None)
    if criterion is None:
        return words.writer.link(standard.id).html
    href = words.writer.href(standard, id)
    return html('<a href="{}">{}</a>', href, words.writer.plain(criterion.requires))


def _given(given: Mapping[str, Scalar], before: str, words: Words) -> Html:
    if not given:
        return html("")
    labels = words.writer.labels
    return html("{} {}", before, listed(_value(one, labels) for one in given.values()))


def _value(given: Scalar, labels: Labels) -> Html:
    return value(given, labels) if isinstance(given, str) else html("{}", value_words(as_value(given)))

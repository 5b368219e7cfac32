"""What a run will insist on at a step, in sentences: a reader of the page should never be surprised by a checklist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.decision import Decision
from sopbook.documents.fields import Scalar
from sopbook.documents.ids import RoleId, StepId
from sopbook.documents.steps import AnyStep, Approve, Check, Decide, GoBack
from sopbook.feel.values import as_value
from sopbook.pages.html import Html, html, listed
from sopbook.pages.labels import Labels
from sopbook.pages.words import value, value_words
from sopbook.pages.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the sentences need to know of the procedure around a step."""

    writer: Writer
    owner: RoleId
    numbers: Mapping[StepId, str]
    titles: Mapping[StepId, str]
    in_sections: bool

    def step(self, wanted: StepId) -> Html:
        """A step by its number, leading to it."""
        number, title = self.numbers.get(wanted, wanted), self.titles.get(wanted, "")
        return html('<a href="#{}" title="{}">step {}</a>', wanted, title, number)


def enforced(step: AnyStep, by: tuple[str, ...], words: Words) -> tuple[Html, ...]:
    """All sentences about one step; `by` is who does it, from wherever it was said."""
    return tuple(_sentences(step, by, words))


def _sentences(step: AnyStep, by: tuple[str, ...], words: Words) -> Iterator[Html]:
    match step:
        case Check(if_failed=if_failed):
            yield _failed(if_failed, words)
        case Decide():
            yield from _decided(step, words)
        case Approve():
            yield from _signed(step, by, words)
        case _:
            pass
    if step.stop:
        where = " in this phase" if words.in_sections else ""
        yield html("<b>Stop.</b> Nothing after this{} starts before it is closed.", where)
    if step.danger:
        yield html("Confirm that you have read the danger before you act.")
    if by and (step.stop or step.danger or isinstance(step, Approve)):
        yield html("Only the holder of {} may skip it.", _who(by, words))


def _who(by: tuple[str, ...], words: Words) -> Html:
    return listed((link.html for link in words.writer.performers(by)), "or")


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
    start = html("go back to {}, at most {}.", words.step(back.go_back_to), times)
    if back.escalate is None:
        return start
    return html("{} After that, {} opens.", start, words.writer.link(back.escalate).html)


def _signed(step: Approve, by: tuple[str, ...], words: Words) -> Iterator[Html]:
    signer = html("Signed by the holder of {}", _who(by, words)) if by else html("Signed")
    if step.not_by:
        steps = listed((words.step(one) for one in step.not_by), "or")
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
    yield html("Answered by {}{}.", words.writer.link(decision.id).html, _from(step, words))
    if decision.decided_by:
        decides = words.writer.link(decision.decided_by).html
        yield html("If no rule of the table fits, the {} decides and gives a reason.", decides)


def _from(step: Decide, words: Words) -> Html:
    if not step.given:
        return html("")
    labels = words.writer.labels
    values = (_value(given, labels) for given in step.given.values())
    return html(" from {}", listed(values))


def _value(given: Scalar, labels: Labels) -> Html:
    return value(given, labels) if isinstance(given, str) else html("{}", value_words(as_value(given)))

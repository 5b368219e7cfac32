"""What a step freezes besides what all steps have: by its verb, its child, reading, quiz, message, wait or criteria."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from sopbook.documents.decision import Decision
from sopbook.documents.escalation import Escalation
from sopbook.documents.ids import DocumentId
from sopbook.documents.procedure import Procedure
from sopbook.documents.standard import Standard
from sopbook.documents.steps import AnyStep, Decide, Notify, Part, Quiz, Read, Run, Wait
from sopbook.documents.steps import Code as WrittenCode
from sopbook.handbook.book import Handbook
from sopbook.handbook.loops import read_loop
from sopbook.runs.checklist import Child, Code, Criterion, Loop, Message, Question, Reading
from sopbook.runs.checklist import Quiz as FrozenQuiz
from sopbook.runs.checklist import Wait as FrozenWait
from sopbook.timing.spoken import spoken_list

SUBJECT = "Subject:"
UNTIL, IN_WORDS = "until ", "for "

Plainly = Callable[[str], str]
"""A text of the document with its links as the words they show."""


def title_of(step: AnyStep, book: Handbook) -> str:
    """What a step is called; without a title it is called by what it names."""
    if step.heading:
        return step.heading
    match step:
        case Decide(decide=wanted):
            return book.expect(wanted, Decision).question
        case Run(run=wanted):
            verb = "Open" if isinstance(book.get(wanted), Escalation) else "Run"
            return f"{verb} “{called(wanted, book)}”"
        case Read(read=wanted):
            return f"Read {wanted if step.is_address else f'“{called(DocumentId(wanted), book)}”'}"
        case Notify(notify=roles):
            return f"Notify {spoken_list([called(role, book) for role in roles])}"
        case Wait(wait=words):
            return "Wait for a set time" if words.startswith(UNTIL) else f"Wait {words}"
        case _:
            return step.id


def called(wanted: DocumentId | str, book: Handbook) -> str:
    """The title of a document, or its id where there is none."""
    document = book.get(DocumentId(wanted))
    return document.title if document else wanted


def loop_of(part: Part) -> Loop | None:
    """The rounds of a part."""
    loop = read_loop(part.for_each) if part.for_each else None
    return None if loop is None else Loop(item=loop.variable, over=loop.over, items=loop.items, every=part.every)


def child_of(step: AnyStep, book: Handbook) -> Child | None:
    """What a step runs or opens."""
    if not isinstance(step, Run):
        return None
    found = book.get(step.run)
    inputs = found.inputs if isinstance(found, Procedure | Escalation) else {}
    asked = [name for name, one in inputs.items() if name not in step.given and one.default is None]
    return Child(
        document=step.run,
        title=called(step.run, book),
        is_escalation=isinstance(found, Escalation),
        asks=any(not inputs[name].optional for name in asked) or (isinstance(found, Procedure) and bool(found.needs)),
        practice=step.practice,
        approve_by=step.approve_by,
    )


def reading_of(step: AnyStep, book: Handbook) -> Reading | None:
    """What a step asks to read."""
    if not isinstance(step, Read):
        return None
    if step.is_address:
        return Reading(title=step.title, address=step.read)
    return Reading(document=DocumentId(step.read), title=called(DocumentId(step.read), book))


def quiz_of(step: AnyStep, plainly: Plainly) -> FrozenQuiz | None:
    """The questions of a quiz."""
    if not isinstance(step, Quiz):
        return None
    questions = tuple(
        Question(
            id=one.id,
            ask=plainly(one.ask),
            options=tuple(map(plainly, one.options)),
            answer=tuple(map(plainly, one.answer)),
            why=plainly(one.why),
        )
        for one in step.questions
    )
    return FrozenQuiz(enough=Decimal(step.pass_.rstrip("% ")), questions=questions)


def message_of(step: AnyStep, plainly: Plainly) -> Message | None:
    """The message to send or to copy; a first line `Subject: ...` is its subject."""
    to = step.notify if isinstance(step, Notify) else ()
    if not step.message and not to:
        return None
    first, _, rest = step.message.partition("\n")
    if first.startswith(SUBJECT):
        return Message(subject=plainly(first.removeprefix(SUBJECT).strip()), text=plainly(rest.strip()), to=to)
    return Message(text=plainly(step.message.strip()), to=to)


def wait_of(step: AnyStep) -> FrozenWait | None:
    """What is waited for."""
    match step:
        case Wait(wait=words) if words.startswith(UNTIL):
            return FrozenWait(until=words.removeprefix(UNTIL))
        case Wait(wait=words) if words.startswith(IN_WORDS):
            return FrozenWait(for_=words.removeprefix(IN_WORDS))
        case Wait(wait=words):
            return FrozenWait(lasts=words)
        case _:
            return None


def code_of(step: AnyStep) -> Code | None:
    """The command or text to copy."""
    code: WrittenCode | None = step.code
    return None if code is None else Code(text=code.text, lang=code.lang)


def criteria_of(step: AnyStep, book: Handbook, plainly: Plainly) -> Iterator[Criterion]:
    """The criteria of standards that a step verifies, as they are now."""
    for met in step.meets:
        standard, _, wanted = met.partition(".")
        found = book.get(DocumentId(standard))
        for one in found.criteria if isinstance(found, Standard) else ():
            if one.id == wanted:
                yield Criterion(
                    standard=DocumentId(standard),
                    id=one.id,
                    requires=plainly(one.requires),
                    measure=one.measure,
                    accept=one.accept,
                )

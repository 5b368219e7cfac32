"""The step that tells people something: a message is due as soon as everything that it says is known."""

from collections.abc import Iterator

from sopbook.runs import events as ev
from sopbook.runs.answering import waiting
from sopbook.runs.checklist import Leaf, Message
from sopbook.runs.event import RunEvent
from sopbook.runs.knowledge import NotYet, look_up
from sopbook.runs.stamp import Stamp
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Run
from sopbook.runs.wording import filled
from sopbook.source.prose import scan


def stands(run: Run, leaf: Leaf, stamp: Stamp | None) -> Standing | tuple[RunEvent, ...]:
    """What the message waits for, or that it is to be sent."""
    message = leaf.message
    assert message is not None, "a notification has a message"
    missing = next(_missing(run, leaf, message), None)
    if missing is not None:
        why, step = waiting(run, missing), missing.step
        return Standing(step=leaf.id, state=State.BLOCKED, why=why, waits_for=step)
    if stamp is None:
        return Standing(step=leaf.id, state=State.BLOCKED, why="it is sent by itself")
    subject, text = (filled(one, run, leaf.id) for one in (message.subject, message.text))
    return (ev.MessageDue(step=leaf.id, to=message.to, subject=subject, text=text, **stamp.engine()),)


def _missing(run: Run, leaf: Leaf, message: Message) -> Iterator[NotYet]:
    """The values that the message tells and that a step is still to give."""
    for name in (*scan(message.subject).names, *scan(message.text).names):
        path = ".".join(name.path)
        found = look_up(run, path, leaf.id) if path in run.plan.names else None
        if isinstance(found, NotYet):
            yield found

"""Why a command was refused, in the words of whoever reads it; those about a whole run stand in `life_refusals`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sopbook.errors import Refused


def listed(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final


class UnknownPerson(Refused):
    """Somebody who is not in the team register wants to act."""

    def __init__(self, person: str) -> None:
        super().__init__(f"`{person}` is not in the team register, and only people of the team take part in runs.")


class UnknownStep(Refused):
    """There is no such step."""

    def __init__(self, step: str, nearest: str | None) -> None:
        hint = f" Did you mean `{nearest}`?" if nearest else " `sop run show` lists the steps."
        super().__init__(f"This run has no step `{step}`.{hint}")


class AlreadyClosed(Refused):
    """Somebody was faster, or the step was closed before; `when` is the time in words, where it is known."""

    def __init__(self, title: str, status: str, name: str, at: datetime | None, when: str = "") -> None:
        who = f" by {name}" if name else ""
        told = f", {when}" if when else ""
        super().__init__(f"“{title}” is already {status}{who}{told}. To do it again, reopen it with a reason.")
        self.title, self.status, self.name, self.at = title, status, name, at

    def told(self, when: Callable[[datetime], str]) -> "AlreadyClosed":
        """The same with its time, as whoever reads it tells time."""
        return AlreadyClosed(self.title, self.status, self.name, self.at, when(self.at)) if self.at else self


class NotReady(Refused):
    """The step's turn has not come."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"“{title}” cannot be done yet: {why}.")


class WrongCommand(Refused):
    """The step takes other commands now."""

    def __init__(self, title: str, what: str, possible: Iterable[str]) -> None:
        can = tuple(possible)
        ending = f" What you can do with it now: {listed(can)}." if can else " Nothing can be done with it now."
        super().__init__(f"“{title}” {what}.{ending}")


class NotYours(Refused):
    """The step belongs to a role the person does not hold."""

    def __init__(self, what: str, person: str, roles: Iterable[str], holders: Iterable[str]) -> None:
        names = tuple(holders)
        who = f" Ask {listed(names)}." if names else " Nobody holds it at the moment."
        super().__init__(f"{what} is for {listed(roles)}, not for {person}.{who}")


class SomebodyElses(Refused):
    """The step was given to one person."""

    def __init__(self, title: str, keeper: str, holders: Sequence[str], *, may_take: bool) -> None:
        instead = ", or assign it to yourself first" if may_take else ""
        super().__init__(f"“{title}” is {keeper}'s. Ask {listed(holders)}{instead}.")


class NotForThem(Refused):
    """A step is only given to somebody who may do it."""

    def __init__(self, title: str, person: str, roles: Iterable[str], holders: Iterable[str]) -> None:
        names = tuple(holders)
        whom = f" It can be given to {listed(names)}." if names else ""
        super().__init__(f"“{title}” is for {listed(roles)}, not for {person}, so it cannot be theirs.{whom}")


class NotAssignable(Refused):
    """Nobody in particular does the step."""

    def __init__(self, title: str, what: str) -> None:
        super().__init__(f"“{title}” {what}: it cannot be given to anybody. Only single steps that people do can.")


class TheirsAlready(Refused):
    """The step is where it is to go."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(f"“{title}” is {name}'s already." if name else f"“{title}” was given to nobody.")


class NotYetAnybodys(Refused):
    """Who does the step is a value of the run that nobody has given yet."""

    def __init__(self, title: str, step: str) -> None:
        super().__init__(f"Whose step “{title}” is will be said by “{step}”, which is not done yet.")


class MustNotApprove(Refused):
    """Separation of duties; whoever stands in for somebody signs no more than they could."""

    def __init__(self, title: str, person: str, step: str, deputy: str = "") -> None:
        who = f" and neither {person} nor, standing in, {deputy} can" if deputy else " and therefore cannot"
        super().__init__(f"{person} worked on “{step}”{who} approve “{title}”; somebody else has to.")


class ReasonNeeded(Refused):
    """Departing from the procedure takes a reason."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a reason. Say in one sentence why.")


class DangerFirst(Refused):
    """A danger has to be heeded before the step is acted on."""

    def __init__(self, title: str, danger: str) -> None:
        super().__init__(f"First read and heed the danger of “{title}”: {danger}")


class NotAccepted(Refused):
    """A check cannot be passed with a value that its field does not accept."""

    def __init__(self, title: str, fields: Iterable[str]) -> None:
        super().__init__(f"“{title}” does not pass: {listed(fields, 'and')}. Record it as failed.")


class UnknownOption(Refused):
    """The branch has no such option."""

    def __init__(self, option: str, options: Iterable[str]) -> None:
        super().__init__(f"There is no option `{option}`. Choose {listed(f'`{one}`' for one in options)}.")


class DoneInRounds(Refused):
    """Somebody names a looped part where one of its rounds is meant."""

    def __init__(self, title: str, rounds: Sequence[str]) -> None:
        if not rounds:
            which = "it has no rounds yet"
        elif len(rounds) == 1:
            which = f"say `{rounds[0]}`"
        else:
            which = f"say which one, `{rounds[0]}` to `{rounds[-1]}`"
        super().__init__(f"“{title}” is done once for each item: {which}.")


class RoundRemoved(Refused):
    """The round of a loop fell away, and its steps with it."""

    def __init__(self, step: str, item: str, title: str) -> None:
        super().__init__(f"`{step}` is no step of this run any more: {item} was removed from “{title}”.")


class OnlyUndoes(Refused):
    """Somebody names a step that is there only when the run is cancelled."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” undoes what was done: its turn only comes when the run is cancelled.")


class UnknownValue(Refused):
    """There is no value of this name to be amended."""

    def __init__(self, name: str, nearest: str | None) -> None:
        hint = f" Did you mean `{nearest}`?" if nearest else ""
        super().__init__(f"There is no value `{name}` here.{hint}")


class NothingRecorded(Refused):
    """Only what was recorded can be amended."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(f"“{title}” has no recorded value “{name}”. What is still open is simply entered.")


class SameValue(Refused):
    """An amendment changes something."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” already is so. Nothing was changed.")


class NotTheSigner(Refused):
    """After the end, only whoever signed last signs an amendment."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(f"The run is over: “{title}” is signed anew only by {name}, who signed it.")


class LoopHasList(Refused):
    """Items are only added to a loop that has no list of its own."""

    def __init__(self, title: str, over: str) -> None:
        how = f"Amend `{over}` to add or remove one" if over else "The procedure names them, and only these"
        super().__init__(f"“{title}” has its items already. {how}.")


class TooManyRounds(Refused):
    """A loop has a bound, so that a run stays something people can go through."""

    def __init__(self, title: str, most: int) -> None:
        super().__init__(f"“{title}” has at most {most:,} rounds. End it, and start another run for the rest.")


class TooManyParts(Refused):
    """All rounds together have a bound, too."""

    def __init__(self, title: str, most: int) -> None:
        super().__init__(
            f"With another round of “{title}” this run would have more than {most:,} steps. "
            "Start another run for the rest."
        )


class TooDeep(Refused):
    """Runs that start runs have a bound."""

    def __init__(self, title: str, most: int) -> None:
        super().__init__(f"“{title}” cannot be started: at most {most} runs lie above a run. Start it by itself.")


class GivenByStep(Refused):
    """Somebody enters a value that the step hands over itself."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(f"`{name}` is given by “{title}” itself and cannot be entered.")


class NoChild(Refused):
    """There is no run that the step waits for."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” waits for no run, so none can go its own way.")


class OtherChild(Refused):
    """A run ended that the step does not wait for."""

    def __init__(self, title: str, child: str) -> None:
        super().__init__(f"“{title}” does not wait for the run {child}.")


class VersionNeeded(Refused):
    """What was read is a document at a version, or nobody knows later what it said."""

    def __init__(self, title: str) -> None:
        super().__init__(f"Say at which version “{title}” was read.")


class UnknownQuestion(Refused):
    """The quiz has no such question."""

    def __init__(self, name: str, nearest: str | None) -> None:
        hint = f" Did you mean `{nearest}`?" if nearest else ""
        super().__init__(f"The quiz has no question `{name}`.{hint}")


class QuestionsLeft(Refused):
    """A quiz is answered as a whole."""

    def __init__(self, questions: Iterable[str]) -> None:
        super().__init__(f"Still to be answered: {listed((f'“{one}”' for one in questions), 'and')}.")


class NotAnOption(Refused):
    """The question has no such answer."""

    def __init__(self, question: str, option: str, options: Iterable[str]) -> None:
        super().__init__(f"“{option}” is no answer to “{question}”. Choose {listed(f'“{one}”' for one in options)}.")


class OnlyByItself(Refused):
    """People do not tell a run what happened elsewhere."""

    def __init__(self) -> None:
        super().__init__("This is recorded by itself, when it happens; nobody can say it.")


class CannotReopen(Refused):
    """Opening the step again would change nothing."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"“{title}” does not apply: {why}. Reopen the step that decided this.")


class TextNeeded(Refused):
    """An empty note says nothing."""

    def __init__(self) -> None:
        super().__init__("Write something into the note.")


class Unprintable(Refused):
    """A record is for reading: control characters and broken ones do not go into it."""

    def __init__(self) -> None:
        super().__init__("The text holds characters that cannot be shown. Write it again without them.")


class TooLong(Refused):
    """A reason or note has a bound, so that a record stays readable."""

    def __init__(self, most: int) -> None:
        super().__init__(f"That is too long: at most {most} characters.")

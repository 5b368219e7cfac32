"""Why a command about a whole run, or the time of an entry, was refused; in the words of whoever reads it."""

from datetime import date

from sopbook.errors import Refused
from sopbook.runs.refusals import listed
from sopbook.timing.spoken import spoken_day


class RunIsOver(Refused):
    """The run's phase does not allow the command."""

    def __init__(self, phase: str) -> None:
        what = "notes and amendments" if phase == "completed" else "a note"
        super().__init__(f"This run is {phase}: {what} can be added, nothing else.")


class NotStarted(Refused):
    """Nothing can be done to a run that has not begun."""

    def __init__(self) -> None:
        super().__init__("This run has not started yet.")


class AlreadyStarted(Refused):
    """A run starts once."""

    def __init__(self) -> None:
        super().__init__("This run has already started.")


class BeginsInThePast(Refused):
    """A run is planned for a day to come."""

    def __init__(self, day: date) -> None:
        super().__init__(f"A run cannot begin on {spoken_day(day)}, which is over. Say today or a later day.")


class NotBegun(Refused):
    """Before its day nothing in a run is ready."""

    def __init__(self, day: date) -> None:
        until_then = (
            "Until then nothing is done; it can be amended, handed over or cancelled, and takes notes and files."
        )
        super().__init__(f"This run begins on {spoken_day(day)}. {until_then}")


class OnHold(Refused):
    """Nothing goes on in a run that somebody holds."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} holds this run: {reason}. Resume it first; notes and files can be added meanwhile.")


class NotOnHold(Refused):
    """Only a run on hold can be resumed."""

    def __init__(self) -> None:
        super().__init__("This run is not on hold.")


class WindingUp(Refused):
    """A run that is being cancelled only undoes what was done."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This run is being cancelled ({reason}). Only what undoes the steps that were done is left.")


class StaysOpen(Refused):
    """Only the runs of a schedule that skips what is overdue are closed by time."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” stays open until it is done: its schedule skips nothing.")


class NeedsNotConfirmed(Refused):
    """A run begins only when everything it needs is at hand."""

    def __init__(self, needs: tuple[str, ...]) -> None:
        super().__init__(f"Before it starts, confirm that all of this is there: {'; '.join(needs)}.")


class LeadsAlready(Refused):
    """The run is handed over to whoever leads it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} leads this run already.")


class ReplacedByThemselves(Refused):
    """Somebody cannot take over from themselves."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} cannot take over from {name}. Name somebody else.")


class NothingOfTheirs(Refused):
    """There is nothing in a run that somebody would leave behind."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nothing that is open in this run is {name}'s.")


class StillToCome(Refused):
    """A time at which something is said to have happened lies ahead."""

    def __init__(self, at: str) -> None:
        super().__init__(f"{at[0].upper()}{at[1:]} is still to come. Say when it happened.")


class BeforeTheStart(Refused):
    """Nothing happens in a run before it has started."""

    def __init__(self, at: str, start: str) -> None:
        super().__init__(f"{at[0].upper()}{at[1:]} is before this run started, which was {start}. Say a later time.")


class NotLate(Refused):
    """Somebody says why an entry is late, but not when it happened."""

    def __init__(self) -> None:
        super().__init__("There is a reason for a late entry, but no time. Say when it happened, too.")


class SignedNow(Refused):
    """A signature has the time at which it is given."""

    def __init__(self) -> None:
        super().__init__("A signature has the time at which it is given, and no other. Leave the time away.")


class NotOffline(Refused):
    """What needs the state of the run as it is now."""

    def __init__(self, word: str) -> None:
        what = f"To {word}" if word else "This"
        super().__init__(f"{what} cannot be done offline. Do it once you are connected, and it counts from then.")


class OtherProcedure(Refused):
    """A run stays a run of its procedure."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"This is a run of `{old}`. It cannot go on as one of `{new}`.")


class SameVersion(Refused):
    """There is nothing to go on to."""

    def __init__(self, version: str) -> None:
        super().__init__(f"The run goes by version {version} already, and the procedure says nothing else now.")


class NotOver(Refused):
    """The run cannot be finished while steps are open."""

    def __init__(self, open_titles: tuple[str, ...]) -> None:
        more = f" and {len(open_titles) - 3} more" if len(open_titles) > 3 else ""
        first = ", ".join(f"“{title}”" for title in open_titles[:3])
        super().__init__(f"Not everything is done yet. Still open: {first}{more}.")


class StillInQuestion(Refused):
    """Something changed under a step after it was done, and nobody has said yet what that means."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        which = listed((f"“{title}”" for title in titles[:3]), "and")
        super().__init__(f"A value was changed after these were done: {which}. Confirm each, or reopen it.")


class NothingToConfirm(Refused):
    """Finish was said of a procedure without `done_when`, or twice."""

    def __init__(self) -> None:
        super().__init__("There is nothing to confirm.")

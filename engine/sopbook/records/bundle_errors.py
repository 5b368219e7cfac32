"""Every way in which a bundle is refused, each with its sentence."""

from sopbook.errors import Refused, Unavailable


class BundleBroken(Refused):
    """It cannot be read any further; `line` counts from 1."""

    def __init__(self, place: str, line: int, why: str) -> None:
        super().__init__(
            f"{place}, line {line}: {why}. What stands behind that was not looked at. "
            "Ask for the bundle again; if it comes from a newer sopbook, upgrade this one."
        )
        self.place, self.line, self.why = place, line, why


class BundleFalse(Refused):
    """It can be read, and is not what was exported."""

    def __init__(self, place: str, first: str, more: int) -> None:
        others = f" And {more:,} more: `sop verify --bundle` lists them." if more else ""
        super().__init__(
            f"{place} is not what was exported, so nothing was imported. {first}.{others} Ask for the bundle again."
        )
        self.place = place


class BundleMissing(Unavailable):
    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"The bundle {place} cannot be opened: {why}.")
        self.place = place


class BundleOfAnother(Refused):
    """It holds the records of another handbook."""

    def __init__(self, place: str, *, theirs: str, ours: str) -> None:
        super().__init__(
            f"{place} holds records of the handbook `{theirs}`, these are the records of `{ours}`. "
            "Nothing was imported; with --any-handbook it is imported all the same."
        )
        self.place, self.theirs, self.ours = place, theirs, ours


class BundleChanged(Refused):
    """Somebody wrote to the file between two looks at it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} was changed while it was imported. What was imported of it holds by itself; "
            "verify the bundle and import it again for the rest."
        )
        self.place = place


class ExportFailed(Unavailable):
    """The file cannot be written."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"The export cannot be written to {place}: {why}. No half of it was left there.")
        self.place = place

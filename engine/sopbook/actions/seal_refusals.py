"""Why nothing was sealed, or nothing proven."""

from collections.abc import Sequence
from pathlib import Path

from sopbook.errors import Refused, Unavailable
from sopbook.records.seals import Seal
from sopbook.workspace.git import seals as git


class NotAsSealed(Refused):
    """The ledger no longer holds what the last seal says."""

    def __init__(self, seal: Seal, missing: Sequence[str]) -> None:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        super().__init__(
            f"The records are not what seal {seal.number} says: {', '.join(missing[:3])}{more}. Nothing was sealed. "
            "Run `sop verify` to see what does not hold, and keep a copy of the records as they are."
        )
        self.missing = tuple(missing)


class OtherLedger(Refused):
    """The branch holds the seals of a ledger whose streams are not here."""

    def __init__(self, root: Path, seal: Seal, missing: int) -> None:
        super().__init__(
            f"The branch {git.NAME} in {root} holds seals of another ledger, {seal.ledger}, and {missing} of its "
            "streams are not here. Nothing was sealed. Import its records first (`sop records import`), or name a "
            "repository for the seals of this ledger by SOP_SEALS."
        )


class NothingToSeal(Refused):
    def __init__(self) -> None:
        super().__init__("Nothing has been recorded yet, so there is nothing to seal. Start a run.")


class BranchInUse(Refused):
    """The branch is checked out somewhere, and moving it would pull the ground from under whoever works there."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"The branch {git.NAME} is checked out in {folder}, so it is not moved. Switch to another branch there."
        )


class SealUnreadable(Unavailable):
    """What stands at the end of the branch is no sound seal."""

    def __init__(self, commit: str, why: str) -> None:
        super().__init__(
            f"The last seal, commit {commit[:12]} of {git.NAME}, cannot be read: {why}. Nothing was sealed; "
            "`sop verify` says more."
        )


class NotSealed(Refused):
    """A run was to be proven that no seal knows."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"`{stream}` is in no seal yet, so nothing can be proven. Run `sop seal` first.")


class OvertakenAgain(Unavailable):
    def __init__(self, root: Path) -> None:
        super().__init__(f"Others seal into {root} again and again at this moment. Nothing is lost; try again.")

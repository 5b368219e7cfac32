"""Every way in which keeping a file, or reading one back, is refused or fails, each with its sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sopbook.errors import Refused, Unavailable

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class ChangedMeanwhile(Refused):
    """What arrived is not the file whose digest was taken."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"A file changed while it was read: it is no longer the one with SHA-256 {digest}. "
            "Nothing was recorded; wait until nothing writes to it, or give a copy of it."
        )
        self.digest = digest


class EvidenceMissing(Unavailable):
    """No file of this digest is kept."""

    def __init__(self, place: str, digest: str) -> None:
        super().__init__(
            f"The file with SHA-256 {digest} is not among the evidence at {place}. Bring it back from a backup, or "
            "attach the same file again: it is known by its content."
        )
        self.place, self.digest, self.why = place, digest, "it is missing"


class EvidenceDamaged(Unavailable):
    """What is kept under a digest is something else."""

    def __init__(self, place: str, digest: str, why: str) -> None:
        super().__init__(
            f"The file with SHA-256 {digest} among the evidence at {place} is not what was recorded: {why}. "
            "Bring it back from a backup, or attach the same file again: it is known by its content."
        )
        self.place, self.digest, self.why = place, digest, why


class EvidenceFull(Unavailable):
    def __init__(self, place: str) -> None:
        super().__init__(
            f"There is no room left to keep the file in the evidence at {place}. Nothing of this was recorded; "
            "free some space there and try again."
        )
        self.place = place


class EvidenceReadOnly(Unavailable):
    def __init__(self, place: str) -> None:
        super().__init__(
            f"The evidence at {place} cannot be written: it or its disk is read-only for you. Nothing of this was "
            "recorded; give yourself write permission there, or set SOP_EVIDENCE to another place."
        )
        self.place = place


class EvidenceUnreachable(Unavailable):
    """The store as a whole does not answer, or what is there is no store."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"The evidence at {place} cannot be reached: {why}. "
            "Check that the place exists and is yours, or set SOP_EVIDENCE to another folder or URL."
        )
        self.place, self.why = place, why


class EvidenceUnsupported(Unavailable):
    """This installation cannot use such a place."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"Evidence cannot be kept at {place}: {why}.")
        self.place = place


@contextmanager
def worded(place: str) -> Iterator[None]:
    """Turn what the system says while a file is written into a sentence."""
    try:
        yield
    except OSError as error:
        raise sentence(place, error) from error


def sentence(place: str, error: OSError) -> Unavailable:
    if error.errno in FULL:
        return EvidenceFull(place)
    if error.errno in READ_ONLY or isinstance(error, PermissionError):
        return EvidenceReadOnly(place)
    return EvidenceUnreachable(place, reason(error))


def reason(error: OSError) -> str:
    """The system's word for it, as the middle of a sentence."""
    return (error.strerror or str(error) or type(error).__name__).lower()

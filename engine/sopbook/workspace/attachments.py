"""A file that somebody names at a field: what it is called, its size and its digest; the file stays where it is."""

from hashlib import file_digest
from pathlib import Path

from sopbook.errors import Refused
from sopbook.runs.values import FileRef


class NoSuchFile(Refused):
    """The file cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The file {path} cannot be read: {why}.")


def reference_to(path: Path) -> FileRef:
    """What is recorded of a file; it is read in pieces, whatever its size."""
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            return FileRef(name=path.name, size=file.tell(), sha256=digest)
    except OSError as error:
        raise NoSuchFile(path, (error.strerror or "unknown reason").lower()) from None

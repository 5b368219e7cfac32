"""A bundle as a file: read line by line within bounds, packed or not; written beside its place and then renamed.

Bounded is how long a line may be, and how much a packed file may unpack to: what is larger is refused before it is in
memory. So a bundle from a stranger can waste no more than some seconds.
"""

import contextlib
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from sopbook.records.bundle_errors import BundleBroken, BundleMissing, ExportFailed

LONGEST = 64 * 2**20
"""Bytes of a line."""

PACKED_AT_MOST = 100
FREE = 64 * 2**20
"""A packed file may unpack to so many times its size, and these bytes anyway."""

GZIP = b"\x1f\x8b"
Write = Callable[[bytes], object]


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, open to be read, from its beginning as often as it is wanted."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BundleMissing(str(path), (error.strerror or str(error)).lower()) from error


def lines(file: IO[bytes], place: str) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, from the first on."""
    file.seek(0)
    packed = file.read(2) == GZIP
    file.seek(0)
    source = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
    size = os.fstat(file.fileno()).st_size
    most, seen, number = (PACKED_AT_MOST * size + FREE) if packed else None, 0, 0
    while line := _line(source, place, number + 1):
        number, seen = number + 1, seen + len(line)
        if most is not None and seen > most:
            raise BundleBroken(place, number, f"it unpacks to more than {PACKED_AT_MOST} times its size")
        yield number, line


def _line(source: IO[bytes], place: str, number: int) -> bytes:
    """One line with its end; nothing at the end of the file."""
    try:
        line = source.readline(LONGEST + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BundleBroken(place, number, "the packed file is damaged or cut off here") from error
    if len(line) > LONGEST:
        raise BundleBroken(place, number, f"the line is longer than {LONGEST // 2**20} MiB")
    if line and not line.endswith(b"\n"):
        raise BundleBroken(place, number, "the line is cut off")
    return line


@contextlib.contextmanager
def written_beside(path: Path, *, packed: bool = False) -> Iterator[Write]:
    """A function that writes to the file at `path`, which stays as it was, or missing, until all is written.

    Only its owner may read it: it holds what people entered.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with contextlib.ExitStack() as stack:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
            stack.callback(beside.unlink, missing_ok=True)
            file = stack.enter_context(os.fdopen(handle, "wb", buffering=2**20))
            # Without a name and a time in it, so that the same records give the same bytes.
            pack = gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) if packed else None
            yield pack.write if pack else file.write
            if pack:
                pack.close()
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
            keep_name(path.parent)
    except OSError as error:
        raise ExportFailed(str(path), (error.strerror or str(error)).lower()) from error


def keep_name(folder: Path) -> None:
    """Have the new name on the disk, too, where folders can be asked for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

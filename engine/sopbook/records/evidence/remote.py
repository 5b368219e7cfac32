"""Evidence anywhere that fsspec reaches: `s3://`, `gs://`, `az://`, `sftp://` and others.

The file systems are others' programs, each with errors of its own; whatever they raise means that the store cannot be
reached now. A file appears under its digest when it was written to its end, where the file system can do that; and
where it cannot, the event that would name half a file was not recorded.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from sopbook.errors import SopbookError
from sopbook.records.evidence.errors import (
    EvidenceDamaged,
    EvidenceMissing,
    EvidenceUnreachable,
    EvidenceUnsupported,
    reason,
    sentence,
)
from sopbook.records.evidence.store import PIECE


class Remote:
    """A shelf behind a URL; `folder` lies below it."""

    def __init__(self, url: str, folder: str) -> None:
        self._url, self.place = url, shown(f"{url.rstrip('/')}/{folder}")
        self._files, root = _reached(url, self.place)
        self._root = f"{root.rstrip('/')}/{folder}"

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        path = self._path(digest)
        files, _ = _reached(self._url, self.place)  # a transaction is all that a file system has open: one for each
        with self._worded(writing=True):
            files.makedirs(path.rpartition("/")[0], exist_ok=True)
            with files.transaction, files.open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)

    def pieces(self, digest: str) -> Iterator[bytes]:
        with self._worded():
            try:
                file = self._files.open(self._path(digest), "rb")
            except FileNotFoundError:
                raise EvidenceMissing(self.place, digest) from None
            except IsADirectoryError:
                raise EvidenceDamaged(self.place, digest, "what lies in its place is no file") from None
            with file:
                while piece := file.read(PIECE):
                    yield piece

    def has(self, digest: str) -> bool:
        with self._worded():
            return bool(self._files.exists(self._path(digest)))

    def remove(self, digest: str) -> None:
        with self._worded(writing=True), suppress(FileNotFoundError):
            self._files.rm_file(self._path(digest))

    def digests(self) -> Iterator[str]:
        for first in range(256):
            with self._worded(), suppress(FileNotFoundError):
                found = self._files.ls(f"{self._root}/{first:02x}", detail=False)
                yield from (str(name).rpartition("/")[2] for name in found)

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest}"

    @contextmanager
    def _worded(self, *, writing: bool = False) -> Iterator[None]:
        """Whatever a file system raises, in words."""
        try:
            yield
        except SopbookError:
            raise
        except OSError as error:
            failed = sentence(self.place, error) if writing else EvidenceUnreachable(self.place, reason(error))
            raise failed from error
        except Exception as error:
            raise EvidenceUnreachable(self.place, str(error) or type(error).__name__) from error


def shown(url: str) -> str:
    """The address for a message: without a name and a password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else url


def _reached(url: str, place: str) -> tuple[Any, str]:
    """The file system, and the path in it that the URL means."""
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # the extra `evidence`
    except ImportError:
        why = "that needs the extra `evidence`; install it with pip install 'sopbook[evidence]', or name a folder"
        raise EvidenceUnsupported(place, why) from None
    try:
        files, root = url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)
    except ImportError as error:
        raise EvidenceUnsupported(place, f"a package is missing here, {str(error).rstrip('.')}") from None
    except Exception as error:
        raise EvidenceUnsupported(place, f"{str(error).rstrip('.')}; name a folder, or a URL such as s3://") from error
    return files, str(root)

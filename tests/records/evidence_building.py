"""Files of evidence for tests: one that is kept, how events name it, and what somebody may do to it."""

import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from records.building import an_entry
from sopbook.records.chain import canonical
from sopbook.records.evidence.store import Store

PHOTO = b"a photo of the receipt"


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def keep(store: Store, data: bytes = PHOTO, pieces: Any = None) -> str:
    """Keep these bytes, or `pieces` in their place; their digest."""
    store.keep([data] if pieces is None else pieces, digest=digest_of(data), size=len(data))
    return digest_of(data)


def kept_at(folder: Path, data: bytes = PHOTO) -> Path:
    return folder / digest_of(data)[:2] / digest_of(data)


def a_file(data: bytes = PHOTO, name: str = "photo.jpg") -> dict[str, Any]:
    """A file as events name it."""
    return {"name": name, "size": len(data), "sha256": digest_of(data)}


def naming(*files: Any) -> Any:
    """An event with these values at fields."""
    values = {f"field_{number}": file for number, file in enumerate(files)}
    return an_entry(payload=canonical({"name": "Anna", "values": values}))


def swapped(path: Path) -> None:
    path.unlink()
    path.write_bytes(PHOTO[::-1])


def truncated(path: Path) -> None:
    path.chmod(0o600)
    os.truncate(path, 5)


def grown(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(PHOTO + b"\x00")


def a_link(path: Path) -> None:
    elsewhere = path.parents[3] / "elsewhere"
    elsewhere.write_bytes(PHOTO)
    path.unlink()
    path.symlink_to(elsewhere)


def a_linked_folder(path: Path) -> None:
    elsewhere = path.parents[3] / "elsewhere"
    path.parent.rename(elsewhere)
    path.parent.symlink_to(elsewhere)


def a_circle(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.symlink_to(path.parent)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def no_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.touch()


BAD = [
    (swapped, "its bytes are others than those that were recorded"),
    (truncated, "it has 5 bytes in place of 22"),
    (grown, "it is longer than the 22 bytes that were recorded"),
    (a_link, "there is a link in its place"),
    (a_linked_folder, "there is a link in its place"),
    (a_circle, "it cannot be read, too many levels of symbolic links"),
    (a_folder, "what lies in its place is no file"),
    (a_pipe, "what lies in its place is no file"),
    (Path.unlink, "it is missing"),
    (no_folder, "it is missing"),
]

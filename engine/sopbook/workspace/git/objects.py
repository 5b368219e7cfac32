"""Objects of a repository, read one by one by one process, and each checked against its own name.

An object's name is the digest of its bytes, which git trusts when it reads; we compute it again, and let nothing stand
in for an object (`git replace`).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sopbook.errors import Unavailable
from sopbook.workspace.git.program import Answer, started, why

ITSELF = {"GIT_NO_REPLACE_OBJECTS": "1"}
_DIGESTS = {40: hashlib.sha1, 64: hashlib.sha256}


class ObjectLost(Unavailable):
    """An object of git that is missing, or is not what its name says."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"Git's object {name} {what}. Look with `git fsck`, and fetch it from another clone.")
        self.name, self.what = name, what


@dataclass(frozen=True, slots=True)
class Commit:
    tree: str
    parents: tuple[str, ...]


class Objects:
    """Use it in a `with`; every reading raises `ObjectLost` for what is not there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: Any = None

    def __enter__(self) -> Self:
        answer = started(self._root, "cat-file", "--batch", environ=ITSELF)
        if isinstance(answer, Answer):
            raise Unavailable(why(answer.words, self._root, so="its seals cannot be read"))
        self._process = answer
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def commit(self, name: str) -> Commit:
        """The commit's tree and the commits before it."""
        head, _, _ = self._read(name, "commit").decode("utf-8", "replace").partition("\n\n")
        lines = [line.partition(" ") for line in head.split("\n")]
        trees = [value for key, _, value in lines if key == "tree"]
        return Commit(tree=trees[0], parents=tuple(value for key, _, value in lines if key == "parent"))

    def tree(self, name: str) -> Mapping[str, str]:
        """What is in a folder: file or folder -> the name of its object."""
        data, size, start = self._read(name, "tree"), len(name) // 2, 0
        found = {}
        while start < len(data):
            end = data.index(b"\0", start)
            file = data[start:end].partition(b" ")[2].decode("utf-8", "surrogateescape")
            start = end + 1 + size
            found[file] = data[end + 1 : start].hex()
        return found

    def blob(self, name: str) -> bytes:
        """The bytes of a file."""
        return self._read(name, "blob")

    def _read(self, name: str, kind: str) -> bytes:
        self._process.stdin.write(f"{name}\n".encode())
        self._process.stdin.flush()
        answered = self._process.stdout.readline().decode("utf-8", "replace").split()
        if len(answered) != 3:
            raise ObjectLost(name, "is missing")
        data: bytes = self._process.stdout.read(int(answered[2]))
        self._process.stdout.read(1)
        written = b"%s %d\0" % (answered[1].encode(), len(data)) + data
        if answered[1] != kind or len(name) not in _DIGESTS or _DIGESTS[len(name)](written).hexdigest() != name:
            raise ObjectLost(name, f"is not the {kind} that its name says")
        return data

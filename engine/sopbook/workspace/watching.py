"""Waits until a file of a handbook changes.

Whether something changed is decided by comparing what the files look like from outside (identity, size, times) with how
they looked before the last check, so a change during the check is not missed. The system's own notices only end the
waiting early; where there are none, or one is lost, the next comparison finds out.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from sopbook.workspace.files import find
from sopbook.workspace.settings import DEFAULT_PATHS, FILE

EVERY = 1.0
"""Seconds after which files are compared in any case, where the system gives no notices."""

WITH_NOTICES = 5
"""So many times longer is that where it does."""

SETTLE = 0.05
"""Seconds without a further change after which a change counts as complete; editors write in several steps."""

CHANGES = frozenset({"created", "modified", "deleted", "moved", "closed", "attrib"})
"""Notices that count. Reading does not: reading is what we do ourselves."""

Look = Mapping[str, tuple[int, ...]]
Paths = Callable[[], Sequence[str] | None]
Pause = Callable[[float], object]


def look(root: Path, paths: Sequence[str]) -> Look:
    """What `handbook.yml` and the documents look like from outside; `()` stands for what is in the way."""
    found = find(root, paths, but=(FILE,))
    faults: dict[str, tuple[int, ...]] = {str(problem.at): () for problem in found.problems}
    return {
        **faults,
        **dict.fromkeys(found.missing, ()),
        **{one: _stamp(root / one) for one in (FILE, *found.files)},
    }


def _stamp(file: Path) -> tuple[int, ...]:
    with suppress(OSError):
        seen = file.stat()
        return (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
    return ()


class Watch:
    """The files of one handbook; `paths` says where its documents are, or nothing while the settings are broken.

    `pause` may end early, `settle` takes its time.
    """

    def __init__(self, root: Path, paths: Paths, pause: Pause, settle: Pause = time.sleep) -> None:
        self._root = root
        self._ask = paths
        self._pause, self._settle = pause, settle
        self._paths: Sequence[str] = DEFAULT_PATHS
        self._before: Look = {}

    @property
    def paths(self) -> Sequence[str]:
        """Where documents are, as far as last known."""
        return self._paths

    def mark(self) -> None:
        """Remember how everything looks now; called before the files are read."""
        self._paths = self._ask() or self._paths
        self._before = self._look()

    def wait(self) -> None:
        """Return once something looks otherwise than at the mark, and no longer changes."""
        while (now := self._look()) == self._before:
            self._pause(EVERY)
        before = self._before
        while now != before:
            before = now
            self._settle(SETTLE)
            now = self._look()

    def _look(self) -> Look:
        return look(self._root, self._paths)


class Notices:
    """The system's notices about a folder and what is below some of its paths; without any, it only lets time pass."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._noticed = threading.Event()
        self._observer: Any = None
        self._followed: tuple[_Folder, ...] = ()

    @property
    def follows(self) -> tuple[Path, ...]:
        """The folders whose changes it is told."""
        return tuple(one.path for one in self._followed)

    def __enter__(self) -> "Notices":
        with suppress(ImportError, OSError):
            from watchdog.observers import Observer

            # it logs a notice that comes while it is being stopped, which is nobody's concern
            logging.getLogger("watchdog").addHandler(logging.NullHandler())
            observer: Any = Observer()
            observer.start()
            self._observer = observer
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()

    def dispatch(self, event: Any) -> None:
        """Called by the observer, in a thread of its own."""
        if event.event_type in CHANGES:
            self._noticed.set()

    def pause(self, seconds: float, paths: Sequence[str]) -> None:
        """Wait that long, or until the next notice."""
        if not self._follows_anew(paths):
            self._noticed.wait(seconds * (WITH_NOTICES if self._followed else 1))
            self._noticed.clear()

    def _follows_anew(self, paths: Sequence[str]) -> bool:
        """Follow the folders that are there now; says whether they are others, whose changes so far are unknown."""
        folders = [_Folder(self._root, False), *(_Folder(self._root / path, True) for path in paths)]
        wanted = tuple(replace(one, stamp=_stamp(one.path)[:1]) for one in folders if one.path.is_dir())
        if self._observer is None or wanted == self._followed:
            return False
        self._followed = ()
        with suppress(OSError):
            self._observer.unschedule_all()
            for one in wanted:
                self._observer.schedule(self, str(one.path), recursive=one.deep)
            self._followed = wanted
        return bool(self._followed)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to follow; the stamp tells it from another one that is made in its place later."""

    path: Path
    deep: bool
    stamp: tuple[int, ...] = ()

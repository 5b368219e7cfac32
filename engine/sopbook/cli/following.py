"""Doing something again whenever the handbook changes, until Ctrl-C."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sopbook.actions import handbook
from sopbook.workspace.watching import Notices, Watch


class Changes(Protocol):
    """What to follow."""

    def mark(self) -> None:
        """Changes count from here on."""
        ...

    def wait(self) -> None:
        """Return when something has changed since the mark."""
        ...


def follow(changes: Changes, once: Callable[[], int], waiting: Callable[[], None]) -> int:
    """Do it now and after every change; Ctrl-C ends that with the last answer. Before there is one, it is passed on.

    `waiting` is called before each wait.
    """
    answer: int | None = None
    try:
        while True:
            changes.mark()
            answer = once()
            waiting()
            changes.wait()
    except KeyboardInterrupt:
        if answer is None:
            raise
        return answer


@contextmanager
def changes_of(root: Path) -> Iterator[Changes]:
    """The changes of the handbook at `root`."""
    with Notices(root) as notices:
        watch = Watch(root, lambda: handbook.sources(root), lambda seconds: notices.pause(seconds, watch.paths))
        yield watch

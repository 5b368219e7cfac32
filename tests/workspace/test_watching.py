"""Noticing changes: by comparing, with a pause in which the test makes them, and by the system's own notices."""

import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sopbook.workspace.watching import CHANGES as COUNTING
from sopbook.workspace.watching import EVERY, SETTLE, Notices, Watch, look


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "sops" / "deep").mkdir(parents=True)
    (tmp_path / "handbook.yml").write_text("id: b\n", encoding="utf-8")
    (tmp_path / "sops" / "a.yml").write_text("a", encoding="utf-8")
    return tmp_path


class Pauses:
    """A pause in which one thing happens at a time; more pauses than things would be an endless wait."""

    def __init__(self, *happens: Callable[[], object]) -> None:
        self.happens = list(happens)
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.happens.pop(0)()


def nothing() -> None:
    return None


def a_watch(book: Path, pause: Callable[[float], object], paths: Sequence[str] | None = ("sops",)) -> Watch:
    watch = Watch(book, lambda: paths, pause, pause)
    watch.mark()
    return watch


CHANGES: dict[str, Callable[[Path], object]] = {
    "a document is written": lambda book: (book / "sops/a.yml").write_text("other", encoding="utf-8"),
    "a document is added": lambda book: (book / "sops/deep/b.yaml").write_text("b", encoding="utf-8"),
    "a document is removed": lambda book: (book / "sops/a.yml").unlink(),
    "a document is renamed": lambda book: (book / "sops/a.yml").rename(book / "sops/b.yml"),
    "the settings are written": lambda book: (book / "handbook.yml").write_text("id: [", encoding="utf-8"),
    "the settings vanish": lambda book: (book / "handbook.yml").unlink(),
    "the folder vanishes": lambda book: (book / "sops").rename(book / "away"),
    "a document becomes unreadable": lambda book: (book / "sops/a.yml").chmod(0o200),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_ends_the_wait(book: Path, change: Callable[[Path], object]) -> None:
    pauses = Pauses(nothing, lambda: change(book), nothing)
    a_watch(book, pauses).wait()
    assert pauses.seconds == [EVERY, EVERY, SETTLE]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_during_the_check_is_not_missed(book: Path, change: Callable[[Path], object]) -> None:
    watch = a_watch(book, Pauses(nothing))
    change(book)
    watch.wait()
    watch.mark()
    with pytest.raises(IndexError):  # it waits on: there is no pause left
        watch.wait()


def test_it_waits_until_nothing_changes_any_more(book: Path) -> None:
    file = book / "sops/a.yml"
    pauses = Pauses(file.unlink, lambda: file.write_text("new", encoding="utf-8"), nothing)
    a_watch(book, pauses).wait()
    assert pauses.seconds == [EVERY, SETTLE, SETTLE]


def test_other_files_do_not_count(book: Path) -> None:
    watch = a_watch(book, Pauses())
    (book / "notes.txt").write_text("x", encoding="utf-8")
    (book / "sops" / ".a.yml.swp").write_text("x", encoding="utf-8")
    with pytest.raises(IndexError):
        watch.wait()


def test_while_the_settings_are_broken_the_last_known_paths_count(book: Path) -> None:
    answers: list[Sequence[str] | None] = [("docs",), None]
    watch = Watch(book, lambda: answers.pop(0), Pauses())
    watch.mark()
    watch.mark()
    assert watch.paths == ("docs",)


def test_a_handbook_that_is_gone_looks_like_nothing_and_raises_nothing(tmp_path: Path) -> None:
    assert look(tmp_path / "gone", ("sops",)) == {"handbook.yml": (), "sops": ()}


class Heard(Notices):
    """Notices that also say that one has come."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.heard = threading.Event()

    def dispatch(self, event: Any) -> None:
        super().dispatch(event)
        if event.event_type in COUNTING:
            self.heard.set()


def test_the_system_tells_changes_in_all_folders_below(book: Path) -> None:
    pytest.importorskip("watchdog")
    with Heard(book) as notices:
        notices.pause(EVERY, ("sops",))
        for file in ("handbook.yml", "sops/a.yml", "sops/deep/new.yml"):
            notices.heard.clear()
            (book / file).write_text("new", encoding="utf-8")
            assert notices.heard.wait(60), file


def test_a_notice_ends_the_pause_and_reading_is_none(book: Path) -> None:
    notices = Notices(book)
    notices.dispatch(SimpleNamespace(event_type="modified"))
    notices.pause(3600, ("sops",))
    for kind in ("opened", "closed_no_write"):
        notices.dispatch(SimpleNamespace(event_type=kind))
    assert not notices._noticed.is_set()


def test_without_the_library_time_passes(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchdog.observers", None)
    with Notices(book) as notices:
        notices.pause(0, ("sops",))
        assert notices.follows == ()


def test_the_folders_that_are_there_are_followed_also_when_they_are_made_anew(book: Path) -> None:
    pytest.importorskip("watchdog")
    with Heard(book) as notices:
        notices.pause(EVERY, ("sops", "gone"))
        assert notices.follows == (book, book / "sops")
        (book / "sops").rename(book / "away")
        notices.pause(EVERY, ("sops",))
        assert notices.follows == (book,)
        (book / "sops").mkdir()
        notices.pause(EVERY, ("sops",))
        notices.heard.clear()
        (book / "sops" / "b.yml").write_text("b", encoding="utf-8")
        assert notices.heard.wait(60)

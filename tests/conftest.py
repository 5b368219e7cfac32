"""What every test has: a home of its own, and on request a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

OURS = ("SOP_ROOT", "SOP_RECORDS", "SOP_PERSON", "SOP_SEALS")
CHROMIUM = ("/usr/bin/chromium", "chromium-browser", "google-chrome")


settings.register_profile("ci", derandomize=True, deadline=None)
if "CI" in os.environ:  # one and the same answer for one and the same commit; new cases are looked for by hand
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write what was made over the golden files.")


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the real home, and none sees the caller's settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    return home


class Golden:
    """Files that say what is expected; `--update-golden` writes them anew."""

    def __init__(self, folder: Path, *, update: bool) -> None:
        self.folder, self.update = folder, update

    def holds(self, name: str, made: str) -> None:
        file = self.folder / name
        if self.update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made, encoding="utf-8")
        assert file.is_file(), f"{name} is missing: run the test with --update-golden and review the file"
        assert made == file.read_text(encoding="utf-8")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The golden files beside the test, in `golden/`."""
    return Golden(request.path.parent / "golden", update=request.config.getoption("--update-golden"))


def _chromium() -> str | None:
    for one in (os.environ.get("SOP_CHROMIUM", ""), *CHROMIUM):
        if one and (found := shutil.which(one)):
            return found
    return None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser: SOP_CHROMIUM, the system's, or Playwright's own; else skipped, and a failure under CI."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=_chromium())
        except playwright.Error as error:
            reason = f"no Chromium to be started: {str(error).splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


def _own_postgresql() -> Iterator[Any]:
    import postgresql_server

    if reason := postgresql_server.why_none():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with postgresql_server.a_server_of_our_own() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A PostgreSQL server: SOP_TEST_POSTGRES, or one made from the system's programs; else skipped, failed under CI."""
    if url := os.environ.get("SOP_TEST_POSTGRES"):
        from postgresql_server import Server

        server = Server(url=url)
        yield server
        server.drop_databases()
    else:
        yield from _own_postgresql()


@pytest.fixture(scope="module")
def own_postgresql() -> Iterator[Any]:
    """A PostgreSQL server that the test may stop and start."""
    yield from _own_postgresql()

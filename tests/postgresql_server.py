"""A PostgreSQL server for tests: the one that SOP_TEST_POSTGRES names, or one of our own from the system's programs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

_NUMBERS = count(1)
_SETTINGS = "-c listen_addresses='' -c max_connections=60 -c shared_buffers=32MB -c lc_messages=C"


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server where databases can be made; `data` is its folder when it is ours."""

    url: str
    data: Path | None = None
    fsync: bool = False
    made: list[str] = field(default_factory=list)

    def new_database(self, options: str = "ENCODING 'UTF8' TEMPLATE template0") -> str:
        """The URL of a new, empty database."""
        name = f"sop_test_{os.getpid()}_{next(_NUMBERS)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        self.made.append(name)
        return self.url_of(name)

    def url_of(self, database: str, role: str | None = None) -> str:
        url = make_url(self.url).set(database=database)
        return (url.set(username=role) if role else url).render_as_string(hide_password=False)

    def execute(self, statement: str) -> None:
        """As the owner of the server, outside any test's database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def restart(self, mode: str = "immediate") -> None:
        """`immediate` is a crash: the server recovers from its log when it starts."""
        assert self.data is not None
        _run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")
        self.start()

    def start(self) -> None:
        assert self.data is not None
        log, options = (
            str(self.data.parent / "log"),
            f"-k {self.data.parent} {_SETTINGS} -c fsync={'on' if self.fsync else 'off'}",
        )
        _run("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def drop_databases(self) -> None:
        for name in self.made:
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def a_server_of_our_own(*, fsync: bool = False) -> Iterator[Server]:
    """Made and thrown away; its socket's path is short, since it may have 107 bytes.

    Without fsync what a process wrote outlives it all the same: only a machine that loses power would lose it.
    """
    folder = Path(tempfile.mkdtemp(prefix="sop", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run("initdb", "-D", str(folder / "data"), "--no-sync", "-A", "trust", "-U", "postgres", "--locale=C")
        server = Server(url=f"postgresql://postgres@/postgres?host={folder}", data=folder / "data", fsync=fsync)
        server.start()
        try:
            yield server
        finally:
            _run("pg_ctl", "-D", str(folder / "data"), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def why_none() -> str:
    """Why no server can be started here; empty when one can."""
    if _program("initdb") is None:
        return "no PostgreSQL: install the package postgresql, or set SOP_TEST_POSTGRES to the URL of a server"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and there is no runuser"
    return ""


def _program(name: str) -> str | None:
    """Debian keeps them out of the path, one folder per version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name))
    return shutil.which(name, path=os.pathsep.join(map(str, reversed(folders)))) or shutil.which(name)


def _run(program: str, *words: str) -> None:
    path = _program(program)
    assert path is not None
    as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Its output goes nowhere: the server would keep a pipe open for as long as it lives.
    subprocess.run([*as_whom, path, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

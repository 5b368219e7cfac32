"""Where the handbook is and what its `handbook.yml` says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sopbook.documents.schemas import Schemas
from sopbook.errors import SopbookError
from sopbook.source.diagnostic import Diagnostic
from sopbook.source.position import Position
from sopbook.source.yaml_reader import Reading, read
from sopbook.workspace.files import readable

FILE = "handbook.yml"
SCHEMA = "settings.schema.json"
DEFAULT_PATHS = ("sops",)
ENVIRON = ("records", "seals", "evidence", "evidence_limit")
"""What SOP_RECORDS and so on say, by their names in `Settings`."""

MEGABYTE = 1_000_000
MOST_MEGABYTES = 200
"""So large may a file be that is kept as evidence, unless SOP_EVIDENCE_LIMIT says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One handbook. `severities` maps a check's code to `error`, `warning`, `hint` or `off`.

    `records` is a database URL that takes the place of the ledger in the user's data folder, or empty; `seals` is the
    folder of a git repository that seals are kept in instead of the handbook's own, or empty. `evidence` is a folder or
    URL for files that takes the place of the one beside the ledger, and `evidence_limit` how large they may be.
    """

    root: Path
    id: str
    name: str
    format: int = 1
    forge: str = ""
    severities: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = DEFAULT_PATHS
    records: str = ""
    seals: str = ""
    evidence: str = ""
    evidence_limit: str = ""
    reading: Reading | None = field(default=None, compare=False, repr=False)

    def where(self, *pointer: str | int) -> Position:
        """The place of a value of `handbook.yml`."""
        return self.reading.marks.value(pointer) if self.reading else Position(FILE, 1, 1)

    def where_key(self, *pointer: str | int) -> Position:
        """The place of a key of `handbook.yml`."""
        return self.reading.marks.key(pointer) if self.reading else Position(FILE, 1, 1)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of `handbook.yml`."""
        return self.reading.lines if self.reading else ()

    @property
    def records_url(self) -> str:
        """The database of the ledger. Never inside the clone by default, where `git clean` would delete it."""
        return self.records or f"sqlite:///{self.records_folder / 'records.sqlite3'}"

    @property
    def seals_folder(self) -> Path:
        """The repository that the ledger's seals are kept in."""
        return Path(self.seals).expanduser() if self.seals else self.root

    @property
    def records_folder(self) -> Path:
        """The folder of this handbook in the user's data folder; it need not exist yet."""
        from platformdirs import user_data_path  # only runs need it

        return user_data_path("sopbook") / self.id

    @property
    def most_evidence(self) -> int:
        """How many bytes a file may have that is kept; refused when the limit is no number."""
        if not self.evidence_limit:
            return MOST_MEGABYTES * MEGABYTE
        if not re.fullmatch("[0-9]{1,9}", self.evidence_limit):
            raise BadLimit(self.evidence_limit)
        return int(self.evidence_limit) * MEGABYTE


class NoHandbook(SopbookError):
    """There is no `handbook.yml` where one was looked for."""

    def __init__(self, start: Path, *, named: bool) -> None:
        if named:
            words = f"There is no handbook in {start}: the folder has no {FILE}."
        else:
            words = f"There is no handbook here: run this inside a folder with {FILE}, or name it with --root."
        super().__init__(words)
        self.start = start


class BadLimit(SopbookError):
    """SOP_EVIDENCE_LIMIT says nothing that can be used."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"SOP_EVIDENCE_LIMIT is `{text}`. Write how many megabytes a file may have, as a whole number "
            f"such as {MOST_MEGABYTES}, or take it away."
        )


class BadSettings(SopbookError):
    """`handbook.yml` is there and cannot be used; the problems say where and why, the text says the first of them."""

    def __init__(self, problems: tuple[Diagnostic, ...], lines: tuple[str, ...]) -> None:
        more = f" (and {len(problems) - 1} more: run `sop check`)" if len(problems) > 1 else ""
        super().__init__(f"The handbook's settings cannot be used. {problems[0].sentence}{more}")
        self.problems, self.lines = problems, lines


def find_root(start: Path, named: Path | None = None) -> Path:
    """The folder with `handbook.yml`: the named one, else the nearest at or above `start`, as git looks for its own."""
    if named is not None:
        if not (named / FILE).is_file():
            raise NoHandbook(named, named=True)
        return named.resolve()
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder
    raise NoHandbook(start, named=False)


def read_settings(root: Path, schemas: Schemas, environ: Mapping[str, str]) -> Settings:
    """What `handbook.yml` at `root` says, with what the environment says of the records."""
    data = readable(root, FILE)
    if isinstance(data, Diagnostic):
        raise BadSettings((data,), ())
    reading = read(data, FILE)
    problems = reading.problems
    if isinstance(reading.value, dict):
        problems += tuple(schemas.problems_with(SCHEMA, reading.value, reading.marks))
    if problems or not isinstance(reading.value, dict):
        raise BadSettings(tuple(sorted(problems, key=lambda problem: problem.order)), reading.lines)
    return _settings(root, reading, reading.value, environ)


def _settings(root: Path, reading: Reading, value: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    paths = tuple(value.get("paths", DEFAULT_PATHS))
    said = {name: environ.get(f"SOP_{name.upper()}", "") for name in ENVIRON}
    return Settings(root=root, **{**value, **said, "paths": paths}, reading=reading)

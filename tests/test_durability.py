"""A process that is killed while it plays a run loses nothing that it acknowledged, and leaves no half of anything.

A child plays a run and kills itself with SIGKILL at one of its appends: before it, in the middle of its transaction, or
when it is on the disk and nobody has been told yet. After each append it acknowledges, on a pipe, what is recorded.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from postgresql_server import Server
from run_handbook import RECEIPT, SAME, STARTED, a_handbook, sop, surroundings
from sopbook.records.errors import LedgerMissing
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import Outbox, State

ROOT = Path(__file__).parents[1]
MOMENTS = ("before", "within", "after")

KILLING = """
import os, signal, sys

import sopbook.records.ledger as ledger
from sopbook.cli import main
from sopbook.records.journal import Journal

pipe, at, moment = int(sys.argv.pop(1)), int(sys.argv.pop(1)), sys.argv.pop(1)
append, record, count = Journal.append, ledger.record, 0

def kill_at(now):
    if (count, moment) == (at, now):
        os.kill(os.getpid(), signal.SIGKILL)

def recording(*parts):
    recorded = record(*parts)
    kill_at("within")
    return recorded

def appending(self, stream, **given):
    global count
    count += 1
    kill_at("before")
    appended = append(self, stream, **given)
    kill_at("after")
    os.write(pipe, f"{stream} {appended.last}\\n".encode())
    return appended

ledger.record, Journal.append = recording, appending
"""

CHILD = (
    KILLING
    + """
main(prog_name="sop")
"""
)

ANSWERS = """\
needs: confirmed
as: ben
inputs: {customer: Mrs Lund, amount: 40}
acts:
  - do: receipt
    set: {bought_on: "2026-03-02"}
  - fail: same
    reason: Another colour
  - do: receipt
    set: {bought_on: "2026-03-02"}
  - pass: same
  - {choose: way, option: cash}
  - heed: count
  - do: count
  - {answer: excuse, applies: false}
  - {approve: sign, as: ines}
  - finish: true
"""


@dataclass(frozen=True, kw_only=True)
class Play:
    """A run to be played again and again: which procedure of which handbook, from which answers."""

    root: Path
    procedure: str
    answers: Path

    @property
    def words(self) -> tuple[str, ...]:
        """The command; with its key, playing it again goes on where it broke off."""
        return ("run", "start", self.procedure, "--answers", str(self.answers), "--key", "the-play", "--json")


def acknowledged(play: Play, records: str, *, at: int, moment: str) -> tuple[list[int], int]:
    """Play it in a child that dies at one append; the numbers of events that it acknowledged, and its exit code."""
    ours, theirs = os.pipe()
    words = [sys.executable, "-c", CHILD, str(theirs), str(at), moment, "--root", str(play.root), *play.words]
    environ = {**os.environ, **surroundings(play.root, SOP_RECORDS=records)}
    with os.fdopen(ours, encoding="ascii") as pipe:
        child = subprocess.Popen(words, env=environ, pass_fds=[theirs], stdout=subprocess.DEVNULL)
        os.close(theirs)
        lines = pipe.read().splitlines()
    return [int(line.split()[1]) for line in lines], child.wait(timeout=60)


def recorded(records: str) -> int:
    """How many events are there."""
    try:
        with Ledger.open(records, handbook=None) as ledger:
            return sum(len(ledger.read(stream)) for stream in ledger.streams("run:"))
    except LedgerMissing:
        return 0


def whole(play: Play, records: str) -> list[int]:
    """The numbers of events after each append of an undisturbed play."""
    told, code = acknowledged(play, records, at=0, moment="never")
    assert (code, told[-1]) == (0, recorded(records))
    return told


def hold_against_a_kill(play: Play, records: str, steps: list[int], *, at: int, moment: str) -> None:
    told, code = acknowledged(play, records, at=at, moment=moment)
    assert code == -9
    assert told == steps[: at - 1], "it acknowledges each append before the next"
    expected = [0, *steps][at if moment == "after" else at - 1]
    assert recorded(records) == expected, "all of an append is there, or nothing of it"
    environ = {"SOP_RECORDS": records}
    verified = sop(play.root, "verify", **environ)
    assert verified.exit_code == 0, verified.output
    if expected:
        (line,) = sop(play.root, "run", "list", "--all", **environ).stdout.splitlines()[1:]
        assert sop(play.root, "run", "continue", line.split()[0], **environ).exit_code == 0
    again = sop(play.root, *play.words, **environ)
    assert again.exit_code == 0, again.output
    assert recorded(records) == steps[-1]
    assert '"phase": "completed"' in again.stdout
    assert sop(play.root, "verify", **environ).exit_code == 0


@pytest.fixture(scope="module")
def refund(tmp_path_factory: pytest.TempPathFactory) -> Play:
    root = a_handbook(tmp_path_factory.mktemp("refund") / "shop")
    (root / "answers.yml").write_text(ANSWERS, encoding="utf-8")
    return Play(root=root, procedure="refund", answers=root / "answers.yml")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("at", [1, 3, 11])
def test_a_killed_run_keeps_what_was_acknowledged_and_goes_on(
    refund: Play, tmp_path: Path, at: int, moment: str
) -> None:
    steps = [1, 2, 4, 5, 7, 9, 10, 11, 13, 14, 16]
    hold_against_a_kill(refund, str(tmp_path / "records.sqlite3"), steps, at=at, moment=moment)


@pytest.mark.slow
def test_a_run_killed_at_every_append_on_a_server_keeps_what_was_acknowledged_and_goes_on(
    refund: Play, postgresql: Server
) -> None:
    """Each append at one of the moments in turn; on SQLite each is killed at all of them."""
    steps = whole(refund, postgresql.new_database())
    for at, moment in zip(range(1, len(steps) + 1), cycle(MOMENTS), strict=False):
        hold_against_a_kill(refund, postgresql.new_database(), steps, at=at, moment=moment)


@pytest.mark.parametrize("place", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_clock_that_jumps_back_an_hour_disorders_nothing(
    place: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_handbook(tmp_path / "shop")
    records = str(root / "records.sqlite3")
    if place == "postgresql":
        records = request.getfixturevalue("postgresql").new_database()
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    clock = iter([noon, *(noon + timedelta(minutes=number - 60) for number in range(1000))])
    monkeypatch.setattr("sopbook.wiring.Desk.now", lambda _desk: next(clock))
    started = sop(root, *STARTED, "--json", SOP_RECORDS=records)
    run = json.loads(started.stdout)["run"]
    for words in (RECEIPT, SAME):
        acted = sop(root, "run", words[0], run, *words[1:], SOP_RECORDS=records)
        assert acted.exit_code == 0, acted.output
    with Ledger.open(records, handbook=None) as ledger:
        times = [one.envelope.recorded_at for one in ledger.read(f"run:{run}")]
    assert times == sorted(times)
    assert sop(root, "verify", SOP_RECORDS=records).exit_code == 0


def test_the_small_play_appends_as_it_is_assumed_here(refund: Play, tmp_path: Path) -> None:
    assert whole(refund, str(tmp_path / "records.sqlite3")) == [1, 2, 4, 5, 7, 9, 10, 11, 13, 14, 16]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_an_onboarding_killed_at_every_append_keeps_what_was_acknowledged_and_goes_on(
    tmp_path: Path, moment: str
) -> None:
    play = Play(root=ROOT, procedure="onboard-client", answers=ROOT / "tests" / "answers" / "onboard-client.yml")
    steps = whole(play, str(tmp_path / "whole.sqlite3"))
    assert len(steps) >= 30
    for at in range(1, len(steps) + 1):
        hold_against_a_kill(play, str(tmp_path / f"{at}.sqlite3"), steps, at=at, moment=moment)


A_RUN_OF_A_RUN = (
    KILLING
    + """
import io, json
from contextlib import redirect_stdout

def sop(*words):
    said = io.StringIO()
    with redirect_stdout(said):
        main([*sys.argv[2:], *words, "--json"], standalone_mode=False)
    return json.loads(said.getvalue())

parent = sop("run", "start", "parent", "--key", "1")["run"]
sop("run", "do", parent, "begin", "--key", "2")
(child,) = (line["run"] for line in sop("run", "list", "--all") if line["procedure"] == "child")
if sys.argv[1] == "works":
    sop("run", "do", child, "work", "--key", "3")
    sop("run", "do", parent, "end", "--key", "4")
else:
    sop("run", "cancel", parent, "--reason", "The client left", "--key", "3")
"""
)

A_FAMILY = {
    "parent": """\
kind: procedure
id: parent
title: Parent
owner: owner
version: "1.0"
steps:
  - {id: begin, do: Begin}
  - {id: hand-on, run: child}
  - {id: end, do: End}
""",
    "child": """\
kind: procedure
id: child
title: Child
owner: owner
version: "1.0"
steps: [{id: work, do: Work}]
""",
}
ENDS = {
    "works": {
        "parent": ["run_started", "step_completed", "child_due", "child_ended", "step_completed", "run_completed"],
        "child": ["run_started", "step_completed", "run_completed"],
    },
    "leaves": {
        "parent": ["run_started", "step_completed", "child_due", "child_cancel_due", "run_cancelled"],
        "child": ["run_started", "run_cancelled"],
    },
}
"""What is recorded of parent and child in the end, however often somebody was killed on the way."""


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_handbook(tmp_path_factory.mktemp("family") / "shop", **A_FAMILY)


def played(family: Path, records: Path, *, end: str, at: int = 0, moment: str = "never") -> int:
    """Play parent and child to an end in a process that dies at one append; its exit code."""
    words = [sys.executable, "-c", A_RUN_OF_A_RUN, str(2), str(at), moment, end, "--root", str(family)]
    environ = {**os.environ, **surroundings(family, "ben", SOP_RECORDS=str(records))}
    return subprocess.run(words, env=environ, check=False, stderr=subprocess.DEVNULL, timeout=60).returncode


def told_of(records: Path) -> dict[str, list[str]]:
    """The types of the events of each run, by its procedure; nothing waits in the outbox any more."""
    with Ledger.open(str(records), handbook=None) as ledger:
        assert Outbox(ledger).rows(states=[State.PENDING, State.FAILED]) == ()
        return {line.procedure: [one.envelope.type for one in ledger.read(line.stream)] for line in ledger.runs()}


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["within", "after"])
@pytest.mark.parametrize(("end", "at"), [*(("works", at) for at in range(1, 7)), ("leaves", 4), ("leaves", 5)])
def test_whoever_is_killed_between_two_runs_leaves_what_another_process_brings_to_the_same_end(
    family: Path, tmp_path: Path, end: str, at: int, moment: str
) -> None:
    records = tmp_path / "records.sqlite3"
    assert played(family, records, end=end, at=at, moment=moment) == -9
    assert sop(family, "verify", SOP_RECORDS=str(records)).exit_code == 0 or not recorded(str(records))
    assert played(family, records, end=end) == 0
    assert told_of(records) == ENDS[end]
    assert sop(family, "verify", SOP_RECORDS=str(records)).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("at", [3, 5])
def test_whoever_opens_the_parent_brings_on_what_a_killed_process_left(family: Path, tmp_path: Path, at: int) -> None:
    """Killed with a child to be started, and with a parent to be told of its end."""
    records = tmp_path / "records.sqlite3"
    assert played(family, records, end="works", at=at, moment="before") == -9
    with Ledger.open(str(records), handbook=None) as ledger:
        (row,) = Outbox(ledger).rows()
        (parent,) = (line.stream for line in ledger.runs() if line.procedure == "parent")
    openers = [opener(family, records, parent.removeprefix("run:")) for _ in range(4)]
    assert [one.wait(timeout=60) for one in openers] == [0] * 4, "all at once, and none is disturbed"
    with Ledger.open(str(records), handbook=None) as ledger:
        (told,) = (one for one in Outbox(ledger).rows(states=list(State)) if one.key == row.key)
    assert (told.state, told.attempts) == (State.DELIVERED, 1)
    assert played(family, records, end="works") == 0
    assert told_of(records) == ENDS["works"]


def opener(family: Path, records: Path, run: str) -> "subprocess.Popen[str]":
    words: Sequence[str] = ("--root", str(family), "run", "show", run)
    program = [sys.executable, "-c", "from sopbook.cli import main; main(prog_name='sop')", *words]
    environ = {**os.environ, **surroundings(family, "ben", SOP_RECORDS=str(records))}
    return subprocess.Popen(program, env=environ, stdout=subprocess.DEVNULL, text=True)

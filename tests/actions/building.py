"""A company that works by a handbook, for tests of actions: a minute passes with each act, and all is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from textwrap import dedent
from typing import Any

from handbook_builders import handbook_from
from sopbook.actions import acting, outbox, runs, starting
from sopbook.actions.people import register_of
from sopbook.actions.recording import Acted, fold
from sopbook.actions.surroundings import HandbookHasErrors, Surroundings
from sopbook.errors import SopbookError
from sopbook.handbook.book import Handbook
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import State
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command
from sopbook.runs.state import Run
from sopbook.timing.calendar import Calendar
from sopbook.wiring import CODEC

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


def a_procedure(id: str, body: str, head: str = "") -> str:
    """A procedure by the lead with these steps; `head` holds further keys."""
    lines = ["kind: procedure", f"id: {id}", f"title: {id.capitalize()}", "owner: lead", 'version: "1.0"']
    steps = "\n".join(f"  {line}" for line in dedent(body).strip().split("\n"))
    return "\n".join([*lines, *([dedent(head).strip()] if head else []), "steps:", steps]) + "\n"


PARENT = a_procedure("parent", "- {id: begin, do: Begin}\n- {id: hand-on, run: child}\n- {id: after, do: Go on}")
ASKING = a_procedure("parent", "- {id: hand-on, run: child}\n- {id: after, do: Go on}")
CHILD = a_procedure("child", "- {id: work, do: Work}")
CHILD_ASKS = a_procedure("child", "- {id: work, do: Work}", "inputs: {amount: {type: number, min: 0}}")


class Company:
    """Ines owns, Tomas leads. The handbook can be written anew, and is `broken` while it has errors."""

    def __init__(self, ledger: Ledger, **texts: str) -> None:
        self.journal: Journal[Run] = Journal(ledger, CODEC, fold=fold)
        self.texts, self.now = texts, NOON
        self.broken, self.tells = False, True
        self.numbers = count(1)
        self.book = self._book()

    def rewrite(self, **texts: str) -> None:
        """Change the handbook; an empty text takes a document out."""
        self.texts = {name: text for name, text in (self.texts | texts).items() if text}
        self.book = self._book()

    def _book(self) -> Handbook:
        return handbook_from({f"{name}.yml": text for name, text in self.texts.items()})

    @property
    def around(self) -> Surroundings:
        return Surroundings(
            journal=self.journal,
            clock=lambda: self.now,
            register=lambda: register_of(self.book, self.now.date()),
            calendar=Calendar.default,
            handbook=self._sound,
            commit_of=lambda _files: "",
        )

    def _sound(self) -> Handbook:
        if self.broken:
            raise HandbookHasErrors(1, "A comma is missing.")
        return self.book

    def start(self, procedure: str = "parent", by: str = "tomas", **inputs: Any) -> str:
        """Start a run; its id."""
        id = f"run{next(self.numbers)}"
        command = cmd.Start(inputs=inputs, needs_confirmed=True)
        document = self.book.procedure(procedure)
        begin = runs.start if self.tells else starting.start
        return begin(document, command, around=self.around, by=by, key=id, run_id=id).run.id

    def act(self, run: str, command: Command, by: str = "tomas", key: str = "") -> Acted:
        """Do something to a run, and tell others of it."""
        self.now += timedelta(minutes=1)
        give = runs.act if self.tells else acting.act
        return give(run, command, around=self.around, by=by, key=key or f"key {next(self.numbers)}")

    def done(self, run: str, *steps: str) -> None:
        for step in steps:
            self.act(run, cmd.Complete(step=step))

    def refusal(self, run: str, command: Command) -> str:
        """The words with which something is refused; nothing is recorded."""
        before = self.journal.ledger.count()
        try:
            self.act(run, command)
        except SopbookError as refused:
            assert self.journal.ledger.count() == before
            return str(refused)
        raise AssertionError(f"{command} was not refused")

    def look(self, run: str) -> Run:
        return runs.look(run, journal=self.journal)

    def visit(self, run: str) -> Run:
        """Open a run as a person does."""
        return runs.visit(run, self.around)

    def child(self, run: str, step: str = "hand-on") -> str:
        """The run that was last started for a step."""
        return self.look(run).part(step).child

    def phase(self, run: str) -> str:
        return self.look(run).phase.value

    def step(self, run: str, step: str = "hand-on") -> tuple[str, str]:
        """Where a step was left, and why."""
        state = self.look(run).part(step)
        return state.status.value, state.reason

    def rows(self, *states: State) -> list[tuple[str, str]]:
        """What the outbox holds, by kind and state."""
        found = self.around.outbox.rows(states=states or tuple(State))
        return [(row.kind, row.state.value) for row in found]

    @contextmanager
    def telling_nothing(self) -> Iterator[None]:
        """As if the process ended right after each append: what is to be told stays in the outbox."""
        self.tells = False
        yield
        self.tells = True

    def waits_because(self) -> list[str]:
        return [row.words for row in outbox.waiting(self.around)]

    def cancel(self, run: str, **more: Any) -> Acted:
        return self.act(run, cmd.Cancel(reason="The client left", **more))

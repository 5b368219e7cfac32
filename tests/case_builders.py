"""A small handbook of one case, frozen as for a real run, and several people who work through it by a clock."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from handbook_builders import found_in, handbook_from
from runs_builders import NOON, Play
from sopbook.documents.ids import DocumentId
from sopbook.documents.procedure import Procedure
from sopbook.errors import Refused
from sopbook.handbook.book import Handbook
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.plain import from_plain, to_plain
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import Checklist, read, written
from sopbook.runs.commands import Command
from sopbook.runs.decide import decide
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.freeze import freeze
from sopbook.runs.migrating import knowing
from sopbook.runs.passing import as_of
from sopbook.runs.stamp import AT_ONCE, Entry, stamp_for
from sopbook.runs.standing import Standing, State
from sopbook.runs.story import story
from sopbook.runs.survey import settle, survey

CASES = Path(__file__).parent / "cases" / "runs"


@cache
def the_handbook(case: str, *, newer: bool = False) -> Handbook:
    """All files of a case, or with those in `newer` in place of their older versions; `sop check` finds nothing."""
    folders = [CASES / case, CASES / case / "newer"] if newer else [CASES / case]
    files = {path.name: path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.yml"))}
    book = handbook_from(files, based=False)
    found = [f"{one.at} {one.code} {one.message}" for one in found_in(book)]
    assert not found, found
    return book


def frozen(case: str, procedure: str, *, newer: bool = False) -> Checklist:
    """A procedure as a run of it would have it, from its published form."""
    book = the_handbook(case, newer=newer)
    return read(written(freeze(book.expect(DocumentId(procedure), Procedure), book, commit="")))


class Case(Play):
    """A run of a procedure of a case: `at` sets the clock of the company, each act takes a minute."""

    def __init__(self, case: str, procedure: str) -> None:
        book = the_handbook(case)
        team = {one.id: Member(id=one.id, name=one.name, roles=one.roles) for one in book.people}
        super().__init__(checklist=frozen(case, procedure), register=team)
        self.calendar = counting_calendar(book)
        self.latest: datetime | None = None

    def at(self, moment: str) -> "Case":
        """It is this time now, by the company's clocks."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=self.calendar.zone).astimezone(NOON.tzinfo)
        self.now -= timedelta(minutes=1)
        return self

    def act(
        self, command: Command, by: str = "ines", minutes: float = 1, entry: Entry = AT_ONCE
    ) -> tuple[RunEvent, ...]:
        now = self.now + timedelta(minutes=minutes)
        given: dict[str, Any] = {"now": now, "register": self.register, "calendar": self.calendar, "entry": entry}
        events = decide(self.run, command, by=by, **given)
        self.run, self.now = replay(knowing(self.run, command), events), now
        self.events += events
        return events

    def do(self, step: str, by: str, **values: Any) -> "Case":
        self.act(cmd.Complete(step=step, values=values), by)
        return self

    def passes(self, step: str, by: str, **values: Any) -> "Case":
        self.act(cmd.Pass(step=step, values=values), by)
        return self

    def done_by(self, by: str, *steps: str) -> "Case":
        """Steps without anything to enter, one after the other: checks pass, all else is done."""
        for step in steps:
            is_check = getattr(self.run.plan.parts[step], "verb", "") == "check"
            self.act(cmd.Pass(step=step) if is_check else cmd.Complete(step=step), by)
        return self

    # The team changes

    def away(self, person: str, until: str, deputy: str) -> None:
        """Somebody is away until the end of a day, and somebody else acts for them."""
        absent = self.register[person]
        standing_in = replace(self.register[deputy], stands_in_for={person: absent.roles})
        absent = replace(absent, away_until=date.fromisoformat(until))
        self.register = {**self.register, person: absent, deputy: standing_in}

    def back(self, person: str, deputy: str) -> None:
        here, there = self.register[person], self.register[deputy]
        self.register = {
            **self.register,
            person: replace(here, away_until=None),
            deputy: replace(there, stands_in_for={}),
        }

    def joins(self, person: str, name: str, *roles: str) -> None:
        self.register = {**self.register, person: Member(id=person, name=name, roles=roles)}

    # What is there to be seen

    def seen(self) -> Mapping[str, Standing]:
        """Where everything stands at this very moment, with what time alone has made true."""
        return survey(as_of(self.run, self.now, self.calendar))

    def now_ready(self) -> list[str]:
        return [step for step, one in self.seen().items() if one.state is State.READY]

    def deviations(self) -> list[tuple[str, str, str]]:
        """What did not go as written: the kind, the step, who."""
        return [(one.kind, one.step or "", one.name) for one in self.run.deviations]

    def nobody_may(self, command: Command, *people: str) -> None:
        for one in people:
            assert self.refusal(command, one)

    def story(self) -> str:
        """Everything that happened, in words, day by day."""
        told = [f"{self.run.title} ({self.run.phase.value})\n"]
        day = ""
        for line in story(self.run, self.events):
            at = line.at.astimezone(self.calendar.zone)
            if f"{at:%A %d %B}" != day:
                day = f"{at:%A %d %B}"
                told.append(f"\n{day}\n")
            told.append(f"{at:%H:%M} {line.symbol} {line.text}\n")
            told += [f"          {name}: {value}\n" for name, value in line.values]
        return "".join(told)

    # What holds for every run

    def the_record_tells_all(self) -> None:
        """Read again from its stored form the record gives the same state, and of that nothing more follows."""
        stored = [(type(one), json.dumps(to_plain(one))) for one in self.events]
        again = [from_plain(kind, json.loads(text)) for kind, text in stored]
        fresh = replace(self.fresh, library=self.run.library)
        assert again == self.events
        assert replay(fresh, again) == self.run
        one = next(iter(self.register.values()))
        assert settle(self.run, stamp_for(one, self.run.recorded_at or self.now, None, self.calendar)) == ()

    def refuses_all_but(self, *commands: type[Command]) -> None:
        """What a run that is over still takes."""
        for asked in (cmd.Note(text="Afterwards"), cmd.Hold(reason="Stop"), cmd.Tick(), cmd.Cancel(reason="Enough")):
            if type(asked) not in commands:
                try:
                    self.act(asked, next(iter(self.register)))
                except Refused:
                    continue
                raise AssertionError(f"{asked} was taken by a run that is {self.run.phase.value}")

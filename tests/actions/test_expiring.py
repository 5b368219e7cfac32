"""Which records go when their keeping ends, what goes with them, and what is left."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from actions.building import CHILD, NOON, PARENT, Company, a_procedure
from sopbook.actions import expiring, holding
from sopbook.actions.expiring import Family, Unclear, last_day
from sopbook.actions.rebuilding import check, rebuild
from sopbook.actions.recording import UnknownRun
from sopbook.actions.seeing import Seeing
from sopbook.records.chain import read_envelope
from sopbook.records.errors import LedgerDamaged
from sopbook.records.evidence import references
from sopbook.records.evidence.references import Named
from sopbook.records.expired import StreamExpired
from sopbook.records.expiry import GONE
from sopbook.records.holds import HeldAlready, NotHeld
from sopbook.records.ledger import Ledger
from sopbook.records.verify import verify
from sopbook.runs import commands as cmd
from sopbook.timing.calendar import Calendar, parse_hours
from sopbook.timing.durations import Duration, Unit, parse_duration
from sopbook.wiring import CODEC

Companies = Callable[..., Company]
SECRET = "Mrs Lund has a sore knee"
SHORT = a_procedure("visit", "- {id: look, do: Look}", "keep: 1 year")
FOREVER = a_procedure("visit", "- {id: look, do: Look}")


class Shelf:
    """Where files are removed from; remembers which."""

    def __init__(self) -> None:
        self.removed: list[str] = []

    def remove(self, digest: str) -> None:
        self.removed.append(digest)


def a_visit(company: Company, secret: str = SECRET) -> str:
    """A run that has ended, with something in it that is nobody else's business."""
    run = company.start("visit")
    company.act(run, cmd.Note(text=secret))
    company.done(run, "look")
    return run


def keeping(procedure: str, keep: str) -> str:
    return procedure.replace("steps:", f"keep: {keep}\nsteps:")


def eyes(company: Company, person: str = "tomas") -> Seeing:
    """What somebody may see."""
    return Seeing(journal=company.journal, me=lambda: company.around.register().get(person))


def later(company: Company, **passed: int) -> None:
    company.now += timedelta(**passed)


def over(company: Company) -> list[tuple[str, ...]]:
    """The families whose keeping has ended, by the ids of their runs."""
    found = expiring.over(company.around, eyes(company))
    return [tuple(m.stream.removeprefix("run:") for m in one.members) for one in found if isinstance(one, Family)]


def expire(company: Company, shelf: Shelf | None = None) -> int:
    """Let everything go whose time has come; how many families."""
    gone = 0
    for family in expiring.over(company.around, eyes(company)):
        assert isinstance(family, Family)
        gone += expiring.expire(family, around=company.around, codec=CODEC, by="tomas")
    expiring.tidied(company.around, shelf or Shelf())
    return gone


def hold(company: Company, run: str, reason: str = "A dispute") -> str:
    return holding.hold(run, reason, around=company.around, codec=CODEC, by="ines", key=f"hold {company.now}")


def release(company: Company, run: str, reason: str = "It is settled") -> str:
    return holding.release(run, reason, around=company.around, codec=CODEC, by="ines", key=f"release {company.now}")


def holds_up(company: Company) -> None:
    found = verify(company.journal.ledger)
    assert found.findings == ()


# When


def test_a_run_is_kept_up_to_the_last_day_of_its_keeping(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    shop.now = datetime(2027, 11, 5, 23, 59, tzinfo=UTC)
    assert over(shop) == []
    shop.now = datetime(2027, 11, 6, 0, 0, tzinfo=UTC)
    assert over(shop) == [(run,)]


def test_a_run_without_a_rule_is_kept_for_ever(company: Companies) -> None:
    shop = company(visit=FOREVER)
    a_visit(shop)
    later(shop, days=365 * 90)
    assert over(shop) == []


def test_a_run_that_is_open_is_kept(company: Companies) -> None:
    shop = company(visit=SHORT)
    shop.start("visit")
    later(shop, days=3650)
    assert over(shop) == []


def test_the_rule_is_that_of_the_run_and_not_of_the_handbook_today(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    shop.rewrite(visit=FOREVER)
    later(shop, days=400)
    assert over(shop) == [(run,)]


@pytest.mark.parametrize(
    ("ended", "keep", "last"),
    [
        ("2024-02-29T12:00:00+00:00", "1 year", "2025-02-28"),
        ("2026-01-31T12:00:00+00:00", "1 month", "2026-02-28"),
        ("2026-11-05T23:30:00+00:00", "10 days", "2026-11-15"),
        ("2026-11-05T12:00:00+00:00", "2 working days", "2026-11-09"),
        ("2026-11-05T12:00:00+00:00", "30 minutes", "2026-11-05"),
    ],
)
@pytest.mark.parametrize("hours", ["09:00-17:00", "00:00-24:00"])
def test_keeping_is_counted_in_days_from_the_day_of_the_end(ended: str, keep: str, last: str, hours: str) -> None:
    calendar = Calendar(zone=Calendar.default().zone, working_hours=parse_hours(hours))
    if hours.startswith("00") and "minutes" in keep:
        last = "2026-11-06"  # counted from the end of the day, as every time of less than a day
    assert last_day(datetime.fromisoformat(ended), parse_duration(keep), calendar) == date.fromisoformat(last)


UNITS = st.sampled_from(["day", "week", "month", "year"])
ZONES = st.sampled_from(["UTC", "Asia/Manila", "Europe/Berlin"])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(
    ended=MOMENTS, amount=st.integers(1, 90), unit=UNITS, zone=st.sampled_from(["UTC", "Asia/Manila", "Europe/Berlin"])
)
def test_nothing_goes_before_its_days_are_over(ended: datetime, amount: int, unit: str, zone: str) -> None:
    calendar, keep = Calendar(zone=ZoneInfo(zone)), Duration(amount, Unit(unit))
    until, ended_on = last_day(ended, keep, calendar), calendar.day_of(ended)
    assert until - ended_on >= timedelta(days={"day": 1, "week": 7, "month": 28, "year": 365}[unit] * amount)
    assert last_day(ended, Duration(amount + 1, Unit(unit)), calendar) > until
    assert last_day(ended + timedelta(days=1), keep, calendar) >= until


# What goes together


def test_a_run_and_its_children_go_together_after_the_longest(company: Companies) -> None:
    shop = company(parent=keeping(PARENT, "1 month"), child=keeping(CHILD, "3 years"))
    parent = shop.start()
    shop.done(parent, "begin")
    child = shop.child(parent)
    shop.done(child, "work")
    shop.done(parent, "after")
    assert shop.phase(parent) == "completed"
    later(shop, days=365 * 2)
    assert over(shop) == []
    later(shop, days=367)
    assert over(shop) == [(parent, child)]
    assert expire(shop) == 1
    assert [line.phase for line in shop.journal.runs()] == [GONE, GONE]
    holds_up(shop)


def test_a_child_that_is_kept_for_ever_keeps_its_parent(company: Companies) -> None:
    shop = company(parent=keeping(PARENT, "1 month"), child=CHILD)
    parent = shop.start()
    shop.done(parent, "begin")
    shop.done(shop.child(parent), "work")
    shop.done(parent, "after")
    later(shop, days=365 * 50)
    assert over(shop) == []


def test_a_child_waits_for_a_parent_that_is_open(company: Companies) -> None:
    shop = company(parent=keeping(PARENT, "1 month"), child=keeping(CHILD, "1 month"))
    parent = shop.start()
    shop.done(parent, "begin")
    shop.done(shop.child(parent), "work")
    later(shop, days=365)
    assert over(shop) == []


# What is left


def test_what_was_entered_is_gone_and_the_rest_verifies(company: Companies, place: str) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    before = [one.digest for one in shop.journal.ledger.read(f"run:{run}")]
    later(shop, days=400)
    assert expire(shop) == 1
    holds_up(shop)
    with sqlite3.connect(place) as database:
        assert [row[0] for row in database.execute("SELECT digest FROM envelopes WHERE stream LIKE 'run:%'")] == before
        assert database.execute("SELECT count(*) FROM payloads WHERE stream LIKE 'run:%'").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM texts").fetchone() == (0,)
    line = shop.journal.runs()[0]
    assert (line.title, line.phase, line.checklist, line.procedure, line.started_by) == ("", GONE, "", "visit", "tomas")


@pytest.fixture
def careless() -> Iterator[None]:
    """An SQLite that leaves deleted bytes where they are, as many are built."""

    def leave_them(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA secure_delete=OFF")

    event.listen(Engine, "connect", leave_them)
    yield
    event.remove(Engine, "connect", leave_them)


@pytest.mark.usefixtures("careless")
def test_none_of_it_is_left_in_any_file(place: str) -> None:
    with Ledger.open(place, handbook="test", now=NOON) as ledger:
        shop = Company(ledger, visit=SHORT)
        none_is_left(shop, place)


def none_is_left(shop: Company, place: str) -> None:
    secrets = [f"{SECRET}, number {number}" for number in range(12)]
    for secret in secrets:
        a_visit(shop, secret)
    files = [path for path in Path(place).parent.iterdir() if path.name.startswith(Path(place).name)]
    assert any(secrets[7].encode() in path.read_bytes() for path in files)
    later(shop, days=400)
    assert expire(shop) == 12
    for path in Path(place).parent.iterdir():
        assert SECRET.encode() not in path.read_bytes(), path


def test_a_text_stays_while_a_living_run_names_it(company: Companies) -> None:
    shop = company(visit=SHORT)
    a_visit(shop)
    text = shop.journal.runs()[0].checklist
    later(shop, days=300)
    shop.start("visit")
    later(shop, days=100)
    assert expire(shop) == 1
    assert shop.journal.text(text)
    holds_up(shop)


def test_a_run_that_has_expired_says_so_to_whoever_wants_something_of_it(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    later(shop, days=400)
    expire(shop)
    with pytest.raises(
        StreamExpired, match=f"The record of `run:{run}` has expired: it was to be kept for 1 year"
    ) as gone:
        shop.look(run)
    for command in (cmd.Note(text="And another thing"), cmd.Complete(step="look")):
        with pytest.raises(StreamExpired):
            shop.act(run, command)
    left = expiring.left_of(gone.value.expiry, shop.journal)
    assert [(one.type, one.by) for one in left[:2]] == [("run_started", "tomas"), ("noted", "tomas")]


def test_a_repeated_command_is_not_taken_for_another_one(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = shop.start("visit")
    shop.act(run, cmd.Note(text=SECRET), key="k")
    shop.done(run, "look")
    later(shop, days=400)
    expire(shop)
    with pytest.raises(StreamExpired):
        shop.act(run, cmd.Note(text=SECRET), key="k")


def test_it_is_recorded_who_let_what_go_by_which_rule(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    later(shop, days=400)
    expire(shop)
    ledger = shop.journal.ledger
    (event,) = shop.journal.events(f"ledger:{ledger.id}")
    (gone,) = event.streams
    assert (event.by, event.at, gone.stream, gone.last) == ("tomas", shop.now, f"run:{run}", 4)
    assert (gone.procedure, gone.version, gone.keep, gone.until) == ("visit", "1.0", "1 year", date(2027, 11, 5))


def test_a_payload_that_somebody_deletes_is_still_found(company: Companies, place: str) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    later(shop, days=400)
    expire(shop)
    other = a_visit(shop)
    with sqlite3.connect(place) as database:
        database.execute("DELETE FROM payloads WHERE stream = ? AND number = 2", (f"run:{other}",))
    assert [str(one) for one in verify(shop.journal.ledger).findings] == [
        f"run:{other}, event 2: the payload is missing"
    ]
    with pytest.raises(LedgerDamaged, match="the payload is missing"):
        shop.look(other)
    assert shop.journal.ledger.envelopes(f"run:{run}")


def test_an_envelope_that_somebody_changes_after_the_expiry_is_found(company: Companies, place: str) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    later(shop, days=400)
    expire(shop)
    with sqlite3.connect(place) as database:
        database.execute("DROP TRIGGER envelopes_update")
        database.execute("UPDATE envelopes SET envelope = replace(envelope, 'tomas', 'ines') WHERE number = 2")
    assert f"run:{run}" in {one.stream for one in verify(shop.journal.ledger).findings}


def test_expiring_twice_does_nothing_more(company: Companies) -> None:
    shop = company(visit=SHORT)
    a_visit(shop)
    later(shop, days=400)
    families = list(expiring.over(shop.around, eyes(shop)))
    assert expire(shop) == 1
    assert expire(shop) == 0
    for family in families:
        assert isinstance(family, Family)
        assert not expiring.expire(family, around=shop.around, codec=CODEC, by="tomas")
    assert len(shop.journal.events(f"ledger:{shop.journal.ledger.id}")) == 1


def test_the_lists_forget_what_has_expired_and_can_be_made_anew(company: Companies, place: str) -> None:
    shop = company(visit=SHORT)
    a_visit(shop)
    later(shop, days=400)
    expire(shop)
    line = shop.journal.runs()
    assert check(shop.journal).is_right
    with sqlite3.connect(place) as database:
        assert database.execute("SELECT count(*) FROM completions").fetchone() == (0,)
        database.execute("UPDATE runs SET title = 'Something else'")
    rebuild(shop.journal)
    assert shop.journal.runs() == line


def test_what_is_left_of_a_record_for_some_is_for_these_alone(company: Companies) -> None:
    shop = company(visit=SHORT.replace("steps:", "records_for: [owner]\nsteps:"))
    a_visit(shop)
    later(shop, days=400)
    expire(shop)
    line, people = shop.journal.runs()[0], shop.around.register()
    seen = {id: Seeing(journal=shop.journal, me=lambda one=one: one).may_see(line) for id, one in people.items()}
    assert seen == {"ines": True, "tomas": True, **dict.fromkeys(set(people) - {"ines", "tomas"}, False)}


def test_what_is_for_some_has_no_title_for_others_before_it_goes(company: Companies) -> None:
    shop = company(visit=SHORT.replace("steps:", "records_for: [owner]\nsteps:"))
    a_visit(shop)
    later(shop, days=400)
    for person, title in (("ines", "Visit"), ("zoe", "")):
        (family,) = expiring.over(shop.around, eyes(shop, person))
        assert isinstance(family, Family)
        assert family.members[0].title == title


def test_a_record_that_cannot_be_read_keeps_no_other_one(company: Companies, place: str) -> None:
    shop = company(visit=SHORT)
    damaged, sound = a_visit(shop), a_visit(shop)
    with sqlite3.connect(place) as database:
        database.execute("DELETE FROM payloads WHERE stream = ? AND number = 2", (f"run:{damaged}",))
    later(shop, days=400)
    found = list(expiring.over(shop.around, eyes(shop)))
    assert [one.stream for one in found if isinstance(one, Unclear)] == [f"run:{damaged}"]
    assert over(shop) == [(sound,)]


# Evidence


def test_a_file_goes_when_no_living_run_names_it(company: Companies) -> None:
    shop, shelf = company(visit=SHORT), Shelf()
    old, common = sha256(b"old").hexdigest(), sha256(b"common").hexdigest()
    first = a_visit(shop)
    later(shop, days=300)
    second = a_visit(shop)
    names(shop, first, old, common)
    names(shop, second, common)
    later(shop, days=100)
    assert expire(shop, shelf) == 1
    assert shelf.removed == [old]
    assert shop.rows() == []


def test_files_that_a_crash_left_are_removed_by_the_next_call(company: Companies) -> None:
    shop, shelf = company(visit=SHORT), Shelf()
    digest = sha256(b"old").hexdigest()
    names(shop, a_visit(shop), digest)
    later(shop, days=400)
    (family,) = expiring.over(shop.around, eyes(shop))
    assert isinstance(family, Family)
    assert expiring.expire(family, around=shop.around, codec=CODEC, by="tomas")
    holds_up(shop)
    assert expire(shop, shelf) == 0
    assert shelf.removed == [digest]


def names(company: Company, run: str, *digests: str) -> None:
    with company.journal.ledger.writing() as connection:
        files = [Named(stream=f"run:{run}", number=2, sha256=one, name="knee.jpg", size=3) for one in digests]
        references.note(connection, files)


# Holds


def test_a_held_run_does_not_expire_until_it_is_released(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    assert hold(shop, run) == f"run:{run}"
    later(shop, days=400)
    (family,) = expiring.over(shop.around, eyes(shop))
    assert isinstance(family, Family)
    assert family.hold is not None
    assert (family.hold.reason, family.hold.by) == ("A dispute", "ines")
    assert expire(shop) == 0
    release(shop, run)
    assert expire(shop) == 1
    holds_up(shop)


def test_who_holds_a_child_holds_its_parent(company: Companies) -> None:
    shop = company(parent=keeping(PARENT, "1 month"), child=keeping(CHILD, "1 month"))
    parent = shop.start()
    shop.done(parent, "begin")
    child = shop.child(parent)
    shop.done(child, "work")
    shop.done(parent, "after")
    hold(shop, child)
    later(shop, days=100)
    assert expire(shop) == 0
    release(shop, child)
    assert expire(shop) == 1


def test_a_hold_that_is_placed_at_the_last_moment_counts(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    later(shop, days=400)
    (family,) = expiring.over(shop.around, eyes(shop))
    assert isinstance(family, Family)
    hold(shop, run)
    assert not expiring.expire(family, around=shop.around, codec=CODEC, by="tomas")


def test_holds_are_listed_longest_first(company: Companies) -> None:
    shop = company(visit=SHORT)
    first, second, third = a_visit(shop), a_visit(shop), a_visit(shop)
    for run in (second, first, third):
        hold(shop, run, f"Because of {run}")
        later(shop, minutes=1)
    release(shop, third)
    assert [(one.stream, one.reason) for one in holding.held(shop.journal)] == [
        (f"run:{second}", f"Because of {second}"),
        (f"run:{first}", f"Because of {first}"),
    ]


def test_a_hold_is_refused_without_a_reason_twice_or_of_nothing(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    with pytest.raises(holding.NoReason, match="Say why it is held"):
        hold(shop, run, "  ")
    with pytest.raises(NotHeld, match="is not held"):
        release(shop, run)
    hold(shop, run)
    with pytest.raises(HeldAlready, match="is held already, since 2026-11-05 by Ines: A dispute"):
        hold(shop, run, "Another dispute")
    with pytest.raises(UnknownRun):
        hold(shop, "nothing")
    release(shop, run)
    later(shop, days=400)
    expire(shop)
    with pytest.raises(StreamExpired):
        hold(shop, run)


def test_the_clock_may_stand_behind_the_last_event_about_the_ledger(company: Companies) -> None:
    shop = company(visit=SHORT)
    run = a_visit(shop)
    hold(shop, run)
    later(shop, hours=-1)
    release(shop, run)
    times = [read_envelope(row.encode()).recorded_at for row in envelopes_of(shop)]
    assert times == sorted(times)


def envelopes_of(company: Company) -> list[str]:
    ledger = company.journal.ledger
    with sqlite3.connect(ledger.place) as database:
        found = database.execute("SELECT envelope FROM envelopes WHERE stream LIKE 'ledger:%' ORDER BY number")
        return [row[0].decode() for row in found]

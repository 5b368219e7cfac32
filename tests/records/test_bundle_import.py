"""Streams brought into another ledger: each whole or not at all, and never past what is there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from records.building import NOON, an_entry, record
from sopbook.errors import Refused
from sopbook.records.bundle_check import BundleVerification
from sopbook.records.bundle_errors import BundleBroken, BundleChanged, BundleFalse, BundleOfAnother
from sopbook.records.bundle_export import export
from sopbook.records.bundle_file import written_beside
from sopbook.records.bundle_import import Imported, Outcome, Project, import_bundle
from sopbook.records.chain import Entry, Stored, canonical, digest_of
from sopbook.records.codec import Codec
from sopbook.records.errors import LedgerDamaged
from sopbook.records.events import Expired, StreamsExpired
from sopbook.records.expired import StreamExpired
from sopbook.records.expiry import expire
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import Outbox, Outgoing, post
from sopbook.records.verify import verify

TEXT = b'{"a frozen": "checklist"}'
IMPORT = an_entry(type="bundle_imported", by="ben", role=None)


@pytest.fixture
def here(ledger: Ledger) -> Ledger:
    return ledger


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Ledger]:
    """Another ledger of the same handbook with two runs by one checklist."""
    with Ledger.open(str(tmp_path / "there.db"), handbook="acme", now=NOON) as opened:
        for stream in ("run:1", "run:2"):
            started = an_entry(payload=canonical({"name": "Anna", "checklist": digest_of(TEXT)}))
            record(opened, stream, events=[started, an_entry()], texts={digest_of(TEXT): TEXT})
        yield opened


Bring = Callable[..., Imported]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Exports one ledger and imports it into the other; `asked` are the streams whose lists were to be made."""

    def brought(source: Ledger, target: Ledger, **how: Any) -> Imported:
        path = tmp_path / "moved.jsonl"
        with written_beside(path) as write:
            export(source, wanted=lambda _: True, write=write, by="anna", at="2026-11-05T12:00:00.000000Z")
        return imported(path, target, **how)

    return brought


def nothing(_connection: Connection, _stream: str) -> None:
    """Has no lists to write."""


def imported(path: Path, target: Ledger, project: Project = nothing, **how: bool) -> Imported:
    with path.open("rb") as file:
        return import_bundle(target, file, str(path), telling=telling, project=project, kinds=["message"], **how)


def telling(found: BundleVerification) -> Entry:
    payload = canonical({"name": "Ben", "writers": [found.header.ledger, *found.header.origins]})
    return replace(IMPORT, payload=payload)


def outcomes(found: Imported) -> dict[str, int]:
    return {outcome.value: number for outcome, number in found.outcomes.items() if number}


def read(ledger: Ledger, stream: str) -> tuple[Stored, ...]:
    return ledger.read(stream)


def test_streams_that_are_not_here_come_as_they_are(here: Ledger, there: Ledger, bring: Bring) -> None:
    found = bring(there, here)
    assert (outcomes(found), found.events, found.refused) == ({"new": 2}, 4, [])
    for stream in ("run:1", "run:2"):
        assert read(here, stream) == read(there, stream)
    assert here.read_text(digest_of(TEXT)) == TEXT
    assert verify(here).holds


def test_an_import_is_told_once_in_the_ledgers_own_stream(here: Ledger, there: Ledger, bring: Bring) -> None:
    bring(there, here)
    bring(there, here)
    (told,) = read(here, f"ledger:{here.id}")
    assert (told.envelope.type, told.envelope.by) == ("bundle_imported", "ben")


def test_what_is_here_already_stays(here: Ledger, there: Ledger, bring: Bring) -> None:
    bring(there, here)
    record(here, "run:1", "more", expected=2)
    found = bring(there, here)
    assert (outcomes(found), found.events) == ({"here already": 1, "further here": 1}, 0)
    assert len(read(here, "run:1")) == 3


def test_a_stream_that_goes_on_there_is_carried_on_here(here: Ledger, there: Ledger, bring: Bring) -> None:
    bring(there, here)
    record(there, "run:1", "more", expected=2)
    found = bring(there, here)
    assert (outcomes(found), found.events) == ({"carried on": 1, "here already": 1}, 1)
    assert read(here, "run:1") == read(there, "run:1")


def test_two_ledgers_take_turns(here: Ledger, there: Ledger, bring: Bring) -> None:
    bring(there, here)
    record(here, "run:1", "here", expected=2)
    bring(here, there)
    record(there, "run:1", "there", expected=3)
    bring(there, here)
    assert [one.envelope.ledger for one in read(here, "run:1")] == [there.id, there.id, here.id, there.id]
    assert verify(here).holds
    assert verify(there).holds


def test_a_stream_that_went_another_way_is_refused_and_the_others_come(
    here: Ledger, there: Ledger, bring: Bring
) -> None:
    bring(there, here)
    record(here, "run:1", "here", expected=2)
    record(there, "run:1", "there", expected=2)
    record(there, "run:3", "new")
    found = bring(there, here)
    assert found.refused == [("run:1", "from event 3 on it is another one here")]
    assert outcomes(found) == {"new": 1, "here already": 1}
    assert len(read(here, "run:1")) == 3


def test_a_text_comes_with_the_stream_that_needs_it_when_the_one_before_was_refused(
    here: Ledger, there: Ledger, bring: Bring
) -> None:
    record(here, "run:1", "another one")
    assert [stream for stream, _ in bring(there, here).refused] == ["run:1"]
    assert here.read_text(digest_of(TEXT)) == TEXT
    assert read(here, "run:2") == read(there, "run:2")


def test_a_key_that_stands_for_something_else_here_is_refused(here: Ledger, there: Ledger, bring: Bring) -> None:
    record(here, "run:9", "another one", key="run:1/0")
    found = bring(there, here)
    assert found.refused == [("run:1", "the key `run:1/0` of `anna` already stands for something in run:9 here")]
    assert here.streams("run:1") == ()


def test_the_same_request_is_answered_in_the_new_place_as_it_was(here: Ledger, there: Ledger, bring: Bring) -> None:
    first = record(there, "run:3", "one")
    bring(there, here)
    again = record(here, "run:3", "one")
    assert (again.first, again.last, again.repeated) == (first.first, first.last, True)


def test_what_waits_to_be_told_waits_in_the_new_place(here: Ledger, there: Ledger, bring: Bring) -> None:
    waits = [Outgoing(number=1, kind="message", at=NOON)]
    record(there, "run:3", "one", project=lambda connection: post(connection, "run:3", waits))
    bring(there, here)
    assert Outbox(here).rows() == Outbox(there).rows()


def test_what_asks_for_something_unknown_is_refused(here: Ledger, there: Ledger, bring: Bring) -> None:
    asks = [Outgoing(number=1, kind="brew", at=NOON)]
    record(there, "run:3", "one", project=lambda connection: post(connection, "run:3", asks))
    assert bring(there, here).refused == [("run:3", "event 1 asks for something that is not known here (`brew`)")]


def test_what_has_expired_comes_as_what_is_left_of_it(here: Ledger, there: Ledger, bring: Bring) -> None:
    gone = Expired(
        stream="run:1", last=2, procedure="p", version="1.0", keep="1 year", ended_at=NOON, until=NOON.date()
    )
    told = Codec({"streams_expired": (StreamsExpired, 1)}).encode(
        StreamsExpired(by="ben", name="Ben", role=None, at=NOON, recorded_at=NOON, streams=(gone,))
    )
    with there.writing() as connection:
        expire(connection, there, told, [gone])
    found = bring(there, here)
    assert (outcomes(found), found.refused) == ({"new": 3}, [])
    with pytest.raises(StreamExpired, match="it was to be kept for 1 year"):
        read(here, "run:1")
    assert verify(here).holds
    record(here, "run:2", "more", expected=2)
    back = outcomes(bring(here, there))
    assert (back["new"], back["carried on"], sum(back.values())) == (1, 1, 4)


def test_a_dry_run_says_the_same_and_writes_nothing(here: Ledger, there: Ledger, bring: Bring) -> None:
    would = bring(there, here, dry_run=True)
    assert (here.count(), here.streams()) == (0, ())
    came = bring(there, here)
    assert (would.outcomes, would.events, would.refused) == (came.outcomes, came.events, came.refused)


def test_an_import_that_was_stopped_is_told_and_brings_the_rest(here: Ledger, there: Ledger, bring: Bring) -> None:
    def stopped(_connection: Connection, stream: str) -> None:
        if stream == "run:2":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(there, here, project=stopped)
    assert here.streams() == (f"ledger:{here.id}", "run:1")
    assert verify(here).holds
    assert outcomes(bring(there, here)) == {"new": 1, "here already": 1}
    assert len(read(here, f"ledger:{here.id}")) == 1
    assert verify(here).holds


def test_a_stream_that_makes_no_sense_is_refused_whole(here: Ledger, there: Ledger, bring: Bring) -> None:
    def refusing(_connection: Connection, stream: str) -> None:
        if stream == "run:1":
            raise Refused("its events do not make a run")

    found = bring(there, here, project=refusing)
    assert found.refused == [("run:1", "its events do not make a run")]
    assert here.streams("run:") == ("run:2",)
    assert verify(here).holds


def test_what_happened_to_these_records_is_not_brought_from_elsewhere(
    here: Ledger, there: Ledger, bring: Bring, tmp_path: Path
) -> None:
    own = f"ledger:{here.id}"
    record(there, own, "made up")
    assert bring(there, here).refused == [
        (own, "what happened to these records themselves is never brought from elsewhere")
    ]


def test_events_of_another_ledger_hold_only_where_an_import_tells_of_it(
    here: Ledger, there: Ledger, bring: Bring
) -> None:
    bring(there, here)
    with here.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER envelopes_delete")
        connection.exec_driver_sql("DROP TRIGGER requests_delete")
        for table in ("payloads", "requests", "envelopes"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE stream LIKE 'ledger:%'")
    with pytest.raises(LedgerDamaged, match="run:1, event 1: the envelope was written for another ledger"):
        read(here, "run:1")
    found = [str(one) for one in verify(here).findings]
    assert "run:2, event 1: the envelope was written for another ledger" in found


def changed(tmp_path: Path, before: bytes, after: bytes) -> Path:
    path = tmp_path / "moved.jsonl"
    data = path.read_bytes()
    assert before in data
    path.write_bytes(data.replace(before, after))
    return path


def test_nothing_is_recorded_of_a_bundle_that_does_not_hold(
    here: Ledger, there: Ledger, bring: Bring, tmp_path: Path
) -> None:
    bring(there, here, dry_run=True)
    path = changed(tmp_path, b'\\"note\\":\\"done\\"', b'\\"note\\":\\"dine\\"')
    with pytest.raises(BundleFalse) as refused:
        imported(path, here)
    assert str(refused.value) == (
        f"{path} is not what was exported, so nothing was imported. run:1, event 2: the payload is not what was "
        "recorded (line 6). And 2 more: `sop verify --bundle` lists them. Ask for the bundle again."
    )
    assert here.count() == 0


def test_nothing_is_recorded_of_a_bundle_that_is_cut_off(
    here: Ledger, there: Ledger, bring: Bring, tmp_path: Path
) -> None:
    bring(there, here, dry_run=True)
    path = changed(tmp_path, b'{"line":"footer"', b"")
    with pytest.raises(BundleBroken, match=r"line 11: it is not JSON"):
        imported(path, here)
    assert here.count() == 0


def test_a_bundle_that_changes_between_two_looks_is_left(
    here: Ledger, there: Ledger, bring: Bring, tmp_path: Path
) -> None:
    bring(there, here, dry_run=True)
    path = tmp_path / "moved.jsonl"

    def meanwhile(_found: BundleVerification) -> Entry:
        changed(tmp_path, b'\\"note\\":\\"done\\"', b'\\"note\\":\\"dine\\"')
        return IMPORT

    with path.open("rb", buffering=0) as file, pytest.raises(BundleChanged):
        import_bundle(here, file, str(path), telling=meanwhile, project=nothing)
    assert here.count() == 0


def test_a_bundle_of_another_handbook_comes_only_when_that_is_meant(here: Ledger, bring: Bring, tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "other.db"), handbook="other", now=NOON) as other:
        record(other, "run:1", "one")
        with pytest.raises(BundleOfAnother, match="holds records of the handbook `other`"):
            bring(other, here)
        assert here.count() == 0
        assert bring(other, here, any_handbook=True).outcomes[Outcome.NEW] == 1


EVERYWHERE = (
    test_streams_that_are_not_here_come_as_they_are,
    test_an_import_is_told_once_in_the_ledgers_own_stream,
    test_a_stream_that_goes_on_there_is_carried_on_here,
    test_two_ledgers_take_turns,
    test_a_stream_that_went_another_way_is_refused_and_the_others_come,
    test_a_key_that_stands_for_something_else_here_is_refused,
    test_what_waits_to_be_told_waits_in_the_new_place,
    test_what_has_expired_comes_as_what_is_left_of_it,
    test_a_dry_run_says_the_same_and_writes_nothing,
    test_an_import_that_was_stopped_is_told_and_brings_the_rest,
)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize("promise", EVERYWHERE, ids=lambda promise: promise.__name__.removeprefix("test_"))
def test_on_a_server_it_is_the_same(
    promise: Callable[[Ledger, Ledger, Bring], None], here: Ledger, there: Ledger, bring: Bring
) -> None:
    promise(here, there, bring)

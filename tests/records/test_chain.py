from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.building import LEDGER, NOON, a_stream, an_entry
from sopbook.records.chain import (
    Finding,
    Row,
    canonical,
    check,
    digest_of,
    moment_of,
    moment_text,
    read_envelope,
)
from sopbook.records.errors import Unrecordable

THREE = (an_entry("one"), an_entry("two"), an_entry("three"))


def findings(rows: Sequence[Row], *, ledger: str = LEDGER, stream: str = "run:1") -> list[str]:
    return [str(finding) for finding in check(rows, ledger=ledger, stream=stream)]


def test_an_envelope_is_exactly_these_bytes() -> None:
    """Records must be checkable for years: when this fails, every ledger in the world has become unreadable."""
    first, second = a_stream(an_entry("one"), an_entry("zwölf €"))
    assert second.envelope.decode() == (
        '{"at":"2026-11-05T12:00:00.000000Z","by":"anna","key":"key-2",'
        '"ledger":"0b4c9f0e-52a7-4f8e-9d4c-0a1b2c3d4e5f","number":2,'
        '"payload":"5707be424086dc21f0aec58a53c4ec69d027c23bc93e47f75e0d3c64d385ac36",'
        f'"previous":"{first.digest}",'
        '"recorded_at":"2026-11-05T12:00:00.000000Z","role":"lead","stream":"run:1","type":"noted","version":1}'
    )
    assert second.payload == '{"name":"Anna","note":"zwölf €"}'.encode()
    assert first.digest == "92a9d19ea93ab65d981ff847e0d469e28c0a75bf87569a56234c3cef580f1d47"


def test_a_sealed_stream_holds() -> None:
    assert findings(a_stream(*THREE)) == []


def test_the_payloads_digest_is_salted() -> None:
    row = a_stream(an_entry())[0]
    assert row.salt is not None
    assert row.payload is not None
    envelope = read_envelope(row.envelope)
    assert envelope.payload == digest_of(row.salt + row.payload)
    assert envelope.payload != digest_of(row.payload)


def changed(rows: Sequence[Row], number: int, **changes: object) -> list[Row]:
    return [replace(row, **changes) if row.number == number else row for row in rows]


def test_a_changed_payload_is_named() -> None:
    rows = changed(a_stream(*THREE), 2, payload=canonical({"name": "Anna", "note": "TWO"}))
    assert findings(rows) == ["run:1, event 2: the payload is not what was recorded"]


def test_a_changed_salt_is_named() -> None:
    assert findings(changed(a_stream(*THREE), 2, salt=b"x" * 16)) == [
        "run:1, event 2: the payload is not what was recorded"
    ]


def test_a_missing_payload_is_named() -> None:
    rows = changed(a_stream(*THREE), 2, salt=None, payload=None)
    assert findings(rows) == ["run:1, event 2: the payload is missing"]


def test_a_changed_envelope_is_named_and_the_next_one_is_not_blamed() -> None:
    rows = a_stream(*THREE)
    forged = rows[1].envelope.replace(b"anna", b"evil")
    assert findings(changed(rows, 2, envelope=forged)) == [
        "run:1, event 2: the envelope and the digest beside it do not match, so one of them is not what was recorded"
    ]


def test_an_envelope_with_a_fresh_digest_does_not_fit_the_next_one() -> None:
    rows = a_stream(*THREE)
    forged = rows[1].envelope.replace(b"anna", b"evil")
    assert findings(changed(rows, 2, envelope=forged, digest=digest_of(forged))) == [
        "run:1, event 3: it does not follow the event before it, so that one is not what was recorded"
    ]


def test_a_missing_event_is_named() -> None:
    rows = a_stream(*THREE)
    assert findings([rows[0], rows[2]]) == ["run:1, event 2: the event is missing; the next one there is is 3"]


def test_an_event_that_stands_twice_is_named() -> None:
    rows = a_stream(*THREE)
    assert findings([rows[0], rows[1], rows[1]]) == ["run:1, event 2: the event stands twice, or after a later one"]


def test_a_stream_copied_to_another_name_is_named() -> None:
    assert findings(a_stream(an_entry(), stream="run:1"), stream="run:2") == [
        "run:2, event 1: the envelope is that of event 1 of run:1"
    ]


def test_a_stream_of_another_ledger_is_named() -> None:
    assert findings(a_stream(an_entry(), ledger="another")) == [
        "run:1, event 1: the envelope was written for another ledger"
    ]


def test_recording_that_runs_backwards_is_named() -> None:
    earlier = an_entry(recorded_at=NOON - timedelta(microseconds=1))
    assert findings(a_stream(an_entry(), earlier)) == [
        "run:1, event 2: it says it was recorded before the event before it"
    ]


def test_a_cut_tail_cannot_be_seen_from_inside() -> None:
    assert findings(a_stream(*THREE)[:2]) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        a_stream(an_entry())[0].envelope.replace(b'"version":1', b'"version":"1"'),
        a_stream(an_entry())[0].envelope.replace(b'"version":1', b'"version":true'),
        a_stream(an_entry())[0].envelope.replace(b'"version"', b'"Version"'),
    ],
)
def test_bytes_that_are_no_envelope_are_named_even_with_their_own_digest(data: bytes) -> None:
    rows = changed(a_stream(an_entry()), 1, envelope=data, digest=digest_of(data))
    assert findings(rows) == ["run:1, event 1: the envelope cannot be read"]


@pytest.mark.parametrize("column", ["number", "envelope", "digest", "salt", "payload"])
@pytest.mark.parametrize("value", [1.5, 7**30, [], object()])
def test_a_value_of_any_type_is_a_finding_and_no_crash(column: str, value: object) -> None:
    rows = [replace(row, **{column: value}) for row in a_stream(an_entry())]
    assert findings(rows) in (
        ["run:1, event 1: what is stored is not an event"],
        ["run:1, event 1: the event is missing; the next one there is is 22539340290692258087863249"],
    )


def test_a_finding_about_the_whole_ledger_names_no_stream() -> None:
    assert str(Finding(what="the trigger is missing")) == "the trigger is missing"


entries = st.builds(
    an_entry,
    note=st.text(max_size=20),
    by=st.sampled_from(["anna", "ben"]),
    role=st.sampled_from([None, "lead"]),
    type=st.sampled_from(["noted", "step_completed"]),
)
streams = st.lists(entries, min_size=2, max_size=6).map(lambda given: a_stream(*given))


def other_bytes(data: bytes) -> st.SearchStrategy[bytes]:
    flip = st.tuples(st.integers(0, len(data) - 1), st.integers(1, 255)).map(
        lambda at: data[: at[0]] + bytes([data[at[0]] ^ at[1]]) + data[at[0] + 1 :]
    )
    return st.one_of(flip, st.binary(max_size=40), st.just(data[:-1]), st.just(data + b" ")).filter(
        lambda other: other != data
    )


@st.composite
def tampered(draw: st.DrawFn) -> tuple[tuple[Row, ...], list[Row]]:
    """A stream, and the same with one thing changed: an edit, a loss before the end, a swap, a repetition."""
    rows = draw(streams)
    at = draw(st.integers(0, len(rows) - 1))
    row = rows[at]
    match draw(st.sampled_from(["number", "envelope", "digest", "salt", "payload", "drop", "swap", "repeat"])):
        case "number":
            number = draw(st.integers(-1, 10).filter(lambda other: other != row.number))
            return rows, [*rows[:at], replace(row, number=number), *rows[at + 1 :]]
        case "drop":
            at = draw(st.integers(0, len(rows) - 2))
            return rows, [*rows[:at], *rows[at + 1 :]]
        case "swap":
            other = draw(st.integers(0, len(rows) - 1).filter(lambda index: index != at))
            swapped = list(rows)
            swapped[at], swapped[other] = rows[other], rows[at]
            return rows, swapped
        case "repeat":
            to = draw(st.integers(0, len(rows)))
            return rows, [*rows[:to], row, *rows[to:]]
        case "digest":
            digest = draw(other_bytes(row.digest.encode())).decode("latin-1")
            return rows, [*rows[:at], replace(row, digest=digest), *rows[at + 1 :]]
        case column:
            value = draw(other_bytes(getattr(row, column)))
            return rows, [*rows[:at], replace(row, **{column: value}), *rows[at + 1 :]]


@given(streams)
@settings(max_examples=50, deadline=None)
def test_every_sealed_stream_holds(rows: tuple[Row, ...]) -> None:
    assert findings(rows) == []


@given(tampered())
@settings(max_examples=300, deadline=None)
def test_any_single_change_is_found(pair: tuple[tuple[Row, ...], list[Row]]) -> None:
    whole, touched = pair
    assert findings(whole) == []
    assert findings(touched) != []


@given(streams, st.data())
@settings(max_examples=100, deadline=None)
def test_the_event_that_was_edited_is_the_one_named(rows: tuple[Row, ...], data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from(["envelope", "salt", "payload"]))
    value = data.draw(other_bytes(getattr(row, column)))
    named = [
        finding.number for finding in check(changed(rows, row.number, **{column: value}), ledger=LEDGER, stream="run:1")
    ]
    assert named == [row.number]


def test_moments_are_utc_text_that_sorts_as_time_does() -> None:
    local = datetime(2026, 1, 31, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert moment_text(local) == "2026-01-30T23:30:00.000000Z"
    assert moment_of(moment_text(local)) == local
    assert moment_text(datetime(987, 1, 1, tzinfo=UTC)) == "0987-01-01T00:00:00.000000Z"


def test_a_moment_without_a_zone_is_our_bug() -> None:
    with pytest.raises(AssertionError):
        moment_text(datetime(2026, 1, 31))


@pytest.mark.parametrize("text", ["", "2026-01-31", "2026-01-31T10:00:00+00:00", "2026-13-31T10:00:00.000000Z"])
def test_other_texts_are_no_moments(text: str) -> None:
    with pytest.raises(ValueError, match=r"moment|month"):
        moment_of(text)


@pytest.mark.parametrize("value", ["Ren\udce9", {"\ud800": 1}])
def test_text_that_is_not_unicode_is_refused(value: object) -> None:
    with pytest.raises(Unrecordable, match="not valid Unicode"):
        canonical(value)


def test_a_whole_number_that_json_cannot_carry_is_refused() -> None:
    with pytest.raises(Unrecordable, match="too large"):
        canonical({"count": 2**53})

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.building import LEDGER, NOON, a_stream
from sopbook.records.chain import Entry, Finding, Link, Stored, canonical, examine
from sopbook.records.codec import Codec
from sopbook.records.errors import UnreadableEvent, Unrecordable


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    by: str
    name: str
    role: str | None
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCompleted(Happened):
    step: str
    values: dict[str, Decimal | date | str | bool | tuple[str, ...] | None]
    attempt: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Happened):
    text: str
    for_: str | None = None


CODEC = Codec({"step_completed": (StepCompleted, 1), "noted": (Noted, 1)})
WHO = {"by": "anna", "name": "Anna Lind", "role": "lead", "at": NOON, "recorded_at": NOON}


def stored(entry: Entry) -> Stored:
    examined, _ = examine(a_stream(entry)[0], ledger=LEDGER, stream="run:1", after=Link())
    assert not isinstance(examined, Finding)
    return examined


def test_an_event_comes_back_equal() -> None:
    event = StepCompleted(
        step="count-cash",
        values={"total": Decimal("12.50"), "on": date(2026, 1, 31), "who": "Ben", "ok": True, "open": None},
        **WHO,
    )
    assert CODEC.decode(stored(CODEC.encode(event))) == event


def test_the_name_lies_in_the_payload_and_the_rest_of_who_and_when_does_not() -> None:
    entry = CODEC.encode(Noted(text="fine", **WHO))
    assert (entry.type, entry.version, entry.by, entry.role, entry.at) == ("noted", 1, "anna", "lead", NOON)
    assert entry.payload == b'{"for":null,"name":"Anna Lind","text":"fine"}'


def test_numbers_and_dates_travel_as_text() -> None:
    event = StepCompleted(step="s", values={"n": Decimal("1E+3"), "d": date(2026, 1, 31)}, **WHO)
    assert b'"values":{"d":{"date":"2026-01-31"},"n":{"number":"1000"}}' in CODEC.encode(event).payload


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    local = NOON.astimezone(timezone(timedelta(hours=2)))
    event = Noted(text="fine", **(WHO | {"at": local}))
    assert CODEC.decode(stored(CODEC.encode(event))).at == local


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.one_of(
            st.none(),
            st.booleans(),
            st.text(max_size=10),
            st.dates(),
            st.decimals(allow_nan=False, allow_infinity=False),
            st.lists(st.text(max_size=5), max_size=3).map(tuple),
        ),
        max_size=4,
    ),
    st.datetimes(timezones=st.just(UTC)),
)
@settings(max_examples=100, deadline=None)
def test_every_event_comes_back_equal(values: dict[str, object], at: datetime) -> None:
    event = StepCompleted(step="s", values=values, **(WHO | {"at": at}))  # type: ignore[arg-type]
    assert CODEC.decode(stored(CODEC.encode(event))) == event


def an_unknown(**changes: object) -> Stored:
    payload = canonical({"name": "Anna", "text": "fine", "for": None})
    given = {
        "type": "noted",
        "version": 1,
        "at": NOON,
        "recorded_at": NOON,
        "by": "a",
        "role": None,
        "payload": payload,
    }
    return stored(Entry(**(given | changes)))  # type: ignore[arg-type]


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(UnreadableEvent, match=r"run:1, event 1: `danced` in version 1 .* no such type") as told:
        CODEC.decode(an_unknown(type="danced"))
    assert (told.value.stream, told.value.number, told.value.type) == ("run:1", 1, "danced")


def test_a_newer_version_is_named() -> None:
    with pytest.raises(UnreadableEvent, match=r"`noted` in version 3 .* only versions up to 1 .* upgrade this one"):
        CODEC.decode(an_unknown(version=3))


def test_an_older_version_is_brought_up_step_by_step() -> None:
    codec = Codec(
        {"noted": (Noted, 3)},
        {
            ("noted", 1): lambda old: {"name": old["name"], "text": old["words"]},
            ("noted", 2): lambda old: {**old, "for": "everybody"},
        },
    )
    old = an_unknown(version=1, payload=canonical({"name": "Anna", "words": "fine"}))
    newer = an_unknown(version=2, payload=canonical({"name": "Anna", "text": "fine"}))
    assert codec.decode(old) == codec.decode(newer)
    assert codec.decode(old).for_ == "everybody"


def test_a_field_that_was_added_with_a_default_may_be_missing_in_what_was_stored_before() -> None:
    assert CODEC.decode(an_unknown(payload=b'{"name":"Anna","text":"fine"}')).for_ is None


def test_a_version_that_nothing_leads_on_from_is_named() -> None:
    with pytest.raises(UnreadableEvent, match="nothing leads from version 1 to 2"):
        Codec({"noted": (Noted, 2)}).decode(an_unknown())


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not an object"),
        (b'{"name":"Anna"}', "other fields than expected: `text`"),
        (b'{"name":"Anna","text":"","for":null,"mood":""}', "other fields than expected: `mood`"),
    ],
)
def test_a_payload_of_another_shape_is_named(payload: bytes, why: str) -> None:
    with pytest.raises(UnreadableEvent, match=why):
        CODEC.decode(an_unknown(payload=payload))


def test_a_value_that_does_not_fit_is_named() -> None:
    payload = canonical({"name": "Anna", "step": "s", "attempt": 1, "values": {"n": {"number": "many"}}})
    with pytest.raises(UnreadableEvent, match="a value does not fit"):
        CODEC.decode(an_unknown(type="step_completed", payload=payload))


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(Unrecordable):
        CODEC.encode(Noted(text="caf\udce9", **WHO))


def test_an_event_that_nobody_listed_is_our_bug() -> None:
    with pytest.raises(KeyError):
        CODEC.encode(Happened(**WHO))


def test_a_class_that_lacks_what_every_event_has_is_our_bug() -> None:
    @dataclass(frozen=True)
    class Nameless:
        by: str

    with pytest.raises(AssertionError, match="Nameless lacks"):
        Codec({"nameless": (Nameless, 1)})

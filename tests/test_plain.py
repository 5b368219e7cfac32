"""Values to plain values and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NewType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.plain import from_plain, to_plain, written

Name = NewType("Name", str)


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    name: Name
    colour: Colour = Colour.RED
    class_: str = ""
    path: tuple[str | int, ...] = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    id: str
    parts: tuple["Leaf | Branch", ...] = ()
    path: tuple[str | int, ...] = field(compare=False, default=())


Single = str | bool | Decimal | date | time | datetime | Ref | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    text: str
    count: int = 0
    number: Decimal = Decimal(0)
    day: date | None = None
    moment: datetime | None = None
    clock: time = time(0)
    flag: bool = False
    word: Literal["a", "b"] = "a"
    names: tuple[Name, ...] = ()
    roles: frozenset[str] = frozenset()
    value: Single = None
    values: Mapping[str, Single | tuple[Single, ...]] = field(default_factory=dict)
    leaf: Leaf | None = None
    back: str | Leaf = "stop"
    tree: tuple[Leaf | Branch, ...] = ()
    table: Mapping[Name, Leaf] = field(default_factory=dict)


texts = st.text(max_size=8)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
days = st.dates()
moments = st.datetimes(timezones=st.just(UTC)) | st.datetimes()
clocks = st.times()
refs = st.builds(Ref, name=texts, size=st.integers())
singles = st.none() | texts | st.booleans() | numbers | days | moments | clocks | refs
leaves = st.builds(Leaf, name=texts, colour=st.sampled_from(Colour), class_=texts)
trees = st.recursive(
    leaves,
    lambda inner: st.builds(Branch, id=texts, parts=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
everything = st.builds(
    Everything,
    text=texts,
    count=st.integers(),
    number=numbers,
    day=st.none() | days,
    moment=st.none() | moments,
    clock=clocks,
    flag=st.booleans(),
    word=st.sampled_from(["a", "b"]),
    names=st.lists(texts, max_size=3).map(tuple),
    roles=st.frozensets(texts, max_size=3),
    value=singles,
    values=st.dictionaries(texts, singles | st.lists(singles, max_size=3).map(tuple), max_size=3),
    leaf=st.none() | leaves,
    back=texts | leaves,
    tree=st.lists(trees, max_size=3).map(tuple),
    table=st.dictionaries(texts, leaves, max_size=3),
)


@given(everything)
def test_what_is_written_comes_back_equal(value: Everything) -> None:
    assert from_plain(Everything, json.loads(json.dumps(to_plain(value)))) == value


@given(everything)
def test_what_comes_back_has_the_same_types(value: Everything) -> None:
    again = from_plain(Everything, json.loads(json.dumps(to_plain(value))))
    assert type(again.value) is type(value.value)
    assert {key: type(one) for key, one in again.values.items()} == {
        key: type(one) for key, one in value.values.items()
    }


@given(singles)
def test_a_value_of_a_union_comes_back_on_its_own(value: Any) -> None:
    again = from_plain(Single, json.loads(json.dumps(to_plain(value))))  # type: ignore[arg-type]
    assert (type(again), again) == (type(value), value)


def test_one_value_stands_for_a_tuple_of_one() -> None:
    assert from_plain(Everything, {"text": "", "names": "x"}).names == ("x",)
    assert from_plain(Everything, {"text": "", "tree": {"name": "x"}}).tree == (Leaf(name=Name("x")),)


def test_an_underscore_at_the_end_of_a_name_is_not_written() -> None:
    assert to_plain(Leaf(name=Name("x"), class_="y")) == {"name": "x", "colour": "red", "class": "y"}
    assert from_plain(Leaf, {"name": "x", "class": "y"}).class_ == "y"


def test_each_part_gets_the_place_at_which_it_stood() -> None:
    value = {"text": "", "tree": [{"name": "a"}, {"id": "b", "parts": [{"name": "c"}]}], "table": {"k": {"name": "d"}}}
    read = from_plain(Everything, value)
    branch = read.tree[1]
    assert isinstance(branch, Branch)
    assert branch.path == ("tree", 1)
    assert branch.parts[0].path == ("tree", 1, "parts", 0)
    assert read.table[Name("k")].path == ("table", "k")


def test_a_single_value_for_a_tuple_stands_where_the_tuple_would() -> None:
    assert from_plain(Everything, {"text": "", "tree": {"name": "a"}}).tree[0].path == ("tree",)


def test_of_several_classes_the_first_whose_needs_are_met_is_meant() -> None:
    read = from_plain(Everything, {"text": "", "tree": [{"id": "a"}, {"name": "b"}, {"id": "c", "name": "d"}]})
    assert [type(one) for one in read.tree] == [Branch, Leaf, Leaf]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal("12.50"), {"number": "12.50"}),
        (Decimal("1E+3"), {"number": "1000"}),
        (date(2026, 1, 31), {"date": "2026-01-31"}),
        (time(9, 30), {"time": "09:30:00"}),
        (datetime(2026, 1, 31, 9, 30, tzinfo=UTC), {"datetime": "2026-01-31T09:30:00.000000Z"}),
        (frozenset({"b", "a"}), ["a", "b"]),
        (Colour.BLUE, "blue"),
        (7, 7),
        (True, True),
        (None, None),
    ],
)
def test_what_json_has_no_type_for_is_written_with_its_name(value: Any, plain: Any) -> None:
    assert to_plain(value) == plain


def test_numbers_of_yaml_are_read_without_a_name() -> None:
    read = from_plain(Everything, {"text": "", "number": 3, "value": 4})
    assert (type(read.number), read.number, type(read.value), read.value) == (Decimal, 3, Decimal, 4)
    assert str(from_plain(Everything, {"text": "", "number": Decimal("0.10")}).number) == "0.10"


def test_a_whole_number_is_one_however_yaml_has_it() -> None:
    read = from_plain(Everything, {"text": "", "count": Decimal("2.0")})
    assert (type(read.count), read.count) == (int, 2)


def test_true_is_no_number() -> None:
    assert from_plain(Everything, {"text": "", "value": True}).value is True


def test_a_date_of_yaml_is_read_from_its_text() -> None:
    assert from_plain(Everything, {"text": "", "day": "2026-01-31"}).day == date(2026, 1, 31)


def test_unknown_keys_of_a_later_form_are_passed_over() -> None:
    assert from_plain(Leaf, {"name": "x", "weight": 3}) == Leaf(name=Name("x"))


def test_what_is_of_the_class_already_is_taken_as_it_is() -> None:
    leaf = Leaf(name=Name("x"))
    assert from_plain(Everything, {"text": "", "leaf": leaf}).leaf is leaf


def test_a_moment_is_written_in_utc() -> None:
    lisbon_in_summer = timezone(timedelta(hours=1))
    assert written(datetime(2026, 7, 1, 0, 30, tzinfo=lisbon_in_summer)) == "2026-06-30T23:30:00.000000Z"
    assert written(datetime(2026, 7, 1, 0, 30)) == "2026-07-01T00:30:00.000000"


def test_what_is_missing_or_has_no_plain_form_is_our_bug_and_is_told() -> None:
    with pytest.raises(TypeError):
        from_plain(Leaf, {})
    with pytest.raises(TypeError, match="no plain form"):
        to_plain(object())
    with pytest.raises(TypeError, match="no shape"):
        from_plain(bytes, b"")

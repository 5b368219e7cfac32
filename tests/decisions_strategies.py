"""Small random decision tables, and values for them, for every test that compares two ways of working one out.

Values come from a pool that holds each literal of the cells, what lies just beside and between them, and null where an
input is optional: whatever a table does, it does for one of these.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from sopbook.decisions.table import Row, Table
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import DocumentId
from sopbook.feel.values import Value

OPTIONS = ("low", "mid", "very high")
DAYS = tuple(date(2026, 1, 30) + timedelta(days=days) for days in range(0, 5, 2))
INPUTS: Mapping[str, Field] = {
    "number": Field(type=FieldType.NUMBER),
    "bounded": Field(type=FieldType.NUMBER, min=Decimal(0), max=Decimal(5)),
    "whole": Field(type=FieldType.NUMBER, integer=True, min=Decimal(0), max=Decimal(5)),
    "choice": Field(type=FieldType.CHOICE, options=OPTIONS),
    "yes": Field(type=FieldType.YES_NO),
    "text": Field(type=FieldType.TEXT),
    "day": Field(type=FieldType.DATE),
}
"""An input of each kind; `an_input` may make it optional."""

POOLS: Mapping[str, tuple[Value, ...]] = {
    "number": tuple(map(Decimal, ("-1", "0", "0.5", "1", "2", "2.5", "3", "5", "6"))),
    "bounded": tuple(map(Decimal, ("0", "0.5", "1", "2", "2.5", "3", "5"))),
    "whole": tuple(Decimal(whole) for whole in range(6)),
    "choice": OPTIONS,
    "yes": (True, False),
    "text": ("a", "b", "c", "something else"),
    "day": tuple(DAYS[0] + timedelta(days=days) for days in range(-1, 6)),
}

_NUMBERS = ("0", "1", "2.5", "5")
_LITERALS: Mapping[str, tuple[str, ...]] = {
    "number": _NUMBERS,
    "bounded": _NUMBERS,
    "whole": ("0", "2", "2.5", "4", "5"),
    "choice": ("low", '"mid"', "very high"),
    "yes": ("true", "false"),
    "text": ('"a"', '"b"', '"c"'),
    "day": tuple(f'date("{day}")' for day in DAYS),
}
_ORDERED = frozenset(("number", "bounded", "whole", "day"))


def a_test_of(kind: str) -> st.SearchStrategy[str]:
    """One unary test on an input of that kind."""
    literals = st.sampled_from(_LITERALS[kind])
    if kind not in _ORDERED:
        return literals
    pairs = st.tuples(st.integers(0, len(_LITERALS[kind]) - 2), st.integers(1, 3))
    ends = pairs.map(lambda pair: (_LITERALS[kind][pair[0]], _LITERALS[kind][min(sum(pair), len(_LITERALS[kind]) - 1)]))
    intervals = st.builds(
        lambda opening, two, closing: f"{opening}{two[0]}..{two[1]}{closing}",
        st.sampled_from("[("),
        ends,
        st.sampled_from("])"),
    )
    compared = st.builds("{} {}".format, st.sampled_from(("<", "<=", ">", ">=")), literals)
    return st.one_of(literals, compared, intervals)


def cells_of(kind: str, *, optional: bool = False) -> st.SearchStrategy[str]:
    """A cell: anything, tests, their opposite, and for what may be left empty also `null`."""
    tests = st.lists(a_test_of(kind), min_size=1, max_size=2).map(", ".join)
    cells = [st.just("-"), tests, tests, tests.map("not({})".format)]
    if optional:
        cells += [st.just("null"), st.just("not(null)"), tests.map("null, {}".format)]
    return st.one_of(cells)


@st.composite
def tables(
    draw: st.DrawFn,
    *,
    policies: tuple[HitPolicy, ...] = (HitPolicy.UNIQUE,),
    kinds: tuple[str, ...] = tuple(INPUTS),
    most_inputs: int = 3,
    most_rules: int = 5,
) -> Table:
    """A table over some kinds of input, with an output `grade` of three options and no fault in any cell."""
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=most_inputs, unique=True))
    inputs = {kind: _perhaps_optional(INPUTS[kind], draw(st.booleans())) for kind in chosen}
    cells = st.fixed_dictionaries({kind: cells_of(kind, optional=inputs[kind].optional) for kind in chosen})
    rows = draw(st.lists(st.tuples(cells, st.sampled_from("xyz")), min_size=1, max_size=most_rules))
    return a_table(
        inputs,
        tuple(Row(id=f"r{index}", when=when, then={"grade": grade}) for index, (when, grade) in enumerate(rows)),
        policy=draw(st.sampled_from(policies)),
        otherwise={"grade": "z"} if draw(st.integers(0, 4)) == 0 else {},
    )


def a_table(
    inputs: Mapping[str, Field],
    rules: tuple[Row, ...],
    *,
    policy: HitPolicy = HitPolicy.UNIQUE,
    otherwise: Mapping[str, str] | None = None,
) -> Table:
    """A table whose only output is a `grade`."""
    return Table(
        id=DocumentId("grade"),
        title="Grade",
        question="Which grade?",
        version="1.0",
        fingerprint="1:0",
        hit_policy=policy,
        inputs=inputs,
        outputs={"grade": Field(type=FieldType.CHOICE, options=("x", "y", "z"))},
        rules=rules,
        otherwise=otherwise or {},
    )


def every_case(table: Table) -> tuple[dict[str, Value], ...]:
    """Every combination of the values that its inputs are tried with."""
    pools = [(*POOLS[name], None) if field.optional else POOLS[name] for name, field in table.inputs.items()]
    return tuple(dict(zip(table.inputs, values, strict=True)) for values in product(*pools))


def cases(table: Table) -> st.SearchStrategy[dict[str, Value]]:
    """One value for each input."""
    return st.sampled_from(every_case(table))


def _perhaps_optional(field: Field, optional: bool) -> Field:
    return Field(
        type=field.type, options=field.options, min=field.min, max=field.max, integer=field.integer, optional=optional
    )

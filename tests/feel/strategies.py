"""Random expressions, cells and values over a small fixed scope, for the tests of the language."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sopbook.feel.syntax import (
    Against,
    And,
    Arithmetic,
    Between,
    Cell,
    Comparison,
    Expression,
    Has,
    In,
    Interval,
    Literal,
    Name,
    Negative,
    Not,
    Operation,
    Or,
    UnaryTest,
)
from sopbook.feel.types import Choice, Choices, Date, DateTime, ListOf, Number, Text, Time, Type, YesNo
from sopbook.feel.values import MOST_MONTHS, Months, Scalar, Value

OPTIONS = ("project", "retainer", "in progress")
SCOPE: dict[str, Type] = {
    "days": Number(),
    "monthly_value": Number("USD", nullable=True),
    "tier-2.score": Number(),
    "plan": Choice(OPTIONS),
    "client": Text(nullable=True),
    "sign-off.approved": YesNo(),
    "urgent": YesNo(nullable=True),
    "systems": ListOf(Text()),
    "tactics": Choices(OPTIONS, nullable=True),
    "kickoff_on": Date(),
    "until": Date(nullable=True),
    "met_at": DateTime(),
    "opens": Time(),
}
EQUALITY = st.sampled_from(("=", "!="))
ORDER = st.sampled_from(("<", "<=", ">", ">="))


def decimals() -> st.SearchStrategy[Decimal]:
    """Numbers close together, so that comparisons go both ways, and now and then a far one."""
    near = st.integers(-3, 3).map(Decimal)
    return near | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)


ZONES = st.none() | st.sampled_from((UTC, timezone(timedelta(hours=5, minutes=30)), ZoneInfo("Europe/Lisbon")))
NEAR_DAYS = st.dates(date(2026, 3, 27), date(2026, 4, 2))
NEAR_LENGTHS = st.timedeltas(timedelta(days=-3), timedelta(days=3)) | st.integers(-3, 3).map(timedelta)


def dates() -> st.SearchStrategy[date]:
    """Days close together, around a change of the clocks and the end of a month, and now and then a far one."""
    return NEAR_DAYS | st.dates()


def times() -> st.SearchStrategy[time]:
    return st.times(timezones=st.none() | st.sampled_from((UTC, timezone(-timedelta(hours=3)))))


def moments() -> st.SearchStrategy[datetime]:
    near = st.builds(datetime.combine, NEAR_DAYS, st.times(), tzinfo=ZONES)
    return (near | st.datetimes(timezones=ZONES)).map(lambda moment: moment.replace(fold=0))


def lengths() -> st.SearchStrategy[timedelta]:
    return NEAR_LENGTHS | st.timedeltas()


def months() -> st.SearchStrategy[Months]:
    return st.builds(Months, st.integers(-14, 14) | st.integers(-MOST_MONTHS, MOST_MONTHS))


def temporals() -> st.SearchStrategy[Scalar]:
    return st.one_of(dates(), times(), moments(), lengths(), months())


def values_of(of: Type) -> st.SearchStrategy[Value]:
    """Values of a type, with null where that is allowed."""
    match of:
        case Number():
            found: st.SearchStrategy[Value] = decimals()
        case Choice(options=options):
            found = st.sampled_from(options)
        case YesNo():
            found = st.booleans()
        case ListOf():
            found = st.lists(st.sampled_from(("mail", "chat", "")), max_size=3).map(tuple)
        case Choices(options=options):
            found = st.lists(st.sampled_from(options), unique=True).map(tuple)
        case Date():
            found = dates()
        case Time():
            found = times()
        case DateTime():
            found = moments()
        case _:
            found = st.sampled_from(("mail", "chat", "Café ☕", 'say "hi"\\\n'))
    return st.none() | found if of.nullable else found


def assignments() -> st.SearchStrategy[dict[str, Value]]:
    """A value for every name in scope."""
    return st.fixed_dictionaries({name: values_of(of) for name, of in SCOPE.items()})


def literals() -> st.SearchStrategy[Expression]:
    return st.builds(Literal, st.none() | st.booleans() | decimals() | st.text(max_size=8) | temporals())


def endpoints() -> st.SearchStrategy[Literal | Name]:
    return literals() | st.builds(Name, st.sampled_from(sorted(SCOPE)))


def unary_tests() -> st.SearchStrategy[UnaryTest]:
    """Any tests, whether their types make sense or not."""
    against = st.builds(Against, EQUALITY | ORDER, endpoints())
    return against | st.builds(Interval, endpoints(), endpoints(), st.booleans(), st.booleans())


def cells() -> st.SearchStrategy[Cell]:
    tests = st.lists(unary_tests(), min_size=1, max_size=3).map(tuple)
    return st.just(Cell()) | st.builds(Cell, tests, st.booleans())


def expressions() -> st.SearchStrategy[Expression]:
    """Any trees that the parser could make, whether their types make sense or not."""
    return st.recursive(endpoints(), _composed, max_leaves=12)


def _composed(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    tests = st.lists(unary_tests(), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Negative, inner.filter(lambda node: not _is_number(node))),
        st.builds(Arithmetic, inner, _links(inner, "+-")),
        st.builds(Arithmetic, inner, _links(inner, "*/")),
        st.builds(Arithmetic, inner, _links(inner, ("**",))),
        st.builds(Comparison, EQUALITY | ORDER, inner, inner),
        st.builds(Between, inner, inner, inner),
        st.builds(Has, inner, inner),
        st.builds(In, inner, tests),
        st.builds(Not, inner),
        st.builds(And, several),
        st.builds(Or, several),
    )


def _is_number(node: Expression) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, Decimal)


def _links(operands: st.SearchStrategy[Expression], signs: Sequence[str]) -> st.SearchStrategy[tuple[Operation, ...]]:
    return st.lists(st.builds(Operation, st.sampled_from(signs), operands), min_size=1, max_size=3).map(tuple)


def _names(kind: type) -> st.SearchStrategy[Expression]:
    return st.builds(Name, st.sampled_from([name for name, of in SCOPE.items() if isinstance(of, kind)]))


def numbers() -> st.SearchStrategy[Expression]:
    """Expressions that the checker takes for numbers."""
    leaves = st.builds(Literal, decimals()) | _names(Number)
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Arithmetic, inner, _links(inner, "+-") | _links(inner, "*/") | _links(inner, ("**",)))
            | st.builds(Negative, inner.filter(lambda node: not _is_number(node)))
        ),
        max_leaves=4,
    )


def durations() -> st.SearchStrategy[Expression]:
    """Expressions that the checker takes for durations of days and time."""
    leaves = st.builds(Literal, lengths())
    passed = st.builds(Arithmetic, _names(Date), st.tuples(st.builds(Operation, st.just("-"), _names(Date))))
    return st.recursive(
        leaves | passed,
        lambda inner: (
            st.builds(Arithmetic, inner, _links(inner, "+-") | _links(st.builds(Literal, decimals()), "*/"))
            | st.builds(Negative, inner)
        ),
        max_leaves=3,
    )


def days() -> st.SearchStrategy[Expression]:
    """Expressions that the checker takes for dates."""
    leaves = st.builds(Literal, dates()) | _names(Date)
    return leaves | st.builds(Arithmetic, leaves, _links(durations() | st.builds(Literal, months()), "+-"))


def conditions() -> st.SearchStrategy[Expression]:
    """Expressions that the checker takes for conditions."""
    options = st.builds(Literal, st.sampled_from(OPTIONS))
    texts = st.builds(Literal, st.sampled_from(("mail", "chat")))
    ends = st.builds(Literal, st.integers(-3, 0).map(Decimal)), st.builds(Literal, st.integers(1, 3).map(Decimal))
    tests = st.builds(Against, EQUALITY | ORDER, ends[0]) | st.builds(Interval, *ends, st.booleans(), st.booleans())
    leaves = st.one_of(
        _names(YesNo),
        st.builds(Comparison, EQUALITY | ORDER, numbers(), numbers()),
        st.builds(Comparison, EQUALITY | ORDER, days(), days()),
        st.builds(Comparison, EQUALITY | ORDER, durations(), durations()),
        st.builds(Comparison, EQUALITY, _names(Choice), options),
        st.builds(Comparison, EQUALITY, _names(Text), texts),
        st.builds(Comparison, EQUALITY, endpoints(), st.just(Literal(None))),
        st.builds(Between, numbers(), *ends),
        st.builds(In, numbers(), st.lists(tests, min_size=1, max_size=3).map(tuple)),
        st.builds(Has, _names(ListOf), texts),
        st.builds(Has, _names(Choices), options),
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
            | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
        ),
        max_leaves=6,
    )

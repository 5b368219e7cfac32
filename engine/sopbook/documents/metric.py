"""A metric: a figure that says how it goes."""

from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Where a figure comes from: records (`from_`, `of`, `value`), or a `formula` over other metrics."""

    from_: str = ""
    of: tuple[str, ...] = ()
    value: str = ""
    formula: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Document):
    """`target` and `alert` are unary tests: when it is good, and when somebody has to look."""

    group: str
    unit: str
    measure: Measure
    every: str
    target: str = ""
    alert: str = ""
    per: str = ""

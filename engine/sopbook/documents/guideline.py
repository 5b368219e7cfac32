"""A guideline: standing rules with reasons and examples, and the words it explains."""

from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.documents.rule import Rule
from sopbook.source.position import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the house with its meaning; all guidelines' terms together are the glossary."""

    term: str
    means: str
    also: tuple[str, ...] = ()
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline(Document):
    """Rules to keep, whatever procedure one follows."""

    rules: tuple[Rule, ...]
    terms: tuple[Term, ...] = ()

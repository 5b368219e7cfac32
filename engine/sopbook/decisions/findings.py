"""What a proof finds: each fault with the rules it is about, the cases it holds for, and one concrete case of them.

`when` has the cells of these cases, for the inputs they limit; `given` is the concrete case, which was answered again
before it is shown. Of a weighing, `when` is about the mean and `given` has marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from sopbook.decisions.grid import Box
from sopbook.feel.values import Value


class Verdict(Enum):
    """Whether every case has one answer."""

    PROVEN = "proven"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """A box of cases in words, and one of them."""

    box: Box
    when: Mapping[str, str]
    given: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Cases):
    """Cases that no rule answers; `suggestion` is a rule to paste, whose answer is left to the author."""

    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap(Cases):
    """Cases for which two rules of a table fit, in which only one may."""

    rules: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Cases):
    """Cases for which two rules fit that give different answers, where all that fit must agree."""

    rules: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedRule(Cases):
    """A rule that changes no answer: wherever it fits, others that go before it, or agree with it, fit as well."""

    rule: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideDomain:
    """A rule that fits nothing that can be given, because of its cells for these inputs."""

    rule: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedOption:
    """An option of an output that nothing gives."""

    output: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachableOtherwise:
    """The rules answer every case, so `otherwise` never does."""


Finding: TypeAlias = Gap | Overlap | Contradiction | MaskedRule | OutsideDomain | UnusedOption | UnreachableOtherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Whether every case has one answer, why, and everything that was found; `more` says what is not listed."""

    verdict: Verdict
    reason: str
    findings: tuple[Finding, ...] = ()
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one question of a proof found, what it leaves `open` and what it does not list."""

    findings: tuple[Finding, ...] = ()
    open: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

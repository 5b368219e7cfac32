"""What a comparison of two versions of a decision says."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sopbook.decisions.evaluate import Answer
from sopbook.feel.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Inputs that are answered otherwise, as cells, and one of them with both answers.

    `share` is their part of all inputs, where these can be counted. Of a difference `in_part` only some of the inputs
    are answered otherwise: its cells say where the example was found.
    """

    when: Mapping[str, str]
    given: Mapping[str, Value]
    old: Answer
    new: Answer
    share: Fraction | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that is answered otherwise, the largest first, and what else changed, in sentences.

    Differences from one answer to the same other one stand together; where there are very many, they are not
    `is_complete`. `share` is the part of all inputs that is answered otherwise, where they can be counted. When the
    decision `is_rewritten`, no answer can be the same. `reason` says what could not be compared, and why.
    """

    changes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    share: Fraction | None = None
    is_rewritten: bool = False
    is_complete: bool = True
    reason: str = ""

    @property
    def differs(self) -> bool:
        """Whether something is known to be answered otherwise."""
        return bool(self.differences) or self.is_rewritten

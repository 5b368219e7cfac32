"""What people do with a decision: ask it a question. Every surface calls these, and nothing else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sopbook.actions.run_view import value_as_json
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.misses import Miss, why_not
from sopbook.decisions.results import Result, asked
from sopbook.decisions.table import Table
from sopbook.decisions.weighing import Framework, framework_of
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field
from sopbook.errors import Refused
from sopbook.handbook.book import Handbook
from sopbook.handbook.soundness import is_sound
from sopbook.runs.values import Value
from sopbook.workspace.loading import read
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root, read_settings


class FaultyDecision(Refused):
    """A decision with an error answers nothing."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(
            f"`{decision.id}` has an error and answers nothing before it is mended: `sop check` says more."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A decision with what it was given, its answer, and why its other rules are no part of it."""

    framework: Framework
    given: Result
    answer: Answer
    misses: tuple[Miss, ...]

    @property
    def reasons(self) -> Mapping[str, str]:
        """The rules that the answer follows from, each with the reason that its author gave."""
        if not isinstance(self.framework, Table):
            return {}
        return {rule: self.framework.row[rule].why for rule in self.answer.rules}


def handbook_around(start: Path, root: Path | None) -> Handbook:
    """The handbook at `root`, or the one that `start` lies in, as it can be read."""
    return read(read_settings(find_root(start, root), schemas(), os.environ), schemas())


def framework_in(book: Handbook, decision: str) -> Framework:
    """What the decision with that id is answered by; refuses one that has an error."""
    found = book.expect(decision, Decision)
    if not is_sound(found, book):
        raise FaultyDecision(found)
    return framework_of(found)


def missing(framework: Framework, given: Mapping[str, object]) -> Mapping[str, Field]:
    """What is asked and was not given."""
    return {name: field for name, field in asked(framework).items() if name not in given}


def answered(framework: Framework, given: Result) -> Answered:
    """The answer for these values of all that is asked."""
    return Answered(framework=framework, given=given, answer=answer(framework, given), misses=why_not(framework, given))


def as_json(found: Answered) -> dict[str, Any]:
    """An answer for programs; part of the promise that `--json` makes."""
    framework, answer = found.framework, found.answer
    return {
        "decision": framework.id,
        "version": framework.version,
        "given": _values(found.given),
        "answered": answer.result is not None,
        "result": None if answer.result is None else _values(answer.result),
        "rules": [{"id": rule, "why": found.reasons.get(rule, "")} for rule in answer.rules],
        "mean": None if answer.mean is None else value_as_json(answer.mean),
        "problem": answer.problem,
        "others": [{"id": one.rule, "inputs": list(one.inputs), "why": one.why} for one in found.misses],
    }


def _values(values: Result) -> dict[str, Any]:
    return {name: value_as_json(cast(Value, value)) for name, value in values.items()}

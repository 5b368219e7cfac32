"""What the engine answers by itself once it knows enough: a decision's table, a branch with computable options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sopbook.decisions.evaluate import answer
from sopbook.decisions.results import asked
from sopbook.documents.ids import OptionId, StepId
from sopbook.runs.checklist import Leaf
from sopbook.runs.knowledge import NotYet, comparable, work_out
from sopbook.runs.state import Run
from sopbook.runs.values import Value, shown
from sopbook.runs.wording import title_of


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The engine has no answer, and why; `waits_for` is the step that will give what is missing, if one will."""

    why: str
    waits_for: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a decision was given, the rules that fitted, what it gave; without rules, what holds when none fits."""

    inputs: Mapping[str, Value]
    rules: tuple[str, ...]
    result: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The option whose condition holds."""

    option: OptionId
    why: str


def waiting(run: Run, missing: NotYet) -> str:
    """What is missing, in words."""
    return f"waiting for {missing.name}, which “{title_of(run, missing.step)}” gives"


def ruled(run: Run, leaf: Leaf) -> Ruled | Unanswered:
    """The answer of a step's decision over what the run knows."""
    assert leaf.table is not None
    framework = run.plan.checklist.tables[leaf.table]
    inputs: dict[str, Value] = {}
    for name in asked(framework):
        verdict = work_out(run, run.plan.expression(leaf.given.get(name, name)), leaf.id)
        if verdict.waits:
            return Unanswered(waiting(run, verdict.waits), verdict.waits.step)
        if verdict.never:
            return Unanswered(f"{verdict.never.name} can no longer be given; somebody has to decide")
        inputs[name] = verdict.value
    answered = answer(framework, {name: comparable(value) for name, value in inputs.items()})
    if answered.result is None:
        given = ", ".join(f"{name} {shown(value)}" for name, value in inputs.items())
        return Unanswered(f"{answered.problem or 'no rule answers'} ({given}); somebody has to decide")
    return Ruled(inputs=inputs, rules=answered.rules, result=cast(Mapping[str, Value], answered.result))


def taken(run: Run, leaf: Leaf) -> Taken | Unanswered:
    """The first option of a branch whose condition holds; every option has one, or a person chooses."""
    if not all(option.when for option in leaf.options):
        return Unanswered("")
    for option in leaf.options:
        verdict = work_out(run, run.plan.condition(option.when), leaf.id)
        if verdict.waits:
            return Unanswered(waiting(run, verdict.waits), verdict.waits.step)
        if verdict.never:
            return Unanswered(f"{verdict.never.name} can no longer be given, so a person chooses")
        if verdict.value is True:
            return Taken(option=option.id, why=f"because {verdict.because}")
    return Unanswered("no option's condition holds, so a person chooses")

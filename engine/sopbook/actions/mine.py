"""What one person can do about the steps of a run now: by their roles, as whoever a step was given to, as a deputy."""

from collections.abc import Iterator

from sopbook.actions.run_view import RunView, StepView, overrider
from sopbook.documents.ids import RoleId
from sopbook.runs.authority import Doers, doers_of, keeper_of, right_among
from sopbook.runs.checklist import Leaf, Part
from sopbook.runs.event import Member
from sopbook.runs.standing import State
from sopbook.runs.state import Run

WAITING = frozenset({"end-wait", "detach"})
"""What can be done about a step that waits."""


def words_for(view: RunView, step: StepView, me: Member) -> tuple[str, ...]:
    """What somebody can say at a step; a check that its fields judge is not passed by hand, others not just done."""
    return tuple(_words(view.run, view.run.plan.parts[step.id], step, me))


def is_mine(step: StepView, words: tuple[str, ...]) -> bool:
    """Whether a step waits for somebody who can say these words; what waits for a time or a run waits for nobody."""
    return bool(words) and (step.state is not State.BLOCKED or "override" in words)


def _words(run: Run, part: Part, step: StepView, me: Member) -> Iterator[str]:
    if "override" in step.can and isinstance(part, Leaf) and _holds(me, overrider(run, part)):
        yield "override"
    if _does(run, part, me):
        left_out = {"override", *_unusual(part)}
        takes = WAITING if step.state is State.BLOCKED else frozenset(step.can)
        yield from (word for word in step.can if word in takes and word not in left_out)


def _unusual(part: Part) -> tuple[str, ...]:
    if not isinstance(part, Leaf) or part.verb != "check":
        return ()
    return ("pass",) if part.judges_itself else ("do",)


def _does(run: Run, part: Part, me: Member) -> bool:
    """Whether a step is somebody's to do, and nothing that they did before keeps them from it."""
    keeper = keeper_of(run, part)
    if isinstance(part, Leaf) and any(me.id in run.part(one).performers for one in run.plan.kept_apart(part)):
        return False
    if keeper is not None and keeper.id != me.id:
        return keeper.id in me.stands_in_for
    doers = doers_of(run, part)
    return doers.waits is None and right_among(doers, me) is not None


def _holds(me: Member, role: str) -> bool:
    return right_among(Doers(roles=(RoleId(role),)), me) is not None

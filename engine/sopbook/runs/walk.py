"""One walk over a checklist in document order: where every part stands, and what follows by itself as it goes.

What keeps a part from being reached is its gate: a sentence, or an empty text when the way is open. A `stop` step is a
wall in any order: until it is closed nothing after it in its section is reached, and nothing at all when it stands
directly in the document.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.runs import children, life, messages, waits
from sopbook.runs import events as ev
from sopbook.runs.answering import Ruled, Taken, ruled, taken, waiting
from sopbook.runs.authority import doers_of
from sopbook.runs.checklist import Block, Leaf, Option, Part
from sopbook.runs.event import RunEvent
from sopbook.runs.folds import apply
from sopbook.runs.knowledge import Never, NotYet, work_out
from sopbook.runs.looping import ByHand, TooMuch, WorkedOut, reached
from sopbook.runs.parts import Status
from sopbook.runs.signing import digests
from sopbook.runs.stamp import Stamp
from sopbook.runs.standing import CLOSED_AS, Standing, State
from sopbook.runs.state import Phase, Run
from sopbook.runs.summary import ended_at, summary_of
from sopbook.runs.wording import filled, title_of


class Walk:
    """One walk. With a `stamp` it settles; without one it looks, at everything or only at what is `wanted`."""

    def __init__(self, run: Run, stamp: Stamp | None, wanted: StepId | None = None) -> None:
        self.run, self.plan, self.stamp = run, run.plan, stamp
        self.passes_over = stamp is not None or wanted is not None
        self.wanted = frozenset() if wanted is None else frozenset({wanted, *self.plan.within[wanted]})
        self.closed = set(run.closed_steps)
        self.digests: Mapping[StepId, str] | None = None
        self.events: list[RunEvent] = []
        self.standings: dict[StepId, Standing] = {}
        self.first_open: Part | None = None
        self.section_wall = self.document_wall = ""
        self.in_section = False
        self.dangers: list[Block] = []

    def whole(self) -> None:
        checklist = self.plan.checklist
        if self.run.phase is not Phase.OPEN:
            self._at_rest()
            self._undo()
            return
        self._parts(self.plan.top, checklist.any_order, "", outermost=True)
        all_closed = self.run.plan.closing <= self.closed
        if all_closed and not self.run.in_question and (self.run.confirmed or not checklist.done_when):
            self._complete()

    def _at_rest(self) -> None:
        """Where everything stands in a run in which nothing goes on."""
        why = f"the run is {self.run.phase.value}"
        for step in () if self.stamp else self.wanted or self.plan.order:
            part = self.plan.parts[step]
            if self.run.is_closed(step):
                self._stand_closed(part)
            elif step in self.plan.closing and step not in self.plan.undone:
                self._stand(part, State.PENDING, why)

    def _undo(self) -> None:
        """Undo one step after the other; when all is undone, the run is cancelled."""
        gate = ""
        for step, parts in self.plan.undoing:
            if not self._parts(parts, False, gate, outermost=True) and not gate:
                gate = f"waiting until “{title_of(self.run, step)}” is undone"
        if self.run.phase is Phase.WINDING_UP and not gate:
            self._emit(life.RunCancelled, reason=self.run.cancelled_because)

    def _parts(self, parts: tuple[Part, ...], any_order: bool, gate: str, outermost: bool = False) -> bool:
        """Visit parts that stand beside each other; says whether all are closed."""
        tree, earlier = self.plan.tree, ""
        for part in parts:
            step = part.id
            idle = self.passes_over and step in tree.quiet and step not in self.wanted
            if idle and tree.holds[step] <= self.closed:
                continue
            if idle and earlier and not any_order and not tree.stops[step]:
                continue  # it is stopped as all before it are, and stops nothing itself
            if outermost:
                self.in_section, self.section_wall = isinstance(self.plan.written(step), Block), ""
            here = gate or self.document_wall or self.section_wall or ("" if any_order else earlier)
            closed = self._pass_over(part) if idle and here else self._part(part, here)
            if not closed and not earlier:
                earlier = f"waiting for “{title_of(self.run, part)}”"
            if step in self.wanted:
                break  # what comes after it does not matter to where it stands
        return not earlier

    def _part(self, part: Part, here: str) -> bool:
        return self._block(part, here) if isinstance(part, Block) else self._leaf(part, here)

    def _pass_over(self, part: Part) -> bool:
        """From what cannot be reached, and holds neither signatures nor branches, nothing follows: it is in the way."""
        self.first_open = self.first_open or next(
            self.plan.parts[step] for step in self.plan.leaves_of(part) if step not in self.closed
        )
        for wall in self.plan.stops[part.id]:
            if wall.id not in self.closed:
                self._wall(wall)
        return False

    # Groups

    def _block(self, block: Block, here: str) -> bool:
        if block.loop:
            return self._loop(block, here)
        if not here:
            here = self._group_gate(block)
        if block.dangers and not self.run.part(block.id).heeded:
            self.dangers.append(block)
            closed = self._parts(block.parts, block.any_order, here)
            self.dangers.pop()
            return closed
        return self._parts(block.parts, block.any_order, here)

    def _group_gate(self, block: Block) -> str:
        """What a group asks is asked once for all its steps, and not again when one of them was acted on."""
        states = (self.run.part(step) for step in self.plan.inside[block.id])
        if any(state.status is not Status.OPEN for state in states) or self._applies(block):
            return ""
        standing = self.standings.get(block.id)
        return f"“{title_of(self.run, block)}” comes first: {standing.why}" if standing else ""

    def _applies(self, part: Part) -> bool:
        """Whether a part is to be done; if that is open or no, it is said or recorded here."""
        state = self.run.part(part.id)
        if state.answer is False:
            why = f"answered no by {state.name}" + (f": {state.reason}" if state.reason else "")
            self._not_applicable(part.id, self.plan.leaves_of(part), why)
        if state.answer is not None:
            return state.answer
        if part.when:
            verdict = work_out(self.run, self.plan.condition(part.when), part.id)
            if verdict.waits:
                why = waiting(self.run, verdict.waits)
                return self._stand(part, State.BLOCKED, why, waits_for=verdict.waits.step)
            if verdict.never and not state.kept:
                question = self._question(part) or f"Does this apply? It depends on {part.when}"
                return self._ask_instead(part, question, verdict.never)
            if verdict.value is not True and not verdict.never:
                why = f"because {verdict.because}" if verdict.because else f"because it is only done when {part.when}"
                self._not_applicable(part.id, self.plan.leaves_of(part), why)
                return False
        if state.kept:
            return self._stand(part, State.ASKING, AGAIN)
        return self._stand(part, State.ASKING, self._question(part)) if part.only_if else True

    def _question(self, part: Part) -> str:
        return filled(part.only_if, self.run, part.id)

    def _ask_instead(self, part: Part, question: str, never: Never) -> bool:
        """Ask people in place of a value that can no longer be given."""
        because = f"{never.name} can no longer be given, because “{title_of(self.run, never.step)}” was not done"
        return self._stand(part, State.ASKING, f"{question} ({because})", instead_of=never.name)

    # Loops

    def _loop(self, loop: Block, here: str) -> bool:
        """A loop and its rounds. It stands in the way like its last round, since there may be one more."""
        before = self.run.rounds.get(loop.id)
        if not here and not self.run.is_closed(loop.id):
            here = self._open_loop(loop)
        state, grows = self.run.part(loop.id), self.run.rounds.get(loop.id) is not before
        if state.closed:
            self._stand_closed(loop)
        elif loop.id not in self.standings:
            self._stand(loop, State.PENDING, here)
        closed = self._parts(loop.parts, loop.any_order, here)
        if state.closed and not grows:
            return closed
        self.first_open = self.first_open or loop
        if loop in self.plan.stops[loop.id]:
            self._wall(loop)
        return False

    def _open_loop(self, loop: Block) -> str:
        """Go on with a loop that was reached; gives what still keeps its rounds from being reached."""
        if self._applies(loop):
            match found := reached(self.run, loop, self.stamp):
                case NotYet():
                    self._stand(loop, State.BLOCKED, waiting(self.run, found), waits_for=found.step)
                case Never():
                    self._ask_instead(loop, "Is there anything to go through?", found)
                case ByHand():
                    self._stand(loop, State.READY, found.how)
                    self._record(*found.events)
                    return ""
                case TooMuch():
                    self._stand(loop, State.BLOCKED, found.why)
                case WorkedOut():
                    self._record(*found.events)
        standing = self.standings.get(loop.id)
        return f"“{title_of(self.run, loop)}” comes first: {standing.why}" if standing else ""

    # Steps

    def _leaf(self, leaf: Leaf, here: str) -> bool:
        if leaf.verb == "approve" and self.run.part(leaf.id).signed and self._has_lapsed(leaf):
            self._emit(ev.ApprovalLapsed, step=leaf.id)
        if not self.run.is_closed(leaf.id):
            self._open_leaf(leaf, here)
        state = self.run.part(leaf.id)
        if state.closed:
            self._stand_closed(leaf)
        else:
            self.first_open = self.first_open or leaf
            if leaf.stop:
                self._wall(leaf)
        return self._options(leaf, here) and state.closed

    def _has_lapsed(self, leaf: Leaf) -> bool:
        if self.digests is None:
            self.digests = digests(self.run)
        return self.run.part(leaf.id).signed != self.digests[leaf.id]

    def _wall(self, part: Part) -> None:
        why = f"waiting for “{title_of(self.run, part)}”, which nothing may overtake"
        if self.in_section:
            self.section_wall = self.section_wall or why
        else:
            self.document_wall = self.document_wall or why

    def _open_leaf(self, leaf: Leaf, here: str) -> None:
        state = self.run.part(leaf.id)
        if here:
            self._stand(leaf, State.PENDING, here)
        elif state.case is not None:
            too_often = "" if leaf.child else f"{state.reason}; it came to this too often, and "
            self._stand(leaf, State.BLOCKED, f"{too_often}the escalation `{state.case}` is asked for")
        elif state.status is Status.FAILED:
            self._stand(leaf, State.FAILED, state.reason)
        elif state.going_on or self._applies(leaf):
            match leaf.verb:
                case "run" | "notify" | "wait":
                    self._by_itself(leaf)
                case "quiz":
                    self._ready(leaf, state.reason)
                case "decide":
                    self._decide(leaf)
                case "choose":
                    self._choose(leaf)
                case "approve" if self.first_open:
                    first = title_of(self.run, self.first_open)
                    self._stand(leaf, State.BLOCKED, f"waiting for “{first}” and all else before it")
                case _:
                    self._ready(leaf, f"rejected by {state.name}: {state.reason}" if state.rejected else "")

    def _ready(self, leaf: Leaf, why: str = "") -> None:
        waits = doers_of(self.run, leaf).waits
        if waits is not None:
            who = f"“{title_of(self.run, waits)}” will say who does it"
            self._stand(leaf, State.BLOCKED, who, waits_for=waits)
            return
        around: list[Part] = [*self.dangers, *([leaf] if leaf.dangers and not self.run.part(leaf.id).heeded else [])]
        self._stand(leaf, State.READY, why, danger=around[0].id if around else None)

    def _by_itself(self, leaf: Leaf) -> None:
        """Begin what needs nobody; a danger is heeded before, and stops nothing that has begun."""
        state = self.run.part(leaf.id)
        if not state.going_on and (self.dangers or (leaf.dangers and not state.heeded)):
            self._ready(leaf)
            return
        found = BY_ITSELF[leaf.verb](self.run, leaf, self.stamp)
        if not isinstance(found, Standing):
            self._record(*found)
        elif found.state is State.READY:
            self._ready(leaf, found.why)
        else:
            self.standings[leaf.id] = found

    def _decide(self, leaf: Leaf) -> None:
        found = ruled(self.run, leaf)
        if isinstance(found, Ruled):
            self._emit(ev.Decided, step=leaf.id, inputs=found.inputs, rules=found.rules, result=found.result)
        else:
            self._stand(leaf, State.BLOCKED, found.why, waits_for=found.waits_for)

    def _choose(self, leaf: Leaf) -> None:
        found = taken(self.run, leaf)
        if isinstance(found, Taken):
            self._emit(ev.OptionChosen, step=leaf.id, option=found.option, why=found.why)
        elif found.waits_for is not None:
            self._stand(leaf, State.BLOCKED, found.why, waits_for=found.waits_for)
        else:
            self._ready(leaf, found.why)

    def _options(self, leaf: Leaf, here: str) -> bool:
        """The steps of a choice's options; says whether all of them are closed."""
        state = self.run.part(leaf.id)
        closed = True
        for option in leaf.options:
            if state.closed and state.chosen == option.id:
                closed = self._parts(option.parts, False, here) and closed
                if closed and option.end and not here:
                    self._end(leaf, option)
                continue
            if state.closed:
                self._leave(leaf, option)
            closed = self._parts(option.parts, False, here or f"waiting for “{title_of(self.run, leaf)}”") and closed
        return closed

    def _leave(self, leaf: Leaf, option: Option) -> None:
        why = f"“{filled(option.label, self.run, leaf.id)}” was not chosen"
        self._not_applicable(leaf.id, self.plan.option_leaves(leaf, option.id), why)

    def _end(self, leaf: Leaf, option: Option) -> None:
        """The rest is left; but not what had been done before the branch and is asked again, such as a signature."""
        order, run = self.plan.order, self.run
        again = {one for one in self.plan.closing if order[one] < order[leaf.id] and run.part(one).attempt > 1}
        rest = tuple(one for one in order if one in self.plan.closing - again and not run.is_left(one))
        why = f"the procedure ended with “{filled(option.label, run, leaf.id)}”"
        self._not_applicable(leaf.id, rest, why)

    # What the walk says and does

    def _stand(self, part: Part, state: State, why: str, **more: Any) -> bool:
        """Say where a part stands; false, so that a caller can answer with it."""
        self.standings[part.id] = Standing(step=part.id, state=state, why=why, **more)
        return False

    def _stand_closed(self, part: Part) -> None:
        state = self.run.part(part.id)
        as_said = State.NEEDS_ATTENTION if state.attention else CLOSED_AS[state.status]
        self._stand(part, as_said, state.attention or state.reason)

    def _not_applicable(self, step: StepId, steps: tuple[StepId, ...], why: str) -> None:
        still_open = tuple(one for one in steps if one not in self.closed)
        for one in still_open:
            if self.run.part(one).awaits_child:
                self._emit(ev.ChildDetached, step=one, child=self.run.part(one).child, reason=why)
        if still_open:
            self._emit(ev.StepNotApplicable, step=step, steps=still_open, why=why)

    def _complete(self) -> None:
        if self.stamp is not None:
            ended = ended_at(self.run, self.stamp)
            who = self.stamp.engine() | {"at": ended}
            self._record(life.RunCompleted(summary=summary_of(self.run, ended), **who))

    def _emit(self, event: type[RunEvent], **what: Any) -> None:
        """Record something that follows by itself; a walk that only looks leaves it for the next command."""
        if self.stamp is None:
            return
        self._record(event(**what, **self.stamp.engine()))

    def _record(self, *events: RunEvent) -> None:
        for event in events:
            self.events.append(event)
            self.run, self.digests = apply(self.run, event), None
            for step in (getattr(event, "step", None), *getattr(event, "steps", ())):
                if step is not None:
                    (self.closed.add if self.run.is_closed(step) else self.closed.discard)(step)


AGAIN = "This was done before. Again, or is it still good? Yes: again. No: still good"
"""What is asked of a step that is not repeated by itself on the way back."""

BY_ITSELF: Mapping[str, Callable[[Run, Leaf, Stamp | None], Standing | tuple[RunEvent, ...]]] = {
    "run": children.stands,
    "notify": messages.stands,
    "wait": waits.stands,
}
"""Where the steps stand that need nobody, by their verb: or what follows for them."""

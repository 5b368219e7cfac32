"""Which command is taken when, and the words of each refusal."""

from decimal import Decimal
from typing import Any

import pytest

from runs_builders import INES, Play, a_field, approve, check, choose, decide_by, do, each, group, number, option, text
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import Child, Leaf, Message, Question, Quiz, Reading, Wait
from sopbook.runs.event import Parent
from sopbook.runs.rules import ON_STEP
from sopbook.runs.standing import State

LEAVE = ["not-applicable", "skip"]


def _asking(verb: str) -> Play:
    more = {"only_if": "Is it so?"}
    made = {
        "do": do("s", **more),
        "check": check("s", **more),
        "measured check": check("s", fields={"n": number(accept="< 5")}, **more),
        "choose": choose("s", option("x"), **more),
        "decide": decide_by("s", **more),
        "approve": approve("s", **more),
        "group": group("s", do("inner"), **more),
    }
    return Play(made[verb], inputs={"amount": number()}).start(amount=7)


def _answered(verb: str) -> Play:
    play = _asking(verb)
    play.act(cmd.Answer(step="s", yes=True))
    return play


def _loop(over: str = "", items: str | None = None, **more: object) -> Play:
    first = do("first", optional=True, fields={"list": text(optional=True)})
    inputs = {"items": a_field("list", optional=True)}
    return Play(first, do("s", loop=each("row", over), **more), any_order=True, inputs=inputs).start(items=items)


def _with_rounds(**more: object) -> Play:
    play = _loop(**more)
    play.act(cmd.AddItem(step="s", item="One"))
    return play


def _asked_again() -> Play:
    asked = do("s", loop=each("row"), only_if="Is it so?")
    play = Play(do("first"), asked).start().done("first")
    play.act(cmd.Answer(step="s", yes=True))
    play.act(cmd.AddItem(step="s", item="One"))
    play.act(cmd.EndLoop(step="s"))
    play.act(cmd.Reopen(step="first", reason="Look again", from_here_on=True))
    return play.done("first")


def _failed(**more: object) -> Play:
    play = Play(check("s", **more), do("after")).start()
    play.act(cmd.Fail(step="s", reason="Too warm", values=dict.fromkeys(more.get("fields", {}), 9)))
    return play


def _waiting() -> Play:
    return Play(do("a", fields={"n": number()}), do("s", when="a.n > 5"), any_order=True).start()


def _let_go() -> Play:
    play = _failed()
    play.act(cmd.Override(step="s", reason="Warm enough"))
    return play


def _chosen() -> Play:
    play = Play(choose("s", option("x"), option("y")), do("b")).start()
    play.act(cmd.Choose(step="s", option="x"))
    return play


def _leaf(verb: str, **more: Any) -> Leaf:
    made: dict[str, Any] = {
        "run": {"child": Child(document="billing", title="Billing")},
        "read": {"reading": Reading(document="how-we-work", title="How we work")},
        "quiz": {
            "quiz": Quiz(enough=Decimal(50), questions=(Question(id="q", ask="?", options=("a",), answer=("a",)),))
        },
        "notify": {"message": Message(text="It begins.", to=("owner",))},
        "wait": {"wait": Wait(lasts="1 hour")},
    }
    return Leaf(**({"id": "s", "verb": verb, "title": "S"} | made[verb] | more))


def _step(verb: str, **more: Any) -> Play:
    return Play(_leaf(verb, **more)).start()


def _started_run(**more: Any) -> Play:
    play = Play(_leaf("run", **more), do("after"), any_order=True).start()
    play.act(cmd.StartChild(step="s"))
    return play


def _ended_run(ending: cmd.Ending = cmd.Ending.COMPLETED) -> Play:
    child = Child(document="billing", title="Billing", approve_by="owner")
    play = _started_run(child=child)
    play.by_engine(cmd.ChildClosed(step="s", child=play.part("s").child, ending=ending))
    return play


def _behind(play: Play) -> Play:
    """What had begun goes on, although its turn is to come again."""
    play.act(cmd.Reopen(step="first", reason="Look again"))
    return play


def _run_behind() -> Play:
    play = Play(do("first"), _leaf("run")).start().done("first")
    play.act(cmd.StartChild(step="s"))
    return _behind(play)


def _case_behind() -> Play:
    play = Play(do("first"), check("s", back_to="s", at_most=0, escalate="alarm")).start().done("first")
    play.act(cmd.Fail(step="s", reason="Too warm"))
    return _behind(play)


def _too_deep() -> Play:
    play = Play(_leaf("run"))
    play.act(cmd.Start(needs_confirmed=True, parent=Parent(run="above", step="s", depth=5)))
    return play


def _questioned(part: Leaf) -> Play:
    play = Play(part, do("after"), inputs={"n": number()}).start(n="7")
    play.act(cmd.Choose(step="s", option="x") if part.verb == "choose" else cmd.Complete(step="s"))
    play.act(cmd.Amend(name="n", value="3", reason="Misread"))
    return play


def _changed_after_signing() -> Play:
    play = Play(approve("s"), inputs={"n": number()}).start(n="7")
    play.act(cmd.Approve(step="s"))
    play.act(cmd.Amend(name="n", value="3", reason="Misread"))
    return play


ROWS: dict[tuple[State, str], tuple[object, list[str]]] = {
    (State.READY, "danger"): (lambda: Play(do("s", danger="It bites")).start(), ["heed"]),
    (State.READY, "do"): (lambda: _answered("do"), ["do", *LEAVE]),
    (State.READY, "check"): (lambda: _answered("check"), ["fail", *LEAVE[:1], "pass", "skip"]),
    (State.READY, "measured check"): (
        lambda: _answered("measured check"),
        ["do", "fail", "not-applicable", "pass", "skip"],
    ),
    (State.READY, "choose"): (lambda: _answered("choose"), ["choose", *LEAVE]),
    (State.READY, "approve"): (lambda: _answered("approve"), ["approve", "not-applicable", "reject", "skip"]),
    **{
        (State.ASKING, verb): (lambda verb=verb: _asking(verb), ["answer", *LEAVE])
        for verb in ("do", "check", "measured check", "choose", "decide", "approve")
    },
    (State.ASKING, "group"): (lambda: _asking("group"), ["answer"]),
    (State.READY, "loop"): (_loop, ["add-item", "end-loop", *LEAVE]),
    (State.ASKING, "loop"): (lambda: _loop(only_if="Is it so?"), ["answer", *LEAVE]),
    (State.BLOCKED, "loop"): (lambda: _loop(over="first.list"), LEAVE),
    (State.READY, "loop with rounds"): (_with_rounds, ["add-item", "end-loop"]),
    (State.ASKING, "loop with rounds"): (_asked_again, ["answer"]),
    (State.BLOCKED, "waiting"): (_waiting, LEAVE),
    (State.BLOCKED, "approve"): (lambda: Play(do("a"), approve("s"), any_order=True).start(), LEAVE),
    (State.BLOCKED, "decide"): (lambda: _answered("decide"), ["not-applicable", "override", "skip"]),
    (State.BLOCKED, "escalated"): (lambda: _failed(back_to="s", at_most=0, escalate="alarm"), ["override"]),
    (State.FAILED, "check"): (_failed, ["fail", "override", "pass"]),
    (State.FAILED, "measured check"): (
        lambda: _failed(fields={"n": number(accept="< 5")}),
        ["do", "fail", "override", "pass"],
    ),
    (State.FAILED, "let go"): (_let_go, ["do", "fail", "pass", "reopen"]),
    (State.DONE, "choose"): (_chosen, ["override", "reopen"]),
    (State.READY, "run"): (lambda: _step("run"), [LEAVE[0], "skip", "start-child"]),
    (State.BLOCKED, "run"): (_too_deep, LEAVE),
    (State.BLOCKED, "started run"): (_started_run, ["detach"]),
    (State.PENDING, "started run"): (_run_behind, ["detach"]),
    (State.READY, "ended run"): (_ended_run, ["approve", "reject"]),
    (State.FAILED, "run"): (lambda: _ended_run(cmd.Ending.CANCELLED), [LEAVE[0], "override", "skip", "start-child"]),
    (State.PENDING, "escalated"): (_case_behind, []),
    (State.READY, "read"): (lambda: _step("read"), [LEAVE[0], "read", "skip"]),
    (State.READY, "quiz"): (lambda: _step("quiz"), [LEAVE[0], "quiz", "skip"]),
    (State.READY, "wait"): (lambda: _step("wait", wait=Wait(for_="the paper")), ["do", *LEAVE]),
    (State.BLOCKED, "wait"): (lambda: _step("wait"), ["end-wait", *LEAVE]),
    **{
        (State.ASKING, verb): (lambda verb=verb: _step(verb, only_if="Is it so?"), ["answer", *LEAVE])
        for verb in ("run", "read", "quiz", "notify", "wait")
    },
    (State.NEEDS_ATTENTION, "changed"): (lambda: _questioned(do("s", when="n > 5")), ["confirm", "reopen"]),
    (State.NEEDS_ATTENTION, "changed branch"): (
        lambda: _questioned(choose("s", option("x"), option("y"), when="n > 5")),
        ["confirm", "override", "reopen"],
    ),
    (State.DONE, "changed after signing"): (_changed_after_signing, ["approve"]),
}


def test_every_row_of_the_table_is_tested() -> None:
    assert ROWS.keys() == ON_STEP.keys()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_step_takes_what_its_row_says(row: tuple[State, str]) -> None:
    make, words = ROWS[row]
    play = make()
    assert play.standing("s").state is row[0]
    assert play.can("s") == words


def test_a_closed_step_takes_only_reopen_and_a_pending_one_nothing() -> None:
    play = Play(do("a"), do("b"), do("c")).start().done("a")
    assert (play.can("a"), play.can("c")) == (["reopen"], [])


# Refusals


def test_a_stranger_is_refused() -> None:
    words = "`eve` is not in the team register, and only people of the team take part in runs."
    assert Play(do("a")).start().refusal(cmd.Complete(step="a"), by="eve") == words


def test_an_unknown_step_is_refused_with_the_nearest() -> None:
    play = Play(do("contract"), do("b")).start()
    assert play.refusal(cmd.Complete(step="contrakt")) == "This run has no step `contrakt`. Did you mean `contract`?"
    assert play.refusal(cmd.Complete(step="zzz")) == "This run has no step `zzz`. `sop run show` lists the steps."


def test_a_step_whose_turn_has_not_come_is_refused_with_what_it_waits_for() -> None:
    play = Play(do("a"), do("b")).start()
    assert play.refusal(cmd.Complete(step="b")) == "“B” cannot be done yet: waiting for “A”."


def test_of_two_people_on_one_step_the_second_is_told_who_was_faster_and_when() -> None:
    play = Play(do("a"), do("b")).start().done("a", by="tomas")
    assert play.refusal(cmd.Complete(step="a"), by="niko") == (
        "“A” is already done by Tomas, today 12:02. To do it again, reopen it with a reason."
    )


def test_the_wrong_command_is_refused_with_what_can_be_done() -> None:
    play = Play(do("a"), check("c"), any_order=True).start()
    assert play.refusal(cmd.Approve(step="a")) == (
        "“A” is a step to do. What you can do with it now: do, not-applicable or skip."
    )
    assert play.refusal(cmd.Complete(step="c")) == (
        "“C” is a check. What you can do with it now: fail, not-applicable, pass or skip."
    )


def test_a_question_is_answered_before_anything_else() -> None:
    words = _asking("do").refusal(cmd.Complete(step="s"))
    assert words.startswith("“S” asks a question first. What you can do with it now: answer,")


def test_a_group_is_never_ticked() -> None:
    play = Play(group("g", do("a"))).start()
    words = "“G” is a group, which is never ticked itself. Nothing can be done with it now."
    assert play.refusal(cmd.Complete(step="g")) == words


def test_a_step_of_a_role_is_refused_to_others_and_says_who_holds_it() -> None:
    play = Play(do("a", by="specialist")).start()
    assert play.refusal(cmd.Complete(step="a"), by="zoe") == (
        "“A” is for the role Specialist, not for Zoe. Ask Niko or Mara."
    )


def test_the_role_used_is_kept_with_the_act() -> None:
    play = Play(do("a", by=("specialist", "lead"))).start()
    assert play.act(cmd.Complete(step="a"), by="tomas")[0].role == "lead"


def test_who_holds_a_role_is_looked_up_at_the_act() -> None:
    play = Play(do("a", by="specialist"), do("b", by="specialist")).start()
    play.with_roles("niko")
    assert "not for Niko" in play.refusal(cmd.Complete(step="a"), by="niko")
    play.with_roles("zoe", "specialist")
    play.done("a", by="zoe")


def test_whoever_started_is_the_initiator() -> None:
    play = Play(do("a", by="initiator")).start(by="zoe")
    assert play.refusal(cmd.Complete(step="a"), by="ines") == "“A” is for Zoe, not for Ines. Ask Zoe."
    play.done("a", by="zoe")


def test_reasons_are_needed_bounded_and_printable() -> None:
    play = Play(check("c")).start()
    assert play.refusal(cmd.Fail(step="c", reason=" ")) == "A failed check needs a reason. Say in one sentence why."
    assert play.refusal(cmd.Fail(step="c", reason="x" * 20_001)) == "That is too long: at most 20000 characters."
    assert play.refusal(cmd.Fail(step="c", reason="\udcff")) == (
        "The text holds characters that cannot be shown. Write it again without them."
    )


# Dangers


def test_a_danger_is_heeded_before_the_step_is_acted_on() -> None:
    play = Play(do("a", danger="High voltage")).start()
    assert play.refusal(cmd.Complete(step="a")) == "First read and heed the danger of “A”: High voltage"
    play.act(cmd.Heed(step="a"))
    play.done("a")


def test_the_danger_of_a_group_comes_before_each_of_its_steps_and_is_heeded_once() -> None:
    play = Play(group("g", do("a", danger="Sharp"), do("b"), danger="High voltage")).start()
    assert play.standing("a").danger == "g"
    assert play.act(cmd.Heed(step="a"))[0].step == "g"
    assert play.standing("a").danger == "a"
    play.act(cmd.Heed(step="a"))
    assert play.done("a").standing("b").danger is None


def test_a_danger_is_heeded_again_after_reopening() -> None:
    play = Play(do("a", danger="High voltage"), do("b")).start()
    play.act(cmd.Heed(step="a"))
    play.done("a").act(cmd.Reopen(step="a", reason="Forgot a screw"))
    assert play.standing("a").danger == "a"


# Phases


def test_before_the_start_nothing_else_is_taken() -> None:
    assert Play(do("a")).refusal(cmd.Note(text="Hello")) == "This run has not started yet."


def test_a_run_starts_once() -> None:
    assert Play(do("a")).start().refusal(cmd.Start()) == "This run has already started."


def test_a_run_starts_when_everything_it_needs_is_there() -> None:
    play = Play(do("a"), needs=("The key", "The code"))
    words = "Before it starts, confirm that all of this is there: The key; The code."
    assert play.refusal(cmd.Start()) == words
    play.start()


def test_a_run_starts_with_its_inputs_in_its_title() -> None:
    play = Play(do("a"), inputs={"client": text()}, run_title="Onboard {{ client }}")
    assert play.refusal(cmd.Start()) == "Still needed: Client."
    assert play.start(client="Acme").run.title == "Onboard Acme"


def test_after_the_end_only_notes_are_taken() -> None:
    play = Play(do("a")).start().done("a")
    words = "This run is completed: notes and amendments can be added, nothing else."
    assert play.refusal(cmd.Reopen(step="a", reason="x")) == words
    play.act(cmd.Note(text="It held", step="a"), by="zoe")
    assert [(note.text, note.step, note.name) for note in play.run.notes] == [("It held", "a", "Zoe")]


def test_a_note_says_something_about_a_step_that_exists() -> None:
    play = Play(do("a")).start()
    assert play.refusal(cmd.Note(text="\n")) == "Write something into the note."
    assert "no step `b`" in play.refusal(cmd.Note(text="Hm", step="b"))


def test_the_initiator_or_the_owner_cancels_with_a_reason() -> None:
    play = Play(do("a")).start(by="niko")
    assert play.refusal(cmd.Cancel(reason=""), by="niko") == "Cancelling a run needs a reason. Say in one sentence why."
    assert play.refusal(cmd.Cancel(reason="Enough"), by="tomas") == (
        "Cancelling this run is for the role Owner or Niko, not for Tomas. Ask Ines or Niko."
    )
    play.act(cmd.Cancel(reason="Enough"), by=INES.id)
    assert play.run.phase.value == "cancelled"


def test_finish_confirms_what_the_procedure_asks_and_nothing_twice() -> None:
    play = Play(do("a"), do("b"), done_when=("All is well",)).start().done("a")
    assert play.refusal(cmd.Finish()) == "Not everything is done yet. Still open: “B”."
    play.done("b")
    assert play.run.phase.value == "open"
    assert [type(one).__name__ for one in play.act(cmd.Finish())] == ["RunFinished", "RunCompleted"]


def test_there_is_nothing_to_finish_without_done_when() -> None:
    assert Play(do("a")).start().refusal(cmd.Finish()) == "There is nothing to confirm."

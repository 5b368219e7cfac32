"""Going back after a failure or a rejection."""

from runs_builders import Play, approve, check, choose, do, group, option
from sopbook.runs import commands as cmd


def _fail(play: Play, step: str = "c") -> list[str]:
    return [type(one).__name__ for one in play.act(cmd.Fail(step=step, reason="Not good"))]


def test_everything_from_there_up_to_the_check_is_done_again() -> None:
    play = Play(do("z"), do("a"), do("b"), check("c", back_to="a"), do("d")).start().done("z", "a", "b")
    assert _fail(play) == ["CheckFailed", "WentBack"]
    assert play.events[-1].steps == ("a", "b", "c")
    assert play.states() == {"z": "done", "a": "ready", "b": "pending", "c": "pending", "d": "pending"}
    assert [play.part(step).attempt for step in ("z", "a", "b", "c", "d")] == [1, 2, 2, 2, 1]
    assert [(one.kind, one.why) for one in play.run.deviations] == [("rework", "Not good")]


def test_what_was_still_open_begins_no_new_attempt() -> None:
    play = Play(do("a"), do("b"), check("c", back_to="a"), any_order=True).start().done("a")
    _fail(play)
    assert [play.part(step).attempt for step in ("a", "b", "c")] == [2, 1, 2]


def test_it_goes_back_so_often_and_then_the_check_stays_failed() -> None:
    play = Play(do("a"), check("c", back_to="a", at_most=2), do("d")).start()
    for _ in range(2):
        assert _fail(play.done("a")) == ["CheckFailed", "WentBack"]
    assert _fail(play.done("a")) == ["CheckFailed"]
    assert (play.state("c"), play.can("c")) == ("failed", ["fail", "override", "pass"])
    play.act(cmd.Override(step="c", reason="Good enough"))
    assert play.ready == ["d"]


def test_after_that_the_escalation_is_asked_for_once_and_the_owner_lets_go() -> None:
    play = Play(do("a"), check("c", back_to="a", at_most=1, escalate="quality-failure"), do("d")).start()
    _fail(play.done("a"))
    assert _fail(play.done("a")) == ["CheckFailed", "CaseRequested"]
    assert play.state("c") == "blocked"
    assert play.why("c") == "Not good; it came to this too often, and the escalation `quality-failure` is asked for"
    assert "cannot be done yet" in play.refusal(cmd.Pass(step="c"))
    assert "is for the role Owner" in play.refusal(cmd.Override(step="c", reason="x"), by="tomas")
    play.act(cmd.Override(step="c", reason="Good enough"))
    assert play.ready == ["d"]


def test_a_rejection_goes_back_too_and_the_approval_is_asked_again() -> None:
    play = Play(do("a"), do("b"), approve("sign", back_to="b")).start().done("a", "b")
    play.act(cmd.Reject(step="sign", reason="Page 2 is missing"), by="tomas")
    assert play.states() == {"a": "done", "b": "ready", "sign": "pending"}
    assert play.done("b").why("sign") == ""
    play.act(cmd.Approve(step="sign"))
    assert play.run.summary.reworked == 1


def test_an_approval_rejected_too_often_is_asked_again_once_the_owner_overrides() -> None:
    play = Play(do("a"), approve("sign", back_to="a", at_most=0, escalate="quality-failure")).start().done("a")
    play.act(cmd.Reject(step="sign", reason="No"))
    assert (play.state("sign"), play.can("sign")) == ("blocked", ["override"])
    play.act(cmd.Override(step="sign", reason="Talked it over"))
    assert (play.state("sign"), play.can("sign")[0]) == ("ready", "approve")


def test_approvals_on_the_way_and_behind_the_check_lapse_and_those_before_stay() -> None:
    parts = (approve("zero"), do("a"), approve("one"), check("c", back_to="a"), approve("two"), do("end"))
    play = Play(*parts, any_order=True).start()
    play.act(cmd.Approve(step="zero"))
    play.done("a").act(cmd.Approve(step="one"))
    play.act(cmd.Pass(step="c"))
    play.act(cmd.Approve(step="two"))
    play.act(cmd.Reopen(step="c", reason="Look again"))
    assert _fail(play) == ["CheckFailed", "WentBack"]
    states = play.states()
    assert (states["zero"], states["a"], states["one"], states["two"]) == ("done", "ready", "blocked", "blocked")


def test_going_back_over_a_branch_opens_the_other_options_again() -> None:
    way = choose("way", option("x", do("b")), option("y", do("d")))
    play = Play(do("a"), way, check("c", back_to="a")).start().done("a")
    play.act(cmd.Choose(step="way", option="x"))
    _fail(play.done("b"))
    assert play.states() == {"a": "ready", "way": "pending", "b": "pending", "d": "pending", "c": "pending"}
    play.done("a").act(cmd.Choose(step="way", option="y"))
    assert (play.state("b"), play.ready) == ("not applicable", ["d"])


def test_a_check_inside_an_option_goes_back_to_before_the_branch() -> None:
    way = choose("way", option("x", do("b"), check("c", back_to="a"), do("after")), option("y", do("d")))
    play = Play(do("a"), way, do("end")).start().done("a")
    play.act(cmd.Choose(step="way", option="x"))
    _fail(play.done("b"))
    assert play.ready == ["a"]
    play.done("a").act(cmd.Choose(step="way", option="y"))
    assert play.states()["c"] == "not applicable"
    assert play.done("d").ready == ["end"]


def test_inside_one_option_the_other_options_stay_as_they_are() -> None:
    way = choose("way", option("x", do("b"), check("c", back_to="b")), option("y", do("d")))
    play = Play(way).start()
    play.act(cmd.Choose(step="way", option="x"))
    _fail(play.done("b"))
    assert play.states() == {"way": "done", "b": "ready", "c": "pending", "d": "not applicable"}


def test_going_back_over_a_group_asks_its_question_again() -> None:
    parts = (do("a"), group("g", do("b"), only_if="Is there a shop?"), check("c", back_to="a"))
    play = Play(*parts).start().done("a")
    play.act(cmd.Answer(step="g", yes=False))
    _fail(play)
    assert play.done("a").asking == ["g"]


def test_going_back_into_a_group_does_not_ask_its_question_again() -> None:
    play = Play(group("g", do("a"), check("c", back_to="a"), only_if="Is there a shop?")).start()
    play.act(cmd.Answer(step="g", yes=True))
    _fail(play.done("a"))
    assert (play.asking, play.ready) == ([], ["a"])


def test_later_steps_that_were_done_stay_as_they_are() -> None:
    play = Play(do("a"), check("c", back_to="a"), do("d"), any_order=True).start().done("a", "d")
    _fail(play)
    assert play.state("d") == "done"

"""Putting a value right: what was only worked out changes, what people had done is put in question, nothing is lost."""

from datetime import timedelta

from runs_builders import (
    NOON,
    Play,
    a_field,
    approve,
    check,
    choose,
    decide_by,
    do,
    each,
    group,
    number,
    option,
    text,
)
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.checklist import Child, Leaf, Part, Wait
from sopbook.runs.signing import changed_since
from sopbook.runs.state import Phase

N = {"n": number(label="The number")}


def play_with(*parts: Part, **more: object) -> Play:
    """A run of which a first step gives `first.n`, 7."""
    play = Play(do("first", fields=N), *parts, **more).start()
    play.act(cmd.Complete(step="first", values={"n": "7"}))
    return play


def amended(play: Play, to: str = "3", by: str = "ines") -> tuple[object, ...]:
    return play.act(cmd.Amend(step="first", name="n", value=to, reason="Misread"), by=by)


def test_an_amendment_keeps_the_old_value_beside_the_new_one_and_is_a_deviation() -> None:
    play = play_with(do("b"))
    event = amended(play)[0]
    assert isinstance(event, life.Amended)
    assert (event.field, event.old, event.new, event.reason) == ("n", 7, 3, "Misread")
    assert play.part("first").values == {"n": 3}
    assert [(one.kind, one.why) for one in play.run.deviations] == [("amendment", "Misread")]


def test_what_cannot_be_amended_is_refused_in_words() -> None:
    play = play_with(do("b", fields=N), inputs={"client": text(label="Client", optional=True)})
    refusals = {
        cmd.Amend(
            step="first", name="n", value="3", reason=" "
        ): "Amending a value needs a reason. Say in one sentence why.",
        cmd.Amend(step="first", name="m", value="3", reason="x"): "There is no value `m` here.",
        cmd.Amend(step="first", name="n", value="7", reason="x"): "“The number” already is so. Nothing was changed.",
        cmd.Amend(step="b", name="n", value="7", reason="x"): (
            "“B” has no recorded value “The number”. What is still open is simply entered."
        ),
        cmd.Amend(name="clent", value="7", reason="x"): "There is no value `clent` here. Did you mean `client`?",
    }
    for command, words in refusals.items():
        assert play.refusal(command) == words
    assert "The number" in play.refusal(cmd.Amend(step="first", name="n", value="many", reason="x"))


def test_a_value_is_amended_by_who_may_do_the_step_or_answers_for_the_document() -> None:
    play = Play(do("first", fields=N, by="lead"), do("b")).start(by="tomas")
    play.act(cmd.Complete(step="first", values={"n": "7"}), by="tomas")
    assert play.refusal(cmd.Amend(step="first", name="n", value="1", reason="x"), by="niko").startswith(
        "“First” is for"
    )
    amended(play, by="mara")
    amended(play, "4", by="ines")


def test_a_step_nobody_acted_on_simply_changes() -> None:
    play = play_with(do("big", when="first.n > 5"), do("small", when="first.n <= 5"))
    amended(play)
    assert play.states() == {"first": "done", "big": "not applicable", "small": "ready"}
    amended(play, "8")
    assert play.states() == {"first": "done", "big": "ready", "small": "pending"}


def test_a_decision_is_made_again_and_what_follows_from_it() -> None:
    bronze = do("bronze", when='tier.level = "bronze"')
    play = play_with(decide_by("tier", given={"amount": "first.n + 5"}), bronze, do("end"))
    assert play.state("bronze") == "not applicable"
    amended(play, "-3")
    assert play.part("tier").result == {"level": "bronze"}
    assert play.ready == ["bronze"]


def test_a_decision_that_no_rule_answers_any_more_is_open_again() -> None:
    play = play_with(decide_by("tier", given={"amount": "first.n + 5"}), do("end"))
    amended(play, "2")
    assert play.state("tier") == "blocked"


def test_another_branch_is_taken_while_nobody_did_anything_in_the_old_one() -> None:
    branch = choose("route", option("big", do("a"), when="first.n > 5"), option("small", do("b"), when="first.n <= 5"))
    play = play_with(branch)
    amended(play)
    assert play.part("route").chosen == "small"
    assert play.states() == {"first": "done", "route": "done", "a": "not applicable", "b": "ready"}


def test_a_branch_in_which_somebody_did_something_is_put_in_question() -> None:
    branch = choose(
        "route", option("big", do("a"), do("c"), when="first.n > 5"), option("small", do("b"), when="first.n <= 5")
    )
    play = play_with(branch).done("a")
    amended(play)
    assert play.state("route") == "needs attention"
    assert play.why("route") == "“Small” would be chosen now, because “The number” is 3"
    play.act(cmd.Override(step="route", option="small", reason="It was too small"))
    assert play.ready == ["b"]
    assert play.run.in_question == ()


def test_a_step_done_on_other_grounds_is_put_in_question_until_somebody_confirms_it() -> None:
    play = play_with(do("big", when="first.n > 5"), done_when=("All is well",)).done("big")
    amended(play)
    assert play.state("big") == "needs attention"
    assert play.why("big") == "it applies no more, because “The number” is 3"
    assert play.refusal(cmd.Finish()) == (
        "A value was changed after these were done: “Big”. Confirm each, or reopen it."
    )
    assert play.refusal(cmd.Confirm(step="big", reason="")).startswith("Leaving a step as it is needs a reason")
    play.act(cmd.Confirm(step="big", reason="It does no harm"))
    assert play.state("big") == "done"
    play.act(cmd.Finish())
    assert play.run.phase is Phase.COMPLETED


def test_what_was_confirmed_is_not_asked_again_for_the_same_reason() -> None:
    play = play_with(do("big", when="first.n > 5"), do("other", fields={"m": number()}), do("end")).done("big")
    amended(play)
    play.act(cmd.Confirm(step="big", reason="It does no harm"))
    play.act(cmd.Complete(step="other", values={"m": "1"}))
    play.act(cmd.Amend(step="other", name="m", value="2", reason="Typo"))
    assert play.state("big") == "done"
    amended(play, "2")
    assert play.state("big") == "needs attention"


def test_a_run_is_not_complete_while_a_step_is_in_question() -> None:
    play = play_with(do("big", when="first.n > 5"), do("end")).done("big")
    amended(play)
    play.done("end")
    assert play.run.phase is Phase.OPEN
    play.act(cmd.Confirm(step="big", reason="It does no harm"))
    assert play.run.phase is Phase.COMPLETED


def test_a_step_in_question_may_be_done_again() -> None:
    play = play_with(do("big", when="first.n > 5"), do("end")).done("big")
    amended(play)
    play.act(cmd.Reopen(step="big", reason="Not needed"))
    assert play.state("big") == "not applicable"


def test_what_stands_on_its_old_grounds_again_needs_nobody() -> None:
    play = play_with(do("big", when="first.n > 5"), do("end")).done("big")
    amended(play)
    amended(play, "9")
    assert play.state("big") == "done"
    assert isinstance(play.events[-1], ev.StepConfirmed)


def test_of_a_group_only_what_was_done_is_in_question_and_the_rest_falls_away() -> None:
    play = play_with(group("g", do("a"), do("b"), when="first.n > 5"), do("end")).done("a")
    amended(play)
    assert play.states() == {"first": "done", "a": "needs attention", "b": "not applicable", "end": "ready"}


def test_a_measured_check_is_judged_again_by_its_amended_value() -> None:
    play = Play(check("cool", fields={"n": number(accept="<= 4", unit="°C")}), do("end")).start()
    play.act(cmd.Complete(step="cool", values={"n": "3"}))
    play.act(cmd.Amend(step="cool", name="n", value="9", reason="Misread"))
    assert play.why("cool") == "N is 9 °C, accepted is <= 4"


def test_a_list_that_is_amended_gives_and_takes_rounds() -> None:
    play = Play(do("ask", loop=each("who", "names")), do("end"), inputs={"names": a_field("list")})
    play.start(names="Ann, Ben").done("ask[1]")
    play.act(cmd.Amend(name="names", value="Ann, Cid", reason="Ben left"))
    assert play.ready == ["ask[3]"]
    assert [one.kind for one in play.run.deviations] == ["amendment", "loop item removed"]


def test_a_wait_for_a_day_waits_for_the_amended_day() -> None:
    day = {"day": a_field("date")}
    wait = Leaf(id="w", verb="wait", title="Wait", wait=Wait(until="first.day"))
    play = Play(do("first", fields=day), wait, do("end")).start()
    play.act(cmd.Complete(step="first", values={"day": "2026-12-01"}))
    play.act(cmd.Amend(step="first", name="day", value="2026-11-05", reason="Misread"))
    until = play.part("w").until
    assert until is not None
    assert until - NOON < timedelta(days=1)


def test_an_approval_lapses_when_a_value_before_it_is_amended() -> None:
    play = play_with(approve("sign"), do("end"))
    play.act(cmd.Approve(step="sign"))
    amended(play)
    assert play.ready == ["sign"]


def test_who_amends_a_value_has_worked_on_its_step() -> None:
    play = play_with(approve("sign", not_by=("first",)), do("end"))
    amended(play, by="mara")
    assert "Mara worked on “First”" in play.refusal(cmd.Approve(step="sign"), by="mara")


# After the end


def test_after_the_end_an_amendment_reopens_nothing_and_gives_a_new_summary() -> None:
    play = play_with(do("big", when="first.n > 5"), approve("sign")).done("big")
    play.act(cmd.Approve(step="sign"), by="tomas")
    before = play.run.summary
    events = amended(play)
    assert [type(one) for one in events] == [life.Amended, life.SummaryIssued]
    assert play.run.phase is Phase.COMPLETED
    assert play.states() == {"first": "done", "big": "done", "sign": "done"}
    assert play.run.summary is not None
    assert before is not None
    assert len(play.run.summary.deviations) == len(before.deviations) + 1
    assert play.run.summary.ended_at == before.ended_at


def test_the_last_approver_may_sign_the_amendment_and_nobody_else() -> None:
    play = play_with(approve("sign"))
    play.act(cmd.Approve(step="sign"), by="tomas")
    assert play.can("sign") == []
    amended(play)
    assert play.refusal(cmd.Approve(step="sign"), by="mara") == (
        "The run is over: “Sign” is signed anew only by Tomas, who signed it."
    )
    play.act(cmd.Approve(step="sign"), by="tomas")
    assert len(play.run.signatures) == 2
    assert play.can("sign") == []


def test_the_options_that_were_not_chosen_stay_left_when_another_value_is_amended() -> None:
    way = choose("way", option("x", do("a")), option("y", do("b")), when="first.n > 5")
    play = play_with(way)
    play.act(cmd.Choose(step="way", option="x"))
    events = amended(play, "9")
    assert [type(one) for one in events] == [life.Amended]


def test_a_signature_says_what_was_changed_after_it_and_by_whom() -> None:
    play = play_with(approve("sign"))
    play.act(cmd.Approve(step="sign"), by="tomas")
    assert changed_since(play.run, play.run.signatures[0]) == ()
    amended(play)
    assert [(one.name, one.why) for one in changed_since(play.run, play.run.signatures[0])] == [("Ines", "Misread")]


def test_a_signature_before_a_branch_that_ended_the_procedure_is_asked_again_when_it_lapses() -> None:
    way = choose("way", option("x", do("a"), end=True), option("y"))
    play = play_with(approve("sign"), way, do("b"), done_when=("All is well",))
    play.act(cmd.Approve(step="sign"))
    play.act(cmd.Choose(step="way", option="x"))
    play.done("a")
    amended(play)
    assert play.states() == {"first": "done", "sign": "ready", "way": "done", "a": "done", "b": "not applicable"}


def test_the_run_of_a_step_that_falls_away_goes_its_own_way() -> None:
    child = Leaf(id="bill", verb="run", title="Bill", child=Child(document="billing", title="Billing", asks=False))
    play = play_with(group("g", do("a"), child, when="first.n > 5"), do("end")).done("a")
    assert play.state("bill") == "blocked"
    events = amended(play)
    assert [type(one) for one in events[1:3]] == [ev.ChildDetached, ev.StepNotApplicable]
    assert not play.part("bill").awaits_child

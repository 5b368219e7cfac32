"""Doing what the procedure says: values, verdicts, options, signatures."""

from decimal import Decimal

from runs_builders import Play, approve, check, choose, do, group, number, option
from sopbook.runs import commands as cmd

COLD = {"reading": number(unit="°C", accept="<= 4")}


def test_a_check_with_accepted_values_judges_itself() -> None:
    play = Play(check("cooler", fields=COLD), do("b")).start()
    play.act(cmd.Complete(step="cooler", values={"reading": "7.5"}))
    assert (play.state("cooler"), play.why("cooler")) == ("failed", "Reading is 7.5 °C, accepted is <= 4")
    play.act(cmd.Complete(step="cooler", values={"reading": "3"}))
    assert play.part("cooler").values == {"reading": Decimal(3)}
    assert play.ready == ["b"]


def test_a_value_that_is_not_accepted_cannot_be_passed() -> None:
    play = Play(check("cooler", fields=COLD)).start()
    assert play.refusal(cmd.Pass(step="cooler", values={"reading": 7})) == (
        "“Cooler” does not pass: Reading is 7 °C, accepted is <= 4. Record it as failed."
    )


def test_pass_may_follow_fail_at_any_time_and_each_verdict_is_an_attempt() -> None:
    play = Play(check("c"), do("b")).start()
    for _ in range(2):
        play.act(cmd.Fail(step="c", reason="Too warm"))
    play.act(cmd.Pass(step="c"))
    assert (play.part("c").attempt, play.state("c"), play.ready) == (3, "done", ["b"])


def test_a_failure_with_go_on_closes_and_is_a_finding_and_may_still_be_passed() -> None:
    play = Play(check("c", failed="go_on"), do("b", when="not(c.passed)"), do("d")).start()
    play.act(cmd.Fail(step="c", reason="Too warm"))
    assert play.states() == {"c": "failed", "b": "ready", "d": "pending"}
    play.act(cmd.Pass(step="c"))
    assert (play.state("c"), play.part("c").attempt) == ("done", 2)


def test_an_unknown_option_is_refused_with_those_there_are() -> None:
    play = Play(choose("way", option("call"), option("mail"))).start()
    words = "There is no option `fax`. Choose `call` or `mail`."
    assert play.refusal(cmd.Choose(step="way", option="fax")) == words


def test_an_option_with_a_condition_that_does_not_hold_is_closed_to_people() -> None:
    options = (option("call", when="amount > 5"), option("mail"))
    play = Play(choose("way", *options), inputs={"amount": number()}).start(amount=3)
    assert play.refusal(cmd.Choose(step="way", option="call")) == (
        "“Call” cannot be done yet: this option is only open when amount > 5."
    )
    play.act(cmd.Choose(step="way", option="mail"))


# Signatures


def test_a_signature_keeps_its_meaning_and_the_digest_of_what_it_covers() -> None:
    play = Play(do("a"), approve("sign", "All of this is right", by="owner")).start().done("a")
    play.act(cmd.Approve(step="sign"))
    (signature,) = play.run.signatures
    assert (signature.name, signature.role, signature.meaning) == ("Ines", "owner", "All of this is right")
    assert len(signature.digest) == 64


def test_whoever_worked_on_a_step_cannot_sign_for_it() -> None:
    play = Play(do("a"), approve("sign", not_by=("a",))).start().done("a", by="tomas")
    assert play.refusal(cmd.Approve(step="sign"), by="tomas") == (
        "Tomas worked on “A” and therefore cannot approve “Sign”; somebody else has to."
    )
    assert "cannot approve" in play.refusal(cmd.Reject(step="sign", reason="x"), by="tomas")
    play.act(cmd.Approve(step="sign"), by="ines")


def test_earlier_attempts_count_for_the_separation_of_duties() -> None:
    play = Play(do("a"), approve("sign", not_by=("a",))).start().done("a", by="tomas")
    play.act(cmd.Reopen(step="a", reason="Again"), by="tomas")
    play.done("a", by="niko")
    for person in ("tomas", "niko"):
        assert "cannot approve" in play.refusal(cmd.Approve(step="sign"), by=person)


def test_a_group_or_branch_stands_for_all_its_steps_in_the_separation_of_duties() -> None:
    parts = (group("g", do("a")), choose("way", option("x", do("b"))), approve("sign", not_by=("g", "way")))
    play = Play(*parts).start().done("a", by="tomas")
    play.act(cmd.Choose(step="way", option="x"), by="ines")
    play.done("b", by="niko")
    for person, step in (("tomas", "A"), ("ines", "Way"), ("niko", "B")):
        assert f"worked on “{step}”" in play.refusal(cmd.Approve(step="sign"), by=person)
    play.act(cmd.Approve(step="sign"), by="mara")


def test_leaving_a_step_counts_as_working_on_it() -> None:
    play = Play(do("a"), do("b"), approve("sign", not_by=("a", "b"))).start()
    play.act(cmd.Skip(step="a", reason="No time"), by="tomas")
    play.act(cmd.MarkNotApplicable(step="b", reason="No shop"), by="niko")
    assert "cannot approve" in play.refusal(cmd.Approve(step="sign"), by="tomas")
    assert "cannot approve" in play.refusal(cmd.Approve(step="sign"), by="niko")


def test_a_rejection_without_a_way_back_leaves_the_step_open_and_shows_the_reason() -> None:
    play = Play(do("a"), approve("sign")).start().done("a")
    play.act(cmd.Reject(step="sign", reason="Page 2 is missing"), by="tomas")
    assert (play.state("sign"), play.why("sign")) == ("ready", "rejected by Tomas: Page 2 is missing")
    play.act(cmd.Approve(step="sign"))
    assert play.run.phase.value == "completed"


def test_an_approval_lapses_when_what_it_covers_is_reopened() -> None:
    parts = (do("a", fields={"n": number()}), approve("sign"), do("b"))
    play = Play(*parts).start()
    play.act(cmd.Complete(step="a", values={"n": 1}))
    play.act(cmd.Approve(step="sign"))
    events = play.act(cmd.Reopen(step="a", reason="Wrong number"))
    assert [type(one).__name__ for one in events] == ["StepReopened", "ApprovalLapsed"]
    assert play.states() == {"a": "ready", "sign": "pending", "b": "pending"}


def test_an_approval_that_covers_a_lapsed_one_lapses_with_it_and_one_before_stays() -> None:
    play = Play(approve("first"), do("a"), approve("second"), approve("third"), do("end")).start()
    play.act(cmd.Approve(step="first"))
    play.done("a")
    play.act(cmd.Approve(step="second"))
    play.act(cmd.Approve(step="third"))
    play.act(cmd.Reopen(step="a", reason="Again"))
    assert play.states() == {"first": "done", "a": "ready", "second": "pending", "third": "pending", "end": "pending"}


def test_what_comes_after_an_approval_does_not_touch_it() -> None:
    play = Play(do("a"), approve("sign"), do("b"), do("c")).start().done("a")
    play.act(cmd.Approve(step="sign"))
    play.done("b").act(cmd.Reopen(step="b", reason="Again"))
    assert play.state("sign") == "done"

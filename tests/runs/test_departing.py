"""Departing from the procedure: who may, what it takes, what it leaves behind."""

from runs_builders import Play, a_field, approve, check, choose, decide_by, do, group, number, option
from sopbook.runs import commands as cmd


def _kinds(play: Play) -> list[tuple[str, str]]:
    return [(one.step, one.kind) for one in play.run.deviations]


# Skip and not applicable


def test_skipping_a_required_step_needs_a_reason_and_is_a_deviation() -> None:
    play = Play(do("a"), do("b")).start()
    assert play.refusal(cmd.Skip(step="a")) == "Skipping a required step needs a reason. Say in one sentence why."
    play.act(cmd.Skip(step="a", reason="No time"), by="zoe")
    assert play.states() == {"a": "skipped", "b": "ready"}
    assert _kinds(play) == [("a", "skipped")]


def test_an_optional_step_is_skipped_without_a_reason_and_without_a_deviation() -> None:
    play = Play(do("a", optional=True), group("g", do("b"), optional=True), do("c")).start()
    play.act(cmd.Skip(step="a"))
    play.act(cmd.Skip(step="b"))
    assert (play.ready, _kinds(play)) == (["c"], [])


def test_not_applicable_needs_a_reason_and_is_no_deviation() -> None:
    play = Play(do("a"), do("b")).start()
    assert "Not applicable needs a reason" in play.refusal(cmd.MarkNotApplicable(step="a", reason=""))
    play.act(cmd.MarkNotApplicable(step="a", reason="No shop"))
    assert (play.state("a"), play.why("a"), _kinds(play)) == ("not applicable", "No shop", [])


def test_a_stop_a_danger_and_a_signature_are_left_only_by_their_roles_holder() -> None:
    parts = (do("gate", stop=True, by="lead"), approve("sign", by="lead"), do("saw", danger="Sharp", by="lead"))
    play = Play(*parts).start()
    for step in ("gate", "sign"):
        assert "is for the role Lead" in play.refusal(cmd.Skip(step=step, reason="x"), by="zoe")
        assert "is for the role Lead" in play.refusal(cmd.MarkNotApplicable(step=step, reason="x"), by="zoe")
        play.act(cmd.Skip(step=step, reason="Closed today"), by="tomas")
    play.act(cmd.Heed(step="saw"), by="tomas")
    assert "is for the role Lead" in play.refusal(cmd.Skip(step="saw", reason="x"), by="zoe")


def test_a_wall_whose_doer_is_not_known_yet_is_left_by_nobody() -> None:
    parts = (do("name", fields={"who": a_field("person")}), do("gate", stop=True, by="name.who"))
    play = Play(*parts, any_order=True).start()
    assert play.refusal(cmd.Skip(step="gate", reason="x"), by="zoe") == (
        "Whose step “Gate” is will be said by “Name”, which is not done yet."
    )


# Override


def test_only_the_owner_lets_a_failed_check_go_and_it_is_a_deviation() -> None:
    play = Play(check("c"), do("b")).start()
    play.act(cmd.Fail(step="c", reason="Too warm"))
    assert play.refusal(cmd.Override(step="c", reason="x"), by="tomas") == (
        "Letting go of “C” is for the role Owner, not for Tomas. Ask Ines."
    )
    play.act(cmd.Override(step="c", reason="Warm enough"))
    assert (play.state("c"), play.ready, _kinds(play)) == ("failed", ["b"], [("c", "override")])


def test_where_no_rule_answers_a_holder_of_decided_by_decides() -> None:
    play = Play(decide_by("tier"), do("b", when='tier.level = "gold"'), inputs={"amount": number()}).start(amount=7)
    override = cmd.Override(step="tier", reason="Old friends", result={"level": "gold"})
    assert "is for the role Lead" in play.refusal(override, by="ines")
    play.act(override, by="tomas")
    assert (play.part("tier").result, play.ready) == ({"level": "gold"}, ["b"])


def test_a_decision_by_hand_gives_a_value_that_the_table_could_give() -> None:
    play = Play(decide_by("tier"), inputs={"amount": number()}).start(amount=7)
    override = cmd.Override(step="tier", reason="Old friends", result={"level": "platinum"})
    assert play.refusal(override, by="tomas") == "Level: `platinum` is none of gold, bronze"


def test_another_option_is_taken_with_a_reason_and_the_route_left_stays() -> None:
    way = choose("way", option("call", do("book")), option("mail", do("write"), do("send")))
    play = Play(way, do("end")).start()
    play.act(cmd.Choose(step="way", option="mail"))
    play.done("write").act(cmd.Override(step="way", reason="They rang", option="call"))
    assert play.states() == {
        "way": "done",
        "book": "ready",
        "write": "done",
        "send": "not applicable",
        "end": "pending",
    }
    play.act(cmd.Override(step="way", reason="They wrote", option="mail"))
    assert (play.state("book"), play.ready) == ("not applicable", ["send"])


# Reopen


def test_reopening_needs_a_reason_and_leaves_later_steps_closed() -> None:
    play = Play(do("a"), do("b"), do("c")).start().done("a", "b")
    assert play.refusal(cmd.Reopen(step="a")) == "Reopening a step needs a reason. Say in one sentence why."
    play.act(cmd.Reopen(step="a", reason="A page is missing"))
    assert play.states() == {"a": "ready", "b": "done", "c": "pending"}
    assert (_kinds(play), play.part("a").attempt) == ([("a", "reopened")], 2)


def test_from_here_on_reopens_everything_later_that_was_acted_on() -> None:
    play = Play(do("a"), do("b"), do("c"), do("d")).start().done("a", "b", "c")
    (event,) = play.act(cmd.Reopen(step="b", reason="Again", from_here_on=True))
    assert event.steps == ("b", "c")
    assert play.states() == {"a": "done", "b": "ready", "c": "pending", "d": "pending"}


def test_a_slip_is_put_right_by_the_same_person_within_five_minutes_without_a_reason() -> None:
    play = Play(do("a"), do("b")).start().done("a", by="niko")
    (event,) = play.act(cmd.Reopen(step="a"), by="niko", minutes=5)
    assert (event.slip, _kinds(play)) == (True, [])


def test_it_is_no_slip_later_or_by_somebody_else_or_when_something_followed() -> None:
    play = Play(do("a"), do("b"), do("c")).start().done("a", by="niko")
    assert "needs a reason" in play.refusal(cmd.Reopen(step="a"), by="niko", minutes=5.1)
    assert "needs a reason" in play.refusal(cmd.Reopen(step="a"), by="tomas")
    play.done("b", by="tomas")
    assert "needs a reason" in play.refusal(cmd.Reopen(step="a"), by="niko")


def test_it_is_no_slip_when_something_followed_by_itself() -> None:
    play = Play(do("a"), do("b", when="a.done = false"), do("c")).start().done("a", by="niko")
    assert play.state("b") == "not applicable"
    assert "needs a reason" in play.refusal(cmd.Reopen(step="a"), by="niko")


def test_what_a_slip_takes_back_is_no_deviation() -> None:
    play = Play(do("a"), do("b")).start()
    play.act(cmd.Skip(step="a", reason="No need"), by="niko")
    assert _kinds(play) == [("a", "skipped")]
    play.act(cmd.Reopen(step="a"), by="niko")
    assert _kinds(play) == []


def test_a_note_is_nothing_that_follows_and_makes_nothing_a_slip() -> None:
    play = Play(do("a"), do("b")).start().done("a", by="niko")
    play.act(cmd.Note(text="Hm", step="a"), by="niko", minutes=60)
    assert "needs a reason" in play.refusal(cmd.Reopen(step="a"), by="niko")


def test_reopening_a_branch_opens_what_it_had_left() -> None:
    play = Play(choose("way", option("x", do("a")), option("y", do("b"))), do("c")).start()
    play.act(cmd.Choose(step="way", option="x"))
    play.done("a").act(cmd.Reopen(step="way", reason="They changed their mind"))
    assert play.states() == {"way": "ready", "a": "done", "b": "pending", "c": "pending"}
    play.act(cmd.Choose(step="way", option="y"))
    assert play.states() == {"way": "done", "a": "done", "b": "ready", "c": "pending"}


def test_reopening_a_branch_that_ended_the_procedure_opens_the_rest_of_it() -> None:
    way = choose("way", option("go"), option("refer", end=True))
    play = Play(do("a"), way, do("b"), done_when=("All is well",)).start().done("a")
    play.act(cmd.Choose(step="way", option="refer"))
    assert play.state("b") == "not applicable"
    play.act(cmd.Reopen(step="way", reason="They stay"))
    play.act(cmd.Choose(step="way", option="go"))
    assert play.ready == ["b"]


def test_what_something_else_decided_is_not_reopened_by_itself() -> None:
    play = Play(choose("way", option("x"), option("y", do("b"))), do("c")).start()
    play.act(cmd.Choose(step="way", option="x"))
    assert play.can("b") == []
    assert play.refusal(cmd.Reopen(step="b", reason="x")) == (
        "“B” does not apply: “Y” was not chosen. Reopen the step that decided this."
    )


def test_what_does_not_apply_by_its_condition_is_reopened_once_the_condition_holds() -> None:
    play = Play(do("n", fields={"n": number()}), do("a", when="n.n > 5"), do("b")).start()
    play.act(cmd.Complete(step="n", values={"n": 1}))
    assert "does not apply: because n.n is 1" in play.refusal(cmd.Reopen(step="a", reason="x"))
    play.act(cmd.Reopen(step="n", reason="Counted wrong"))
    play.act(cmd.Complete(step="n", values={"n": 9}))
    assert play.state("a") == "not applicable"
    play.act(cmd.Reopen(step="a", reason="It is nine"))
    assert play.ready == ["a"]


def test_an_answer_is_taken_back_by_reopening_what_was_asked() -> None:
    play = Play(group("g", do("a"), only_if="Is there a shop?"), do("s", only_if="Sunny?"), do("c")).start()
    play.act(cmd.Answer(step="g", yes=False))
    play.act(cmd.Answer(step="s", yes=False))
    assert (play.can("g"), play.can("a"), play.can("s")) == (["reopen"], [], ["reopen"])
    play.act(cmd.Reopen(step="g", reason="There is one"))
    assert (play.asking, play.state("a"), play.state("s")) == (["g"], "pending", "not applicable")
    play.act(cmd.Reopen(step="s", reason="The sun came out"))
    play.act(cmd.Answer(step="g", yes=True))
    assert play.done("a").asking == ["s"]


def test_a_group_that_was_done_is_not_reopened_as_a_whole() -> None:
    play = Play(group("g", do("a"), only_if="Is there a shop?"), do("b")).start()
    play.act(cmd.Answer(step="g", yes=True))
    assert play.done("a").can("g") == []

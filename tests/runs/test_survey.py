"""What is ready, asking or blocked, by the words of the design; the random cases are in test_properties."""

from runs_builders import Play, approve, check, choose, decide_by, do, group, number, option, text
from sopbook.runs import commands as cmd


def test_in_fixed_order_one_step_is_ready_after_the_other() -> None:
    play = Play(do("a"), do("b")).start()
    assert play.states() == {"a": "ready", "b": "pending"}
    assert play.why("b") == "waiting for “A”"
    assert play.done("a").states() == {"a": "done", "b": "ready"}


def test_in_any_order_neighbours_do_not_matter() -> None:
    play = Play(do("a"), do("b"), do("c"), any_order=True).start()
    assert play.ready == ["a", "b", "c"]
    assert play.done("c").ready == ["a", "b"]


def test_a_group_in_any_order_holds_up_what_follows_it_in_fixed_order() -> None:
    play = Play(group("g", do("a"), do("b"), any_order=True), do("c")).start()
    assert play.ready == ["a", "b"]
    assert play.why("c") == "waiting for “G”"
    assert play.done("b", "a").ready == ["c"]


def test_groups_nest_and_each_keeps_its_own_order() -> None:
    inner = group("inner", do("b"), do("c"))
    play = Play(group("outer", do("a"), inner, do("d"), any_order=True), do("e")).start()
    assert play.ready == ["a", "b", "d"]
    assert play.done("a", "d", "b").ready == ["c"]
    assert play.done("c").ready == ["e"]


def test_groups_are_not_told_while_they_ask_nothing() -> None:
    assert "g" not in Play(group("g", do("a"))).start().states()


def test_before_the_start_nothing_is_ready() -> None:
    play = Play(do("a"))
    assert play.states() == {"a": "pending"}
    assert play.why("a") == "the run is not started"


def test_after_a_cancel_nothing_is_ready() -> None:
    play = Play(do("a")).start()
    play.act(cmd.Cancel(reason="The client left"))
    assert play.states() == {"a": "pending"}


# Stop steps


def test_a_stop_is_a_wall_in_any_order_and_only_inside_its_section() -> None:
    first = group("first", do("a"), do("gate", stop=True), do("b"), any_order=True)
    second = group("second", do("c"), any_order=True)
    play = Play(first, second, any_order=True).start()
    assert play.ready == ["a", "gate", "c"]
    assert play.why("b") == "waiting for “Gate”, which nothing may overtake"
    assert play.done("gate").ready == ["a", "b", "c"]


def test_a_stop_deep_inside_a_section_holds_up_the_rest_of_the_section() -> None:
    inner = group("inner", do("x"), do("gate", stop=True))
    play = Play(group("s", inner, do("b"), any_order=True)).start()
    assert play.ready == ["x"]
    assert play.done("x").ready == ["gate"]
    assert play.done("gate").ready == ["b"]


def test_a_stop_directly_in_the_document_holds_up_everything_after_it() -> None:
    play = Play(do("a"), do("gate", stop=True), group("s", do("b")), do("c"), any_order=True).start()
    assert play.ready == ["a", "gate"]
    assert play.done("gate").ready == ["a", "b", "c"]


def test_a_lapsed_stop_lets_nothing_new_become_ready_and_leaves_later_steps_as_they_are() -> None:
    play = Play(group("s", do("a"), approve("gate", stop=True), do("b"), do("c"), any_order=True)).start()
    play.done("a").act(cmd.Approve(step="gate"))
    play.done("b").act(cmd.Reopen(step="a", reason="Forgot a page"))
    assert play.states() == {"a": "ready", "gate": "blocked", "b": "done", "c": "pending"}


def test_a_stop_that_does_not_apply_is_no_wall() -> None:
    parts = (do("gate", stop=True, only_if="There is a gate"), do("b"))
    play = Play(*parts, any_order=True).start()
    assert play.ready == []
    play.act(cmd.Answer(step="gate", yes=False))
    assert play.ready == ["b"]


# Applicability


def test_when_false_makes_a_step_not_applicable_and_says_the_values() -> None:
    play = Play(do("a", when="amount > 5"), do("b"), inputs={"amount": number()}).start(amount="3")
    assert play.states() == {"a": "not applicable", "b": "ready"}
    assert play.why("a") == "because amount is 3"


def test_when_true_makes_a_step_ready() -> None:
    play = Play(do("a", when="amount > 5"), inputs={"amount": number()}).start(amount="7")
    assert play.ready == ["a"]


def test_a_value_not_given_yet_blocks_and_names_the_step_that_gives_it() -> None:
    play = Play(do("a", fields={"n": number()}), do("b", when="a.n > 5"), any_order=True).start()
    assert play.state("b") == "blocked"
    assert play.why("b") == "waiting for a.n, which “A” gives"
    assert play.standing("b").waits_for == "a"
    play.act(cmd.Complete(step="a", values={"n": "9"}))
    assert play.state("b") == "ready"


def test_a_value_left_empty_on_purpose_is_null_and_the_condition_is_evaluated() -> None:
    parts = (
        do("a", fields={"n": number(optional=True)}),
        do("b", when="a.n = null or a.n > 5"),
        do("c", when="a.n > 5"),
    )
    play = Play(*parts, any_order=True).start().done("a")
    assert play.states() == {"a": "done", "b": "ready", "c": "not applicable"}
    assert play.why("c") == "because a.n is left empty"


def test_a_value_that_can_no_longer_be_given_asks_and_the_answer_is_a_deviation() -> None:
    play = Play(do("a", fields={"n": number()}), do("b", when="a.n > 5")).start()
    play.act(cmd.Skip(step="a", reason="No scales"))
    assert play.state("b") == "asking"
    assert play.why("b") == (
        "Does this apply? It depends on a.n > 5 (a.n can no longer be given, because “A” was not done)"
    )
    assert play.refusal(cmd.Answer(step="b", yes=True)) == (
        "An answer in place of a value needs a reason. Say in one sentence why."
    )
    play.act(cmd.Answer(step="b", yes=True, reason="It is heavy"))
    assert play.state("b") == "ready"
    assert play.why("b") == ""
    assert [one.kind for one in play.run.deviations] == ["skipped", "answer in place of a value"]


def test_done_is_false_of_a_step_that_was_skipped() -> None:
    play = Play(do("a", optional=True), do("b", when="a.done"), do("c", when="not(a.done)")).start()
    play.act(cmd.Skip(step="a"))
    assert play.states() == {"a": "skipped", "b": "not applicable", "c": "ready"}


def test_only_if_asks_and_no_makes_the_step_not_applicable() -> None:
    play = Play(do("a", only_if="The client wants one"), do("b")).start()
    assert play.asking == ["a"]
    assert play.why("a") == "The client wants one"
    play.act(cmd.Answer(step="a", yes=False, reason="They said so"), by="niko")
    assert play.states() == {"a": "not applicable", "b": "ready"}
    assert play.why("a") == "answered no by Niko: They said so"


def test_only_if_answered_yes_makes_the_step_ready_without_further_words() -> None:
    play = Play(do("a", only_if="The client wants one")).start()
    play.act(cmd.Answer(step="a", yes=True, reason="They said so"))
    assert (play.state("a"), play.why("a")) == ("ready", "")


def test_the_condition_of_a_group_is_asked_once_for_all_its_steps() -> None:
    play = Play(group("g", do("a"), do("b"), only_if="Is there a shop?"), do("c")).start()
    assert play.asking == ["g"]
    assert play.why("a") == "“G” comes first: Is there a shop?"
    play.act(cmd.Answer(step="g", yes=True))
    assert play.done("a").ready == ["b"]


def test_no_to_a_group_closes_all_its_steps_at_every_depth() -> None:
    inner = choose("pick", option("x", do("b")), option("y", do("c")))
    play = Play(group("g", do("a"), group("h", inner), only_if="Is there a shop?"), do("d")).start()
    play.act(cmd.Answer(step="g", yes=False))
    assert play.ready == ["d"]
    assert {play.state(step) for step in ("a", "pick", "b", "c")} == {"not applicable"}


def test_when_of_a_group_that_turns_false_later_does_not_take_its_open_steps_away() -> None:
    parts = (do("n", fields={"n": number()}), group("g", do("a"), do("b"), when="n.n > 5"))
    play = Play(*parts).start()
    play.act(cmd.Complete(step="n", values={"n": 9}))
    play.done("a").act(cmd.Reopen(step="n", reason="Counted wrong"))
    play.act(cmd.Complete(step="n", values={"n": 1}))
    assert play.ready == ["b"]


def test_when_false_of_a_group_is_told_by_one_event() -> None:
    play = Play(group("g", do("a"), do("b"), when="go"), do("c"), inputs={"go": number(optional=True)})
    play.start()
    assert [(one.step, one.steps) for one in play.events[1:]] == [("g", ("a", "b"))]


# Branches


def test_a_person_chooses_and_the_other_options_steps_do_not_apply() -> None:
    play = Play(choose("way", option("call", do("book")), option("mail", do("send"))), do("end")).start()
    assert play.ready == ["way"]
    assert play.why("book") == "waiting for “Way”"
    play.act(cmd.Choose(step="way", option="mail"))
    assert play.states() == {"way": "done", "book": "not applicable", "send": "ready", "end": "pending"}
    assert play.why("book") == "“Call” was not chosen"


def test_the_engine_chooses_where_all_options_are_computable_and_says_why() -> None:
    options = (option("big", do("a"), when="amount > 5"), option("small", do("b"), when="amount <= 5"))
    play = Play(choose("way", *options), inputs={"amount": number()}).start(amount=3)
    assert play.states() == {"way": "done", "a": "not applicable", "b": "ready"}
    assert play.why("way") == "because amount is 3"
    assert play.part("way").by == "engine"


def test_a_computed_branch_waits_for_its_values() -> None:
    options = (option("big", when="a.n > 5"), option("small", when="a.n <= 5"))
    play = Play(do("a", fields={"n": number()}), choose("way", *options), any_order=True).start()
    assert (play.state("way"), play.why("way")) == ("blocked", "waiting for a.n, which “A” gives")


def test_a_person_chooses_when_the_value_can_no_longer_be_given() -> None:
    options = (option("big", when="a.n > 5"), option("small", when="a.n <= 5"))
    play = Play(do("a", fields={"n": number()}), choose("way", *options)).start()
    play.act(cmd.Skip(step="a", reason="No scales"))
    assert (play.state("way"), play.why("way")) == ("ready", "a.n can no longer be given, so a person chooses")
    play.act(cmd.Choose(step="way", option="big"))
    assert play.part("way").chosen == "big"


def test_a_person_chooses_when_no_condition_holds() -> None:
    options = (option("big", when="amount > 5"), option("tiny", when="amount < 1"))
    play = Play(choose("way", *options), inputs={"amount": number()}).start(amount=3)
    assert play.why("way") == "no option's condition holds, so a person chooses"
    play.act(cmd.Choose(step="way", option="tiny"))
    assert play.run.phase.value == "completed"


def test_an_end_option_closes_the_rest_once_its_own_steps_are_closed() -> None:
    way = choose("way", option("go"), option("refer", do("hand-on"), end=True))
    play = Play(do("a"), way, do("b"), done_when=("All is well",)).start().done("a")
    play.act(cmd.Choose(step="way", option="refer"))
    assert play.state("b") == "pending"
    play.done("hand-on")
    assert (play.state("b"), play.why("b")) == ("not applicable", "the procedure ended with “Refer”")
    assert play.run.phase.value == "open"
    play.act(cmd.Finish())
    assert play.run.phase.value == "completed"


def test_skipping_a_branch_leaves_all_its_options() -> None:
    play = Play(choose("way", option("x", do("a")), option("y", do("b"))), do("c")).start()
    play.act(cmd.Skip(step="way", reason="Neither"))
    assert play.states() == {"way": "skipped", "a": "not applicable", "b": "not applicable", "c": "ready"}


# Decisions


def test_a_table_answers_as_soon_as_its_turn_comes_and_keeps_inputs_and_rules() -> None:
    play = Play(
        do("a", fields={"n": number()}), decide_by("tier", given={"amount": "a.n"}), do("b", when='tier.level = "gold"')
    )
    play.start()
    events = play.act(cmd.Complete(step="a", values={"n": 12}))
    decided = events[1]
    assert (decided.step, decided.rules, decided.result) == ("tier", ("big",), {"level": "gold"})
    assert decided.inputs == {"amount": 12}
    assert play.states() == {"a": "done", "tier": "done", "b": "ready"}


def test_without_a_rule_that_answers_the_step_is_blocked_and_names_the_inputs() -> None:
    play = Play(decide_by("tier"), inputs={"amount": number()}).start(amount=7)
    assert (play.state("tier"), play.why("tier")) == ("blocked", "no rule answers (amount 7); somebody has to decide")
    assert play.can("tier") == ["not-applicable", "override", "skip"]


def test_a_decision_whose_input_can_no_longer_be_given_waits_for_somebody() -> None:
    play = Play(do("a", fields={"n": number()}), decide_by("tier", given={"amount": "a.n"})).start()
    play.act(cmd.Skip(step="a", reason="No scales"))
    assert play.why("tier") == "a.n can no longer be given; somebody has to decide"


def test_a_decision_that_waits_for_a_value_cannot_be_overridden_yet() -> None:
    play = Play(do("a", fields={"n": number()}), decide_by("tier", given={"amount": "a.n"}), any_order=True).start()
    assert play.can("tier") == ["not-applicable", "skip"]
    override = cmd.Override(step="tier", reason="I know", result={"level": "gold"})
    assert play.refusal(override, by="tomas") == "“Tier” cannot be done yet: waiting for a.n, which “A” gives."


# Approvals


def test_an_approval_waits_for_everything_before_it_in_any_order_too() -> None:
    play = Play(do("a"), approve("sign"), do("b"), any_order=True).start()
    assert play.why("sign") == "waiting for “A” and all else before it"
    assert play.done("a").ready == ["sign", "b"]


# Who does it


def test_a_step_waits_for_the_step_that_says_who_does_it() -> None:
    parts = (do("name", fields={"deputy": text(), "who": _person()}), do("hand", by="name.who"))
    play = Play(*parts, any_order=True).start()
    assert (play.state("hand"), play.why("hand")) == ("blocked", "“Name” will say who does it")
    play.act(cmd.Complete(step="name", values={"deputy": "x", "who": "niko"}))
    assert play.refusal(cmd.Complete(step="hand"), by="tomas") == "“Hand” is for Niko, not for Tomas. Ask Niko."
    play.act(cmd.Complete(step="hand"), by="niko")


def test_where_nobody_was_named_the_owner_of_the_document_does_it() -> None:
    play = Play(do("name", fields={"who": _person(optional=True)}), do("hand", by="name.who")).start().done("name")
    assert "is for the role Owner" in play.refusal(cmd.Complete(step="hand"), by="tomas")
    play.done("hand", by="ines")


def test_a_failed_check_says_why_and_what_follows_waits() -> None:
    play = Play(check("c"), do("d")).start()
    play.act(cmd.Fail(step="c", reason="Too warm"))
    assert (play.state("c"), play.why("c"), play.state("d")) == ("failed", "Too warm", "pending")


def _person(**more: object):
    from runs_builders import a_field

    return a_field("person", **more)

"""What stands where in a checklist."""

from runs_builders import Play, a_checklist, approve, choose, decide_by, do, group, number, option
from sopbook.runs import commands as cmd
from sopbook.runs.plan import Plan

PLAN = Plan(
    a_checklist(
        group("g", do("a", fields={"n": number()}), group("h", do("b", stop=True))),
        choose("way", option("x", do("c")), option("y", group("k", do("d")))),
        decide_by("tier"),
        approve("sign"),
        inputs={"amount": number()},
    )
)


def test_parts_are_numbered_as_they_stand_in_the_document() -> None:
    assert list(PLAN.order) == ["g", "a", "h", "b", "way", "c", "k", "d", "tier", "sign"]
    assert [leaf.id for leaf in PLAN.leaves] == ["a", "b", "way", "c", "d", "tier", "sign"]


def test_it_knows_what_is_inside_and_around_a_part() -> None:
    assert (PLAN.inside["g"], PLAN.inside["way"], PLAN.inside["a"]) == (("a", "b"), ("c", "d"), ())
    assert (PLAN.within["b"], PLAN.within["d"]) == (("g", "h"), ("way", "k"))
    assert PLAN.option_leaves(PLAN.leaf("way"), "y") == ("d",)


def test_it_knows_walls_and_the_parts_from_which_nothing_follows_by_itself() -> None:
    assert [leaf.id for leaf in PLAN.stops["g"]] == ["b"]
    assert {"g", "a", "h", "b", "c", "k", "d", "tier"} == PLAN.quiet


def test_conditions_may_name_inputs_fields_outputs_and_outcomes() -> None:
    wanted = {"amount", "a.n", "a.done", "way.chosen", "tier.level", "sign.approved", "tier.done"}
    assert wanted <= PLAN.names
    assert not {"a.passed", "way.passed", "g.done"} & PLAN.names


def test_a_procedure_of_two_thousand_steps_is_run_like_any_other() -> None:
    sections = [group(f"g{s}", *(do(f"s{s}-{i}") for i in range(50))) for s in range(40)]
    play = Play(*sections).start().done("s0-0", "s0-1")
    assert (play.ready, play.can("s39-49")) == (["s0-2"], [])
    assert "cannot be done yet" in play.refusal(cmd.Complete(step="s39-49"))
    play.act(cmd.Reopen(step="s0-0", reason="Again", from_here_on=True))
    assert play.ready == ["s0-0"]

"""Who does what in a run: deputies, steps given to one person, another lead, somebody who leaves."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from runs_builders import INES, NIKO, TEAM, TOMAS, ZOE, Play, a_field, approve, check, do, each, group
from sopbook.errors import Refused
from sopbook.plain import from_plain, to_plain
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs.authority import among, holders
from sopbook.runs.event import ENGINE, Member
from sopbook.runs.life import PersonReplaced, RunStarted
from sopbook.runs.rules import Register
from sopbook.runs.story import story

FRIDAY = date(2026, 11, 6)


def away(register: Register, person: str, deputy: str = "") -> Register:
    """The register on a day on which somebody is away, and perhaps somebody stands in."""
    gone = replace(register[person], away_until=FRIDAY)
    found = {**register, person: gone}
    if deputy:
        stands_in = {**found[deputy].stands_in_for, person: gone.roles, **gone.stands_in_for}
        found[deputy] = replace(found[deputy], stands_in_for=stands_in)
    return found


WITHOUT_TOMAS = away({one.id: one for one in (INES, TOMAS, NIKO, ZOE)}, "tomas", deputy="zoe")


def told(play: Play, number: int = -1) -> str:
    return story(play.run, play.events)[number].text


# Deputies


def test_a_deputy_does_what_the_role_of_somebody_away_does_and_the_record_says_for_whom() -> None:
    play = Play(do("a", by="lead"), do("b"), register=WITHOUT_TOMAS).start().done("a", by="zoe")
    (done,) = (one for one in play.events if isinstance(one, ev.StepCompleted))
    assert (done.by, done.role, done.deputy_for) == ("zoe", "lead", "tomas")
    assert told(play) == "Zoe as lead, standing in for Tomas, completed “A”"


def test_a_role_of_their_own_goes_before_that_of_somebody_else() -> None:
    play = Play(do("a", by=("lead", "owner")), do("b"), register=away(TEAM, "tomas", deputy="ines")).start().done("a")
    (done,) = (one for one in play.events if isinstance(one, ev.StepCompleted))
    assert (done.role, done.deputy_for) == ("owner", "")


def test_whoever_is_there_stands_in_for_nobody() -> None:
    play = Play(do("a", by="lead")).start()
    assert play.refusal(cmd.Complete(step="a"), by="zoe") == (
        "“A” is for the role Lead, not for Zoe. Ask Tomas or Mara."
    )


def test_the_deputy_of_a_person_does_the_steps_that_name_them() -> None:
    inputs = {"buddy": a_field("person")}
    play = Play(do("a", by="buddy"), do("b"), inputs=inputs, register=away(TEAM, "niko", deputy="zoe"))
    play.start(buddy="niko").done("a", by="zoe")
    assert told(play) == "Zoe, standing in for Niko, completed “A”"


def test_people_are_sent_to_those_on_duty_then_to_deputies() -> None:
    play = Play(do("a", by="lead"), register=away(TEAM, "tomas", deputy="zoe")).start()
    assert play.refusal(cmd.Complete(step="a"), by="niko") == (
        "“A” is for the role Lead, not for Niko. Ask Mara or Zoe, standing in for Tomas."
    )


def test_when_nobody_is_there_people_are_told_who_is_back_when() -> None:
    play = Play(do("a", by="owner"), register=away(TEAM, "ines")).start(by="tomas")
    run = among(play.run, play.register)
    assert holders(run, ["owner"]) == ("Ines, who is away until Fri 6 Nov 2026",)


def test_the_people_of_older_records_have_no_deputies() -> None:
    assert from_plain(Member, {"id": "ines", "name": "Ines", "roles": ["owner"]}) == INES
    play = Play(do("a"), register=WITHOUT_TOMAS).start()
    (started,) = (one for one in play.events if isinstance(one, RunStarted))
    assert from_plain(RunStarted, to_plain(started)) == started


# Separation of duties


def signing() -> tuple[object, ...]:
    return (do("a"), approve("sign", by="lead", not_by=("a",)), do("b"))


def test_a_deputy_who_worked_on_it_does_not_sign() -> None:
    play = Play(*signing(), register=WITHOUT_TOMAS).start().done("a", by="zoe")
    assert play.refusal(cmd.Approve(step="sign"), by="zoe") == (
        "Zoe worked on “A” and therefore cannot approve “Sign”; somebody else has to."
    )


def test_a_deputy_does_not_sign_for_whoever_worked_on_it() -> None:
    play = Play(*signing(), register=WITHOUT_TOMAS).start().done("a", by="tomas")
    assert play.refusal(cmd.Approve(step="sign"), by="zoe") == (
        "Tomas worked on “A” and neither Tomas nor, standing in, Zoe can approve “Sign”; somebody else has to."
    )
    assert "neither Tomas nor" in play.refusal(cmd.Reject(step="sign", reason="No"), by="zoe")


def test_a_deputy_of_two_signs_for_the_one_who_did_not_work_on_it() -> None:
    register = away(away(TEAM, "tomas", deputy="zoe"), "mara", deputy="zoe")
    play = Play(*signing(), register=register).start().done("a", by="tomas")
    play.act(cmd.Approve(step="sign"), by="zoe")
    assert play.events[-1].deputy_for == "mara"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["ines", "tomas", "niko", "mara", "zoe"]), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(["tomas", "mara", "niko"]), st.sampled_from(["zoe", "ines", "niko"]), max_size=3),
)
def test_no_signature_is_by_or_for_anybody_who_worked_on_what_it_is_independent_of(
    worked: list[str], absences: dict[str, str]
) -> None:
    register = dict(TEAM)
    for person, deputy in absences.items():
        register = dict(away(register, person, deputy if deputy != person else ""))
    steps = [do(f"s{number}") for number in range(len(worked))]
    play = Play(group("work", *steps), approve("sign", by="lead", not_by=("work",)), do("b"), register=register).start()
    for number, person in enumerate(worked):
        play.done(f"s{number}", by=person)
    for person in TEAM:
        before = play.run
        try:
            (signed, *_) = play.act(cmd.Approve(step="sign"), by=person)
        except Refused:
            continue
        assert person not in worked
        assert signed.deputy_for not in worked
        assert signed.role == "lead"
        whose = register[signed.deputy_for or person]
        assert "lead" in whose.roles
        play.run = before


# A step is given to somebody


def assigned(to: str = "mara", by: str = "tomas", **more: object) -> Play:
    play = Play(do("a", "Count cash", by="lead"), do("b"), **more).start(by="niko")
    play.act(cmd.Assign(step="a", to=to), by=by)
    return play


def test_an_assigned_step_is_that_persons() -> None:
    play = assigned()
    assert told(play) == "Tomas as lead assigned “Count cash” to Mara"
    assert play.refusal(cmd.Complete(step="a"), by="tomas") == (
        "“Count cash” is Mara's. Ask Mara, or assign it to yourself first."
    )
    assert play.refusal(cmd.Complete(step="a"), by="niko") == "“Count cash” is Mara's. Ask Mara."
    play.done("a", by="mara")
    assert play.part("a").role == "lead"


def test_somebody_else_takes_it_by_assigning_it_to_themselves() -> None:
    play = assigned()
    play.act(cmd.Assign(step="a", to="tomas"), by="tomas")
    assert told(play) == "Tomas as lead assigned “Count cash” to themselves"
    play.done("a", by="tomas")


def test_a_step_that_was_given_back_is_its_roles_again() -> None:
    play = assigned()
    play.act(cmd.Assign(step="a", to=""), by="mara")
    assert told(play) == "Mara as lead gave “Count cash” back to whoever may do it"
    assert play.refusal(cmd.Assign(step="a", to=""), by="mara") == "“Count cash” was given to nobody."
    play.done("a", by="tomas")


def test_a_step_is_only_given_to_somebody_who_may_do_it() -> None:
    play = Play(do("a", by="lead"), do("b")).start()
    assert play.refusal(cmd.Assign(step="a", to="zoe"), by="tomas") == (
        "“A” is for the role Lead, not for Zoe, so it cannot be theirs. It can be given to Tomas or Mara."
    )
    assert "not in the team register" in play.refusal(cmd.Assign(step="a", to="nobody"), by="tomas")
    play.act(cmd.Assign(step="a", to="mara"), by="tomas")
    assert play.refusal(cmd.Assign(step="a", to="mara"), by="tomas") == "“A” is Mara's already."


def test_a_signature_is_not_given_to_whoever_worked_on_what_it_covers() -> None:
    play = Play(*signing()).start().done("a", by="tomas")
    assert "Tomas worked on “A”" in play.refusal(cmd.Assign(step="sign", to="tomas"), by="mara")


def test_whoever_may_do_it_leads_the_run_or_answers_for_the_document_gives_it_away() -> None:
    for giver in ("tomas", "niko", "ines"):
        assert assigned(by=giver).part("a").assigned == "mara"
    play = Play(do("a", by="lead")).start(by="niko")
    assert play.refusal(cmd.Assign(step="a", to="mara"), by="zoe") == (
        "Giving away “A” is for the role Owner or Niko, not for Zoe. Ask Ines or Niko."
    )


def test_only_open_steps_that_people_do_are_given_to_somebody() -> None:
    play = Play(group("g", do("a")), do("b")).start().done("a", by="tomas")
    assert "is a group" in play.refusal(cmd.Assign(step="g", to="mara"))
    assert "already done by Tomas, today 12:02" in play.refusal(cmd.Assign(step="a", to="mara"))


def test_a_step_can_be_given_to_somebody_before_its_turn_and_keeps_them_when_it_is_done_again() -> None:
    play = Play(do("a"), do("b", by="lead"), check("c", back_to="b")).start()
    play.act(cmd.Assign(step="b", to="mara"))
    play.done("a").done("b", by="mara").act(cmd.Fail(step="c", reason="Wrong"))
    assert (play.state("b"), play.part("b").assigned) == ("ready", "mara")


def test_the_deputy_of_the_person_does_it_while_they_are_away() -> None:
    play = assigned()
    play.register = away(TEAM, "mara", deputy="zoe")
    assert play.refusal(cmd.Complete(step="a"), by="tomas") == (
        "“Count cash” is Mara's. Ask Zoe, standing in for Mara, or assign it to yourself first."
    )
    play.done("a", by="zoe")
    assert (play.events[-1].role, play.events[-1].deputy_for) == ("lead", "mara")


def test_a_step_of_somebody_who_left_or_lost_the_role_is_its_roles_again() -> None:
    play = assigned()
    play.without("mara")
    play.done("a", by="tomas")
    play = assigned()
    play.with_roles("mara", "specialist")
    play.done("a", by="tomas")


def test_an_assigned_step_is_left_by_its_person_or_whoever_answers_for_the_document() -> None:
    play = Play(do("a"), do("b")).start(by="niko")
    play.act(cmd.Assign(step="a", to="mara"))
    assert "is Mara's" in play.refusal(cmd.Skip(step="a", reason="No time"), by="tomas")
    play.act(cmd.Skip(step="a", reason="No time"), by="ines")
    assert play.part("a").role == "owner"


# Another lead


def test_a_run_is_handed_over_with_a_note() -> None:
    play = Play(do("a"), do("b")).start(by="niko")
    assert play.run.lead == "niko"
    assert play.refusal(cmd.HandOver(to="mara"), by="tomas") == (
        "Handing this run over is for the role Owner or Niko, not for Tomas. Ask Ines or Niko."
    )
    play.act(cmd.HandOver(to="mara", note="The shop key is with Zoe"), by="niko")
    assert (play.run.lead, play.run.initiator) == ("mara", "niko")
    assert told(play) == "Niko handed the run over to Mara: The shop key is with Zoe"
    assert play.refusal(cmd.HandOver(to="mara"), by="mara") == "Mara leads this run already."
    assert "Owner or Mara" in play.refusal(cmd.HandOver(to="niko"), by="niko")


def test_the_leads_deputy_leads_while_they_are_away() -> None:
    play = Play(do("a"), register=away(TEAM, "niko", deputy="zoe")).start(by="niko")
    play.act(cmd.HandOver(to="mara"), by="zoe")
    assert play.events[-1].deputy_for == "niko"


# Somebody leaves


def left(by: str = "ines") -> Play:
    parts = (
        do("a", by="lead"),
        do("b", by="specialist"),
        do("c", by="initiator"),
        do("d", by="buddy"),
        do("e", by="buddy"),
        do("f", by="lead"),
    )
    play = Play(*parts, any_order=True, inputs={"buddy": a_field("person")}).start(by="mara", buddy="mara")
    for step in ("a", "b", "f"):
        play.act(cmd.Assign(step=step, to="mara"), by="mara")
    play.done("d", "f", by="mara")
    play.act(cmd.Replace(leaving="mara", to="tomas", note="On parental leave"), by=by)
    return play


def test_everything_open_of_somebody_who_leaves_goes_to_another_or_back_to_its_role() -> None:
    play = left()
    (replaced,) = (one for one in play.events if isinstance(one, PersonReplaced))
    assert (replaced.steps, replaced.leads) == (("a", "c", "e"), True)
    assert told(play) == "Tomas took over from Mara: 3 steps and the lead, said Ines as owner: On parental leave"
    assert (play.part("a").assigned, play.part("b").assigned, play.run.lead) == ("tomas", "", "tomas")
    assert (play.part("d").by, play.part("f").assigned) == ("mara", "mara")
    play.done("a", "c", "e", by="tomas").done("b", by="niko")
    assert play.run.phase.value == "completed"


def test_whoever_was_replaced_has_nothing_there_any_more() -> None:
    assert left().refusal(cmd.Complete(step="e"), by="mara") == "“E” is for Tomas, not for Mara. Ask Tomas."


def test_the_next_one_takes_over_what_the_last_one_took_and_the_first_may_come_back() -> None:
    play = left()
    play.act(cmd.Replace(leaving="tomas", to="niko"))
    assert play.run.replaced == {"mara": "niko", "tomas": "niko"}
    play.act(cmd.Replace(leaving="niko", to="mara"))
    assert play.run.replaced == {"tomas": "mara", "niko": "mara"}
    play.done("e", by="mara")


def test_somebody_is_replaced_by_the_lead_the_owner_or_the_engine_also_when_they_are_gone() -> None:
    for by in ("mara", "ines", ENGINE):
        assert left(by).run.lead == "tomas"
    play = Play(do("a", by="initiator")).start(by="niko")
    play.without("niko")
    assert "is for the role Owner" in play.refusal(cmd.Replace(leaving="niko", to="zoe"), by="zoe")
    play.act(cmd.Replace(leaving="niko", to="zoe"))
    play.done("a", by="zoe")


def test_a_replacement_without_anything_to_take_over_or_by_themselves_is_refused() -> None:
    play = Play(do("a")).start()
    assert play.refusal(cmd.Replace(leaving="zoe", to="mara")) == "Nothing that is open in this run is Zoe's."
    assert play.refusal(cmd.Replace(leaving="zoe", to="zoe")) == ("Zoe cannot take over from Zoe. Name somebody else.")


def test_whoever_is_named_in_a_loop_that_was_not_reached_is_replaced_there_too() -> None:
    looped = group("g", do("ask", by="buddy"), loop=each("one", items=("x", "y")))
    play = Play(do("first"), looped, inputs={"buddy": a_field("person")}).start(by="tomas", buddy="zoe")
    play.act(cmd.Replace(leaving="zoe", to="mara"))
    assert told(play) == "Mara took over from Zoe, said Ines as owner"
    play.done("first")
    assert "is for Mara" in play.refusal(cmd.Complete(step="ask[1]"), by="niko")
    play.done("ask[1]", by="mara")

"""A safety checklist: measured values, dangers, a wall that nothing overtakes, and a permit signed by somebody else."""

import pytest

from case_builders import CASES, Case
from conftest import Golden
from sopbook.runs import commands as cmd
from sopbook.runs.standing import State
from sopbook.runs.state import Phase


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Golden:
    return Golden(CASES / "safety" / "stories", update=request.config.getoption("--update-golden"))


def the_tank() -> Case:
    """Jan is to go into a tank that was cut off, and blown through for half an hour."""
    play = Case("safety", "enter-tank").at("2026-03-02 07:00")
    asked = {"tank": "T2", "work": "Weld the crack at the outlet", "entrant": "jan"}
    assert play.refusal(cmd.Start(inputs=asked), "viktor") == (
        "Before it starts, confirm that all of this is there: A gas detector with a bump test of today; "
        "A tripod with winch and harness at the manhole."
    )
    play.start("viktor", **asked)
    assert play.now_ready() == ["lock-pump", "blind", "drain"]
    assert play.can("lock-pump") == ["heed"]
    assert play.refusal(cmd.Complete(step="lock-pump", values={"tag": "17"}), "petra") == (
        "First read and heed the danger of “Lock the feed pump and hang your tag on it”: "
        "The pump starts by itself when the level falls. Lock the switch, do not only turn it off."
    )
    assert play.refusal(cmd.Heed(step="lock-pump"), "ella") == (
        "“Lock the feed pump and hang your tag on it” is for the role Fitter, not for Ella Brandt. "
        "Ask Petra Sand or Jan Roth."
    )
    play.act(cmd.Heed(step="lock-pump"), "petra")
    play.do("drain", "jan", left="40")
    play.do("lock-pump", "petra", tag="17")
    assert play.standing("ventilate").why == "waiting for “Cut the tank off”"
    play.do("blind", "jan").do("ventilate", "ella", from_fan="F3")
    assert play.standing("blown").state is State.BLOCKED
    return play


def test_a_tank_that_is_safe_is_entered_and_left(told: Golden) -> None:
    play = the_tank()
    too_early = play.refusal(cmd.Complete(step="oxygen", values={"top": "20.9", "bottom": "20.8"}), "ella")
    assert too_early == (
        "“There is enough oxygen, at the top and at the bottom” cannot be done yet: waiting for “Wait 30 minutes”."
    )

    play.at("2026-03-02 07:40")
    assert play.now_ready() == ["oxygen"]
    wrong = play.refusal(cmd.Complete(step="oxygen", values={"top": "209", "bottom": "20.8"}), "ella")
    assert wrong == "Oxygen at the top: at most 100 %"
    play.do("oxygen", "ella", top="20.9", bottom="18.2")
    assert [one.to for one in play.events if hasattr(one, "to")] == ["ventilate"]
    play.do("ventilate", "ella", from_fan="F3").at("2026-03-02 08:20")
    play.do("oxygen", "ella", top="20.9", bottom="20.6")
    play.do("gas", "ella", explosive="2", sulphide="0.5").do("heat", "ella", wall="46")
    assert play.now_ready() == ["gloves"]
    play.do("gloves", "viktor")
    play.passes("harness", "jan")
    assert play.asking == ["fire-watch"]
    assert play.standing("fire-watch").why == "Somebody will weld or grind inside"
    play.act(cmd.Answer(step="fire-watch", yes=True), "viktor")
    play.do("fire-watch", "viktor")

    assert play.refusal(cmd.Approve(step="sign"), "ella") == (
        "Ella Brandt worked on “There is enough oxygen, at the top and at the bottom” and therefore cannot approve "
        "“T2 may be entered until the end of this shift”; somebody else has to."
    )
    assert play.refusal(cmd.Skip(step="sign", reason="In a hurry"), "viktor").endswith("Ask Ella Brandt or Hugo Weiss.")
    play.act(cmd.Approve(step="sign"), "hugo")

    assert play.refusal(cmd.Heed(step="enter"), "petra") == "“Go in” is for Jan Roth, not for Petra Sand. Ask Jan Roth."
    play.act(cmd.Heed(step="enter"), "jan")
    play.do("enter", "jan").at("2026-03-02 10:30").do("done", "jan")
    play.passes("out", "viktor", people="1")
    play.passes("tools", "viktor")
    play.do("unlock", "petra")
    assert play.run.phase is Phase.OPEN
    play.act(cmd.Finish(), "viktor")

    summary = play.run.summary
    assert summary is not None
    assert (summary.done, summary.skipped, summary.not_applicable, summary.reworked) == (17, 0, 0, 1)
    assert summary.findings == ("heat",)
    assert [(one.name, one.meaning) for one in summary.signatures] == [
        ("Hugo Weiss", "T2 may be entered until the end of this shift")
    ]
    assert play.deviations() == [("rework", "oxygen", "")]
    play.refuses_all_but(cmd.Note)
    play.the_record_tells_all()
    told.holds("entered-and-left.txt", play.story())


def test_nobody_overtakes_a_measurement_that_failed(told: Golden) -> None:
    play = the_tank().at("2026-03-02 07:40")
    play.do("oxygen", "ella", top="20.9", bottom="20.8")
    assert play.refusal(cmd.Pass(step="gas", values={"explosive": "14", "sulphide": "2"}), "ella") == (
        "“No gas burns or poisons in T2” does not pass: Explosive gas is 14 % LEL, accepted is < 10. "
        "Record it as failed."
    )
    play.do("gas", "ella", explosive="14", sulphide="2")
    assert (play.state("gas"), play.why("gas")) == ("failed", "Explosive gas is 14 % LEL, accepted is < 10")
    assert play.now_ready() == []
    assert play.can("gas") == ["do", "fail", "override", "pass"]

    for step in ("harness", "sign", "enter", "done", "out"):
        assert (play.state(step), play.standing(step).why.split(" ")[0]) == ("pending", "waiting")
    assert play.refusal(cmd.Complete(step="heat", values={"wall": "20"}), "ella") == (
        "“The wall is cool enough to be touched” cannot be done yet: "
        "waiting for “No gas burns or poisons in T2”, which nothing may overtake."
    )
    assert play.refusal(cmd.Approve(step="sign"), "hugo") == (
        "“T2 may be entered until the end of this shift” cannot be done yet: waiting for “Make the air safe”."
    )
    only = "“No gas burns or poisons in T2” is a check. What you can do with it now: do, fail, override or pass."
    assert play.refusal(cmd.Skip(step="gas", reason="The detector is old"), "viktor") == only
    assert play.refusal(cmd.MarkNotApplicable(step="gas", reason="T2 held water"), "ella") == only
    assert play.refusal(cmd.Override(step="gas", reason="It is only a little"), "viktor") == (
        "Letting go of “No gas burns or poisons in T2” is for the role Safety officer, not for Viktor Maas. "
        "Ask Ella Brandt or Hugo Weiss."
    )

    play.act(cmd.Note(text="The outlet of the next tank leaks into T2.", step="gas"), "ella")
    play.at("2026-03-02 09:00").do("gas", "oskar", explosive="11", sulphide="2")
    assert play.part("gas").attempt == 2
    assert play.refusal(cmd.Cancel(reason="Not today"), "petra").endswith("Ask Viktor Maas, Ella Brandt or Hugo Weiss.")
    play.act(cmd.Cancel(reason="T3 has to be drained first"), "viktor")

    assert play.run.phase is Phase.CANCELLED
    assert not play.run.part("enter").touched
    play.refuses_all_but(cmd.Note)
    play.the_record_tells_all()
    told.holds("gas-stays.txt", play.story())


def test_a_permit_that_is_refused_twice_leads_back_until_somebody_calls_it_off(told: Golden) -> None:
    play = the_tank().at("2026-03-02 07:40")

    def measured(by: str) -> None:
        play.do("oxygen", by, top="20.9", bottom="20.8")
        play.do("gas", by, explosive="2", sulphide="0").do("heat", by, wall="22")

    measured("ella")
    assert play.state("gloves") == "not applicable"
    play.done_by("jan", "harness")
    play.act(cmd.Answer(step="fire-watch", yes=False), "viktor")
    assert play.refusal(cmd.Reject(step="sign", reason=" "), "hugo") == (
        "A rejection needs a reason. Say in one sentence why."
    )
    play.act(cmd.Reject(step="sign", reason="It says weld, and there is no fire watch"), "hugo")
    assert play.now_ready() == ["ventilate"]
    assert play.state("fire-watch") == "pending"

    play.do("ventilate", "oskar", from_fan="F3")
    play.act(cmd.EndWait(step="blown", reason="The fan ran all the time"), "oskar")
    measured("oskar")
    play.done_by("jan", "harness")
    play.act(cmd.Answer(step="fire-watch", yes=True), "viktor")
    assert play.refusal(cmd.Complete(step="enter"), "jan").startswith("“Go in” cannot be done yet: waiting for ")
    play.do("fire-watch", "viktor")
    play.act(cmd.Reject(step="sign", reason="The shift ends at two"), "hugo")
    assert [(kind, step) for kind, step, _ in play.deviations()] == [
        ("rework", "sign"),
        ("wait ended early", "blown"),
        ("rework", "sign"),
    ]
    play.act(cmd.Hold(reason="The fan is needed at T1"), "petra")
    assert play.refusal(cmd.Complete(step="ventilate", values={"from_fan": "F4"}), "ella") == (
        "Petra Sand holds this run: The fan is needed at T1. Resume it first; notes and files can be added meanwhile."
    )
    play.act(cmd.Cancel(reason="Done next week, with a full shift ahead"), "hugo")
    assert play.run.phase is Phase.CANCELLED
    play.the_record_tells_all()
    told.holds("permit-refused.txt", play.story())

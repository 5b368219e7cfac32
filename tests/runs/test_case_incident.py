"""An incident: six roles at the same time, an update every half hour, a run of its own, and two leads."""

import pytest

from case_builders import CASES, Case
from conftest import Golden
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Ending
from sopbook.runs.stamp import Entry
from sopbook.runs.state import Phase


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Golden:
    return Golden(CASES / "incident" / "stories", update=request.config.getoption("--update-golden"))


def an_incident() -> Case:
    """At night the shop is down, and everybody begins at once."""
    play = Case("incident", "incident").at("2026-06-10 02:00")
    play.start("lars", what="The shop is down", since="2026-06-10 01:40")
    assert play.now_ready() == [
        "size",
        "first-word",
        "news",
        "news[1]",
        "logs",
        "last-changes",
        "up",
        "whole",
        "from-outside",
        "answer-sheet",
    ]
    assert play.asking == ["take-back"]
    assert play.why("over") == "waiting for “Say how bad it is” and all else before it"
    play.act(cmd.Assign(step="whole", to="dina"), "orla")
    assert play.refusal(cmd.Pass(step="whole"), "orla") == (
        "“The data is whole” is Dina Roy's. Ask Dina Roy, or assign it to yourself first."
    )
    assert play.refusal(cmd.Assign(step="logs", to="susi"), "olaf") == (
        "“Save the logs before they are overwritten” is for the role Operator, not for Susi Kern, "
        "so it cannot be theirs. It can be given to Olaf Stein or Orla Byrne."
    )
    play.done_by("susi", "answer-sheet").done_by("olaf", "logs")
    play.do("size", "lars", severity="major").at("2026-06-10 02:22").done_by("carl", "first-word")
    assert play.deviations() == [("missed due time", "first-word", "")]
    play.do("news[1]", "carl", text="We know and work on it.")
    play.done_by("lars", "bridge", "owner-told")
    play.act(cmd.Fail(step="whole", reason="Forty orders are there twice"), "dina")
    return play


def test_six_roles_bring_the_shop_back(told: Golden) -> None:
    play = an_incident()
    play.do("last-changes", "orla", suspect="The new index")
    play.act(cmd.Answer(step="take-back", yes=True), "orla")
    play.done_by("orla", "take-back")

    play.at("2026-06-10 02:31")
    assert "news[2]" in play.now_ready()
    play.do("news[2]", "carl", text="The index is gone, the data is looked at.")
    play.do("point", "dina", name="orders", good_at="2026-06-10 01:30")
    child = play.part("restored").child
    assert play.why("restored") == f"waiting for the run {child}, “Restore a database”"

    inner = Case("incident", "restore-database").at("2026-06-10 02:34")
    due = next(one for one in play.events if type(one).__name__ == "ChildDue")
    inner.start("dina", name=due.inputs["name"], moment=due.inputs["moment"])  # type: ignore[attr-defined]
    assert inner.run.title == "Restore orders as of 2026-06-10 01:30"
    inner.done_by("dina", "machine").do("load", "dina", rows="81200").at("2026-06-10 03:05").done_by("dina", "compare")
    assert inner.run.phase is Phase.COMPLETED
    inner.the_record_tells_all()

    play.at("2026-06-10 03:07")
    play.by_engine(cmd.ChildClosed(step="restored", child=child, ending=Ending.COMPLETED))
    assert [step for step in play.now_ready() if step.startswith("news")] == ["news", "news[3]"]
    play.act(cmd.HandOver(to="lena", note="The data is back; keys and calls are open"), "lars")
    assert play.refusal(cmd.Assign(step="news[3]", to="lena"), "olaf").endswith("Ask Mona Falk or Lena Vogt.")
    play.act(cmd.Assign(step="news[3]", to="lena"), "carl")
    play.do("news[3]", "lena", text="Orders of tonight are being put right.")
    play.done_by("orla", "switch", "up").done_by("sam", "from-outside")
    play.act(cmd.Answer(step="keys", yes=False, reason="The index was our own"), "sam")
    play.act(cmd.EndLoop(step="news"), "carl")
    assert play.refusal(cmd.Approve(step="over"), "mona").startswith("“The incident is over” cannot be done yet: ")
    play.act(
        cmd.Complete(step="calls", values={"number": "212"}),
        "susi",
        entry=Entry(at=play.now, reason="The phones came first"),
    )
    play.act(cmd.Approve(step="over"), "mona")
    play.at("2026-06-10 03:55").done_by("carl", "last-word")
    play.at("2026-06-10 10:00").do("review", "lena", at="2026-06-11 15:00")
    play.act(cmd.Finish(), "lena")

    summary = play.run.summary
    assert summary is not None
    assert summary.findings == ("whole",)
    assert play.deviations() == [
        ("missed due time", "first-word", ""),
        ("late entry", "calls", "Susi Kern"),
        ("missed due time", "last-word", ""),
        ("missed due time", "", ""),
    ]
    assert play.run.phase is Phase.COMPLETED
    play.refuses_all_but(cmd.Note)
    play.the_record_tells_all()
    told.holds("back-again.txt", play.story())
    told.holds("restored.txt", inner.story())


def test_an_incident_that_was_none_is_called_off_with_what_it_had_begun(told: Golden) -> None:
    play = an_incident()
    play.do("point", "dina", name="orders", good_at="2026-06-10 01:30")
    child = play.part("restored").child
    play.act(cmd.Assign(step="switch", to="dina"), "dina")
    play.act(cmd.Hold(reason="The provider asks us to touch nothing for an hour"), "olaf")
    assert play.refusal(cmd.Pass(step="up"), "olaf").startswith("Olaf Stein holds this run: ")
    play.act(cmd.Note(text="The provider works on its network."), "susi")
    assert play.refusal(cmd.Resume(), "susi") == (
        "Resuming this run is for the role Head of operations or Lars Holm, not for Susi Kern. "
        "Ask Mona Falk or Lars Holm."
    )
    play.at("2026-06-10 03:35")
    play.act(cmd.Resume(), "olaf")
    assert [step for step in play.now_ready() if step.startswith("news[")] == ["news[2]", "news[3]", "news[4]"]
    play.act(cmd.Skip(step="news[2]", reason="Nobody was to write anything"), "carl")
    play.do("news[4]", "carl", text="The network of our provider was down. All is well again.")
    play.act(cmd.Replace(leaving="dina", to="orla", note="Dina goes home"), "lars")
    play.act(cmd.Cancel(reason="It was the network of the provider", detached=("restored",)), "lars")

    assert play.run.phase is Phase.CANCELLED
    assert [one.child for one in play.events if type(one).__name__ == "ChildDetached"] == [child]
    play.refuses_all_but(cmd.Note)
    play.the_record_tells_all()
    told.holds("called-off.txt", play.story())

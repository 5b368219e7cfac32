"""A hiring: a table and a weighing, deputies, a value that was wrong, a newer version in the middle, a first day."""

from datetime import date

import pytest

from case_builders import CASES, Case, frozen
from conftest import Golden
from sopbook.runs import commands as cmd
from sopbook.runs.migrating import preview
from sopbook.runs.state import Phase


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Golden:
    return Golden(CASES / "hiring" / "stories", update=request.config.getoption("--update-golden"))


def a_search() -> Case:
    """A search up to the approval of what it may cost, which the owner's deputy signs."""
    play = Case("hiring", "hire").at("2026-09-01 09:00")
    play.start("rita", position="Designer", years="4", leads="no")
    assert play.part("which").result == {"level": "middle"}
    assert (play.state("board"), play.now_ready()) == ("pending", ["notice"])
    play.do("notice", "rita", pay="3200").done_by("ruben", "schools")
    play.act(cmd.Skip(step="fair"), "rita")
    assert play.refusal(cmd.Approve(step="budget"), "boris").endswith("Ask Anna Lund.")
    play.away("anna", "2026-09-04", "boris")
    assert play.refusal(cmd.Approve(step="budget"), "olli") == (
        "“Designer may cost 3200 EUR a month” is for the role Owner, not for Olli Kurz. "
        "Ask Boris Novak, standing in for Anna Lund."
    )
    play.at("2026-09-02 10:00").act(cmd.Approve(step="budget"), "boris")
    assert play.run.signatures[-1].deputy_for == "anna"
    play.back("anna", "boris")
    return play


def met(play: Case) -> Case:
    play.at("2026-09-14 09:00").do("candidates", "rita", names="Kim Ray, Lee Chan, Noa Levi")
    play.at("2026-09-15 09:00").done_by("ruben", "call[1]", "call[2]").done_by("sofia", "task[2]", "papers[2]")
    play.act(cmd.Fail(step="task[1]", reason="Two days late"), "tim")
    play.act(cmd.Skip(step="papers[1]"), "tim")
    return play


def test_a_search_ends_with_a_first_day(told: Golden) -> None:
    play = met(a_search())

    wrong = cmd.Amend(name="years", value="7", reason="The position needs seven years, not four")
    assert play.refusal(wrong, "sofia") == (
        "Amending what a run started with is for the role Owner or Rita Sommer, not for Sofia Paz. "
        "Ask Anna Lund or Rita Sommer."
    )
    play.at("2026-09-16 09:00").act(wrong, "rita")
    assert play.part("which").result == {"level": "senior"}
    assert play.run.in_question == ("schools",)
    assert (play.state("board"), play.state("budget")) == ("ready", "pending")
    play.done_by("anna", "board")
    play.act(cmd.Confirm(step="schools", reason="The letters do no harm"), "ruben")
    play.act(cmd.Approve(step="budget"), "anna")

    names = cmd.Amend(step="candidates", name="names", value="Kim Ray, Lee Chan", reason="Noa has another offer")
    play.act(names, "rita")
    assert play.refusal(cmd.Complete(step="call[3]"), "ruben") == (
        "`call[3]` is no step of this run any more: Noa Levi was removed from “each candidate”."
    )

    newer = frozen("hiring", "hire", newer=True)
    found = preview(play.run, newer)
    assert sorted(found.again) == ["task[1]", "task[2]"]
    assert (found.vanished, found.appeared, found.asked) == (("fair",), ("references",), ("hours",))
    go_on = cmd.Migrate(checklist="newer", frozen=newer, reason="The task is paid from now on")
    assert play.refusal(go_on, "rita") == "Still needed: Hours a week."
    play.act(cmd.Migrate(checklist="newer", frozen=newer, inputs={"hours": "32"}, reason=go_on.reason), "rita")
    assert play.now_ready() == ["budget"]
    play.act(cmd.Approve(step="budget"), "anna")
    assert play.now_ready() == ["task[1]", "task[2]"]
    play.act(cmd.Fail(step="task[1]", reason="Two days late, and paid for it"), "tim")
    play.done_by("sofia", "task[2]").at("2026-09-21 11:00")
    assert play.run.plan.parts["best"].title == "Judge the best of them, for {{ hours }} hours a week"

    play.do("best", "boris", name="Lee Chan", craft="5", words="4", team="4").done_by("ruben", "references")
    assert (play.part("suits").result, play.part("next").chosen) == ({"outcome": "offer"}, "offer")
    play.done_by("rita", "sent").at("2026-09-28 15:00").done_by("rita", "signed")

    play.at("2026-10-01 09:00").joins("lee", "Lee Chan", "specialist")
    play.do("account", "olli", colleague="lee", buddy="tim")
    read = cmd.Acknowledge(step="rules", version="3.0", fingerprint="1:ab")
    assert play.refusal(read, "sofia") == ("“Read ‘How we work’” is for Lee Chan, not for Sofia Paz. Ask Lee Chan.")
    play.act(read, "lee")
    right = {"password": ("By the vault",), "stuck": ("After half an hour",)}
    play.act(cmd.AnswerQuiz(step="safe", answers={**right, "stuck": ("After a day",)}), "lee")
    assert play.state("safe") == "ready"
    play.act(cmd.AnswerQuiz(step="safe", answers=right), "lee")
    play.done_by("tim", "lunch")
    play.act(cmd.Finish(), "rita")

    assert play.run.phase is Phase.COMPLETED
    assert [(kind, step) for kind, step, _ in play.deviations()] == [
        ("amendment", ""),
        ("amendment", "candidates"),
        ("loop item removed", "met"),
    ]
    play.refuses_all_but(cmd.Note)

    play.at("2026-10-02 12:00")
    play.act(cmd.Amend(step="notice", name="pay", value="3300", reason="That is what was agreed"), "ruben")
    assert play.run.phase is Phase.COMPLETED
    assert play.refusal(cmd.Reopen(step="notice", reason="Write it anew"), "rita") == (
        "This run is completed: notes and amendments can be added, nothing else."
    )
    assert play.can("budget") == ["approve"]
    play.away("anna", "2026-10-09", "boris")
    assert play.refusal(cmd.Approve(step="budget"), "boris") == (
        "The run is over: “Designer may cost 3300 EUR a month” is signed anew only by Anna Lund, who signed it."
    )
    play.back("anna", "boris")
    play.act(cmd.Approve(step="budget"), "anna")
    assert play.can("budget") == []
    play.the_record_tells_all()
    told.holds("first-day.txt", play.story())


def test_an_offer_against_the_weighing_is_taken_back(told: Golden) -> None:
    play = met(a_search())
    play.done_by("ruben", "call[3]").done_by("sofia", "task[3]", "papers[3]")
    play.do("best", "boris", name="Noa Levi", craft="4", words="2", team="3")
    assert (play.part("suits").result, play.part("next").chosen) == ({"outcome": "talk"}, "talk")
    instead = cmd.Override(step="next", option="offer", reason="Nobody else can draw like this")
    assert play.refusal(instead, "rita").endswith("Ask Boris Novak.")
    play.act(instead, "boris")
    assert (play.state("talked"), play.now_ready()) == ("not applicable", ["sent"])
    play.done_by("ruben", "sent").at("2026-10-20 09:00")
    assert play.refusal(cmd.Cancel(reason=""), "rita") == "Cancelling a run needs a reason. Say in one sentence why."
    play.act(cmd.Cancel(reason="The client for whom we hire has left"), "rita")
    assert (play.run.phase, play.now_ready()) == (Phase.WINDING_UP, ["offer-back"])
    play.done_by("rita", "offer-back")
    assert play.run.phase is Phase.CANCELLED
    play.the_record_tells_all()
    told.holds("offer-taken-back.txt", play.story())


def test_a_search_that_is_planned_begins_with_its_day(told: Golden) -> None:
    play = Case("hiring", "hire").at("2026-08-28 16:00")
    inputs = {"position": "Director", "years": "12", "leads": "yes"}
    play.act(cmd.Start(inputs=inputs, begins_on=date(2026, 9, 1)), "rita")
    assert play.run.phase is Phase.PLANNED
    assert play.refusal(cmd.Complete(step="notice", values={"pay": "6000"}), "rita") == (
        "This run begins on Tue 1 Sep 2026. "
        "Until then nothing is done; it can be amended, handed over or cancelled, and takes notes and files."
    )
    play.act(cmd.Note(text="Anna knows somebody."), "rita")
    play.at("2026-09-01 09:00").do("notice", "rita", pay="6000")
    assert (play.state("schools"), play.now_ready()) == ("pending", ["board"])
    play.done_by("anna", "board")
    play.act(cmd.Skip(step="fair"), "rita")
    play.act(cmd.Reject(step="budget", reason="Not more than 5500"), "anna")
    play.do("notice", "rita", pay="5500").done_by("anna", "board")
    play.act(cmd.Reopen(step="board", reason="One friend is still to answer"), "anna")
    play.done_by("anna", "board")
    play.act(cmd.MarkNotApplicable(step="fair", reason="There is none this year"), "rita")
    play.act(cmd.Approve(step="budget"), "anna")
    assert [(kind, step) for kind, step, _ in play.deviations()] == [("rework", "budget"), ("reopened", "board")]
    play.the_record_tells_all()
    told.holds("planned.txt", play.story())


def test_a_search_for_practice_says_so(told: Golden) -> None:
    play = Case("hiring", "hire").at("2026-09-01 09:00")
    play.act(cmd.Start(inputs={"position": "Clown", "years": "1", "leads": "no"}, practice=True), "ruben")
    play.do("notice", "ruben", pay="1500").done_by("rita", "schools")
    assert play.run.practice
    play.act(cmd.Cancel(reason="Enough for today"), "ruben")
    play.the_record_tells_all()
    told.holds("practice.txt", play.story())

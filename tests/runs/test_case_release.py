"""A release of more than 120 steps: loops over services, nested groups in any order, rework, and the way back."""

import pytest

from case_builders import CASES, Case
from conftest import Golden
from sopbook.runs import commands as cmd
from sopbook.runs.state import Phase
from sopbook.runs.wording import filled

SERVICES = ("shop", "billing", "search", "mail")
MADE = ("compile", "unit", "scan", "size", "sign-image", "push-image")
REHEARSED = ("logs", "install", "goes-back", "alive")
ROLLED = ("drain", "put", "healthy", "version-right", "first-node", "errors-low", "all-nodes", "log-quiet")


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Golden:
    return Golden(CASES / "release" / "stories", update=request.config.getoption("--update-golden"))


def a_release(**more: str) -> Case:
    play = Case("release", "release").at("2026-05-04 09:00")
    inputs = {"number": "7.2", "kind": "planned", "window": "2026-05-05 22:00", "data_moves": "no"}
    play.start("rafa", **{**inputs, "services": ", ".join(SERVICES), **more})
    return play


def agreed(play: Case) -> Case:
    """Everything before the freeze, in an order of the people's own."""
    assert play.now_ready() == ["notes", "calendar-free", "licences", "pair", "space"]
    assert play.asking == ["partners"]
    play.done_by("otto", "space", "restore").done_by("rafa", "calendar-free").done_by("dan", "licences")
    play.act(cmd.Answer(step="partners", yes=False), "rafa")
    play.do("notes", "dora", link="https://notes.example/7.2")
    play.act(cmd.Fail(step="notes-read", reason="Nobody outside knows what a shard is"), "sue")
    play.do("notes", "dora", link="https://notes.example/7.2b").done_by("sue", "notes-read")
    play.do("pair", "rafa", first="olga", second="otto")
    assert play.standing("phone").step == "phone"
    play.done_by("rafa", "phone", "tickets").done_by("olga", "keys", "way-back").done_by("otto", "way-back-read")
    play.act(cmd.Skip(step="flags"), "dora")
    return play


def built(play: Case, by: str = "dan") -> Case:
    play.do("branch", by, commit="4c1f9ab").done_by(by, "guard", "lock-file")
    for number in range(1, len(SERVICES) + 1):
        play.done_by(by, *(f"{step}[{number}]" for step in MADE))
    return play.done_by(by, "list-images")


def rehearsed(play: Case, faults: int = 0) -> Case:
    play.do("refresh", "olga")
    for number in range(1, len(SERVICES) + 1):
        play.done_by("otto", *(f"{step}[{number}]" for step in REHEARSED))
    play.done_by("olga", "attack").done_by("tess", "suite", "refund", "invoice", "order")
    play.act(cmd.Fail(step="screen-reader", reason="The field of the card number has no name"), "tess")
    play.do("load", "tess", seconds="1.4")
    play.do("found", "tess", open_faults=str(faults), errors="0.3")
    return play


def signed_and_told(play: Case) -> Case:
    play.act(cmd.Approve(step="go-live"), "helen")
    return play.done_by("sue", "status", "banner")


def rolled(play: Case, number: int, *steps: str) -> Case:
    return play.done_by("otto", *(f"{step}[{number}]" for step in steps or ROLLED))


def test_a_planned_release_goes_out_in_the_night(told: Golden) -> None:
    play = rehearsed(built(agreed(a_release())))
    assert play.refusal(cmd.Approve(step="go-live"), "helen") == (
        "“Release 7.2 goes live” cannot be done yet: waiting for “Test”."
    )
    play.done_by("tess", "enough")
    assert (play.part("way").chosen, play.part("verdict").hits) == ("live", ("clean",))
    assert play.now_ready() == ["go-live"]
    signed_and_told(play)
    assert play.why("night").startswith("until Tue 5 May 2026, 22:00")
    assert play.refusal(cmd.Complete(step="call"), "otto").endswith("waiting for “Announce”.")

    play.at("2026-05-05 22:01")
    assert play.now_ready() == ["call"]
    play.done_by("otto", "call", "stop-jobs", "backup", "backup-good")
    assert play.state("data") == "not applicable"
    code = play.run.plan.leaf("put[2]").code
    assert code is not None
    assert filled(code.text, play.run, "put[2]") == "deploy billing 7.2"
    assert len(play.run.plan.leaves) - len(play.run.plan.undone) > 120
    rolled(play, 1)
    rolled(play, 2, *ROLLED[:5])
    play.act(cmd.Fail(step="errors-low[2]", reason="One in fifty payments hangs"), "otto")
    assert play.now_ready() == []
    assert play.refusal(cmd.Complete(step="all-nodes[2]"), "otto") == (
        "“Put all nodes of billing back” cannot be done yet: "
        "waiting for “The errors of billing are not more than before”."
    )
    play.at("2026-05-05 23:10").done_by("otto", "errors-low[2]", *(f"{step}[2]" for step in ROLLED[6:]))
    rolled(rolled(play, 3), 4).done_by("otto", "jobs", "caches").done_by("tess", "buy")
    assert play.refusal(cmd.Complete(step="numbers", values={"errors_live": "0.4"}), "otto").endswith("“Wait 1 hour”.")
    play.at("2026-05-06 00:50").do("numbers", "otto", errors_live="0.4").done_by("sue", "banner-off")
    play.at("2026-05-06 11:00").done_by("sue", "morning")
    assert play.now_ready() == ["green", "merge", "tag", "cleanup", "minutes"]
    play.done_by("rafa", "minutes").done_by("dan", "tag", "merge").done_by("sue", "green")
    assert play.refusal(cmd.Finish(), "rafa") == (
        "Not everything is done yet. Still open: “Delete the images before the last three”."
    )
    play.at("2026-05-07 17:30").done_by("olga", "cleanup")
    play.act(cmd.Finish(), "rafa")

    summary = play.run.summary
    assert summary is not None
    assert (summary.done, summary.skipped, summary.not_applicable, summary.reworked) == (123, 1, 7, 1)
    assert (summary.findings, [one.name for one in summary.signatures]) == (("screen-reader",), ["Helen Moor"])
    assert play.deviations() == [("rework", "notes-read", "")]
    play.refuses_all_but(cmd.Note)
    play.the_record_tells_all()
    told.holds("out-in-the-night.txt", play.story())


def test_a_hotfix_that_breaks_in_the_night_is_taken_back(told: Golden) -> None:
    play = a_release(kind="hotfix", services="shop, billing", data_moves="yes", number="7.2.1")
    play = agreed(play)

    def made(faults: int) -> None:
        play.do("branch", "dan", commit="9d0aa17").done_by("dan", "guard", "lock-file")
        for number in (1, 2):
            play.done_by("dan", *(f"{step}[{number}]" for step in MADE))
        play.done_by("dan", "list-images").do("refresh", "olga")
        for number in (1, 2):
            play.done_by("otto", *(f"{step}[{number}]" for step in REHEARSED))
        play.do("try-move", "olga", took="12").done_by("tess", "moved-right", *("suite", "refund", "invoice", "order"))
        play.done_by("olga", "attack").done_by("tess", "screen-reader").do("load", "tess", seconds="1.4")
        play.do("found", "tess", open_faults=str(faults), errors="0.3")

    made(3)
    play.act(cmd.Fail(step="enough", reason="Refunds of gift cards are paid twice"), "tess")
    assert play.now_ready() == ["branch"]
    assert play.state("unit[2]") == "pending"
    assert [one.to for one in play.events if type(one).__name__ == "MessageDue"] == [("developer", "tester")]
    play.do("branch", "dan", commit="77be001").done_by("dan", "guard", "lock-file")
    assert play.asking == ["said"]
    play.act(cmd.Answer(step="said", yes=False), "dan")
    for number in (1, 2):
        play.done_by("dan", *(f"{step}[{number}]" for step in MADE))
    play.done_by("dan", "list-images").do("refresh", "olga")
    for number in (1, 2):
        play.done_by("otto", *(f"{step}[{number}]" for step in REHEARSED))
    play.do("try-move", "olga", took="11").done_by("tess", "moved-right", "suite", "refund", "invoice", "order")
    play.done_by("olga", "attack").done_by("tess", "screen-reader").do("load", "tess", seconds="1.4")
    play.do("found", "tess", open_faults="1", errors="0.3")
    play.act(cmd.Fail(step="enough", reason="The mail of the refund is empty"), "tess")
    assert (play.state("enough"), play.part("enough").case) == ("blocked", "release-stuck")
    assert play.refusal(cmd.Pass(step="enough"), "tess").startswith(
        "“Nothing that was found stops the release” cannot be done yet: The mail of the refund is empty; "
        "it came to this too often, and the escalation `release-stuck` is asked for"
    )
    assert play.refusal(cmd.Override(step="enough", reason="It is only a mail"), "rafa").endswith("Ask Helen Moor.")
    play.act(cmd.Override(step="enough", reason="A mail without text harms nobody, a double refund does"), "helen")
    assert (play.part("way").chosen, play.now_ready()) == ("eyes", ["more-eyes"])
    signed_and_told(play.done_by("rafa", "more-eyes"))

    assert play.refusal(cmd.HandOver(to="otto"), "otto").endswith("Ask Helen Moor or Rafa Cruz.")
    play.act(cmd.HandOver(to="otto", note="You have the night; call me when it goes back"), "rafa")
    play.at("2026-05-05 22:05").done_by("otto", "call", "stop-jobs", "backup", "backup-good")
    assert play.can("data") == ["heed"]
    play.act(cmd.Heed(step="data"), "otto")
    play.done_by("otto", "data")
    rolled(play, 1)
    rolled(play, 2, "drain", "put")
    play.act(cmd.Fail(step="healthy[2]", reason="It does not find its data"), "otto")
    assert play.refusal(cmd.Complete(step="put-back[2]"), "otto") == (
        "“Install the version before of billing” undoes what was done: its turn only comes when the run is cancelled."
    )
    play.act(cmd.Cancel(reason="Billing does not start, and the window closes at two"), "otto")

    assert play.run.phase is Phase.WINDING_UP
    assert play.now_ready() == ["put-back[2]"]
    over = "This run is being cancelled (Billing does not start, and the window closes at two). "
    assert play.refusal(cmd.Pass(step="healthy[2]"), "otto").startswith(over)
    assert play.refusal(cmd.Complete(step="data-back"), "otto") == (
        "“Load the backup” cannot be done yet: waiting until “Install billing in production” is undone."
    )
    play.done_by("otto", "put-back[2]", "put-back[1]", "data-back", "data-back-good")
    play.act(cmd.Skip(step="start-jobs-again", reason="They start by themselves at four"), "olga")
    assert play.run.phase is Phase.CANCELLED
    play.refuses_all_but(cmd.Note)
    play.the_record_tells_all()
    told.holds("taken-back.txt", play.story())


def test_a_release_with_too_many_faults_ends_with_its_decision(told: Golden) -> None:
    play = rehearsed(built(agreed(a_release(data_moves="no"))), faults=4).done_by("tess", "enough")
    assert (play.part("way").chosen, play.now_ready()) == ("later", ["thaw"])
    play.done_by("dora", "thaw").done_by("rafa", "tell-why")
    assert play.part("go-live").reason == "the procedure ended with “Not this time”"
    assert play.run.all_closed
    play.act(cmd.Finish(), "rafa")
    assert play.run.phase is Phase.COMPLETED
    assert play.run.signatures == ()
    play.the_record_tells_all()
    told.holds("not-this-time.txt", play.story())

"""Going on by a newer version: what was done under the same words stays done, the rest is asked again."""

from dataclasses import replace

from runs_builders import Play, a_checklist, approve, choose, decide_by, do, each, group, number, option, tier_table
from sopbook.plain import from_plain, to_plain
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.checklist import Checklist, Child, Leaf, Part
from sopbook.runs.folds import replay
from sopbook.runs.migrating import preview
from sopbook.runs.story import story


def marked(id: str, mark: str = "1", **more: object) -> Leaf:
    """A step with the fingerprint of its text."""
    return do(id, fingerprint=f"1:{id}-{mark}", **more)


def newer(*parts: Part, **more: object) -> Checklist:
    return a_checklist(*parts, version="2.0", fingerprint="1:newer", **more)


def migrated(play: Play, checklist: Checklist, by: str = "ines", **inputs: str) -> life.Migrated:
    command = cmd.Migrate(checklist="newer", frozen=checklist, inputs=inputs, reason="A better way")
    return next(one for one in play.act(command, by) if isinstance(one, life.Migrated))


def test_a_step_with_the_same_fingerprint_stays_done_and_another_is_asked_again() -> None:
    play = Play(marked("a"), marked("b"), marked("c")).start().done("a", "b")
    event = migrated(play, newer(marked("a"), marked("b", "2"), marked("c", "2")))
    assert (event.kept, event.again, event.vanished, event.appeared) == (("a",), ("b",), (), ())
    assert play.states() == {"a": "done", "b": "ready", "c": "pending"}
    assert (play.run.checklist, play.run.plan.checklist.version) == ("newer", "2.0")


def test_vanished_steps_stay_in_the_record_and_new_ones_appear() -> None:
    play = Play(marked("a"), marked("b"), marked("c")).start().done("a", "b")
    event = migrated(play, newer(marked("new"), marked("b"), marked("c")))
    assert (event.vanished, event.appeared) == (("a",), ("new",))
    assert play.run.former["a"].name == "Ines"
    assert play.states() == {"new": "ready", "b": "done", "c": "pending"}
    told = [line.text for line in story(play.run, play.events)]
    assert "Ines completed “A”" in told
    assert told[-1] == (
        "Ines let the run go on by version 2.0: A better way; one step is new and one step is not part of it any more"
    )


def test_the_preview_says_what_the_migration_then_does() -> None:
    play = Play(marked("a"), marked("b"), inputs={"n": number()}).start(n="1").done("a")
    checklist = newer(marked("a", "2"), inputs={"n": number(), "m": number()})
    found = preview(play.run, checklist)
    assert found.asked == ("m",)
    event = migrated(play, checklist, m="5")
    assert (event.kept, event.again, event.vanished) == (found.kept, found.again, found.vanished)
    assert play.run.inputs == {"n": 1, "m": 5}


def test_what_the_newer_version_asks_at_the_start_has_to_be_given() -> None:
    play = Play(marked("a")).start()
    command = cmd.Migrate(checklist="newer", frozen=newer(marked("a"), inputs={"m": number(label="Many")}))
    assert play.refusal(command) == "Still needed: Many."


def test_who_does_a_step_and_which_table_it_asks_belong_to_it() -> None:
    given = {"amount": "n"}
    play = Play(marked("a"), decide_by("t", given=given), do("b"), inputs={"n": number()}).start(n="12").done("a")
    table = tier_table(fingerprint="1:other")
    event = migrated(
        play,
        newer(marked("a", by="lead"), decide_by("t", given=given), do("b"), inputs={"n": number()}, tables=[table]),
    )
    assert event.again == ("a", "t")


def test_what_did_not_apply_because_of_a_step_that_is_asked_again_is_open_again() -> None:
    way = choose("way", option("x", do("p")), option("y", do("q")))
    play = Play(way, do("end")).start()
    play.act(cmd.Choose(step="way", option="x"))
    event = migrated(play, newer(replace(way, title="Which way?"), do("end")))
    assert event.again == ("way", "q")
    assert play.states() == {"way": "ready", "p": "pending", "q": "pending", "end": "pending"}


def test_rounds_of_a_loop_that_is_the_same_keep_what_was_done_in_them() -> None:
    looped = marked("ask", loop=each("who", items=("Ann", "Ben")))
    play = Play(looped, do("end")).start().done("ask[1]")
    migrated(play, newer(marked("first"), looped, do("end")))
    play.done("first")
    assert play.states() == {"first": "done", "ask": "done", "ask[1]": "done", "ask[2]": "ready", "end": "pending"}


def test_a_signature_lapses_with_the_version_it_was_given_for() -> None:
    play = Play(marked("a"), approve("sign"), do("end")).start().done("a")
    play.act(cmd.Approve(step="sign"))
    migrated(play, newer(marked("a"), approve("sign"), do("end")))
    assert play.ready == ["sign"]


def test_the_run_of_a_step_that_is_there_no_more_goes_its_own_way() -> None:
    child = Leaf(id="bill", verb="run", title="Bill", child=Child(document="billing", title="Billing", asks=False))
    play = Play(child, do("end")).start()
    events = play.act(cmd.Migrate(checklist="newer", frozen=newer(do("end"))))
    assert [type(one) for one in events] == [ev.ChildDetached, life.Migrated]


def test_a_run_of_the_newest_version_or_another_procedure_is_refused_and_others_may_not() -> None:
    play = Play(do("a")).start(by="tomas")
    same = cmd.Migrate(checklist="other", frozen=a_checklist(do("a"), version="1.1"))
    assert play.refusal(same) == "The run goes by version 1.0 already, and the procedure says nothing else now."
    other = cmd.Migrate(checklist="other", frozen=newer(do("a"), procedure="open-shop"))
    assert play.refusal(other) == "This is a run of `close-shop`. It cannot go on as one of `open-shop`."
    command = cmd.Migrate(checklist="newer", frozen=newer(do("a")))
    assert play.refusal(command, by="niko").startswith("Going on by another version is for")


def test_due_times_that_are_written_otherwise_are_set_anew() -> None:
    play = Play(marked("a", due="1 hour after start"), marked("b", due="2 hours after start")).start()
    before = play.run.dues
    migrated(play, newer(marked("a", "2", due="3 hours after start"), marked("b", due="2 hours after start")))
    assert play.run.dues["a"].at > before["a"].at
    assert play.run.dues["b"] == before["b"]


def test_a_migrated_run_is_the_same_when_it_is_read_again() -> None:
    play = Play(group("g", marked("a"), marked("b"))).start().done("a")
    migrated(play, newer(group("g", marked("a"), marked("c"))))
    play.done("c")
    stored = [from_plain(type(one), to_plain(one)) for one in play.events]
    fresh = replace(play.fresh, library=play.run.library)
    assert replay(fresh, stored) == play.run

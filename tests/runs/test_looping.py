"""Loops: once for each item of a list, or as items come; what is asked where, and what changes when the list does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runs_builders import (
    NOON,
    Play,
    a_field,
    approve,
    check,
    choose,
    do,
    each,
    group,
    number,
    option,
    read,
    run_of,
    text,
)
from sopbook.documents.fields import FieldType
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import looping
from sopbook.runs.children import open_children
from sopbook.runs.folds import replay
from sopbook.runs.loop_acts import lists_changed
from sopbook.runs.loop_folds import REMOVED
from sopbook.runs.rounds import numbered, typed_id, unnumbered
from sopbook.runs.stamp import stamp_for
from sopbook.runs.state import Phase, Run
from sopbook.runs.story import story
from sopbook.runs.survey import survey_one
from sopbook.runs.wording import filled, title_of
from sopbook.timing.calendar import Calendar

SYSTEMS = {"systems": a_field("list", optional=True)}


def access(**more: object) -> object:
    return do("access", "Ask for access to {{ system }}", loop=each("system", "systems"), **more)


def played(*parts: object, systems: str | None = "NPM, Trello", **more: object) -> Play:
    return Play(*parts, inputs=SYSTEMS, **more).start(systems=systems)


def titles(play: Play) -> dict[str, str]:
    return {leaf.id: title_of(play.run, leaf) for leaf in play.run.plan.leaves}


def log(play: Play, *items: str) -> None:
    for item in items:
        play.act(cmd.AddItem(step="log", item=item))


# Working out


def test_a_loop_over_a_list_has_a_numbered_round_for_each_item_when_it_is_reached() -> None:
    play = played(do("first"), access(), do("last"))
    assert list(titles(play)) == ["first", "last"]
    assert play.state("access") == "pending"
    play.done("first")
    assert titles(play)["access[2]"] == "Ask for access to Trello"
    assert title_of(play.run, "access") == "Ask for access to each system"
    assert play.ready == ["access[1]"]


def test_rounds_follow_the_order_of_where_the_loop_stands() -> None:
    assert played(group("any", access(), any_order=True)).ready == ["access[1]", "access[2]"]
    assert played(group("fixed", access()), any_order=True).ready == ["access[1]"]


def test_a_title_without_the_item_is_followed_by_it() -> None:
    play = Play(group("hire", do("mail"), loop=each("person", items=("Anna", "Ben")), title="Onboard")).start()
    assert title_of(play.run, "hire[2]") == "Onboard: Ben"


def test_parts_of_looped_groups_carry_the_number_and_nested_ones_both() -> None:
    inner = do("mail", "{{ person }}: {{ tool }}", loop=each("tool", items=("A", "B")))
    play = Play(group("hire", inner, any_order=True, loop=each("person", items=("Anna", "Ben"))), any_order=True)
    assert titles(play.start())["mail[2][1]"] == "Ben: A"


@pytest.mark.parametrize("systems", [None, ""])
def test_an_empty_list_closes_the_loop_as_not_applicable(systems: str | None) -> None:
    play = played(access(fields={"link": text()}), do("last", when='access.link has "x"'), systems=systems)
    assert (play.state("access"), play.why("access")) == ("not applicable", "there is nothing to go through")
    assert play.state("last") == "not applicable"
    assert play.can("access") == []


def test_a_list_that_is_not_given_yet_blocks_the_loop_and_names_who_gives_it() -> None:
    looped = do("mail", loop=each("person", "team.people"))
    play = Play(do("team", fields={"people": a_field("list")}), looped, any_order=True).start()
    assert play.state("mail") == "blocked"
    assert play.why("mail") == "waiting for team.people, which “Team” gives"
    play.act(cmd.Complete(step="team", values={"people": "Anna"}))
    assert play.ready == ["mail[1]"]


def test_a_list_that_can_no_longer_be_given_is_asked_for_and_its_items_are_added_by_hand() -> None:
    looped = do("mail", loop=each("person", "team.people"))
    play = Play(do("team", fields={"people": a_field("list")}), looped).start()
    play.act(cmd.Skip(step="team", reason="Nobody knows"))
    assert play.state("mail") == "asking"
    assert "team.people can no longer be given, because “Team” was not done" in play.why("mail")
    play.act(cmd.Answer(step="mail", yes=True, reason="Anna comes"))
    play.act(cmd.AddItem(step="mail", item="Anna"))
    assert play.ready == ["mail", "mail[1]"]


def test_a_loop_is_closed_with_its_rounds_and_with_its_last_item() -> None:
    play = Play(do("log", "Log {{ row }}", loop=each("row")), do("last")).start()
    log(play, "One")
    play.done("log[1]")
    assert play.why("last") == "waiting for “Log each row”"
    play.act(cmd.EndLoop(step="log"))
    assert play.ready == ["last"]
    play.act(cmd.Reopen(step="log", reason="One more"))
    log(play, "Two")
    assert play.ready == ["log", "log[2]"]


def test_with_every_the_next_round_is_added_by_time() -> None:
    play = Play(do("log", "Update at {{ row }}", loop=each("row", every="30 minutes")), do("beside"), any_order=True)
    play.start()
    assert titles(play)["log[1]"] == "Update at 2026-11-05 12:01"
    play.act(cmd.Note(text="Look"), minutes=29)
    assert "log[2]" not in titles(play)
    play.act(cmd.Note(text="Look"), minutes=32)
    assert titles(play)["log[3]"] == "Update at 2026-11-05 13:01"
    added = [event for event in play.events if isinstance(event, ev.ItemAdded)]
    assert [f"{event.at:%H:%M}" for event in added] == ["12:31", "13:01"]
    log(play, "The fire is out")
    play.act(cmd.Note(text="Look"), minutes=29)
    assert len(play.run.rounds["log"].items) == 4


# What is read where


def test_a_condition_that_names_the_item_is_for_each_round_any_other_for_the_whole_loop() -> None:
    play = played(access(when='system != "NPM"'))
    assert (play.state("access[1]"), play.why("access[1]")) == ("not applicable", "because system is NPM")
    assert play.ready == ["access[2]"]
    play = Play(access(when="go"), do("last"), inputs=SYSTEMS | {"go": a_field("yes_no")}).start(systems="A", go="no")
    assert (play.state("access"), play.ready) == ("not applicable", ["last"])


def test_a_question_that_names_the_item_is_asked_in_each_round_any_other_once() -> None:
    play = played(access(only_if="Does {{ system }} exist?"), any_order=True)
    assert play.asking == ["access[1]", "access[2]"]
    assert play.why("access[2]") == "Does Trello exist?"
    play = played(access(only_if="Do they need any?"))
    play.act(cmd.Answer(step="access", yes=False))
    assert play.state("access") == "not applicable"


def test_inside_a_round_the_other_steps_are_those_of_the_same_round() -> None:
    steps = (do("size", fields={"n": number()}), do("big", "{{ size.n }}", when="size.n > 5"))
    play = Play(group("crate", *steps, loop=each("crate_no", items=("A", "B")))).start()
    play.act(cmd.Complete(step="size[1]", values={"n": 3}))
    assert play.state("big[1]") == "not applicable"
    play.act(cmd.Complete(step="size[2]", values={"n": 9}))
    assert (play.ready, titles(play)["big[2]"]) == (["big[2]"], "9")


def test_outside_of_a_loop_a_field_is_the_list_of_its_values() -> None:
    play = played(access(fields={"link": text(optional=True)}), do("last", when='access.link has "b"'))
    play.act(cmd.Complete(step="access[1]", values={"link": "b"}))
    play.act(cmd.Skip(step="access[2]", reason="No time"))
    assert play.ready == ["last"]
    assert filled("{{ access.link }}, {{ access.done }}", play.run) == "b, no"


def test_outcomes_of_a_looped_step_are_lists_too() -> None:
    looped = (
        check("fine", loop=each("a", items=("1", "2")), failed="go_on"),
        choose("way", option("x"), option("y"), loop=each("b", items=("1",))),
        do("last", when='fine.passed has false and way.chosen has "x"'),
    )
    play = Play(*looped).start()
    play.act(cmd.Pass(step="fine[1]"))
    play.act(cmd.Fail(step="fine[2]", reason="Cold"))
    play.act(cmd.Choose(step="way[1]", option="x"))
    assert play.ready == ["last"]


def test_an_item_of_a_list_of_numbers_is_a_number() -> None:
    sizes = {"sizes": a_field("list", of=FieldType.NUMBER)}
    play = Play(do("lift", loop=each("size", "sizes"), when="size > 5"), inputs=sizes).start(sizes="3, 9")
    assert play.ready == ["lift[2]"]


def test_each_of_several_roles_does_its_round() -> None:
    looped = approve("sign", by="role", loop=each("role", items=("lead", "specialist")))
    play = Play(looped).start()
    assert "is for the role Lead, not for Niko" in play.refusal(cmd.Approve(step="sign[1]"), by="niko")
    play.act(cmd.Approve(step="sign[1]"), by="tomas")
    play.act(cmd.Approve(step="sign[2]"), by="niko")
    assert play.run.phase is Phase.COMPLETED


# Walls, signatures, rework


def test_nobody_approves_who_worked_in_any_round_of_what_not_by_names() -> None:
    play = played(access(), approve("sign", not_by=("access",)))
    play.act(cmd.Complete(step="access[1]"), by="niko")
    play.act(cmd.Complete(step="access[2]"), by="zoe")
    assert "worked on “Ask for access to Trello”" in play.refusal(cmd.Approve(step="sign"), by="zoe")


def test_nobody_approves_who_said_what_a_loop_goes_through() -> None:
    play = Play(do("pay", loop=each("bill")), approve("ok", not_by=("pay",))).start()
    play.act(cmd.AddItem(step="pay", item="Rent"), by="tomas")
    play.done("pay[1]").act(cmd.EndLoop(step="pay"), by="mara")
    for person in ("tomas", "mara", "ines"):
        assert "cannot approve" in play.refusal(cmd.Approve(step="ok"), by=person)
    play.act(cmd.Approve(step="ok"), by="niko")


def test_a_loop_of_readings_that_is_opened_again_does_not_ask_whether_it_is_still_good() -> None:
    play = Play(read("rules", loop=each("name")), do("last")).start()
    play.act(cmd.AddItem(step="rules", item="Anna"))
    play.act(cmd.Acknowledge(step="rules[1]", version="1.0", fingerprint="1:f00d"))
    play.act(cmd.EndLoop(step="rules"))
    play.act(cmd.Reopen(step="rules", reason="One more"))
    assert play.states() == {"rules": "ready", "rules[1]": "done", "last": "pending"}


def test_inside_a_round_not_by_means_the_same_round() -> None:
    pair = group("item", do("count"), approve("sign", not_by=("count",)), loop=each("row", items=("A", "B")))
    play = Play(pair).start()
    play.act(cmd.Complete(step="count[1]"), by="niko")
    assert "cannot approve" in play.refusal(cmd.Approve(step="sign[1]"), by="niko")
    play.act(cmd.Approve(step="sign[1]"), by="zoe")
    play.act(cmd.Complete(step="count[2]"), by="zoe")
    play.act(cmd.Approve(step="sign[2]"), by="niko")
    assert play.run.phase is Phase.COMPLETED


def test_a_signature_lapses_when_a_round_is_added_before_it() -> None:
    play = Play(do("log", loop=each("row")), approve("sign"), do("last")).start()
    play.act(cmd.EndLoop(step="log"))
    play.act(cmd.Approve(step="sign"))
    play.act(cmd.Reopen(step="log", reason="One came late"))
    events = play.act(cmd.AddItem(step="log", item="Late"))
    assert any(isinstance(event, ev.ApprovalLapsed) for event in events)


def test_a_looped_stop_is_a_wall_as_long_as_there_may_be_another_round() -> None:
    play = Play(do("log", stop=True, loop=each("row")), do("last"), any_order=True).start()
    assert play.ready == ["log"]
    log(play, "A", "B")
    assert play.ready == ["log", "log[1]"]
    play.done("log[1]", "log[2]").act(cmd.EndLoop(step="log"))
    assert play.ready == ["last"]


def test_rework_inside_a_round_stays_in_it() -> None:
    steps = (do("draft"), check("fine", back_to="draft"))
    play = Play(group("text", *steps, loop=each("name", items=("A", "B"))), any_order=True).start()
    play.done("draft[1]", "draft[2]").act(cmd.Fail(step="fine[2]", reason="Typos"))
    assert (play.state("draft[1]"), play.state("draft[2]")) == ("done", "ready")


def test_an_approval_names_the_same_open_round_whether_one_step_is_looked_at_or_all() -> None:
    fine = check("fine", back_to="g", loop=each("name", items=("A", "B")))
    play = Play(group("g", fine, only_if="Is it needed?"), approve("ok"), any_order=True).start()
    play.act(cmd.Answer(step="g", yes=True))
    play.act(cmd.Fail(step="fine[1]", reason="Typos"))
    assert play.why("ok") == "waiting for “Fine: A” and all else before it"
    assert survey_one(play.run, "ok") == play.standing("ok")


def test_what_waits_behind_a_wall_names_the_same_round_whether_one_step_is_looked_at_or_all() -> None:
    fine = check("fine", stop=True, loop=each("name"))
    play = Play(do("a"), fine, do("last")).start().done("a")
    play.act(cmd.AddItem(step="fine", item="Anna"))
    play.act(cmd.Reopen(step="a", reason="Look again"))
    assert play.why("last") == "waiting for “Fine: Anna”, which nothing may overtake"
    assert survey_one(play.run, "last") == play.standing("last")


def test_rework_over_a_loop_works_it_out_anew_and_items_that_stay_keep_their_history() -> None:
    team = do("team", fields={"people": a_field("list")})
    play = Play(team, do("mail", loop=each("person", "team.people")), check("fine", back_to="team")).start()
    play.act(cmd.Complete(step="team", values={"people": "Anna, Ben"}))
    play.done("mail[1]", "mail[2]").act(cmd.Fail(step="fine", reason="Ben left"))
    play.act(cmd.Complete(step="team", values={"people": "Cleo, Anna"}))
    assert titles(play) | {"fine": ""} == {"team": "Team", "mail[1]": "Mail: Anna", "mail[3]": "Mail: Cleo", "fine": ""}
    assert (play.part("mail[1]").attempt, play.part("mail[3]").attempt) == (2, 1)
    assert [(one.kind, one.why) for one in play.run.deviations][1:] == [
        (REMOVED, "Ben: team.people does not name it any more")
    ]
    assert title_of(play.run, "mail[2]") == "Mail: Ben"


# When the list is amended


def amended(play: Play, systems: tuple[str, ...]) -> Run:
    """As if the input had been amended: the list is another one, and what follows is folded."""
    inputs = {**play.run.inputs, "systems": systems}
    run = play.run.but(inputs=inputs)
    stamp = stamp_for(play.register["ines"], NOON, run.recorded_at, Calendar.default())
    return replay(run, lists_changed(run, stamp, "The client changed their mind"))


def test_an_amended_list_adds_rounds_at_the_end_and_removes_those_that_vanished() -> None:
    play = played(access()).done("access[1]")
    run = amended(play, ("Jira", "Trello"))
    assert run.rounds["access"].present == ("Trello", "Jira")
    assert [leaf.id for leaf in run.plan.leaves] == ["access[2]", "access[3]"]
    assert [(one.kind, one.name, one.why) for one in run.deviations] == [
        (REMOVED, "Ines", "NPM: The client changed their mind")
    ]
    assert run.part("access[1]").closed


def test_the_run_that_a_step_of_a_removed_round_waits_for_goes_its_own_way() -> None:
    play = played(run_of("access", asks=False, loop=each("system", "systems")), any_order=True)
    run = amended(play, ("Trello",))
    assert run.part("access[1]").ended == "detached"
    assert list(open_children(run)) == ["access[2]"]


def test_an_amended_list_opens_a_loop_that_had_nothing_and_leaves_one_alone_that_people_left() -> None:
    assert amended(played(access(), do("b"), systems=None), ("NPM",)).rounds["access"].present == ("NPM",)
    play = played(do("a"), access(only_if="Any?"), do("b"), systems="NPM").done("a")
    play.act(cmd.Answer(step="access", yes=False))
    assert amended(play, ("Jira",)).rounds == {}


# Refusals, words, size


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (cmd.Complete(step="access"), "once for each item: say which one, `access[1]` to `access[2]`."),
        (cmd.Complete(step="access[7]"), "This run has no step `access[7]`."),
        (cmd.AddItem(step="access", item="x"), "has its items already. Amend `systems` to add or remove one."),
        (cmd.EndLoop(step="access"), "has its items already."),
        (cmd.AddItem(step="log", item=" "), "Still needed: Row."),
        (cmd.AddItem(step="log", item="one\ntwo"), "Row: one line only"),
        (cmd.AddItem(step="inner", item="x"), "“Inner” is done once for each item: say `inner[1]`."),
        (cmd.AddItem(step="access[1]", item="x"), "is a step to do"),
        (cmd.Skip(step="log"), "Skipping a required step needs a reason."),
        (cmd.Skip(step="access", reason="No time"), "say which one"),
    ],
)
def test_refusals_on_loops_say_what_to_do(command: object, words: str) -> None:
    nested = group("box", do("inner"), loop=each("n", items=("1",)))
    play = played(access(), do("log", loop=each("row")), nested, any_order=True)
    assert words in play.refusal(command)


def test_only_its_role_leaves_a_loop_with_walls_in_it() -> None:
    play = Play(do("log", stop=True, by="lead", loop=each("row"))).start()
    assert "is for the role Lead" in play.refusal(cmd.Skip(step="log", reason="No time"))
    play.act(cmd.Skip(step="log", reason="No time"), by="tomas")
    assert play.run.phase is Phase.COMPLETED


def test_the_story_tells_of_rounds() -> None:
    play = played(access(), do("log", "Log {{ row }}", loop=each("row")), any_order=True)
    log(play, "One")
    play.act(cmd.EndLoop(step="log"))
    assert [line.text for line in story(play.run, play.events)][1:] == [
        "“Ask for access to each system”: 2 rounds, for NPM and Trello",
        "Ines added One to “Log each row”",
        "Ines said that no more items come for “Log each row”",
    ]


def test_ten_thousand_items_are_gone_through_like_three() -> None:
    systems = ", ".join(f"s{number}" for number in range(10_000))
    play = played(access(when='system != "s1"', fields={"link": text()}), approve("sign"), systems=systems)
    play.act(cmd.Complete(step="access[1]", values={"link": "x"}))
    assert play.ready == ["access[3]"]
    added = ev.ItemAdded(step="access", item="more", by="ines", name="Ines", role=None, at=NOON, recorded_at=NOON)
    run = replay(play.run, [added] * 1_000)
    assert len(run.plan.leaves) == 11_001


def test_more_rounds_than_anybody_can_keep_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looping, "MOST_PARTS", 200)
    names = ", ".join(f"s{number}" for number in range(20))
    inner = do("inner", loop=each("b", "systems"))
    play = played(group("g", inner, loop=each("a", "systems"), any_order=True), any_order=True, systems=names)
    assert len(play.run.plan.parts) <= 200
    assert "20 rounds are too many" in play.why("inner[20]")
    assert play.can("inner[20]") == ["not-applicable", "skip"]


# Ids


@given(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), st.lists(st.integers(1, 99), max_size=3))
def test_an_id_in_a_round_is_read_as_it_is_written_and_typed(step: str, numbers: list[int]) -> None:
    whole = numbered(step, tuple(numbers))
    assert unnumbered(whole) == (step, tuple(numbers))
    assert typed_id(whole) == typed_id(".".join([step, *map(str, numbers)])) == whole

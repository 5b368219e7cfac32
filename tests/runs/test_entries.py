"""When something happened: at once, entered late, or made offline; and by whose clocks a time is meant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runs_builders import NOON, TEAM, Play, a_field, approve, choose, do, number, option
from sopbook.documents.fields import FieldType
from sopbook.errors import Refused
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command
from sopbook.runs.decide import decide
from sopbook.runs.event import ENGINE, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.knowledge import Known, look_up
from sopbook.runs.life import DueMissed, Noted
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.story import story
from sopbook.timing.calendar import Calendar

VIENNA = Calendar(zone=ZoneInfo("Europe/Vienna"))
LATER = NOON + timedelta(hours=6)


def enter(
    play: Play, command: Command, entry: Entry, by: str = "ines", now: datetime = LATER, calendar: Calendar = VIENNA
) -> tuple[RunEvent, ...]:
    events = decide(play.run, command, by=by, now=now, register=play.register, calendar=calendar, entry=entry)
    play.run, play.now = replay(play.run, events), now
    play.events += events
    return events


def refused(play: Play, command: Command, entry: Entry, by: str = "ines") -> str:
    with pytest.raises(Refused) as refusal:
        enter(play, command, entry, by)
    return str(refusal.value)


def at(hours: float, reason: str = "", **more: Any) -> Entry:
    return Entry(at=NOON + timedelta(hours=hours), reason=reason, **more)


A = cmd.Complete(step="a")


# Late


def test_a_late_entry_says_when_it_happened_and_why_it_is_late_and_is_a_deviation() -> None:
    play = Play(do("a"), do("b")).start()
    (done,) = enter(play, A, at(2, "The tablet was empty"))
    assert (done.at, done.recorded_at) == (NOON + timedelta(hours=2), LATER)
    assert play.part("a").at == done.at
    assert [(one.kind, one.step, one.why) for one in play.run.deviations] == [
        ("late entry", "a", "The tablet was empty")
    ]
    assert "The tablet was empty" in story(play.run, play.events)[-1].text


def test_up_to_an_hour_late_needs_no_reason_and_departs_from_nothing() -> None:
    play = Play(do("a"), do("b")).start()
    (done,) = enter(play, A, at(5))
    assert (done.late, play.run.deviations) == ("", ())
    assert refused(play, cmd.Complete(step="b"), at(4.9)) == (
        "An entry for more than an hour ago needs a reason. Say in one sentence why."
    )


def test_nothing_happened_before_the_start_or_is_still_to_come() -> None:
    play = Play(do("a")).start()
    assert refused(play, A, at(-1, "Forgotten")) == (
        "Today 12:00 is before this run started, which was today 13:01. Say a later time."
    )
    assert refused(play, A, at(6.1)) == "Today 19:06 is still to come. Say when it happened."
    (done, *_) = enter(play, A, at(6 + 4 / 60))
    assert done.at > done.recorded_at


def test_a_reason_for_being_late_belongs_to_a_time() -> None:
    words = "There is a reason for a late entry, but no time. Say when it happened, too."
    assert refused(Play(do("a")).start(), A, Entry(reason="Forgotten")) == words


def test_a_signature_has_the_time_at_which_it_is_given() -> None:
    play = Play(approve("sign")).start()
    assert refused(play, cmd.Approve(step="sign"), at(5)) == (
        "A signature has the time at which it is given, and no other. Leave the time away."
    )


def test_a_run_that_was_done_on_paper_is_entered_afterwards() -> None:
    play = Play(do("a"))
    enter(play, cmd.Start(), at(0, "The network was down"))
    enter(play, A, at(1, "The network was down"))
    assert (play.run.started_at, play.part("a").at) == (NOON, NOON + timedelta(hours=1))
    assert (play.run.ended_at, play.run.recorded_at) == (NOON + timedelta(hours=1), LATER)


def test_what_was_done_in_time_is_not_missed_because_it_was_entered_late() -> None:
    play = Play(do("a", due="2 hours after start"), do("b")).start()
    events = enter(play, A, at(1, "Forgotten"))
    assert not [one for one in events if isinstance(one, DueMissed)]
    play = Play(do("a", due="2 hours after start"), do("b")).start()
    assert [one for one in enter(play, A, at(3, "Forgotten")) if isinstance(one, DueMissed)]


def test_what_follows_by_itself_follows_when_it_is_recorded() -> None:
    play = Play(do("a", fields={"n": number()}), do("b", when="a.n > 5"), do("c")).start()
    (_, found) = enter(play, cmd.Complete(step="a", values={"n": 1}), at(1, "Forgotten"))
    assert (found.by, found.at, found.late) == (ENGINE, LATER, "")


def test_a_clock_that_went_backwards_gives_the_last_time_again() -> None:
    play = Play(do("a"), do("b")).start()
    enter(play, A, AT_ONCE)
    (done, *_) = enter(play, cmd.Complete(step="b"), AT_ONCE, now=NOON)
    assert (done.at, done.recorded_at, done.clock_back) == (LATER, LATER, True)


# Offline


OFFLINE = Entry(offline=True)


def test_an_offline_entry_needs_no_reason_and_departs_from_nothing() -> None:
    play = Play(do("a"), do("b")).start()
    (done,) = enter(play, A, at(2, offline=True))
    assert (done.at, done.offline, done.bounded, play.run.deviations) == (NOON + timedelta(hours=2), True, False, ())


def test_an_offline_time_out_of_bounds_is_set_to_them() -> None:
    for hours, expected in ((-5, NOON + timedelta(minutes=1)), (9, LATER + timedelta(minutes=5))):
        play = Play(do("a"), do("b")).start()
        (done,) = enter(play, A, at(hours, offline=True))
        assert (done.at, done.bounded) == (expected, True)


@pytest.mark.parametrize(
    "command",
    [
        cmd.Approve(step="a"),
        cmd.Reject(step="a", reason="No"),
        cmd.Override(step="a", reason="No"),
        cmd.Reopen(step="a"),
        cmd.Cancel(reason="No"),
        cmd.Assign(step="a", to="mara"),
    ],
)
def test_what_needs_the_state_of_now_is_not_done_offline(command: Command) -> None:
    assert "cannot be done offline" in refused(Play(do("a")).start(), command, OFFLINE)


def test_what_was_done_offline_before_the_role_was_lost_is_kept_as_a_note() -> None:
    fields = {"reading": number(label="Reading"), "seen": a_field("yes_no")}
    play = Play(do("a", by="lead", fields=fields), do("b")).start()
    play.with_roles("tomas", "specialist")
    (noted,) = enter(play, cmd.Complete(step="a", values={"reading": "3.5", "seen": True}), OFFLINE, by="tomas")
    assert isinstance(noted, Noted)
    assert (noted.step, noted.instead_of, noted.by, noted.offline) == ("a", "do", "tomas", True)
    assert noted.text == "“do” was entered offline, but is not Tomas's to do any more: Reading 3.5; Seen yes"
    assert play.state("a") == "ready"


def test_a_note_is_kept_of_what_somebody_entered_who_has_left_meanwhile_or_whose_step_went_to_another() -> None:
    play = Play(choose("way", option("x"), option("y")), do("b")).start()
    play.without("niko")
    (noted,) = enter(play, cmd.Choose(step="way", option="x"), OFFLINE, by="niko")
    assert noted.text == "“choose” was entered offline, but is not Niko's to do any more: `x`"
    assert "not in the team register" in refused(play, cmd.Note(text="Hello"), OFFLINE, by="stranger")
    assert "not in the team register" in refused(play, cmd.Note(text="Hello"), AT_ONCE, by="niko")
    play = Play(do("a"), do("b")).start()
    play.act(cmd.Assign(step="a", to="mara"))
    (noted,) = enter(play, cmd.Skip(step="a", reason="No time"), OFFLINE, by="niko")
    assert noted.text == "“skip” was entered offline, but is not Niko's to do any more: No time"


def test_without_network_a_step_that_is_closed_meanwhile_is_still_refused() -> None:
    play = Play(do("a"), do("b")).start().done("a")
    assert "already done by Ines, today 13:02" in refused(play, A, at(2, offline=True), by="niko")


@given(st.integers(-600, 900), st.booleans(), st.sampled_from(["", "Forgotten"]))
def test_an_entry_is_within_bounds_or_refused_and_recorded_times_never_run_backwards(
    minutes: int, offline: bool, reason: str
) -> None:
    play = Play(do("a"), do("b")).start()
    started, last = play.run.started_at, play.run.recorded_at
    assert started is not None
    assert last is not None
    entry = Entry(at=NOON + timedelta(minutes=minutes), reason=reason, offline=offline)
    try:
        events = enter(play, A, entry)
    except Refused:
        assert not offline
        return
    for event in events:
        assert last <= event.recorded_at
        assert started <= event.at <= event.recorded_at + timedelta(minutes=5)
        assert event.bounded == (event.at != entry.at)
    over_an_hour = LATER - events[0].at > timedelta(hours=1)
    assert offline or not over_an_hour or events[0].late


# Clocks


def test_a_time_without_an_offset_is_meant_by_the_clocks_of_the_company() -> None:
    play = Play(
        do("a", fields={"met": a_field("datetime"), "seen": a_field("list", of=FieldType.DATETIME, optional=True)}),
        do("b", "Since {{ a.met }}", when='a.met > date and time("2026-11-05T11:59:00")'),
    )
    enter(play, cmd.Start(), AT_ONCE, now=NOON)
    enter(play, cmd.Complete(step="a", values={"met": "2026-11-05 12:00", "seen": "2026-07-05 12:00"}), AT_ONCE)
    assert play.part("a").values["met"] == datetime(2026, 11, 5, 11, 0, tzinfo=UTC)
    assert play.part("a").values["seen"] == (datetime(2026, 7, 5, 10, 0, tzinfo=UTC),)
    assert look_up(play.run, "a.met") == Known(datetime(2026, 11, 5, 12, 0))
    assert play.ready == ["b"]
    assert ("Met", "2026-11-05 12:00") in story(play.run, play.events)[-1].values


def test_a_time_with_an_offset_is_told_by_the_clocks_of_the_company() -> None:
    play = Play(do("a", fields={"met": a_field("datetime")}), do("b", "Since {{ a.met }}"))
    enter(play, cmd.Start(), AT_ONCE, now=NOON)
    enter(play, cmd.Complete(step="a", values={"met": "2026-11-05T12:00+05:00"}), AT_ONCE)
    assert look_up(play.run, "a.met") == Known(datetime(2026, 11, 5, 8, 0))


def test_times_at_both_ends_of_all_days_are_refused_or_kept() -> None:
    play = Play(do("a", fields={"met": a_field("datetime")}), do("b"))
    enter(play, cmd.Start(), AT_ONCE, now=NOON)
    assert "can be told" in refused(play, cmd.Complete(step="a", values={"met": "0001-01-01 00:10"}), AT_ONCE)
    enter(play, cmd.Complete(step="a", values={"met": "9999-12-31 23:30"}), AT_ONCE)
    assert play.ready == ["b"]


def test_the_days_of_older_records_stand_as_they_were_entered() -> None:
    play = Play(do("a", fields={"on": a_field("date")}), do("b")).start()
    play.act(cmd.Complete(step="a", values={"on": date(2026, 1, 31)}))
    assert look_up(play.run, "a.on") == Known(date(2026, 1, 31))
    assert play.register == TEAM

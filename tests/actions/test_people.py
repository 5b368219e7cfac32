"""The team register as runs know it, and everything open of somebody who leaves."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from actions.building import Company, a_procedure
from handbook_builders import handbook_from
from sopbook.actions.people import register_of, replace_everywhere
from sopbook.handbook.book import Handbook
from sopbook.runs import commands as cmd
from sopbook.runs.refusals import UnknownPerson

Make = Callable[..., Company]

MONDAY = date(2026, 11, 23)
WORK = a_procedure("parent", "- {id: begin, do: Begin, by: initiator}\n- {id: after, do: Go on}")


def a_team(*people: str) -> Handbook:
    head = "kind: team\nid: team\ntitle: Team\npeople:\n"
    return handbook_from({"team.yml": head + "".join(f"  - {{{one}}}\n" for one in people)}, based=False)


def gone(days: int = 0, until: int = 1) -> str:
    first, last = MONDAY + timedelta(days=days), MONDAY + timedelta(days=until)
    return f'away: [{{from: "{first}", until: "{last}"}}]'


def test_the_deputy_of_whoever_is_away_has_their_roles_besides() -> None:
    ann, ben = f"id: ann, name: Ann, roles: [lead, owner], deputy: ben, {gone()}", "id: ben, name: Ben, roles: [lead]"
    register = register_of(a_team(ann, ben), MONDAY)
    assert register["ben"].stands_in_for == {"ann": ("lead", "owner")}
    assert register["ann"].away_until == MONDAY + timedelta(days=1)
    register = register_of(a_team(ann, ben), MONDAY + timedelta(days=2))
    assert (register["ben"].stands_in_for, register["ann"].away_until) == ({}, None)


def test_a_deputy_who_is_away_too_is_stood_in_for_with_all_they_stand_in_for() -> None:
    ann, ben = f"id: ann, name: Ann, roles: [lead], deputy: ben, {gone()}", f"id: ben, name: Ben, deputy: cay, {gone()}"
    register = register_of(a_team(ann, ben, "id: cay, name: Cay"), MONDAY)
    assert register["cay"].stands_in_for == {"ann": ("lead",), "ben": ()}
    assert register["ben"].stands_in_for == {}


def test_deputies_in_a_circle_who_are_all_away_stand_in_for_nobody() -> None:
    ann, ben = f"id: ann, name: Ann, deputy: ben, {gone()}", f"id: ben, name: Ben, deputy: ann, {gone()}"
    register = register_of(a_team(ann, ben, "id: cay, name: Cay"), MONDAY)
    assert [one.stands_in_for for one in register.values()] == [{}, {}, {}]


def test_what_somebody_leaves_behind_goes_to_another_in_every_run_that_lets_it(company: Make) -> None:
    at = company(parent=WORK)
    first, second, third = at.start(by="tomas"), at.start(by="ines"), at.start(by="tomas")
    at.act(third, cmd.HandOver(to="ines"), by="tomas")
    found = replace_everywhere("tomas", "ines", around=at.around, by="ines", key="leaves")
    assert [(one.run, one.steps, one.leads) for one in found if not one.refused] == [(third, 1, False)]
    assert [one.run for one in found if one.refused] == [first]
    assert "Ask Tomas" in found[0].refused
    assert at.look(second).replaced == {}


def test_said_again_it_goes_on_where_it_was_interrupted_and_does_nothing_twice(company: Make) -> None:
    at = company(parent=WORK)
    first, second = at.start(by="tomas"), at.start(by="tomas")

    def leave() -> list[tuple[str, int, bool]]:
        found = replace_everywhere("tomas", "ines", around=at.around, by="tomas", key="leaves")
        return [(one.run, one.steps, one.leads) for one in found]

    at.act(first, cmd.Replace(leaving="tomas", to="ines"), key=f"leaves:{first}")
    assert leave() == [(first, 1, True), (second, 1, True)]
    before = at.journal.ledger.count()
    assert leave() == [(first, 1, True), (second, 1, True)]
    assert at.journal.ledger.count() == before


def test_somebody_unknown_takes_over_nothing(company: Make) -> None:
    at = company(parent=WORK)
    at.start()
    with pytest.raises(UnknownPerson):
        replace_everywhere("tomas", "nobody", around=at.around, by="ines", key="leaves")

from collections.abc import Callable

import pytest

from actions.building import CHILD, Company, a_procedure
from sopbook.actions import runs
from sopbook.runs import commands as cmd

Make = Callable[..., Company]

GUIDELINE = """\
kind: guideline
id: manners
title: Manners
owner: lead
version: "1.2"
rules:
  - {id: kind, must: Stay kind}
"""
READING = a_procedure("parent", "- {id: read, read: manners}\n- {id: after, do: Go on}")


def test_what_leads_to_nothing_records_nothing(company: Make) -> None:
    at = company(child=CHILD)
    run = at.start("child")
    acted = at.act(run, cmd.Tick())
    assert (acted.events, acted.run, at.journal.ledger.count()) == ((), at.look(run), 1)


def test_a_run_that_stands_still_is_still_among_the_open_ones(company: Make) -> None:
    at = company(child=CHILD)
    held, over = at.start("child"), at.start("child")
    at.act(held, cmd.Hold(reason="Waiting for money"))
    at.cancel(over)
    open_ones = runs.listed(journal=at.journal, ended=False, procedure=None, limit=10)
    assert [(line.stream, line.phase) for line in open_ones] == [(f"run:{held}", "on hold")]


def test_a_document_is_acknowledged_at_the_version_in_force(company: Make) -> None:
    at = company(parent=READING, manners=GUIDELINE)
    run = at.start()
    at.rewrite(manners=GUIDELINE.replace("1.2", "1.3"))
    at.act(run, cmd.Acknowledge(step="read"))
    event = runs.story_of(run, journal=at.journal)[-1]
    in_force = at.book.get("manners")
    assert (event.document, event.version, event.fingerprint) == ("manners", "1.3", in_force.fingerprint)


def test_a_repeated_acknowledgement_is_answered_as_before_whatever_is_in_force_now(company: Make) -> None:
    at = company(parent=READING, manners=GUIDELINE)
    run = at.start()
    first = at.act(run, cmd.Acknowledge(step="read"), key="mine")
    at.rewrite(manners=GUIDELINE.replace("1.2", "1.3"))
    again = at.act(run, cmd.Acknowledge(step="read"), key="mine")
    assert (again.repeated, again.events) == (True, first.events)


@pytest.mark.parametrize(
    ("manners", "words"),
    [
        (GUIDELINE + "status: draft\n", "“Manners” cannot be acknowledged: it is a draft; set `status: effective`"),
        ("", "There is no document `manners`."),
    ],
)
def test_nobody_acknowledges_what_is_not_in_force(company: Make, manners: str, words: str) -> None:
    at = company(parent=READING, manners=GUIDELINE)
    run = at.start()
    at.rewrite(manners=manners)
    assert words in at.refusal(run, cmd.Acknowledge(step="read"))


def test_an_open_run_goes_on_with_a_broken_handbook(company: Make) -> None:
    at = company(parent=READING, manners=GUIDELINE)
    run = at.start()
    at.broken = True
    assert "nothing is started from it" in at.refusal(run, cmd.Acknowledge(step="read"))
    at.act(run, cmd.Skip(step="read", reason="The handbook is broken"))
    at.done(run, "after")
    assert at.phase(run) == "completed"

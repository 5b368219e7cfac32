from handbook_builders import document_from
from pages_builders import a_writer, the_bakery
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.pages.numbering import numbers
from sopbook.pages.step_view import PartView, part_views


def the_procedure() -> Procedure:
    return the_bakery().procedure("bake-bread")


def walked(parts: tuple[PartView, ...]) -> list[PartView]:
    found: list[PartView] = []
    for part in parts:
        inner = [one for branch in part.branches for one in branch.parts]
        found += [part, *walked((*part.parts, *inner))]
    return found


def test_steps_are_counted_through_the_procedure_and_branches_have_letters() -> None:
    assert numbers(the_procedure()) == {
        "heat": "1",
        "warm": "2",
        "size": "3",
        "crust": "4",
        "steam": "4a.1",
        "dry": "4b.1",
        "seeds": "5",
        "salt": "6",
        "taste": "7",
        "release": "8",
    }


def test_a_role_is_shown_where_it_changes_and_at_the_beginning_of_a_phase() -> None:
    views = walked(part_views(the_procedure(), a_writer()))
    shown = {view.anchor: [role.text for role in view.roles] for view in views if view.roles}
    assert shown == {"heat": ["Baker"], "crust": ["Baker"], "steam": ["Bakery lead"], "release": ["Bakery lead"]}


def test_what_a_run_insists_on_is_said_at_the_step() -> None:
    views = {view.anchor: view for view in walked(part_views(the_procedure(), a_writer()))}
    said = {anchor: " ".join(view.enforced) for anchor, view in views.items() if view.enforced}
    assert "Nothing after this in this phase starts before it is closed." in said["heat"]
    assert "Confirm that you have read the danger" in said["heat"]
    assert (
        'go back to <a href="#heat" title="Heat the oven for [How many] loaves">step 1</a>, at most 2 times.'
        in said["warm"]
    )
    assert ">The oven fails</a> opens." in said["warm"]
    assert "The failure is recorded as a finding." in said["taste"]
    assert "nobody who did" in said["release"]
    assert "#warm" in said["release"]
    assert "If it is rejected, go back to" in said["release"]
    assert [str(one) for one in views["seeds"].conditions] == [
        "Only when <em>Toppings</em> is filled in, <em>Toppings</em> includes seeds "
        "and <em>How many</em> is over 3 loaves"
    ]
    assert [str(one) for one in views["top"].conditions] == ["Only if: The shop asked for it"]


def test_a_check_that_says_nothing_about_failing_stops() -> None:
    text = 'kind: procedure\nid: w\ntitle: W\nowner: lead\nversion: "1.0"\nsteps:\n  - {id: ok, check: It is good}\n'
    document = document_from(text, "w.yml")
    assert isinstance(document, Procedure)
    (view,) = part_views(document, a_writer())
    assert "nothing goes on until it passes" in view.enforced[0]


def test_more_options_than_letters_still_have_names() -> None:
    options = "".join(f"      - {{id: o{n}, label: Way {n}}}\n" for n in range(28))
    head = 'kind: procedure\nid: w\ntitle: W\nowner: lead\nversion: "1.0"\n'
    document = document_from(f"{head}steps:\n  - id: c\n    choose: Which?\n    options:\n{options}", "w.yml")
    assert isinstance(document, Procedure)
    (view,) = part_views(document, a_writer())
    assert [view.branches[n].letter for n in (0, 25, 26, 27)] == ["1a", "1z", "1aa", "1bb"]


def the_sale() -> dict[str, PartView]:
    book = the_bakery()
    procedure = book.procedure("sell-bread")
    views = walked(part_views(procedure, a_writer(book, "sell-bread")))
    return {view.anchor: view for view in (*views, *(one for view in views for one in view.undo))}


def test_a_step_is_titled_by_what_it_names() -> None:
    titles = {anchor: f"{view.verb} {view.title.striptags()}".strip() for anchor, view in the_sale().items()}
    assert titles["bread"] == "Run Bake the daily bread"
    assert titles["hands"] == "Read How we keep clean"
    assert titles["wake"] == "Notify Bakery lead and Baker"
    assert titles["pause"] == "Wait 30 minutes"
    assert titles["sunrise"] == "Wait until 1 day before Market day"
    assert titles["loaded"] == "Wait until step 1 is closed"
    assert titles["go"] == "Wait Do not leave yet"
    assert titles["fire"] == "Open The oven fails"


def test_in_an_outline_a_step_without_a_title_of_its_own_has_its_verb() -> None:
    views = the_sale()
    assert [views[anchor].brief for anchor in ("bread", "learn", "wake", "pause", "test")] == [
        "Run Bake the daily bread",
        "Learn what is new",
        "Notify Bakery lead and Baker",
        "Wait 30 minutes",
        "What may be sold",
    ]


def test_a_step_says_how_it_comes_to_its_end() -> None:
    said = {anchor: " ".join(one.striptags() for one in view.enforced) for anchor, view in the_sale().items()}
    assert said["bread"] == "It gets a checklist of its own, given 20 and wheat. Verifies It is baked through."
    assert said["learn"] == "Bake the daily bread gets a checklist of its own."
    assert said["hands"] == "Confirm that you have read and understood version 1.0."
    assert said["law"] == "Outside the handbook. Confirm that you have read it."
    assert said["pause"] == said["sunrise"] == "Then it goes on by itself."
    assert said["go"] == (
        "Waits for the inspector's word; somebody confirms when it has happened. "
        "Due within 1 hour after step 3 is closed."
    )
    assert said["count"] == "Due by Market day; then The oven fails opens."
    assert said["test"] == "80 % of the answers have to be right."
    assert said["fire"] == "It opens when the run comes to this, given smoke."
    assert said["before"] == "Due within 2 hours of the start."


def test_a_path_says_what_is_practised_and_what_has_to_be_done_again() -> None:
    book = the_bakery()
    views = walked(part_views(book.expect("grow-baker", Path), a_writer(book, "grow-baker")))
    said = {view.anchor: " ".join(one.striptags() for one in view.enforced) for view in views}
    assert said["hands"].endswith("Due within 1 working day of the start. To be done again after 1 year.")
    assert said["try"] == (
        "It gets a checklist of its own. For practice: it counts in no figure. "
        "The Bakery lead says whether it was good enough."
    )


def test_what_undoes_a_step_is_numbered_after_it() -> None:
    views = the_sale()
    assert [(one.number, one.brief) for one in views["set-up"].undo] == [
        ("10u.1", "Take the stall down"),
        ("10u.2", "The place is clean"),
    ]
    assert [role.text for role in views["take-down"].roles] == ["Bakery lead"]
    assert views["greet"].roles == ()


def test_what_a_step_names_and_nobody_has_is_text() -> None:
    text = """\
kind: procedure
id: w
title: W
owner: lead
version: "1.0"
steps:
  - {id: a, run: no-such-thing}
  - {id: b, read: not-this-either}
  - {id: c, notify: [no-role], message: Hello}
  - {id: d, do: Look, meets: [good-bread.nothing, no-standard.at-all], due: 1 day after nowhere}
"""
    document = document_from(text, "w.yml")
    assert isinstance(document, Procedure)
    run, read, notify, do = part_views(document, a_writer())
    assert (str(run.title), str(read.title), str(notify.title)) == ("No such thing", "Not this either", "No role")
    assert [one.striptags() for one in do.enforced] == [
        "Verifies Good bread and no-standard.at-all.",
        "Due within 1 day of Nowhere.",
    ]

"""From bytes to a document, or to what is wrong with them."""

from datetime import date
from decimal import Decimal

import pytest

from handbook_builders import the_schemas
from sopbook.documents.decision import Decision, HitPolicy
from sopbook.documents.document import Document, Related, Status
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import FieldType
from sopbook.documents.guideline import Guideline
from sopbook.documents.procedure import Procedure
from sopbook.documents.reader import ReadDocument, read_document
from sopbook.documents.role import Role
from sopbook.documents.steps import Check, Choose, GoBack, Group
from sopbook.documents.team import Team
from sopbook.source.position import Position


def reading(text: str | bytes, file: str = "sops/a.yml") -> ReadDocument:
    return read_document(text.encode() if isinstance(text, str) else text, file, the_schemas())


def a_document(text: str) -> Document:
    read = reading(text)
    assert read.problems == ()
    assert read.document is not None
    return read.document


def told(text: str | bytes) -> list[str]:
    return [f"{one.at.line}:{one.at.column} {one.code}" for one in reading(text).problems]


WORK = """\
kind: procedure
id: work
title: Work
owner: lead
version: "1.10"
effective: 2026-01-15
audience: support
related:
  - other
  - {id: third, seen: "1:9f2c"}
change: {class: minor, why: Only words}
by: lead
inputs:
  value: {type: number, min: 0.10, default: 2}
sections:
  - id: prepare
    title: Prepare
    steps:
      - id: sound
        check: It is sound
        note: Slowly
        if_failed: {go_back_to: sound, at_most: 2.0}
      - id: way
        choose: Which way?
        options:
          - {id: left, label: Left, steps: [{id: turn, do: Turn}]}
          - {id: right, label: Right}
"""


def test_values_have_the_types_of_the_class() -> None:
    work = a_document(WORK)
    assert isinstance(work, Procedure)
    assert (work.version, work.effective, work.status) == ("1.10", date(2026, 1, 15), Status.EFFECTIVE)
    assert work.related == ("other", Related(id="third", seen="1:9f2c"))
    assert work.change is not None
    assert work.change.class_ == "minor"
    assert work.inputs["value"].type is FieldType.NUMBER
    assert (work.inputs["value"].min, work.inputs["value"].default) == (Decimal("0.10"), Decimal(2))


def test_one_value_stands_for_a_list_of_one() -> None:
    work = a_document(WORK)
    assert isinstance(work, Procedure)
    assert (work.audience, work.by) == (("support",), ("lead",))


def test_a_whole_number_is_one_however_it_is_written() -> None:
    work = a_document(WORK)
    assert isinstance(work, Procedure)
    sound = next(step for step in work.all_steps() if isinstance(step, Check))
    assert sound.if_failed == GoBack(go_back_to=sound.id, at_most=2)
    assert isinstance(sound.if_failed, GoBack)
    assert type(sound.if_failed.at_most) is int


def test_every_part_knows_where_it_stands() -> None:
    work = a_document(WORK)
    assert isinstance(work, Procedure)
    prepare = work.sections[0]
    way = prepare.steps[1]
    assert isinstance(prepare, Group)
    assert isinstance(way, Choose)
    assert prepare.path == ("sections", 0)
    assert way.options[0].steps[0].path == ("sections", 0, "steps", 1, "options", 0, "steps", 0)
    assert work.inputs["value"].path == ("inputs", "value")


def test_a_document_answers_with_places() -> None:
    work = a_document(WORK)
    assert work.where("title") == Position("sops/a.yml", 3, 8)
    assert work.where_key("title") == Position("sops/a.yml", 3, 1)
    assert work.inside(("title",), 2) == Position("sops/a.yml", 3, 10)
    assert work.where("sections", 0, "steps", 0, "when") == work.where("sections", 0, "steps", 0)


def test_a_document_knows_its_file_and_its_fingerprint() -> None:
    work = a_document(WORK)
    assert work.origin.stem == "a"
    assert work.origin.lines[2] == "title: Work"
    assert work.fingerprint.startswith("1:")
    assert work.fingerprint == a_document(WORK.replace("Work\n", "Work # a word\n")).fingerprint


def test_the_same_text_in_another_file_is_the_same_document() -> None:
    assert reading(WORK, "a.yml").document == reading(WORK, "b/c.yml").document


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("kind: role\nid: a\ntitle: A\n", Role),
        ("kind: team\nid: a\ntitle: A\npeople: [{id: b, name: B, roles: c, git: b@c.example}]\n", Team),
        ('kind: guideline\nid: a\ntitle: A\nowner: b\nversion: "1.0"\nrules: [{id: c, may: D}]\n', Guideline),
        (
            'kind: escalation\nid: a\ntitle: A\nowner: b\nversion: "1.0"\ntrigger: C\n'
            "levels: [{id: d, notify: b, wait: 1 hour}]\n",
            Escalation,
        ),
        (
            'kind: decision\nid: a\ntitle: A\nowner: b\nversion: "1.0"\nquestion: C?\ninputs: {d: {type: yes_no}}\n'
            "outputs: {e: {type: text}}\nrules: [{id: f, when: {d: true}, then: {e: g}}]\n",
            Decision,
        ),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_each_kind_becomes_its_class(text: str, shape: type) -> None:
    assert type(a_document(text)) is shape


def test_a_decision_is_unique_unless_it_says_otherwise() -> None:
    text = (
        'kind: decision\nid: a\ntitle: A\nowner: b\nversion: "1.0"\nquestion: C?\ninputs: {d: {type: text}}\n'
        "outputs: {e: {type: text}}\nrules: [{id: f, then: {e: g}}]\n"
    )
    plain, first = a_document(text), a_document(text + "hit_policy: first\n")
    assert isinstance(plain, Decision)
    assert isinstance(first, Decision)
    assert (plain.hit_policy, first.hit_policy) == (HitPolicy.UNIQUE, HitPolicy.FIRST)


def test_what_the_reader_has_told_is_not_told_again_by_the_shape() -> None:
    assert told("kind: role\nid: a\ntitle: [[other]]\ntags: [012]\n") == ["3:8 SOP017", "4:8 SOP014"]


def test_a_text_that_is_lost_behind_a_hash_is_not_empty_as_well() -> None:
    assert told("kind: role\nid: a\ntitle: #clients\n") == ["3:8 SOP016"]


def test_a_fault_of_shape_is_told_beside_a_slip() -> None:
    assert sorted(told("kind: role\nid: a\ntitle: A\ntags: [012]\nstatus: live\n")) == ["4:8 SOP014", "5:9 SOP104"]


def test_a_fault_behind_an_alias_is_told_once() -> None:
    text = "kind: team\nid: a\ntitle: A\npeople:\n- {id: b, name: B, roles: &r Lead}\n- {id: c, name: C, roles: *r}\n"
    assert told(text) == ["5:27 SOP105"]


@pytest.mark.parametrize("data", [b"", b"\xff", b"- a\n", b"a: [", b"kind: role\n---\nkind: role\n"])
def test_what_cannot_be_read_has_no_document_and_one_problem(data: bytes) -> None:
    read = reading(data)
    assert read.document is None
    assert len(read.problems) == 1


def test_the_lines_of_a_file_are_there_even_when_it_is_refused() -> None:
    assert reading("kind: role\nid: [\n").lines == ("kind: role", "id: [")


def test_nothing_but_the_kind_is_told_of_an_unknown_kind() -> None:
    assert told("kind: recipe\nid: A B\nflour: 500\n") == ["1:7 SOP100"]

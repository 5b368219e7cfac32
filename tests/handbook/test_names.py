from handbook_builders import a_decision, a_procedure, handbook_from, handbook_of
from sopbook.feel.types import Choice, Choices, ListOf, Number, Opaque, Text, YesNo
from sopbook.handbook.layout import START, Moment, layout
from sopbook.handbook.names import known_at, names_of

INPUTS = """
inputs:
  client: {type: text}
  worth: {type: number, unit: EUR, optional: true}
  tools: {type: choices, options: [a, b]}
  systems: {type: list, of: link}
  until: {type: date, optional: true}
"""
STEPS = """
- {id: which, decide: tier, given: {value: 5, plan: '"project"'}}
- {id: file, do: File it, fields: {who: {type: person}}}
- id: look
  title: A look
  steps: [{id: good, check: It is good}]
- id: how
  choose: How?
  options:
    - {id: mail, label: By mail, steps: [{id: stamp, do: Buy a stamp}]}
    - {id: hand, label: By hand}
- {id: sign, approve: All of it}
"""


def test_inputs_fields_results_and_outcomes_have_names_and_types() -> None:
    book = handbook_from({"work.yml": a_procedure(STEPS, head=INPUTS), "tier.yml": a_decision()})
    names = names_of(book.procedure("work"), book)
    assert {name: (one.type, one.step) for name, one in names.items()} == {
        "client": (Text(), None),
        "worth": (Number("EUR", nullable=True), None),
        "tools": (Choices(("a", "b")), None),
        "systems": (ListOf(Text()), None),
        "until": (Opaque("date", nullable=True), None),
        "which.done": (YesNo(), "which"),
        "which.level": (Choice(("gold", "silver")), "which"),
        "file.done": (YesNo(), "file"),
        "file.who": (Opaque("person"), "file"),
        "good.done": (YesNo(), "good"),
        "good.passed": (YesNo(), "good"),
        "how.done": (YesNo(), "how"),
        "how.chosen": (Choice(("mail", "hand")), "how"),
        "stamp.done": (YesNo(), "stamp"),
        "sign.done": (YesNo(), "sign"),
        "sign.approved": (YesNo(), "sign"),
    }
    assert names["worth"].optional
    assert names["file.who"].pointer == ("steps", 1, "fields", "who")


def test_decisions_have_the_names_of_their_inputs_and_guidelines_none() -> None:
    book = handbook_of(tier=a_decision())
    found = {one.id: list(names_of(one, book)) for one in book.all}
    assert found["tier"] == ["value", "plan"]
    assert found["lead"] == []


def test_what_is_known_grows_with_the_steps() -> None:
    book = handbook_from({"work.yml": a_procedure(STEPS, head="inputs: {client: {type: text}}"), "t.yml": a_decision()})
    work = book.procedure("work")
    places = layout(work, book)
    assert known_at(work, book, Moment(index=START)) == ("client",)
    assert known_at(work, book, places.by_id[work.steps[1].id].moment) == ("client", "which.done", "which.level")
    assert len(known_at(work, book, places.end)) == len(names_of(work, book))


def test_a_text_is_read_when_its_part_is_reached() -> None:
    book = handbook_from({"work.yml": a_procedure(STEPS), "tier.yml": a_decision()})
    places = layout(book.procedure("work"), book)
    stamp = places.moment(("steps", 3, "options", 0, "steps", 0, "how"))
    assert (stamp.index, stamp.taken) == (5, (("how", "mail"),))
    assert places.moment(("steps", 3, "options", 1, "label")).index == 4
    assert places.moment(("done_when", 0)) == places.end
    assert places.moment(("summary",)).index == START
    assert places.moment(("inputs", "client", "help")).index < START

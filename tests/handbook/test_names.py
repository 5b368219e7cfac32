from handbook_builders import a_decision, a_procedure, handbook_from, handbook_of
from sopbook.documents.ids import StepId
from sopbook.feel.types import Choice, Choices, Date, ListOf, Number, Opaque, Text, YesNo
from sopbook.handbook.layout import START, Moment, layout
from sopbook.handbook.names import known_at, names_of, scope_at

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
        "until": (Date(nullable=True), None),
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


LOOPS = """
- id: access
  do: Ask
  for_each: system in systems
  fields: {login: {type: text}, kind: {type: choice, options: [a, b]}}
- id: rows
  title: Rows
  for_each: row
  steps:
    - {id: line, check: "It is {{ row }}", fields: {size: {type: number}}}
    - {id: tool-of-line, do: Use it, for_each: "tool in [NPM, Trello]"}
- {id: broken, do: Use it, for_each: part in parts}
"""


def test_inside_a_loop_its_item_has_a_name_and_its_steps_give_single_values() -> None:
    work = handbook_from({"work.yml": a_procedure(LOOPS, head=INPUTS)})
    document = work.procedure("work")
    places = layout(document, work)
    inside = scope_at(document, work, places.by_id[StepId("tool-of-line")].moment)
    assert (inside.types["row"], inside.types["tool"]) == (Text(), Choice(("NPM", "Trello")))
    assert (inside.types["line.size"], inside.types["line.passed"]) == (Number(), YesNo())
    assert inside.types["access.login"] == ListOf(Text())
    assert "system" not in inside.names


def test_outside_of_a_loop_its_steps_give_lists_and_whether_all_were_done() -> None:
    book = handbook_from({"work.yml": a_procedure(LOOPS, head=INPUTS)})
    types = {name: one.type for name, one in names_of(book.procedure("work"), book).items()}
    assert types["access.login"] == ListOf(Text())
    assert types["access.kind"] == Choices(("a", "b"))
    assert types["line.passed"] == ListOf(YesNo())
    assert types["line.done"] == YesNo()
    assert not {"system", "row", "tool", "part"} & types.keys()


def test_the_item_of_a_loop_over_nothing_is_unclear() -> None:
    book = handbook_from({"work.yml": a_procedure(LOOPS, head=INPUTS)})
    document = book.procedure("work")
    broken = scope_at(document, book, layout(document, book).by_id[StepId("broken")].moment)
    assert broken.is_unclear("part")
    assert "part" not in broken.names


def test_what_undoes_a_step_knows_what_the_step_gave_and_nobody_else_knows_what_it_gives() -> None:
    steps = """
    - id: open
      do: Open
      fields: {key: {type: text}}
      undo: [{id: shut, do: Shut, fields: {lock: {type: text}}}, {id: seal, do: Seal}]
    - {id: go, do: Go}
    """
    book = handbook_of(work=steps)
    document = book.procedure("work")
    places = layout(document, book)
    known = {name: known_at(document, book, places.by_id[StepId(name)].moment) for name in ("shut", "seal", "go")}
    assert known == {
        "shut": ("open.done", "open.key"),
        "seal": ("open.done", "open.key", "shut.done", "shut.lock"),
        "go": ("open.done", "open.key"),
    }


def test_a_case_knows_its_severity_once_it_is_found() -> None:
    alarm = """\
kind: escalation
id: alarm
title: Alarm
owner: lead
version: "1.0"
trigger: Smoke
inputs: {floor: {type: number}}
severities: [{id: high, means: High}, {id: low, means: Low}]
levels: [{id: first, notify: [lead], wait: 1 hour}]
"""
    book = handbook_of(alarm=alarm)
    document = next(one for one in book.all if one.id == "alarm")
    assert names_of(document, book)["severity"].type == Choice(("high", "low"))
    places = layout(document, book)
    assert known_at(document, book, places.moment(("severities", 0, "when"))) == ("floor",)
    assert known_at(document, book, places.moment(("levels", 0, "when"))) == ("floor", "severity")


def test_a_decision_that_gathers_gives_a_list_and_a_weighing_its_outcome() -> None:
    gathering = a_decision("- {id: all, when: {value: '>= 0'}, then: {level: gold}}").replace(
        "rules:", "hit_policy: collect\nrules:"
    )
    weighing = """\
kind: decision
id: weigh
title: Weigh
owner: lead
version: "1.0"
question: Buy it?
factors: [{id: cost, label: Cost, weight: 3, scale: [1, 5]}]
outcomes: [{id: buy, when: ">= 3", label: Buy it}, {id: leave, when: "< 3", label: Leave it}]
"""
    steps = "- {id: one, decide: tier}\n- {id: two, decide: weigh}"
    book = handbook_of(work=steps, tier=gathering, weigh=weighing)
    types = {name: one.type for name, one in names_of(book.procedure("work"), book).items()}
    assert types["one.level"] == Choices(("gold", "silver"))
    assert types["two.outcome"] == Choice(("buy", "leave"))

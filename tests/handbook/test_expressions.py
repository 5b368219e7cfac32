import sys
from collections import Counter
from types import CodeType, FrameType

from handbook_builders import a_decision, a_procedure, found_in, handbook_from
from sopbook.feel.cells import parse_cell
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import expressions

HEAD = "inputs: {plan: {type: choice, options: [project, retainer]}, worth: {type: number}}"
STEPS = """
- {id: which, decide: tier, given: {value: worth}}
- {id: one, do: "Work for {{ which.level }}", when: plan = "project"}
- id: how
  choose: How?
  when: which.level = "gold"
  options:
    - {id: mail, label: By mail, when: worth > 5, steps: [{id: stamp, do: Buy one, fields: {price: {type: number}}}]}
    - {id: hand, label: By hand, when: worth <= 5}
- {id: good, check: It is good, fields: {size: {type: number, accept: "<= 4"}}}
- {id: low, do: "Say {{ stamp.price }}", when: good.size > 2 and one.done}
- {id: shut, do: Shut, undo: [{id: open, do: Open, when: shut.done}]}
"""
RULES = """
- {id: big, when: {value: "> 10", plan: project}, then: {level: gold}}
- {id: low, when: {value: "<= 10", plan: retainer}, then: {level: silver}}
"""


def a_book() -> Handbook:
    return handbook_from({"work.yml": a_procedure(STEPS, head=HEAD), "tier.yml": a_decision(RULES)})


def test_every_expression_of_a_procedure_is_understood_in_the_order_of_the_document() -> None:
    book = a_book()
    found = book.once(expressions, book.procedure("work"))
    assert [one.written.text for one in found] == [
        "worth",
        'plan = "project"',
        'which.level = "gold"',
        "worth > 5",
        "worth <= 5",
        "<= 4",
        "good.size > 2 and one.done",
        "shut.done",
    ]
    assert all(one.is_sound for one in found)


def test_all_checks_together_parse_each_expression_once() -> None:
    book, parsed = a_book(), Counter[str]()
    parsers = {one.__code__ for one in (parse_condition, parse_expression, parse_cell)}

    def count(frame: FrameType, event: str, _argument: object) -> None:
        code: CodeType = frame.f_code
        if event == "call" and code in parsers:
            parsed[frame.f_locals["text"]] += 1

    sys.setprofile(count)
    try:
        found_in(book)
    finally:
        sys.setprofile(None)
    written = [one.written.text for document in book.all for one in book.once(expressions, document)]
    assert parsed == Counter(written)

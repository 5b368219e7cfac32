"""A procedure of the handbook becomes everything that its run will need."""

import json
from typing import Any

from handbook_builders import a_decision, a_procedure, handbook_from
from runs_builders import Play
from sopbook.plain import from_plain, to_plain
from sopbook.runs.checklist import Block, Checklist, Leaf, read, written
from sopbook.runs.freeze import freeze

HEAD = """
by: specialist
order: any
run_title: "Work for {{ client }}"
inputs:
  client: {type: text, label: Client name}
  amount: {type: number, unit: USD, min: 0}
  plan: {type: choice, options: [project, retainer]}
needs: [A signed contract]
rules: [{id: quiet, must_not: Shout}]
done_when: ["{{ client }} is happy"]
"""

STEPS = """
- id: prepare
  title: Before
  by: lead
  steps:
    - id: file
      do: File the contract
      how: See [[tier]] and [[tier|the table]].
      caution: Check the signature
      danger: Paper cuts
      fields:
        weight: {type: number, accept: "<= 4"}
      optional: true
    - id: brief
      check: The brief names a budget
      if_failed: {go_back_to: file, at_most: 2}
- id: soft
  check: It is warm
  if_failed: go_on
- {id: level, decide: tier, given: {monthly: amount}}
- id: route
  choose: How?
  options:
    - {id: call, label: Call, when: 'plan = "project"', steps: [{id: book, do: Book it}]}
    - {id: mail, label: Mail, end: true}
- {id: sign, approve: All is right, by: owner, not_by: [brief], if_rejected: {go_back_to: brief}, stop: true}
"""


def frozen(body: str = STEPS, head: str = HEAD) -> Checklist:
    book = handbook_from({"work.yml": a_procedure(body, head=head), "tier.yml": a_decision()})
    return freeze(book.procedure("work"), book, commit="c0ffee")


def test_the_checklist_holds_everything_by_content(golden: Any) -> None:
    golden.holds("checklist.json", json.dumps(to_plain(frozen()), indent=2, ensure_ascii=False) + "\n")


def test_it_comes_back_equal_from_its_published_form() -> None:
    checklist = frozen()
    assert read(written(checklist)) == checklist
    assert from_plain(Checklist, to_plain(checklist)) == checklist


def test_the_nearest_by_counts_and_is_written_into_each_step() -> None:
    checklist = frozen()
    prepare, soft, *_, sign = checklist.parts
    assert isinstance(prepare, Block)
    assert [part.by for part in (*prepare.parts, soft, sign)] == [("lead",), ("lead",), ("specialist",), ("owner",)]


def test_links_become_the_words_they_show_and_names_stay_to_be_filled_in() -> None:
    checklist = frozen()
    prepare = checklist.parts[0]
    assert isinstance(prepare, Block)
    file = prepare.parts[0]
    assert isinstance(file, Leaf)
    assert file.how == "See “Tier” and the table."
    assert checklist.done_when == ("{{ client }} is happy",)


def test_a_step_keeps_its_fingerprint_when_another_changes() -> None:
    before, after = frozen(), frozen(STEPS.replace("It is warm", "It is cold"))
    assert before.fingerprint != after.fingerprint
    changed = [one.id for one, other in zip(_leaves(before), _leaves(after), strict=True) if one != other]
    assert changed == ["soft"]


def _leaves(checklist: Checklist) -> tuple[Leaf, ...]:
    return Play(checklist=checklist).run.plan.leaves


def test_what_was_frozen_can_be_run() -> None:
    play = Play(checklist=frozen()).start(client="Acme", amount="12", plan="project")
    assert play.run.title == "Work for Acme"
    assert play.ready == ["file", "soft", "route"]

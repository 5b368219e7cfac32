from handbook_builders import a_decision, handbook_of
from sopbook.handbook.links import anchors, backlinks, references, term_anchor

GUIDE = """\
kind: guideline
id: guide
title: Guide
owner: lead
version: "1.0"
related: [work, {id: tier, seen: "1:9f2c"}]
rules:
  - {id: polite, must: "Be polite, see [[tier]]", by: specialist}
terms:
  - {term: Working day, means: Not a holiday}
"""
WORK = """
- {id: which, decide: tier, by: [lead, initiator]}
- id: how
  choose: How?
  options:
    - {id: mail, label: By mail, steps: [{id: stamp, do: "Buy one, see [[guide#polite|politeness]]"}]}
    - {id: hand, label: By hand}
"""


def test_keys_and_texts_both_refer() -> None:
    book = handbook_of(work=WORK, guide=GUIDE, tier=a_decision())
    found = [(one.target, one.wants, one.anchor) for one in references(book.procedure("work"))]
    assert found == [
        ("lead", "role", ""),
        ("lead", "performer", ""),
        ("initiator", "performer", ""),
        ("tier", "decision", ""),
        ("guide", "document", "polite"),
    ]


def test_a_reference_knows_its_place_also_inside_a_text() -> None:
    book = handbook_of(work=WORK, guide=GUIDE, tier=a_decision())
    work = book.procedure("work")
    places = [one.where(work) for one in references(work)]
    behind = [work.origin.lines[at.line - 1][at.column - 1 :] for at in places]
    assert behind[0] == "lead"
    assert behind[3].startswith("tier, by:")
    assert behind[4].startswith("[[guide#polite|")


def test_a_document_lists_who_mentions_it() -> None:
    book = handbook_of(work=WORK, guide=GUIDE, tier=a_decision())
    found = backlinks(book)
    assert found[book.procedure("work").id] == ("guide",)
    assert {target: list(sources) for target, sources in found.items() if target in ("tier", "guide")} == {
        "tier": ["guide", "work"],
        "guide": ["work"],
    }
    assert "initiator" not in found


def test_parts_that_a_link_can_lead_to() -> None:
    book = handbook_of(work=WORK, guide=GUIDE, tier=a_decision())
    assert list(anchors(book.procedure("work"))) == ["which", "how", "stamp"]
    assert [list(anchors(one)) for one in book.all if one.id in ("guide", "tier", "team")] == [
        ["working-day", "polite"],
        ["ines", "tomas"],
        ["all"],
    ]


def test_a_term_becomes_a_word() -> None:
    assert term_anchor("Größe (in cm)") == "größe-in-cm"

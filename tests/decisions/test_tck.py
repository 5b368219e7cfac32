from pathlib import Path

import pytest

from dmn_builders import SHARED, a_model, a_rule, a_table, an_input
from kit.outcomes import FAILED, PASSED, UNSUPPORTED, outcomes

SAMPLES = SHARED / "samples"
CASES = """\
<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <modelName>m.dmn</modelName>
  <testCase id="001">
    <inputNode name="Age"><value xsi:nil="true"/></inputNode>
    <resultNode name="Result"><expected>{expected}</expected></resultNode>
  </testCase>
</testCases>
"""
NULL = '<value xsi:nil="true"/>'


@pytest.mark.parametrize(
    ("folder", "nodes"),
    [
        ("0004-simpletable-U", 3),
        ("0105-feel-math", 33),
        ("0108-first-hitpolicy", 3),
        ("0114-min-collect-hitpolicy", 3),
    ],
)
def test_the_samples_pass(folder: str, nodes: int) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples of the conformance kit are not beside the checkout, in ../shared/data/dmn/samples")
    found = [str(one) for one in outcomes(SAMPLES / folder)]
    assert len(found) == nodes
    assert [one for one in found if not one.startswith(PASSED)] == []


@pytest.mark.parametrize(
    ("expression", "expected", "verdict"),
    [
        ("1 + 1", "<value>2</value>", PASSED),
        ("1 + 1", "<value>3</value>", FAILED),
        ("Age &gt; 5", NULL, PASSED),
        ('"a" &lt; "b"', "<value>true</value>", UNSUPPORTED),
        ("floor(1)", NULL, UNSUPPORTED),
        ("1 + true", NULL, PASSED),
        ('date("2026-13-01")', NULL, PASSED),
    ],
)
def test_what_lies_outside_the_language_never_fails(
    tmp_path: Path, expression: str, expected: str, verdict: str
) -> None:
    logic = f"<literalExpression><text>{expression}</text></literalExpression>"
    assert verdicts(tmp_path, logic, expected) == [verdict]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("FIRST", "<value>1</value>"), ("COLLECT", "<list><item><value>1</value></item></list>")],
)
def test_a_table_that_no_document_holds_is_evaluated(tmp_path: Path, policy: str, expected: str) -> None:
    logic = a_table(
        a_rule("null", "2 - 1"),
        a_rule("> 5 and ? < 7", "Age"),
        inputs=(an_input("Age * 2"),),
        output='<output typeRef="number"/>',
        attributes=f' hitPolicy="{policy}"',
    )
    assert verdicts(tmp_path, logic.replace("&gt; 5 and", "? &gt; 5 and"), expected) == [PASSED]


def test_knowledge_models_are_followed(tmp_path: Path) -> None:
    one = "<literalExpression><text>{}</text></literalExpression>"
    entries = f"<contextEntry><variable name='half'/>{one.format('n / 2')}</contextEntry>"
    entries += f"<contextEntry>{one.format('half + 1')}</contextEntry>"
    inner = f"<formalParameter name='n' typeRef='number'/><context>{entries}</context>"
    knowledge = (
        f"<businessKnowledgeModel name='fee'><encapsulatedLogic>{inner}</encapsulatedLogic></businessKnowledgeModel>"
    )
    binding = f"<binding><parameter name='n'/>{one.format('10')}</binding>"
    logic = f"<invocation>{one.format('fee')}{binding}</invocation>"
    assert verdicts(tmp_path, logic, "<value>6</value>", knowledge) == [PASSED]


def verdicts(folder: Path, logic: str, expected: str, *parts: str) -> list[str]:
    """What comes of a decision `Result` that may read `Age`, which is null."""
    person = '<inputData id="i" name="Age"><variable name="Age" typeRef="number"/></inputData>'
    needs = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    data = a_model(person, *parts, f'<decision id="r" name="Result">{needs}{logic}</decision>')
    (folder / "deep").mkdir()
    (folder / "deep/m.dmn").write_bytes(data)
    (folder / "deep/m-test-01.xml").write_text(CASES.format(expected=expected), encoding="utf-8")
    return [one.verdict for one in outcomes(folder)]

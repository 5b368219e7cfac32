from pathlib import Path

import pytest

from dmn_builders import SHARED, a_model
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
    person = '<inputData id="i" name="Age"><variable name="Age" typeRef="number"/></inputData>'
    needs = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    logic = f"<literalExpression><text>{expression}</text></literalExpression>"
    data = a_model(person, f'<decision id="r" name="Result">{needs}{logic}</decision>')
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/m.dmn").write_bytes(data)
    (tmp_path / "deep/m-test-01.xml").write_text(CASES.format(expected=expected), encoding="utf-8")
    assert [one.verdict for one in outcomes(tmp_path)] == [verdict]

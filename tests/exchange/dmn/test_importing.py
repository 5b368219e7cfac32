from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmn_builders import MODEL, a_model, a_rule, a_table, an_input
from sopbook.decisions.table import Row
from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import FieldType
from sopbook.exchange.dmn.importing import read
from sopbook.exchange.imported import ImportedDecision


def the_decision(data: bytes) -> ImportedDecision:
    found = read(data)
    assert not found.remarks
    return found.decisions[0]


def the_remark(data: bytes) -> str:
    found = read(data)
    assert not found.decisions
    assert len(found.remarks) == 1, found.remarks
    return str(found.remarks[0])


def test_a_table_becomes_a_decision() -> None:
    why = "<description>Of age.</description>"
    logic = a_table(a_rule(">= 18", '"adult"', inner=why), a_rule("<18", '"child"'))
    found = the_decision(a_model(logic=logic))
    assert (found.id, found.title, found.question) == ("tier", "Tier", "Tier?")
    assert found.inputs["age"].type is FieldType.NUMBER
    assert found.inputs["age"].label == "Age"
    assert found.rules == (
        Row(id="rule-1", when={"age": ">= 18"}, then={"level": "adult"}, why="Of age."),
        Row(id="rule-2", when={"age": "< 18"}, then={"level": "child"}),
    )


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        MODEL,
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_is_read_by_local_names(namespace: str) -> None:
    data = a_model(attributes=f' xmlns:dmn="{namespace}"').replace(b"</", b"</dmn:").replace(b"<", b"<dmn:")
    data = data.replace(b"<dmn:/dmn:", b"</dmn:").replace(b'typeRef="', b'typeRef="feel:')
    assert the_decision(data).rules[0].then == {"level": "adult"}


def test_whole_names_come_first() -> None:
    parts = [
        f'<inputData id="i{index}" name="{name}"><variable name="{name}" typeRef="number"/></inputData>'
        for index, name in enumerate(("Monthly Salary", "Monthly", "Cost-Income Ratio"))
    ]
    logic = a_table(
        a_rule("> Monthly", "<= Cost-Income Ratio", '"low"'),
        inputs=(an_input("Monthly  Salary"), an_input("Cost-Income Ratio")),
    )
    logic = logic.replace("<= Cost", "&lt;= Cost")
    found = the_decision(a_model(*parts, logic=logic))
    assert list(found.inputs) == ["monthly_salary", "cost_income_ratio", "monthly"]
    assert found.inputs["monthly_salary"].label == "Monthly Salary"
    assert found.rules[0].when == {"monthly_salary": "> monthly", "cost_income_ratio": "<= cost_income_ratio"}


def test_parts_of_a_structure_are_inputs() -> None:
    part = '<itemComponent name="Age"><typeRef>number</typeRef></itemComponent>'
    item = f'<itemDefinition name="tPerson">{part}</itemDefinition>'
    data = '<inputData id="i" name="Person"><variable name="Person" typeRef="tns:tPerson"/></inputData>'
    logic = a_table(inputs=(an_input("Person.Age", ""),))
    assert the_decision(a_model(item, data, logic=logic)).inputs["person_age"].type is FieldType.NUMBER


def test_allowed_values_are_options_or_ends() -> None:
    allowed = '<allowedValues><text>"High", "Low"</text></allowedValues>'
    item = f'<itemDefinition name="tRisk"><typeRef>string</typeRef>{allowed}</itemDefinition>'
    inputs = (an_input("Risk", "tRisk"), an_input("Age", values="[0..120]"))
    found = the_decision(a_model(item, logic=a_table(a_rule('"High"', "-", '"x"'), inputs=inputs)))
    assert found.inputs["risk"].options == ("High", "Low")
    assert (found.inputs["age"].min, found.inputs["age"].max) == (Decimal(0), Decimal(120))
    assert found.rules[0].when == {"risk": "High"}


def test_allowed_values_that_no_field_can_say_are_named() -> None:
    found = read(a_model(logic=a_table(inputs=(an_input("Age", values="> 0, null"),))))
    assert [str(one) for one in found.remarks] == [
        "line 2, decision `Tier`, column `Age`: its allowed values `> 0, null` are not taken"
    ]
    assert found.decisions[0].inputs["age"].optional


def test_true_and_false_are_all_that_a_yes_or_no_takes() -> None:
    logic = a_table(a_rule("true", '"x"'), inputs=(an_input("Member", "boolean", "true, false"),))
    assert the_decision(a_model(logic=logic)).inputs["member"].type is FieldType.YES_NO


def test_a_default_is_what_holds_otherwise() -> None:
    output = '<output name="Rate" typeRef="number"><defaultOutputEntry><text>0.5</text></defaultOutputEntry></output>'
    found = the_decision(a_model(logic=a_table(a_rule("1", "2"), output=output)))
    assert found.otherwise == {"rate": Decimal("0.5")}


@pytest.mark.parametrize("policy", HitPolicy)
def test_every_hit_policy_is_known(policy: HitPolicy) -> None:
    word, _, aggregation = policy.value.upper().partition(" ")
    attributes = f' hitPolicy="{policy.value.upper()}"'
    if word == "COLLECT" and aggregation:
        attributes = f' hitPolicy="COLLECT" aggregation="{aggregation}"'
    output = '<output name="Level" typeRef="string"><outputValues><text>"adult"</text></outputValues></output>'
    assert the_decision(a_model(logic=a_table(output=output, attributes=attributes))).hit_policy is policy


def test_null_in_a_cell_makes_the_input_optional() -> None:
    assert the_decision(a_model(logic=a_table(a_rule("null", '"x"')))).inputs["age"].optional


@pytest.mark.parametrize(
    ("logic", "words"),
    [
        ("<literalExpression><text>1 + 1</text></literalExpression>", "it is a single expression, not a table"),
        ("<context/>", "it is a context, not a table"),
        ("<invocation/>", "it is an invocation of a knowledge model, not a table"),
        (a_table(a_rule("[1, 2, 3]", '"x"')), "rule 1, column `Age`: `[1, 2, 3]` is no cell of ours"),
        (a_table(a_rule("count(x) > 1", '"x"')), "rule 1, column `Age`: `count(x) > 1` is no cell of ours"),
        (a_table(a_rule('"old"', '"x"')), 'rule 1, column `Age`: `"old"`'),
        (a_table(a_rule("1", "Age * 2")), "rule 1, output `Level`: `Age * 2` is no value of ours"),
        (a_table(a_rule("1", "")), "rule 1, output `Level`: it is empty"),
        (a_table(a_rule("1", "5")), "rule 1, output `Level`: `5` is not of the column's type"),
        (a_table(a_rule("1", "2", '"x"')), "rule 1: it has 2 inputs and 1 outputs, and the table 1 and 1"),
        (a_table(output=""), "it asks for nothing, or gives nothing"),
        (a_table(inputs=(an_input("Age * 2"),)), "column `Age * 2`: `Age * 2` is worked out"),
        (a_table(inputs=(an_input("age", attributes=' expressionLanguage="juel"'),)), "it is written in juel"),
        (a_table(inputs=(an_input("Age", "days and time duration"),)), "our columns have no type"),
        (a_table(attributes=' hitPolicy="PRIORITY"'), "PRIORITY needs an output whose values are listed"),
        (a_table(attributes=' hitPolicy="LAST"'), "there is no hit policy `LAST`"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_place(logic: str, words: str) -> None:
    said = the_remark(a_model(logic=logic))
    assert said.startswith("line 2, decision `Tier`")
    assert words in said


def test_a_cell_in_another_language_is_named() -> None:
    cell = '<inputEntry expressionLanguage="python"><text>age &gt; 5</text></inputEntry>'
    rule = f'<rule>{cell}<outputEntry><text>"x"</text></outputEntry></rule>'
    assert "rule 1, column `Age`: it is written in python" in the_remark(a_model(logic=a_table(rule)))


def test_the_language_of_the_whole_file_counts() -> None:
    data = a_model(attributes=f' xmlns="{MODEL}" expressionLanguage="http://www.w3.org/XPath"')
    assert "it is written in http://www.w3.org/XPath" in the_remark(data)


def test_the_other_decisions_of_the_file_still_come() -> None:
    other = '<decision id="e" name="Price"><context/></decision>'
    found = read(a_model(other, '<businessKnowledgeModel id="b" name="Fee"/>'))
    assert [one.id for one in found.decisions] == ["tier"]
    assert [str(one) for one in found.remarks] == [
        "line 2, decision `Price`: it is a context, not a table",
        "line 3, `Fee`: a business knowledge model is not taken",
    ]


def test_repeated_ids_are_located() -> None:
    found = read(a_model('<inputData id="d" name="Age"/>'))
    assert [str(one) for one in found.remarks] == [
        "line 3, <decision>: the id `d` is there already; ids are unique in a file"
    ]
    assert len(found.decisions) == 1


def test_types_that_lead_back_to_themselves_come_to_nothing() -> None:
    items = [f'<itemDefinition name="{a}"><typeRef>{b}</typeRef></itemDefinition>' for a, b in ("ab", "bc", "ca")]
    found = the_decision(a_model(*items, logic=a_table(inputs=(an_input("Age", "a"),))))
    assert found.inputs["age"].type is FieldType.NUMBER


def test_two_columns_for_one_input_are_named() -> None:
    logic = a_table(a_rule("> 1", "< 9", '"x"'), inputs=(an_input("Age"), an_input("Age")))
    assert "two columns ask for `Age`" in the_remark(a_model(logic=logic))


@given(st.binary(max_size=200))
def test_no_bytes_make_it_crash(data: bytes) -> None:
    found = read(data)
    assert found.decisions or found.remarks


@given(st.data())
def test_no_change_of_a_file_makes_it_crash(data: st.DataObject) -> None:
    whole = a_model('<inputData id="i" name="Age"><variable typeRef="number"/></inputData>')
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    put_in = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from((b"<rule/>", b"<text/>", b'"', b"&#0;", b"<"))))
    found = read(whole[:start] + put_in + whole[end:])
    assert found.decisions or found.remarks

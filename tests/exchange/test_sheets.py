"""CSV and XLSX of a decision table: out, in, and what is told when something does not fit."""

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sopbook.decisions.table import cell_text
from sopbook.documents.decision import Decision
from sopbook.documents.reader import read_document
from sopbook.exchange.decision_text import decision_text
from sopbook.exchange.sheets import csv_file, xlsx_reading, xlsx_writing
from sopbook.exchange.sheets.columns import place
from sopbook.exchange.sheets.inert import guarded, inert, meant
from sopbook.exchange.sheets.sheet import Percent, Sheet
from sopbook.exchange.sheets.taking import Taken, take
from sopbook.workspace.resources import schemas

SOPS = Path(__file__).parents[2] / "sops/decisions"
TIER = """\
    # yaml-language-server: $schema=../../schemas/decision.schema.json
    kind: decision
    id: tier
    title: Tier
    owner: lead
    version: "1.0"
    question: Which tier?
    inputs:
      value: {type: number, label: Monthly value, unit: USD, min: 0}
      share: {type: number, label: Share, unit: "%", optional: true}
      plan: {type: choice, label: Plan, options: [project, retainer]}
      online: {type: yes_no}
      start: {type: date}
    outputs:
      level: {type: choice, options: [gold, silver]}
      discount: {type: number, unit: "%", max: 50, optional: true}
      say: {type: text, optional: true}
    rules:
      - {id: big, when: {value: ">= 10000"}, then: {level: gold, discount: 12.50}}
      - id: shop
        when: {value: "-", plan: retainer, online: true}
        then: {level: gold, say: "=1+1"}
        why: |
          Worth it.
          - every day
      - {id: small, when: {value: "< 10000", share: 15}, then: {level: silver}}
    otherwise: {level: silver}
    """


def a_decision(text: str = TIER) -> Decision:
    read = read_document(dedent(text).encode(), "tier.yml", schemas())
    assert isinstance(read.document, Decision), read.problems
    return read.document


def a_sheet(text: str) -> Sheet:
    """A CSV sheet from lines that are indented as in a test."""
    return csv_file.read(dedent(text).encode())


def told(taken: Taken) -> list[str]:
    return [str(remark) for remark in taken.remarks]


def a_workbook(*rows: tuple[Any, ...], formats: Mapping[str, str] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """An XLSX file in which one part is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, part)
    return out.getvalue()


def test_csv_has_a_row_for_each_rule_and_says_above_what_the_columns_are() -> None:
    assert csv_file.write(a_decision()).decode("utf-8-sig").replace("\r\n", "\n") == dedent(
        """\
        id,when value,when share,when plan,when online,when start,then level,then discount,then say,why
        #,Monthly value (USD),Share (%),Plan,,,,discount (%),,
        big,>= 10000,,,,,gold,12.50,,
        shop,-,,retainer,true,,gold,,'=1+1,"Worth it.
        - every day
        "
        small,< 10000,15,,,,silver,,,
        (otherwise),,,,,,silver,,,
        "# Decision: tier, version 1.0"
        # Question: Which tier?
        # Hit policy: unique
        "# Cells: `when`: >= 5, [5..10), gold, not(gold), true; empty or - is any value"
        # Rows: (otherwise) answers when no rule fits; rows that begin with # are not read
        """
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_written_is_taken_back_as_it_was(form: str) -> None:
    decision = a_decision()
    sheet = (
        csv_file.read(csv_file.write(decision)) if form == "csv" else xlsx_reading.read(xlsx_writing.write(decision))
    )
    taken = take(sheet, decision)
    assert told(taken) == []
    assert taken.text == dedent(TIER)


@pytest.mark.parametrize("file", sorted(SOPS.glob("*.yml")), ids=lambda file: file.stem)
def test_the_decisions_of_the_handbook_come_back_to_the_letter(file: Path) -> None:
    decision = a_decision(file.read_text("utf-8"))
    for sheet in (
        csv_file.read(csv_file.write(decision)),
        xlsx_reading.read(xlsx_writing.write(decision)),
    ):
        assert take(sheet, decision).text == file.read_text("utf-8")


texts = st.text(st.sampled_from("=+-@'\t\n \"#,;ab1(é＝"), max_size=8)
words = texts.filter(str.strip)


tests_of_texts = st.sampled_from(["", "-", "null", '="a"', '"@SUM(A1)"', 'not("a", "b")', '"-"', '!= "+1"'])
some_rules = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.from_regex(r"[a-z][a-z0-9]{0,3}", fullmatch=True),
            "when": st.fixed_dictionaries(
                {},
                optional={
                    "note": tests_of_texts,
                    "size": st.sampled_from(["-5", "- 5", ">= 5", "[1..2)", "= 3", -7, Decimal("0.50"), "-"]),
                },
            ),
            "then": st.fixed_dictionaries({"say": texts.filter(lambda text: text.strip() or not text)}),
        },
        optional={"why": words},
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda rule: rule["id"],
)


def a_table_of(rules: list[dict[str, Any]]) -> Decision:
    text = decision_text(
        {
            "kind": "decision",
            "id": "it",
            "title": "It",
            "owner": "lead",
            "version": "1.0",
            "question": "What?",
            "inputs": {"note": {"type": "text", "optional": True}, "size": {"type": "number"}},
            "outputs": {"say": {"type": "text"}},
            "rules": rules,
        }
    )
    return a_decision(text)


@given(some_rules)
@settings(max_examples=60, deadline=None)
def test_any_table_comes_back_from_csv_as_it_was(rules: list[dict[str, Any]]) -> None:
    decision, other = a_table_of(rules), a_table_of([{"id": "zzzzz", "then": {"say": "x"}}])
    taken = take(csv_file.read(csv_file.write(decision)), other)
    assert told(taken) == []
    assert taken.decision is not None
    assert the_rules(taken.decision["rules"]) == the_rules(rules)


@given(some_rules)
@settings(max_examples=15, deadline=None)
def test_any_table_comes_back_from_xlsx_as_it_was(rules: list[dict[str, Any]]) -> None:
    decision, other = a_table_of(rules), a_table_of([{"id": "zzzzz", "then": {"say": "x"}}])
    taken = take(xlsx_reading.read(xlsx_writing.write(decision)), other)
    assert told(taken) == []
    assert taken.decision is not None
    assert the_rules(taken.decision["rules"]) == the_rules(rules)


def the_rules(rules: Any) -> Any:
    """Rules without what says nothing: an empty test, and no tests at all; a test is its text."""
    tests = [{name: cell_text(cell) for name, cell in one.get("when", {}).items() if cell != ""} for one in rules]
    return [{**one, "when": when} for one, when in zip(rules, tests, strict=True)]


@given(texts)
def test_what_is_inert_is_not_run_and_is_meant_again(text: str) -> None:
    cell = inert(text)
    assert meant(cell) == text
    assert meant(guarded(text)) == text
    assert cell.lstrip()[:1] not in tuple("=+@＝") or not cell.strip()
    assert cell == "-" or cell[1:].replace(".", "", 1).isdecimal() or cell.lstrip()[:1] != "-"


def test_no_cell_of_a_workbook_is_a_formula_and_choices_offer_their_options() -> None:
    book = load_workbook(io.BytesIO(xlsx_writing.write(a_decision())))
    rules = book["Rules"]
    written = [cell for row in rules.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format, cell.quotePrefix) for cell in written} == {("s", "@", True)}
    assert {rules.column_dimensions[letter].number_format for letter in "ABCDEFGHIJ"} == {"@"}
    assert rules.freeze_panes == "B3"
    offers = {str(offer.sqref): offer.formula1 for offer in rules.data_validations.dataValidation}
    assert offers == {"D3:D506": '"project,retainer,-"', "G3:G506": '"gold,silver"'}
    assert book["About"]["B3"].value == "unique"


def test_the_moment_of_writing_is_not_in_a_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_writing.write(a_decision()))) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b">1980-01-01T00:00:00Z<") == 2
        parts = b"".join(archive.read(part) for part in archive.namelist())
    assert [word for word in (b"<f>", b"vbaProject", b"externalLink") if word in parts] == []


def test_a_cell_that_is_more_than_an_option_turns_the_offer_off() -> None:
    decision = a_decision(TIER.replace("plan: retainer", 'plan: "not(project)"'))
    offers = load_workbook(io.BytesIO(xlsx_writing.write(decision)))["Rules"].data_validations.dataValidation
    assert [str(offer.sqref) for offer in offers] == ["G3:G506"]


def test_a_text_that_no_cell_takes_is_refused() -> None:
    decision = a_decision(TIER.replace('"=1+1"', f"{'long ' * 7000}x"))
    with pytest.raises(xlsx_writing.CellTooLong, match="I4"):
        xlsx_writing.write(decision)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_may_be_moved_and_called_by_name_or_label_whatever_parts_them(separator: str) -> None:
    sheet = a_sheet(
        """\
        level|Monthly value|ID|share|Plan|online|start|Why

        gold|> 5|new||project|TRUE|2026-01-31|
        """.replace("|", separator)
    )
    taken = take(sheet, a_decision())
    assert told(taken) == []
    assert taken.decision is not None
    when = {"value": "> 5", "plan": "project", "online": True, "start": 'date("2026-01-31")'}
    assert taken.decision["rules"] == [{"id": "new", "when": when, "then": {"level": "gold"}}]
    assert "otherwise" not in taken.decision


def test_everything_that_is_wrong_is_told_at_once_where_it_is() -> None:
    taken = take(
        a_sheet(
            """\
            id,when value,when share,when plan,when online,when start,then level,then discount,then say,why
            Big One,>= ,,,,,gold,,,
            a,>= x,"1,5",retainr,5,,gld,60,,
            a,,,,,,,12 EUR,,
            ,,,,,,gold,,,
            otherwise,5,-,,,,gold,,,
            """
        ),
        a_decision(),
    )
    assert told(taken) == [
        "A2: `Big One` is no id; write lower-case words joined by hyphens, such as `large-client`",
        "B2: when value: something is missing at the end; add the value to compare with",
        "B3: when value: there is no `x` here; a text stands in double quotes; "
        "a name must be an input, a field or a step before this place",
        'D3: when plan: there is no `retainr` here; did you mean the text "retainer"?',
        "E3: when online: `online` is a yes or no and `5` is a number: they are never equal",
        "G3: then level: cannot be `gld`; did you mean `gold`?",
        "H3: then discount: must be at most 50",
        "G4: then level: there is no value; every rule needs one",
        "H4: then discount: `12 EUR` must be a number; write it as 1234.5",
        "A5: the rule has no id; write lower-case words joined by hyphens, such as `large-client`",
        "B6: when value: `(otherwise)` answers when no rule fits, so it has no tests of its own",
        "A4: `a` is there already, in A3",
    ]


def test_columns_that_are_unknown_missing_twice_or_unnamed_are_told() -> None:
    assert told(take(a_sheet("id,when plann,when value,value,then size\na,,,,,7\n"), a_decision())) == [
        "B1: the decision has no column `when plann`; did you mean `when plan`?",
        "D1: `when value` is there twice",
        "E1: the decision has no column `then size`; did you mean `then say`?",
        "F1: there are cells in this column, and its first row has no name",
    ]
    assert told(take(a_sheet("id,when plan,when online,when start,when share\na\n"), a_decision())) == [
        "row 1: there is no column `when value`",
        "row 1: there is no column `then level`",
    ]


def test_a_name_of_an_input_and_an_output_says_which_is_meant() -> None:
    text = TIER.replace("      say: {type: text, optional: true}", "      plan: {type: text, optional: true}")
    decision = a_decision(text.replace(', say: "=1+1"', ""))
    sheet = a_sheet("id,value,share,plan,online,start,level\na,,,,,,gold\n")
    assert told(take(sheet, decision)) == ["D1: `plan` may be `when plan` or `then plan`; write one of these"]


def test_a_sheet_without_reasons_leaves_the_old_ones() -> None:
    sheet = a_sheet("id,value,share,plan,online,start,level\nshop,,,,,,silver\n")
    taken = take(sheet, a_decision())
    assert taken.decision is not None
    assert taken.decision["rules"][0]["why"] == "Worth it.\n- every day\n"


def test_a_percentage_that_is_a_text_is_read_as_one_that_is_typed() -> None:
    sheet = a_sheet("id,value,share,plan,online,start,level,discount\na,50%,15 %,,,,gold,12.50%\n")
    rule = {"id": "a", "when": {"value": Decimal("0.50"), "share": 15}, "then": {"level": "gold", "discount": 12.5}}
    taken = take(sheet, a_decision())
    assert told(taken) == []
    assert taken.decision is not None
    assert taken.decision["rules"] == [rule]


def test_a_rule_that_answers_nothing_is_told() -> None:
    decision = a_decision(TIER.replace("options: [gold, silver]}", "options: [gold, silver], optional: true}"))
    sheet = a_sheet("id,value,share,plan,online,start,level\na,1,,,,,gold\nb,2,,,,,\n")
    assert told(take(sheet, decision)) == ["A3: there is no answer in this row; give at least one output"]


def test_a_decimal_comma_is_not_taken_for_a_list() -> None:
    lines = "id;value;share;plan;online;start;level\na;>= 12,5;;;;;gold\nb;12, 5;;;;;gold\n"
    assert told(take(a_sheet(lines), a_decision())) == [
        "B2: when value: `2,5` would be two numbers; write a point in a number, and a blank behind the comma of a list"
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the sheet is empty"),
        (b"id,value\n# nothing\n", "row 1: there is no column `when share`"),
        ("id,valué".encode("latin-1"), "line 1: the byte 0xE9 is not UTF-8; save the file as `CSV UTF-8`"),
        ("id,value".encode("utf-16"), "the file is UTF-16; save it as `CSV UTF-8`"),
        (b'id,value\na,"x', "line 2: this is not readable as CSV"),
        (b"id\n" + b"a" * 200_000, "line 2: this is not readable as CSV: field larger"),
        (b"x" * (6 * 2**20), "the file is larger than 5 MiB"),
        (b"id\n" * 20_001, "line 20001: the sheet has more than 20,000 rows"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in told(take(csv_file.read(data), a_decision()))[0]


def test_a_hidden_character_is_told() -> None:
    sheet = a_sheet("id,value,share,plan,online,start,level\na,,,,,,go\u202eld\n")
    assert "G2: then level: it holds the hidden character U+202E" in told(take(sheet, a_decision()))[0]


HEAD = ("id", "value", "share", "plan", "online", "start", "level", "discount")


def test_what_a_spreadsheet_typed_becomes_what_an_author_writes() -> None:
    row = ("a", 0.1 + 0.2, 0.15, "project", True, date(2026, 1, 31), "gold", 0.125)
    sheet = xlsx_reading.read(a_workbook(HEAD, row, formats={"C2": "0%", "H2": "0.0%"}))
    assert sheet.rows[1][1] == Decimal("0.3")
    assert sheet.rows[1][2] == Percent(Decimal("0.15"))
    taken = take(sheet, a_decision())
    assert told(taken) == []
    assert taken.decision is not None
    when = {"value": Decimal("0.3"), "share": 15, "plan": "project", "online": True, "start": 'date("2026-01-31")'}
    rule = {"id": "a", "when": when, "then": {"level": "gold", "discount": Decimal("12.5")}}
    assert taken.decision["rules"] == [rule]


def test_formulas_errors_and_lengths_of_time_are_named_and_not_taken() -> None:
    row = ("a", "=1+1", "#REF!", "project", True, time(9, 30), "=G1", 1e300)
    told_of = told(take(xlsx_reading.read(a_workbook(HEAD, row, formats={"F2": "[h]:mm"})), a_decision()))
    assert told_of[0] == "B2: when value: this is a formula; copy it and paste its value in its place"
    assert told_of[1] == "C2: when share: this is the error #REF!"
    assert [one.split(":")[0] for one in told_of] == ["B2", "C2", "F2", "G2", "H2"]


def test_the_sheet_called_rules_is_read() -> None:
    book = Workbook()
    book.active.append(("something", "else"))
    book.create_sheet("Rules").append(HEAD)
    book["Rules"].append(("a", 1, None, None, None, None, "gold", None))
    out = io.BytesIO()
    book.save(out)
    assert told(take(xlsx_reading.read(out.getvalue()), a_decision())) == []


def test_rows_far_below_are_not_gone_through() -> None:
    book = Workbook()
    book.active["A1"] = "id"
    book.active["A1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    assert "A20001: the sheet has more" in told(take(xlsx_reading.read(out.getvalue()), a_decision()))[0]


def test_of_a_sheet_that_is_wrong_all_over_only_the_beginning_is_told() -> None:
    taken = take(a_sheet("id,value,share,plan,online,start,level\n" + "a,>,>,>,>,>,>\n" * 500), a_decision())
    assert len(taken.remarks) == 101
    assert told(taken)[-1] == "there is more of this; these are the first"


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is damaged, or no XLSX file"),
        (b"PK\x03\x04 and no more", "the file is damaged, or no XLSX file"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "the file is encrypted"),
        (b"x" * (6 * 2**20), "the file is larger than 5 MiB"),
        (with_part(a_workbook(HEAD), "xl/bomb.bin", b"0" * (41 * 2**20)), "unpacks to more than 40 MiB"),
        (with_part(a_workbook(HEAD), "xl/worksheets/sheet1.xml", BOMB), "declares entities"),
        (with_part(a_workbook(HEAD), "xl/worksheets/sheet1.xml", b"<worksheet"), "is damaged"),
        (with_part(a_workbook(HEAD), "xl/workbook.xml", b"<workbook/>"), "the file is damaged"),
        (a_workbook(HEAD)[:-400], "the file is damaged, or no XLSX file"),
    ],
)
def test_a_file_that_is_no_xlsx_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in told(take(xlsx_reading.read(data), a_decision()))[0]


@given(st.binary(max_size=200), st.integers(0, 5000))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_never_crashes(noise: bytes, at: int) -> None:
    data = A_WORKBOOK[:at] + noise + A_WORKBOOK[at + len(noise) :]
    take(xlsx_reading.read(data), a_decision())


A_WORKBOOK = a_workbook(HEAD, ("a", 1, 0.5, "project", True, datetime(2026, 1, 31, 9), "gold", 5))


def test_places_are_as_in_a_spreadsheet() -> None:
    assert [place(7, column) for column in (1, 26, 27, 702, 703)] == ["A7", "Z7", "AA7", "ZZ7", "AAA7"]


@pytest.mark.slow
def test_two_thousand_rules_come_back() -> None:
    rules = [
        {"id": f"r{number}", "when": {"size": f"[{number}..{number + 1})"}, "then": {"say": "x"}}
        for number in range(2000)
    ]
    decision = a_table_of(rules)
    taken = take(csv_file.read(csv_file.write(decision)), decision)
    assert taken.decision == decision.origin.value
    assert len(list(csv.reader(io.StringIO(csv_file.write(decision).decode())))) == 2007

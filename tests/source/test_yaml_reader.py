"""What the reader makes of sound files, and what it goes on with after a fault."""

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.source.yaml_reader import read


def value_of(text: str) -> Any:
    reading = read(text.encode(), "doc.yml")
    assert reading.problems == ()
    return reading.value


def guess_of(text: str) -> Any:
    reading = read(text.encode(), "doc.yml")
    assert reading.problems
    return reading.value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2026-01-01", "2026-01-01"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("1.50", Decimal("1.50")),
        ("-0.1", Decimal("-0.1")),
        ("5. Then call the client", "5. Then call the client"),
        ("1.2.3", "1.2.3"),
        ("3 hours", "3 hours"),
        ("+49 30 1234", "+49 30 1234"),
        ("1,000", "1,000"),
        ("50%", "50%"),
        ("~5", "~5"),
        ("...and so on", "...and so on"),
        ("C#", "C#"),
        ("a#b", "a#b"),
        ("word # a comment", "word"),
        ("'012'", "012"),
        ('"true"', "true"),
        ('"1.10"', "1.10"),
        ("'~'", "~"),
        ("[a, b]", ["a", "b"]),
        ("[[a], [b]]", [["a"], ["b"]]),
        ("[]", []),
        ("{}", {}),
        ("{a: {b: 1}}", {"a": {"b": 1}}),
        ("|\n  one\n    two\n", "one\n  two\n"),
        (">\n  one\n  two\n", "one two\n"),
    ],
)
def test_a_value_is_read_as_every_tool_reads_it(written: str, value: Any) -> None:
    read_value = value_of(f"key: {written}")["key"]
    assert read_value == value
    assert type(read_value) is type(value)


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,12})?", fullmatch=True).filter(lambda one: one != "-0"))
def test_a_number_keeps_the_form_the_author_wrote(written: str) -> None:
    number = value_of(f"key: {written}")["key"]
    assert type(number) in (int, Decimal)
    assert (str(number) if isinstance(number, int) else format(number, "f")) == written


def test_the_order_of_keys_is_kept() -> None:
    assert list(value_of("b: 1\na: 2\nc: 3")) == ["b", "a", "c"]


def test_an_alias_is_the_value_of_its_anchor() -> None:
    assert value_of("a: &x {b: [1]}\nc: *x\nd: &y word\ne: *y") == {
        "a": {"b": [1]},
        "c": {"b": [1]},
        "d": "word",
        "e": "word",
    }


def test_windows_line_ends_are_line_ends() -> None:
    reading = read(b"a: x\r\nb: |\r\n  one\r\n  two\r\n", "doc.yml")
    assert reading.value == {"a": "x", "b": "one\ntwo\n"}
    assert reading.lines == ("a: x", "b: |", "  one", "  two")


def test_a_text_that_ends_in_question_marks_begins_no_key() -> None:
    assert value_of("title: Really??\nnext: So\n") == {"title": "Really??", "next": "So"}


def test_a_tab_inside_text_is_text() -> None:
    assert value_of('code: |\n  all:\n  \tmake\nlist: "a\tb"\nplain: a\tb') == {
        "code": "all:\n\tmake\n",
        "list": "a\tb",
        "plain": "a\tb",
    }


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("012", Decimal(12)),
        ("0o14", Decimal(12)),
        ("0x1F", Decimal(31)),
        ("0b11", Decimal(3)),
        ("-1_000", Decimal(-1000)),
        ("1.5e3", Decimal(1500)),
        ("+5", Decimal(5)),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        (".nan", ".nan"),
        ("-.INF", "-.INF"),
        ("True", True),
        ("FALSE", False),
        ("~", None),
        ("Null", None),
        ("0b12", "0b12"),
    ],
)
def test_after_a_doubtful_value_the_best_guess_goes_on(written: str, guess: Any) -> None:
    assert guess_of(f"key: {written}") == {"key": guess}


def test_the_hint_shows_both_ways_to_write_a_doubtful_number() -> None:
    (problem,) = read(b"key: 1_000", "doc.yml").problems
    assert problem.hint == 'Write 1000 for the number, or "1_000" for the text.'


def test_only_the_version_of_the_document_itself_must_be_text() -> None:
    assert guess_of("version: 1.10\nother: {version: 1.10}") == {
        "version": "1.10",
        "other": {"version": Decimal("1.10")},
    }


def test_of_two_equal_keys_the_first_goes_on() -> None:
    assert guess_of("a: 1\nb: 2\na: {c: 3}") == {"a": 1, "b": 2}


def test_a_link_or_name_that_was_read_as_brackets_goes_on_as_text() -> None:
    assert guess_of("how: [[file-names|names, and more]]\ntitle: {{ client }}\nlist: [[[a]], b]") == {
        "how": "[[file-names|names, and more]]",
        "title": "{{ client }}",
        "list": ["[[a]]", "b"],
    }


def test_an_unusable_file_has_no_value_and_still_shows_its_lines() -> None:
    reading = read(b"a: x\nb: @y\n", "doc.yml")
    assert reading.value is None
    assert reading.lines == ("a: x", "b: @y")


def test_nothing_is_said_twice_about_one_value() -> None:
    for text in ("a: [[b]] c", "a: *b c", "a: b #c\n  d", "a: {{ b }} c"):
        assert len(read(text.encode(), "doc.yml").problems) == 1, text


def test_without_libyaml_nothing_is_read() -> None:
    script = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from sopbook.errors import Unavailable\n"
        "from sopbook.source.yaml_reader import read\n"
        "try: read(b'a: b', 'doc.yml')\n"
        "except Unavailable as refusal: print(refusal)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "without libyaml" in done.stdout

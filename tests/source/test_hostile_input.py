"""Files that are too large or too odd to store: whatever the bytes, there is a reading, and soon."""

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sopbook.source.codes import CODES
from sopbook.source.yaml_reader import Reading, read

SMALL = b"""kind: guideline
id: small
title: "A small document"
version: "1.0"
audience: [specialist, {id: x, seen: '1:9f'}]
scope: &scope |
  Every message.
    And more.
purpose: >
  folded
  text
rules:
  - id: a   # why
    must: Answer
    why: *scope
"""


def codes_of(data: bytes) -> list[str]:
    return [one.code for one in read(data, "hostile.yml").problems]


def alias_bomb(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


def deep_by_aliases(levels: int) -> bytes:
    return "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, levels))]).encode()


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        pytest.param(b"[" * 100_000, ["SOP004"], id="100,000 opening brackets"),
        pytest.param(b"a: " + b"{a: " * 100_000, ["SOP004"], id="100,000 opening braces"),
        pytest.param(b"a: [" + b"[a], " * 100_000, ["SOP001"], id="100,000 lists in a list that never ends"),
        pytest.param(b"- " * 300_000, ["SOP004"], id="300,000 dashes"),
        pytest.param(b"-" * 300_000, ["SOP012"], id="300,000 dashes without spaces"),
        pytest.param(b"? " * 300_000, ["SOP004"] + ["SOP013"] * 64, id="300,000 question marks"),
        pytest.param(b"a: x\n" * 419_431, ["SOP008"], id="2 MiB"),
        pytest.param(b"#" * 2**20, ["SOP011"], id="1 MiB of comment"),
        pytest.param(b"\n" * 2**20, ["SOP011"], id="1 MiB of line ends"),
        pytest.param(b" " * 2**20, ["SOP011"], id="1 MiB of spaces"),
        pytest.param(b"#" * (2**20 + 1), ["SOP008"], id="1 MiB and a byte"),
        pytest.param(b"", ["SOP011"], id="an empty file"),
        pytest.param(b"---\n...\n", ["SOP011"], id="an empty document"),
        pytest.param(codecs.BOM_UTF8, ["SOP011"], id="only a byte order mark"),
        pytest.param("title: Größe\n".encode("utf-16"), ["SOP009"], id="UTF-16"),
        pytest.param("title: Größe\n".encode("utf-16-be"), ["SOP009"], id="UTF-16 without a mark"),
        pytest.param("title: Größe\n".encode("utf-32"), ["SOP009"], id="UTF-32"),
        pytest.param(alias_bomb(30), ["SOP005"], id="an alias bomb"),
        pytest.param(deep_by_aliases(100), ["SOP004"], id="aliases that nest deeply"),
        pytest.param(b"a: x\rb: y\r", ["SOP010"], id="line ends of old Macs"),
        pytest.param(b"a: " + b"9" * 5_000, ["SOP014"], id="a number of 5,000 digits"),
        pytest.param(b"a: 1e999999999", ["SOP014"], id="a number of a billion digits"),
        pytest.param(b'a: "\\0"', ["SOP010"], id="an escaped NUL"),
        pytest.param(b'a: "\\ud83d"', ["SOP001"], id="half a character"),
        pytest.param(b"a: x\n" * 200_000, ["SOP002"] * 100, id="200,000 equal keys"),
        pytest.param(b"- &a x\n" * 140_000, ["SOP012", "SOP017"], id="140,000 equal anchors"),
    ],
)
def test_hostile_files_are_refused(data: bytes, codes: list[str]) -> None:
    assert sorted(codes_of(data)) == codes


def test_what_lies_within_the_limits_is_read() -> None:
    assert codes_of(b"root:\n" + b"".join(b" " * n + b"-\n" for n in range(1, 63)) + b" " * 63 + b"- x\n") == []
    assert codes_of(alias_bomb(4)) == []
    assert codes_of(b"a: x\n" + b"#" * (2**20 - 5)) == []


def test_a_byte_order_mark_does_not_shift_positions() -> None:
    reading = read(codecs.BOM_UTF8 + b"a: x\nb: y\n", "bom.yml")
    assert reading.value == {"a": "x", "b": "y"}
    assert (reading.marks.key(("a",)).line, reading.marks.key(("a",)).column) == (1, 1)


def assert_sane(reading: Reading) -> None:
    """A value or a reason, and every problem inside the file."""
    assert reading.value is not None or reading.problems
    for problem in reading.problems:
        assert problem.code in CODES
        assert problem.hint
        assert 1 <= problem.at.line <= max(1, len(reading.lines) + 1)
        assert problem.at.column >= 1


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(data: bytes) -> None:
    assert_sane(read(data, "random.yml"))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#~<\\ \t\r\n0.\u00e9\u202e", max_size=120))
@example("&a")
@example("&a *a")
@example("? &a {{a}}\n: *a")
@example("- !\n- &a !b [[c]]\n")
def test_any_mixture_of_marks_gives_a_reading(text: str) -> None:
    assert_sane(read(text.encode(), "random.yml"))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SMALL)), st.integers(0, 12), st.text(alphabet=" \t\n-:#[]{}&*!|>'\"\\x0", max_size=6))
def test_a_damaged_document_gives_a_reading(at: int, cut: int, put: str) -> None:
    assert_sane(read(SMALL[:at] + put.encode() + SMALL[at + cut :], "damaged.yml"))

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.building import LEDGER, NOON
from sopbook.records.chain import canonical, digest_of, moment_text
from sopbook.records.claims import Claims
from sopbook.records.heads import MOST_EVENTS, Head, head_in
from sopbook.records.seals import Seal, heads_in, misfit, misplaced, read_seal, root_over, shards

HEADS = tuple(Head(f"run:{number:03}", number + 1, digest_of(bytes([number]))) for number in range(100))
LINES = [head.line for head in HEADS]


def a_seal(**changes: object) -> Seal:
    given = {
        "ledger": LEDGER,
        "handbook": "acme",
        "number": 1,
        "previous": None,
        "sealed_at": moment_text(NOON),
        "by": "anna",
        "streams": 100,
        "events": 5050,
        "root": root_over(HEADS),
    }
    return Seal(**(given | changes))


def test_a_seal_is_read_as_it_was_written() -> None:
    second = a_seal(number=2, previous=a_seal().digest)
    assert [read_seal(one.written) for one in (a_seal(), second)] == [a_seal(), second]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        json.dumps(asdict(a_seal())).encode(),  # the same in another spelling
        a_seal().written + b"\n",
        canonical(asdict(a_seal()) | {"more": 1}),
        canonical(asdict(a_seal()) | {"streams": True}),
        canonical(asdict(a_seal()) | {"sealed_at": "today"}),
        canonical(asdict(a_seal()) | {"root": "A" * 64}),
        canonical(asdict(a_seal()) | {"previous": "short"}),
        canonical(asdict(a_seal()) | {"number": 0}),
        a_seal().written.replace(b'"number":1', b'"number":1' + b"0" * 20),
        a_seal().written.replace(b'"number":1', b'"number":1' + b"0" * 5000),
        a_seal().written.replace(b"anna", b"\\ud800"),
    ],
)
def test_what_is_no_seal_is_none(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_seal(data)


def test_a_seal_of_a_newer_program_says_so() -> None:
    with pytest.raises(ValueError, match="newer sopbook"):
        read_seal(canonical({"format": 2}))


def test_a_seal_holds_against_its_own_streams_only() -> None:
    assert misfit(a_seal(), LINES) is None
    assert misfit(a_seal(), LINES[1:]) == "it lists other streams than it says"
    other = [*LINES[:-1], replace(HEADS[-1], digest="0" * 64).line]
    assert misfit(a_seal(), other) == "its digest is not that of the streams it lists"


def test_a_seal_holds_in_its_own_place_only() -> None:
    first = a_seal()
    second = a_seal(number=2, previous=first.digest)
    assert misplaced(first, None) is None
    assert misplaced(second, first) is None
    assert misplaced(second, None) == "the seals before it are missing"
    assert "does not follow seal 1" in str(misplaced(second, a_seal(by="ben")))
    assert "does not follow seal 1" in str(misplaced(a_seal(number=3, previous=first.digest), first))


def test_the_parts_of_a_seal_hold_all_heads_and_are_read_again() -> None:
    parts = shards(HEADS)
    assert sorted(head for name, data in parts.items() for head in heads_in(name, data)) == sorted(HEADS)


def test_a_stream_that_moves_on_changes_one_part() -> None:
    before, after = shards(HEADS), shards([*HEADS[1:], replace(HEADS[0], number=9)])
    assert len([name for name in before if before[name] != after[name]]) == 1


def test_a_part_that_is_not_as_we_write_it_is_refused() -> None:
    name, data = next((name, data) for name, data in shards(HEADS).items() if data.count(b"\n") > 1)
    first, rest = data.split(b"\n", 1)
    for odd in (data[:-1], rest + first + b"\n", first + b"\n" + data, data + b"x", b"", data.replace(b" ", b"  ")):
        with pytest.raises(ValueError, match=r"."):
            heads_in(name, odd)
    with pytest.raises(ValueError, match="not written as heads are"):
        heads_in("zz", data)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"run:1",
        b"run:1 1",
        b"run:1 0 " + b"0" * 64,
        b"run:1 01 " + b"0" * 64,
        b"run:1 1" + b"0" * 20 + b" " + b"0" * 64,
        b"run:1 1" + b"0" * 5000 + b" " + b"0" * 64,
        b"run:1 +1 " + b"0" * 64,
        b"run:1 1 " + b"F" * 64,
        b"run:1 1 " + b"0" * 63,
        b" 1 " + b"0" * 64,
        b"run:\x07 1 " + b"0" * 64,
        b"\xff 1 " + b"0" * 64,
    ],
)
def test_what_is_no_head_is_none(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        head_in(line)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
SOME = st.builds(Head, NAMES, st.integers(1, MOST_EVENTS), st.binary(min_size=32, max_size=32).map(bytes.hex))


@given(st.lists(SOME, unique_by=lambda head: head.stream, max_size=30))
def test_any_heads_come_back_from_their_parts_and_lines_sort_as_names_do(heads: list[Head]) -> None:
    parts = shards(heads)
    assert {head for name, data in parts.items() for head in heads_in(name, data)} == set(heads)
    by_line = sorted(heads, key=lambda head: head.line)
    assert by_line == sorted(heads, key=lambda head: head.stream.encode())


def test_claims_are_kept_once_for_each_head_a_stream_had() -> None:
    claims = Claims()
    for seal in (1, 2, 3):
        claims.add(seal, HEADS[0])
    moved = replace(HEADS[0], number=7)
    claims.add(4, moved)
    assert [(one.seal, one.number, one.digest) for one in claims.of("run:000")] == [
        (1, 1, HEADS[0].digest),
        (4, 7, HEADS[0].digest),
    ]
    assert (list(claims), claims.of("run:x"), "run:x" in claims) == (["run:000"], (), False)

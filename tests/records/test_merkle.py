import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.records.merkle import path_of, root_from, root_of

LINES = st.lists(st.binary(max_size=6), min_size=1, max_size=40)


def defined(lines: list[bytes]) -> bytes:
    """The hash of a list, word for word as RFC 6962 defines it (2.1)."""
    if not lines:
        return hashlib.sha256(b"").digest()
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    k = 1
    while k * 2 < len(lines):
        k *= 2
    return hashlib.sha256(b"\x01" + defined(lines[:k]) + defined(lines[k:])).digest()


def test_the_roots_are_those_that_others_compute_for_the_examples_of_certificate_transparency() -> None:
    lines = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    lines.append(bytes(range(0x60, 0x70)))
    assert root_of([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of(lines[:1]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(lines[:7]) == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    assert root_of(lines) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(LINES)
def test_the_root_is_the_one_that_the_definition_gives(lines: list[bytes]) -> None:
    assert root_of(lines) == defined(lines).hex()


@given(LINES, st.data())
def test_a_line_of_the_list_is_proven(lines: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    path = path_of(lines, index)
    assert root_from(lines[index], index, len(lines), path) == root_of(lines)
    assert len(path) <= (len(lines) - 1).bit_length()


@given(LINES, st.data())
def test_another_line_another_place_or_another_path_is_not_proven(lines: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    root, path = root_of(lines), path_of(lines, index)
    other = data.draw(st.binary(max_size=6).filter(lambda one: one != lines[index]))
    assert root_from(other, index, len(lines), path) != root
    place = data.draw(st.integers(-1, len(lines)).filter(lambda one: one != index))
    if place not in range(len(lines)) or lines[place] != lines[index]:
        assert root_from(lines[index], place, len(lines), path) != root
    if path:
        at, digit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 63))
        changed = path[at][:digit] + ("1" if path[at][digit] == "0" else "0") + path[at][digit + 1 :]
        assert root_from(lines[index], index, len(lines), (*path[:at], changed, *path[at + 1 :])) != root
    assert root_from(lines[index], index, len(lines), path[:-1] if path else ("00" * 32,)) != root
    assert root_from(lines[index], index, len(lines), (*path, "00" * 32)) is None


@pytest.mark.parametrize("path", [("x" * 64,), ("00",), ("",), ("00" * 33,)])
def test_what_is_no_digest_proves_nothing(path: tuple[str, ...]) -> None:
    assert root_from(b"a", 0, 2, path) is None

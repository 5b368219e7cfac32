"""What a fingerprint depends on, and what it does not."""

import copy
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from sopbook.documents.fingerprint import LEFT_OUT, document_fingerprint, part_fingerprint
from sopbook.source.yaml_reader import read

WRITTEN = """\
kind: procedure
id: onboard-client
title: Onboard a new client
owner: account-lead
version: "2.1"
done_when: [The client has received the first report]
steps:
  - id: contract
    do: File the signed contract
    optional: true
    fields:
      value: {type: number, min: 0, max: 12.50}
"""

IN_ANOTHER_LAYOUT = """\
# yaml-language-server: $schema=../../schemas/procedure.schema.json
version: '3.0'
status: draft
tags: [clients]

id: "onboard-client"
kind: 'procedure'
owner: account-lead   # a role
steps:
- fields: {value: {max: "12.50", type: number, min: 0}}
  do: >-
    File the signed
    contract
  id: contract
  optional: "true"
done_when:
  - The client has received the first report
title: Onboard a new client
"""

KNOWN = "1:3574bf74a77c31e380ae037e9ba1a120306ac8d5699dd8044340af180b19ed4b"


def fingerprint_of(text: str) -> str:
    value = read(text.encode(), "a.yml").value
    assert value is not None
    return document_fingerprint(value)


def test_comments_order_of_keys_quotes_and_layout_do_not_count() -> None:
    assert fingerprint_of(WRITTEN) == fingerprint_of(IN_ANOTHER_LAYOUT)


def test_a_stored_fingerprint_never_changes() -> None:
    """Reviews are stored against it: if this fails, a second rule is needed, with a number of its own."""
    assert fingerprint_of(WRITTEN) == KNOWN


def test_a_fingerprint_can_be_made_with_other_tools() -> None:
    """Sorted keys, no blanks, every scalar as its text: then SHA-256."""
    canonical = b'{"id":"a","kind":"role","list":["1.50","true","\xc3\xa4"],"title":"A"}'
    value = {"kind": "role", "id": "a", "title": "A", "list": [Decimal("1.50"), True, "ä"], "version": "1.0"}
    assert document_fingerprint(value) == f"1:{sha256(canonical).hexdigest()}"


def test_it_begins_with_the_number_of_its_rule() -> None:
    rule, _, digest = fingerprint_of(WRITTEN).partition(":")
    assert rule == "1"
    assert len(digest) == 64


@pytest.mark.parametrize("key", sorted(LEFT_OUT))
def test_keys_that_move_a_document_through_its_life_do_not_count(key: str) -> None:
    value = {"kind": "role", "id": "a", "title": "A"}
    assert document_fingerprint({**value, key: "anything"}) == document_fingerprint(value)


def test_exactly_seven_keys_do_not_count() -> None:
    assert sorted(LEFT_OUT) == ["change", "effective", "open_runs", "related", "status", "tags", "version"]


def test_inside_a_document_such_keys_count() -> None:
    assert document_fingerprint({"steps": [{"status": "a"}]}) != document_fingerprint({"steps": [{"status": "b"}]})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("do: File the signed contract", "do: File the signed contract."),
        ("optional: true", "optional: false"),
        ("12.50", "12.5"),
        ("min: 0, ", ""),
        ("title: Onboard a new client", "title: onboard a new client"),
        ("owner: account-lead", "owner: owner"),
        ("done_when: [The", "needs: [The"),
        ("[The client", "[Also, The client"),
    ],
)
def test_every_other_change_counts(before: str, after: str) -> None:
    assert before in WRITTEN
    assert fingerprint_of(WRITTEN) != fingerprint_of(WRITTEN.replace(before, after))


def test_the_order_of_a_list_counts() -> None:
    assert part_fingerprint(["a", "b"]) != part_fingerprint(["b", "a"])


def test_a_step_has_the_fingerprint_of_all_its_keys() -> None:
    step = {"id": "a", "do": "A"}
    assert part_fingerprint(step) == document_fingerprint(step)
    assert part_fingerprint({**step, "status": "x"}) != document_fingerprint({**step, "status": "x"})


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    texts | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list):
        yield at
    for key, child in children:
        yield from leaves(child, (*at, key))


@given(st.dictionaries(texts, values, min_size=1, max_size=4), st.data())
def test_any_change_of_any_value_changes_it(value: dict[str, Any], data: st.DataObject) -> None:
    found = list(leaves(value))
    changed = copy.deepcopy(value)
    if not found:
        changed["new"] = "x"
    else:
        at = data.draw(st.sampled_from(found))
        inside = changed
        for key in at[:-1]:
            inside = inside[key]
        inside[at[-1]] = f"{inside[at[-1]]}+"
    assert part_fingerprint(changed) != part_fingerprint(value)


@given(st.dictionaries(texts, values, max_size=4))
def test_the_order_of_keys_never_counts(value: dict[str, Any]) -> None:
    assert part_fingerprint(dict(reversed(value.items()))) == part_fingerprint(value)


def as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@given(values)
@example({"\U0001f600": "later in UTF-16", "\uffee": "earlier", "a\u2028\x7f\x1f": '"\\/\b\f\n\r\t'})
def test_it_is_made_of_canonical_json(value: Any) -> None:
    """RFC 8785, as the package `rfc8785` writes it, of every value as its text."""
    assert part_fingerprint(value) == f"1:{sha256(rfc8785.dumps(as_text(value))).hexdigest()}"

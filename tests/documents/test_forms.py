"""Every form that a schema asks for is told in words to somebody who missed it."""

from collections.abc import Iterator
from typing import Any

import pytest

from handbook_builders import the_schemas
from sopbook.documents.forms import formed
from sopbook.documents.kinds import KINDS

FILES = ["common.schema.json", *(kind.schema for kind in KINDS.values())]


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


PARTS = [part for file in FILES for part in parts(the_schemas().values[file])]


def test_every_pattern_and_format_has_words() -> None:
    """An editor would show the bare pattern otherwise, and `sop check` nothing."""
    silent = {
        (part.get("title"), part.get("pattern") or part["format"])
        for part in PARTS
        if isinstance(part.get("pattern"), str) or isinstance(part.get("format"), str)
        if not part.get("patternErrorMessage") or not formed(part, ("key",), "x y")
    }
    assert silent == set()


@pytest.mark.parametrize("word", ["errorMessage", "patternErrorMessage"])
def test_words_about_a_form_begin_with_what_to_write(word: str) -> None:
    others = {part[word] for part in PARTS if not str(part.get(word, "write ")).startswith("write ")}
    assert others == set()


def test_a_form_without_a_pattern_has_words_too() -> None:
    assert formed({"type": "string", "errorMessage": "write a condition"}, ("when",), "") == "write a condition"
    assert formed({"type": "string"}, ("when",), "") == ""


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("owner", "Account Lead", "a role's id is lower-case words joined by hyphens, such as `account-lead`"),
        ("approve_by", "the lead", "a role's id is lower-case words joined by hyphens, such as `the-lead`"),
        ("respond", "Handle It", "an id is lower-case words joined by hyphens, such as `handle-it`"),
        ("respond", "7", "an id is lower-case words joined by hyphens, such as `account-lead`"),
    ],
)
def test_an_id_is_shown_as_the_author_probably_meant_it(key: str, text: str, said: str) -> None:
    schema = the_schemas().values["common.schema.json"]["$defs"]["document_id"]
    assert formed(schema, (key,), text) == said

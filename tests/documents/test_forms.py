"""Every form that a schema asks for is told in words to somebody who missed it."""

from collections.abc import Iterator
from typing import Any

import pytest

from handbook_builders import the_schemas
from sopbook.documents.forms import FORMS, formed
from sopbook.documents.kinds import KINDS

FILES = ["common.schema.json", *(kind.schema for kind in KINDS.values())]
OF_SETTINGS = frozenset({"Forge", "Code", "Path"})


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
    silent = {
        (part.get("title"), part.get("pattern") or part["format"])
        for part in PARTS
        if isinstance(part.get("pattern"), str) or isinstance(part.get("format"), str)
        if not formed(part.get("pattern"), part.get("title", ""), ("key",), "x y")
    }
    assert silent == set()


def test_every_title_with_words_is_one_of_a_schema() -> None:
    titles = {part["title"] for part in PARTS if isinstance(part.get("title"), str)}
    assert sorted(set(FORMS) - titles - OF_SETTINGS) == []


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
    pattern = the_schemas().values["common.schema.json"]["$defs"]["document_id"]["pattern"]
    assert formed(pattern, "Document", (key,), text) == said

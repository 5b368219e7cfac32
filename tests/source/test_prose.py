"""Links, names and what must not be in a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.source.prose import Link, Malformed, Name, links, names, raw_html, scan


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[[a-b]]", Link(target="a-b", start=0, end=7)),
        ("see [[a|the words]].", Link(target="a", label="the words", start=4, end=19)),
        ("[[a#part]]", Link(target="a", anchor="part", start=0, end=10)),
        ("[[a#part|words]]", Link(target="a", anchor="part", label="words", start=0, end=16)),
        ("[[ a | some\n  words ]]", Link(target="a", label="some words", start=0, end=22)),
        ("[[a|the `x` file]]", Link(target="a", label="the `x` file", start=0, end=18)),
        ("- `b`: [[a]]", Link(target="a", start=7, end=12)),
        ("it's 5` long, [[a]]", Link(target="a", start=14, end=19)),
        ("a ` here\n\nand [[a]] ` there", Link(target="a", start=14, end=19)),
        ("- a ` here\n- and [[a]] ` there", Link(target="a", start=17, end=22)),
        ("```\ncode\n```\n[[a]]", Link(target="a", start=13, end=18)),
        (r"\`[[a]]\`", Link(target="a", start=2, end=7)),
    ],
)
def test_a_link_is_found(text: str, link: Link) -> None:
    assert links(text) == (link,)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{{ client }}", ("client",)),
        ("Dear {{contract.signed_on}},", ("contract", "signed_on")),
        ("{{ sign-off.approved }}", ("sign-off", "approved")),
        ("{{ größe }}", ("größe",)),
    ],
)
def test_a_name_is_found(text: str, path: tuple[str, ...]) -> None:
    (name,) = names(text)
    assert name.path == path
    assert text[name.start : name.end].startswith("{{")
    assert text[name.start : name.end].endswith("}}")


@pytest.mark.parametrize(
    "text",
    [
        "`[[a]]`",
        "`` ` [[a]] ``",
        "`two\nlines [[a]]`",
        "```\n[[a]] {{ b }}\n```",
        "~~~ yaml\n[[a]]\n~~~",
        "- item\n\n  ```\n  [[a]]\n  ```",
        "````\n```\n[[a]]\n````",
        "```\n[[a]] and the fence is never closed",
        r"\[[a]]",
        r"`\` and `[[a]]`",
        "[a] and {b} and [c](d)",
    ],
)
def test_code_and_escapes_hold_no_links(text: str) -> None:
    assert scan(text).links == () == scan(text).names


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("see [[a and more", "`[[` is not closed with `]]`"),
        ("[[a\n\nb]]", "`[[` is not closed with `]]`"),
        ("{{ a }", "`{{` is not closed with `}}`"),
        ("[[]]", "the link names no document: write `[[id]]`"),
        ("[[#part]]", "the link names no document: write `[[id]]`"),
        ("[[|words]]", "the link names no document: write `[[id]]`"),
        ("[[a#]]", "the link names no part behind `#`"),
        ("[[a|]]", "the link has no words behind `|`"),
        ("{{ }}", "there is no name between `{{` and `}}`"),
        ("{{ a + 1 }}", "only names and dotted paths stand between `{{` and `}}`, no logic"),
        ("{{ a..b }}", "only names and dotted paths stand between `{{` and `}}`, no logic"),
        ("{{ a | upper }}", "only names and dotted paths stand between `{{` and `}}`, no logic"),
    ],
)
def test_what_was_meant_as_link_or_name_says_why_it_is_none(text: str, why: str) -> None:
    (malformed,) = scan(text).malformed
    assert malformed.why == why
    assert text[malformed.start] in "[{"


def test_everything_of_a_text_is_found_in_order() -> None:
    prose = scan("[[a]] {{ b }} [[c]] {{ d.e }} [[")
    assert [one.target for one in prose.links] == ["a", "c"]
    assert [one.path for one in prose.names] == [("b",), ("d", "e")]
    assert prose.malformed == (Malformed(why="`[[` is not closed with `]]`", start=30, end=32),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a <script>alert(1)</script>", ["<script>", "</script>"]),
        ("<b>bold</b>", ["<b>", "</b>"]),
        ("a <!-- hidden --> b", ["<!-- hidden -->"]),
        ("</p>", ["</p>"]),
        ("<?php x ?>", ["<?php x ?>"]),
        ("<![CDATA[x]]>", ["<![CDATA[x]]>"]),
        ("<!DOCTYPE html>", ["<!DOCTYPE html>"]),
        ("<img src=x onerror=alert(1)>", ["<img src=x onerror=alert(1)>"]),
        ("<br/>", ["<br/>"]),
        ("text\n<div class=x", ["<div"]),
        ("<client name>", ["<client name>"]),
        ("[x](javascript:alert(1))", ["javascript:alert(1"]),
        ("[x](JavaScript:alert)", ["JavaScript:alert"]),
        ("[x](java&#115;cript&colon;alert)", ["java&#115;cript&colon;alert"]),
        (r"[x](javascript\:alert)", [r"javascript\:alert"]),
        ("[x]( <vbscript:a b> )", ["<vbscript:a b>"]),
        ("![x](data:image/png;base64,AAAA)", ["data:image/png;base64,AAAA"]),
        ("[x][y]\n\n[y]: javascript:alert", ["javascript:alert"]),
        ("<javascript:alert>", ["javascript:alert"]),
    ],
)
def test_raw_html_and_scripts_are_found(text: str, found: list[str]) -> None:
    assert [one.text for one in raw_html(text)] == found
    assert all(text[one.start : one.end] == one.text for one in raw_html(text))


@pytest.mark.parametrize(
    "text",
    [
        "a < b and b > a",
        "<= 4",
        "a <- b",
        "x <3",
        "<https://example.com/a?b=c>",
        "<a@b.example>",
        "[x](https://example.com) and [y](other.md#javascript)",
        "`<script>`",
        "```html\n<b>\n```",
        r"\<b>",
        "&lt;b&gt;",
        "javascript: the language",
        "(data: see below)",
    ],
)
def test_ordinary_text_is_fine(text: str) -> None:
    assert raw_html(text) == ()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab[]{}|#`~<>!-/\\ \n.:()'\"", max_size=80))
def test_any_text_can_be_scanned(text: str) -> None:
    prose = scan(text)
    for one in (*prose.links, *prose.names, *prose.malformed):
        assert isinstance(one, Link | Name | Malformed)
        assert text[one.start : one.start + 2] in ("[[", "{{")
        assert one.start < one.end <= len(text)
    for span in raw_html(text):
        assert text[span.start : span.end] == span.text

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages_builders import a_writer
from sopbook.pages.prose import Prose

PROBES = [
    "<script>alert(1)</script>",
    "text\n\n    <script>alert(1)</script>",
    "- item\n\n        <script>alert(1)</script>\n",
    "````\n```\n<script>alert(1)</script>\n````",
    "# Heading {: onclick=alert(1)}",
    "word{: onmouseover=alert(1)}",
    "![x](https://elsewhere.example/x.png)",
    "[x](javascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[[bake-bread|<img src=x onerror=alert(1)>]]",
    "{{ loaves }}<svg onload=alert(1)>",
    '[x](/a "\\" onclick=\\"alert(1)")',
]


def a_prose() -> Prose:
    return Prose(lambda target, anchor, label: (f"../{target}/#{anchor}", label or target), lambda path: path.upper())


@pytest.mark.parametrize("text", PROBES)
def test_no_text_becomes_a_live_element(text: str) -> None:
    assert _dangers(str(a_prose().block(text))) == []
    assert _dangers(str(a_prose().inline(text))) == []


@settings(max_examples=150)
@given(st.lists(st.sampled_from([*PROBES, "\n\n", "    ", "- ", "```\n", "`", "> ", "|a|\n|-|\n", "*"])).map("".join))
def test_no_mixture_of_texts_becomes_a_live_element(text: str) -> None:
    assert _dangers(str(a_prose().block(text))) == []


def test_links_and_names_in_code_stay_as_they_are() -> None:
    assert str(a_prose().inline("`[[a-b]]` and `{{ c }}`")) == "<code>[[a-b]]</code> and <code>{{ c }}</code>"
    assert "[[a-b]]" in str(a_prose().block("```\n[[a-b]]\n```"))


def test_a_link_leads_to_a_part_under_its_own_words() -> None:
    assert str(a_prose().inline("[[a-b#c|the c]]")) == '<a href="../a-b/#c">the c</a>'


def test_a_link_is_shown_under_the_title_of_its_document() -> None:
    assert str(a_writer().inline("[[clean-hands#wash]]")) == (
        '<a href="../../guidelines/clean-hands/#wash">How we keep clean</a>'
    )


def test_a_name_is_shown_as_what_people_call_the_value() -> None:
    assert "How many</var>" in str(a_writer().inline("{{ loaves }}"))
    assert a_writer().plain("Heat for {{ loaves }}") == "Heat for [How many]"


def test_plain_text_has_no_markup() -> None:
    assert a_prose().plain("**Bake** the `bread`\nfor [[shop|the shop]] & me") == "Bake the bread for the shop & me"


def test_a_text_of_one_paragraph_flows_and_a_longer_one_keeps_its_blocks() -> None:
    assert str(a_prose().flow("one *two*")) == "one <em>two</em>"
    assert str(a_prose().flow("one\n\ntwo")) == "<p>one</p>\n<p>two</p>"


def _dangers(html: str) -> list[str]:
    """Elements and attributes that only an attacker would want."""
    tags = re.findall(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>", html)
    known = {"p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "br", "hr", "s", "var", "div"}
    known |= {"table", "thead", "tbody", "tr", "th", "td"}
    wrong = [tag for tag, _ in tags if tag not in known]
    wrong += [rest for _, rest in tags if re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', rest))]
    return wrong + re.findall(r'href="\s*javascript:', html)

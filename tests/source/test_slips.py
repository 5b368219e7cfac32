"""Which slip a syntax error is taken for; the cases in `tests/documents/cases/invalid` show the common ones whole."""

import pytest

from sopbook.source.yaml_reader import read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: x\n  b: y\n", "2:3 SOP001 this key does not line up with the keys around it"),
        ("a:\n   b: c\n  d: e\n", "3:3 SOP001 this line does not line up with the lines above it"),
        ("a:\n  #note\n  - b\n - c\n", "4:2 SOP001 this line does not line up with the lines above it"),
        ("a:\n  - b\n  c: d\n", "3:3 SOP001 this line does not line up with the lines above it"),
        ("title The title\nb: c\n", "1:1 SOP001 there is no `: ` behind this key"),
        ("a: x\ntitle The title\nb: c\n", "2:1 SOP001 there is no `: ` behind this key"),
        ("a: x\nlast words", "2:1 SOP001 there is no `: ` behind this key"),
        ("a: [b, c\nd: e\n", "1:4 SOP001 this `[` is never closed"),
        ("a: {b: c\nd: e\n", "1:4 SOP001 this `{` is never closed"),
        ("a: [[b", "1:5 SOP001 this `[` is never closed"),
        ("a: [", "1:5 SOP001 the file ends in the middle of a value"),
        ("a: 'tis so\nb: c\n", "1:4 SOP001 this quote is never closed"),
        ("a: 'it's'\n", "1:8 SOP017 the value had ended with its closing ', and text goes on here"),
        ("a: [x] y\n", "1:8 SOP017 a value that begins with `[` had ended, and text goes on here"),
        ("a: {b: c: d}\n", "1:9 SOP017 a value cannot hold `: ` without quotes"),
        ("a: - b\n", "1:4 SOP017 a value cannot begin with `- `"),
        ("a: ? b\n", "1:4 SOP017 a value cannot begin with `? `"),
        ("a: > 5\n", "1:4 SOP017 a value cannot begin with `>`"),
        ("a: >5\nb: c\n", "1:4 SOP017 a value that begins with `>` is not read as text"),
        ("a: & b\n", "1:4 SOP017 a value cannot begin with `&`"),
        ("a: ]\n", "1:4 SOP017 a value cannot begin with `]`"),
        ("%x\n", "1:1 SOP017 a value cannot begin with `%`"),
        ("a: ! b\n", "1:4 SOP006 `!` is a YAML tag, and the format has none"),
        ("a: b\n...\nc\n", "3:1 SOP007 the document had ended, and something follows"),
        ("a: b\n\tc: d\n", "2:1 SOP003 a tab stands where spaces belong"),
        ("-\ta\n", "1:2 SOP003 a tab stands where spaces belong"),
        ("a: |\n\tb\n", "2:1 SOP003 a tab stands where spaces belong"),
        ("a: #b\n", "1:4 SOP016 `#b` is read as a comment and lost"),
    ],
)
def test_a_slip_is_named_once_and_in_its_place(text: str, said: str) -> None:
    (problem,) = read(text.encode(), "doc.yml").problems
    assert f"{problem.at.line}:{problem.at.column} {problem.code} {problem.message}" == said

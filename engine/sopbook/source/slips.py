"""Turns libyaml's syntax errors into plain words, with the fix for the usual slips.

libyaml says where it could not go on and what it expected there. From that and the raw text around the place this
module says what the author most likely did. One error gives one problem.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from yaml import MarkedYAMLError

from sopbook.source import codes

_QUOTE = "Put quotes around the whole value."
_ALIGN = "Indent it like its neighbours; keys of one mapping and `-` of one list stand exactly below each other."
_CLOSE = "Close it, or put quotes around the value."
_LEADING_TAB = re.compile(r"[ \t]*\t")
_KEY_ALONE = re.compile(r"\s*(?:- +)*(?:\"[^\"]*\"|'[^']*'|[^\s:#]+)\Z")
_HASH = re.compile(r"(?<=\S)[ \t]+(#[^\s#])")
_VALUE_START = re.compile(r"(?:^\s*|[:,{\-] +|[{\[](?![{\[]))(?P<start>\[\[|\{\{|[\[{@*%&!>|`\"'])")


@dataclass(frozen=True, slots=True)
class Slip:
    """What went wrong, at which character, and what to do."""

    code: str
    message: str
    index: int
    hint: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """The place of an error: the text, libyaml's words, where it stopped and where the broken thing began."""

    text: str
    problem: str
    context: str
    index: int
    began: int

    @property
    def character(self) -> str:
        return self.text[self.index : self.index + 1]

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line(self, index: int) -> str:
        start = self.line_start(index)
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end]

    def indent(self, index: int) -> int:
        line = self.line(index)
        return len(line) - len(line.lstrip(" "))

    def before(self) -> str:
        """The line up to the place."""
        return self.text[self.line_start(self.index) : self.index]

    def same_line(self) -> bool:
        return self.line_start(self.began) == self.line_start(self.index)


def explain(text: str, failure: MarkedYAMLError, last_block: tuple[int, int] | None) -> Slip:
    """The most likely cause of a syntax error; `last_block` is where the last block text began and ended."""
    trouble = _trouble(text, failure)
    for recognise in (_tab, lambda one: _outdented_block(one, last_block), _by_words, _lost_comment):
        if slip := recognise(trouble):
            return slip
    return _general(trouble)


def _trouble(text: str, failure: MarkedYAMLError) -> Trouble:
    index = failure.problem_mark.index if failure.problem_mark else 0
    began = failure.context_mark.index if failure.context_mark else index
    context = failure.context or ""
    if context == "while scanning a simple key":
        index = began
    return Trouble(text, failure.problem or "", context, index, began)


def _tab(trouble: Trouble) -> Slip | None:
    start = trouble.line_start(trouble.index)
    leading = _LEADING_TAB.match(trouble.text, start)
    if leading and leading.end() > trouble.index:
        return tab(leading.end() - 1)
    return tab(trouble.index) if trouble.character == "\t" else None


def tab(index: int) -> Slip:
    """A tab where YAML wants spaces."""
    return Slip(codes.TAB, "a tab stands where spaces belong", index, "Indent with spaces.")


def _outdented_block(trouble: Trouble, last_block: tuple[int, int] | None) -> Slip | None:
    """A block text ended because its second line stands further left than its first."""
    if last_block is None:
        return None
    start, end = last_block
    line = trouble.line_start(trouble.index)
    column = trouble.indent(line)
    if line != trouble.line_start(end) or column <= trouble.indent(start):
        return None
    message = f"this line is indented less than the first line of its `{trouble.text[start]}` text"
    hint = "A text cannot begin with an indented line. Use a fenced block: three backticks above and below the code."
    return Slip(codes.INDENTED_BLOCK, message, line + column, hint)


def _lost_comment(trouble: Trouble) -> Slip | None:
    """The sentence goes on in the next line, but a `#` had ended it."""
    start = trouble.line_start(trouble.index)
    above = trouble.line_start(start - 1) if start else 0
    if found := _HASH.search(trouble.text, above, start):
        message = "the text behind ` #` is read as a comment, so the sentence ends there"
        return Slip(codes.LOST_TEXT, message, found.start(1), "Is this part of the sentence? " + _QUOTE)
    return None


def _by_words(trouble: Trouble) -> Slip | None:
    for words, recognise in _RECOGNISERS.items():
        if words in trouble.problem or words in trouble.context:
            return recognise(trouble)
    return None


def _syntax(message: str, index: int, hint: str) -> Slip:
    return Slip(codes.SYNTAX, message, index, hint)


def _needs_quotes(message: str, index: int) -> Slip:
    return Slip(codes.NEEDS_QUOTES, message, index, _QUOTE)


def _begins_with(trouble: Trouble) -> Slip:
    character = trouble.text[trouble.began : trouble.began + 1]
    named = "a backtick" if character == "`" else f"`{character}`"
    return _needs_quotes(f"a value cannot begin with {named}", trouble.began)


def _second_colon(trouble: Trouble) -> Slip:
    if _KEY_ALONE.match(trouble.before()):
        return _key_out_of_line(trouble)
    return _needs_quotes("a value cannot hold `: ` without quotes", trouble.index)


def _key_out_of_line(trouble: Trouble) -> Slip:
    start = trouble.line_start(trouble.index)
    above = trouble.line(start - 1) if start else ""
    key = start + trouble.indent(start)
    if above.strip() and trouble.indent(start - 1) == trouble.indent(start):
        return _without_colon(trouble.line_start(start - 1) + trouble.indent(start))
    return _syntax("this key does not line up with the keys around it", key, _ALIGN)


def _without_colon(index: int) -> Slip:
    return _syntax(
        "there is no `: ` behind this key", index, "Write `key: value`; a text of several lines is indented."
    )


def _list_in_line(trouble: Trouble) -> Slip:
    if trouble.before().strip():
        return _needs_quotes("a value cannot begin with `- `", trouble.index)
    return _syntax("this `-` does not line up with the lines around it", trouble.index, _ALIGN)


def _unclosed_quote(trouble: Trouble) -> Slip:
    mark = trouble.text[trouble.began : trouble.began + 1]
    hint = "Close it." if mark == '"' else "Close it. For an apostrophe put double quotes around the whole value."
    return _syntax("this quote is never closed", trouble.began, hint)


def _escape(trouble: Trouble) -> Slip:
    message = "a backslash in double quotes begins an escape, and this one is unknown"
    return _syntax(message, trouble.index, "Write two backslashes, or use single quotes.")


def _unclosed_bracket(trouble: Trouble) -> Slip:
    bracket = trouble.text[trouble.began : trouble.began + 1]
    if not trouble.same_line() and _KEY_ALONE.match(trouble.before()):
        return _syntax(f"this `{bracket}` is never closed", trouble.began, _CLOSE)
    if trouble.character == ":":
        return _needs_quotes("a value cannot hold `: ` without quotes", trouble.index)
    if trouble.same_line() and trouble.index < len(trouble.text):
        return _behind_value(trouble) or _syntax(
            f"something is wrong inside the `{bracket}`: a comma or the closing bracket is missing here",
            trouble.index,
            "Put quotes around texts with commas, brackets or colons.",
        )
    return _syntax(f"this `{bracket}` is never closed", trouble.began, _CLOSE)


def _no_content(trouble: Trouble) -> Slip:
    if not trouble.text[trouble.index :].strip():
        return _syntax("the file ends in the middle of a value", trouble.index, "Look for an open bracket.")
    return _needs_quotes(f"a value cannot begin with `{trouble.character}`", trouble.index)


def _behind_value(trouble: Trouble) -> Slip | None:
    """Text behind a value that had ended: a closed bracket, a closed quote, an alias."""
    starts = [found for found in _VALUE_START.finditer(trouble.before()) if trouble.before()[found.end() :].strip()]
    if not starts:
        return None
    start = starts[-1]["start"]
    if start in ("'", '"'):
        hint = "Put the other kind of quotes around the whole value."
        message = f"the value had ended with its closing {start}, and text goes on here"
        return Slip(codes.NEEDS_QUOTES, message, trouble.index, hint)
    return _needs_quotes(f"a value that begins with `{start}` had ended, and text goes on here", trouble.index)


def _no_colon(trouble: Trouble) -> Slip | None:
    if _lost_comment(trouble):
        return None
    return _without_colon(trouble.index)


def _after_end(trouble: Trouble) -> Slip:
    hint = "One file is one document: move the rest to a file of its own, or remove the line `...`."
    return Slip(codes.SEVERAL_DOCUMENTS, "the document had ended, and something follows", trouble.index, hint)


_RECOGNISERS: dict[str, Callable[[Trouble], Slip | None]] = {
    "found character that cannot start any token": _begins_with,
    "while scanning an alias": _begins_with,
    "while scanning an anchor": _begins_with,
    "while scanning a block scalar": _begins_with,
    "scanning a tag": _begins_with,
    "parsing a tag": _begins_with,
    "undefined tag handle": _begins_with,
    "directive": _begins_with,
    "found unexpected ':'": lambda one: _needs_quotes("a value cannot hold `:` here without quotes", one.index),
    "mapping values are not allowed": _second_colon,
    "block sequence entries are not allowed": _list_in_line,
    "mapping keys are not allowed": lambda one: _needs_quotes("a value cannot begin with `? `", one.index),
    "unexpected end of stream": _unclosed_quote,
    "unexpected document indicator": _unclosed_quote,
    "while parsing a quoted scalar": _escape,
    "did not find expected ','": _unclosed_bracket,
    "did not find expected node content": _no_content,
    "did not find expected key": _behind_value,
    "did not find expected '-' indicator": _behind_value,
    "could not find expected ':'": _no_colon,
    "<document start>": _after_end,
}


def _general(trouble: Trouble) -> Slip:
    if trouble.problem.startswith("did not find expected"):
        return _syntax("this line does not line up with the lines above it", trouble.index, _ALIGN)
    words = trouble.problem or "it breaks a rule of YAML"
    return _syntax(f"not readable as YAML: {words}", trouble.index, "Compare the line with its neighbours.")

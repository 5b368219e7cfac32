"""Cuts the text of an expression into tokens.

A hyphen without blanks belongs to the name (`sign-off.approved`), a minus is written with blanks. A date with its
parentheses is one token. Names with blanks or operators in them, and the bare options of a choice, are recognised whole
when the caller hands in a pattern for them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sopbook.feel.problem import FeelError
from sopbook.feel.slips import SIGNS
from sopbook.feel.temporal import read_temporal
from sopbook.feel.values import DIGITS, Scalar

LONGEST = 10_000
"""Characters an expression may have."""

WORDS = frozenset({"and", "or", "not", "in", "between", "has", "true", "false", "null"})
"""Words of the language: no input, field or step can be called so."""

_PART = r"[^\W\d]\w*(?:-\w+)*"
PLAIN_NAME = re.compile(rf"{_PART}(?:\.{_PART})*")
_SLIP = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)))
_TEXT = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    rf"""(?P<blank>\s+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<text>{_TEXT})
    |(?P<temporal>(?:@|(?P<word>date(?:\s+and\s+time)?|time|duration)\s*\(\s*){_TEXT}(?(word)\s*\)))
    |(?P<name>{PLAIN_NAME.pattern})
    |(?P<sign>\.\.(?!\.)|<=(?!>)|>=|!=|<(?!>)|=(?![=<>])|\*\*?|[-+/>(),\[\]])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `kind` is `number`, `text`, `temporal`, `name`, `end`, or what the language itself knows."""

    kind: str
    text: str
    offset: int
    value: Scalar = None

    @property
    def end(self) -> int:
        return self.offset + len(self.text)


def tokens(text: str, names: Collection[str] = (), bare: re.Pattern[str] | None = None) -> tuple[Token, ...]:
    """The tokens with an `end` after the last one.

    Of declared names that no plain token could be, the longest is one token; `bare` matches texts without quotes.
    """
    if len(text) > LONGEST:
        raise FeelError(LONGEST, len(text), f"this is longer than {LONGEST} characters", "use a decision table")
    return (*_cut(text, bare, _unusual(tuple(names)) if names else None), Token("end", "", len(text)))


@lru_cache(maxsize=256)
def _unusual(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Matches the longest name that is no plain token; what is a blank in it may be several, or a new line."""
    unusual = sorted((name for name in names if name and not PLAIN_NAME.fullmatch(name)), key=len, reverse=True)
    spelled = (r"\s+".join(map(re.escape, name.split())) for name in unusual)
    return re.compile(rf"(?:{'|'.join(spelled)})(?!\w|\.\w)") if unusual else None


def _cut(text: str, bare: re.Pattern[str] | None, named: re.Pattern[str] | None) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if bare is not None and (found := bare.match(text, at)):
            yield Token("text", found[0], at, found[0])
        elif named is not None and (found := named.match(text, at)):
            yield Token("name", found[0], at, " ".join(found[0].split()))
        else:
            found = _TOKEN.match(text, at) or _refuse(text, at)
            if found.lastgroup != "blank":
                yield _token(found)
        at = found.end()


def _token(found: re.Match[str]) -> Token:
    words, offset = found[0], found.start()
    match found.lastgroup:
        case "number":
            return Token("number", words, offset, _number(found))
        case "text":
            return Token("text", words, offset, _unescaped(words[1:-1], offset + 1))
        case "name" if words not in WORDS:
            return Token("name", words, offset, words)
        case "temporal":
            return Token("temporal", words, offset, _temporal(found))
        case _:
            return Token(words, words, offset)


def _temporal(found: re.Match[str]) -> Scalar:
    words = found[0]
    start, end = words.index('"') + 1, words.rindex('"')
    return read_temporal(" ".join((found["word"] or "@").split()), words[start:end], found.start() + start)


def _number(found: re.Match[str]) -> Decimal:
    digits = found[0]
    if tail := re.compile(r"\w+|\.(?!\.)\w*").match(found.string, found.end()):
        raise FeelError(
            found.start(), tail.end(), f"`{digits}{tail[0]}` is not a number", "write digits, as in `1500.50`"
        )
    if digits[0] == "0" and digits[1:2].isdigit():
        hint = "write `12000`, not `12,000`: a comma stands between tests"
        raise FeelError(found.start(), found.end(), f"the number `{digits}` begins with a zero", hint)
    if len(digits.replace(".", "")) > DIGITS:
        raise FeelError(found.start(), found.end(), f"this number has more than {DIGITS} digits", "round it")
    return Decimal(digits)


def _unescaped(words: str, offset: int) -> str:
    def character(found: re.Match[str]) -> str:
        code, sign = found[1], found[2]
        if code and not 0xD800 <= int(code, 16) <= 0xDFFF:
            return chr(int(code, 16))
        if sign in _ESCAPED:
            return _ESCAPED[sign]
        start, end = offset + found.start(), offset + found.end()
        raise FeelError(start, end, f"`{found[0]}` means nothing in a text", 'use `\\"`, `\\\\`, `\\n` or `\\u00e9`')

    return _ESCAPE.sub(character, words)


def _refuse(text: str, at: int) -> re.Match[str]:
    if text[at] == '"':
        raise FeelError(at, len(text), "this text is not closed", 'end it with `"`')
    if slip := _SLIP.match(text, at):
        raise FeelError(at, slip.end(), *SIGNS[slip[0]])
    raise FeelError(at, at + 1, f"`{text[at]}` means nothing in an expression")

"""What a plain (unquoted) value is: text, a number, true or false, or nothing.

Only forms that every YAML tool reads alike count; where tools disagree the answer is `Doubtful`. Numbers keep the form
the author wrote: `str(int)` and `format(Decimal, "f")` give back the same text. Knows no positions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Scalar = str | int | Decimal | bool | None

MOST_DIGITS = 28
_LONGEST = 40
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_DOUBTFUL_WORDS = frozenset({"True", "TRUE", "False", "FALSE", "Null", "NULL", "~"})
SUSPECT_WORDS = _DOUBTFUL_WORDS | _WORDS.keys() | {"", "<<"}
SUSPECT_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_EXPONENT = r"([eE][-+]?[0-9]+)?"
_LIKE_A_NUMBER = re.compile(
    rf"[-+]?(0[oxb][0-9A-Fa-f_]+|[0-9][0-9_]*(\.[0-9_]*)?{_EXPONENT}|\.[0-9][0-9_]*{_EXPONENT})"
)
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BASES = {"0o": 8, "0x": 16, "0b": 2}


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A value that tools read differently; `guess` is what was most likely meant, so that checking can go on."""

    guess: Scalar
    message: str
    hint: str


def is_suspect(text: str) -> bool:
    """Whether an unquoted text could be more than text; few are, so asking first is quick. `<<` is one as a key."""
    return text in SUSPECT_WORDS or text[0] in SUSPECT_STARTS


def resolve(text: str) -> Scalar | Doubtful:
    """The value of an unquoted text."""
    if not text:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= MOST_DIGITS else _long_number(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text) if len(text) <= MOST_DIGITS else _long_number(text)
    if _LIKE_A_NUMBER.fullmatch(text) or _INFINITE.fullmatch(text):
        return _doubtful_number(text)
    if text in _DOUBTFUL_WORDS:
        return _doubtful_word(text)
    return text


def _long_number(text: str) -> Doubtful:
    message = f"a number of {len(text)} characters is rounded by many tools"
    return Doubtful(text, message, "Put quotes around it if it is a name, such as an account number.")


def _doubtful_word(text: str) -> Doubtful:
    if text == "~" or text.lower() == "null":
        return Doubtful(None, _disagreement(text), f'Leave the value empty, or write "{text}" for the text.')
    word = text.lower()
    return Doubtful(word == "true", _disagreement(text), f'Write {word} for yes or no, or "{text}" for the text.')


def _doubtful_number(text: str) -> Doubtful:
    number = _meant(text)
    if number is None:
        return Doubtful(text, _disagreement(text), "Put quotes around it if it is meant as text.")
    return Doubtful(number, _disagreement(text), f'Write {number:f} for the number, or "{text}" for the text.')


def _disagreement(text: str) -> str:
    return f"tools disagree about what `{text}` is"


def _meant(text: str) -> Decimal | None:
    """The number a doubtful form most likely stands for, unless it is absurdly large or no number after all."""
    digits = text.replace("_", "").lstrip("+-")
    sign = -1 if text.startswith("-") else 1
    mantissa, _, exponent = digits.partition("e" if "e" in digits else "E")
    base = _BASES.get(digits[:2])
    if len(digits) > _LONGEST or _INFINITE.fullmatch(text):
        return None
    try:
        if base:
            return Decimal(sign * int(digits[2:], base))
        if exponent and abs(int(exponent)) > MOST_DIGITS:
            return None
        return sign * Decimal(f"{mantissa}e{exponent or 0}")
    except (ValueError, ArithmeticError):
        return None

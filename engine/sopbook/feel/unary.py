"""The tests of `in (...)` and of decision cells, and the plain values they compare with.

tests    = test | "(" test { "," test } ")"
test     = ("<"|"<="|">"|">="|"="|"!=") endpoint | interval | endpoint
interval = ("["|"("|"]") endpoint ".." endpoint ("]"|")"|"[")           ; "]" left and "[" right leave the end out
endpoint = ["-"] number | text | "true" | "false" | "null" | temporal | name
temporal = ("date"|"time"|"date and time"|"duration") "(" text ")" | "@" text           ; one token
"""

from decimal import Decimal

from sopbook.feel.lexer import Token
from sopbook.feel.problem import FeelError
from sopbook.feel.reader import COMPARING, Reader
from sopbook.feel.slips import VALUE_WORDS
from sopbook.feel.syntax import Against, Endpoint, Interval, Literal, Name, UnaryTest
from sopbook.feel.temporal import FORMS

_CONSTANTS = {"true": True, "false": False, "null": None}


class UnaryReader(Reader):
    """Reads tests and endpoints; all that a decision cell needs."""

    def tests(self) -> tuple[UnaryTest, ...]:
        """One test, or several with commas between them."""
        tests = [self.test()]
        while self.token.kind == ",":
            self.take()
            tests.append(self.test())
        return tuple(tests)

    def in_tests(self) -> tuple[UnaryTest, ...]:
        """What stands after `in`: a test, or tests in parentheses."""
        if self.token.kind != "(" or self._at_interval():
            return (self.test(),)
        opening = self.take()
        tests = self.tests()
        self.close(opening)
        return tests

    def _at_interval(self) -> bool:
        """Whether the `(` here opens an interval and not a list of tests."""
        low = self._at + (2 if self._run[self._at + 1].kind == "-" else 1)
        return low + 1 < len(self._run) and self._run[low + 1].kind == ".."

    def test(self) -> UnaryTest:
        start = self.token
        if start.kind in ("[", "]", "("):
            return self._interval()
        operator = self.take().kind if start.kind in COMPARING else "="
        endpoint = self.endpoint()
        if self.token.kind == "..":
            raise FeelError(start.offset, self.token.end, "an interval stands in brackets", "write `[1..5]`")
        return Against(operator, endpoint, offset=start.offset, end=self.read_to)

    def _interval(self) -> Interval:
        opening = self.take()
        low = self.endpoint()
        if self.token.kind != "..":
            hint = 'an interval is written `[1..5]`, a list of tests `in ("a", "b")` and in a cell `"a", "b"`'
            raise FeelError(opening.offset, self.read_to, f"this `{opening.text}` begins no interval", hint)
        self.take()
        high = self.endpoint()
        if self.token.kind not in ("]", ")", "["):
            raise FeelError(
                opening.offset, self.read_to, "this interval is not closed", "add `]`, or `)` to leave the end out"
            )
        closing = self.take()
        return Interval(low, high, opening.kind == "[", closing.kind == "]", offset=opening.offset, end=closing.end)

    def endpoint(self) -> Endpoint:
        """A number, text, constant or name."""
        sign = self.take() if self.token.kind == "-" else None
        token = self.take()
        if sign and token.kind != "number":
            hint = 'write it inside, as in `duration("-P1D")`' if token.kind == "temporal" else ""
            raise FeelError(sign.offset, token.end, "a minus stands before a number here", hint)
        start = sign.offset if sign else token.offset
        match token.kind, token.value:
            case "number", Decimal() as value:
                return Literal(value.copy_negate() if sign else value, offset=start, end=token.end)
            case "text" | "temporal", value:
                return Literal(value, offset=start, end=token.end)
            case (("true" | "false" | "null"), _):
                return Literal(_CONSTANTS[token.kind], offset=start, end=token.end)
            case "name", str() as name:
                return self._name(token, name)
            case _:
                raise _no_value(token)

    def _name(self, token: Token, name: str) -> Name:
        if name in VALUE_WORDS and name not in self._names:
            raise FeelError(token.offset, token.end, f"`{name}` is not used here", VALUE_WORDS[name])
        if self.token.kind == "(":
            hint = f"write a text in quotes there, {FORMS[name][1].partition(', ')[2]}" if name in FORMS else ""
            raise FeelError(token.offset, self.token.end, f"`{name}(...)`: there are no functions", hint)
        return Name(name, offset=token.offset, end=token.end)


def _no_value(token: Token) -> FeelError:
    if token.kind == "end":
        return FeelError(token.offset, token.end, "something is missing at the end", "add the value to compare with")
    return FeelError(token.offset, token.end, f"a value is expected here, not `{token.text}`")

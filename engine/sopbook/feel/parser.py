"""From text to tree: recursive descent, with one loop for all binary operators.

cond  = conj { "or" conj } ;  conj = rel { "and" rel }
rel   = sum [ ("="|"!="|"<"|"<="|">"|">=") sum | "has" sum | "in" tests | "between" sum "and" sum ]
sum   = prod { ("+"|"-") prod } ;  prod = power { ("*"|"/") power }
power = unary { "**" unary } ;  unary = ["-"] atom
atom  = endpoint | "(" cond ")" | "not" "(" cond ")"

where `tests` and `endpoint` are those of `unary`.
"""

from collections.abc import Collection
from decimal import Decimal

from sopbook.feel.lexer import Token, tokens
from sopbook.feel.problem import FeelError
from sopbook.feel.reader import COMPARING
from sopbook.feel.syntax import (
    And,
    Arithmetic,
    Between,
    Comparison,
    Expression,
    Has,
    In,
    Literal,
    Negative,
    Node,
    Not,
    Operation,
    Or,
    walk,
)
from sopbook.feel.unary import UnaryReader

DEEPEST = 64
"""Parentheses that may be open at once. Operators nest without them too, so a tree may have twice as many levels."""

ANY, OR, AND, RELATION, SUM, PRODUCT, POWER = range(7)
LEVELS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys((*COMPARING, "has", "in", "between"), RELATION),
    **dict.fromkeys("+-", SUM),
    **dict.fromkeys("*/", PRODUCT),
    "**": POWER,
}
"""How tightly each operator binds."""


def parse_condition(text: str, names: Collection[str] = ()) -> Expression:
    """The tree of a condition; `names` are needed for names that hold blanks or look like a slip (`yes`)."""
    return _parsed(text, names, ANY)


def parse_expression(text: str, names: Collection[str] = ()) -> Expression:
    """The tree of a value, as under `given:` or in a formula: a comparison must stand in parentheses."""
    return _parsed(text, names, RELATION)


def _parsed(text: str, names: Collection[str], floor: int) -> Expression:
    if not text.strip():
        raise FeelError(0, len(text), "the expression is empty", "write one, or leave the key out")
    parser = Parser(tokens(text, names), names)
    expression = parser.expression(floor)
    parser.finish()
    for node, depth in walk(expression):
        if depth > 2 * DEEPEST:
            raise _too_deep(node)
    return expression


class Parser(UnaryReader):
    """Reads whole expressions."""

    def __init__(self, run: tuple[Token, ...], names: Collection[str] = ()) -> None:
        super().__init__(run, names)
        self._open = 0

    def expression(self, floor: int = ANY, depth: int = 0) -> Expression:
        """An operand and all operators after it that bind more tightly than `floor`."""
        if depth > 2 * DEEPEST:
            raise _too_deep(self.token)
        start = self.token.offset
        left = self._operand(depth)
        while (level := LEVELS.get(self.token.kind, ANY)) > floor:
            relate = self._relation if level == RELATION else self._chain
            left = relate(left, start, depth + 1)
        return left

    def _chain(self, first: Expression, start: int, depth: int) -> Expression:
        """The rest of `a and b and c` or `a + b - c`: one node for operators of one level."""
        level, then = LEVELS[self.token.kind], []
        while LEVELS.get(self.token.kind) == level:
            sign = self.take()
            operand = self.expression(level, depth)
            then.append(Operation(sign.kind, operand, offset=sign.offset, end=self.read_to))
        operands = (first, *(link.operand for link in then))
        if level == OR:
            return Or(operands, offset=start, end=self.read_to)
        if level == AND:
            return And(operands, offset=start, end=self.read_to)
        return Arithmetic(first, tuple(then), offset=start, end=self.read_to)

    def _relation(self, left: Expression, start: int, depth: int) -> Expression:
        related = self._related(left, start, depth)
        if LEVELS.get(self.token.kind) == RELATION:
            hint = "write `x between a and b`, or join two comparisons with `and`"
            raise FeelError(self.token.offset, self.token.end, "comparisons do not chain", hint)
        return related

    def _related(self, left: Expression, start: int, depth: int) -> Expression:
        match self.take().kind:
            case "has":
                item = self.expression(RELATION, depth)
                return Has(left, item, offset=start, end=self.read_to)
            case "in":
                tests = self.in_tests()
                return In(left, tests, offset=start, end=self.read_to)
            case "between":
                low, high = self._bounds(depth)
                return Between(left, low, high, offset=start, end=self.read_to)
            case sign:
                right = self.expression(RELATION, depth)
                return Comparison(sign, left, right, offset=start, end=self.read_to)

    def _bounds(self, depth: int) -> tuple[Expression, Expression]:
        low = self.expression(RELATION, depth)
        if self.token.kind != "and":
            raise FeelError(
                self.token.offset, self.token.end, "`between` needs two values", "write `x between 1 and 5`"
            )
        self.take()
        return low, self.expression(RELATION, depth)

    def _operand(self, depth: int) -> Expression:
        token = self.token
        match token.kind:
            case "(":
                return self._bracketed(depth)
            case "not":
                self.take()
                if self.token.kind != "(":
                    raise FeelError(token.offset, token.end, "`not` needs parentheses", "write `not(...)`")
                operand = self._bracketed(depth)
                return Not(operand, offset=token.offset, end=self.read_to)
            case "-":
                return self._negative(depth)
            case _:
                return self.endpoint()

    def _bracketed(self, depth: int) -> Expression:
        opening = self.take()
        self._open += 1
        if self._open > DEEPEST:
            raise _too_deep(opening)
        inner = self.expression(ANY, depth + 1)
        self.close(opening)
        self._open -= 1
        return inner

    def _negative(self, depth: int) -> Expression:
        sign = self.take()
        if self.token.kind == "-":
            raise FeelError(sign.offset, self.token.end, "two minus signs in a row", "use parentheses: `-(-x)`")
        operand = self._operand(depth)
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            return Literal(operand.value.copy_negate(), offset=sign.offset, end=self.read_to)
        return Negative(operand, offset=sign.offset, end=self.read_to)


def _too_deep(place: Token | Node) -> FeelError:
    hint = "split it into several conditions, or use a decision table"
    return FeelError(place.offset, place.end, f"this is nested deeper than {DEEPEST} levels", hint)

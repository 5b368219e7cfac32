"""A run of tokens, read once from left to right, and what to say when the next one does not fit."""

from collections.abc import Collection

from sopbook.feel.lexer import Token
from sopbook.feel.problem import FeelError
from sopbook.feel.slips import OPERATOR_WORDS

COMPARING = ("=", "!=", "<", "<=", ">", ">=")


class Reader:
    """The place in the run where reading has come to; `names` are the declared ones."""

    def __init__(self, run: tuple[Token, ...], names: Collection[str] = ()) -> None:
        self._run, self._names, self._at = run, names, 0

    @property
    def token(self) -> Token:
        return self._run[self._at]

    @property
    def read_to(self) -> int:
        """Where the last token that was taken ends."""
        return self._run[self._at - 1].end

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self._at += 1
        return token

    def finish(self) -> None:
        """Refuse whatever follows a complete expression."""
        if self.token.kind != "end":
            raise _unexpected(self.token)

    def close(self, opening: Token) -> None:
        if self.token.kind == "end":
            raise FeelError(opening.offset, opening.end, f"this `{opening.text}` is not closed", "add `)`")
        if self.token.kind != ")":
            raise _unexpected(self.token)
        self.take()


def _unexpected(token: Token) -> FeelError:
    if token.text in OPERATOR_WORDS:
        message, hint = f"`{token.text}` is not used here", OPERATOR_WORDS[token.text]
    elif token.kind in COMPARING:
        message, hint = "a value is expected here, not a comparison", "put the comparison in parentheses"
    elif token.kind == ")":
        message, hint = "this `)` closes nothing", "remove it, or add the `(`"
    elif token.kind == ",":
        message, hint = "a comma stands only between tests", 'write `x in ("a", "b")`'
    else:
        message = f"`{token.text}` does not fit here"
        hint = "put `and`, `or` or `=` before it; a text stands in double quotes"
    return FeelError(token.offset, token.end, message, hint)

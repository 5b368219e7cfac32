"""Whether a condition says what an optional value means when it is left empty.

`discount > 5` is null without a discount, and null is neither yes nor no. An author who writes `discount = null or ...`
or `discount != null and ...` has decided; any test of the name for null counts as that.
"""

from collections.abc import Mapping

from sopbook.feel.syntax import Against, Comparison, Expression, In, Literal, Name, Node, walk
from sopbook.feel.types import Type
from sopbook.problem import Problem


def null_is_spoken_for(expression: Expression, name: str) -> bool:
    """Whether the expression anywhere asks if the name is null."""
    return any(name == asked for node, _ in walk(expression) for asked in _asked_for_null(node))


def check_nulls(expression: Expression, scope: Mapping[str, Type]) -> tuple[Problem, ...]:
    """One problem for each optional name, at its first place, of which the expression does not say what null means."""
    first: dict[str, Name] = {}
    for node, _ in walk(expression):
        if isinstance(node, Name) and node.name in scope and scope[node.name].nullable:
            first.setdefault(node.name, node)
    return tuple(_unspoken(node) for node in first.values() if not null_is_spoken_for(expression, node.name))


def _asked_for_null(node: Node) -> tuple[str, ...]:
    match node:
        case Comparison(operator="=" | "!=", left=Name(name=name), right=Literal(value=None)):
            return (name,)
        case Comparison(operator="=" | "!=", left=Literal(value=None), right=Name(name=name)):
            return (name,)
        case In(subject=Name(name=name), tests=tests) if any(_is_null_test(test) for test in tests):
            return (name,)
        case _:
            return ()


def _is_null_test(test: Node) -> bool:
    return isinstance(test, Against) and test.operator in ("=", "!=") and test.endpoint == Literal(None)


def _unspoken(name: Name) -> Problem:
    message = f"`{name.name}` may be left empty, and this does not say what then"
    hint = f"write `{name.name} = null or ...`, or `{name.name} != null and ...`"
    return Problem(name.offset, name.end, message, hint)

"""Circles in what refers to what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

N = TypeVar("N", bound=str)
Graph = Mapping[N, Sequence[N]]


def cycles(graph: Graph[N]) -> Iterator[tuple[N, ...]]:
    """Every node that leads to itself, then a shortest circle through each one that is in none given before."""
    yield from ((node,) for node, then in graph.items() if node in then)
    left = _trimmed({node: [one for one in then if one != node] for node, then in graph.items()})
    told: set[N] = set()
    for node in left:
        if node not in told and (circle := _circle(node, left)) and told.isdisjoint(circle):
            told.update(circle)
            yield circle


def _trimmed(graph: Graph[N]) -> Graph[N]:
    """The graph without the nodes that lead nowhere, until there are none: most graphs have nothing left then."""
    left = {node: [one for one in then if one in graph] for node, then in graph.items()}
    while ends := {node for node, then in left.items() if not then}:
        left = {node: [one for one in then if one not in ends] for node, then in left.items() if node not in ends}
    return left


def _circle(start: N, graph: Graph[N]) -> tuple[N, ...]:
    """The shortest way from a node back to itself."""
    came: dict[N, N] = {}
    waiting = [start]
    for node in waiting:
        for then in graph[node]:
            if then == start:
                return _way(start, node, came)
            if then not in came:
                came[then] = node
                waiting.append(then)
    return ()


def _way(start: N, end: N, came: Mapping[N, N]) -> tuple[N, ...]:
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))

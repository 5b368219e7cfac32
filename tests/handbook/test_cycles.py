from hypothesis import given
from hypothesis import strategies as st

from sopbook.handbook.cycles import cycles

nodes = st.sampled_from("abcdef")
graphs = st.dictionaries(nodes, st.lists(nodes, unique=True), min_size=1)


def leads_back(graph: dict[str, list[str]], start: str) -> bool:
    """Whether one comes back to a node, by trying every way."""
    reached = set(graph.get(start, []))
    while more := {then for node in reached for then in graph.get(node, [])} - reached:
        reached |= more
    return start in reached


def test_a_shortest_circle_is_given_once() -> None:
    graph = {"a": ["b", "c"], "b": ["c"], "c": ["a"], "d": ["a"]}
    assert list(cycles(graph)) == [("a", "c")]


def test_circles_apart_and_one_that_leads_to_itself_are_all_given() -> None:
    graph = {"a": ["b", "a"], "b": ["a"], "c": ["d"], "d": ["c"], "e": ["nowhere"]}
    assert list(cycles(graph)) == [("a",), ("a", "b"), ("c", "d")]


@given(graphs)
def test_what_is_given_is_a_circle(graph: dict[str, list[str]]) -> None:
    for circle in cycles(graph):
        assert all(then in graph[node] for node, then in zip(circle, (*circle[1:], circle[0]), strict=True))


@given(graphs)
def test_there_is_one_whenever_some_node_leads_back(graph: dict[str, list[str]]) -> None:
    assert bool(list(cycles(graph))) == any(leads_back(graph, node) for node in graph)

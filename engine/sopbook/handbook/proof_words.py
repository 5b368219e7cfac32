"""What the proofs of a handbook's decisions find, in the words of a diagnostic."""

from collections.abc import Iterator, Mapping

from sopbook.decisions.findings import Cases, Contradiction, Overlap, Proof
from sopbook.documents.decision import Decision
from sopbook.feel.format import value_text
from sopbook.feel.values import Value
from sopbook.handbook.book import Handbook
from sopbook.handbook.proofs import proof_of
from sopbook.source.position import Pointer
from sopbook.timing.spoken import spoken_list


def proofs(book: Handbook) -> Iterator[tuple[Decision, Proof]]:
    """Every decision that can be proven, with its proof."""
    for document in book.all:
        if isinstance(document, Decision) and (found := proof_of(document, book)) is not None:
            yield document, found


def place_of(decision: Decision, rule: str) -> Pointer:
    """Where a rule stands, or an outcome."""
    paths = {one.id: one.path for one in decision.outcomes} | {one.id: one.path for one in decision.rules}
    return paths[rule]


def rules_word(decision: Decision) -> str:
    """What its rules are called: those of a weighing are its outcomes."""
    return "rule" if decision.rules else "outcome"


def when_text(cases: Cases) -> str:
    """The cases of a finding, and one of them."""
    cells = spoken_list([f"`{name}` is `{cell}`" for name, cell in cases.when.items()])
    return f"{f'when {cells}' if cells else 'whatever is given'}, for example {case_text(cases.given)}"


def case_text(given: Mapping[str, Value]) -> str:
    """One case."""
    return spoken_list([f"`{name}: {value_text(value)}`" for name, value in given.items()])


def by_later_rule(
    proof: Proof, kind: type[Overlap] | type[Contradiction]
) -> Iterator[tuple[Overlap | Contradiction, int]]:
    """The first finding of the kind for each rule, and how many more it has: they have one cause."""
    pairs: dict[str, list[Overlap | Contradiction]] = {}
    for one in proof.findings:
        if isinstance(one, kind):
            pairs.setdefault(one.rules[1], []).append(one)
    return ((first, len(more)) for first, *more in pairs.values())

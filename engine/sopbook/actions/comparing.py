"""What people do with two versions of a decision: say for which inputs they answer otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from sopbook.actions.decisions import framework_in, handbook_around
from sopbook.actions.run_view import value_as_json
from sopbook.decisions.compare import compare
from sopbook.decisions.comparison import Comparison, Difference
from sopbook.decisions.evaluate import Answer
from sopbook.decisions.search import NODES
from sopbook.decisions.weighing import Framework, framework_of
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.reader import ReadDocument, read_document
from sopbook.errors import Refused, Unavailable
from sopbook.feel.values import Value
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import expressions
from sopbook.handbook.soundness import is_sound
from sopbook.handbook.tables import slips
from sopbook.source.diagnostic import Diagnostic
from sopbook.workspace.files import readable
from sopbook.workspace.git import repository
from sopbook.workspace.past import document_at
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root

MOST_FAULTS = 5
"""So many faults of the other version are told."""


class NothingToCompareWith(Unavailable):
    """The other version is not there: no such file, no such revision, no such decision in it."""


class FaultyVersion(Refused):
    """The other version has errors, and cannot be compared as it is."""

    def __init__(self, where: str, faults: tuple[str, ...]) -> None:
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        lines = "\n".join((*faults[:MOST_FAULTS], *more))
        super().__init__(f"The decision {where} has errors and cannot be compared:\n{lines}")
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A decision as it stands, what it was compared with, and what came of it."""

    framework: Framework
    against: str
    commit: str
    comparison: Comparison


def compared(start: Path, root: Path | None, decision: str, other: str, budget: int = NODES) -> Compared:
    """The decision as it stands against a file, or against itself at a revision; a file of that name goes first."""
    root = find_root(start, root)
    framework = framework_in(handbook_around(start, root), decision)
    if (start / other).exists() or other.lower().endswith((".yml", ".yaml")):
        before, commit = _in_file(start, other), ""
    else:
        before, commit = _at_revision(root, other, decision)
    return Compared(framework=framework, against=other, commit=commit, comparison=compare(before, framework, budget))


def _in_file(start: Path, file: str) -> Framework:
    if not (start / file).exists():
        raise NothingToCompareWith(f"There is no file `{file}` here.")
    data = readable(start, file)
    if isinstance(data, Diagnostic):
        raise NothingToCompareWith(data.sentence)
    return _framework(read_document(data, file, schemas()), f"in {file}")


def _at_revision(root: Path, revision: str, decision: str) -> tuple[Framework, str]:
    version = repository.resolved(root, revision)
    if version.commit is None:
        raise NothingToCompareWith(f"There is no file `{revision}` here. {version.why}")
    where = f"at {revision}"
    found = document_at(root, version.commit, decision, schemas())
    if found is None:
        raise NothingToCompareWith(f"There was no decision `{decision}` {where} ({version.commit[:10]}).")
    return _framework(found, where), version.commit


def _framework(read: ReadDocument, where: str) -> Framework:
    if read.document is None:
        raise FaultyVersion(where, tuple(one.sentence for one in read.problems))
    if not isinstance(read.document, Decision):
        raise NothingToCompareWith(f"`{read.document.id}` {where} is a {read.document.kind}, not a decision.")
    book = Handbook.of("", "", [read.document])
    if not is_sound(read.document, book):
        raise FaultyVersion(where, tuple(_faults(read.document, book)))
    return framework_of(read.document)


def _faults(document: Document, book: Handbook) -> Iterator[str]:
    """What keeps it from answering, each with its place."""
    for one in book.once(expressions, document):
        for problem in (*one.unreadable, *one.unknown, *one.mistyped):
            yield f"{document.where(*one.written.pointer)}: {problem.message}"
    for slip in book.once(slips, document):
        yield f"{document.where(*slip.pointer)}: {slip.message}"


def share_in_words(share: Fraction) -> str:
    """A part of all inputs as it is said: `1 in 12 inputs`."""
    if share in (0, 1):
        return "every input" if share else "no input"
    if share.denominator <= MOST_COUNTED:
        return f"{share.numerator} in {share.denominator} inputs"
    one_in = round(1 / share)
    return f"about 1 in {one_in:,} inputs" if one_in > 1 else f"about {round(share * 100)} % of the inputs"


MOST_COUNTED = 1000
"""A part with a greater denominator is rounded when it is said."""


def as_json(found: Compared) -> dict[str, Any]:
    """A comparison for programs; part of the promise that `--json` makes."""
    comparison = found.comparison
    return {
        "decision": found.framework.id,
        "against": found.against,
        "commit": found.commit or None,
        "differs": comparison.differs,
        "complete": comparison.is_complete and not comparison.reason,
        "reason": comparison.reason,
        "changes": list(comparison.changes),
        "rewritten": comparison.is_rewritten,
        "share": _share(comparison.share),
        "differences": [_difference(one) for one in comparison.differences],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "when": dict(one.when),
        "in_part": one.in_part,
        "share": _share(one.share),
        "given": _values(one.given),
        "before": _answer(one.old),
        "now": _answer(one.new),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    result = None if answer.result is None else _values(answer.result)
    return {"result": result, "rules": list(answer.rules), "problem": answer.problem}


def _share(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _values(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: value_as_json(cast(Any, value)) for name, value in values.items()}

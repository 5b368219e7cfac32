"""What comes of the folders of the DMN Technology Compatibility Kit, result node by result node."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.evaluation import Evaluation
from kit.expressions import Unsupported
from kit.values import same, value_in
from sopbook.exchange.dmn.elements import Element, Unreadable, read_elements
from sopbook.exchange.dmn.reading import model_of

PASSED, FAILED, UNSUPPORTED = "passed", "failed", "unsupported"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one result node."""

    verdict: str
    where: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.verdict:11} {self.where}" + (f": {self.why}" if self.why else "")


def outcomes(folder: Path) -> Iterator[Outcome]:
    """What came of every result node in the folder and the folders in it."""
    for file in sorted(folder.rglob("*.xml")):
        try:
            root = read_elements(file.read_bytes())
        except Unreadable:
            continue
        if root.name == "testCases":
            yield from _of_file(file, root)


def _of_file(file: Path, root: Element) -> Iterator[Outcome]:
    named = file.parent / (root.inner("modelName") or "?")
    model_file = named if named.is_file() else next(iter(sorted(file.parent.glob("*.dmn"))), named)
    model, fault = Element(name=""), ""
    try:
        model = read_elements(model_file.read_bytes())
        model_of(model)
    except Unreadable as error:
        fault = f"{model_file.name}: {error.remark}"
    except OSError as error:
        fault = f"{model_file.name}: {error.strerror}"
    for case in root.all("testCase"):
        for wanted in case.all("resultNode"):
            where = f"{file.stem} {case.get('id')} `{wanted.get('name')}`"
            asked = {case.get("type") or "decision", wanted.get("type") or "decision"} - {"decision"}
            if fault or asked:
                yield Outcome(verdict=UNSUPPORTED, where=where, why=fault or f"a {min(asked)} is called")
            else:
                yield _judged(model, case, wanted, where)


def _judged(model: Element, case: Element, wanted: Element, where: str) -> Outcome:
    given = {_name(one): value_in(one) for one in case.all("inputNode")}
    evaluation = Evaluation(root=model, given=given)
    expected = value_in(wanted.first("expected", "computed"))
    try:
        result = evaluation.value(_name(wanted))
    except Unsupported as why:
        return Outcome(verdict=UNSUPPORTED, where=where, why=str(why))
    except Exception as fault:  # a bug of ours fails this node, and the others are still tried
        return Outcome(verdict=FAILED, where=where, why=f"{type(fault).__name__}: {fault}")
    if same(expected, result):
        return Outcome(verdict=PASSED, where=where)
    if evaluation.doubts:
        return Outcome(verdict=UNSUPPORTED, where=where, why=evaluation.doubts[0])
    return Outcome(verdict=FAILED, where=where, why=f"expected {expected!r}, got {result!r}")


def _name(node: Element) -> str:
    return " ".join(node.get("name").split())

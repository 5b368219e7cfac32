"""Checking made-up handbooks: against `check-jsonschema`, against reading and shape alone, and ten times as many."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.handbooks import ROOT, generate
from benchmarks.measure import Row, in_turn, process
from benchmarks.quick_schemas import quick

BIN = Path(sys.executable).parent
SHAPE_ALONE = """
import json, pathlib, jsonschema_rs, yaml
schemas = [json.loads(path.read_bytes()) for path in pathlib.Path('schemas').glob('*.json')]
registry = jsonschema_rs.Registry([(schema['$id'], schema) for schema in schemas])
by_name = {s['$id'].rsplit('/', 1)[-1]: jsonschema_rs.Draft202012Validator(s, registry=registry) for s in schemas}
for path in sorted(pathlib.Path('sops').rglob('*.yml')):
    document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    assert by_name[document['kind'] + '.schema.json'].is_valid(document)
"""


def rows() -> Iterator[Row]:
    """Whole processes; what takes a minute is measured once or twice only."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = _made(Path(folder), 1_000), _made(Path(folder), 10_000)
        yield _against_check_jsonschema(Path(folder), small)
        yield _against_shape_alone(small)
        yield _ten_times_as_many(small, large)


def _made(folder: Path, documents: int) -> Path:
    root = folder / str(documents)
    root.mkdir()
    generate(root, documents, today=date.today())
    return root


def _against_check_jsonschema(folder: Path, root: Path) -> Row:
    schema = folder / "quick.json"
    schema.write_text(json.dumps(quick(ROOT / "schemas")), encoding="utf-8")
    files = [str(path) for path in sorted((root / "sops").rglob("*.yml"))]
    theirs = process([str(BIN / "check-jsonschema"), "--schemafile", str(schema), *files])
    ours, reference = in_turn(_check(root), theirs, rounds=1, warm_up=False)
    return Row(
        work="`sop check` on 1,000 documents, everything, with proofs",
        ours=ours,
        against="`check-jsonschema` on the same files, schema only",
        reference=reference,
        goal="≤ 0.35 x",
    )


def _against_shape_alone(root: Path) -> Row:
    theirs = process([sys.executable, "-c", SHAPE_ALONE], cwd=str(root))
    ours, reference = in_turn(_check(root), theirs, rounds=3)
    return Row(
        work="the same",
        ours=ours,
        against="CSafeLoader and jsonschema-rs on the same files, shape only",
        reference=reference,
        goal="",
    )


def _ten_times_as_many(small: Path, large: Path) -> Row:
    ours, reference = in_turn(_check(large), _check(small), rounds=2, warm_up=False)
    return Row(
        work="`sop check` on 10,000 documents",
        ours=ours,
        against="on 1,000",
        reference=reference,
        goal="≤ 11 x",
    )


def _check(root: Path) -> Callable[[], object]:
    return process([str(BIN / "sop"), "check"], cwd=str(root))

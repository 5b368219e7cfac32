"""Starting: the command's help against an empty click program, and checking the example handbook."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, in_turn, process

ROOT = Path(__file__).resolve().parents[1]
EMPTY = "import click\n@click.group()\ndef main(): pass\nmain(['--help'])"
SCHEMA_ONLY = """
import json, pathlib, yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
schemas = [json.loads(p.read_bytes()) for p in pathlib.Path('schemas').glob('*.json')]
registry = Registry().with_resources([(s['$id'], Resource.from_contents(s)) for s in schemas])
by_name = {s['$id'].rsplit('/', 1)[-1]: Draft202012Validator(s, registry=registry) for s in schemas}
for path in sorted(pathlib.Path('sops').rglob('*.yml')):
    document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    list(by_name[document['kind'] + '.schema.json'].iter_errors(document))
"""


def rows() -> Iterator[Row]:
    """Whole processes."""
    sop = str(Path(sys.executable).parent / "sop")
    ours, reference = in_turn(process([sop, "--help"]), process([sys.executable, "-c", EMPTY]), rounds=15)
    yield Row(work="`sop --help`", ours=ours, against="an empty click program", reference=reference, goal="≤ 1.5 x")
    ours, reference = in_turn(
        process([sop, "check"], cwd=str(ROOT)), process([sys.executable, "-c", SCHEMA_ONLY], cwd=str(ROOT)), rounds=7
    )
    yield Row(
        work="`sop check` on `sops/`, everything",
        ours=ours,
        against="CSafeLoader and jsonschema on the same files, shape only",
        reference=reference,
        goal="",
    )

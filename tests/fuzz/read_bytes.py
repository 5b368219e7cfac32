"""Coverage-guided fuzzing of the reader and the schemas, by hand; no part of the tests.

    pip install atheris
    python tests/fuzz/read_bytes.py -max_total_time=600

Begins with the case files. Anything but diagnostics, a traceback or a dead process, stops it and is written to a file.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sopbook"]):
    from sopbook.documents.reader import read_document
    from sopbook.workspace.resources import schemas

CASES = Path(__file__).resolve().parents[1] / "documents/cases"
SCHEMAS = schemas()


def read_one(data: bytes) -> None:
    """Any bytes give a document or problems."""
    read = read_document(data, "fuzz.yml", SCHEMAS)
    assert read.document is not None or read.problems, "refused without a word"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:
        atheris.Setup([*sys.argv, found, str(CASES / "valid"), str(CASES / "invalid")], read_one)
        atheris.Fuzz()

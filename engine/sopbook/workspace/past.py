"""A document as it was at a commit: found by its id, wherever its file lay then and whatever it was called."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sopbook.documents.reader import ReadDocument, read_document
from sopbook.documents.schemas import Schemas
from sopbook.source.decoding import MOST_BYTES
from sopbook.source.yaml_reader import read
from sopbook.workspace.causes import unread_file
from sopbook.workspace.files import ENDINGS
from sopbook.workspace.git import repository
from sopbook.workspace.settings import DEFAULT_PATHS, FILE


def document_at(root: Path, commit: str, id: str, schemas: Schemas) -> ReadDocument | None:
    """The document, or what is wrong with it; nothing when there was none. The settings of that time say where."""
    stored = repository.files(root, commit)
    paths = _paths(root, stored)
    files = [one for one in stored if _is_document(one, paths)]
    texts = zip(files, repository.contents(root, files), strict=False)
    found = [(one.file, data) for one, data in texts if id.encode() in data or PurePosixPath(one.file).stem == id]
    named = sorted(found, key=lambda one: (PurePosixPath(one[0]).stem != id, one[0]))
    return next(_those_with(id, named, schemas), None)


def _those_with(id: str, files: list[tuple[str, bytes]], schemas: Schemas) -> Iterator[ReadDocument]:
    """The documents of that id, and behind them files that cannot be read and may hold it."""
    broken = []
    for file, data in files:
        value = read(data, file).value
        if isinstance(value, dict) and "id" in value:
            if value["id"] == id:
                yield read_document(data, file, schemas)
        else:
            one = read_document(data, file, schemas)
            broken += [one] if unread_file(file, one.lines).may_give(id) else []
    yield from broken


def _paths(root: Path, stored: tuple[repository.Stored, ...]) -> tuple[str, ...]:
    """Where the documents lay; the default where the settings of that time cannot be read."""
    settings = [one for one in stored if one.file == FILE and one.size <= MOST_BYTES]
    value: Mapping[str, Any] = next((read(data, FILE).value or {} for data in repository.contents(root, settings)), {})
    paths = value.get("paths") if isinstance(value, dict) else None
    return tuple(map(str, paths)) if isinstance(paths, list) and paths else DEFAULT_PATHS


def _is_document(one: repository.Stored, paths: tuple[str, ...]) -> bool:
    path = PurePosixPath(one.file)
    hidden = any(part.startswith(".") for part in path.parts)
    within = any(path.is_relative_to(PurePosixPath(folder)) for folder in paths)
    return within and not hidden and path.suffix.lower() in ENDINGS and one.file != FILE and one.size <= MOST_BYTES

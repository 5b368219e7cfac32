"""The shapes of documents: one JSON Schema for each kind, handed in as values.

`jsonschema-rs` says yes, in microseconds; a no is explained by `shape`, which uses `jsonschema`. A test holds the two
in agreement.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import jsonschema_rs

from sopbook.documents.kinds import KINDS
from sopbook.source.diagnostic import Diagnostic
from sopbook.source.yaml_reader import Marks


class Schemas:
    """Validators for all kinds, built once from the contents of the schema files (by file name)."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in values.values()])
        self._fast = {
            kind.name: jsonschema_rs.Draft202012Validator(values[kind.schema], registry=registry, validate_formats=True)
            for kind in KINDS.values()
        }

    def fits(self, kind: str, value: Any) -> bool:
        """Whether a value has the shape of its kind."""
        return self._fast[kind].is_valid(value)

    def problems(self, kind: str, value: Any, marks: Marks) -> Iterator[Diagnostic]:
        """What is wrong with the shape of a value, each fault once, at its place."""
        if not self.fits(kind, value):
            yield from self._explainer.problems(KINDS[kind].schema, value, marks)

    @cached_property
    def _explainer(self) -> Any:
        from sopbook.documents.shape import Explainer  # jsonschema is slow to import and rarely needed

        return Explainer(self.values)

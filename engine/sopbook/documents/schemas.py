"""The shapes of documents: one JSON Schema for each kind, handed in as values.

`jsonschema-rs` says yes, in microseconds; a no is explained by `shape`, which uses `jsonschema`. A test holds the two
in agreement.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

import jsonschema_rs

from sopbook.documents.forms import is_day
from sopbook.documents.kinds import KINDS
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.marks import Marks

MOST = 1000
"""Problems told of one file: each takes a while to explain, and a file with more is broken in some other way."""


class Schemas:
    """Validators for all kinds, each built once, from the contents of the schema files (by file name)."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self._registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in values.values()])
        self._fast: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def fits(self, kind: str, value: Any) -> bool:
        """Whether a value has the shape of its kind."""
        return self._fits(KINDS[kind].schema, value)

    def problems(self, kind: str, value: Any, marks: Marks) -> Iterator[Diagnostic]:
        """What is wrong with the shape of a value, each fault once, at its place."""
        yield from self.problems_with(KINDS[kind].schema, value, marks)

    def problems_with(self, schema: str, value: Any, marks: Marks) -> Iterator[Diagnostic]:
        """The same for a value that is no document, by the file name of its schema."""
        if self._fits(schema, value):
            return
        found = list(islice(self._explainer.problems(schema, value, marks), MOST + 1))
        if len(found) > MOST:
            found[MOST] = error(
                "SOP109",
                f"there are more than {MOST} problems in this file",
                at=found[MOST].at,
                hint="mend those told so far, then look again",
            )
        yield from found or self._as_reported(schema, value, marks)

    def _as_reported(self, schema: str, value: Any, marks: Marks) -> Iterator[Diagnostic]:
        """A refused document is never passed over in silence, even if the two validators should disagree one day."""
        for fault in self._fast[schema].iter_errors(value):
            yield error("SOP105", fault.message, at=marks.value(tuple(fault.instance_path)))

    def _fits(self, schema: str, value: Any) -> bool:
        if schema not in self._fast:
            made = jsonschema_rs.Draft202012Validator(
                self.values[schema], registry=self._registry, validate_formats=True, formats={"date": is_day}
            )
            self._fast[schema] = made
        return self._fast[schema].is_valid(value)

    @cached_property
    def _explainer(self) -> Any:
        from sopbook.documents.shape import Explainer  # jsonschema is slow to import and rarely needed

        return Explainer(self.values)

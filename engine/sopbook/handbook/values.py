"""Whether a value that an author wrote fits the field that it is meant for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sopbook.decisions.table import cell_text
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.documents.procedure import Procedure
from sopbook.handbook.layout import all_steps
from sopbook.source.nearest import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Why a value does not fit, to be read behind the name of its place, and what to write instead."""

    why: str
    hint: str = ""


def fields_of(document: Document) -> Iterator[Field]:
    """Every field of a document, of its steps too."""
    if isinstance(document, Procedure | Decision | Escalation):
        yield from document.inputs.values()
    if isinstance(document, Decision):
        yield from document.outputs.values()
    if isinstance(document, Escalation):
        yield from document.close_with.values()
    for step in all_steps(document):
        yield from step.fields.values()


def misfit(field: Field, value: Scalar | tuple[Scalar, ...]) -> Misfit | None:
    """What is wrong with a value for a field, if something is."""
    if field.type in (FieldType.CHOICES, FieldType.LIST):
        items = value if isinstance(value, tuple) else (value,)
        return next((found for item in items if (found := _not_an_option(field, item))), None)
    if isinstance(value, tuple):
        return Misfit(why="must be one value")
    return JUDGES.get(field.type, _not_text)(field, value)


def _not_text(_field: Field, value: Scalar) -> Misfit | None:
    return None if isinstance(value, str) else Misfit(why="must be a text", hint="put quotes around it")


def _not_an_option(field: Field, value: Scalar) -> Misfit | None:
    if field.type is FieldType.LIST or value in field.options:
        return None
    shown, likely = cell_text(value), nearest(cell_text(value), field.options)
    hint = (
        f"did you mean `{likely}`?" if likely else f"its options are {', '.join(f'`{one}`' for one in field.options)}"
    )
    return Misfit(why=f"cannot be `{shown}`", hint="put quotes around it" if shown in field.options else hint)


def _not_yes_or_no(_field: Field, value: Scalar) -> Misfit | None:
    return None if isinstance(value, bool) else Misfit(why="must be `true` or `false`", hint="write it without quotes")


def _not_a_number(field: Field, value: Scalar) -> Misfit | None:
    if isinstance(value, bool | str):
        return Misfit(why="must be a number", hint="write it without quotes" if _is_number(value) else "")
    if field.min is not None and value < field.min:
        return Misfit(why=f"must be at least {cell_text(field.min)}")
    if field.max is not None and value > field.max:
        return Misfit(why=f"must be at most {cell_text(field.max)}")
    if field.integer and Decimal(value) != Decimal(value).to_integral_value():
        return Misfit(why="must be a whole number")
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.removeprefix("-").replace(".", "", 1).isdecimal()


def _not_readable_by(read: Callable[[str], object], form: str) -> Callable[[Field, Scalar], Misfit | None]:
    def judge(_field: Field, value: Scalar) -> Misfit | None:
        try:
            read(str(value))
        except ValueError:
            return Misfit(why=f"cannot be `{cell_text(value)}`", hint=f"write it as {form}")
        return None

    return judge


JUDGES: Mapping[FieldType, Callable[[Field, Scalar], Misfit | None]] = {
    FieldType.CHOICE: _not_an_option,
    FieldType.YES_NO: _not_yes_or_no,
    FieldType.NUMBER: _not_a_number,
    FieldType.DATE: _not_readable_by(date.fromisoformat, '"2026-01-31"'),
    FieldType.TIME: _not_readable_by(time.fromisoformat, '"09:30"'),
    FieldType.DATETIME: _not_readable_by(datetime.fromisoformat, '"2026-01-31T09:30"'),
}

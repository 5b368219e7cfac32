"""A value to enter, as a line on a page: its label, what kind of value, and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import as_value
from sopbook.pages.html import NOTHING, Html, html, listed
from sopbook.pages.labels import field_label
from sopbook.pages.words import amount, unary, value_words
from sopbook.pages.writer import Writer

TYPES: Mapping[FieldType, str] = {
    FieldType.TEXT: "text",
    FieldType.LONG_TEXT: "long text",
    FieldType.NUMBER: "number",
    FieldType.CHOICE: "one of",
    FieldType.CHOICES: "any of",
    FieldType.YES_NO: "yes or no",
    FieldType.DATE: "date",
    FieldType.TIME: "time of day",
    FieldType.DATETIME: "date and time",
    FieldType.LINK: "link",
    FieldType.EMAIL: "e-mail address",
    FieldType.PERSON: "a colleague",
    FieldType.FILE: "file",
    FieldType.LIST: "list",
}
"""What a person enters, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One line of a list of fields."""

    label: Html
    kind: Html
    limits: tuple[Html, ...]
    help: Html
    optional: bool


def field_views(fields: Mapping[str, Field], writer: Writer) -> tuple[FieldView, ...]:
    """The fields in the order they are asked."""
    return tuple(
        FieldView(
            label=writer.inline(field_label(name, field)),
            kind=_kind(field),
            limits=tuple(_limits(field)),
            help=writer.flow(field.help),
            optional=field.optional,
        )
        for name, field in fields.items()
    )


def _kind(field: Field) -> Html:
    word = TYPES[field.type]
    match field.type:
        case FieldType.CHOICE:
            return html("{}", listed((html("<b>{}</b>", option) for option in field.options), "or"))
        case FieldType.CHOICES:
            return html("any of {}", listed(html("<b>{}</b>", option) for option in field.options))
        case FieldType.NUMBER:
            word = "whole number" if field.integer else word
            return html("{} in {}", word, field.unit) if field.unit else html("{}", word)
        case FieldType.LIST if field.of is not None:
            return html("list, each a {}", TYPES[field.of])
        case _:
            return html("{}", word)


def bounds(field: Field) -> str:
    """The least and the most that can be entered; nothing for neither."""
    if field.min is not None and field.max is not None:
        return f"{amount(field.min)} to {amount(field.max)}"
    if field.min is not None:
        return f"at least {amount(field.min)}"
    return "" if field.max is None else f"at most {amount(field.max)}"


def _limits(field: Field) -> list[Html]:
    limits = [html("{}", bounds(field))]
    if field.accept:
        limits.append(html("passes when {}", unary(field.accept, field.unit)))
    if field.default is not None:
        limits.append(html("{} unless changed", value_words(as_value(field.default), field.unit)))
    return [limit for limit in limits if limit != NOTHING]

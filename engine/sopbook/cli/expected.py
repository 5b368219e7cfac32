"""What is expected at a field, in a few words for the terminal."""

from collections.abc import Collection, Mapping

from sopbook.documents.fields import Field, FieldType

MOST_PEOPLE = 12
"""So many people are named where one is asked for."""

HINTS: Mapping[FieldType, str] = {
    FieldType.YES_NO: "yes or no",
    FieldType.DATE: "as 2026-01-31",
    FieldType.TIME: "as 14:30",
    FieldType.DATETIME: "as 2026-01-31T14:30",
    FieldType.LINK: "a web address",
    FieldType.EMAIL: "an e-mail address",
    FieldType.PERSON: "somebody's id",
    FieldType.FILE: "the path of a file",
    FieldType.LIST: "separated by commas",
}


def expected(field: Field, people: Collection[str] = ()) -> str:
    """Its options, bounds or form; `people` are the ids of the team."""
    if field.options:
        return ", ".join(field.options) + (": several with commas" if field.type is FieldType.CHOICES else "")
    if field.type is FieldType.NUMBER:
        bounds = (
            f"at least {field.min}" if field.min is not None else "",
            f"at most {field.max}" if field.max is not None else "",
            "whole" if field.integer else "",
        )
        return ", ".join(one for one in (field.unit, *bounds) if one)
    if field.type is FieldType.PERSON and 0 < len(people) <= MOST_PEOPLE:
        return ", ".join(people)
    return HINTS.get(field.type, "")

"""The form on a decision's page that answers in the browser: a control for each input, and the compiled decision.

`site/assets/try-it.js` reads the data, shows the form and fills in the answer; without it the page only says that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.decisions.compiled import Uncompiled, compiled
from sopbook.decisions.results import asked, given
from sopbook.decisions.weighing import Framework, framework_of
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import as_value
from sopbook.handbook.soundness import is_sound
from sopbook.pages.field_view import bounds
from sopbook.pages.html import NOTHING, Html, html, listed
from sopbook.pages.labels import field_label
from sopbook.pages.words import value_words
from sopbook.pages.writer import Writer
from sopbook.plain import Plain

MOST_CHIPS = 6
"""So many options are shown side by side; more are a list to unfold."""

INPUT_TYPES: Mapping[FieldType, str] = {
    FieldType.DATE: "date",
    FieldType.TIME: "time",
    FieldType.DATETIME: "datetime-local",
}
"""What a browser has a control of its own for; numbers are texts, which it hands on digit by digit."""

IDLE = "Fill in what you know. The answer shows here."


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One thing to choose; the first of an optional field is nothing."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlView:
    """One field of the form: `options` side by side or in a list, or something to write."""

    id: str
    label: Html
    shape: str
    options: tuple[OptionView, ...] = ()
    may_be_empty: bool = False
    type: str = "text"
    keyboard: str = "text"
    step: str = ""
    unit: str = ""
    hint: Html = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class TryIt:
    """The form, or why there is none."""

    data: str = ""
    controls: tuple[ControlView, ...] = ()
    refusal: Html = NOTHING


def try_it(decision: Decision, writer: Writer) -> TryIt | None:
    """The form of a decision that can be answered; nothing for one with faults."""
    if not is_sound(decision, writer.book):
        return None
    framework = framework_of(decision)
    found = compiled(framework, value_words)
    fields = asked(framework)
    if isinstance(found, Uncompiled):
        return TryIt(refusal=_refusal(found, fields, decision))
    words = _words(decision, framework, writer)
    return TryIt(
        data=json.dumps({"decision": found, "words": words}, ensure_ascii=False, separators=(",", ":")),
        controls=tuple(_control(fields[one["name"]], one, writer) for one in found["inputs"]),
    )


def _refusal(found: Uncompiled, fields: Mapping[str, Field], decision: Decision) -> Html:
    where = html(" ({})", listed(field_label(name, fields[name]) for name in found.columns)) if found.columns else ""
    return html(
        "This page cannot work it out, because {}{}. <code>sop decide {}</code> can.", found.why, where, decision.id
    )


def _words(decision: Decision, framework: Framework, writer: Writer) -> Plain:
    """What the script says besides what it finds."""
    fields = given(framework)
    who = writer.link(decision.decided_by).text if decision.decided_by else ""
    return {
        "inputs": [_label(name, field, writer) for name, field in asked(framework).items()],
        "outputs": [_label(name, field, writer) for name, field in fields.items()],
        "texts": [field.type in (FieldType.TEXT, FieldType.LONG_TEXT) for field in fields.values()],
        "unanswered": f"Nothing answers this. {who} decides." if who else "Nothing answers this.",
        "idle": IDLE,
    }


def _label(name: str, field: Field, writer: Writer) -> str:
    return writer.plain(field_label(name, field)).rstrip("?")


def _control(field: Field, one: Mapping[str, Plain], writer: Writer) -> ControlView:
    name = one["name"]
    id, label = f"_try-{name}", writer.inline(field_label(name, field))
    if options := _options(field):
        shape = "chips" if len(options) <= MOST_CHIPS else "list"
        return ControlView(
            id=id,
            label=label,
            shape=shape,
            options=options,
            may_be_empty=field.optional,
            hint=writer.flow(field.help),
        )
    return ControlView(
        id=id,
        label=label,
        shape="line",
        type=INPUT_TYPES.get(field.type, "text"),
        keyboard=_keyboard(field),
        step=_step(one),
        unit=field.unit,
        hint=_hint(field, writer),
    )


def _options(field: Field) -> tuple[OptionView, ...]:
    nothing = (OptionView(value="", text=value_words(None), chosen=True),) if field.optional else ()
    match field.type:
        case FieldType.YES_NO:
            return (OptionView(value="true", text="yes"), OptionView(value="false", text="no"), *nothing)
        case FieldType.CHOICE:
            return (
                *(OptionView(value=option, text=value_words(as_value(option))) for option in field.options),
                *nothing,
            )
        case _:
            return ()


def _keyboard(field: Field) -> str:
    """Which keys a telephone shows; those for numbers have no minus."""
    if field.type is not FieldType.NUMBER or field.min is None or field.min < 0:
        return "text"
    return "numeric" if field.integer else "decimal"


def _hint(field: Field, writer: Writer) -> Html:
    limits = ", ".join(part for part in (bounds(field), "may be left empty" if field.optional else "") if part)
    return Html(". ").join(part for part in (html("{}", limits), writer.flow(field.help)) if part)


def _step(one: Mapping[str, Plain]) -> str:
    """A browser asks for seconds only where some cell does."""
    is_clock = one["kind"] in ("time", "moment")
    return "1" if is_clock and any(not at.endswith(":00.000000") for at, _ in one["cuts"]) else ""

"""Loops in the words of a reader: "Once for each system in Systems", "Once for each visitor, added as they come"."""

import re

from sopbook.documents.steps import Part
from sopbook.pages.html import Html, html, listed
from sopbook.pages.labels import in_words
from sopbook.pages.times import often
from sopbook.pages.writer import Writer

_LOOP = re.compile(r"(?P<item>[a-z][a-z0-9_-]*)(?:\s+in\s+(?P<items>.+))?", re.DOTALL)


def loop(part: Part, writer: Writer) -> Html:
    """How often a part is done; what cannot be read is shown as it is written."""
    read = _LOOP.fullmatch(part.for_each.strip())
    if read is None:
        return html("Once for each <code>{}</code>", part.for_each)
    item = in_words(read["item"]).lower()
    if read["items"] is None:
        rhythm = f", a new one {often(part.every)}" if part.every else ", added as they come"
        return html("Once for each {}{}", item, rhythm)
    items = read["items"].strip()
    if items.startswith("["):
        return html("Once for each {}: {}", item, listed(_items(items, writer)))
    return html("Once for each {} in <em>{}</em>", item, writer.name(items))


def _items(written: str, writer: Writer) -> list[Html]:
    """A list in brackets, roles under their titles."""
    items = (one.strip().strip("\"'") for one in written.strip("[]").split(","))
    return [writer.link_or_text(one).html for one in items if one]

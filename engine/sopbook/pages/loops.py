"""Loops in the words of a reader: "Once for each system in Systems", "Once for each visitor, added as they come"."""

from sopbook.documents.steps import Part
from sopbook.handbook.loops import read_loop
from sopbook.pages.html import Html, html, listed
from sopbook.pages.labels import in_words
from sopbook.pages.times import often
from sopbook.pages.writer import Writer


def loop_words(part: Part, writer: Writer) -> Html:
    """How often a part is done; what cannot be read is shown as it is written."""
    loop = read_loop(part.for_each)
    if loop is None:
        return html("Once for each <code>{}</code>", part.for_each)
    each = in_words(loop.variable).lower()
    if loop.is_open:
        rhythm = f"a new one {often(part.every)}" if part.every else "added as they come"
        return html("Once for each {}, {}", each, rhythm)
    if loop.over:
        return html("Once for each {} in <em>{}</em>", each, writer.name(loop.over))
    return html("Once for each {}: {}", each, listed(writer.link_or_text(item).html for item in loop.items))

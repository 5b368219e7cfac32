"""HTML as a type of its own, so that text and markup are not mixed up."""

from collections.abc import Iterable

from markupsafe import Markup, escape

Html = Markup
"""Finished markup; Jinja prints it as it is and escapes every other text."""

NOTHING = Html("")


def html(template: str, *values: object) -> Html:
    """Fill `{}` in our own markup with values, escaping those that are not markup yet."""
    return Html(template).format(*values)


def listed(items: Iterable[object], word: str = "and") -> Html:
    """Join as people do: "a", "a and b", "a, b and c"."""
    parts = [escape(item) for item in items]
    if len(parts) < 2:
        return Html("").join(parts)
    return html("{} {} {}", Html(", ").join(parts[:-1]), word, parts[-1])

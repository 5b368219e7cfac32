"""Markdown written by authors, rendered once: here, by markdown-it with HTML off.

`[[links]]` and `{{ names }}` are rules of the Markdown parser itself, so that what stands in code stays as it is.
What a link leads to and what a name is called, the caller says. Images would let a page call another host; they are
shown as links. Headings inside prose are no part of a page's outline and become bold paragraphs.
"""

from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

from sopbook.pages.html import Html, html
from sopbook.source.prose import Link, Name, scan

Linked = Callable[[str, str, str], tuple[str, str]]
"""From target, anchor and label to address and plain text; the address is empty where there is nothing to lead to."""

Named = Callable[[str], str]
"""From the path of a name to what people call it."""


class Prose:
    """Renders texts for one page."""

    def __init__(self, linked: Linked, named: Named) -> None:
        self._env: dict[str, Any] = {"linked": linked, "named": named}

    def block(self, text: str) -> Html:
        """Paragraphs, lists, tables and so on."""
        return Html(_MARKDOWN.render(text, dict(self._env)))

    def inline(self, text: str) -> Html:
        """A title or a sentence: emphasis, code and links, no paragraphs."""
        return Html(_MARKDOWN.renderInline(_one_line(text), dict(self._env)))

    def flow(self, text: str) -> Html:
        """A text that is mostly one paragraph, and then without a paragraph around it."""
        done = self.block(text).strip()
        alone = done.startswith("<p>") and done.endswith("</p>") and done.count("<p>") == 1
        return done[3:-4] if alone else done

    def plain(self, text: str) -> str:
        """A title without any markup, for outlines and for the inside of a link."""
        tokens = _MARKDOWN.parseInline(_one_line(text), dict(self._env))
        return "".join(_plain(child, self._env) for token in tokens for child in token.children or ()).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(token: Token, env: dict[str, Any]) -> str:
    match token.type:
        case "document_link":
            return _link_of(token, env)[1]
        case "run_name":
            return f"[{env['named'](token.content)}]"
        case "softbreak" | "hardbreak":
            return " "
        case "text" | "code_inline" | "image":
            return token.content
        case _:
            return ""


def _link_of(token: Token, env: dict[str, Any]) -> tuple[str, str]:
    href, text = env["linked"](token.meta["target"], token.meta["anchor"], token.meta["label"])
    return str(href), str(text)


def _document_link(state: StateInline, silent: bool) -> bool:
    found = _construct(state, "[[", "]]")
    if not isinstance(found, Link):
        return False
    if not silent:
        token = state.push("document_link", "", 0)
        token.meta = {"target": found.target, "anchor": found.anchor, "label": found.label}
    state.pos += found.end
    return True


def _run_name(state: StateInline, silent: bool) -> bool:
    found = _construct(state, "{{", "}}")
    if not isinstance(found, Name):
        return False
    if not silent:
        state.push("run_name", "", 0).content = ".".join(found.path)
    state.pos += found.end
    return True


def _construct(state: StateInline, opening: str, closing: str) -> Link | Name | None:
    """The link or name that begins here, read by the same rules as the checks read it."""
    if not state.src.startswith(opening, state.pos):
        return None
    end = state.src.find(closing, state.pos)
    found = scan(state.src[state.pos : end + len(closing)]) if end > 0 else None
    constructs: tuple[Link | Name, ...] = (*found.links, *found.names) if found else ()
    return next((one for one in constructs if one.start == 0), None)


def _show_link(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    href, text = _link_of(tokens[index], env)
    if not href:
        return str(escape(text))
    return str(html('<a href="{}">{}</a>', href, text))


def _show_name(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    words = env["named"](tokens[index].content)
    if isinstance(words, Html):  # a page that knows the value has marked it up itself
        return str(words)
    return str(html('<var class="sop-name" title="Filled in when it is run">{}</var>', words))


def _show_image(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    address = token.attrGet("src") or ""
    return str(html('<a href="{}">{}</a>', address, token.content or address))


def _show_heading(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>\n"


def _show_table(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    opens = tokens[index].nesting == 1
    return '<div class="sop-scroll" tabindex="0"><table class="sop-table">\n' if opens else "</table></div>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "document_link", _document_link)
    parser.inline.ruler.before("document_link", "run_name", _run_name)
    parser.add_render_rule("document_link", _show_link)
    parser.add_render_rule("run_name", _show_name)
    parser.add_render_rule("image", _show_image)
    for name in ("heading_open", "heading_close"):
        parser.add_render_rule(name, _show_heading)
    for name in ("table_open", "table_close"):
        parser.add_render_rule(name, _show_table)
    return parser


_MARKDOWN = _parser()

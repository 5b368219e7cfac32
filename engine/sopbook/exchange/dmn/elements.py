"""XML as a tree of values, each with its place; nothing of what makes XML dangerous gets through.

No document type, so no entities; limits on size, depth and number. Names are local: the versions of DMN differ in their
namespaces and hardly in what is inside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from sopbook.exchange.imported import Remark

LARGEST = 5 * 1024 * 1024
"""Bytes of a file."""
DEEPEST = 60
MOST = 200_000
"""Elements of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element; `text` is what stands directly in it. Attributes of other namespaces are `{namespace}name`."""

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Element", ...] = ()
    text: str = ""
    line: int = 0
    column: int = 0

    def all(self, *names: str) -> Iterator["Element"]:
        """The children of these names, in their order."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> "Element | None":
        return next(self.all(*names), None)

    def inner(self, name: str) -> str:
        """The text of the first child of that name, without the blanks around it."""
        child = self.first(name)
        return child.text.strip() if child else ""

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")


class Unreadable(Exception):
    """The bytes are no XML that is read here; carries the remark."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.remark = Remark(message=message, line=line, column=column)


def read_elements(data: bytes) -> Element:
    """The root of the tree, or `Unreadable`."""
    if len(data) > LARGEST:
        raise Unreadable(f"the file is larger than {LARGEST // 2**20} MiB")
    builder = _Builder()
    source = InputSource()
    source.setByteStream(BytesIO(data))
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    try:
        parser.parse(source)
    except DefusedXmlException:
        words = "a document type (<!DOCTYPE ...>) stands here; it may hide entities, so such files are not read"
        raise Unreadable(words, *builder.place) from None
    except SAXParseException as error:
        line, column = error.getLineNumber() or 0, error.getColumnNumber() or 0
        raise Unreadable(f"this is no well-formed XML: {error.getMessage()}", line, column + 1) from None
    except (SAXException, ValueError, LookupError) as error:
        raise Unreadable(f"this is no XML that can be read: {error}", *builder.place) from None
    return builder.root


class _Builder(ContentHandler):
    """Makes each element when it ends, from what was gathered since it began."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element(name="")
        self._at: Locator | None = None
        self._count = 0
        self._open: list[tuple[Element, list[Element], list[str]]] = []

    @property
    def place(self) -> tuple[int, int]:
        if self._at is None:
            return 0, 0
        return self._at.getLineNumber() or 0, (self._at.getColumnNumber() or 0) + 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX calls it so
        self._at = locator

    def startElementNS(  # noqa: N802
        self,
        name: tuple[str | None, str],
        qname: str | None,  # noqa: ARG002
        attrs: AttributesNSImpl,
    ) -> None:
        self._count += 1
        line, column = self.place
        if self._count > MOST:
            raise Unreadable(f"the file has more than {MOST:,} elements", line, column)
        if len(self._open) >= DEEPEST:
            raise Unreadable(f"the elements are nested deeper than {DEEPEST} levels", line, column)
        given = {f"{{{space}}}{local}" if space else local: value for (space, local), value in attrs.items()}
        head = Element(name=name[1], namespace=name[0] or "", attributes=given, line=line, column=column)
        self._open.append((head, [], []))

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1][2].append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802, ARG002
        head, children, texts = self._open.pop()
        made = Element(
            name=head.name,
            namespace=head.namespace,
            attributes=head.attributes,
            children=tuple(children),
            text="".join(texts),
            line=head.line,
            column=head.column,
        )
        if self._open:
            self._open[-1][1].append(made)
        else:
            self.root = made

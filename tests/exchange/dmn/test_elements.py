import pytest

from sopbook.exchange.dmn import elements
from sopbook.exchange.dmn.elements import DEEPEST, LARGEST, Unreadable, read_elements
from sopbook.exchange.imported import Remark

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>
<a>&y;</a>"""


def refusal_of(data: bytes) -> Remark:
    with pytest.raises(Unreadable) as refused:
        read_elements(data)
    return refused.value.remark


def test_every_element_has_its_place() -> None:
    root = read_elements(b'<a>\n  <b id="1">text</b>\n</a>')
    assert [(one.name, one.text, one.line, one.column) for one in root.children] == [("b", "text", 2, 3)]


def test_a_document_type_is_refused_at_its_place() -> None:
    assert str(refusal_of(BOMB)).startswith("line 2: a document type")


def test_an_external_entity_is_never_fetched() -> None:
    refusal = refusal_of(b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')
    assert "document type" in refusal.message


def test_a_file_of_50_mib_is_refused_by_its_size() -> None:
    assert refusal_of(b" " * (50 * 2**20)).message == f"the file is larger than {LARGEST // 2**20} MiB"


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"<a>\n  <b>\n</a>", 3, 3),
        (b"", 1, 1),
        (b"<a>&unknown;</a>", 1, 4),
        (b"\xff\xfe<", 1, 2),
        (b"<a/>\n<b/>", 2, 1),
    ],
)
def test_broken_xml_is_located(data: bytes, line: int, column: int) -> None:
    refusal = refusal_of(data)
    assert "XML" in refusal.message
    assert (refusal.line, refusal.column) == (line, column)


def test_an_unknown_encoding_is_refused() -> None:
    assert "XML" in refusal_of(b'<?xml version="1.0" encoding="klingon"?><a/>').message


def test_depth_is_bounded() -> None:
    deep = b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1)
    assert "nested deeper" in refusal_of(deep).message


def test_the_number_of_elements_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MOST", 10)
    assert refusal_of(b"<a>" + b"<b/>" * 10 + b"</a>").message == "the file has more than 10 elements"

"""XLSX as an archive: whether it can be unpacked without harm, and how it is packed the same each time.

An XLSX file is a zip archive of XML. The sizes it declares are binding (more is never unpacked), no part of it may
declare entities, and nothing of it may be encrypted.
"""

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

MOST_BYTES = 5 * 2**20
MOST_UNPACKED = 40 * 2**20
MOST_PARTS = 1000
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive knows."""

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_OLD_OR_ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1")
_XML = (".xml", ".rels", ".vml")


def fault(data: bytes) -> str:
    """Why the file is not opened, or nothing."""
    if len(data) > MOST_BYTES:
        return f"the file is larger than {MOST_BYTES // 2**20} MiB"
    if data.startswith(_OLD_OR_ENCRYPTED):
        return "the file is encrypted, or from before 2007; save it as .xlsx without a password"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _fault_of(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        return "the file is damaged, or no XLSX file"


def without_moments(data: bytes) -> bytes:
    """The same file without the moment at which it was written, so that the same table gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = _MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fault_of(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return f"the file unpacks to more than {MOST_UNPACKED // 2**20} MiB"
    if any(part.flag_bits & 1 for part in parts):
        return "the file is encrypted; save it without a password"
    faults = (_fault_of_part(archive, part) for part in parts if part.filename.lower().endswith(_XML))
    return next((one for one in faults if one), "")


def _fault_of_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    try:
        with archive.open(part) as opened:
            for _, element in iterparse(opened, forbid_dtd=True):
                element.clear()
    except DefusedXmlException:
        return f"the part `{part.filename}` declares entities, which spreadsheets never do"
    except ParseError:
        return f"the part `{part.filename}` is damaged"
    return ""

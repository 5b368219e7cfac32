"""What `SOP_EVIDENCE` may say: a folder, or the URL of one. Opens nothing."""

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sopbook.records.evidence.folder import Folder
from sopbook.records.evidence.remote import Remote
from sopbook.records.evidence.store import Store


def store_at(place: str, ledger: str) -> Store:
    """The store of one ledger at a place. Each ledger has a folder of its own there: so several may share a place, and
    what one of them no longer needs is not taken from another."""
    if "://" not in place:
        return Store(Folder(Path(place).expanduser() / ledger))
    parts = urlsplit(place)
    if parts.scheme == "file":
        return Store(Folder(Path(url2pathname(parts.path)) / ledger))
    return Store(Remote(place, ledger))

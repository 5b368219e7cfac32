"""What is shipped beside the code: the JSON Schemas of the kinds, and the site's templates and styles.

In an installed wheel they lie inside the package, in a checkout at the root of the repository.
"""

import json
from functools import cache
from pathlib import Path

from sopbook.documents.schemas import Schemas
from sopbook.errors import Unavailable

PACKAGE = Path(__file__).resolve().parents[1]
SHIPPED = PACKAGE / "shipped"
CHECKOUT = PACKAGE.parents[1]


class NotShipped(Unavailable):
    """The installation is incomplete."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This installation of sopbook lacks its `{what}` folder. Install it again.")
        self.what = what


@cache
def schemas() -> Schemas:
    """The shapes of all kinds and of `handbook.yml`, read and built once."""
    files = sorted(folder("schemas").glob("*.schema.json"))
    return Schemas({file.name: json.loads(file.read_bytes()) for file in files})


def site_dir() -> Path:
    """Templates, theme and assets of the handbook and the web pages."""
    return folder("site")


def folder(name: str) -> Path:
    """A folder that is shipped: the wheel's, else the checkout's."""
    for place in (SHIPPED / name, CHECKOUT / name):
        if place.is_dir():
            return place
    raise NotShipped(name)

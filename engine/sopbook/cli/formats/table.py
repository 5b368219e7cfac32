"""The formats of `sop check`, listed by hand. A module is imported when its format is used."""

import importlib
from collections.abc import Mapping

from sopbook.actions.handbook import Checked
from sopbook.cli.screen import Screen

FORMATS: Mapping[str, str] = {
    "text": "sopbook.cli.formats.text",
    "json": "sopbook.cli.formats.plain_json",
    "github": "sopbook.cli.formats.github",
    "sarif": "sopbook.cli.formats.sarif",
    "gitlab": "sopbook.cli.formats.gitlab",
}
"""Name -> module, whose `written` gives the whole output without its last line end."""


def written(form: str, checked: Checked, screen: Screen) -> str:
    """What was found, in that format."""
    text = importlib.import_module(FORMATS[form]).written(checked, screen)
    assert isinstance(text, str)
    return text

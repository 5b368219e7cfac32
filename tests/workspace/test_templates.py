from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from sopbook.workspace.resources import schemas, site_dir
from sopbook.workspace.templates import renderer


@dataclass(frozen=True)
class View:
    title: str


def rendered(folder: Path, template: str, view: View) -> str:
    (folder / "templates").mkdir()
    (folder / "templates" / "page.html.j2").write_text(template, encoding="utf-8")
    return renderer(folder)("page.html.j2", view)


def test_values_are_escaped(tmp_path: Path) -> None:
    assert rendered(tmp_path, "<h1>{{ view.title }}</h1>", View("<b> & co")) == "<h1>&lt;b&gt; &amp; co</h1>"


def test_a_name_that_the_view_lacks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="summary"):
        rendered(tmp_path, "{{ view.summary }}", View("x"))


def test_what_is_shipped_is_found() -> None:
    assert "procedure.schema.json" in schemas().values
    assert site_dir().name == "site"

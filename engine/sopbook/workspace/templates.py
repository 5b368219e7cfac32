"""The templates of pages, as one function that turns a view into HTML.

A template gets a finished view object under the name `view`; a name it does not know is an error, and every value is
escaped unless the view marked it as finished HTML (`markupsafe.Markup`).
"""

from collections.abc import Callable
from pathlib import Path

Render = Callable[[str, object], str]


def renderer(site: Path) -> Render:
    """The function (template name, view) -> HTML over the folder `templates` of `site`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # slow to import; only pages need it

    environment = Environment(
        loader=FileSystemLoader(site / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def render(template: str, view: object) -> str:
        return environment.get_template(template).render(view=view)

    return render

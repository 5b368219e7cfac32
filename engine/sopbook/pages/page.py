"""What a page is: finished HTML with an outline, and nothing that only one site generator would understand."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One line of a page's outline; the text is plain, a host that prints HTML has to escape it."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `path` is that of the Markdown file it stands in for, such as `procedures/onboard-client.md`.

    Title, description and outline are plain text, `html` is finished. `source` is the YAML file behind it, if there is
    one. `search` holds what a search engine is told: `boost` or `exclude`.
    """

    path: str
    title: str
    html: str
    kind: str
    description: str = ""
    outline: tuple[Heading, ...] = ()
    source: str | None = None
    search: Mapping[str, float | bool] = field(default_factory=dict)

"""Making the handbook's pages, for whichever host shows them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sopbook.errors import SopbookError
from sopbook.pages import problems as problems_page
from sopbook.pages.build import build
from sopbook.pages.page import Page
from sopbook.source.diagnostic import Diagnostic
from sopbook.workspace.loading import load
from sopbook.workspace.resources import schemas, site_dir
from sopbook.workspace.settings import FILE, BadSettings, Settings, find_root, read_settings
from sopbook.workspace.templates import renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A handbook's pages, or why there are none: problems in documents, or a refusal in words."""

    settings: Settings | None = None
    pages: tuple[Page, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    lines: Mapping[str, Sequence[str]]
    refusal: str = ""

    @property
    def failed(self) -> bool:
        """Whether the pages cannot be shown."""
        return not self.pages

    def sources(self, root: Path) -> tuple[Path, ...]:
        """The files and folders that the pages are made from."""
        paths = self.settings.paths if self.settings else ("sops",)
        return (root / FILE, *(root / path for path in paths))


def make(root: Path, *, today: date, folders: bool) -> Made:
    """Read the handbook at `root` and make all pages; what is wrong comes back as a value."""
    try:
        settings = read_settings(find_root(root, root), schemas(), os.environ)
    except BadSettings as refusal:
        return Made(problems=refusal.problems, lines={FILE: refusal.lines})
    except SopbookError as refusal:
        return Made(refusal=str(refusal), lines={})
    loaded = load(settings, schemas(), today)
    if loaded.errors:
        return Made(settings=settings, problems=loaded.problems, lines=loaded.lines)
    pages = build(loaded.handbook, renderer(site_dir()), folders=folders)
    return Made(settings=settings, pages=pages, problems=loaded.problems, lines=loaded.lines)


def explain(made: Made, paths: Sequence[str]) -> tuple[Page, ...]:
    """The same page at each path when there are no pages: what is wrong and what to do."""
    view = problems_page.view(made.problems, made.lines, made.refusal)
    html = renderer(site_dir())(problems_page.TEMPLATE, view)
    return tuple(problems_page.page(path, html) for path in paths)

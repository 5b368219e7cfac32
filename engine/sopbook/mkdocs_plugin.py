"""The handbook inside MkDocs: a thin host for finished pages.

Python-Markdown only ever sees an empty page; the HTML is put in its place afterwards, because two readers of Markdown
disagree about what is code, and one of them would make attributes live. MkDocs and its themes print titles without
escaping them, so every text handed over is made harmless here.

A build with errors in documents fails and lists them. While serving, a failure would leave every request waiting, so
the problems become the pages.
"""

import posixpath
from collections.abc import Iterable
from datetime import date
from html import escape
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from sopbook.actions.pages import Made, explain, make
from sopbook.pages.addresses import HOME
from sopbook.pages.page import Heading, Page
from sopbook.source.diagnostic import Severity
from sopbook.workspace.resources import site_dir

STYLE = "assets/sopbook/sopbook.css"
SCRIPTS = ("assets/sopbook/try-it.js",)
OWN_KINDS = ("home", "index", "team", "calendar")

log = get_plugin_logger("sopbook")


class SopbookConfig(Config):  # type: ignore[no-untyped-call]  # of MkDocs
    """Options in `mkdocs.yml`; `root` is the folder with `handbook.yml`, relative to that file."""

    root = config_options.Type(str, default=".")


class SopbookPlugin(BasePlugin[SopbookConfig]):  # type: ignore[no-untyped-call]
    """Hands the pages over and nothing else."""

    def __init__(self) -> None:
        self._serving = False
        self._made = Made(lines={})
        self._pages: dict[str, Page] = {}
        self._shown: tuple[str, ...] = (HOME,)
        self._lent: HostPage | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Being asked this keeps the plugin alive from one rebuild to the next."""
        self._serving, self._shown = command == "serve", (HOME,)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the pages, and put our styles and scripts before the user's."""
        root = self._root(config)
        self._made = make(root, today=date.today(), folders=config.use_directory_urls)
        self._refuse_site_dir(config, root)
        if self._made.failed and not self._serving:
            raise PluginError(_listed(self._made))
        for problem in self._made.problems:
            if problem.severity is not Severity.ERROR:
                log.info(f"{problem.at}: {problem.message}")
        theme = site_dir() / "theme"
        if theme.is_dir():
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme))
        config.extra_css.insert(0, STYLE)
        config.extra_javascript[:0] = SCRIPTS
        forge = self._made.settings.forge if self._made.settings else ""
        if forge and not (config.repo_url or config.edit_uri or config.edit_uri_template):
            folder = Path(relpath(config.docs_dir, root)).as_posix()
            config.edit_uri = f"{forge.rstrip('/')}/edit/main/{folder}/"
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages as virtual files, and a navigation where the user has none."""
        self._look_for_collisions(files, config)
        pages = self._made.pages or explain(self._made, self._shown)
        self._pages = {page.path: page for page in pages}
        self._shown = tuple(self._pages)
        if config.nav is None:
            config.nav = _navigation(pages, files)
        for page in pages:
            _put(files, self._file(page, config))
        for address in (STYLE, *SCRIPTS):
            content = (site_dir() / "assets" / posixpath.basename(address)).read_bytes()
            _put(files, File.generated(config, address, content=content))
        return files

    def on_page_markdown(self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Tell MkDocs what the page is called; there is no Markdown to change."""
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return markdown
        page.meta = {"description": harmless(ours.description), "search": dict(ours.search)}
        if ours.kind != "home":
            page.meta["title"] = harmless(ours.title)
        if "navigation.tabs" in _features(config):
            page.meta["hide"] = ["navigation"] if ours.outline and ours.kind != "home" else ["navigation", "toc"]
        page.edit_url = _folded(page.edit_url) if page.edit_url else None
        return ""

    def on_page_content(self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Put the finished page in the place of the empty one."""
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return html
        page.toc = TableOfContents(_contents(ours.outline))
        return ours.html

    def on_page_context(self, context: Any, *, page: HostPage, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002
        """Documents stand outside the navigation; while one is printed, its kind's list is shown as the active tab."""
        self._lent = None if page.file.inclusion is InclusionLevel.INCLUDED else _index_beside(page, nav)
        if self._lent is not None:
            self._lent.active = True
        return context

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Give the tab back."""
        if self._lent is not None:
            self._lent.active = False
        return output

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Follow changes of documents, settings, templates and styles."""
        for path in (*self._made.sources(self._root(config)), site_dir() / "templates", site_dir() / "assets"):
            if path.exists():
                server.watch(str(path))
        return server

    def _root(self, config: MkDocsConfig) -> Path:
        start = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return (start / self.config.root).resolve()

    def _refuse_site_dir(self, config: MkDocsConfig, root: Path) -> None:
        """MkDocs empties its `site_dir` before each build."""
        target = Path(config.site_dir).resolve()
        sources = (*self._made.sources(root), site_dir().resolve(), Path(config.docs_dir).resolve(), root / ".git")
        for source in sources:
            if source == target or source.is_relative_to(target) or target.is_relative_to(source):
                raise PluginError(
                    f"The `site_dir` of mkdocs.yml is {target}, and {source} belongs to what the handbook is made "
                    "from. MkDocs empties its site_dir before it builds: set it to a folder of its own, such as "
                    "`build/handbook`."
                )

    def _look_for_collisions(self, files: Files, config: MkDocsConfig) -> None:
        """A page written by hand must not vanish behind one of ours."""
        taken = {file.dest_uri: file.src_uri for file in files if file.generated_by is None}
        for page in self._made.pages:
            source = taken.get(self._file(page, config).dest_uri)
            if source is None:
                continue
            ours = f"the page of {page.source}" if page.source else f"the page “{page.title}”"
            words = (
                f"{source} in {config.docs_dir} stands where the handbook puts {ours}. Rename or remove one of them."
            )
            if not self._serving:
                raise PluginError(words)
            self._made = Made(settings=self._made.settings, refusal=words, lines={})
            return

    def _file(self, page: Page, config: MkDocsConfig) -> File:
        listed = page.kind in OWN_KINDS
        file = File.generated(
            config,
            page.path,
            content="",
            inclusion=InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV,
        )
        if page.source is not None:
            source = self._root(config) / page.source
            file.edit_uri = Path(relpath(source, config.docs_dir)).as_posix()
        return file


def harmless(text: str) -> str:
    """A text that stays text when a theme prints it into HTML or an attribute, as it is or unescaped once."""
    return escape(text.translate(_LOOKALIKES))


_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", '"': "”", "`": "‘"})


def _listed(made: Made) -> str:
    if made.refusal:
        return made.refusal
    lines = [f"  {one.at}: {one.message}" + (f" ({one.hint})" if one.hint else "") for one in made.problems]
    return "\n".join(["The handbook has problems. `sop check` shows them in full:", *lines])


def _put(files: Files, file: File) -> None:
    old = files.get_file_from_path(file.src_uri)
    if old is not None:
        files.remove(old)
    files.append(file)


def _navigation(pages: Iterable[Page], files: Files) -> list[Any]:
    """Home, the lists of the kinds, then what people wrote by hand: a page each, or a section for a folder."""
    nav: list[Any] = [
        {harmless("Home" if page.kind == "home" else _tab(page)): page.path} for page in pages if page.kind in OWN_KINDS
    ]
    folders: dict[str, list[str]] = {}
    by_hand = files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
    for file in sorted(by_hand, key=lambda one: (one.name != "index", one.src_uri)):
        folders.setdefault(file.src_uri.partition("/")[0], []).append(file.src_uri)
    for folder, paths in folders.items():
        nav += [{folder.replace("-", " ").capitalize(): paths}] if "/" in paths[0] else paths
    return nav


def _tab(page: Page) -> str:
    return page.kind.capitalize() if page.kind in ("team", "calendar") else page.title


def _index_beside(page: HostPage, nav: Navigation) -> HostPage | None:
    """The list that a page outside the navigation belongs to: that of its folder, or of the one around it."""
    beside = {one.file.src_uri: one for one in nav.pages}
    folders = [folder.as_posix() for folder in PurePosixPath(page.file.src_uri).parents][:-1]
    return next((beside[f"{one}/index.md"] for one in folders if f"{one}/index.md" in beside), None)


def _contents(outline: Iterable[Heading]) -> list[AnchorLink]:
    """The outline as a tree; a heading belongs to the nearest one before it that is less deep."""
    top: list[AnchorLink] = []
    open_: list[AnchorLink] = []
    for heading in outline:
        link = AnchorLink(harmless(heading.text), heading.id, heading.level)
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        (open_[-1].children if open_ else top).append(link)
        open_.append(link)
    return top


def _folded(url: str) -> str:
    """An address without `..`."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=posixpath.normpath(parts.path)))


def _features(config: MkDocsConfig) -> Iterable[str]:
    return config.theme.get("features") or ()

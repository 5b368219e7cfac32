"""`sop build` and `sop preview`: the handbook as a website, and while it is being written."""

import logging
import os
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import click

from sopbook.actions import handbook
from sopbook.cli import FINDINGS
from sopbook.cli.diagnostics import as_text
from sopbook.cli.screen import screen_here
from sopbook.errors import Unavailable
from sopbook.workspace.settings import find_root

CONFIG = "mkdocs.yml"
NO_ADVERTS = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class NoSiteConfig(Unavailable):
    """The handbook has no `mkdocs.yml`."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"There is no {CONFIG} in {root}. It says how the handbook's website is built.")


class BadSiteConfig(Unavailable):
    """MkDocs refuses its configuration."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{CONFIG} cannot be used. {words.strip()}")


@click.command()
@click.pass_context
def build(ctx: click.Context) -> None:
    """Build the handbook as a website.

    Refuses to build with errors in the documents, or with warnings of the site generator, and exits with 1 then.
    """
    config = _config(ctx.obj)
    checked = handbook.check(Path.cwd(), ctx.obj, (), today=date.today())
    if checked.has_errors:
        screen = screen_here()
        click.echo(as_text(checked.problems, checked.lines, checked.documents, screen), color=screen.colour)
        ctx.exit(FINDINGS)
    click.echo(f"Building {checked.documents} documents ...", err=True)
    site = _built(config)
    if site is None:
        ctx.exit(FINDINGS)
    click.echo(f"The handbook is at {site / 'index.html'}")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where it listens.")
@click.pass_context
def preview(ctx: click.Context, port: int) -> None:
    """Show the handbook in the browser and follow every change, until Ctrl-C.

    A document with an error shows a page with what is wrong, until it is mended.
    """
    config = _config(ctx.obj)
    if not _is_free(port):
        raise Unavailable(f"Something else listens on port {port} already. Take another one: --port {port + 1}")
    click.echo(f"The handbook is at http://127.0.0.1:{port}/ (Ctrl-C ends it)")
    sys.stdout.flush()
    _follow(config, port)


def _config(named: Path | None) -> Path:
    root = find_root(Path.cwd(), named)
    if not (root / CONFIG).is_file():
        raise NoSiteConfig(root)
    return root / CONFIG


def _built(file: Path) -> Path | None:
    """Where the site is, or nothing when MkDocs refused; it has then said why."""
    os.environ.update(NO_ADVERTS)
    from mkdocs.commands.build import build as make
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    _log(logging.WARNING)
    try:
        config = load_config(str(file), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            make(config)
        finally:
            config.plugins.on_shutdown()
    except ConfigurationError as error:
        raise BadSiteConfig(str(error)) from None
    except Abort as abort:
        click.echo(str(abort), err=True)
        return None
    return Path(config.site_dir)


def _follow(file: Path, port: int) -> None:
    os.environ.update(NO_ADVERTS)
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import Abort, ConfigurationError

    _log(logging.INFO)
    options: dict[str, Any] = {"dev_addr": f"127.0.0.1:{port}", "strict": False}
    try:
        serve(str(file), **options)
    except ConfigurationError as error:
        raise BadSiteConfig(str(error)) from None
    except Abort as abort:
        raise Unavailable(str(abort)) from None


def _log(level: int) -> None:
    """What MkDocs has to say goes to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.handlers[:] = [handler]
    logger.setLevel(level)


def _is_free(port: int) -> bool:
    import socket

    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

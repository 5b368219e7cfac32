"""A folder with a handbook and its mkdocs.yml, and MkDocs itself to build it."""

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

CASES = Path(__file__).parent / "pages" / "cases"
OURS = Path(__file__).parent.parent
CONFIG = """\
site_name: The bakery
docs_dir: site/pages
site_dir: build/handbook
edit_uri: https://forge.example/bakery/edit/main/site/pages/
theme: {name: material, font: false, palette: {primary: custom}, features: [navigation.tabs, content.action.edit]}
plugins: [search, sopbook]
"""


def a_site(root: Path, files: Mapping[str, str] | None = None, config: str = CONFIG) -> Path:
    """The bakery's handbook at `root`, with these files added or replaced."""
    shutil.copytree(CASES, root / "sops")
    (root / "site" / "pages" / "manual").mkdir(parents=True)
    texts = {
        "handbook.yml": "id: bakery\nname: The bakery\nformat: 1\n",
        "mkdocs.yml": config,
        "site/pages/manual/index.md": "# Manual\n\nHow to read.\n",
        **(files or {}),
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def config_of(root: Path) -> MkDocsConfig:
    """The strict configuration, as `sop build` loads it."""
    return load_config(str(root / "mkdocs.yml"), strict=True)


def built(root: Path, *, command: str = "build") -> Path:
    """Build the site and say where it is; `serve` builds as a rebuild while serving does."""
    logging.getLogger("mkdocs").propagate = True
    config_of(root).plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
    return rebuilt(root, serving=command == "serve")


def rebuilt(root: Path, *, serving: bool = True) -> Path:
    """Build once more in the same life of the plugin."""
    config = config_of(root)
    build(config, serve_url="http://127.0.0.1:1/" if serving else None)
    return Path(config.site_dir)


def built_bakery(folder: Path) -> Path:
    """The bakery's handbook, which has every kind and key, dressed as the handbook of this repository is."""
    return built(a_site(folder, config=(OURS / "mkdocs.yml").read_text(encoding="utf-8")))


def built_copy_of_ours(folder: Path) -> Path:
    """The handbook of this repository, built into a folder of its own."""
    config = load_config(str(OURS / "mkdocs.yml"), strict=True, site_dir=str(folder / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder / "site"

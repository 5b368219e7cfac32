"""What an author sees in an editor: keys are completed, hover texts teach, faults are underlined, for each kind."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from editors.language_server import LanguageServer
from sopbook.documents.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "yaml-language-server@2.0.0"
CACHE = ROOT / "build/node"

pytestmark = pytest.mark.slow


def _unavailable(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """The YAML language server that editors use, from the node package."""
    if not shutil.which("node") or not shutil.which("npm"):
        _unavailable("no node and npm")
    program = CACHE / "node_modules/yaml-language-server/bin/yaml-language-server"
    if not program.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(CACHE), PACKAGE]
        done = subprocess.run(npm, capture_output=True, text=True, cwd=CACHE)
        if done.returncode != 0:
            _unavailable(f"{PACKAGE} cannot be installed: {done.stderr[-200:]}")
    running = LanguageServer(["node", str(program), "--stdio"], tmp_path_factory.mktemp("editor"))
    yield running
    running.close()


def _text(kind: str, *lines: str) -> str:
    schema = (ROOT / "schemas" / f"{kind}.schema.json").as_uri()
    return "\n".join((f"# yaml-language-server: $schema={schema}", f"kind: {kind}", "id: an-example", *lines, ""))


@pytest.mark.parametrize("kind", KINDS)
def test_keys_are_completed(server: LanguageServer, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"{kind}.yml"
    text = _text(kind, "title: An example", "")
    server.open(file, text)
    place = {"line": text.count("\n"), "character": 0}
    found = server.ask("textDocument/completion", {"textDocument": {"uri": file.as_uri()}, "position": place})
    labels = {item["label"] for item in found["items"]}
    assert {"summary", "purpose"} <= labels


@pytest.mark.parametrize("kind", KINDS)
def test_hovering_teaches(server: LanguageServer, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"{kind}.yml"
    server.open(file, _text(kind, "title: An example"))
    place = {"line": 2, "character": 1}
    found = server.ask("textDocument/hover", {"textDocument": {"uri": file.as_uri()}, "position": place})
    assert "never reused" in found["contents"]["value"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_underlined(server: LanguageServer, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"{kind}.yml"
    problems = server.open(file, _text(kind, "title: An example", "sumary: A slip"))
    assert any(problem["range"]["start"]["line"] == 4 for problem in problems), problems


def test_every_document_of_the_example_is_clean_in_the_editor(server: LanguageServer) -> None:
    for file in sorted((ROOT / "sops").rglob("*.yml")):
        assert server.open(file, file.read_text("utf-8")) == [], file.name


def test_the_union_for_editors_narrows_by_kind(server: LanguageServer, tmp_path: Path) -> None:
    file = tmp_path / "any.yml"
    schema = (ROOT / "schemas/handbook.schema.json").as_uri()
    head = f"# yaml-language-server: $schema={schema}\nkind: role\nid: an-example\ntitle: An example\n"
    assert server.open(file, head) == []
    assert server.open(tmp_path / "other.yml", head + "sumary: A slip\n") != []

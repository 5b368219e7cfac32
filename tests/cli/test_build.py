import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from site_builders import a_site

PROGRAM = [sys.executable, "-c", "from sopbook.cli import main; main(prog_name='sop')"]
BROKEN = 'kind: guideline\nid: clean-hands\ntitle: Clean\nowner: lead\nversion: "1.0"\nrules: []\n'


def sop(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*PROGRAM, *words], cwd=root, capture_output=True, text=True, encoding="utf-8")


def test_build_says_where_the_handbook_is(tmp_path: Path) -> None:
    done = sop(a_site(tmp_path / "book"), "build")
    assert (done.returncode, done.stderr) == (0, "Building 16 documents ...\n")
    place = Path(done.stdout.removeprefix("The handbook is at ").strip())
    assert "The bakery" in place.read_text(encoding="utf-8")


def test_build_with_errors_in_documents_shows_them_as_check_does_and_exits_with_1(tmp_path: Path) -> None:
    root = a_site(tmp_path / "book", {"sops/clean-hands.yml": BROKEN})
    done = sop(root, "build")
    assert done.returncode == 1
    assert "sops/clean-hands.yml:6:8: error" in done.stdout
    assert not (root / "build").exists()


def test_build_with_a_broken_link_in_a_page_by_hand_names_it_and_exits_with_1(tmp_path: Path) -> None:
    done = sop(a_site(tmp_path / "book", {"site/pages/manual/index.md": "[gone](gone.md)\n"}), "build")
    assert done.returncode == 1
    assert "gone.md" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["build", "preview"])
def test_without_mkdocs_yml_or_with_a_wrong_one_it_is_refused(command: str, tmp_path: Path) -> None:
    root = a_site(tmp_path / "book")
    (root / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    wrong = sop(root, command)
    assert (wrong.returncode, "mkdocs.yml cannot be used" in wrong.stderr) == (3, True)
    assert "Traceback" not in wrong.stderr
    (root / "mkdocs.yml").unlink()
    missing = sop(root, command)
    assert (missing.returncode, missing.stderr) == (
        3,
        f"sop: There is no mkdocs.yml in {root}. It says how the handbook's website is built.\n",
    )


def test_preview_on_a_taken_port_names_another(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = sop(a_site(tmp_path / "book"), "preview", "--port", str(port))
    assert done.returncode == 3
    assert f"port {port}" in done.stderr


@pytest.mark.slow
def test_preview_follows_changes_and_a_broken_file_does_not_hang_it(tmp_path: Path) -> None:
    root = a_site(tmp_path / "book")
    file = root / "sops/clean-hands.yml"
    good = file.read_text(encoding="utf-8")
    with previewed(root) as address:
        place = f"{address}guidelines/clean-hands/"
        epoch = seen(place, "Wash your hands")
        file.write_text(good.replace("Wash your hands", "Wash both hands"), encoding="utf-8")
        epoch = changed(address, epoch)
        epoch = seen(place, "Wash both hands")
        file.write_text(BROKEN, encoding="utf-8")
        epoch = changed(address, epoch)
        epoch = seen(place, "sops/clean-hands.yml:6:8")
        file.write_text(good, encoding="utf-8")
        changed(address, epoch)
        seen(place, "Wash your hands")


@contextmanager
def previewed(root: Path) -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*PROGRAM, "preview", "--port", str(port)], cwd=root, env=environ, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Serving on" in line:
                break
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def seen(address: str, words: str) -> str:
    """The page's epoch, which the server raises with each rebuild; the page must hold the words."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        text = answer.read().decode()
    assert words in text
    found = re.search(r"livereload\((\d+), ", text)
    assert found
    return found[1]


def changed(address: str, epoch: str) -> str:
    """Wait as a browser does: the server answers when something newer than `epoch` is there."""
    with urllib.request.urlopen(f"{address}livereload/{epoch}/0", timeout=60) as answer:
        return str(answer.read().decode())

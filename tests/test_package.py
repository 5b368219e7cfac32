"""What is shipped works without the checkout: source archive to wheel to an installed `sop`."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, installed from a wheel that was built from the source archive."""
    work = tmp_path_factory.mktemp("package")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(work), cwd=ROOT)
    (archive,) = work.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(work, filter="data")
    unpacked = work / archive.name.removesuffix(".tar.gz")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(work), cwd=unpacked)
    (wheel,) = work.glob("*.whl")
    target = work / "installed"
    _run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(wheel), cwd=work)
    return target


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A handbook far from the checkout."""
    shutil.copytree(ROOT / "sops", tmp_path / "sops")
    for name in ("handbook.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "site/pages").mkdir(parents=True)
    return tmp_path


def test_an_installed_wheel_checks_builds_and_runs(installed: Path, handbook: Path) -> None:
    shutil.copytree(ROOT / "tests/answers", handbook / "answers")
    assert "documents" in _sop(installed, handbook, "check")
    _sop(installed, handbook, "build")
    assert (handbook / "build/handbook/procedures/onboard-client/index.html").is_file()
    played = _sop(installed, handbook, "run", "start", "onboard-client", "--answers", "answers/onboard-client.yml")
    assert "completed" in played
    assert "The records hold" in _sop(installed, handbook, "verify")


def test_the_installed_package_is_the_one_that_was_tried(installed: Path, handbook: Path) -> None:
    where = _run(sys.executable, "-c", "import sopbook; print(sopbook.__file__)", cwd=handbook, path=installed).strip()
    assert Path(where).is_relative_to(installed)
    assert (installed / "sopbook/shipped/schemas/procedure.schema.json").is_file()
    assert (installed / "sopbook/shipped/site/templates/pages/procedure.html.j2").is_file()


def _sop(installed: Path, cwd: Path, *arguments: str) -> str:
    code = "import sys; sys.argv[0] = 'sop'; from sopbook.cli import main; main()"
    return _run(sys.executable, "-c", code, *arguments, cwd=cwd, path=installed)


def _run(*command: str, cwd: Path, path: Path | None = None) -> str:
    environment = {**os.environ, **({"PYTHONPATH": str(path)} if path else {})}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout

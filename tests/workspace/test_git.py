import os
import subprocess
import sys
from pathlib import Path

import pytest

from sopbook.workspace.git import repository as git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with nothing in it, and no settings of git but its own."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "repository"
    folder.mkdir()
    run(folder, "init", "-q")
    return folder


def run(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit_all(folder: Path) -> str:
    run(folder, "add", "-A")
    run(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")
    return run(folder, "rev-parse", "HEAD")


def test_the_address_is_the_one_git_would_commit_with(repository: Path) -> None:
    assert git.email(repository) is None
    run(repository, "config", "user.email", "ines@users.example")
    assert git.email(repository) == "ines@users.example"


def test_the_commit_and_what_differs_from_it_below_the_handbooks_root(repository: Path) -> None:
    root = repository / "books" / "ours"
    root.mkdir(parents=True)
    for name in ("same.yml", "changed.yml", "removed.yml"):
        (root / name).write_text("1\n", encoding="utf-8")
    head = commit_all(repository)
    (root / "changed.yml").write_text("2\n", encoding="utf-8")
    (root / "removed.yml").unlink()
    (root / "neu è.yml").write_text("3\n", encoding="utf-8")
    (repository / "other.yml").write_text("4\n", encoding="utf-8")
    version = git.version(root)
    assert git.commit(root) == version.commit == head
    assert version.uncommitted == {"changed.yml", "removed.yml", "neu è.yml"}
    assert version.holds("same.yml")
    assert not version.holds("changed.yml")


def test_a_repository_without_a_commit_is_a_state(repository: Path) -> None:
    assert git.commit(repository) is None
    assert git.version(repository) == git.Version(why="The repository has no commit yet.")


def test_no_repository_is_a_state(repository: Path) -> None:
    folder = repository.parent / "plain"
    folder.mkdir()
    assert git.commit(folder) is None
    assert git.version(folder).why == "The handbook is in no git repository, so the commit is not known."
    assert not git.version(folder).holds("a.yml")


def test_a_repository_of_somebody_else_is_a_state_with_the_way_out(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert f"git config --global --add safe.directory {repository}" in git.version(repository).why
    assert git.commit(repository) is None


def test_no_git_program_is_a_state(repository: Path) -> None:
    program = (
        "from pathlib import Path; from sopbook.workspace.git import repository as git; "
        "print(git.email(Path('.')), git.commit(Path('.')), git.version(Path('.')).why)"
    )
    environ = {**os.environ, "PATH": "/nowhere"}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environ, cwd=repository, check=True, capture_output=True, text=True
    )
    assert said.stdout == "None None There is no git program here, so the commit is not known.\n"


def test_nothing_that_the_repository_configures_is_run(repository: Path) -> None:
    trap = repository.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository.parent}/sprung\n", encoding="utf-8")
    trap.chmod(0o700)
    commit_all_of = repository / "a.yml"
    commit_all_of.write_text("1\n", encoding="utf-8")
    commit_all(repository)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external"):
        run(repository, "config", key, str(trap))
    (repository / ".git" / "hooks" / "post-index-change").write_text(trap.read_text(encoding="utf-8"), encoding="utf-8")
    (repository / ".git" / "hooks" / "post-index-change").chmod(0o700)
    assert git.version(repository).commit is not None
    assert not (repository.parent / "sprung").exists()


def test_a_revision_is_the_commit_that_its_name_means(repository: Path) -> None:
    (repository / "a.yml").write_text("1\n", encoding="utf-8")
    first = commit_all(repository)
    run(repository, "tag", "one")
    (repository / "a.yml").write_text("2\n", encoding="utf-8")
    commit_all(repository)
    assert [git.resolved(repository, name).commit for name in ("HEAD~1", "one", first[:8])] == [first] * 3


@pytest.mark.parametrize("revision", ["nope", "", "--git-dir", "HEAD:a.yml", "HEAD HEAD", "-q"])
def test_what_is_no_revision_is_a_state_and_never_an_option(repository: Path, revision: str) -> None:
    (repository / "a.yml").write_text("1\n", encoding="utf-8")
    commit_all(repository)
    assert git.resolved(repository, revision) == git.Version(why=f"The repository has no revision `{revision}`.")


def test_without_a_repository_no_revision_is_known(repository: Path) -> None:
    folder = repository.parent / "plain"
    folder.mkdir()
    assert git.resolved(folder, "HEAD").why == "The handbook is in no git repository, so the commit is not known."


def test_the_plain_files_of_a_commit_below_the_root_with_their_bytes(repository: Path) -> None:
    root = repository / "books"
    (root / "deep è").mkdir(parents=True)
    texts = {"a.yml": b"1\r\n\n", "deep è/b.yml": b"", "c.yml": b"\x00missing\n"}
    for name, data in texts.items():
        (root / name).write_bytes(data)
    (root / "link.yml").symlink_to("a.yml")
    (repository / "outside.yml").write_text("0\n", encoding="utf-8")
    head = commit_all(repository)
    stored = git.files(root, head)
    assert {one.file: data for one, data in zip(stored, git.contents(root, stored), strict=True)} == texts
    assert [one.size for one in stored] == [len(texts[one.file]) for one in stored]


def test_reading_a_commit_runs_no_filter_and_no_text_conversion(repository: Path) -> None:
    trap = repository.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository.parent}/sprung\n", encoding="utf-8")
    trap.chmod(0o700)
    (repository / ".gitattributes").write_text("*.yml diff=trap filter=trap\n", encoding="utf-8")
    (repository / "a.yml").write_text("1\n", encoding="utf-8")
    head = commit_all(repository)
    for key in ("diff.trap.textconv", "diff.trap.command", "diff.external", "filter.trap.smudge"):
        run(repository, "config", key, str(trap))
    stored = [one for one in git.files(repository, head) if one.file == "a.yml"]
    assert list(git.contents(repository, stored)) == [b"1\n"]
    assert not (repository.parent / "sprung").exists()

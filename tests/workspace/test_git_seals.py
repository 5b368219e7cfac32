"""The branch for seals: nothing else of the repository is touched, and nobody's seal is written over."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sopbook.errors import Unavailable
from sopbook.workspace.git import remotes, seals
from sopbook.workspace.git.objects import ObjectLost, Objects
from sopbook.workspace.git.remotes import NoRemote
from sopbook.workspace.git.seals import NoSealing

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
FILES = {"seal.json": b"{}", "heads/00": b"a\r\nb", "heads/ff": b""}


def run(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of git but the repository's own, and nobody whom git knows."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository in the middle of somebody's work: a commit, something staged, changed, removed and new."""
    folder = tmp_path / "repository"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "main")
    for name in ("a.yml", "b.yml", "c.yml"):
        (folder / name).write_text("1\n", encoding="utf-8")
    run(folder, "add", "-A")
    run(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")
    (folder / "a.yml").write_text("2\n", encoding="utf-8")
    run(folder, "add", "a.yml")
    (folder / "a.yml").write_text("3\n", encoding="utf-8")
    (folder / "b.yml").unlink()
    (folder / "new.yml").write_text("4\n", encoding="utf-8")
    return folder


def a_seal(folder: Path, after: str | None = None, **files: bytes) -> str:
    commit = seals.write(folder, {**FILES, **files}, after=after, message="Seal", at=NOON)
    assert seals.move(folder, commit, before=after) == ""
    return commit


def everything_else(folder: Path) -> tuple[object, ...]:
    """What belongs to whoever works there: index, working tree, the branch in use and all other branches."""
    plain = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    index = (folder / ".git/index").read_bytes()
    refs = [line for line in run(folder, "for-each-ref").split("\n") if not line.endswith("/sop-seals")]
    return plain, index, (folder / ".git/HEAD").read_text(), refs


@pytest.mark.parametrize("detached", [False, True])
def test_the_index_the_files_and_the_branch_in_use_are_not_touched(repository: Path, detached: bool) -> None:
    if detached:
        run(repository, "checkout", "-q", "--detach")
    before = everything_else(repository)
    first = a_seal(repository)
    assert a_seal(repository, after=first) != first
    assert everything_else(repository) == before


def test_a_seal_is_a_commit_with_exactly_its_files(repository: Path) -> None:
    run(repository, "config", "core.autocrlf", "true")
    commit = a_seal(repository)
    listed = run(repository, "ls-tree", "-r", "--name-only", commit).split("\n")
    assert listed == ["heads/00", "heads/ff", "seal.json"]
    with Objects(repository) as objects:
        read = objects.commit(commit)
        heads = objects.tree(objects.tree(read.tree)["heads"])
        assert (read.parents, objects.blob(heads["00"]), objects.blob(heads["ff"])) == ((), b"a\r\nb", b"")


def test_no_hook_is_run(repository: Path, tmp_path: Path) -> None:
    hooks = repository / ".git/hooks"
    names = ("reference-transaction", "pre-push", "pre-commit", "commit-msg", "post-commit", "post-index-change")
    for name in names:
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung-{name}\n", encoding="utf-8")
        (hooks / name).chmod(0o700)
    run(tmp_path, "init", "-q", "--bare", "remote.git")
    run(repository, "remote", "add", "origin", str(tmp_path / "remote.git"))
    sprung = {one.name for one in tmp_path.glob("sprung-*")}
    a_seal(repository)
    assert remotes.push(repository, "origin")
    remotes.fetch(repository, "origin")
    assert {one.name for one in tmp_path.glob("sprung-*")} == sprung


def test_whoever_seals_second_is_told_and_nothing_is_written_over(repository: Path) -> None:
    first = a_seal(repository)
    mine = seals.write(repository, FILES, after=None, message="Mine", at=NOON)
    assert "sop-seals" in seals.move(repository, mine, before=None)
    late = seals.write(repository, FILES, after=first, message="Late", at=NOON)
    second = a_seal(repository, after=first)
    assert "sop-seals" in seals.move(repository, late, before=first)
    assert seals.refs(repository).here == second


def test_a_seal_is_signed_when_git_signs_commits(repository: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    for name, value in (("gpg.format", "ssh"), ("user.signingKey", str(key)), ("commit.gpgSign", "true")):
        run(repository, "config", name, value)
    assert "gpgsig -----BEGIN SSH SIGNATURE-----" in run(repository, "cat-file", "commit", a_seal(repository))


def test_when_signing_fails_nothing_is_sealed(repository: Path) -> None:
    run(repository, "config", "commit.gpgSign", "true")
    run(repository, "config", "gpg.program", "/bin/false")
    with pytest.raises(NoSealing, match="gpg failed to sign"):
        a_seal(repository)
    assert seals.refs(repository).here is None


def test_collecting_garbage_leaves_the_seals(repository: Path) -> None:
    first = a_seal(repository)
    second = a_seal(repository, after=first, seal=b"2")
    run(repository, "gc", "-q", "--prune=now")
    with Objects(repository) as objects:
        assert objects.commit(second).parents == (first,)
        assert objects.tree(objects.commit(first).tree).keys() == {"heads", "seal.json"}


def test_where_the_branch_stands_here_and_elsewhere(repository: Path, tmp_path: Path) -> None:
    assert seals.refs(repository) == seals.Refs(elsewhere={})
    run(tmp_path, "init", "-q", "--bare", "remote.git")
    run(repository, "remote", "add", "far", str(tmp_path / "remote.git"))
    run(repository, "update-ref", "refs/remotes/far/other", "HEAD")
    commit = a_seal(repository)
    remotes.fetch(repository, "far")
    assert seals.refs(repository) == seals.Refs(here=commit, elsewhere={})
    assert remotes.push(repository, "far")
    remotes.fetch(repository, "far")
    assert seals.refs(repository) == seals.Refs(here=commit, elsewhere={"far/sop-seals": commit})


def test_a_branch_that_was_rewritten_elsewhere_is_not_believed(repository: Path, tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "--bare", "remote.git")
    run(repository, "remote", "add", "origin", str(tmp_path / "remote.git"))
    commit = a_seal(repository)
    assert remotes.push(repository, "origin")
    remotes.fetch(repository, "origin")
    other = seals.write(repository, FILES, after=None, message="Other", at=NOON)
    run(repository, "push", "-q", "--force", "origin", f"{other}:refs/heads/sop-seals")
    run(repository, "update-ref", "refs/remotes/origin/sop-seals", commit)
    with pytest.raises(NoSealing, match="on origin was rewritten"):
        remotes.fetch(repository, "origin")
    assert seals.refs(repository).elsewhere == {"origin/sop-seals": commit}


def test_a_push_behind_others_is_told(repository: Path, tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "--bare", "remote.git")
    run(repository, "remote", "add", "origin", str(tmp_path / "remote.git"))
    other = seals.write(repository, FILES, after=None, message="Other", at=NOON)
    run(repository, "push", "-q", "origin", f"{other}:refs/heads/sop-seals")
    a_seal(repository)
    assert not remotes.push(repository, "origin")


def test_a_remote_that_cannot_be_reached_is_told(repository: Path) -> None:
    run(repository, "remote", "add", "origin", "/nowhere.git")
    a_seal(repository)
    with pytest.raises(NoSealing, match=r"did not take the seals: .*nowhere"):
        remotes.push(repository, "origin")
    with pytest.raises(NoSealing, match="origin could not be asked"):
        remotes.fetch(repository, "origin")


def test_where_to_push_is_never_guessed_among_several(repository: Path) -> None:
    with pytest.raises(NoRemote, match="has no remote"):
        remotes.remote(repository)
    run(repository, "remote", "add", "one", "/one")
    assert remotes.remote(repository) == "one"
    run(repository, "remote", "add", "two", "/two")
    with pytest.raises(NoRemote, match=r"several remotes \(one, two\)"):
        remotes.remote(repository)
    run(repository, "config", "branch.sop-seals.remote", "two")
    assert remotes.remote(repository) == "two"


def test_without_a_repository_without_a_folder_and_without_git_it_is_said_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seals.refs(tmp_path).why == "The handbook is in no git repository, so nothing can be sealed."
    assert seals.refs(tmp_path / "x").why == f"There is no folder {tmp_path / 'x'}, so nothing can be sealed."
    with pytest.raises(Unavailable, match="no folder"), Objects(tmp_path / "x"):
        pass
    monkeypatch.setenv("PATH", "/nowhere")
    assert seals.refs(tmp_path).why == "There is no git program here, so nothing can be sealed."


def test_an_object_that_is_missing_or_replaced_is_told(repository: Path) -> None:
    commit = a_seal(repository)
    other = a_seal(repository, after=commit, seal=b"2")
    run(repository, "replace", other, commit)
    with Objects(repository) as objects:
        assert objects.commit(other).parents == (commit,)
        for name in ("0" * 40, "nope"):
            with pytest.raises(ObjectLost, match="is missing"):
                objects.blob(name)
        with pytest.raises(ObjectLost, match="is not the blob that its name says"):
            objects.blob(commit)


def test_an_object_whose_bytes_are_not_its_names_is_told(repository: Path) -> None:
    """Somebody puts the file of one object in the place of another."""
    one, two = (run(repository, "hash-object", "-w", name) for name in ("a.yml", "new.yml"))
    stored = [repository / ".git/objects" / name[:2] / name[2:] for name in (one, two)]
    stored[1].chmod(0o600)
    stored[1].write_bytes(stored[0].read_bytes())
    with Objects(repository) as objects:
        assert objects.blob(one) == b"3\n"
        with pytest.raises(ObjectLost, match="is not the blob that its name says"):
            objects.blob(two)

import os
from pathlib import Path

import pytest

from sopbook.source.decoding import MOST_BYTES
from sopbook.source.diagnostic import Diagnostic
from sopbook.workspace.files import Found, find, readable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for a handbook beside a folder that is not the handbook's."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yml").write_text("secret: 1\n", encoding="utf-8")
    (tmp_path / "book" / "sops").mkdir(parents=True)
    return (tmp_path / "book").resolve()


def write(root: Path, *files: str) -> None:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("kind: role\n", encoding="utf-8")


def found_in(root: Path, *paths: str) -> Found:
    return find(root, paths or ("sops",))


def told(found: Found) -> list[tuple[str, str, str]]:
    return [(str(one.at), one.code, one.message) for one in found.problems]


def test_files_are_found_in_the_order_of_their_names(root: Path) -> None:
    write(root, "sops/b.yml", "sops/a/z.yaml", "sops/a.yml", "sops/B.YML", "sops/notes.md", "elsewhere/c.yml")
    assert found_in(root).files == ("sops/B.YML", "sops/a.yml", "sops/a/z.yaml", "sops/b.yml")


def test_hidden_files_and_folders_are_passed_over(root: Path) -> None:
    write(root, "sops/.hidden/a.yml", "sops/.b.yml", "sops/c.yml")
    assert found_in(root).files == ("sops/c.yml",)


def test_a_path_may_be_a_file_or_the_root_and_nothing_is_found_twice(root: Path) -> None:
    write(root, "sops/roles/a.yml", "team.yml", "handbook.yml")
    assert found_in(root, "team.yml", "sops", "sops/roles").files == ("sops/roles/a.yml", "team.yml")
    assert find(root, ["."], but=["handbook.yml"]).files == ("sops/roles/a.yml", "team.yml")


def test_a_path_that_is_not_there_is_named(root: Path) -> None:
    assert found_in(root, "sops", "spos").missing == ("spos",)


def test_a_folder_with_the_name_of_a_file_is_a_folder(root: Path) -> None:
    write(root, "sops/x.yml/inside.yml")
    assert found_in(root).files == ("sops/x.yml/inside.yml",)


def test_a_link_to_a_file_outside_is_refused(root: Path) -> None:
    (root / "sops" / "secret.yml").symlink_to(root.parent / "outside" / "secret.yml")
    found = found_in(root)
    assert found.files == ()
    assert told(found) == [("sops/secret.yml:1:1", "SOP020", "a link that leads outside the handbook")]


def test_a_link_to_a_folder_outside_is_refused(root: Path) -> None:
    (root / "sops" / "more").symlink_to(root.parent / "outside")
    (root / "linked").symlink_to("../outside")
    found = found_in(root, "sops", "linked")
    assert found.files == ()
    assert [place for place, code, _ in told(found) if code == "SOP020"] == ["linked:1:1", "sops/more:1:1"]


def test_a_link_to_something_else_outside_is_nobodys_business(root: Path) -> None:
    (root.parent / "outside" / "logo.png").write_bytes(b"")
    (root / "sops" / "logo.png").symlink_to(root.parent / "outside" / "logo.png")
    assert found_in(root) == Found(files=(), problems=(), missing=())


def test_a_link_inside_the_handbook_is_followed_unless_its_target_is_found_anyway(root: Path) -> None:
    write(root, "elsewhere/a.yml", "shared/b.yml", "sops/c.yml")
    (root / "sops" / "a-link.yml").symlink_to("c.yml")
    (root / "sops" / "a.yml").symlink_to("../elsewhere/a.yml")
    (root / "sops" / "shared").symlink_to("../shared")
    found = found_in(root)
    assert found.files == ("sops/a.yml", "sops/c.yml", "sops/shared/b.yml")
    assert found.problems == ()


def test_links_in_a_circle_end(root: Path) -> None:
    write(root, "sops/a/b.yml")
    (root / "sops" / "a" / "back").symlink_to("..")
    (root / "sops" / "up").symlink_to("..")
    (root / "sops" / "self.yml").symlink_to("self.yml")
    found = found_in(root)
    assert found.files == ("sops/a/b.yml",)
    assert told(found) == [("sops/self.yml:1:1", "SOP021", "the link leads nowhere")]


def test_a_broken_link_is_told(root: Path) -> None:
    (root / "sops" / "gone.yml").symlink_to("nothing.yml")
    (root / "sops" / "folder").symlink_to("/nowhere/at/all")
    assert told(found_in(root)) == [
        ("sops/folder:1:1", "SOP021", "the link leads nowhere"),
        ("sops/gone.yml:1:1", "SOP021", "the link leads nowhere"),
    ]


def test_of_a_large_file_only_the_first_bytes_are_read(root: Path) -> None:
    with (root / "large.yml").open("wb") as stream:
        stream.truncate(2**31)
    data = readable(root, "large.yml")
    assert isinstance(data, bytes)
    assert len(data) == MOST_BYTES + 1


def test_a_pipe_is_refused_and_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "sops" / "pipe.yml")
    assert found_in(root).files == ("sops/pipe.yml",)
    problem = readable(root, "sops/pipe.yml")
    assert isinstance(problem, Diagnostic)
    assert (problem.code, problem.message) == ("SOP021", "this is no file")


def test_a_file_that_is_gone_since_is_told(root: Path) -> None:
    problem = readable(root, "sops/gone.yml")
    assert isinstance(problem, Diagnostic)
    assert problem.message == "the file cannot be read: no such file or directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(root: Path) -> None:
    write(root, "sops/a.yml", "sops/closed/b.yml")
    (root / "sops" / "a.yml").chmod(0)
    (root / "sops" / "closed").chmod(0)
    problem = readable(root, "sops/a.yml")
    assert isinstance(problem, Diagnostic)
    assert problem.message == "the file cannot be read: permission denied"
    assert told(found_in(root)) == [
        ("sops/closed:1:1", "SOP021", "the folder cannot be read: permission denied"),
    ]
    (root / "sops" / "closed").chmod(0o700)

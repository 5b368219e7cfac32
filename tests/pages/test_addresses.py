import pytest

from sopbook.pages.addresses import Addresses


@pytest.mark.parametrize(
    ("source", "target", "folders", "files"),
    [
        ("index.md", "procedures/x.md", "procedures/x/", "procedures/x.html"),
        ("procedures/x.md", "index.md", "../../", "../index.html"),
        ("procedures/x.md", "procedures/y.md", "../y/", "y.html"),
        ("procedures/x.md", "procedures/index.md", "../", "index.html"),
        ("procedures/index.md", "procedures/x.md", "x/", "x.html"),
        ("procedures/x.md", "roles/y.md", "../../roles/y/", "../roles/y.html"),
        ("procedures/index/index.md", "procedures/index.md", "../", "../index.html"),
    ],
)
def test_links_are_relative_to_where_a_page_is_published(source: str, target: str, folders: str, files: str) -> None:
    assert Addresses(paths={}).href(source, target) == folders
    assert Addresses(paths={}, folders=False).href(source, target) == files


def test_a_part_of_the_same_page_needs_no_path() -> None:
    assert Addresses(paths={}).href("roles/x.md", "roles/x.md", "duties") == "#duties"

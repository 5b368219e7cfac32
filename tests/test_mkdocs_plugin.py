import html
import json
import re
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort, ConfigurationError

from site_builders import CONFIG, a_site, built, rebuilt
from sopbook.mkdocs_plugin import harmless

BROKEN = 'kind: guideline\nid: clean-hands\ntitle: Clean\nowner: lead\nversion: "1.0"\nrules: []\n'
GUIDELINE = """\
kind: guideline
id: clean-hands
title: {title}
summary: {summary}
owner: lead
version: "1.0"
rules:
  - id: wash
    must: {rule}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bakery's handbook, built once."""
    return built(a_site(tmp_path_factory.mktemp("site") / "book"))


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def article(text: str) -> str:
    return text.partition("<article")[2].partition("</article>")[0]


def test_a_strict_build_has_a_page_for_every_document(site: Path) -> None:
    assert "Heat the oven for" in page(site, "procedures/bake-bread")
    assert "All of them are called" in page(site, "escalations/oven-fails")
    assert (site / "assets/sopbook/sopbook.css").stat().st_size > 1000


def test_lists_are_in_the_navigation_and_documents_are_not(site: Path) -> None:
    home = page(site, "")
    navigation = home.replace(article(home), "")
    for path in ("procedures/", "guidelines/", "decisions/", "escalations/", "roles/", "team/", "manual/"):
        assert f'href="{path}"' in navigation
    assert "bake-bread" not in navigation


def test_the_tab_of_a_documents_kind_is_active_on_its_page_only(site: Path) -> None:
    for path, name in (("procedures/bake-bread", "Procedures"), ("roles/lead", "Roles"), ("manual", "Manual")):
        active = re.findall(r"md-tabs__item--active.*?md-tabs__link\">\s*(.*?)\s*</a>", page(site, path), re.DOTALL)
        assert active == [name], path


def test_a_page_by_hand_that_is_kept_out_of_the_navigation_belongs_to_the_tab_of_the_folder_around_it(
    tmp_path: Path,
) -> None:
    config = f"{CONFIG}not_in_nav: /manual/pieces/*.md\n"
    site = built(a_site(tmp_path / "book", {"site/pages/manual/pieces/one.md": "# One piece\n"}, config))
    assert "One piece" not in page(site, "manual")
    active = re.findall(
        r"md-tabs__item--active.*?md-tabs__link\">\s*(.*?)\s*</a>", page(site, "manual/pieces/one"), re.S
    )
    assert active == ["Manual"]


def test_edit_this_page_leads_to_the_yaml(site: Path) -> None:
    address = "https://forge.example/bakery/edit/main"
    assert f'href="{address}/sops/bake-bread.yml"' in page(site, "procedures/bake-bread")
    assert f'href="{address}/site/pages/manual/index.md"' in page(site, "manual")
    assert 'rel="edit"' not in page(site, "procedures")


def test_the_forge_of_the_settings_serves_where_mkdocs_names_none(tmp_path: Path) -> None:
    settings = "id: bakery\nname: The bakery\nformat: 1\nforge: https://forge.example/b\n"
    config = re.sub("edit_uri: .*\n", "", CONFIG)
    site = built(a_site(tmp_path / "book", {"handbook.yml": settings}, config))
    assert 'href="https://forge.example/b/edit/main/sops/bake-bread.yml"' in page(site, "procedures/bake-bread")


def test_search_finds_a_step_under_its_title_and_leaves_lists_out(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    found = [one["location"] for one in docs if "lamp is green" in one["text"]]
    assert found == ["procedures/bake-bread/#heat"]
    titles = {one["location"]: one["title"] for one in docs}
    assert titles["procedures/bake-bread/"] == "Bake the daily bread"
    assert "Heat the oven" in titles["procedures/bake-bread/#heat"]
    assert {"", "procedures/"}.isdisjoint(titles)


def test_a_file_as_a_page_links_to_files(tmp_path: Path) -> None:
    site = built(a_site(tmp_path / "book", config=CONFIG + "use_directory_urls: false\n"))
    text = (site / "procedures/bake-bread.html").read_text(encoding="utf-8")
    assert 'href="../guidelines/clean-hands.html#wash"' in text


def test_every_link_of_a_page_leads_to_a_page_and_a_part_that_are_there(site: Path) -> None:
    for file in site.rglob("index.html"):
        for link in re.findall(r'href="([^"]+)"', article(file.read_text(encoding="utf-8"))):
            path, _, part = html.unescape(link).partition("#")
            if path.startswith("https:"):
                continue
            target = file.parent / path
            text = (target / "index.html" if target.is_dir() else target).read_text(encoding="utf-8")
            assert not part or f'id="{part}"' in text, (file, link)


def test_a_broken_document_fails_the_build_with_a_list_and_no_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = a_site(tmp_path / "book", {"sops/clean-hands.yml": BROKEN, "sops/lead.yml": "kind: rolle\n"})
    with pytest.raises(Abort):
        built(root)
    assert "sops/clean-hands.yml:6:8: " in caplog.text
    assert "sops/lead.yml:1:7: " in caplog.text
    assert "Traceback" not in caplog.text


def test_while_serving_a_broken_document_is_told_on_every_page_that_was_there(tmp_path: Path) -> None:
    root = a_site(tmp_path / "book")
    built(root, command="serve")
    before = (root / "sops/clean-hands.yml").read_text(encoding="utf-8")
    (root / "sops/clean-hands.yml").write_text(BROKEN, encoding="utf-8")
    site = rebuilt(root)
    for path in ("", "procedures/bake-bread", "guidelines/clean-hands"):
        assert "sops/clean-hands.yml:6:8" in page(site, path)
    (root / "sops/clean-hands.yml").write_text(before, encoding="utf-8")
    assert "Wash your hands" in page(rebuilt(root), "guidelines/clean-hands")


def test_while_serving_broken_settings_are_a_page_too(tmp_path: Path) -> None:
    root = a_site(tmp_path / "book", {"handbook.yml": "id: Bakery!\nname: B\nformat: 1\n"})
    assert "handbook.yml:1:5" in page(built(root, command="serve"), "")
    (root / "handbook.yml").unlink()
    assert "There is no handbook in" in page(built(root, command="serve"), "")


@pytest.mark.parametrize("path", ["procedures/bake-bread.md", "procedures/index.md", "index.md", "roles/README.md"])
def test_a_page_written_by_hand_is_not_covered_silently(
    path: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = a_site(tmp_path / "book", {f"site/pages/{path}": "# Mine\n"})
    with pytest.raises(Abort):
        built(root)
    assert f"{path} in " in caplog.text
    assert "Rename or remove one of them" in caplog.text
    assert "Rename or remove one of them" in page(built(root, command="serve"), "")


@pytest.mark.parametrize("folder", [".", "sops", "sops/out", "site", "site/pages", ".git", "..", "handbook.yml/x"])
def test_a_site_dir_that_would_wipe_sources_is_refused(
    folder: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = a_site(tmp_path / "outer" / "book", config=CONFIG.replace("build/handbook", folder))
    before = sorted(path.relative_to(root) for path in root.rglob("*"))
    with pytest.raises((Abort, ConfigurationError)):
        built(root)
    assert sorted(path.relative_to(root) for path in root.rglob("*")) == before


def test_python_markdown_never_sees_what_an_author_wrote(tmp_path: Path) -> None:
    texts = {
        "title": "'Clean {: onclick=alert(1) } & `<script>alert(1)</script>` \" onmouseover=\"alert(2)'",
        "summary": "'Say \" onmouseover=\"alert(3) and `</title><script>alert(4)</script>`'",
        "rule": "'`<img src=x onerror=alert(5)>` {: style=color:red }'",
    }
    extra = CONFIG + "markdown_extensions: [attr_list, md_in_html]\n"
    site = built(a_site(tmp_path / "book", {"sops/clean-hands.yml": GUIDELINE.format(**texts)}, extra))
    for path in ("guidelines/clean-hands", "guidelines", "roles/lead", ""):
        text = page(site, path)
        assert not re.search(r"<script>alert|<img src=x", text), path
        for tag in re.findall(r"<[a-z][^<>]*>", text):
            assert not re.search(r"\son(click|mouseover|error)\s*=", re.sub(r'"[^"]*"', '""', tag)), (path, tag)
    assert "{: onclick=alert(1) }" in html.unescape(page(site, "guidelines/clean-hands"))


@pytest.mark.parametrize("text", ["</title><script>x</script>", '" onclick="x', "&lt;script&gt;", "&quot; x=&quot;"])
def test_a_title_stays_text_in_a_theme_that_escapes_nothing_or_unescapes_once(text: str) -> None:
    once = html.unescape(harmless(text))
    for printed in (harmless(text), once):
        assert "<" not in printed
        assert '"' not in printed

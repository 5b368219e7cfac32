"""Two handbooks in a browser, as readers have them: ours, and the bakery's, which has every kind of page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from site_builders import built_bakery, built_copy_of_ours
from site_reader import DESKTOP, PHONE, Reader, served

pytestmark = pytest.mark.slow

PAGES = (
    "",
    "procedures/",
    "procedures/onboard-client/",
    "decisions/accept-project/",
    "decisions/client-tier/",
    "escalations/client-complaint/",
    "guidelines/client-communication/",
    "roles/account-lead/",
    "team/",
    "manual/",
)

BAKERY = (
    "",
    "metrics/",
    "procedures/bake-bread/",
    "procedures/sell-bread/",
    "paths/grow-baker/",
    "standards/good-bread/",
    "decisions/loaf-size/",
    "decisions/which-flour/",
    "escalations/oven-fails/",
    "roles/baker/",
    "metrics/loaves-sold/",
    "metrics/flour-per-loaf/",
    "goals/fuller-shelves/",
    "calendar/",
    "team/",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The handbook of this repository, built once."""
    with served(built_copy_of_ours(tmp_path_factory.mktemp("ours"))) as found:
        yield found


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bakery's handbook, likewise."""
    with served(built_bakery(tmp_path_factory.mktemp("bakery"))) as found:
        yield found


@pytest.fixture
def open_reader(chromium: Any, address: str) -> Iterator[Any]:
    readers: list[Reader] = []

    def opened(screen: dict[str, int], scheme: str = "light", at: str = address) -> Reader:
        readers.append(Reader(chromium, at, screen, scheme))
        return readers[-1]

    yield opened
    for reader in readers:
        reader.context.close()


@pytest.mark.parametrize(
    ("screen", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")]
)
def test_no_page_complains_calls_elsewhere_or_scrolls_sideways(
    screen: dict[str, int], scheme: str, open_reader: Any, address: str, bakery: str
) -> None:
    for at, paths in ((address, PAGES), (bakery, BAKERY)):
        reader = open_reader(screen, scheme, at)
        for path in paths:
            reader.open(path)
            reader.unfold()
            wide = reader.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= screen["width"], path
        assert reader.complaints == []


def test_searching_a_word_inside_a_step_finds_that_step(open_reader: Any) -> None:
    reader = open_reader(DESKTOP)
    reader.open("")
    reader.page.locator(".md-search__input").click()
    reader.page.locator(".md-search__input").press_sequentially("confidentiality agreement")
    first = reader.page.locator(".md-search-result__item a").first
    first.wait_for()
    links = reader.page.locator(".md-search-result__item a").evaluate_all("all => all.map(one => one.href)")
    assert any("procedures/onboard-client/" in link for link in links[:3]), links
    assert any("#confidentiality" in link or "#nda" in link for link in links), links
    assert reader.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_and_at_most_three_sizes(scheme: str, open_reader: Any, address: str, bakery: str) -> None:
    for at, paths in ((address, PAGES[:-1]), (bakery, BAKERY)):
        reader = open_reader(DESKTOP, scheme, at)
        for path in paths:
            reader.open(path)
            reader.unfold()
            sizes, faint = reader.page.evaluate(LOOK)
            assert len(sizes) <= 3, (path, sizes)
            assert faint == [], path


def test_the_answers_of_a_quiz_are_neither_shown_nor_searched(open_reader: Any, bakery: str) -> None:
    reader = open_reader(PHONE, "light", bakery)
    reader.open("procedures/sell-bread/")
    answer = reader.page.locator(".sop-answer-fold strong").first
    reader.page.locator(".sop-quiz > summary").click()
    assert reader.page.get_by_text("When is bread too old?").is_visible()
    assert not answer.is_visible()
    reader.page.get_by_text("Show the answer").first.click()
    assert answer.is_visible()
    index = reader.page.request.get(bakery + "search/search_index.json").text()
    assert "What may be frozen?" in index
    assert "Rolls; Cake" not in index


def test_the_form_of_a_decision_works_from_page_to_page(open_reader: Any) -> None:
    reader = open_reader(PHONE)
    reader.open("decisions/")
    for title, value in (("Which service tier", "8000"), ("How to handle a change of scope", "41")):
        reader.page.locator("article").get_by_role("link", name=title).click()
        reader.page.locator(".sop-line input").fill(value)
        for chips in reader.page.locator(".sop-chips").all():
            chips.locator("label").first.click()
        reader.page.locator("output[data-state=answer]").wait_for()
        reader.page.locator(".sop-crumb a").click()
    assert reader.complaints == []


def test_dark_is_dark_and_light_is_light(open_reader: Any) -> None:
    backgrounds = {}
    for scheme in ("light", "dark"):
        reader = open_reader(DESKTOP, scheme)
        reader.open("")
        shade = reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
        backgrounds[scheme] = sum(int(part) for part in re.findall(r"\d+", shade)[:3])
    assert backgrounds["light"] > 600
    assert backgrounds["dark"] < 150


def test_a_step_can_be_linked_to_and_is_not_hidden_behind_the_bar(open_reader: Any) -> None:
    reader = open_reader(DESKTOP)
    reader.open("procedures/onboard-client/#brief")
    reader.page.wait_for_function("window.scrollY > 0")
    top = reader.page.evaluate("document.getElementById('brief').getBoundingClientRect().top")
    bar = reader.page.evaluate("document.querySelector('.md-tabs').getBoundingClientRect().bottom")
    assert bar <= top <= 500


LOOK = """
() => {
  const channel = value => value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const ground = element => {
    for (let one = element; one; one = one.parentElement) {
      const shade = colour(getComputedStyle(one).backgroundColor);
      if (shade.length === 3 || shade[3] === 1) return shade;
    }
    return [255, 255, 255];
  };
  const sizes = new Set(), faint = [];
  const walker = document.createTreeWalker(document.querySelector('.sop'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.getClientRects().length || element.closest('code, .sop-hidden')) continue;
    const style = getComputedStyle(element);
    sizes.add(style.fontSize);
    const [one, two] = [light(colour(style.color)), light(ground(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (two + 0.05) < 4.5) faint.push(node.data.trim().slice(0, 40));
  }
  return [[...sizes], faint];
}
"""

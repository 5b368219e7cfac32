"""The manual's pages of constructs and states in a browser: on a telephone and a laptop, by day and by night."""

from collections.abc import Iterator
from typing import Any

import pytest

from manual_builders import MANUAL
from site_builders import built_copy_of_ours
from site_reader import PHONE, Reader, served

pytestmark = pytest.mark.slow

LAPTOP = {"width": 1280, "height": 800}
SCREENS = [(PHONE, "light"), (PHONE, "dark"), (LAPTOP, "light"), (LAPTOP, "dark")]
PAGES = ("constructs", "states", *(f"constructs/{path.stem}" for path in sorted(MANUAL.glob("constructs/*.md"))))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(built_copy_of_ours(tmp_path_factory.mktemp("ours"))) as found:
        yield found


@pytest.fixture
def open_reader(chromium: Any, address: str) -> Iterator[Any]:
    readers: list[Reader] = []

    def opened(screen: dict[str, int], scheme: str = "light") -> Reader:
        readers.append(Reader(chromium, address, screen, scheme))
        return readers[-1]

    yield opened
    for reader in readers:
        reader.context.close()


@pytest.mark.parametrize(("screen", "scheme"), SCREENS)
def test_a_page_is_read_without_scrolling_sideways_and_by_anybody(
    screen: dict[str, int], scheme: str, open_reader: Any
) -> None:
    reader = open_reader(screen, scheme)
    for page in PAGES:
        reader.open(f"manual/{page}/")
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= screen["width"], page
        cut, faint = reader.page.evaluate(LOOK)
        assert cut == [], page
        assert faint == [], page
    assert reader.complaints == []


def test_on_a_laptop_the_three_stand_beside_each_other_and_on_a_telephone_below(open_reader: Any) -> None:
    for screen, beside in ((LAPTOP, True), (PHONE, False)):
        reader = open_reader(screen)
        reader.open("manual/constructs/do/")
        tops = reader.page.locator(".sop-trio > figure").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().top)"
        )
        assert (len(set(tops)) == 1, len(tops)) == (beside, 3)


def test_the_manual_leads_to_the_constructs_and_back(open_reader: Any) -> None:
    reader = open_reader(LAPTOP)
    reader.open("manual/")
    reader.page.locator("article").get_by_role("link", name="What a procedure is made of", exact=True).click()
    reader.page.locator("article").get_by_role("link", name="An approval").click()
    reader.page.get_by_role("heading", name="An approval").wait_for()
    reader.page.get_by_role("link", name="All constructs").click()
    reader.page.get_by_role("heading", name="What a procedure is made of").wait_for()
    assert reader.complaints == []


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
  const cut = [], faint = [];
  for (const one of document.querySelectorAll('.sop-trio pre, .sop-trio .sop, .sop-machine')) {
    if (one.scrollWidth > one.clientWidth + 1) cut.push(one.textContent.slice(0, 60));
  }
  for (const one of document.querySelectorAll('.sop-screen')) {
    const lines = one.textContent.split('\\n').length, tall = parseFloat(getComputedStyle(one).lineHeight);
    const wrapped = one.clientHeight ? Math.round((one.clientHeight - 22) / tall) - lines : 0;
    if (wrapped > lines / 4) cut.push(one.textContent.slice(0, 60));
  }
  const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.getClientRects().length || element.closest('.headerlink, script')) continue;
    const style = getComputedStyle(element);
    const inside = element.closest('svg');
    const box = inside && element.parentElement.querySelector('rect');
    const back = box ? colour(getComputedStyle(box).fill) : ground(inside || element);
    const shades = [light(colour(inside ? style.fill : style.color)), light(back)].sort((a, b) => b - a);
    if ((shades[0] + 0.05) / (shades[1] + 0.05) < 4.5) faint.push(node.data.trim().slice(0, 40));
  }
  return [cut, faint];
}
"""

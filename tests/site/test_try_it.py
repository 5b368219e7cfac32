"""The form on a decision's page against Python, input by input, on a page that may run no script but ours."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from handbook_builders import handbook_from
from pages_builders import pages_of
from site_builders import OURS
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.results import asked, given
from sopbook.decisions.values import Unfit, value_of
from sopbook.decisions.weighing import Framework, framework_of
from sopbook.documents.decision import Decision, HitPolicy
from sopbook.feel.values import Value
from sopbook.handbook.book import Handbook
from sopbook.pages.words import value_words

pytestmark = pytest.mark.slow

HOST = "https://handbook.example"
ALLOWED = "default-src 'none'; script-src 'self'; style-src 'self'"
HEAD = """\
kind: decision
id: van
title: Van
owner: lead
version: "1.0"
question: Which van?
decided_by: lead
"""
INPUTS = """\
inputs:
  weight: {type: number, label: "Weight & \\"more\\"", unit: kg, min: -1.5, max: 100}
  boxes: {type: number, integer: true, optional: true}
  where: {type: choice, options: [in-town, by ferry, "it's </script> far"]}
  fragile: {type: yes_no, optional: true}
  day: {type: date}
  at: {type: time, optional: true}
  by: {type: datetime, optional: true}
  note: {type: text, optional: true}
"""
WHEN = (
    '{weight: "< 0.30"}',
    "{weight: '[0.3..12.50)', fragile: true}",
    "{where: 'in-town, by ferry', day: '< date(\"2026-02-28\")', boxes: '<= 2.5'}",
    '{day: \'>= date("2026-02-28")\', at: \'[time("08:15:00")..time("17:00:30")]\'}',
    '{note: \'"cold", "</script><script>alert(1)</script>"\'}',
    "{note: 'not(\"cold\")', by: '> date and time(\"2026-03-01T12:00:00\")'}",
    "{boxes: 'null', where: 'not(in-town)'}",
    "{weight: '(12.5..100]', fragile: 'not(true)'}",
)
CHOICES = ("small", "large", "large", "boat", "none of these", "small", "boat", "large")
NUMBERS = ("12.50", "-3", "0.125", "1000000", "12.5", "7", "0", "0.1")
WEIGHING = """\
factors:
  - {id: price, label: Price, weight: 0.7, scale: [1, 5]}
  - {id: taste, label: Taste, weight: 1.1, scale: [-2.5, 3]}
outcomes:
  - {id: buy, when: ">= 2.4", label: Buy <b>it</b>}
  - {id: ask, when: "[1..2.4]", label: Ask}
  - {id: leave, when: "< 1", label: Leave}
"""

POOL: Mapping[str, tuple[str, ...]] = {
    "weight": (
        *("-1.5", "-1.50001", "0.3", ".3", "0.29999999999999999", "12.5", "12.50", "12.49", "+12.501", "100", "100.0"),
        *("101", "abc", ""),
    ),
    "boxes": ("", "2", "3", "2.5", "-7", "2.0", "12345678901234567890"),
    "where": ("in-town", "by ferry", "it's </script> far"),
    "fragile": ("", "true", "false"),
    "day": ("2026-02-27", "2026-02-28", "2026-03-01", "0999-12-31", "9999-12-31"),
    "at": ("", "08:14", "08:15", "17:00:30", "17:00:30.001", "17:01", "00:00"),
    "by": ("", "2026-03-01T12:00", "2026-03-01T12:00:00.001", "2026-03-01T11:59:59"),
    "note": ("", "cold", "Cold", "hot", "</script><script>alert(1)</script>", "cold "),
    "price": ("1", "2.5", "5", "4.9999", "6", "3"),
    "taste": ("-2.5", "0", "3", "1.2345", "2.0363636363636363"),
}  # fmt: skip

MANY = 44
"""Inputs for each of the tables: more than 1,000 in all."""


def a_table(policy: HitPolicy, *, otherwise: bool) -> str:
    """A table whose rules meet often, with the outputs that its policy can work with."""
    if policy in (HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_MIN, HitPolicy.COLLECT_MAX):
        outputs, values = "{type: number, unit: EUR, optional: true}", NUMBERS
    else:
        outputs, values = "{type: choice, options: [small, large, boat, none of these]}", CHOICES
    rules = "".join(
        f"  - {{id: r{number}, when: {when}, then: {{out: {value}}}, why: Because of *{number}*.}}\n"
        for number, (when, value) in enumerate(zip(WHEN, values, strict=True), start=1)
    )
    rest = f"otherwise: {{out: {values[0]}}}\n" if otherwise else ""
    return f"{HEAD}{INPUTS}outputs:\n  out: {outputs}\nhit_policy: {policy.value}\nrules:\n{rules}{rest}"


TABLES = {
    **{
        f"{policy.value}{' otherwise' if otherwise else ''}": a_table(policy, otherwise=otherwise)
        for policy in HitPolicy
        for otherwise in (False, True)
    },
    "weighing": HEAD + WEIGHING,
    "weighing with a gap": HEAD + WEIGHING.replace("[1..2.4]", "[1..1.5]"),
}


class Host:
    """A bare page with our style and our script, and a policy that lets no other script run."""

    def __init__(self, browser: Any, book: Handbook, *, scripts: bool = True) -> None:
        html = pages_of(book)["decisions/van.md"].html
        self.page = browser.new_context(java_script_enabled=scripts).new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.route("**/*", lambda route: route.fulfill(**self._answered(route.request.url, html)))
        self.page.goto(f"{HOST}/page")

    def tried(self, several: list[dict[str, str]]) -> list[dict[str, Any]]:
        """What the form says to each input, entered as a person would."""
        found: list[dict[str, Any]] = self.page.evaluate(TRIED, several)
        return found

    @staticmethod
    def _answered(url: str, html: str) -> dict[str, Any]:
        headers = {"content-security-policy": ALLOWED}
        if url.endswith(("css", "js")):
            file = OURS / "site" / "assets" / url.rpartition("/")[2]
            kind = "text/css" if url.endswith("css") else "text/javascript"
            return {"body": file.read_text("utf-8"), "content_type": kind, "headers": headers}
        head = '<!doctype html><html lang="en"><link rel="stylesheet" href="/sopbook.css">'
        body = f'{head}{html}<script src="/try-it.js"></script>'
        return {"body": body, "content_type": "text/html; charset=utf-8", "headers": headers}


TRIED = """
several => several.map(given => {
  const form = document.querySelector("form.sop-try");
  for (const [name, value] of Object.entries(given)) {
    for (const field of form.querySelectorAll(`[name="_try-${name}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  }
  form.dispatchEvent(new Event("input"));
  const says = form.querySelector("output");
  const texts = (root, what) => [...root.querySelectorAll(what)].map(one => one.textContent);
  return {
    state: says.dataset.state,
    then: Object.fromEntries(
      [...says.querySelectorAll("dl > div")].map(one => [texts(one, "dt")[0], texts(one, "dd")])),
    hit: [...document.querySelectorAll(".sop-hit")].map(one => one.id),
  };
})
"""


@pytest.fixture
def open_host(chromium: Any) -> Iterator[Any]:
    hosts: list[Host] = []

    def opened(text: str, *, scripts: bool = True) -> Host:
        hosts.append(Host(chromium, handbook_from({"van.yml": text}), scripts=scripts))
        return hosts[-1]

    yield opened
    for host in hosts:
        host.page.context.close()


def decision_from(text: str) -> Decision:
    return handbook_from({"van.yml": text}).expect("van", Decision)


@pytest.mark.parametrize("name", TABLES)
def test_the_form_answers_as_python_does(name: str, open_host: Any) -> None:
    decision, random = decision_from(TABLES[name]), Random(name)
    framework = framework_of(decision)
    several = [{one: random.choice(POOL[one]) for one in asked(framework)} for _ in range(MANY)]
    host = open_host(TABLES[name])
    shown = host.tried(several)
    for texts, form in zip(several, shown, strict=True):
        assert (form["state"], form["then"], form["hit"]) == expected(framework, decision, texts), texts
    assert len({form["state"] for form in shown}) > 1
    assert host.complaints == []


def expected(framework: Framework, decision: Decision, texts: Mapping[str, str]) -> tuple[str, Any, list[str]]:
    """What Python says, as the form would show it: a state, words for each output, and the rows that count."""
    fields = asked(framework)
    try:
        values = {name: value_of(fields[name], text) for name, text in texts.items()}
    except Unfit:
        return "missing", {}, []
    if any(value is None and not fields[name].optional for name, value in values.items()):
        return "missing", {}, []
    found = answer(framework, values)
    if found.problem:
        rules = _differing(decision, found) if decision.hit_policy is HitPolicy.ANY else list(found.rules)
        return "problem", {}, rules
    if found.result is None:
        return "none", {}, []
    then = {
        field.label or name.capitalize(): _words(found.result[name], decision, name)
        for name, field in given(framework).items()
    }
    rest = ["_otherwise"] if decision.otherwise and decision.hit_policy is not HitPolicy.COLLECT_COUNT else []
    return "answer", then, sorted(found.rules) or rest


def _differing(decision: Decision, found: Answer) -> list[str]:
    then = {rule.id: rule.then for rule in decision.rules}
    return [found.rules[0], next(rule for rule in found.rules if then[rule] != then[found.rules[0]])]


def _words(value: Value, decision: Decision, name: str) -> list[str]:
    if decision.outcomes:
        return [one.label for one in decision.outcomes if one.id == value]
    unit = "" if decision.hit_policy is HitPolicy.COLLECT_COUNT else decision.outputs[name].unit
    items = value if isinstance(value, tuple) else (value,)
    return [value_words(item, unit) for item in items] or ["none"]


def test_what_is_missing_is_named_and_rules_that_are_out_say_why(open_host: Any) -> None:
    host = open_host(TABLES["first"])
    page = host.page
    assert page.locator("output").inner_text() == "Fill in what you know. The answer shows here."
    page.get_by_label('Weight & "more"').fill("50")
    page.get_by_label("in-town").check()
    assert page.locator("output").inner_text() == "Still needed: Day. Rules left: 5 of 8."
    assert page.locator(".sop-out").evaluate_all("all => all.map(one => one.id)") == ["r1", "r2", "r7"]
    assert page.locator("#r7 .sop-unfit").count() == 1
    page.get_by_label("Boxes").fill("2")
    page.get_by_label("Day").fill("2026-02-27")
    assert page.locator("output").inner_text().startswith("Out\nlarge\n\nBy rule 3: Because of 3.")
    page.get_by_role("button", name="Start over").click()
    page.locator("output").get_by_text("Fill in what you know").wait_for()
    assert page.locator(".sop-out, .sop-hit, .sop-unfit").count() == 0
    assert host.complaints == []


def test_a_wrong_entry_is_said_beside_it_once_it_is_left(open_host: Any) -> None:
    page = open_host(TABLES["first"]).page
    weight = page.get_by_label('Weight & "more"')
    weight.press_sequentially("1,5")
    wrong = page.get_by_role("alert")
    assert wrong.count() == 0
    weight.press("Tab")
    wrong.wait_for()
    assert wrong.inner_text().endswith("This is not a number; write it as 1234.5")
    assert weight.get_attribute("aria-invalid") == "true"
    weight.fill("101")
    weight.press("Tab")
    page.get_by_text("At most 100 kg").wait_for()
    weight.fill("100")
    weight.press("Tab")
    wrong.wait_for(state="hidden")


def test_the_form_can_be_filled_in_with_the_keyboard_and_touched(open_host: Any) -> None:
    page = open_host(TABLES["first"]).page
    page.get_by_label('Weight & "more"').focus()
    page.keyboard.type("0.2")
    for key in ("Tab", "Tab", "ArrowDown"):
        page.keyboard.press(key)
    assert page.get_by_label("by ferry").is_checked()
    boxes = page.locator(".sop-try").locator("input:not([type=radio]), .sop-chips label, button")
    heights = boxes.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    root = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert min(heights) > 2.19 * root  # Material's rem is 20 px, so this is 44


def test_without_scripts_there_is_a_quiet_line_and_no_form(open_host: Any) -> None:
    page = open_host(TABLES["first"], scripts=False).page
    assert page.get_by_text("This form needs JavaScript").is_visible()
    assert not page.locator(".sop-try").is_visible()

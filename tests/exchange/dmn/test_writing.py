import os
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from dmn_builders import SHARED, TIER, a_decision
from sopbook.exchange.dmn.elements import read_elements
from sopbook.exchange.dmn.writing import NotForDmn, write

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / "build/node"
PACKAGE = "dmn-moddle@12.2.1"
OPEN = """
import { readFileSync } from 'node:fs';
import * as moddle from 'dmn-moddle';
const Moddle = moddle.DmnModdle ?? moddle.default;
const { rootElement, warnings } = await new Moddle().fromXML(readFileSync(0, 'utf8'), 'dmn:Definitions');
const [decision] = rootElement.drgElement.filter(one => one.$type === 'dmn:Decision');
const shapes = rootElement.dmnDI.diagrams[0].diagramElements.length;
const rules = decision.decisionLogic.rule.length;
console.log(JSON.stringify({ warnings: warnings.map(one => one.message), rules, shapes }));
"""
WEIGHING = """\
kind: decision
id: client-tier
title: Is it worth it
owner: owner
version: "1.0"
question: Is it worth it?
factors:
  - {id: fit, label: Fit, weight: 2, scale: [1, 5]}
outcomes:
  - {id: take, when: ">= 3", label: Take it}
  - {id: leave, when: "< 3", label: Leave it}
"""
HARD = """\
kind: decision
id: decision-variable
title: 'Everything & <more> "quoted"'
background: |
  Two lines,

  and another.
owner: owner
version: "1.0"
question: What then?
inputs:
  of_decision: {type: text, label: 'A "label"', help: What it is}
  whole: {type: number, integer: true, min: -3, max: 5, unit: "%", optional: true}
  at: {type: datetime}
  on: {type: date}
  who: {type: person}
  yes: {type: yes_no}
outputs:
  fee: {type: number}
  day: {type: date}
  word: {type: long_text}
hit_policy: rule order
rules:
  - id: one
    when: {of_decision: '!= "a ]]> b"', whole: "!= 3, null", on: '>= date("2026-01-01")', yes: true}
    then: {fee: -1.50, day: "2026-02-01", word: "<b>&amp;\\"\\\\"}
"""


def elements_of(data: bytes) -> list[str]:
    found, waiting = [], [read_elements(data)]
    while waiting:
        one = waiting.pop()
        found.append(one.get("id"))
        waiting += one.children
    return [one for one in found if one]


@pytest.mark.parametrize("text", [TIER, HARD])
def test_what_is_written_is_valid_dmn_1_3(text: str) -> None:
    schema = SHARED / "xsd/DMN13.xsd"
    if not schema.is_file():
        pytest.skip("the schemas of DMN are not beside the checkout, in ../shared/data/dmn/xsd")
    etree.XMLSchema(etree.parse(schema)).assertValid(etree.fromstring(write(a_decision(text))))


@pytest.mark.parametrize("text", [TIER, HARD])
def test_ids_are_unique(text: str) -> None:
    ids = elements_of(write(a_decision(text)))
    assert len(set(ids)) == len(ids)


def test_each_input_has_its_shape_and_its_edge() -> None:
    data = write(a_decision()).decode()
    assert data.count("<dmndi:DMNShape") == 4
    assert data.count("<dmndi:DMNEdge") == 3


def test_what_a_rule_says_is_there() -> None:
    data = write(a_decision()).decode()
    assert "<description>Large accounts get the owner's attention.</description>" in data
    assert '<text>&gt; date("2026-01-01")</text>' in data
    assert '<text>"retainer"</text>' in data
    assert "<defaultOutputEntry" in data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WEIGHING, "it weighs factors, and DMN knows tables only"),
        (
            TIER.replace("{type: choice, options: [project", "{type: choices, options: [project"),
            "`plan` holds several values",
        ),
        (
            TIER.replace("rules:", "  fee: {type: number}\nhit_policy: collect count\nrules:")
            .replace("{level: gold}", "{level: gold, fee: 1}")
            .replace("{level: silver}", "{level: silver, fee: 2}"),
            "`collect count` works on one output in DMN, and it has 2",
        ),
        (TIER.replace("rules:", "  fee: {type: number}\nrules:"), "its rule `big` does not give every output"),
    ],
)
def test_what_dmn_cannot_say_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(NotForDmn, match=words):
        write(a_decision(text))


def _unavailable(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def opener() -> Path:
    """A script that opens a file as modelling tools do, with their own library."""
    if not shutil.which("node") or not shutil.which("npm"):
        _unavailable("no node and npm")
    if not (CACHE / "node_modules/dmn-moddle").is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(CACHE), PACKAGE]
        done = subprocess.run(npm, capture_output=True, text=True, cwd=CACHE)
        if done.returncode != 0:
            _unavailable(f"{PACKAGE} cannot be installed: {done.stderr[-200:]}")
    script = CACHE / "open-dmn.mjs"
    script.write_text(OPEN, encoding="utf-8")
    return script


@pytest.mark.slow
@pytest.mark.parametrize(("text", "rules", "shapes"), [(TIER, 2, 7), (HARD, 1, 13)])
def test_modelling_tools_open_it_without_a_warning(opener: Path, text: str, rules: int, shapes: int) -> None:
    data = write(a_decision(text))
    done = subprocess.run(["node", str(opener)], input=data, capture_output=True, cwd=CACHE)
    expected = f'{{"warnings":[],"rules":{rules},"shapes":{shapes}}}'
    assert done.stdout.decode().strip() == expected, done.stderr.decode()

"""A small handbook to run, on the disk, and the command `sop` used in it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from sopbook.cli import main
from sopbook.records.ledger import Ledger

TEAM = """\
kind: team
id: team
title: The shop
people:
  - {id: ines, name: Ines Duarte, roles: [owner], git: [ines@shop.example]}
  - {id: ben, name: Ben Adler, roles: [clerk]}
  - {id: cleo, name: Cleo Marsh, roles: [clerk]}
  - {id: sam, name: Sam Osei, roles: [auditor]}
"""

SIZE = """\
kind: decision
id: size
title: Size of a refund
owner: owner
version: "1.0"
question: How large is the refund?
decided_by: owner
inputs:
  amount: {type: number, min: 0}
outputs:
  level: {type: choice, label: Size, options: [small, large]}
rules:
  # sop: ignore SOP260 because of a refund of a thousand the owner decides
  - {id: small, when: {amount: "< 100"}, then: {level: small}}
  - {id: large, when: {amount: "[100..1000)"}, then: {level: large}}
"""

REFUND = """\
kind: procedure
id: refund
title: Refund a customer
summary: Money back within a day, with a receipt.
owner: owner
version: "1.0"
by: clerk
run_title: "Refund {{ customer }}"
inputs:
  customer: {type: text, label: Customer}
  amount: {type: number, label: Amount, unit: EUR, min: 0}
  reasons: {type: choices, label: Reasons, options: [broken, late, wrong size], optional: true}
needs: [The receipt]
rules:
  - {id: kind, must: Stay kind, why: It is their money.}
done_when: ["{{ customer }} has the money"]
sections:
  - id: look
    title: Look at it
    steps:
      - id: receipt
        do: Read the receipt
        how: Hold it beside the order.
        expect: Both name the same goods.
        fields:
          bought_on: {type: date, label: Bought on}
          photo: {type: file, label: Photo, optional: true}
      - id: same
        check: The goods are those of the receipt
        if_failed: {go_back_to: receipt, at_most: 2}
      - id: size
        decide: size
        given: {amount: amount}
  - id: pay
    title: Pay it back
    steps:
      - id: way
        choose: How does the customer want the money?
        options:
          - id: cash
            label: In cash
            steps:
              - id: count
                do: Count the money twice
                danger: Lock the door before you open the safe.
          - id: card
            label: To the card
            steps:
              - id: book
                do: Book it back to the card
      - id: excuse
        do: Write a letter of excuse
        only_if: The customer was angry
      - id: sign
        approve: The refund is right
        by: owner
        not_by: [receipt]
"""

ROLES = {name: f"kind: role\nid: {name}\ntitle: {name.capitalize()}\n" for name in ("owner", "clerk", "auditor")}
FILES = {
    "team": TEAM,
    "size": SIZE,
    "refund": REFUND,
    **ROLES,
}


def a_handbook(root: Path, **others: str) -> Path:
    """A shop's handbook at `root` with these further or other files; `git` finds nobody there."""
    (root / "sops").mkdir(parents=True)
    (root / "handbook.yml").write_text("id: shop\nname: The shop\nformat: 1\n", encoding="utf-8")
    for name, text in {**FILES, **{name.replace("_", "-"): text for name, text in others.items()}}.items():
        (root / "sops" / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


def surroundings(root: Path, person: str = "", **environ: str) -> dict[str, str]:
    """The environment of a command in the handbook: its ledger beside it, and no git settings of this machine."""
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CEILING_DIRECTORIES": str(root)}
    return {"SOP_RECORDS": str(root / "records.sqlite3"), "SOP_PERSON": person, **nobody, **environ}


def sop(root: Path, *words: str | Path, person: str = "ben", **environ: str) -> Result:
    """`sop` with these words in the handbook at `root`, as `ben` unless said otherwise."""
    runner = CliRunner(env=surroundings(root, person, **environ))
    return runner.invoke(main, ["--root", str(root), *map(str, words)], catch_exceptions=False)


def done(root: Path, *words: str | Path, person: str = "ben") -> Any:
    """What a command answers as JSON, once it was accepted."""
    result = sop(root, *words, "--json", person=person)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def process(folder: Path, *words: str | Path, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """`sop` in a process of its own, as people start it."""
    program = [sys.executable, "-c", "from sopbook.cli import main; main(prog_name='sop')", *map(str, words)]
    return subprocess.run(program, cwd=folder, env={**os.environ, **environ}, capture_output=True, text=True)


STARTED = ("run", "start", "refund", "--set", "customer=Mrs Lund", "--set", "amount=40", "--needs-confirmed")


def a_run(root: Path, *acts: tuple[str, ...], person: str = "ben") -> str:
    """A run of the refund after these acts (verb, step, and further words); gives its id."""
    run = str(done(root, *STARTED, person=person)["run"])
    for verb, *words in acts:
        done(root, "run", verb, run, *words, person=person)
    return run


RECEIPT = ("do", "receipt", "--set", "bought_on=2026-03-02")
SAME = ("pass", "same")
CASH = ("choose", "way", "cash")
COUNTED = (RECEIPT, SAME, CASH, ("heed", "count"), ("do", "count"))
TO_SIGN = (*COUNTED, ("answer", "excuse", "no"))
"""Acts on the refund: its verb, its step and what else is said."""


def events_of(root: Path) -> int:
    """How many events the ledger holds."""
    with Ledger.open(str(root / "records.sqlite3"), handbook="shop") as ledger:
        return sum(len(ledger.read(stream)) for stream in ledger.streams("run:"))


def refused(root: Path, *words: str, person: str = "ben") -> str:
    """What is said when a command is refused; the records are as they were."""
    before = events_of(root)
    result = sop(root, *words, person=person)
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    assert events_of(root) == before
    return result.stderr

"""What people do with the proof of a decision: read it in full, or hand it to a program."""

from dataclasses import fields
from typing import Any, cast

from sopbook.actions.run_view import value_as_json
from sopbook.decisions.findings import Finding, Proof
from sopbook.decisions.prove import prove
from sopbook.decisions.search import NODES
from sopbook.decisions.weighing import Framework

KINDS = {
    "Gap": "gap",
    "Overlap": "overlap",
    "Contradiction": "contradiction",
    "MaskedRule": "masked rule",
    "OutsideDomain": "outside domain",
    "UnusedOption": "unused option",
    "UnreachableOtherwise": "unreachable otherwise",
}
"""What each finding is called where a program reads it."""


def proven(framework: Framework, budget: int = NODES) -> Proof:
    """The proof, with as much work as somebody allows."""
    return prove(framework, budget)


def as_json(framework: Framework, proof: Proof) -> dict[str, Any]:
    """A proof for programs; part of the promise that `--json` makes."""
    return {
        "decision": framework.id,
        "version": framework.version,
        "verdict": proof.verdict.value,
        "reason": proof.reason,
        "findings": [_finding(one) for one in proof.findings],
        "more": list(proof.more),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": KINDS[type(finding).__name__]}
    for one in fields(finding):
        value = getattr(finding, one.name)
        if one.name == "given":
            found["given"] = {name: value_as_json(cast(Any, given)) for name, given in value.items()}
        elif one.name != "box":
            found[one.name] = list(value) if isinstance(value, tuple) else value
    return found

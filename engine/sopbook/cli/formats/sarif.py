"""For code scanning: SARIF 2.1.0, which GitHub, Azure DevOps and many editors read.

Each rule carries the manual's text about it. Files are named from the root of the repository; columns count characters
(`columnKind` says so). A fingerprint does not depend on the number of the line.
"""

import json
import os
from typing import Any
from urllib.parse import quote

from sopbook.actions.handbook import Checked
from sopbook.cli.diagnostics import in_brief
from sopbook.cli.explaining import blocks
from sopbook.cli.formats.fingerprints import fingerprints
from sopbook.cli.screen import Screen
from sopbook.handbook.catalogue import Entry, catalogue
from sopbook.source.diagnostic import Diagnostic, Severity
from sopbook.workspace.codes import ENTRIES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
visible = Screen().visible
"""A log is UTF-8, whatever the terminal knows."""

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def written(checked: Checked, _screen: Screen) -> str:
    """The log of this one check; its rules are those that found something."""
    codes = {problem.code for problem in checked.problems}
    rules = [entry for entry in catalogue(ENTRIES) if entry.code in codes] if codes else []
    places = {entry.code: place for place, entry in enumerate(rules)}
    results = [
        _result(problem, places[problem.code], fingerprint, checked.prefix)
        for problem, fingerprint in zip(checked.problems, fingerprints(checked), strict=True)
    ]
    run = {
        "tool": {"driver": {"name": "sopbook", "rules": [_rule(entry) for entry in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(entry: Entry) -> dict[str, Any]:
    text = "\n\n".join(blocks(entry.text))
    return {
        "id": entry.code,
        "shortDescription": {"text": entry.title},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": LEVELS[entry.severity]},
    }


def _result(problem: Diagnostic, rule: int, fingerprint: str, prefix: str) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": _uri(prefix + problem.at.file), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": problem.at.line, "startColumn": problem.at.column},
    }
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": LEVELS[problem.severity],
        "message": {"text": visible(in_brief(problem))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"sopbook/v1": fingerprint},
    }


def _uri(file: str) -> str:
    """A relative reference: its bytes percent-encoded, so that a colon or a blank in a name means nothing."""
    return quote(os.fsencode(file))

"""For GitLab: a code quality report, whose new problems are shown in the merge request.

Keep it as an artifact: `sop check --format gitlab > gl-code-quality.json`. Files are named from the root of the
repository. A fingerprint does not depend on the number of the line, so a problem that only moved is not new.
"""

import json
from collections.abc import Mapping

from sopbook.actions.handbook import Checked
from sopbook.cli.diagnostics import in_brief
from sopbook.cli.formats.fingerprints import fingerprints
from sopbook.cli.screen import Screen
from sopbook.source.diagnostic import Severity

visible = Screen().visible
"""A report is UTF-8, whatever the terminal knows."""

SEVERITIES: Mapping[Severity, str] = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.HINT: "info"}


def written(checked: Checked, _screen: Screen) -> str:
    """The report: a list, which is empty when nothing was found."""
    issues = [
        {
            "description": visible(in_brief(problem)),
            "check_name": problem.code,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[problem.severity],
            "location": {
                "path": visible(checked.prefix + problem.at.file),
                "lines": {"begin": problem.at.line},
            },
        }
        for problem, fingerprint in zip(checked.problems, fingerprints(checked), strict=True)
    ]
    return json.dumps(issues, indent=2)

"""For programs: one JSON object whose shape stays.

`{"documents": n, "problems": [{code, severity, message, hint, file, line, column}]}`. Files are named from the folder
of `handbook.yml`; lines and columns count from 1, columns in characters. `severity` is `error`, `warning` or `hint`.
"""

import json

from sopbook.actions.handbook import Checked
from sopbook.cli.screen import Screen


def written(checked: Checked, _screen: Screen) -> str:
    """The object, in ASCII."""
    problems = [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
            "file": problem.at.file,
            "line": problem.at.line,
            "column": problem.at.column,
        }
        for problem in checked.problems
    ]
    return json.dumps({"documents": checked.documents, "problems": problems}, indent=2)

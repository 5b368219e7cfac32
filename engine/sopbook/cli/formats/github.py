"""For GitHub Actions: one annotation for each problem, shown in the pull request at its line.

`::error file=sops/x.yml,line=4,col=8,title=SOP204::message`; a hint is a `notice`. Files are named from the root of the
repository. The last line is the summary, for the log.
"""

from collections.abc import Mapping

from sopbook.actions.handbook import Checked
from sopbook.cli.diagnostics import summary
from sopbook.cli.screen import Screen
from sopbook.source.diagnostic import Diagnostic, Severity

LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def written(checked: Checked, screen: Screen) -> str:
    """The annotations and the summary."""
    annotations = (_annotation(problem, checked.prefix, screen) for problem in checked.problems)
    return "\n".join([*annotations, summary(checked.problems, checked.documents)])


def _annotation(problem: Diagnostic, prefix: str, screen: Screen) -> str:
    properties = {
        "file": prefix + problem.at.file,
        "line": str(problem.at.line),
        "col": str(problem.at.column),
        "title": problem.code,
    }
    pairs = ",".join(f"{key}={_property(screen.visible(value))}" for key, value in properties.items())
    words = [screen.visible(part) for part in (problem.message, problem.hint) if part]
    return f"::{LEVELS[problem.severity]} {pairs}::{_data(chr(10).join(words))}"


def _data(text: str) -> str:
    """As the runner unescapes it: a percent sign first, and then what would end the line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

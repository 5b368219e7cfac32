"""For people, the default.

The place and the message on one line, as editors and `grep` know it; below it the line of the file with a caret under
the place, and what to do. Colours only at a terminal.
"""

from sopbook.actions.handbook import Checked
from sopbook.cli.diagnostics import as_text
from sopbook.cli.screen import Screen


def written(checked: Checked, screen: Screen) -> str:
    """All problems and a summary."""
    return as_text(checked.problems, checked.lines, checked.documents, screen)

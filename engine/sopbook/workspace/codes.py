"""The codes of what is wrong with the handbook's files, its settings and its suppressions: one catalogue entry each."""

from collections.abc import Mapping

from sopbook.handbook.catalogue import Entry
from sopbook.source.diagnostic import Severity

CODES: Mapping[str, tuple[str, str]] = {
    "SOP020": (
        "a link that leads outside the handbook",
        "A symbolic link to somewhere outside the folder of `handbook.yml` would make the handbook depend on one "
        "machine, and could show what nobody meant to publish. Copy the file, or move it into the handbook.",
    ),
    "SOP021": (
        "a file that cannot be read",
        "The file may not be opened, is a link that leads nowhere, or is something else than a file, such as a pipe. "
        "Nothing of it is in the handbook until that is mended.",
    ),
    "SOP022": (
        "a path of the settings that is not there",
        "`paths` in `handbook.yml` names a folder or file that does not exist, so documents would be missing unseen.",
    ),
    "SOP023": (
        "a severity for a check that there is not",
        "`severities` in `handbook.yml` names a code that no check has, so the line does nothing.",
    ),
    "SOP024": (
        "a suppression that says no reason",
        "Whoever reads `# sop: ignore SOP204` a year later must be able to tell whether it still holds, so a comment "
        "suppresses nothing until it says why: `# sop: ignore SOP204 because the role starts in May`.",
    ),
    "SOP025": (
        "a suppression that is not used",
        "The comment suppresses nothing: the finding is gone, or stands on another line. Left in place, it would one "
        "day hide a new fault. Remove it, or move it behind the value it is about or onto the line above.",
    ),
    "SOP026": (
        "a suppression of a code that no check has",
        "A comment suppresses one finding of one check, so it names one code, from SOP200 on. What stops a file from "
        "being read (SOP0.. and SOP1..) cannot be suppressed: without it there is no document.",
    ),
}

WARNINGS = frozenset({"SOP023", "SOP025", "SOP026"})
"""Those of them with which a handbook can be used all the same."""

ENTRIES = tuple(
    Entry(code=code, severity=Severity.WARNING if code in WARNINGS else Severity.ERROR, title=title, text=text)
    for code, (title, text) in CODES.items()
)
"""What the catalogue takes from here."""

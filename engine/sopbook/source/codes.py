"""The codes of what the reader refuses, each with its title and the paragraph of the catalogue.

A code never changes its meaning. Codes of checks stand in the checks' own files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SYNTAX = "SOP001"
DUPLICATE_KEY = "SOP002"
TAB = "SOP003"
TOO_DEEP = "SOP004"
ALIASES = "SOP005"
TAG = "SOP006"
SEVERAL_DOCUMENTS = "SOP007"
TOO_LARGE = "SOP008"
NOT_UTF8 = "SOP009"
INVISIBLE = "SOP010"
NOTHING = "SOP011"
NO_MAPPING = "SOP012"
KEY_NOT_TEXT = "SOP013"
AMBIGUOUS = "SOP014"
LOSES_ZERO = "SOP015"
LOST_TEXT = "SOP016"
NEEDS_QUOTES = "SOP017"
MERGE_KEY = "SOP018"
INDENTED_BLOCK = "SOP019"


@dataclass(frozen=True, slots=True)
class Explained:
    """One entry of the catalogue: what the code is called, and why it exists."""

    title: str
    explanation: str


CODES: Mapping[str, Explained] = MappingProxyType(
    {
        SYNTAX: Explained(
            "not readable as YAML",
            "The file breaks a rule of YAML, so nothing behind that place can be trusted. Usually a line is "
            "indented differently from its neighbours, a quote or a bracket is not closed, or the `:` behind a "
            "key is missing.",
        ),
        DUPLICATE_KEY: Explained(
            "a key is given twice",
            "YAML tools keep the first or the last of two equal keys without a word, so one of the two values "
            "would be lost. Keep one of them. The reader goes on with the first.",
        ),
        TAB: Explained(
            "a tab in the indentation",
            "A tab has no width that everybody agrees on, so YAML indents with spaces only. Set the editor to "
            "insert spaces. Inside quoted text and behind the indentation of a block text a tab is fine.",
        ),
        TOO_DEEP: Explained(
            "nested too deeply",
            "Lists and mappings may stand inside each other up to 64 deep. No document that people read needs "
            "more, and other programs stop or crash on such files.",
        ),
        ALIASES: Explained(
            "aliases expand too far",
            "An alias (`*name`) repeats what its anchor (`&name`) holds. A few lines can so repeat themselves "
            "into billions of values, or contain themselves. All aliases of a file together may stand for 10,000 "
            "values.",
        ),
        TAG: Explained(
            "a tag",
            "Tags such as `!!str` or `!important` tell a YAML program to build something special. The format has "
            "none. Where the exclamation mark belongs to the text, put quotes around the value.",
        ),
        SEVERAL_DOCUMENTS: Explained(
            "more than one document in a file",
            "One file is one document and is named like its `id`. A line with `---` begins a second one. Give it "
            "a file of its own; for a horizontal line inside a text, indent the text.",
        ),
        TOO_LARGE: Explained(
            "the file is too large",
            "A document has at most 1 MiB. A larger file is usually something else, such as an export or a "
            "picture, that got the ending `.yml`.",
        ),
        NOT_UTF8: Explained(
            "not UTF-8",
            "Documents are stored as UTF-8, so that every tool shows the same letters. The editor can save the "
            "file with that encoding.",
        ),
        INVISIBLE: Explained(
            "a control or invisible character",
            "Control characters cannot be seen and break other tools. Characters that reverse the direction of "
            "writing make a text read differently than it is, so a reviewer would approve something else. They "
            "usually come along when text is pasted.",
        ),
        NOTHING: Explained(
            "nothing in the file",
            "The file is empty or holds comments only. Write the document, or remove the file.",
        ),
        NO_MAPPING: Explained(
            "the file is not a mapping",
            "A document begins with keys such as `kind:`, `id:` and `title:` at the left edge. This file holds a "
            "list or a single text.",
        ),
        KEY_NOT_TEXT: Explained(
            "a key is not text",
            "Keys are names. Numbers, `true`, nothing, lists and mappings as keys are taken differently by "
            'different tools. Put quotes around the key where it is meant as a name: `"404": Not found`.',
        ),
        AMBIGUOUS: Explained(
            "tools read this value differently",
            "For some programs `012` is 12, for others 10, for others a text; the same holds for `0x1F`, `1_000`, "
            "`1e3`, `.5`, `+5`, `True`, `~` and their like. The form that every tool reads alike is easy to "
            "write, and quotes make any of them a text.",
        ),
        LOSES_ZERO: Explained(
            "a version that reads as a number",
            "Without quotes `1.10` is the number 1.1, and version 1.10 would become 1.1. Quotes keep it: "
            '`version: "1.10"`.',
        ),
        LOST_TEXT: Explained(
            "text is lost behind #",
            "Behind a space, `#` begins a comment, so of `title: Ticket #12` only `Ticket` is left. Put quotes "
            "around a value that holds it. A real comment has a space behind the `#` too.",
        ),
        NEEDS_QUOTES: Explained(
            "the value needs quotes",
            "Some characters mean something to YAML at the beginning of a value, and `: ` means something "
            "anywhere in it. Quotes around the whole value make it plain text. `[[links]]` and `{{ names }}` at "
            "the beginning of a value need them too.",
        ),
        MERGE_KEY: Explained(
            "a merge key",
            "`<<` copies another mapping's keys in some tools and is an ordinary key in others, and hides what a "
            "document says. Write the keys out.",
        ),
        INDENTED_BLOCK: Explained(
            "a block text begins indented",
            "The first line of a `|` or `>` text sets its indentation, so it cannot be indented deeper than the "
            "lines behind it. Where the first lines are code, put them into a fenced block: a line of three "
            "backticks above and below.",
        ),
    }
)

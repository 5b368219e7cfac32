"""What people write out of habit from other languages, and what to write here instead."""

QUOTES = 'a text stands in straight double quotes: "retainer"'

SIGNS = {
    "==": ("`==` is not used here", "write `=`"),
    "<>": ("`<>` is not used here", "write `!=`"),
    "=<": ("`=<` is not used here", "write `<=`"),
    "=>": ("`=>` is not used here", "write `>=`"),
    "≤": ("`≤` is not used here", "write `<=`"),
    "≥": ("`≥` is not used here", "write `>=`"),
    "≠": ("`≠` is not used here", "write `!=`"),
    "&&": ("`&&` is not used here", "write `and`"),
    "||": ("`||` is not used here", "write `or`"),
    "&": ("`&` is not used here", "write `and`"),
    "|": ("`|` is not used here", "write `or`"),
    "^": ("`^` is not used here", "write `**`"),
    "!": ("`!` is not used here", "write `not(...)`, or `!=` for unequal"),
    "%": ("`%` is not used here", "write the share as a number, as in `0.2`"),
    "'": ("single quotes are not used here", QUOTES),
    "`": ("backticks are not used here", QUOTES),
    "“": ("curly quotes are not used here", QUOTES),
    "”": ("curly quotes are not used here", QUOTES),
    "„": ("curly quotes are not used here", QUOTES),
    "@": ("`@` stands before a date or a time in quotes", 'write `@"2026-01-31"` or `date("2026-01-31")`'),
    "...": ("three dots are not used here", "write two, as in `[1..5]`"),
    ".": ("a decimal point has a digit on both sides", "write `0.5`"),
    "{": ("braces are not used here", "write the name alone, without braces"),
}

_TRUE = "write `true`; a text stands in quotes"
_FALSE = "write `false`; a text stands in quotes"

VALUE_WORDS = {
    **dict.fromkeys(("yes", "Yes", "YES", "True", "TRUE"), _TRUE),
    **dict.fromkeys(("no", "No", "NO", "False", "FALSE"), _FALSE),
    **dict.fromkeys(("None", "nil", "Null", "NULL", "empty", "undefined"), "write `null`"),
    **dict.fromkeys(("Not", "NOT"), "write `not(...)`"),
    **dict.fromkeys(("if", "If", "when", "unless"), "write the condition alone"),
}
"""Words that stand where a value is expected."""

OPERATOR_WORDS = {
    **dict.fromkeys(("AND", "And"), "write `and` in small letters"),
    **dict.fromkeys(("OR", "Or"), "write `or` in small letters"),
    **dict.fromkeys(("is", "IS", "equals", "eq"), "write `=`, or `!=` for `is not`"),
    **dict.fromkeys(("isnt", "ne"), "write `!=`"),
    **dict.fromkeys(("IN", "In"), "write `in` in small letters"),
    **dict.fromkeys(("BETWEEN", "Between"), "write `between` in small letters"),
    **dict.fromkeys(("HAS", "contains", "includes", "have"), "write `has`"),
    **dict.fromkeys(("mod", "div"), "write `/`; there is no remainder"),
    "plus": "write `+`",
    "minus": "write `-` with blanks around it",
    "not": "write `not(x in (...))` for `x not in (...)`",
}
"""Words that stand where `and`, `=` or another operator is expected."""

"""What makes a problem the same one after the lines around it have moved.

Its file, code, message and the text of its line count, its place does not; of several alike, the first is the first.
"""

import hashlib
import re
from collections import Counter

from sopbook.actions.handbook import Checked
from sopbook.source.diagnostic import Diagnostic

_LINE_NUMBER = re.compile(r"\bline \d+")


def fingerprints(checked: Checked) -> tuple[str, ...]:
    """One for each problem, in their order; no two are equal."""
    seen: Counter[bytes] = Counter()
    found = []
    for problem in checked.problems:
        key = _key(problem, checked)
        seen[key] += 1
        found.append(hashlib.sha256(key + b"\0%d" % seen[key]).hexdigest()[:32])
    return tuple(found)


def _key(problem: Diagnostic, checked: Checked) -> bytes:
    lines = checked.lines.get(problem.at.file, ())
    line = lines[problem.at.line - 1].strip() if problem.at.line <= len(lines) else ""
    parts = (problem.at.file, problem.code, _LINE_NUMBER.sub("line", problem.message), line)
    return "\0".join(parts).encode("utf-8", "surrogatepass")

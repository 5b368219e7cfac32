"""The page shown in place of a handbook that cannot be built: every problem at its place, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.page import Page
from sopbook.source.diagnostic import Diagnostic, Severity

TITLE = "The handbook cannot be shown yet"
TEMPLATE = "pages/problems.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """One problem with the line it stands in; the line is cut before and after the place."""

    code: str
    severity: str
    place: str
    message: Html
    hint: Html
    line: str
    caret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemsView:
    """Everything the template prints; `refusal` is a sentence where the handbook could not even be read."""

    title: str
    refusal: str
    problems: tuple[ProblemView, ...]


def view(problems: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]], refusal: str = "") -> ProblemsView:
    """The page's content, errors first."""
    ordered = sorted(problems, key=lambda problem: (problem.severity is not Severity.ERROR, problem.order))
    return ProblemsView(
        title=TITLE,
        refusal=refusal,
        problems=tuple(_problem(one, lines.get(one.at.file, ())) for one in ordered),
    )


def page(path: str, html: str) -> Page:
    """The finished page at the path of a page that cannot be built."""
    return Page(path=path, title=TITLE, html=html, kind="problems", search={"exclude": True})


def _problem(problem: Diagnostic, lines: Sequence[str]) -> ProblemView:
    line = lines[problem.at.line - 1] if problem.at.line <= len(lines) else ""
    return ProblemView(
        code=problem.code,
        severity=problem.severity.value,
        place=str(problem.at),
        message=_coded(problem.message),
        hint=_coded(problem.hint),
        line=line,
        caret=" " * (problem.at.column - 1) + "^" if line else "",
    )


def _coded(words: str) -> Html:
    """A message with what stands between backticks as code."""
    pieces = enumerate(words.split("`"))
    return NOTHING.join(html("<code>{}</code>", piece) if index % 2 else html("{}", piece) for index, piece in pieces)

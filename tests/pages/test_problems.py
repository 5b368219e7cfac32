from sopbook.pages.problems import TEMPLATE, view
from sopbook.source.diagnostic import error, warning
from sopbook.source.position import Position
from sopbook.workspace.resources import site_dir
from sopbook.workspace.templates import renderer

AT = Position("sops/a.yml", 2, 4)
LINES = {"sops/a.yml": ("kind: role", "on: <b>")}


def shown(*problems: object) -> str:
    return renderer(site_dir())(TEMPLATE, view(problems, LINES))  # type: ignore[arg-type]


def test_a_problem_is_shown_with_its_place_its_line_and_what_to_do() -> None:
    page = shown(error("SOP101", "unknown key `on`", at=AT, hint="did you mean `by`?"))
    assert "sops/a.yml:2:4" in page
    assert "unknown key <code>on</code>" in page
    assert "did you mean <code>by</code>?" in page
    assert "on: &lt;b&gt;\n   ^" in page


def test_errors_stand_before_warnings() -> None:
    page = shown(warning("SOP300", "old", at=Position("a.yml", 1, 1)), error("SOP101", "wrong", at=AT))
    assert page.index("wrong") < page.index("old")


def test_a_place_behind_the_end_of_a_file_has_no_line() -> None:
    (one,) = view([error("SOP1", "x", at=Position("sops/a.yml", 9, 1))], LINES).problems
    assert (one.line, one.caret) == ("", "")

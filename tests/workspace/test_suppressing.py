"""Which finding a comment takes, and what is said about comments that take none."""

from collections.abc import Sequence

from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.position import Position
from sopbook.source.suppressions import Suppression
from sopbook.workspace.suppressing import apply, badly_written, found_in, without_use


def a_finding(line: int, column: int = 1, *, code: str = "SOP204", file: str = "a.yml") -> Diagnostic:
    return error(code, f"in column {column}", at=Position(file, line, column))


def comments(text: str, file: str = "a.yml") -> tuple[Suppression, ...]:
    return found_in([(file, text)])


def left(text: str, *findings: Diagnostic) -> Sequence[Diagnostic]:
    return apply(comments(text), findings).left


def told(text: str) -> list[tuple[str, str, str]]:
    return [(one.code, one.message, one.hint) for one in badly_written(comments(text))]


def test_one_comment_takes_one_finding() -> None:
    findings = a_finding(1, 5), a_finding(1, 9)
    assert left("a: b # sop: ignore SOP204 because x\n", *findings) == findings[1:]
    assert left("# sop: ignore SOP204 because x\na: b\n", a_finding(2), a_finding(3)) == (a_finding(3),)


def test_two_comments_take_two_findings() -> None:
    text = "# sop: ignore SOP204 because x\na: b # sop: ignore SOP204 because y\n"
    assert left(text, a_finding(2, 5), a_finding(2, 9), a_finding(2, 12)) == (a_finding(2, 12),)


def test_other_codes_other_lines_and_other_files_stay() -> None:
    others = a_finding(1, code="SOP205"), a_finding(2), a_finding(1, file="b.yml")
    assert left("a: b # sop: ignore SOP204 because x\n", *others) == others


def test_without_a_reason_nothing_is_taken() -> None:
    assert left("a: b # sop: ignore SOP204\n", a_finding(1)) == (a_finding(1),)
    assert told("a: b # sop: ignore SOP204\n") == [
        ("SOP024", "`# sop: ignore SOP204` says no reason", "write `SOP204 because ...`")
    ]


def test_a_code_that_no_check_has_is_told_with_the_nearest() -> None:
    (one,) = told("a: b # sop: ignore SPO204 because x\n")
    assert one == ("SOP026", "no check has the code `SPO204`", "did you mean `SOP204`?")
    assert told("a: b # sop: ignore SOP204, because x\n")[0][2] == "did you mean `SOP204`?"
    assert told("a: b # sop: ignore everything\n")[0][:2] == ("SOP026", "no check has the code `EVERYTHING`")
    assert told("a: b # sop: ignore because x\n")[0][:2] == ("SOP026", "this comment names no code")


def test_what_stops_a_file_from_being_read_cannot_be_suppressed() -> None:
    for code in ("SOP014", "SOP023", "SOP101"):
        assert told(f"a: b # sop: ignore {code} because x\n")[0][:2] == ("SOP026", f"`{code}` cannot be suppressed")


def test_a_comment_that_takes_nothing_is_told_unless_its_check_did_not_run() -> None:
    result = apply(comments("a: b # sop: ignore SOP204 because x\n"), ())
    (one,) = without_use(result.unused, {"SOP204"})
    assert (one.code, str(one.at)) == ("SOP025", "a.yml:1:6")
    assert list(without_use(result.unused, {"SOP205"})) == []


def test_a_comment_is_told_once() -> None:
    for comment in ("SOP204", "SOP999", "SOP999 because x", "SOP101 because x", ""):
        result = apply(comments(f"a: b # sop: ignore {comment}\n"), ())
        assert len(told(f"a: b # sop: ignore {comment}\n")) == 1
        assert list(without_use(result.unused, {"SOP204"})) == []

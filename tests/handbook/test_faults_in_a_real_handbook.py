"""A copy of the example handbook with one fault of each kind: every fault is named on its line, and nothing else is.

Faults are put where a pattern fits, not on fixed lines, so that the handbook can go on changing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from handbook_builders import document_from, found_in
from sopbook.handbook.book import Handbook
from sopbook.handbook.checks import CHECKS
from sopbook.handbook.checks.run import is_off_by_default
from sopbook.source.diagnostic import Diagnostic

SOPS = Path(__file__).parents[2] / "sops"
FAULTY = Path(__file__).parent / "faulty"
"""Documents that are added to the copy; a comment behind a line names the fault that it has."""


@dataclass(eq=False)
class Line:
    text: str


@dataclass
class Copy:
    """The files of a handbook as lines, and which line holds which fault."""

    files: dict[str, list[Line]]
    faults: list[tuple[str, Line]] = field(default_factory=list)

    @classmethod
    def of_the_example(cls) -> "Copy":
        paths = sorted(SOPS.rglob("*.yml"))
        return cls({p.relative_to(SOPS).as_posix(): _lines(p.read_text("utf-8")) for p in paths})

    def swap(self, code: str, file: str, pattern: str, new: str) -> None:
        """Put a fault into the first line of the file that fits and has none yet."""
        line = next(one for one in self.files[file] if re.search(pattern, one.text) and not self.is_used(one))
        line.text = re.sub(pattern, new, line.text, count=1)
        self.faults.append((code, line))

    def is_used(self, line: Line) -> bool:
        return any(line is used for _, used in self.faults)

    def condition(self, code: str, file: str, condition: str) -> None:
        """Give a condition to a step of the file that has none, nor any fault, and on which nothing else depends."""
        lines = self.files[file]
        starts = [index for index, one in enumerate(lines) if re.match(r"( +)- id: \S+$", one.text)]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            step = lines[start:end]
            words = "".join(one.text for one in step)
            alone = " do: " in lines[start + 1].text and not re.search(r"\b(when|options|title|steps):", words)
            if alone and not any(self.is_used(one) for one in step):
                indent = " " * (len(step[0].text) - len(step[0].text.lstrip()) + 2)
                added = Line(f"{indent}when: {condition}")
                lines.insert(start + 1, added)
                self.faults.append((code, added))
                return
        raise AssertionError(f"{file} has no step for a condition")

    def repeat_first_rule(self, code: str, file: str) -> None:
        """Put a rule of the same id before the first one of the file, which then is the second."""
        lines = self.files[file]
        start = next(index for index, one in enumerate(lines) if one.text == "rules:") + 1
        self.faults.append((code, lines[start]))
        lines[start:start] = [Line(lines[start].text), Line("    must: Write")]

    def add(self, file: str, text: str, code: str = "", pattern: str = "") -> None:
        """Add a file, perhaps with a fault on the line that fits."""
        self.files[file] = _lines(text)
        if code:
            self.faults.append((code, next(one for one in self.files[file] if re.search(pattern, one.text))))

    def add_marked(self, folder: Path, ending: str = "", leave_out: tuple[str, ...] = ()) -> None:
        """Add the files of a folder, with the faults that their comments name; all ids may get an ending."""
        paths = [path for path in sorted(folder.glob("*.yml")) if path.stem not in leave_out]
        ids = re.compile(rf"(?<![\w-])({'|'.join(path.stem for path in paths)})(?![\w-])")
        for path in paths:
            file, text = f"{path.stem}{ending}.yml", ids.sub(rf"\1{ending}", path.read_text("utf-8"))
            self.files[file] = _lines(text)
            for line in self.files[file]:
                self.faults.extend((code, line) for code in re.findall(r"  # (SOP\d{3})$", line.text))

    def text(self, file: str) -> str:
        return "".join(f"{line.text}\n" for line in self.files[file])

    def book(self) -> Handbook:
        return Handbook.of("test", "Copy", [document_from(self.text(file), file) for file in self.files])

    def expected(self) -> Iterator[str]:
        for code, line in self.faults:
            for file, lines in self.files.items():
                if any(line is one for one in lines):
                    yield f"{file}:{next(i for i, one in enumerate(lines, 1) if one is line)} {code}"


def _lines(text: str) -> list[Line]:
    return [Line(one) for one in text.splitlines()]


def last_step(copy: Copy, file: str) -> str:
    found = re.findall(r"^ +- (?:\{)?id: ([\w-]+)", copy.text(file), re.MULTILINE)
    return str(found[-1])


def faulty() -> Copy:
    copy = Copy.of_the_example()
    onboard, invoices, report = (
        f"procedures/{name}.yml" for name in ("onboard-client", "monthly-invoicing", "weekly-client-report")
    )
    change, hire, talk = (
        "procedures/handle-change-request.yml",
        "procedures/hire-specialist.yml",
        "client-communication",
    )
    copy.add("guidelines/the-copy.yml", copy.text("guidelines/file-names.yml"), "SOP201", "^id:")
    copy.add("roles/night-watch.yml", "kind: role\nid: night-watch\ntitle: Night watch\n")
    copy.swap("SOP202", onboard, r"by: (support|specialist)$", "by: night-watch")
    copy.files["decisions/renamed.yml"] = copy.files.pop("decisions/scope-change.yml")
    copy.swap("SOP203", "decisions/renamed.yml", "^id:", "id:")
    copy.swap("SOP204", report, "^owner: account-lead", "owner: acount-lead")
    copy.swap("SOP205", f"guidelines/{talk}.yml", r"\[\[client-tier\]\]", "[[client-teir]]")
    copy.swap("SOP206", onboard, r"\{\{ contact_email \}\}", "{{ contact_mail }}")
    copy.swap("SOP207", "roles/support.yml", r"^summary: (.*)$", r"summary: \1 <script>alert(1)</script>")
    copy.add("guidelines/old-way.yml", OLD_WAY)
    copy.swap("SOP208", invoices, r"^related: \[", "related: [old-way, ")
    copy.repeat_first_rule("SOP209", "guidelines/write-sops.yml")
    copy.swap("SOP210", change, r"( when: \S+) = ", r"\1 == ")
    copy.swap("SOP211", "procedures/chase-late-invoice.yml", r"when: (\S+)\.(\S+) = ", r"when: \1.x\2 = ")
    copy.swap("SOP212", "decisions/client-tier.yml", "then: {level: gold,", "then: {level: golden,")
    copy.swap("SOP213", onboard, r"go_back_to: [\w-]+", f"go_back_to: {last_step(copy, onboard)}")
    copy.condition("SOP214", report, '"false"')
    copy.add("roles/sleeper.yml", "kind: role\nid: sleeper\ntitle: Sleeper\n")
    copy.files["escalations/missed-deadline.yml"].reverse()
    copy.swap("SOP215", "escalations/missed-deadline.yml", r"notify: \[[^\]]+\]", "notify: [sleeper]")
    copy.files["escalations/missed-deadline.yml"].reverse()
    copy.swap("SOP216", report, r"\{\{ client \}\}", "{{ client | upper }}")
    copy.swap("SOP217", hire, r"not_by: \[", "not_by: [nobody-did-this, ")
    copy.swap("SOP218", hire, r"by: specialist$", "by: specialists")
    copy.swap("SOP219", "decisions/client-tier.yml", r"min: 0\}", 'min: 0, accept: "<= 4"}')
    copy.condition("SOP220", invoices, f"{last_step(copy, invoices)}.done")
    copy.swap("SOP221", onboard, r"given: \{", "given: {colour: 5, ")
    copy.add("people.yml", SECOND_REGISTER, "SOP222", "^kind:")
    copy.add_marked(FAULTY)
    copy.swap("SOP252", "team.yml", r"(id: niko, .*)\}$", r"\1, deputy: niko}")
    away = 'away: [{from: "2026-11-20", until: "2026-11-27"}]'
    copy.swap("SOP253", "team.yml", r"(id: lea, .*roles: \[)(.*)\}$", rf"\1gardener, \2, {away}}}")
    return copy


OLD_WAY = """\
kind: guideline
id: old-way
title: The old way
owner: owner
version: "1.0"
status: obsolete
rules:
  - {id: as-ever, must: Do it as ever}
"""

SECOND_REGISTER = """\
kind: team
id: people
title: People
people:
  - {id: lia, name: Lia, roles: [support, pastry, bakery]}
"""


def new_in(copy: Copy) -> tuple[Diagnostic, ...]:
    """What is found in the copy and not in the example; an example with faults fails a test of its own."""
    before = {_known(one) for one in found_in(Copy.of_the_example().book())}
    return tuple(one for one in found_in(copy.book()) if _known(one) not in before)


def _known(one: Diagnostic) -> tuple[str, str, str]:
    return one.at.file, one.code, one.message


def test_the_example_handbook_has_no_fault() -> None:
    assert [f"{one.at} {one.message}" for one in found_in(Copy.of_the_example().book())] == []


def test_every_fault_is_named_on_its_line_and_nothing_else() -> None:
    copy = faulty()
    found = [f"{one.at.file}:{one.at.line} {one.code}" for one in new_in(copy)]
    assert sorted(found) == sorted(copy.expected())


def test_five_hundred_faults_are_told_once_each() -> None:
    copy = faulty()
    for number in range(20):
        copy.add_marked(FAULTY, ending=f"-{number}", leave_out=REGISTERS)
        person = f"  - {{id: p{number}, name: P, roles: [{', '.join(f'{role}-{number}' for role in HELD)}]}}"
        people = copy.files["team.yml"]
        people.insert(next(index for index, line in enumerate(people, 1) if line.text == "people:"), Line(person))
    found = Counter(f"{one.at.file}:{one.at.line} {one.code}" for one in new_in(copy))
    assert found == Counter(copy.expected())
    assert found.total() >= 500


HELD = ("gardener", "pastry", "bakery")
"""Roles among the added documents that somebody has to hold."""

REGISTERS = ("calendar",)
"""Of which a handbook has one."""


def test_there_is_a_fault_for_every_check() -> None:
    assert sorted({code for code, _ in faulty().faults}) == sorted(
        one.CODE for one in CHECKS if not is_off_by_default(one)
    )


@pytest.mark.parametrize("file", sorted(Copy.of_the_example().files))
def test_a_missing_document_is_told_where_it_is_named_and_nowhere_else(file: str) -> None:
    copy = Copy.of_the_example()
    missing = file.rsplit("/", 1)[-1].removesuffix(".yml")
    del copy.files[file]
    found = new_in(copy)
    telling = [copy.files[one.at.file][one.at.line - 1].text for one in found]
    if missing == "team":
        telling = [text for one, text in zip(found, telling, strict=True) if one.code != "SOP222"]
        assert [one.code for one in found].count("SOP222") == 1
    assert [text for text in telling if missing not in text] == []
    assert {one.code for one in found} <= {"SOP204", "SOP205", "SOP218", "SOP222"}

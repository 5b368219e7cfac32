"""The shape that programs count on."""

import json

from reports import a_problem, checked
from sopbook.cli.formats.plain_json import written
from sopbook.cli.screen import Screen


def test_programs_get_every_part_of_a_problem() -> None:
    problem = a_problem(2, 7, "wrong", "mend it", file="a.yml")
    assert json.loads(written(checked(problem, documents=3), Screen())) == {
        "documents": 3,
        "problems": [
            {
                "code": "SOP204",
                "severity": "error",
                "message": "wrong",
                "hint": "mend it",
                "file": "a.yml",
                "line": 2,
                "column": 7,
            }
        ],
    }


def test_the_file_is_the_real_one_and_the_output_is_visible_all_the_same() -> None:
    text = written(checked(a_problem(file="x\x1b\u202e\udcff.yml")), Screen())
    assert text.isascii()
    assert all(line.isprintable() for line in text.split("\n"))
    assert json.loads(text)["problems"][0]["file"] == "x\x1b\u202e\udcff.yml"

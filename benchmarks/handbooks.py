"""A generator of handbooks: as many documents as one likes, of all kinds, linked, without a fault, in a git repository.

What is generated follows from the number of documents, the seed and the day alone. The company has departments of about
50 documents each, with their own roles and people, and everybody stands in the one team register.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.handbook import authoring, history
from benchmarks.handbook.department import Department
from benchmarks.handbook.kinds import BESIDES_PROCEDURES, documents

ROOT = Path(__file__).resolve().parents[1]
OF_ONE_DEPARTMENT = 50
FOR_ALL = 3
"""The team register, the calendar and the role at the top."""

SMALLEST = FOR_ALL + OF_ONE_DEPARTMENT


def generate(root: Path, documents: int, *, seed: int = 1, today: date) -> None:
    """Write a handbook of so many documents, at least 53, into an empty folder, with its history."""
    files = {"handbook.yml": f"id: made-up-{documents}\nname: Made up\nformat: 1\npaths: [sops]\n"}
    for value in values(documents, seed, today):
        folder = "sops" if value["kind"] in ("team", "calendar") else f"sops/{value['kind']}s"
        name = f"{folder}/{value['id']}.yml"
        assert name not in files, f"{name} is made twice"
        up = "../" * (name.count("/"))
        files[name] = authoring.document(value, f"{up}schemas/{value['kind']}.schema.json")
    history.write(root, files, today)
    shutil.copytree(ROOT / "schemas", root / "schemas")


def values(documents_wanted: int, seed: int, today: date) -> Iterator[Mapping[str, Any]]:
    """The documents as plain values, so many."""
    assert documents_wanted >= SMALLEST, f"a made-up handbook has at least {SMALLEST} documents"
    rest = documents_wanted - FOR_ALL
    count = rest // OF_ONE_DEPARTMENT
    more, one_more = divmod(rest - count * BESIDES_PROCEDURES, count)
    departments = [
        Department(number=number, procedures=more + (number < one_more), seed=seed, today=today)
        for number in range(count)
    ]
    yield _owner()
    yield _calendar(today)
    yield _team(departments)
    for department in departments:
        yield from documents(department)


def _owner() -> dict[str, Any]:
    return {
        "kind": "role",
        "id": "owner",
        "title": "Owner",
        "summary": "Answers for the whole company.",
        "level": "owner",
        "responsibilities": ["The figures", "The people", "The promises to clients"],
        "backup": 2,
    }


def _calendar(today: date) -> dict[str, Any]:
    return {
        "kind": "calendar",
        "id": "calendar",
        "title": "When we work",
        "zone": "Europe/Lisbon",
        "working_days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "working_hours": "09:00-18:00",
        "holidays": [
            {"day": f"{year}-{day}", "name": name}
            for year in range(today.year, today.year + 3)
            for day, name in (("01-01", "New Year's Day"), ("05-01", "Labour Day"), ("12-25", "Christmas Day"))
        ],
    }


def _team(departments: list[Department]) -> dict[str, Any]:
    owners = [
        {"id": name.lower(), "name": f"{name} Duarte", "roles": ["owner"], "git": [f"{name.lower()}@users.example"]}
        for name in ("Ines", "Rui")
    ]
    return {
        "kind": "team",
        "id": "team",
        "title": "Who we are",
        "people": [*owners, *(person for department in departments for person in department.people())],
        "channels": {"chat": "CHAT_URL", "email": "MAIL_URL", "phone": "PAGER_URL"},
    }

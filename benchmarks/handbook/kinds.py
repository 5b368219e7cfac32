"""Made-up documents of the other kinds of one department."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

from benchmarks.handbook.department import (
    DECISIONS,
    ESCALATIONS,
    GUIDELINES,
    INPUTS,
    KINDS,
    LEVELS,
    METRICS,
    ROLES,
    STANDARDS,
    Department,
    common,
)
from benchmarks.handbook.procedures import procedure
from benchmarks.handbook.vocabulary import CRITERIA, DUTIES, REASONS, SENTENCES, TERMS

Value = dict[str, Any]
BESIDES_PROCEDURES = len(ROLES) + DECISIONS + GUIDELINES + STANDARDS + ESCALATIONS + len(METRICS) + 2
"""How many documents a department has that are no procedures; the 2 are its path and its goal."""


def documents(at: Department) -> Iterator[Value]:
    """All documents of a department."""
    yield from (_role(at, word) for word in ROLES)
    yield from (_guideline(at, number) for number in range(GUIDELINES))
    yield from (_standard(at, number) for number in range(STANDARDS))
    yield from (_decision(at, number) for number in range(DECISIONS))
    yield from (_escalation(at, number) for number in range(ESCALATIONS))
    yield from (_metric(at, word) for word in METRICS)
    yield _goal(at)
    yield _path(at)
    yield from (procedure(at, number) for number in range(at.procedures))


def _role(at: Department, word: str) -> Value:
    dice = at.dice(at.role(word))
    level = {"lead": "lead", "specialist": "specialist", "support": "support"}[word]
    return {
        "kind": "role",
        "id": at.role(word),
        "title": f"{word.title()} of {at.name}",
        "summary": f"Answers for the {word} work of {at.name}.",
        "purpose": f"Success in this role is work that is right the first time.\n{dice.choice(SENTENCES)}",
        "owner": "owner",
        "tags": ["roles"],
        "level": level,
        "reports_to": "owner" if word == "lead" else at.role("lead"),
        "responsibilities": dice.sample(SENTENCES, 3),
        "backup": 2,
        "time": {"daily": "4 hours", "weekly": "30 hours", "monthly": "120 hours"},
    }


def _guideline(at: Department, number: int) -> Value:
    id = at.numbered("guideline", number)
    dice = at.dice(id)
    title = f"How we write and talk, part {number + 1} ({at.name})"
    value = common(at, "guideline", id, title, dice, [at.numbered("guideline", number + 1)])
    value["rules"] = [
        {
            "id": duty,
            force: words,
            "why": dice.choice(REASONS),
            "good": "Got it. I will send the draft by 15:00 tomorrow.",
            "bad": "ok",
        }
        for duty, force, words in dice.sample(DUTIES, dice.randint(4, 8))
    ]
    if number == 0:
        value["terms"] = [{"term": term, "means": means, "also": [also]} for term, means, also in TERMS]
    return value


def _standard(at: Department, number: int) -> Value:
    id = at.numbered("standard", number)
    dice = at.dice(id)
    links = [at.numbered("guideline", number)]
    value = common(at, "standard", id, f"What good work is, part {number + 1} ({at.name})", dice, links)
    value["criteria"] = [
        {"id": word, "requires": requires, "why": dice.choice(REASONS), "how": dice.choice(SENTENCES)}
        | ({"measure": measure, "accept": accept} if measure else {})
        for word, requires, measure, accept in CRITERIA
    ]
    return value


def _decision(at: Department, number: int) -> Value:
    """A table that has exactly one row for every input: bands of the amount, each split by kind, some by urgency."""
    id = at.numbered("decision", number)
    dice = at.dice(id)
    value = common(at, "decision", id, f"How much care, part {number + 1} ({at.name})", dice, [at.procedure(number)])
    value |= {
        "question": "How much care does this work get?",
        "decided_by": at.role("lead"),
        "consult": ["owner"],
        "inputs": INPUTS,
        "outputs": {
            "level": {"type": "choice", "label": "Care", "options": list(LEVELS)},
            "answer_within": {"type": "choice", "label": "Answer", "options": ["2 working hours", "1 working day"]},
        },
        "hit_policy": "unique",
    }
    bounds = sorted(dice.sample(range(5, 200), dice.randint(3, 6)))
    value["rules"] = [*_rules([bound * 100 for bound in bounds], dice)]
    first = value["rules"][0]
    value["examples"] = [{"given": {"amount": 1, "kind": KINDS[0], "urgent": True}, "then": first["then"]}]
    return value


def _rules(bounds: list[int], dice: random.Random) -> Iterator[Value]:
    cells = [f"< {bounds[0]}"]
    cells += [f"[{low}..{high})" for low, high in pairwise(bounds)]
    cells += [f">= {bounds[-1]}"]
    for band, cell in enumerate(cells):
        for kind in KINDS:
            if dice.random() < 0.5:
                yield _rule(f"band-{band + 1}-{kind}", {"amount": cell, "kind": kind}, dice)
            else:
                when = {"amount": cell, "kind": kind}
                yield _rule(f"band-{band + 1}-{kind}-today", {**when, "urgent": True}, dice)
                yield _rule(f"band-{band + 1}-{kind}-later", {**when, "urgent": False}, dice)


def _rule(id: str, when: Value, dice: random.Random) -> Value:
    level = dice.choice(LEVELS)
    answer = "2 working hours" if level == LEVELS[0] else "1 working day"
    return {"id": id, "when": when, "then": {"level": level, "answer_within": answer}, "why": dice.choice(REASONS)}


def _escalation(at: Department, number: int) -> Value:
    id = at.numbered("escalation", number)
    dice = at.dice(id)
    links = [at.procedure(0), at.numbered("guideline", 0)]
    title = ("Late work", "Work that failed twice")[number % 2]
    value = common(at, "escalation", id, f"{title} ({at.name})", dice, links)
    return value | {
        "trigger": "Somebody waits for a result and it cannot be sent.",
        "severities": [
            {"id": "critical", "means": "A client cannot work", "answer": "30 minutes", "resolve": "4 hours"},
            {"id": "normal", "means": "Anything else", "answer": "4 working hours", "resolve": "2 working days"},
        ],
        "inputs": {"about": {"type": "text", "label": "What it is about"}},
        "levels": [
            {"id": "helpers", "notify": [at.role("support")], "via": ["chat"], "wait": "30 minutes"},
            {
                "id": "leads",
                "notify": [at.role("lead")],
                "via": ["chat", "email"],
                "next": "person",
                "wait": "1 hour",
                "when": 'severity = "critical"',
            },
            {"id": "top", "notify": ["owner"], "via": ["phone"], "wait": "1 hour", "repeat": 2},
        ],
        "respond": at.procedure(0),
        "remind": "1 day",
        "close_with": {"cause": {"type": "choice", "label": "Cause", "options": ["quality", "delay", "words"]}},
    }


def _metric(at: Department, word: str) -> Value:
    """On time, revenue and cost are taken; the margin is worked out from two of them."""
    of: dict[str, Value] = {
        "on-time": {"group": "operational", "unit": "%", "measure": _on_time(at), "target": ">= 95", "alert": "< 90"},
        "revenue": {"group": "financial", "unit": "EUR", "measure": {"from": "entries"}},
        "cost": {"group": "financial", "unit": "EUR", "measure": {"from": "entries"}},
        "margin": {"group": "financial", "unit": "%", "measure": _margin(at), "target": ">= 20"},
    }
    return {
        "kind": "metric",
        "id": at.metric(word),
        "title": f"{word.replace('-', ' ').capitalize()} ({at.name})",
        "summary": "Looked at by the lead, and told to everybody once a quarter.",
        "owner": at.role("lead"),
        "audience": [at.role("lead")],
        **of[word],
        "every": "week" if word == "on-time" else "month",
    }


def _on_time(at: Department) -> Value:
    return {"from": "runs", "of": [at.procedure(number) for number in range(3)], "value": "on_time_rate"}


def _margin(at: Department) -> Value:
    revenue, cost = at.metric("revenue"), at.metric("cost")
    return {"formula": f"({revenue} - {cost}) / {revenue} * 100"}


def _goal(at: Department) -> Value:
    return {
        "kind": "goal",
        "id": f"{at.id}-goal",
        "title": f"Keep our word ({at.name})",
        "summary": "What is promised is sent on the promised day.",
        "owner": at.role("lead"),
        "audience": [at.role("lead")],
        "horizon": "medium",
        "until": (at.today + timedelta(days=300)).isoformat(),
        "targets": [
            {"metric": at.metric("on-time"), "reach": ">= 97"},
            {"metric": at.metric("margin"), "reach": ">= 25"},
        ],
    }


def _path(at: Department) -> Value:
    id = f"{at.id}-first-weeks"
    dice = at.dice(id)
    value = common(at, "path", id, f"The first weeks in {at.name}", dice, [at.numbered("guideline", 0)])
    reading = [
        {"id": f"read-{number + 1}", "read": at.numbered("guideline", number), "due": "1 working day after start"}
        for number in range(GUIDELINES)
    ]
    question = {
        "id": "q1",
        "ask": "What is written down on the same day?",
        "options": ["What was agreed", "Nothing"],
        "answer": "What was agreed",
        "why": f"See [[{at.numbered('guideline', 0)}]].",
    }
    quiz = {"id": "quiz", "quiz": "What we promise", "pass": "80 %", "questions": [question]}
    shadow = {"id": "shadow", "run": at.procedure(1), "practice": True, "approve_by": at.role("lead")}
    ready = {"id": "ready", "approve": "Can work alone", "by": at.role("lead")}
    return value | {
        "for": at.role("specialist"),
        "enrol": "joined",
        "expires": "1 year",
        "sections": [
            {"id": "first-day", "title": "First day", "steps": [*reading, quiz]},
            {"id": "first-month", "title": "First month", "steps": [shadow, ready]},
        ],
    }

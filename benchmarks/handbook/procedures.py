"""Made-up procedures: three sections of steps with conditions, fields, branches and references to other documents."""

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.handbook.department import INPUTS, LEVELS, STANDARDS, Department, common
from benchmarks.handbook.vocabulary import (
    CALLOUTS,
    CRITERIA,
    DUTIES,
    FIRST_STEPS,
    JUDGED,
    LAST_STEPS,
    REASONS,
    SENTENCES,
    WORK_STEPS,
)

Step = dict[str, Any]


def procedure(at: Department, number: int) -> Step:
    """The department's procedure of this number; number 0 answers its escalations and therefore opens none."""
    id = at.procedure(number)
    dice = at.dice(id)
    links = [at.numbered("guideline", number), at.numbered("decision", number), at.procedure(number + 1)]
    value = common(at, "procedure", id, f"{at.work(number)} ({at.name})", dice, links)
    value |= {"run_title": f"{at.work(number)} for {{{{ client }}}}", "by": at.role("specialist"), "effort": "5 hours"}
    if number:
        value |= {"due": f"{dice.randint(3, 10)} working days after start", "if_late": at.numbered("escalation", 0)}
    if number in (1, 2):  # few, or their efforts would be more than anybody's month
        value["schedule"] = {"every": "month", "day": "first working day", "at": "09:00"}
    if number % 9 == 3:
        value |= {"records_for": [at.role("lead")], "keep": "7 years"}
    value["inputs"] = {
        "client": {"type": "text", "label": "Client"},
        **INPUTS,
        "due_on": {"type": "date", "label": "Promised for"},
    }
    value["needs"] = [f"What [[{links[1]}]] asks for is known", "Somebody who can answer questions today"]
    if dice.random() < 0.5:
        duty, force, words = dice.choice(DUTIES)
        value["rules"] = [{"id": duty, force: words, "why": dice.choice(REASONS)}]
    value["done_when"] = ["{{ client }} has received the result", "A colleague finds everything without asking"]
    value["sections"] = [
        {"id": "prepare", "title": "Before the work", "steps": list(_prepare(at, number, dice))},
        {"id": "work", "title": "The work", "steps": list(_work(at, number, dice))},
        {"id": "close", "title": "When it is done", "steps": list(_close(at, dice))},
    ]
    return value


def _prepare(at: Department, number: int, dice: random.Random) -> Iterator[Step]:
    for index, title in enumerate(dice.sample(FIRST_STEPS, dice.randint(1, 3))):
        yield _do(f"first-{index + 1}", title, dice)
    yield {
        "id": "brief",
        "do": "Write the brief",
        "how": f"{_how(dice)}\nSee [[{at.numbered('guideline', number)}]] for its form.",
        "fields": {
            "link": {"type": "link", "label": "Link to the brief"},
            "pages": {"type": "number", "label": "Pages", "unit": "pages", "min": 1, "max": 20, "integer": True},
            "decision_maker": {"type": "person", "label": "Who decides"},
        },
        "expect": "The brief can be read without explanation.",
        "due": "1 working day after start",
        "effort": "20 minutes",
    }
    failed: Step = {"go_back_to": "brief", "at_most": 2}
    yield {
        "id": "brief-check",
        "check": dice.choice(JUDGED),
        "by": at.role("support"),
        "how": _how(dice),
        "meets": [f"{at.numbered('standard', number)}.{CRITERIA[number // STANDARDS % len(CRITERIA)][0]}"],
        "if_failed": failed | {"escalate": at.numbered("escalation", 1)} if number else failed,
        "effort": "10 minutes",
    }
    yield {
        "id": "tier",
        "decide": at.numbered("decision", number),
        "given": {"amount": "amount", "kind": "kind", "urgent": "urgent"},
    }


def _work(at: Department, number: int, dice: random.Random) -> Iterator[Step]:
    titles = dice.sample(WORK_STEPS, 5)
    when = dice.choice([f'tier.level = "{LEVELS[0]}"', "urgent = true and amount >= 500", 'kind in ("project")'])
    yield _do("early-word", "Tell {{ client }} that it will be ready on {{ due_on }}", dice, when=when)
    if dice.random() < 0.7:
        yield _route(dice)
    if number and dice.random() < 0.4:
        handed = {name: name for name in ("client", *INPUTS, "due_on")}
        yield {"id": "before", "run": at.procedure(number // 3), "given": handed}
    yield {
        "id": "draft",
        "title": titles[0],
        "order": "any",
        "steps": [_do(f"part-{index + 1}", title, dice) for index, title in enumerate(titles[1 : dice.randint(3, 5)])],
    }
    if dice.random() < 0.4:
        shelves = {"title": "Go through the shelves", "for_each": "shelf in [left, middle, right]"}
        yield {"id": "shelves", **shelves, "steps": [_do("shelf-work", "Compare it with the list", dice)]}
    if dice.random() < 0.4:
        yield {"id": "guide", "read": at.numbered("guideline", number + 1)}
    if dice.random() < 0.3:
        yield {"id": "pause", "wait": dice.choice(["2 working days", "1 day", "for the answer of the client"])}
    yield {
        "id": "share",
        "check": "The share of corrected lines is small enough",
        "fields": {"lines": {"type": "number", "label": "Corrected", "unit": "%", "min": 0, "accept": "<= 5"}},
        "if_failed": "go_on",
        "effort": "10 minutes",
    }


def _route(dice: random.Random) -> Step:
    message = "Subject: We begin today\nGood morning {{ client }},\nwe begin today and are ready on {{ due_on }}."
    by_mail = {"id": "write", "do": "Send the first message", "message": message, "effort": "5 minutes"}
    by_telephone, called_off = _do("call-them", "Call them", dice), _do("undo-all", "Close what was opened", dice)
    return {
        "id": "route",
        "choose": "How does the client want to hear from us?",
        "options": [
            {"id": "call", "label": "By telephone", "steps": [by_telephone]},
            {"id": "mail", "label": "By e-mail", "steps": [by_mail]},
            {"id": "called-off", "label": "Not at all, it is called off", "steps": [called_off], "end": True},
        ],
    }


def _close(at: Department, dice: random.Random) -> Iterator[Step]:
    when = f'share.lines > 2 and tier.level != "{LEVELS[2]}"'
    yield _do("many", "Ask the lead for help", dice, when=when, optional=True)
    if dice.random() < 0.2:
        danger = "What is deleted here is gone, also from the backup."
        code = {"lang": "sh", "text": "rm --recursive ./copy-of-last-year"}
        yield _do("old-copy", "Delete the old copy", dice, by=at.role("lead"), danger=danger, code=code)
    yield {
        "id": "tell",
        "notify": [at.role("support")],
        "message": "{{ client }} gets the result on {{ due_on }}; the brief is {{ brief.link }}.",
    }
    yield {
        "id": "sign-off",
        "approve": "The result can leave the house",
        "by": at.role("lead"),
        "not_by": ["brief"],
        "how": f"Ask {{{{ brief.decision_maker }}}} what they expect, and compare.\n{_how(dice)}",
        "if_rejected": {"go_back_to": "brief"},
        "stop": True,
    }
    for index, title in enumerate(dice.sample(LAST_STEPS, dice.randint(1, 2))):
        yield _do(f"last-{index + 1}", title, dice)


def _do(id: str, title: str, dice: random.Random, **more: Any) -> Step:
    """A plain step, now and then with a callout, fields or an expected result."""
    step: Step = {"id": id, "do": title, **more}
    if dice.random() < 0.6:
        step["how"] = _how(dice)
    if dice.random() < 0.2:
        step[dice.choice(["note", "caution", "warning"])] = dice.choice(CALLOUTS)
    if dice.random() < 0.35:
        step["fields"] = dict([dice.choice(list(_FIELDS.items())), dice.choice(list(_FIELDS.items()))])
    if dice.random() < 0.4:
        step["expect"] = "The board shows it, with today's date."
    return step | {"effort": f"{dice.choice([5, 10, 15, 30])} minutes"}


def _how(dice: random.Random) -> str:
    return "\n".join(dice.sample(SENTENCES, dice.randint(1, 3)))


_FIELDS: dict[str, Step] = {
    "link": {"type": "link", "label": "Link"},
    "sent_on": {"type": "date", "label": "Sent on"},
    "minutes": {"type": "number", "label": "Time it took", "unit": "minutes", "min": 0},
    "note": {"type": "long_text", "label": "What was unusual", "optional": True},
    "helper": {"type": "person", "label": "Who helped", "optional": True},
    "channel": {"type": "choice", "label": "Channel", "options": ["e-mail", "shared chat", "telephone"]},
}

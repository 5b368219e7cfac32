"""One department of the made-up company: its name, its roles and people, and the ids of its documents.

Everything about it follows from its number, the seed and how many procedures it has.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from benchmarks.handbook.vocabulary import ACTS, FIRST_NAMES, LAST_NAMES, PLACES, REASONS, SENTENCES, THINGS, TRADES

KINDS = ("project", "retainer", "one-off")
LEVELS = ("high", "normal", "low")
INPUTS: Mapping[str, Mapping[str, Any]] = {
    "amount": {"type": "number", "label": "Value without tax", "unit": "EUR", "min": 0},
    "kind": {"type": "choice", "label": "Kind of work", "options": list(KINDS)},
    "urgent": {"type": "yes_no", "label": "Does somebody wait for it today?"},
}
"""What decisions ask, and therefore every procedure too."""

LEADS, SPECIALISTS, HELPERS = 2, 3, 2
DECISIONS, GUIDELINES, STANDARDS, ESCALATIONS = 6, 5, 2, 2
METRICS = ("on-time", "revenue", "cost", "margin")
ROLES = ("lead", "specialist", "support")


@dataclass(frozen=True, kw_only=True)
class Department:
    """`today` is the day from which documents count back to when they came into force."""

    number: int
    procedures: int
    seed: int
    today: date

    @cached_property
    def id(self) -> str:
        """Its trade and its place, as the beginning of its documents' ids."""
        return f"{TRADES[self.number % len(TRADES)]}-{PLACES[self.number // len(TRADES) % len(PLACES)]}"

    @property
    def name(self) -> str:
        """The same in words."""
        return self.id.replace("-", " in ").title().replace(" In ", " in ")

    def role(self, word: str) -> str:
        """The id of one of its three roles."""
        return f"{self.id}-{word}"

    def metric(self, word: str) -> str:
        """The id of one of its figures."""
        return f"{self.id}-{word}"

    def numbered(self, word: str, number: int) -> str:
        """The id of its guideline, standard, decision or escalation of this number, counted around."""
        count = {"decision": DECISIONS, "guideline": GUIDELINES, "standard": STANDARDS, "escalation": ESCALATIONS}[word]
        return f"{self.id}-{word}-{number % count + 1}"

    def work(self, number: int) -> str:
        """What its procedure of this number is about, different for each."""
        act, thing = ACTS[number % len(ACTS)], THINGS[(number * 7 + number // len(ACTS)) % len(THINGS)]
        return f"{act} {thing}"

    def procedure(self, number: int) -> str:
        """The id of its procedure of this number, counted around."""
        number %= self.procedures
        return f"{self.id}-{slug(self.work(number))}-{number + 1}"

    def dice(self, of: str) -> random.Random:
        """Chance that depends on the seed and the document alone."""
        return random.Random(f"{self.seed} {of}")

    def people(self) -> Iterator[dict[str, Any]]:
        """Who works here: two who lead, three who know the trade, two who help."""
        words = [ROLES[0]] * LEADS + [ROLES[1]] * SPECIALISTS + [ROLES[2]] * HELPERS
        for number, word in enumerate(words):
            index = self.number * len(words) + number
            first, last = FIRST_NAMES[index % len(FIRST_NAMES)], LAST_NAMES[index // 3 % len(LAST_NAMES)]
            id = f"{first}-{last}-{index + 1}".lower()
            joined = (self.today - timedelta(days=400 + index % 900)).isoformat()
            yield {
                "id": id,
                "name": f"{first} {last}",
                "roles": [self.role(word)],
                "joined": joined,
                "git": [f"{id}@users.example"],
            }


def common(at: Department, kind: str, id: str, title: str, dice: random.Random, links: Sequence[str]) -> dict[str, Any]:
    """The keys that documents of most kinds begin with."""
    effective = at.today - timedelta(days=dice.randint(5, 150))
    return {
        "kind": kind,
        "id": id,
        "title": title,
        "summary": f"How {at.name} does it, and what to watch for.",
        "purpose": f"{dice.choice(REASONS)}\nThis makes it the same whoever does it; see [[{links[0]}]].",
        "scope": f"For everybody in {at.name}.\nWhat happens elsewhere is written in [[{links[-1]}]].",
        "background": background(dice, links),
        "owner": at.role("lead"),
        "version": f"{dice.randint(1, 3)}.{dice.randint(0, 9)}",
        "effective": effective.isoformat(),
        "review": "every 12 months",
        "audience": [at.role("lead"), at.role(dice.choice(ROLES[1:]))],
        "tags": [at.id.partition("-")[0]],
        "related": list(dict.fromkeys(links)),
    }


def background(dice: random.Random, links: Sequence[str]) -> str:
    """A few paragraphs of Markdown, with a list and sometimes a table."""
    lines = ["**What helps to know**", "", *(f"- {one}" for one in dice.sample(SENTENCES, dice.randint(2, 4))), ""]
    if dice.random() < 0.4:
        lines += ["| when | who |", "|---|---|", "| in the week | whoever took it up |", "| otherwise | the lead |", ""]
    return "\n".join([*lines, f"More about the words used here stands in [[{dice.choice(links)}]]."])


def slug(words: str) -> str:
    """Words as part of an id."""
    return re.sub("[^a-z0-9]+", "-", words.lower()).strip("-")

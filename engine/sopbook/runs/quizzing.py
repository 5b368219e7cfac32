"""How a quiz is scored: a question is answered by all of its right options and no other."""

from collections.abc import Mapping
from decimal import Decimal

from sopbook.runs import refusals
from sopbook.runs.checklist import Question, Quiz
from sopbook.source.nearest import nearest

Picked = Mapping[str, tuple[str, ...]]
"""The options picked for each question, by its id."""


def checked(quiz: Quiz, picked: Picked) -> Picked:
    """The answers in the order of the questions, refused when they are not answers to these."""
    questions = {one.id: one for one in quiz.questions}
    for name in picked:
        if name not in questions:
            raise refusals.UnknownQuestion(name, nearest(name, questions))
    left = [one.ask for one in quiz.questions if not picked.get(one.id)]
    if left:
        raise refusals.QuestionsLeft(left)
    return {one.id: _options(one, picked[one.id]) for one in quiz.questions}


def _options(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    for option in picked:
        if option not in question.options:
            raise refusals.NotAnOption(question.ask, option, question.options)
    return tuple(option for option in question.options if option in picked)


def right_ones(quiz: Quiz, picked: Picked) -> tuple[str, ...]:
    """The questions that were answered right."""
    return tuple(one.id for one in quiz.questions if set(picked.get(one.id, ())) == set(one.answer))


def is_enough(quiz: Quiz, right: int) -> bool:
    """Whether so many right answers pass."""
    return Decimal(right * 100) >= quiz.enough * len(quiz.questions)


def score(quiz: Quiz, right: int) -> str:
    """`2 of 3 right, 80 % is enough`."""
    return f"{right} of {len(quiz.questions)} right, {quiz.enough.normalize():f} % is enough"

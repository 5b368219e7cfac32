"""A quiz at the terminal: its questions one by one, and afterwards what was right and why."""

import re
from collections.abc import Iterator, Mapping

import click

from sopbook.cli.prompting import prompted
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.documents.ids import StepId
from sopbook.runs.checklist import Leaf, Question, Quiz
from sopbook.runs.events import QuizTaken
from sopbook.runs.quizzing import Picked, score
from sopbook.runs.standing import State
from sopbook.runs.state import Run
from sopbook.runs.values import Raw


def quiz_of(run: Run, step: StepId) -> Quiz | None:
    """The quiz of a step, when it is one."""
    part = run.plan.parts.get(step)
    return part.quiz if isinstance(part, Leaf) else None


def picked(quiz: Quiz, given: Mapping[str, Raw]) -> Picked:
    """The options that were given for the questions, by their words or by their numbers; of others, as given."""
    questions = {one.id: one for one in quiz.questions}
    return {name: _options(questions.get(name), raw) for name, raw in given.items()}


def _options(question: Question | None, raw: Raw) -> tuple[str, ...]:
    given = tuple(str(one).strip() for one in (raw if isinstance(raw, list | tuple) else (raw,)))
    return tuple(_option(question, one) for one in given) if question else given


def _option(question: Question, text: str) -> str:
    """The option with that text, else with that number; of what is neither the machine says that it is none."""
    if text in question.options or not text.isdecimal() or not 0 < int(text) <= len(question.options):
        return text
    return question.options[int(text) - 1]


def ask_quiz(quiz: Quiz, screen: Screen, answered: Picked | None = None) -> Picked:
    """The options that somebody picks for each question that was not answered already."""
    answers = dict(answered or {})
    for number, question in enumerate(quiz.questions, 1):
        if question.id not in answers:
            count = f"Question {number} of {len(quiz.questions)}"
            click.echo("\n" + screen.style(wrapped(count, screen, "  "), dim=True))
            answers[question.id] = _ask(question, screen)
    return answers


def _ask(question: Question, screen: Screen) -> tuple[str, ...]:
    click.echo(screen.style(wrapped(question.ask, screen, "  "), bold=True))
    for number, option in enumerate(question.options, 1):
        click.echo(wrapped(option, screen, "      ", f"  [{number}] "))
    several = len(question.answer) > 1
    hint = "Several are right. Type all their numbers, as in 1 3." if several else "Type its number."
    if several:
        click.echo(screen.style(wrapped(hint, screen, "  "), dim=True))
    while True:
        numbers = [int(word) for word in re.findall(r"[0-9]+", prompted("  >"))]
        fit = numbers and all(0 < number <= len(question.options) for number in numbers)
        if fit and (several or len(numbers) == 1):
            return tuple(question.options[number - 1] for number in sorted(set(numbers)))
        click.echo(screen.style(wrapped(hint, screen, "  "), fg="red"))


def result_text(quiz: Quiz, taken: QuizTaken, screen: Screen) -> str:
    """How it went; once it is passed also the right answers and why, until then only which were not right."""
    words = "Passed" if taken.passed else "Not passed yet"
    lines = [screen.style(wrapped(f"{words}: {score(quiz, len(taken.right))}.", screen, "  "), bold=True)]
    for question in quiz.questions:
        lines += _judged(question, taken, screen)
    if not taken.passed:
        lines.append(wrapped("Look at what is wrong, and try again.", screen, "  "))
    return "\n".join(lines)


def _judged(question: Question, taken: QuizTaken, screen: Screen) -> Iterator[str]:
    state = State.DONE if question.id in taken.right else State.FAILED
    yield wrapped(question.ask, screen, "    ", f"  {state.symbol} ")
    if taken.passed:
        why = f" {question.why}" if question.why else ""
        answer = f"{'; '.join(question.answer)}.{why}"
        yield screen.style(wrapped(answer, screen, "    "), dim=True)
    elif state is State.FAILED:
        yours = "; ".join(taken.answers[question.id])
        yield screen.style(wrapped(f"You said: {yours}", screen, "    "), dim=True)

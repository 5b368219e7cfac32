"""What can be said at a step of a run, and by which letter; Enter alone gives no judgement, signature or danger."""

from collections.abc import Collection, Mapping

import click

from sopbook.cli.prompting import prompted
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped

Words = Mapping[str, tuple[str, str]]

MENU: Words = {
    "do": ("d", "done"),
    "pass": ("p", "passes"),
    "fail": ("f", "fails"),
    "approve": ("a", "approve"),
    "reject": ("r", "reject"),
    "heed": ("h", "I have read the danger"),
    "read": ("r", "I have read and understood it"),
    "quiz": ("t", "take the quiz"),
    "go": ("g", "go into that run"),
    "start-child": ("t", "start it"),
    "end-wait": ("e", "end the wait now"),
    "detach": ("l", "let that run go its own way"),
    "add-item": ("i", "add an item"),
    "end-loop": ("e", "no more items"),
    "yes": ("y", "yes"),
    "no": ("n", "no"),
    "once-more": ("a", "do it again"),
    "still-good": ("g", "it is still good"),
    "confirm": ("c", "it may stay as it is"),
    "again": ("a", "do it again"),
    "override": ("o", "override"),
    "skip": ("s", "skip"),
    "not-applicable": ("n", "does not apply"),
    "another": ("x", "another step"),
    "back": ("b", "back"),
    "note": ("w", "write a note"),
    "more": ("m", "more"),
    "leave": ("q", "leave"),
}
"""The letter and the words of everything that can be said at a step, in the order of the menu."""

MORE: Words = {
    "reopen": ("o", "open an earlier step again"),
    "assign": ("g", "give this step to somebody"),
    "hand-over": ("l", "give the run to another lead"),
    "hold": ("h", "hold the run"),
    "cancel": ("c", "cancel the run"),
    "back": ("b", "back to the step"),
}
"""What is said less often, when something does not go as written."""

START: Words = {"go": ("g", "go into it now"), "stay": ("x", "stay here")}
ON_HOLD: Words = {"resume": ("g", "go on"), "note": ("w", "write a note"), "leave": ("q", "leave")}

TOGETHER = "\u00a0"
"""A blank at which no line is broken."""


def asked_word(menu: Words, words: Collection[str], screen: Screen, *, by_enter: str = "", numbers: int = 0) -> str:
    """The one of the words whose letter somebody types, or a number as it is typed, when so many are offered.

    `by_enter` is the word that Enter alone stands for.
    """
    letters = {letter: word for word, (letter, _) in menu.items() if word in words}
    shown = (f"[{'Enter' if word == by_enter else letter}] {menu[word][1]}" for letter, word in letters.items())
    line = "   ".join(one.replace(" ", TOGETHER) for one in shown)
    click.echo(screen.style(wrapped(line, screen).replace(TOGETHER, " "), dim=True))
    while True:
        typed = prompted(">").strip().lower()
        if not typed and by_enter:
            return by_enter
        if typed in letters:
            return letters[typed]
        if typed.isdecimal() and 0 < int(typed) <= numbers:
            return typed
        click.echo(wrapped("Type what stands in one of the brackets.", screen))


def words_at(words: Collection[str], *, several: bool, inside: bool, kept: bool) -> tuple[str, ...]:
    """Everything that can be said at a step: what it takes itself, and what is always possible.

    Who is asked a question answers it: its "no" already says that the step does not apply. `several` says that there
    are other steps to do, `inside` that another run is behind this one, `kept` that the step was done before.
    """
    own = tuple(word for word in words if word != "reopen")
    if "answer" in words:
        own = ("once-more", "still-good") if kept else ("yes", "no")
    elif "confirm" in words:
        own = ("confirm", "again") if "reopen" in words else ("confirm",)
    return (*own, *("another",) * several, *("back",) * inside, "note", "more", "leave")

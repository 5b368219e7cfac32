"""What the record of a run holds besides its steps: deviations, signatures, notes, files."""

from collections.abc import Iterator

from sopbook.actions.run_view import RunView
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import when, wrapped
from sopbook.runs.event import ENGINE
from sopbook.runs.signing import changed_since, vouched
from sopbook.runs.wording import title_of


def end_lines(view: RunView, screen: Screen) -> Iterator[str]:
    run = view.run
    if view.to_confirm:
        yield "\nEverything is done. To finish, confirm:"
        yield from (wrapped(text, screen, "    ", "  - ") for text in view.to_confirm)
    if run.deviations:
        yield screen.style("\nWhere it did not go as written", bold=True)
    for one in run.deviations:
        yield wrapped(f"{one.kind}: {title_of(run, one.step) if one.step else 'the whole run'}", screen, "    ", "  ! ")
        who = when(one.at) if one.by == ENGINE else f"{one.name}, {when(one.at)}"
        yield screen.style(wrapped(f"{one.why}\n{who}" if one.why else who, screen, "      "), dim=True)
    if run.signatures:
        yield screen.style("\nSigned", bold=True)
    for signature in run.signatures:
        yield wrapped(f"“{signature.meaning}”", screen, "    ", "  ● ")
        who = f"{signature.name}, {when(signature.at)}\n{vouched(signature)}"
        yield screen.style(wrapped(who, screen, "      "), dim=True)
        for change in changed_since(run, signature):
            words = f"changed after signing: {change.name}, {when(change.at)}: {change.why}"
            yield screen.style(wrapped(words, screen, "      "), fg="yellow")
    if run.notes:
        yield screen.style("\nNotes", bold=True)
    for note in run.notes:
        yield wrapped(note.text, screen, "    ", "  · ")
        on = f" on “{title_of(run, note.step)}”" if note.step else ""
        yield screen.style(wrapped(f"{note.name}{on}, {when(note.at)}", screen, "      "), dim=True)
    if run.attachments:
        yield screen.style("\nFiles", bold=True)
    for file in run.attachments:
        yield wrapped(f"{file.file.name}: {file.text}" if file.text else file.file.name, screen, "    ", "  · ")
        on = f" to “{title_of(run, file.step)}”" if file.step else ""
        yield screen.style(wrapped(f"{file.name}{on}, {when(file.at)}", screen, "      "), dim=True)
    if run.summary is not None and not run.deviations:
        yield "\nIt went as written: there are no deviations."

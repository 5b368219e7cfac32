"""What the walk says besides the steps: where that is which is to be read, and why there is nothing to do."""

from sopbook.actions.run_view import RunView, StepView
from sopbook.cli.run_text import headline
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.handbook.book import Handbook
from sopbook.runs.checklist import Leaf


def where_to_read(view: RunView, step: StepView, book: Handbook) -> str:
    """Where that stands which a step asks to read, and at which version; nothing for other steps."""
    part = view.run.plan.parts[step.id]
    reading = part.reading if isinstance(part, Leaf) else None
    if reading is None or reading.document is None:
        return reading.address if reading else ""
    found = book.get(reading.document)
    if found is None:
        return f"“{reading.title}” is not in the handbook any more."
    version = f", version {found.version}" if found.version else ""
    return f"“{found.title}”{version}\n{found.origin.file}"


def waiting_text(view: RunView, screen: Screen) -> str:
    """Why there is nothing to do for this person."""
    lines = [headline(view, screen), "", "Nothing here is for you now. It waits for others:"]
    for step in view.open_now:
        lines.append(wrapped(step.title, screen, "    ", f"  {step.state.symbol} "))
        who = step.assigned or step.who
        why = f"{step.why}\nfor {who or 'somebody else'}".strip()
        lines.append(screen.style(wrapped(why, screen, "      "), dim=True))
    return "\n".join([*lines, "", f"Go on as one of them: sop run continue {view.run.id} --as PERSON"])

"""What can be done with a run now, in words: the answer to "and now?"."""

from sopbook.actions.run_view import RunView
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.runs.state import GOING_ON, Phase

MOST_STEPS = 6
"""So many steps are named."""


def what_next(view: RunView, screen: Screen) -> str:
    """The steps with what they take and for whom, or the one command by which it goes on."""
    run = view.run
    if view.to_confirm:
        return f"Everything is done. Confirm it: sop run finish {run.id}"
    if run.phase is Phase.ON_HOLD:
        return f"This run is on hold. Go on with it: sop run resume {run.id}"
    if run.phase not in GOING_ON or not view.open_now:
        ended = run.phase not in GOING_ON and run.phase is not Phase.PLANNED
        return f"This run is {run.phase.value}." + (" Nothing is left to do." if ended else "")
    lines = ["What can be done now:"]
    for step in view.open_now[:MOST_STEPS]:
        who = step.assigned or step.who
        words = f"{step.id} ({', '.join(step.can)})" + (f", for {who}" if who else "")
        lines.append(wrapped(words, screen, "    ", f"  {step.state.symbol} "))
    if len(view.open_now) > MOST_STEPS:
        lines.append(f"  and {len(view.open_now) - MOST_STEPS} more")
    return "\n".join(lines)

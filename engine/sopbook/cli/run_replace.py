"""`sop run replace`: somebody leaves, and another takes what is open of theirs, in all runs or in one."""

import json
from dataclasses import asdict

import click

from sopbook.actions.people import TakenOver, replace_everywhere
from sopbook.cli.acting import Acting, acting
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import session
from sopbook.cli.wrapping import wrapped
from sopbook.runs.commands import Replace
from sopbook.runs.standing import State
from sopbook.timing.spoken import counted, spoken_list


@click.command()
@click.argument("leaving")
@click.argument("to", metavar="PERSON")
@click.option("--run", "run_id", metavar="RUN", help="Only in this run.")
@click.option("--note", default="", help="Where it stands, for whoever goes on.")
@acting
@click.pass_context
def replace(ctx: click.Context, leaving: str, to: str, run_id: str | None, note: str, acting: Acting) -> None:
    """Give everything open of LEAVING to PERSON, in all runs.

    That is the steps that were given to LEAVING, those that a field names them for, and the runs they lead.
    """
    with session(ctx, acting) as opened:
        actor = opened.desk.actor
        if run_id is not None:
            found = opened.find(run_id)
            opened.say(opened.act(found.id, Replace(leaving=leaving, to=to, note=note), by=actor))
            return
        key = opened.key or opened.desk.key()
        taken = replace_everywhere(leaving, to, around=opened.desk.surroundings, by=actor, key=key, note=note)
    if acting.json:
        click.echo(json.dumps([asdict(one) for one in taken], indent=2))
    else:
        click.echo("\n".join(_line(one, screen_here()) for one in taken) or f"Nothing is open of `{leaving}`.")


def _line(one: TakenOver, screen: Screen) -> str:
    words = [counted(one.steps, "step")] if one.steps else []
    words += ["the lead"] if one.leads else []
    taken = spoken_list(words) or "what will be theirs later"
    said, state = (one.refused, State.FAILED) if one.refused else (taken, State.DONE)
    return wrapped(f"{one.title} (run {one.run}): {said}", screen, "    ", f"  {state.symbol} ")

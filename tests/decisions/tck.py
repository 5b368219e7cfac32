"""Runs a folder of the DMN Technology Compatibility Kit and says what passed, result node by result node.

    python tests/decisions/tck.py FOLDER

A table that our import takes is answered as the decision it becomes. Other tables are evaluated by the same parts:
`feel` works out the columns, cells and outputs, and `decisions` applies the hit policy; so are the expressions inside
contexts and knowledge models. What lies outside our language is unsupported, never failed; but where the kit expects
null because FEEL has no answer, having none is right.
"""

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kit.outcomes import FAILED, PASSED, UNSUPPORTED, outcomes


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Try all test cases in FOLDER, and in the folders in it; exits with 1 when something failed."""
    counts = dict.fromkeys((PASSED, FAILED, UNSUPPORTED), 0)
    for outcome in outcomes(folder):
        click.echo(outcome)
        counts[outcome.verdict] += 1
    click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    sys.exit(1 if counts[FAILED] else 0)


if __name__ == "__main__":
    main()

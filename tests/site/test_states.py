"""The manual's page of states says what the machine's tables say; `pytest --update-golden` makes it anew."""

import re

import pytest

from manual_builders import holds
from run_phases import moves
from sopbook.pages import machine
from sopbook.runs.rules import IN_PHASE, ON_STEP
from sopbook.runs.state import Phase


@pytest.fixture(scope="module")
def driven() -> frozenset[machine.Move]:
    return moves()


def test_the_page_of_states_is_what_the_machine_does(
    driven: frozenset[machine.Move], request: pytest.FixtureRequest
) -> None:
    makers = {
        "phases drawn": lambda _: machine.phases_drawn(driven),
        "phases table": lambda _: machine.phases_table(driven),
        "steps table": lambda _: machine.steps_table(),
    }
    holds("states.md", makers, update=request.config.getoption("--update-golden"))


def test_every_phase_of_the_table_is_reached_from_the_start(driven: frozenset[machine.Move]) -> None:
    assert {move.target for move in driven} == set(IN_PHASE) - {Phase.NEW}


def test_every_command_and_everything_that_stands_in_a_table_has_words() -> None:
    commands = frozenset().union(*IN_PHASE.values(), *ON_STEP.values())
    assert all(re.fullmatch("[a-z -]+", machine.name_of(one)) for one in commands)
    assert {thing for _, thing in ON_STEP} <= machine.STANDS.keys()

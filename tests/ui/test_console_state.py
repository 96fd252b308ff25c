"""What can be pressed in the console follows from its state, which needs no window."""

from pathlib import Path

import pytest

from desktop_agent.ui.console.state import ConsoleState

RUN = Path("/runs/r")


@pytest.mark.parametrize(
    ("state", "pauses", "asks_where", "goes_on"),
    [
        (ConsoleState(), False, True, False),
        (ConsoleState(elsewhere=True), False, False, False),
        (ConsoleState("acting", running=True, ended_in=RUN), True, False, False),
        (ConsoleState("waiting", running=True), False, False, False),
        (ConsoleState("failed", ended_in=RUN), False, True, True),
    ],
)
def test_what_is_offered_in_a_state(state: ConsoleState, pauses: bool, asks_where: bool, goes_on: bool) -> None:
    assert (pauses, asks_where, goes_on) == (state.may_pause, state.offers_scope, state.offers_more)

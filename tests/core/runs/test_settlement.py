"""What waiting for the screen came to."""

import typing

from desktop_agent.core.runs.waiting import Settlement, Unrest
from tests.fakes.servers.thinking import frame


def test_the_model_is_told_of_each_way_a_screen_may_not_settle_and_of_nothing_else() -> None:
    notes = [Settlement(frame(1), 7, unrest).note for unrest in typing.get_args(Unrest)]

    assert "" == Settlement(frame(1), 7).note
    assert all(notes)
    assert [True, False] == [Settlement(frame(1), 7, unrest).stable for unrest in (None, "moving")]

"""What waiting for the screen came to."""

import typing

from desktop_agent.core.runs.settlement import Settlement, Unrest
from tests.fakes.servers.thinking import frame


def test_only_unrest_is_told_to_the_model_and_each_kind_is() -> None:
    notes = [Settlement(frame(1), 7, unrest).note for unrest in typing.get_args(Unrest)]

    assert "" == Settlement(frame(1), 7).note
    assert all(notes)
    assert [True, False] == [Settlement(frame(1), 7, unrest).stable for unrest in (None, "moving")]

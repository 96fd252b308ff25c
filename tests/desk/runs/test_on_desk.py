"""A run on a desk, before the desk is up."""

from importlib.util import find_spec

import pytest

from desktop_agent.desk.runs.on_desk import LOADED_AHEAD


@pytest.mark.parametrize("place", LOADED_AHEAD)
def test_what_is_loaded_while_a_desk_starts_is_there(place: str) -> None:
    assert find_spec(f"desktop_agent.{place}") is not None

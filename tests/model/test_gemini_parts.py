"""What the dialect of Gemini does with calls and parts that are no objects."""

import pytest

from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.dialects.gemini import _action_of_call, _Events


def test_arguments_that_are_no_object_are_told_by_the_name_of_their_call() -> None:
    with pytest.raises(Unreadable, match="click was not done"):
        _action_of_call("click", "[1]")


def test_a_part_that_is_no_object_is_kept_for_the_reader() -> None:
    events = _Events()

    assert list(events({"candidates": [{"content": {"parts": [7]}}]})) == []
    assert events._parts == [7]

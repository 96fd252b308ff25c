"""The journal's lines."""

import json

import pytest

from desktop_agent.core.events import Decided, FrameTaken, SentPicture, Stamped


def test_a_line_begins_with_name_number_time_and_turn() -> None:
    line = Stamped(3, "2026-11-20T10:15:30.123Z", 1, Decided("c1", 0, "allow", "policy", "default")).line()

    assert line.startswith('{"event":"decision","seq":3,"at":"2026-11-20T10:15:30.123Z","turn":1,"call_id":"c1"')
    assert json.loads(line)["reply"] is None
    assert "\n" not in line


@pytest.mark.parametrize(("sent", "extra"), [("whole", False), ("part", True), ("asked", True)])
def test_a_part_and_a_questions_picture_are_not_what_the_run_goes_by(sent: SentPicture, extra: bool) -> None:
    frame = FrameTaken("f.png", 1, 1, 1, "image/png", "0", "start", sent=sent)

    assert frame.is_extra == extra

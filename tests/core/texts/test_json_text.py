"""JSON for programs shows what nobody sees, and stays the same value."""

import json

from desktop_agent.core.runs.events import FrameTaken, Said, Stamped
from desktop_agent.core.texts.foreign_text import json_line

UNSEEN = "\x00\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff"


def test_invisible_and_reordering_characters_are_escaped_without_a_change_of_meaning() -> None:
    value = {"a": f"x{UNSEEN}y", **{f"k{char}": [char] for char in UNSEEN}}
    line = json_line(value)

    assert not set(UNSEEN) & set(line)
    assert json.loads(line) == value
    assert json_line("Grüße, שלום, 你好") == '"Grüße, שלום, 你好"'


def test_a_line_of_the_journal_begins_with_name_number_time_and_turn_and_is_written_so() -> None:
    line = Stamped(3, "2026-11-20T10:15:30.123Z", 1, Said(f"a{UNSEEN}\nb")).line()

    assert line.startswith('{"event":"message","seq":3,"at":"2026-11-20T10:15:30.123Z","turn":1,')
    assert not {*UNSEEN, "\n"} & set(line)
    assert json.loads(line)["text"] == f"a{UNSEEN}\nb"


def test_a_part_and_a_questions_picture_are_not_what_the_run_goes_by() -> None:
    taken = [FrameTaken("f.png", 1, 1, 1, "image/png", "0", "start", sent=sent) for sent in ("whole", "part", "asked")]

    assert [frame.is_extra for frame in taken] == [False, True, True]

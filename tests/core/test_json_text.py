"""JSON for programs shows what nobody sees, and stays the same value."""

import json

import pytest

from desktop_agent.core.events import Said, Stamped
from desktop_agent.core.json_text import json_line

UNSEEN = "\x00\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff"


@pytest.mark.parametrize("char", UNSEEN)
def test_what_hides_or_turns_a_line_round_is_escaped_and_means_the_same(char: str) -> None:
    line = json_line({"a": f"x{char}y", f"k{char}": [char]})

    assert char not in line
    assert f"\\u{ord(char):04x}" in line
    assert json.loads(line) == {"a": f"x{char}y", f"k{char}": [char]}


def test_letters_of_all_languages_stand_as_they_are() -> None:
    assert json_line("Grüße, שלום, 你好") == '"Grüße, שלום, 你好"'


def test_a_line_of_the_journal_is_written_so() -> None:
    line = Stamped(1, "2026-01-01T00:00:00.000Z", 0, Said(f"a{UNSEEN}b")).line()

    assert not set(UNSEEN) & set(line)
    assert json.loads(line)["text"] == f"a{UNSEEN}b"

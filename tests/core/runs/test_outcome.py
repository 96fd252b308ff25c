"""Whose word it is that a run is done."""

import pytest

from desktop_agent.core.runs.outcome import is_claimed
from desktop_agent.core.texts.message import Message, sentences

OURS = Message("Every step was carried out.")
QUOTING = Message("Opened {name}.", name="a.txt")


@pytest.mark.parametrize(
    ("status", "message", "claimed"),
    [
        ("completed", "Saved.", True),
        ("completed", "", True),
        ("completed", Message(""), True),
        ("completed", OURS, False),
        ("completed", QUOTING, False),
        ("completed", sentences("Saved.", OURS), True),
        ("completed", sentences(OURS, QUOTING), False),
        ("partly", "Saved.", False),
        ("proven", "Saved.", False),
    ],
)
def test_a_run_is_done_by_the_models_word_alone_where_no_sentence_of_ours_says_so(
    status: str, message: str, claimed: bool
) -> None:
    assert is_claimed(status, message) is claimed

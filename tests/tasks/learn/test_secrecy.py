"""What is typed is a secret by the field it goes to, and in doubt until it was seen on the screen."""

import pytest

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.screen.controls.window import Control
from desktop_agent.tasks.learn.watch import has_arrived, secrecy_of


def _lines(*texts: str) -> tuple[TextLine, ...]:
    return tuple(TextLine(text, 0, 20 * n, 100, 18, 0.9) for n, text in enumerate(texts))


@pytest.mark.parametrize(
    ("control", "secrecy"),
    [
        (Control("Password", "password text"), "secret"),
        (Control("Kennwort", "text"), "secret"),
        (Control("Name", "text"), "plain"),
        (Control("Send", "push button"), "plain"),
        (Control(), "doubt"),
        (Control("Terminal", "terminal"), "doubt"),
    ],
)
def test_the_field_says_what_is_a_secret(control: Control, secrecy: str) -> None:
    assert secrecy_of(control) == secrecy


def test_a_text_has_arrived_when_it_can_be_read_once_more_than_before() -> None:
    assert has_arrived("Hello", _lines("File"), _lines("File", "say HeIlo there"))
    assert has_arrived("Hello", _lines("Hello"), _lines("Hello", "Hello"))
    assert has_arrived("12", _lines("A1"), _lines("A1", "12"))


def test_bullets_a_text_that_stood_there_before_and_a_few_letters_are_no_proof() -> None:
    assert not has_arrived("hunter2", _lines("Password"), _lines("Password", "•••••••"))
    assert not has_arrived("Ada", _lines("Ada"), _lines("Ada"))
    assert not has_arrived("ab", _lines(), _lines("table"))
    assert not has_arrived("--", _lines(), _lines("--"))

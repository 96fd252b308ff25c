"""What is gone is answered with what to use instead, and nothing else is taken for it."""

import pytest

from desktop_agent.cli import removed
from desktop_agent.cli.main import main
from desktop_agent.cli.removed import REMOVED, check_call
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message


@pytest.mark.parametrize("name", REMOVED)
def test_the_command_says_in_one_line_what_to_use_instead(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = main([*name.split(), "something"])

    assert (2, ("", f"Error: “{name}” has been removed. {REMOVED[name]}\n")) == (code, capfd.readouterr())


@pytest.mark.parametrize(
    ("words", "is_gone"),
    [
        (("old",), True),
        (("runs", "old", "x"), True),
        (("new", "--old", "3"), True),
        (("run", "old"), False),
        (("runs", "list", "old"), False),
        (("other", "--old"), False),
        (("new", "--", "--old"), False),
    ],
)
def test_only_the_words_of_what_is_gone_are_taken_for_it(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], is_gone: bool
) -> None:
    monkeypatch.setattr(removed, "REMOVED", {name: Message("Use new.") for name in ("old", "runs old", "new --old")})

    try:
        check_call(words)
    except SettingsError:
        told = True
    else:
        told = False

    assert told is is_gone

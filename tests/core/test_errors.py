"""Errors: what happened and the next step, as sentences."""

from collections.abc import Callable
from functools import partial

import pytest

from desktop_agent.core.errors import BadSettingError, DesktopAgentError, for_system, unreadable, unwritable

DENIED = OSError(13, "Permission denied")
FULL = OSError(28, "No space left on device")
SENTENCES: list[tuple[Callable[..., DesktopAgentError], tuple[object, ...], str]] = [
    (DesktopAgentError, ("It broke.", "Mend it."), "It broke. Mend it."),
    (DesktopAgentError, ("No such route", "Check it."), "No such route. Check it."),
    (DesktopAgentError, ("Is it there?", "Look."), "Is it there? Look."),
    (DesktopAgentError, ("It broke", ""), "It broke"),
    (DesktopAgentError, ("", "Mend it."), "Mend it."),
    (BadSettingError, ("[limits] steps", "it's none.", "Write one."), "[limits] steps: it's none. Write one."),
    (unwritable, ("/a/b", DENIED, "Ask."), "/a/b can't be written to: Permission denied. Ask."),
    (partial(unwritable, if_denied="Ask."), ("/a/b", DENIED), "/a/b can't be written to: Permission denied. Ask."),
    (partial(unwritable, if_denied="Ask."), ("/a/b", FULL), "/a/b can't be written to: No space left on device."),
    (unreadable, ("/a/b", DENIED, "Ask."), "/a/b can't be read: Permission denied. Ask."),
    (unreadable, ("/a/b", UnicodeError("bad byte"), "Ask."), "/a/b can't be read: bad byte. Ask."),
]


@pytest.mark.parametrize(("error", "parts", "sentence"), SENTENCES)
def test_an_error_is_what_happened_and_a_hint_that_never_runs_on_from_it(
    error: Callable[..., DesktopAgentError], parts: tuple[object, ...], sentence: str
) -> None:
    assert str(error(*parts)) == sentence


def test_advice_is_that_for_the_system_else_that_for_all_others() -> None:
    advice = {"linux": "Install it.", "": "Ask."}

    assert [for_system(advice, system) for system in ("linux", "win32")] == ["Install it.", "Ask."]
    assert for_system({"linux": "Install it."}, "darwin") == ""


def test_an_error_has_a_hint_of_its_own_for_a_window_where_the_other_names_a_flag() -> None:
    error = DesktopAgentError("It broke", "Add --mend.", in_window="Press “Mend”.")

    assert (str(error), error.window_text) == ("It broke. Add --mend.", "It broke. Press “Mend”.")
    assert DesktopAgentError("It broke.", "Mend it.").window_text == "It broke. Mend it."

"""Errors: what happened and the next step, as sentences."""

import pytest

from desktop_agent.core.errors import BadSettingError, DesktopAgentError, for_system, unreadable, unwritable

DENIED = OSError(13, "Permission denied")
SENTENCES = [
    (DesktopAgentError("It broke.", "Mend it."), "It broke. Mend it."),
    (DesktopAgentError("The server said: no such route", "Check it."), "The server said: no such route. Check it."),
    (DesktopAgentError("Is it there?", "Look."), "Is it there? Look."),
    (DesktopAgentError("It broke", ""), "It broke"),
    (DesktopAgentError("", "Mend it."), "Mend it."),
    (
        BadSettingError("[limits] steps", "must be a number.", "Write one."),
        "[limits] steps: must be a number. Write one.",
    ),
    (
        unwritable("/a/b", DENIED),
        "/a/b can't be written to: Permission denied. Choose another location, or make this one writable.",
    ),
    (
        unreadable("/a/b", DENIED),
        "/a/b can't be read: Permission denied. It must be a readable UTF-8 text file.",
    ),
    (
        unreadable("/a/b", UnicodeError("bad byte")),
        "/a/b can't be read: bad byte. It must be a readable UTF-8 text file.",
    ),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
def test_an_error_is_what_happened_and_a_hint_that_never_runs_on_from_it(
    error: DesktopAgentError, sentence: str
) -> None:
    assert str(error) == sentence


def test_advice_is_that_for_the_system_else_that_for_all_others() -> None:
    advice = {"linux": "Install it.", "": "Ask."}

    assert [for_system(advice, system) for system in ("linux", "win32")] == ["Install it.", "Ask."]
    assert for_system({"linux": "Install it."}, "darwin") == ""

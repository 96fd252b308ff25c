"""Where nothing can watch, nobody does, and the reason is a sentence."""

import pytest

from desktop_agent.presence.choose import choose_presence, why_not
from desktop_agent.presence.reduced import NoPresence


# python-xlib drops its sockets without closing them when nobody answers.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "There is no X display (DISPLAY isn't set)."),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "This is a Wayland session"),
        ({"DISPLAY": ":9876"}, "Display :9876 can't be reached."),
    ],
)
def test_without_a_display_nobody_watches_and_nothing_is_proved(environment: dict[str, str], expected: str) -> None:
    presence = choose_presence(environment)
    presence.watch(lambda _: None, lambda _: None)()
    presence.close()

    assert why_not(environment).startswith(expected)
    assert isinstance(presence, NoPresence)
    assert (False, False, 0.0) == (presence.reports_source, presence.was_physical(1, 1), presence.held_for(["ctrl"]))

"""Others' words as they may be shown: a home does not name its person."""

import pytest

from desktop_agent.core.display_text import without_home

HOMES, MACOS_HOMES = "/home", "/Users"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Saved as {HOMES}/ada/Letters/a.odt", "Saved as ~/Letters/a.odt"),
        (f"“{MACOS_HOMES}/ada” and {HOMES}/bob.", "“~” and ~."),
        (
            f"/srv{HOMES}/ada/x and https://example.org{HOMES}/ada",
            f"/srv{HOMES}/ada/x and https://example.org{HOMES}/ada",
        ),
        ("/home/", "/home/"),
    ],
)
def test_a_path_into_a_home_is_shown_without_whose_it_is(text: str, shown: str) -> None:
    assert without_home(text) == shown

"""Others' words as they may be shown: a home does not name its person."""

import pytest

from desktop_agent.core.display_text import without_home


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Saved as /home/ada/Letters/a.odt", "Saved as ~/Letters/a.odt"),
        ("“/Users/ada” and /home/bob.", "“~” and ~."),
        ("/srv/home/ada/x and https://example.org/home/ada", "/srv/home/ada/x and https://example.org/home/ada"),
        ("/home/", "/home/"),
    ],
)
def test_a_path_into_a_home_is_shown_without_whose_it_is(text: str, shown: str) -> None:
    assert without_home(text) == shown

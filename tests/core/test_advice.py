"""What to do about something is said for the system that it is read on."""

import pytest

from desktop_agent.core.errors import for_system


@pytest.mark.parametrize(
    ("advice", "system", "words"),
    [
        ({"linux": "Install it.", "": "Ask."}, "linux", "Install it."),
        ({"linux": "Install it.", "": "Ask."}, "win32", "Ask."),
        ({"linux": "Install it."}, "darwin", ""),
    ],
)
def test_a_system_is_told_its_own_words_else_those_for_all_others(
    advice: dict[str, str], system: str, words: str
) -> None:
    assert words == for_system(advice, system)

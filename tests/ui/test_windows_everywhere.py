"""Every state of every window, in each language, look and scale: no text is cut, and no control lies over another."""

from itertools import product

import pytest

from tests.bench.every_window import LANGUAGES, SIZES, THEMES
from tests.fakes.windows.window_fit import DECIDE, Shower, screen

pytestmark = pytest.mark.screen

BY_DAY = ("settings-1", "settings-4", "task-here", "history", "console", "welcome")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("language", "theme", "scale"), [*product(LANGUAGES, THEMES, SIZES)])
def test_nothing_is_cut_or_covered(monkeypatch: pytest.MonkeyPatch, language: str, theme: str, scale: str) -> None:
    assert faults(monkeypatch, tuple(DECIDE), language, theme, scale) == {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("language", "theme", "scale"), [("en", "light", "1"), ("de", "dark", "1.5")])
def test_nothing_is_cut_or_covered_in_the_windows_that_people_see_first(
    monkeypatch: pytest.MonkeyPatch, language: str, theme: str, scale: str
) -> None:
    assert faults(monkeypatch, BY_DAY, language, theme, scale) == {}


def faults(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], language: str, theme: str, scale: str
) -> dict[str, list[str]]:
    monkeypatch.setenv("DESKTOP_AGENT_UI__THEME", theme)
    with screen(*SIZES[scale]) as on, Shower(on, "ui", scale, 0, language) as shower:
        seen = {name: shower.words_at_fault(name) for name in names}
    return {name: wrong for name, wrong in seen.items() if wrong}

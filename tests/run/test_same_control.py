"""What a batch changes by itself is pressed all the same, and what has become another thing is not: real windows."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.changing_page import BROWSERS, changing_page
from tests.bench.meant import Case, Score, click, meant, native, play, swapped, text, thrice


@pytest.mark.parametrize("toolkit", ["gtk", "qt", "tk", "page", "firefox"])
@pytest.mark.parametrize("cases", [meant, swapped])
def test_a_batch_presses_what_was_meant_and_nothing_else(
    on_display: PrivateDisplay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    toolkit: str,
    cases: Callable[[], Iterator[Case]],
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    score, played = Score(), [*cases()]

    with partial(changing_page if toolkit in BROWSERS else native, toolkit)(on_display, tmp_path / "app") as window:
        play(window, played, score)

    assert {} == dict(+score.wrong)
    assert {one.name: 1 for one in played} == dict(score.done)
    if cases is meant:  # of the others the window's word is what they were before
        assert score.named["right"] > score.named["none"]
        assert not score.named["wrong"]


def test_a_field_that_nothing_names_is_the_same_whatever_stands_in_it(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    score = Score()

    with native("gtk", on_display, tmp_path / "app") as window:
        middle, height = window.places["Size"]
        digits = (middle - 85, height)
        filled = Case("filled", lambda p: [click(p["Red"]), thrice(digits), text("7\n")], ("Red", "size 7"))
        play(window, [filled], score)

    assert score.done["filled"] == 1

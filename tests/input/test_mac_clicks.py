"""What each press on macOS says of itself: the first, the second or the third of a click."""

from typing import Self

from desktop_agent.core.actions.action import Button
from desktop_agent.platforms.libraries.pynput_backend import MacClicks


class Mouse:
    """Counts as pynput's mouse for macOS does: inside of its `with` alone, from its beginning."""

    def __init__(self) -> None:
        self.position = (100, 100)
        self.states: list[int | None] = []
        self._click: int | None = None

    def __enter__(self) -> Self:
        self._click = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._click = None

    def press(self, button: object) -> None:
        if self._click is not None:
            self._click += 1
        self.states.append(self._click)

    def release(self, button: object) -> None:
        self.states.append(self._click)


class Hand:
    def __init__(self) -> None:
        self.mouse = Mouse()
        self.now = 0.0
        self._clicks = MacClicks(self.mouse, lambda: self.now)

    def click(self, count: int = 1, button: Button = "left", at: tuple[int, int] = (100, 100)) -> list[int | None]:
        self.mouse.position = at
        self.mouse.states = []
        for _ in range(count):
            self._clicks.begin(button)
            self.mouse.press(button)
            self.now += 0.002
            self.mouse.release(button)
            self.now += 0.01
        return self.mouse.states


def test_presses_of_one_click_count_up_and_one_elsewhere_later_or_by_another_button_begins_anew() -> None:
    hand = Hand()

    assert [1, 1, 2, 2, 3, 3] == hand.click(3)
    assert [1, 1] == hand.click(at=(140, 100))
    assert [1, 1] == hand.click(at=(140, 100), button="right")
    assert [1, 1, 2, 2] == hand.click(2, at=(300, 100))
    hand.now += 0.5
    assert [1, 1] == hand.click(at=(300, 100))

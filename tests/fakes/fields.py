"""Text fields of real applications: bring the caret there, read by the application's own word, empty."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from desktop_agent.core.geometry import ImagePoint, Rect
from tests.fakes.apps import App, active
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until

Answer = Mapping[str, Any]
Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    app: App
    ask: Callable[[str], Answer]
    """Give the application an order.

    `text` and `empty` are answered by the text and the focus. A window for the pointer knows more: `seen` and `forget`
    (its notes), `places` (where its parts are).
    """
    at: Callable[[], ImagePoint]
    """Return where a click brings the caret."""
    commit: tuple[str, ...] = ()
    """What a person presses before the application itself knows what was typed."""
    corner: Callable[[], tuple[int, int]] | None = None
    """Return where the screen has the point 0, 0 of the window's own coordinates; None: it has no `places`."""

    def focus(self) -> None:
        hands = Hands(self.app.display)
        at = self.at()
        hands.click(at.x, at.y)
        wait_until(lambda: self.ask("text").get("focus", True) and self.is_active(), f"the caret in {self.name}")

    def text(self) -> str:
        self.confirm()
        return str(self.ask("text")["text"])

    def text_once(self, expected: str, *, within_s: float = 60.0) -> str:
        """Return what the field holds, as soon as it is what is expected; else what it holds at last."""
        self.confirm()
        came = [""]

        def is_expected() -> bool:
            came[0] = str(self.ask("text")["text"])
            return came[0] == expected

        with suppress(AssertionError):  # the test compares and shows what is there
            wait_until(is_expected, within_s=within_s)
        return came[0]

    def empty(self) -> None:
        self.ask("empty")
        wait_until(lambda: not self.ask("text")["text"], f"an empty {self.name}")
        self.focus()

    def seen(self, *kinds: str) -> list[Note]:
        return [note for note in self.ask("seen")["seen"] if not kinds or note["kind"] in kinds]

    def places(self) -> dict[str, Rect]:
        return places_of(self.ask("places"), self.corner)

    def area(self) -> Rect:
        return self.places()["area"]

    def confirm(self) -> None:
        if self.commit:
            Hands(self.app.display).press(*self.commit)

    def is_active(self) -> bool:
        return active(self.app.display) == self.app.window


def places_of(answer: Answer, corner: Callable[[], tuple[int, int]] | None) -> dict[str, Rect]:
    assert corner is not None, "this window tells no places"
    left, top = corner()
    boxes = {name: [round(side) for side in box] for name, box in answer["places"].items()}
    return {name: Rect(left + x, top + y, width, height) for name, (x, y, width, height) in boxes.items()}


def corner_of(app: App) -> Callable[[], tuple[int, int]]:
    return lambda: app.frame()[:2]


def middle(box: Rect) -> ImagePoint:
    return ImagePoint(box.x + box.width // 2, box.y + box.height // 2)


def inside(app: App, down: float = 0.5, across: float = 0.5) -> Callable[[], ImagePoint]:
    def point() -> ImagePoint:
        left, top, width, height = app.frame()
        return ImagePoint(left + round(width * across), top + round(height * down))

    return point

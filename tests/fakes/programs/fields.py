"""Text fields of real applications: bring the caret there, read by the application's own word, empty."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from desktop_agent.core.pictures import ImagePoint, Rect
from tests.fakes.people.hands import Hands
from tests.fakes.programs.apps import App
from tests.fakes.waiting import wait_until

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    app: App
    ask: Callable[[str], Answer]  # `text` and `empty` are answered by the text
    at: Callable[[], ImagePoint]  # where a click brings the caret
    commit: tuple[str, ...] = ()  # what a person presses before the application itself knows what was typed

    def focus(self) -> None:
        at = self.at()
        Hands(self.app.display).click(at.x, at.y)
        wait_until(lambda: self.ask("text")["focus"], f"the caret in {self.name}")

    def places(self) -> dict[str, Rect]:
        """Return where the parts of a window of ours are on the screen."""
        left, top, *_ = self.app.frame()
        boxes = self.ask("places")["places"].items()
        return {name: Rect(left + x, top + y, width, height) for name, (x, y, width, height) in boxes}

    def seen(self, kind: str) -> list[dict[str, Any]]:
        return [note for note in self.ask("seen")["seen"] if note["kind"] == kind]

    def text_once(self, expected: str, *, within_s: float = 60.0) -> str:
        """Return what the field holds, as soon as it is what is expected; else what it holds at last."""
        if self.commit:
            Hands(self.app.display).press(*self.commit)
        came = [""]

        def is_expected() -> bool:
            came[0] = str(self.ask("text")["text"])
            return came[0] == expected

        with suppress(AssertionError):  # the test compares and shows what is there
            wait_until(is_expected, within_s=within_s)
        return came[0]


def middle(box: Rect) -> ImagePoint:
    return ImagePoint(box.x + box.width // 2, box.y + box.height // 2)


def inside(app: App, down: float = 0.5) -> Callable[[], ImagePoint]:
    """Return what tells the point in the middle of a window's width, at this part of its height."""

    def point() -> ImagePoint:
        left, top, width, height = app.frame()
        return ImagePoint(left + width // 2, top + round(height * down))

    return point

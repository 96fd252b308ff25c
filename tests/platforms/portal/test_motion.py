"""Pointer motion on a scaled monitor: the pictures tell what the desktop takes a place for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.platforms.portal.remote_session import SharedPointer

_MONITOR = SharedMonitor(7, Rect(100, 50, 800, 500))


@dataclass(slots=True)
class _Desktop:
    """Puts its pointer where the place that it gets is, by its own meaning."""

    scale: float
    meaning: Callable[[float], float]
    at: ScreenPoint | None = None
    sent: list[tuple[float, float]] = field(default_factory=list)

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        self.sent.append((x, y))
        width, height = monitor.box.width, monitor.box.height
        right, down = min(round(self.meaning(x)), width - 1), min(round(self.meaning(y)), height - 1)
        self.at = ScreenPoint(monitor.box.x + right, monitor.box.y + down)

    def scale_of(self, monitor: SharedMonitor) -> float:
        assert monitor is _MONITOR
        return self.scale

    def fresh_pointer(self) -> ScreenPoint | None:
        return self.at


def moved(desktop: _Desktop, *places: tuple[int, int]) -> Iterator[ScreenPoint | None]:
    motion = SharedPointer(desktop.move)
    motion.seen_by(desktop)
    motion.seen_by(_Desktop(1.0, float))
    for x, y in places:
        motion.move(_MONITOR, x, y)
        yield desktop.at


@pytest.mark.parametrize("meaning", [lambda n: n / 1.5, float], ids=["pixels", "units"])
def test_a_pointer_gets_where_it_is_sent_whatever_the_desktop_takes_places_for(
    meaning: Callable[[float], float],
) -> None:
    desktop = _Desktop(1.5, meaning)

    came = [*moved(desktop, (2, 1), (300, 200), (0, 0), (799, 499))]

    assert [ScreenPoint(102, 51), ScreenPoint(400, 250), ScreenPoint(100, 50), ScreenPoint(899, 549)] == came
    assert len(desktop.sent) <= 6


def test_a_pointer_that_goes_elsewhere_is_told() -> None:
    with pytest.raises(
        InputError, match="On this scaled screen, the pointer didn't reach its target, so nothing was pressed"
    ):
        [*moved(_Desktop(2.0, lambda n: n / 3), (300, 200))]

"""Pointer motion on a scaled monitor: the pictures tell what the desktop takes a place for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import Rect, ScreenPoint, Size
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
    limit: Size | None = None  # of the portal's front end, for whatever it is given
    slowed: float = 1.0  # how far a relative motion comes
    is_seen: bool = True

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        self.sent.append((x, y))
        if self.limit and (x >= self.limit.width or y >= self.limit.height):
            raise InputError("Invalid position")
        width = monitor.box.width
        height = monitor.box.height
        right = min(round(self.meaning(x)), width - 1)
        down = min(round(self.meaning(y)), height - 1)
        self.at = ScreenPoint(monitor.box.x + right, monitor.box.y + down)

    def move_on(self, right: float, down: float) -> None:
        assert self.at is not None
        self.at = ScreenPoint(self.at.x + round(right * self.slowed), self.at.y + round(down * self.slowed))

    def scale_of(self, monitor: SharedMonitor) -> float:
        assert monitor is _MONITOR
        return self.scale

    def fresh_pointer(self) -> ScreenPoint | None:
        return self.at if self.is_seen else None


def moved(desktop: _Desktop, *places: tuple[int, int]) -> Iterator[ScreenPoint | None]:
    motion = SharedPointer(desktop.move, desktop.move_on)
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


def test_what_a_socket_takes_for_logical_units_needs_no_picture_that_tells_of_the_pointer() -> None:
    desktop = _Desktop(1.5, float, is_seen=False)
    by_socket = SharedPointer(desktop.move)
    by_calls = SharedPointer(desktop.move, desktop.move_on)
    for motion in (by_socket, by_calls):
        motion.seen_by(desktop)

    by_socket.move(_MONITOR, 300, 200)

    assert ScreenPoint(400, 250) == desktop.at
    with pytest.raises(InputError, match="nothing was pressed"):
        by_calls.move(_MONITOR, 300, 200)


def test_a_pointer_that_goes_elsewhere_is_told() -> None:
    with pytest.raises(
        InputError, match="On this scaled screen, the pointer didn't reach its target, so nothing was pressed"
    ):
        [*moved(_Desktop(2.0, lambda n: n / 3), (300, 200))]


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0, 3.0])
def test_places_that_the_portal_refuses_are_reached_from_those_that_it_takes(scale: float) -> None:
    desktop = _Desktop(scale, lambda n: n / scale, limit=_MONITOR.box.size)

    came = [*moved(desktop, (799, 499), (0, 499), (10, 20), (790, 3))]

    assert [ScreenPoint(899, 549), ScreenPoint(100, 549), ScreenPoint(110, 70), ScreenPoint(890, 53)] == came


def test_a_refused_place_that_a_relative_motion_misses_is_told_and_the_next_motion_starts_anew() -> None:
    desktop = _Desktop(2.0, lambda n: n / 2, limit=_MONITOR.box.size, slowed=0.5)
    motion = SharedPointer(desktop.move, desktop.move_on)
    motion.seen_by(desktop)

    with pytest.raises(InputError, match="nothing was pressed"):
        motion.move(_MONITOR, 799, 499)
    desktop.slowed = 1.0
    motion.move(_MONITOR, 799, 499)

    assert desktop.at == ScreenPoint(899, 549)


def test_a_refusal_on_a_monitor_at_100_percent_stays_one() -> None:
    with pytest.raises(InputError, match="Invalid position"):
        [*moved(_Desktop(1.0, float, limit=Size(640, 400)), (700, 100))]

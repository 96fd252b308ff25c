"""What the pointer does is told to Windows in its own numbers: a point lands on its very pixel, over all monitors."""

import pytest

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.windows.input.pointer import button_event, notch_events, steps

ONE = Rect(0, 0, 1920, 1080)
LEFT_AND_ABOVE = Rect(-2560, -347, 4480, 1787)
DESKTOPS = (ONE, LEFT_AND_ABOVE, Rect(-1, -1, 3, 7), Rect(0, 0, 1280, 800), Rect(-3840, 0, 15360, 2160))


def _cut(step: int, length: int) -> int:
    return step * length // 65536


def _cut_by_the_last(step: int, length: int) -> int:
    return step * length // 65535


def _rounded(step: int, length: int) -> int:
    return round(step * (length - 1) / 65535)


@pytest.mark.parametrize("read", [_cut, _cut_by_the_last, _rounded])
@pytest.mark.parametrize("desktop", DESKTOPS, ids=str)
def test_every_pixel_is_hit_whichever_way_the_steps_are_read(desktop: Rect, read: object) -> None:
    assert callable(read)
    for x in range(desktop.x, desktop.x + desktop.width):
        across, _ = steps(ScreenPoint(x, desktop.y), desktop)
        assert (x, True) == (desktop.x + read(across, desktop.width), 0 <= across <= 65535)
    for y in range(desktop.y, desktop.y + desktop.height):
        _, down = steps(ScreenPoint(desktop.x, y), desktop)
        assert (y, True) == (desktop.y + read(down, desktop.height), 0 <= down <= 65535)


@pytest.mark.parametrize("at", [(-2561, 0), (1920, 0), (0, -348), (0, 1440)])
def test_a_point_beside_the_desktop_is_refused(at: tuple[int, int]) -> None:
    with pytest.raises(OffScreenError):
        steps(ScreenPoint(*at), LEFT_AND_ABOVE)


@pytest.mark.parametrize(
    ("button", "press", "release", "which"),
    [("left", 2, 4, 0), ("right", 8, 16, 0), ("middle", 32, 64, 0), ("back", 128, 256, 1), ("forward", 128, 256, 2)],
)
def test_each_button_has_a_press_and_a_release_of_its_own(button: Button, press: int, release: int, which: int) -> None:
    assert ((press, which), (release, which)) == (button_event(button, down=True), button_event(button, down=False))


@pytest.mark.parametrize(
    ("right", "down", "events"),
    [
        (0, 1, ((0x800, 2**32 - 120),)),
        (0, -1, ((0x800, 120),)),
        (1, 0, ((0x1000, 120),)),
        (-2, 0, ((0x1000, 2**32 - 240),)),
        (0, 0, ()),
    ],
)
def test_a_notch_is_a_whole_one_in_its_own_direction(right: int, down: int, events: object) -> None:
    assert events == notch_events(right, down)


@pytest.mark.parametrize(
    ("button", "like"), [("left", "right"), ("right", "left"), ("middle", "middle"), ("back", "back")]
)
def test_with_buttons_swapped_the_other_one_of_the_device_is_the_one_meant(button: Button, like: Button) -> None:
    for down in (True, False):
        assert button_event(like, down=down) == button_event(button, down=down, swapped=True)

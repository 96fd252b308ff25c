"""What is shown, and how large: monitors, regions and viewports, good and bad."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.screen.captures.capture_region import Wish, take_aim
from desktop_agent.screen.captures.source import Monitor

LEFT = Monitor(1, -1280, 56, 1280, 1024, name="left")
MAIN = Monitor(2, 0, 0, 2560, 1440, name="main")
BOTH = (LEFT, MAIN)


@pytest.mark.parametrize(
    ("wish", "n", "box", "image"),
    [
        (Wish(1, step=28), 1, LEFT.box, Size(980, 784)),  # what a model would resize it to anyway
        (Wish(1, viewport=Size(1000, 800), step=28), 1, LEFT.box, Size(1000, 800)),  # the user has said it
        (Wish(2), 2, MAIN.box, Size(1280, 720)),
        (Wish(0), 0, Rect(-1280, 0, 3840, 1440), Size(1280, 480)),
        (Wish(2, viewport=Size(2560, 720)), 2, MAIN.box, Size(2560, 720)),
        (Wish(1, Rect(100, 100, 400, 300)), 2, Rect(100, 100, 400, 300), Size(400, 300)),
        (Wish(1, Rect(-100, 100, 400, 300)), 0, Rect(-100, 100, 400, 300), Size(400, 300)),
    ],
)
def test_what_is_asked_for_is_shown(wish: Wish, n: int, box: Rect, image: Size) -> None:
    aim = take_aim(BOTH, wish)

    assert (n, box, image) == (aim.monitor.n, aim.viewport.screen, aim.viewport.image)


@pytest.mark.parametrize(
    ("wish", "box", "image"),
    [
        (Wish(1), Rect(0, 0, 960, 540), Size(1280, 720)),
        (Wish(1, viewport=Size(1920, 1080)), Rect(0, 0, 960, 540), Size(1920, 1080)),
        (Wish(1, Rect(10, 20, 300, 200)), Rect(10, 20, 300, 200), Size(600, 400)),
        # Of two scales at once, the desktop is put together in units.
        (Wish(0), Rect(0, 0, 1813, 540), Size(1280, 381)),
        (Wish(1, Rect(900, 0, 100, 100)), Rect(900, 0, 100, 100), Size(100, 100)),
    ],
)
def test_of_a_scaled_monitor_the_pixels_are_shown_that_are_there(wish: Wish, box: Rect, image: Size) -> None:
    aim = take_aim((Monitor(1, 0, 0, 960, 540, 2.0), Monitor(2, 960, 0, 853, 480, 1.5)), wish)

    assert (box, image) == (aim.viewport.screen, aim.viewport.image)


@pytest.mark.parametrize(
    ("wish", "says", "hint"),
    [
        (Wish(7), "There is no monitor 7: this desktop has monitors 1 to 2.", "0 for all"),
        (Wish(region=Rect(2500, 0, 100, 100)), "The region 2500,0,100,100 isn't on the desktop", "X,Y,WIDTH,HEIGHT"),
        (Wish(2, viewport=Size(2561, 720)), "A viewport of 2561x720 doesn't fit", "up to 2560x1440"),
        (Wish(2, Rect(0, 0, 640, 480), Size(800, 480)), "A viewport of 800x480 doesn't fit", "up to 640x480"),
    ],
)
def test_what_does_not_exist_is_told_in_one_sentence(wish: Wish, says: str, hint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        take_aim(BOTH, wish)

    assert says in caught.value.message
    assert hint in caught.value.hint

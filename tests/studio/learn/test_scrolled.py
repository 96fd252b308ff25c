"""How far a wheel went is read off the pictures before and after it."""

import cv2
import numpy as np

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.studio.learn.demonstration import Moment, Scrolled
from desktop_agent.studio.learn.to_steps import NOTCH_PX, pixels_scrolled


def _moment(top: int) -> Moment:
    page = np.random.default_rng(5).integers(0, 255, (900, 300, 3), np.uint8)
    shown = page[top : top + 400]
    return Moment(Window(1), Rect(50, 60, 300, 400), picture=cv2.imencode(".png", shown)[1].tobytes())


def _turn(dy: int, dx: int = 0) -> Scrolled:
    return Scrolled(ScreenPoint(150, 200), dx, dy, (), 0, 0)


def test_the_content_tells_how_far_it_went() -> None:
    assert pixels_scrolled(_turn(3), _moment(100), _moment(259)) == (0, 159)
    assert pixels_scrolled(_turn(-1), _moment(100), _moment(47)) == (0, -53)


def test_without_pictures_that_tell_it_a_notch_is_what_the_input_takes_it_for() -> None:
    assert pixels_scrolled(_turn(2), _moment(100), _moment(100)) == (0, 2 * NOTCH_PX)
    assert pixels_scrolled(_turn(2), _moment(100), _moment(20)) == (0, 2 * NOTCH_PX)
    assert pixels_scrolled(_turn(0, -1), Moment(), Moment()) == (-NOTCH_PX, 0)

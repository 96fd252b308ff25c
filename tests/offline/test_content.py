"""What a picture holds is boxed with some ground around it; frames of windows and slow gradients hold nothing."""

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.controls.boxes import Box, apart
from desktop_agent.screen.ocr.ocr_engine import content


def empty() -> NDArray[np.uint8]:
    return np.full((600, 800, 3), 200, np.uint8)


def test_a_slow_gradient_holds_nothing() -> None:
    picture = np.repeat(np.linspace(0, 255, 800).astype(np.uint8)[None, :, None], 600, axis=0).repeat(3, axis=2)

    assert [] == content(np.ascontiguousarray(picture))


def test_a_word_is_boxed_with_its_margin_and_a_windows_frame_is_left_out() -> None:
    picture = empty()
    picture[100:500, 100:102] = 0
    picture[100:500, 698:700] = 0
    picture[100:102, 100:700] = 0
    picture[498:500, 100:700] = 0
    picture[300:312:2, 400:440:2] = 0

    boxes = content(picture)

    assert len(boxes) == 1
    assert boxes[0].holds(400 - 20, 300 - 20)
    assert boxes[0].holds(440 + 20, 312 + 20)
    assert boxes[0].width < 120


def test_boxes_that_share_a_pixel_are_joined_until_none_does() -> None:
    first = Box(0, 0, 10, 10)
    beside = Box(30, 0, 10, 10)
    bridge = Box(5, 5, 30, 10)
    far = Box(100, 100, 5, 5)

    assert apart([first, beside, far]) == [first, beside, far]
    assert apart([first, beside, far, bridge]) == [far, Box(0, 0, 40, 15)]

"""The field of a label is the one beside it, in its own window, however large OCR draws the label's box."""

import cv2
import numpy as np
import pytest

from desktop_agent.core.controls.boxes import Box
from desktop_agent.offline.picture.fields import field_of
from desktop_agent.screen.ocr.picture import Picture

pytestmark = pytest.mark.program

LABEL = Box(60, 200, 52, 16)
FIELD = Box(118, 198, 180, 22)
NEXT = Box(400, 60, 240, 320)


@pytest.fixture(name="form")
def drawn_form() -> Picture:
    """A label with its field; another window right of them is a rectangle too."""
    picture = np.full((400, 640, 3), (96, 72, 58), np.uint8)
    for box in (Box(20, 20, 360, 370), NEXT, FIELD):
        cv2.rectangle(picture, (box.left, box.top), (box.right - 1, box.bottom - 1), (255, 255, 255), -1)
    cv2.rectangle(picture, (FIELD.left, FIELD.top), (FIELD.right - 1, FIELD.bottom - 1), (118, 118, 118), 1)
    cv2.putText(picture, "E-mail", (LABEL.left, LABEL.bottom - 3), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    return picture


@pytest.mark.parametrize("label", [
    LABEL, Box(60, 196, 52, 24), Box(54, 192, 69, 32), Box(52, 188, 72, 36), Box(60, 186, 52, 32), Box(60, 198, 52, 34),
])  # fmt: skip
def test_the_field_beside_a_label_is_found_however_large_the_labels_box_is(form: Picture, label: Box) -> None:
    found = field_of(form, label)

    assert found is not None
    assert abs(found.left - FIELD.left) <= 2
    assert abs(found.bottom - FIELD.bottom) <= 2

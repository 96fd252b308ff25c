"""Decode the bytes of a PNG or JPEG, and refuse what is no picture or too large to hold."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.errors import ModelError
from desktop_agent.core.texts.message import Message

Picture = NDArray[np.uint8]  # rows of pixels in blue, green, red


def decoded(data: bytes) -> Picture:
    """Return the pixels; ModelError for bytes that are no picture."""
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    except cv2.error:
        picture = None
    if picture is None:
        raise ModelError(Message("The image can't be read."), Message("Send a complete PNG or JPEG of the screen."))
    return np.asarray(picture, np.uint8)

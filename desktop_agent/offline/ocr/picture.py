"""Turn the bytes of a PNG or JPEG into pixels, and refuse what is no picture or is too large to hold."""

import os
from typing import TYPE_CHECKING

from desktop_agent.core.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST_PIXELS = 64 * 1024 * 1024


def decoded(encoded: bytes) -> "NDArray[np.uint8]":
    """Return the pixels (BGR).

    Raises:
        ModelError: the bytes are no picture that can be read.
    """
    # Read by the codecs when cv2 is loaded: a small file can then not ask for gigabytes.
    os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(LARGEST_PIXELS))
    import cv2
    import numpy as np

    try:
        picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR) if encoded else None
    except cv2.error as error:
        raise _unreadable() from error
    if picture is None:
        raise _unreadable()
    return np.asarray(picture, np.uint8)


def _unreadable() -> ModelError:
    return ModelError("The picture cannot be read.", "Send a whole PNG or JPEG of the screen.")

"""Captures by the core protocol alone, in any pixel format of true colours: for screens that mss can't capture.

That is so in a TigerVNC session, and on screens of 30, 16 and 15 bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from Xlib import X, error

from desktop_agent.core.errors import CaptureDeniedError, NoScreenError
from desktop_agent.core.pictures import Pixels, Rect
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from Xlib.display import Display

_ALL_PLANES = 0xFFFFFFFF
_WORDS = {16: "u2", 32: "u4"}  # NumPy's types by bits per pixel
_CHECK = Message("Run: desktop-agent doctor")


class PlainGrabber:
    """Captures of the screen of a connection."""

    def __init__(self, display: Display) -> None:
        """NoScreenError for a screen whose pixels aren't colours themselves."""
        screen = display.screen()
        info = display.display.info
        depth = screen.root_depth
        visuals = [one for level in screen.allowed_depths for one in level.visuals]
        visual = next((one for one in visuals if one.visual_id == screen.root_visual), None)
        bits = next((one.bits_per_pixel for one in info.pixmap_formats if one.depth == depth), 0)
        if visual is None or visual.visual_class not in {X.TrueColor, X.DirectColor} or bits not in _WORDS:
            raise NoScreenError(Message("Screens of {depth} bits can't be captured.", depth=depth), _CHECK)
        self._root = screen.root
        self._masks = visual.blue_mask, visual.green_mask, visual.red_mask
        self._word = (">" if info.image_byte_order == X.MSBFirst else "<") + _WORDS[bits]

    def grab(self, box: Rect) -> Pixels:
        """Capture a box."""
        import numpy as np

        try:
            answer = self._root.get_image(box.x, box.y, box.width, box.height, X.ZPixmap, _ALL_PLANES)
        except (error.XError, error.ConnectionClosedError, OSError) as cause:
            raise CaptureDeniedError(
                Message("The screen couldn't be captured: {error}.", error=cause), _CHECK
            ) from cause
        # Rows end at a multiple of 32 bits.
        rows = np.frombuffer(answer.data, self._word).reshape(box.height, -1)[:, : box.width]
        found = np.zeros((box.height, box.width, 4), "u1")
        for channel, mask in enumerate(self._masks):
            least = mask & -mask
            most = mask // least
            found[..., channel] = (((rows & mask) // least).astype("u4") * 255 + most // 2) // most
        return Pixels(box.size, found.tobytes())

    def renew(self) -> None:
        """Do nothing: each capture is a request of its own."""

    def close(self) -> None:
        """Do nothing: the connection is the caller's."""

"""A picture of the screen on its way to the model: encoded once, however often it is sent."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Size


@dataclass(frozen=True, slots=True)
class Picture:
    """Stands in an item where its data URL will be; `body.written` puts it there."""

    url: bytes = field(repr=False)  # a data URL: nothing in it needs escaping in JSON
    size: Size


def picture_of(frame: Frame) -> Picture:
    """Return what a frame shows as the model gets it."""
    url = b"".join((b"data:", frame.media_type.encode(), b";base64,", base64.b64encode(frame.data)))
    return Picture(url, frame.viewport.image)

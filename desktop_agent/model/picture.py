"""A picture of the screen on its way to the model: encoded once, however often it is sent."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace

from desktop_agent.core.pictures import Frame, Size
from desktop_agent.core.runs.material import Picture


@dataclass(frozen=True, slots=True)
class PicturePlaceholder:
    """Marks the place of a data URL in an item; `body.written` puts the picture there."""

    # The two halves of a data URL, joined only in a request: copying a megabyte costs almost as much as encoding it.
    # Nothing in them needs escaping in JSON.
    head: bytes
    data: bytes = field(repr=False)
    size: Size

    @property
    def media_type(self) -> str:
        """Return the type of the picture, such as `image/png`."""
        return self.head.decode().removeprefix("data:").partition(";")[0]

    @property
    def bare(self) -> PicturePlaceholder:
        """Return the same without its head, for an API with a separate field for the type."""
        return replace(self, head=b"")


def picture_of(frame: Frame) -> PicturePlaceholder:
    """Return the placeholder of a frame's picture."""
    return placeholder(Picture(frame.data, frame.media_type, frame.viewport.image))


def placeholder(picture: Picture) -> PicturePlaceholder:
    """Return the placeholder of a picture."""
    head = f"data:{picture.media_type};base64,".encode()
    return PicturePlaceholder(head, base64.b64encode(picture.data), picture.size)

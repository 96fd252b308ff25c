"""Captures by ScreenCaptureKit, on macOS 14 and later. Not yet run.

The call that mss makes, CGWindowListCreateImage, is deprecated, and macOS 15 warns people of programs that make it
(Apple's release notes of macOS 15). Sources: Apple's pages on SCShareableContent, SCContentFilter,
SCStreamConfiguration and SCScreenshotManager, and their headers: `sourceRect` is in points of the display,
`captureImageWithFilter:configuration:completionHandler:` gives an image in BGRA.

One pixel is taken for each point, as mss does. No window is left out, not even our own: that they are off the screen
when a picture is taken is proved by pictures that show them (ui/overlay/overlays.py).
"""

from __future__ import annotations

import platform
import queue
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop_agent.core.errors import CaptureDeniedError, GeometryChangedError, NoScreenError, ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.platforms.libraries.mss_capture import PERMISSION
from desktop_agent.platforms.macos.frameworks import Frameworks, load
from desktop_agent.platforms.macos.window_list import whole
from desktop_agent.screen.composed_capture import MonitorPicture, put_together
from desktop_agent.screen.source import CursorImage, Monitor

if TYPE_CHECKING:
    from desktop_agent.screen.composed_capture import PixelGrid

_ANSWERS_WITHIN_S = 10.0
_MOST_DISPLAYS = 32
_BGRA = int.from_bytes(b"BGRA", "big")  # kCVPixelFormatType_32BGRA
_BYTE_ORDER, _LITTLE = 0x7000, 0x2000  # kCGBitmapByteOrderMask, kCGBitmapByteOrder32Little
_ALPHA, _ALPHA_FIRST = 0x1F, frozenset({2, 4, 6})  # kCGBitmapAlphaInfoMask; premultiplied, plain, unused
_PIXEL_BITS = 32
_AGAIN = Message("Run: desktop-agent doctor")


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if platform.system() != "Darwin":
        return Message("ScreenCaptureKit isn't available on this system.")
    try:
        kit = _kit()
    except ImportError as error:
        return f"ScreenCaptureKit does not load: {error}."
    return (
        ""
        if hasattr(kit, "SCScreenshotManager")
        else "ScreenCaptureKit takes single pictures only on macOS 14 or later."
    )


def create() -> KitCapture:
    """Return the backend."""
    return KitCapture(load(), _kit())


class KitCapture:
    """Captures of the displays; the pointer is not known."""

    def __init__(self, apple: Frameworks, kit: Any) -> None:  # noqa: ANN401 - a module of pyobjc
        self._apple, self._kit = apple, kit
        self._filters: Mapping[int, Any] = {}  # by the display's number: all that it shows

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the displays as they are now."""
        main = self._apple.quartz.CGMainDisplayID()
        listed = enumerate(self._displays().items(), 1)
        return tuple(
            Monitor(n, box.x, box.y, box.width, box.height, primary=number == main) for n, (number, box) in listed
        )

    def grab(self, box: Rect) -> Pixels:
        """Capture a box; GeometryChangedError where no display shows any of it."""
        with self._apple.pool():
            parts = {number: part for number, one in self._displays().items() if (part := one.intersection(box))}
            if not parts:
                raise GeometryChangedError(
                    Message("No monitor shows that part of the desktop."), Message("Take a new screenshot.")
                )
            try:
                return self._grab(box, parts)
            except CaptureDeniedError:
                self._filters = {}  # of displays as they were before
                return self._grab(box, parts)

    def glance(self, box: Rect) -> Pixels:
        """Capture a box as it is now."""
        return self.grab(box)

    def cursor(self) -> CursorImage | None:
        """Return None: the system does not provide it."""
        return None

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _grab(self, box: Rect, parts: Mapping[int, Rect]) -> Pixels:
        pictures = [MonitorPicture(part, self._picture(number, part)) for number, part in parts.items()]
        return put_together(box, pictures, 1.0)

    def _displays(self) -> dict[int, Rect]:
        """Return the displays that are in use by their numbers, in the order in which the system has them."""
        quartz = self._apple.quartz
        error, numbers, count = quartz.CGGetActiveDisplayList(_MOST_DISPLAYS, None, None)
        if error or not count:
            raise NoScreenError(Message("macOS doesn't report any displays."), _AGAIN)
        bounds = {int(number): quartz.CGDisplayBounds(number) for number in numbers[:count]}
        return {
            number: whole(one.origin.x, one.origin.y, one.size.width, one.size.height) for number, one in bounds.items()
        }

    def _picture(self, display: int, part: Rect) -> PixelGrid:
        """Return a part of what a display shows."""
        if display not in self._filters:
            self._filters = self._made_filters()
        if display not in self._filters:
            raise CaptureDeniedError(Message("macOS doesn't let programs see one of the displays."), _AGAIN)
        bounds = self._apple.quartz.CGDisplayBounds(display).origin
        form = self._kit.SCStreamConfiguration.alloc().init()
        form.setSourceRect_(
            self._apple.quartz.CGRectMake(part.x - bounds.x, part.y - bounds.y, part.width, part.height)
        )
        form.setWidth_(part.width)
        form.setHeight_(part.height)
        form.setScalesToFit_(True)
        form.setShowsCursor_(False)
        form.setPixelFormat_(_BGRA)
        take = self._kit.SCScreenshotManager.captureImageWithFilter_configuration_completionHandler_
        return self._grid(_answer(lambda done: take(self._filters[display], form, done)))

    def _made_filters(self) -> dict[int, Any]:
        content = _answer(self._kit.SCShareableContent.getShareableContentWithCompletionHandler_)
        new = self._kit.SCContentFilter.alloc
        return {int(one.displayID()): new().initWithDisplay_excludingWindows_(one, []) for one in content.displays()}

    def _grid(self, image: Any) -> PixelGrid:  # noqa: ANN401 - a CGImage
        """Return the rows of an image, without what they are filled up with."""
        quartz = self._apple.quartz
        layout = quartz.CGImageGetBitmapInfo(image)
        as_asked = layout & _BYTE_ORDER == _LITTLE and layout & _ALPHA in _ALPHA_FIRST
        if not as_asked or quartz.CGImageGetBitsPerPixel(image) != _PIXEL_BITS:
            raise ScreenError(Message("macOS returned an image in a different format than requested."), _AGAIN)
        width, height = quartz.CGImageGetWidth(image), quartz.CGImageGetHeight(image)
        stride = quartz.CGImageGetBytesPerRow(image)
        rows = bytes(quartz.CGDataProviderCopyData(quartz.CGImageGetDataProvider(image)))
        return np.frombuffer(rows[: stride * height], "<u4").reshape(height, stride // 4)[:, :width]


def _answer(ask: Callable[[Callable[[Any, Any], None]], object]) -> Any:  # noqa: ANN401 - whatever was asked for
    """Return what the system gives a handler, on a thread of its own; CaptureDeniedError for an error."""
    answers = queue.SimpleQueue[tuple[Any, Any]]()
    ask(lambda value, error: answers.put((value, error)))
    try:
        value, error = answers.get(timeout=_ANSWERS_WITHIN_S)
    except queue.Empty:
        raise CaptureDeniedError(Message("macOS isn't responding to screenshot requests."), _AGAIN) from None
    if value is None:
        reason = (
            str(error.localizedDescription()).rstrip(".")
            if error is not None
            else Message("macOS didn't return a screenshot")
        )
        raise CaptureDeniedError(
            Message("The screen couldn't be captured: {reason}.", reason=reason), PERMISSION["darwin"]
        )
    return value


def _kit() -> Any:  # noqa: ANN401 - a module of pyobjc
    import ScreenCaptureKit

    return ScreenCaptureKit

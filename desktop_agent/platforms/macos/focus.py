"""Which window of macOS has the keyboard, and how one is brought forward: by the accessibility interface.

NSWorkspace knows the program in front, too, but learns of a change only where the main thread runs Apple's run loop,
which this program need not do (Apple's page on NSRunningApplication). Source: Apple's pages on AXUIElement.h,
AXAttributeConstants.h and AXActionConstants.h.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.macos.window_list import MacWindow, whole

_POINT, _SIZE = 1, 2  # kAXValueTypeCGPoint, kAXValueTypeCGSize
_ANSWERS_WITHIN_S = 0.25


class MacAccessibility:
    """Asks programs about their windows; what does not answer in time is not known."""

    def __init__(self, services: Any) -> None:  # noqa: ANN401 - a module of pyobjc
        self._ax = services
        self._system = services.AXUIElementCreateSystemWide()
        services.AXUIElementSetMessagingTimeout(self._system, _ANSWERS_WITHIN_S)

    def focused(self, windows: Sequence[MacWindow]) -> int | None:
        """Return which of the windows, topmost first, has the keyboard."""
        program = self.value(self._system, "AXFocusedApplication")
        if program is None:
            return None
        error, pid = self._ax.AXUIElementGetPid(program, None)
        box = self.box(self.value(program, "AXFocusedWindow"))
        if error or box is None:
            return None
        near = [one for one in windows if one.pid == int(pid) and one.box.intersection(box)]
        return next((one.id for one in near if one.box == box), near[0].id if near else None)

    def raise_window(self, window: MacWindow) -> None:
        """Ask its program to show it above its others, and to come to the front."""
        program = self._ax.AXUIElementCreateApplication(window.pid)
        self._ax.AXUIElementSetMessagingTimeout(program, _ANSWERS_WITHIN_S)
        for one in self.value(program, "AXWindows") or ():
            if self.value(one, "AXTitle") == window.title and self.box(one) in {window.box, None}:
                self._ax.AXUIElementPerformAction(one, "AXRaise")
        self._ax.AXUIElementSetAttributeValue(program, "AXFrontmost", True)  # noqa: FBT003 - a C call

    def value(self, element: Any, attribute: str) -> Any:  # noqa: ANN401 - whatever the attribute holds
        """Return what an element tells of itself; None for nothing."""
        if element is None:
            return None
        error, value = self._ax.AXUIElementCopyAttributeValue(element, attribute, None)
        return None if error else value

    def box(self, element: Any) -> Rect | None:  # noqa: ANN401 - an element of pyobjc
        """Return where an element is; None where it does not tell."""
        return self.box_of(self.value(element, "AXPosition"), self.value(element, "AXSize"))

    def box_of(self, at: Any, size: Any) -> Rect | None:  # noqa: ANN401 - two values of pyobjc, or what stands for none
        """Return the rectangle that a position and a size are; None where they are none."""
        if not (isinstance(at, self._ax.AXValueRef) and isinstance(size, self._ax.AXValueRef)):
            return None
        is_point, point = self._ax.AXValueGetValue(at, _POINT, None)
        is_size, extent = self._ax.AXValueGetValue(size, _SIZE, None)
        return whole(point.x, point.y, extent.width, extent.height) if is_point and is_size else None

"""Names of controls by UI Automation, the accessibility tree of Windows.

Programs answer from their main loop, and some never do: `ProgramPatience` says how long to wait. After that, the
control stays unknown. Run under Wine 8.0 on a stand-in for what that lacks, not yet on Windows.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import TypeVar

from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.patience import ProgramPatience
from desktop_agent.platforms.windows.automation.elements import ElementTree
from desktop_agent.platforms.windows.automation.look import AutomationLook
from desktop_agent.platforms.windows.automation.passwords import AutomationPasswords
from desktop_agent.platforms.windows.automation.thread import AutomationThread
from desktop_agent.screen.window import KeyboardFocus, Spot

_MULTITHREADED = 0  # COINIT_MULTITHREADED
T = TypeVar("T")


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform == "win32":
        return "" if find_spec("comtypes") else "The comtypes library is missing."
    return "There is no UI Automation on this system."


def create() -> AutomationControls:
    """Return the backend; it connects when it is first asked."""
    return AutomationControls(_connect)


def password_fields() -> AutomationPasswords:
    """Return what finds the fields for passwords; it has begun to connect."""
    fields = AutomationPasswords(_connect)
    fields.start()
    return fields


class AutomationControls:
    """Asks programs for the names of their controls, every time again; for one event loop."""

    def __init__(self, connect: Callable[[], ElementTree]) -> None:
        self._thread = AutomationThread(connect, name="controls")
        self._patience = ProgramPatience()

    async def under(self, at: ScreenPoint, window: Window, box: Rect) -> Spot:
        """Return the innermost control under a point."""
        return await self._told(window, lambda look: look.spot(at)) or Spot()

    async def with_keyboard(self, window: Window, box: Rect, *, by_return: bool) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        return await self._told(window, lambda look: look.keyboard()) or KeyboardFocus()

    def may_tell(self, window: Window) -> bool:
        """Tell whether UI Automation can be had: each program is told of, if only by the system."""
        return not self._thread.is_lost

    def fields(self) -> FieldSource:
        """Return what tells nothing: texts are not read back here."""
        return NoFields()

    async def close(self) -> None:
        """End the thread."""
        self._thread.close()

    async def _told(self, window: Window, ask: Callable[[AutomationLook], T]) -> T | None:
        """Return what a look at a window brings; None when its program does not answer in time."""
        try:
            async with self._patience.of(window.pid) as answered:
                told = await asyncio.wrap_future(self._thread.ask(lambda tree: ask(AutomationLook(tree, window))))
                answered(True)  # noqa: FBT003 - it was the program itself
                return told
        except Exception:
            # A program fails in as many ways as there are programs; each means that nothing is known.
            return None


def _connect() -> ElementTree:
    # comtypes enters COM when it is imported, and UI Automation is asked from a thread without windows of its own
    # (Microsoft's page "Understanding Threading Issues").
    vars(sys)["coinit_flags"] = _MULTITHREADED
    from desktop_agent.platforms.windows.automation.com import connect

    return connect()

"""Names of controls by AT-SPI, the accessibility bus of Linux desktops, over dbus-fast.

Programs answer from their main loop, late on a busy machine, and some never do: `ProgramPatience` says how long to
wait. After that, the control stays unknown.
"""

from __future__ import annotations

import asyncio
import math
import os
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.controls.screen_contents import ShownText
from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.core.programs import is_browser
from desktop_agent.core.texts.field_text import FieldSource
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.dbus import Target, call, connect, disconnect, session_address
from desktop_agent.platforms.atspi.bus_owner import session_accessibility_bus
from desktop_agent.platforms.atspi.field_reader import FieldReader
from desktop_agent.platforms.atspi.places import DESKTOP_CORNER, DesktopOrigins, Origins, session_origins
from desktop_agent.platforms.atspi.queries import AccessibilityQueries, OnAnswered, Reference, ignore_answer
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.window_query import WindowQuery, active_window
from desktop_agent.screen.controls.accessible_nodes import Node, listed
from desktop_agent.screen.controls.window import ActiveWindow, AwayControl, Control, HitResult, KeyboardFocus

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dbus_fast.aio import MessageBus

    from desktop_agent.platforms.atspi.password_fields import PasswordFields


QUIET_S = 2.0
SILENT_S = 0.15
MOST_S = 6.0


class ProgramPatience:
    """How long to wait for each program: as long as it keeps answering, and only once for a silent one.

    On a busy machine a program answers late, and the person must not be asked what it would have answered. One that
    hangs never answers: it costs `QUIET_S` once, and `SILENT_S` each time after that, until it answers again. For one
    event loop.

    What is given inside also counts after the time is over: a program that was only busy is known by its late answer.
    """

    def __init__(self) -> None:
        self._silent = set[int | None]()

    def is_silent(self, program: int | None) -> bool:
        """Return whether a program has not answered in time, nor since then."""
        return program in self._silent

    @asynccontextmanager
    async def of(self, program: int | None) -> AsyncIterator[OnAnswered]:
        """Wait for what is asked of a program inside; TimeoutError when it does not answer.

        What is given has to be called for every answer. A program that goes on answering is waited for `MOST_S`.
        """
        clock = asyncio.get_running_loop().time
        ends = clock() + MOST_S
        try:
            async with asyncio.timeout(self._quiet_s(program)) as limit:

                def answered(by_program: bool) -> None:  # noqa: FBT001 - the one word of it
                    if by_program:
                        self._silent.discard(program)
                    if not limit.expired():
                        limit.reschedule(min(clock() + self._quiet_s(program), ends))

                yield answered
        except TimeoutError:
            self._silent.add(program)
            raise

    def _quiet_s(self, program: int | None) -> float:
        return SILENT_S if self.is_silent(program) else QUIET_S


CONNECT_WITHIN_S = 2.0
_COMES_WITHIN_S = 1.0
_REGISTRY: Target = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus")
_MOST_RECENT = 6
# How long an answer holds where the window looks as it did. A page can change what it calls things and show nothing.
_LASTS_S = 30.0
_LASTS_IN_BROWSER_S = 0.1
T = TypeVar("T")


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform != "linux":
        return Message("Names of buttons and fields can currently be read only on Linux.")
    if not session_address(os.environ):
        return Message("There is no D-Bus session, so programs can't report the names of their controls.")
    try:
        import dbus_fast  # noqa: F401 - to see that it loads
    except Exception as error:
        return Message("The dbus-fast library failed to load: {error}.", error=error)
    return ""


def create() -> AtspiControls:
    """Return the backend; it connects when it is first asked."""
    return AtspiControls(session_origins())


def password_fields() -> PasswordFields:
    """Return what finds the fields for passwords; it has begun to connect."""
    from desktop_agent.platforms.atspi.password_fields import PasswordFields

    fields = PasswordFields(_connect, session_origins())
    fields.start()
    return fields


class AtspiControls:
    """Asks programs for the names of their controls, every time again but what still holds; for one event loop."""

    def __init__(self, origins: Origins = DesktopOrigins()) -> None:  # noqa: B008 - it keeps nothing
        self._origins = origins
        self._bus: asyncio.Task[MessageBus] | None = None
        self._memory = TreeCache()
        self._patience = ProgramPatience()
        self._recent = deque[Reference](maxlen=_MOST_RECENT)  # what may have the keyboard soon, the latest last
        self._fields: FieldReader | None = None

    def fields(self) -> FieldSource:
        """Return what reports the text of the fields that were asked for here last."""
        self._fields = self._fields or FieldReader(_connect, lambda: tuple(reversed(self._recent)))
        return self._fields

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> HitResult:
        """Return the innermost control under a point."""
        looked = await self._query_window(window, box, lambda look: look.hit_test(at), since=since)
        result, editors = looked or (HitResult(), [])
        self._remember_fields(reversed(editors))
        return result

    async def with_keyboard(
        self, window: Window, box: Rect, *, by_return: bool, mnemonic: str = "", since: float = math.inf
    ) -> KeyboardFocus:
        """Return what has the keyboard in the window's program.

        What is in a page is asked again. So is all where another program than a browser reports one, or nothing.
        """

        def asked(look: WindowQuery) -> Awaitable[tuple[KeyboardFocus, Node | None]]:
            return look.keyboard(by_return=by_return, mnemonic=mnemonic)

        report = await self._query_window(window, box, asked, since=since, keys=True)
        keyboard, node = report or (KeyboardFocus(), None)
        if since < math.inf and (node is None or node.in_page) and not is_browser(window.app):
            return await self.with_keyboard(window, box, by_return=by_return, mnemonic=mnemonic)
        self._remember_fields(() if node is None else (node,))
        return keyboard if node is None else replace(keyboard, object=node.of)

    async def active(self) -> ActiveWindow | None:
        """Return the window in use as programs report it, if a single one is."""
        return await self._query_program(None, active_window)

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:
        """Return what a window's program shows that can be used, with the words beside it, from the top down."""
        return listed(await self._query_window(window, box, lambda look: look.listed(), since=since) or ())

    async def scrolled_away(self, window: Window, box: Rect, wanted: Callable[[str], bool]) -> Sequence[AwayControl]:
        """Return what a window's program has and doesn't show, of what has a wanted name."""
        return await self._query_window(window, box, lambda look: look.scrolled_away(wanted)) or ()

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:
        """Return the lines that a window's program shows."""
        return await self._query_window(window, box, lambda look: look.texts()) or ()

    async def address(self, window: Window, box: Rect) -> str:
        """Return the address of the page that a window shows."""
        return await self._query_window(window, box, lambda look: look.address()) or ""

    def may_report(self, window: Window) -> bool:
        """Return whether the window's program may yet name its controls; a new one joins the bus in a moment."""
        if self._bus is not None and self._bus.done() and _is_lost(self._bus):
            return False
        since = self._memory.absent.get(window.pid)
        return since is None or asyncio.get_running_loop().time() - since < _COMES_WITHIN_S

    async def close(self) -> None:
        """Disconnect."""
        self._origins.close()
        if self._fields is not None:
            self._fields.close()
        connecting = self._bus
        self._bus = None
        if connecting is None:
            return
        if not connecting.done():
            connecting.cancel()
            return
        if not connecting.cancelled() and connecting.exception() is None:
            with suppress(Exception):  # the bus has ended by itself, in any of many ways
                await disconnect(connecting.result())

    def _remember_fields(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.of in self._recent:
                self._recent.remove(node.of)
            self._recent.append(node.of)

    async def _query_window(
        self,
        window: Window,
        box: Rect,
        ask: Callable[[WindowQuery], Awaitable[T]],
        *,
        since: float = math.inf,
        keys: bool = False,
    ) -> T | None:
        """Return a query's answer; None where the program doesn't answer in time. `keys`: it's about the keyboard."""
        browser = is_browser(window.app)
        lasting = max(since, time.monotonic() - (_LASTS_IN_BROWSER_S if browser else _LASTS_S))
        lasting = math.inf if browser and keys else lasting

        async def at_window(tree: Tree) -> T:
            return await ask(WindowQuery(tree, window, box, drawn))

        drawn = self._origins.drawn(window.id, box)
        origin = self._origins.of(window.id, box)
        return await self._query_program(window.pid, at_window, lasting, origin, keys=keys, browser=browser)

    async def _query_program(
        self,
        pid: int | None,
        ask: Callable[[Tree], Awaitable[T]],
        lasting: float = math.inf,
        origin: ScreenPoint = DESKTOP_CORNER,
        *,
        keys: bool = True,
        browser: bool = False,
    ) -> T | None:
        look: AccessibilityQueries | None = None
        was_silent = self._patience.is_silent(pid)
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                bus = await self._connected_bus()
            look = AccessibilityQueries(bus, self._memory.answers, lasting, keys=keys, may_change_kind=browser)
            tree = Tree(look, self._memory, origin)
            async with self._patience.of(pid) as look.answered:
                return await ask(tree)
        except TimeoutError:
            if not was_silent:
                look = None  # it stays open, so that a late answer shows that the program was only busy
            return None
        except Exception:
            # A bus that is missing, full or foreign fails in many ways; each means that nothing is known.
            return None
        finally:
            if look is not None:
                look.answered = ignore_answer
                look.close()

    async def _connected_bus(self) -> MessageBus:
        """Return the bus; connecting goes on in the background when it takes longer than one question may."""
        if self._fields is not None:
            self._fields.start()
        if self._bus is None or (self._bus.done() and _is_lost(self._bus)):
            self._bus = asyncio.create_task(_connect())
        return await asyncio.shield(self._bus)


async def _connect() -> MessageBus:
    from dbus_fast.auth import UID_NOT_SPECIFIED, AuthExternal

    def kernel_authentication() -> AuthExternal:
        """Leave it to the kernel who asks: root is another user to the buses of a side desk."""
        return AuthExternal(UID_NOT_SPECIFIED)

    session = await connect(session_address(os.environ), auth=kernel_authentication())
    try:
        where = await call(session, _REGISTRY, "GetAddress")
    finally:
        session.disconnect()
    with session_accessibility_bus(session_address(os.environ), str(where[0]) if where else "") as address:
        return await connect(address, auth=kernel_authentication())


def _is_lost(bus: asyncio.Task[MessageBus]) -> bool:
    return bus.cancelled() or bus.exception() is not None or not bus.result().connected

"""Names of controls by the accessibility interface of macOS. Not yet run.

What lies at a point is asked of the system, so that what covers a window, as a notification does, is not taken for it.
A program that hangs is given up after a moment, and its controls stay unknown. What a page's button would send together
with it is not told, so that each button of a page counts as one of a form.
"""

from __future__ import annotations

import asyncio
import math
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.shown import ShownText
from desktop_agent.platforms.macos.elements import SECURE, MacElement, MacElements, address_of
from desktop_agent.platforms.macos.focus import MacAccessibility
from desktop_agent.platforms.macos.frameworks import Frameworks, load
from desktop_agent.platforms.macos.window_list import MODAL, ORDINARY, MacWindow, windows_in
from desktop_agent.screen.accessible import FOCUSED, IS_DEFAULT, Node, listed, spot_at, with_keyboard
from desktop_agent.screen.questions import asks_one_thing, is_pressed, may_ask, words_beside
from desktop_agent.screen.secret_fields import FieldObject, ToldPlace
from desktop_agent.screen.window import Control, KeyboardFocus, Spot

_WITHIN_S = 2.0
_MOST_INSIDE = 250  # objects of a window
_STEPS = 4  # outwards from a button of a page, to what is read beside it
_ROOT = (0,)
_FIELDS = frozenset({"entry", "combo box"})
T = TypeVar("T")
_FIELDS_WITHIN_S = 0.2
_MOST_PROGRAMS, _MOST_LOOKED_AT = 8, 250
_Fields = tuple[tuple[int, Rect], ...]  # windows, and where a field is in each


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if platform.system() != "Darwin":
        return Message("The accessibility interface of macOS is not on this system.")
    try:
        apple = load()
    except ImportError as error:
        return Message("Apple's frameworks do not load: {error}.", error=error)
    if not apple.services.AXIsProcessTrusted():
        return Message("Allow this program under System Settings, Privacy & Security, Accessibility.")
    return ""


def create() -> AxControls:
    """Return the backend."""
    return AxControls(load())


def password_fields() -> MacPasswordFields:
    """Return what finds the fields for passwords."""
    apple = load()
    return MacPasswordFields(apple, _elements(apple))


def _elements(apple: Frameworks) -> MacElements:
    return MacElements(apple.services, MacAccessibility(apple.services))


class AxControls:
    """Asks programs for the names of their controls, every time again, on a thread beside the event loop's."""

    def __init__(self, apple: Frameworks) -> None:
        self._apple, self._elements = apple, _elements(apple)
        self._thread = ThreadPoolExecutor(1, "accessibility")
        self._silent = set[int | None]()  # programs that did not answer the last time

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> Spot:
        """Return the innermost control under a point."""
        return await self._answer(window, lambda: self._spot(at, window)) or Spot()

    async def with_keyboard(
        self, window: Window, box: Rect, *, by_return: bool, since: float = math.inf
    ) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        return await self._answer(window, lambda: self._keyboard(window)) or KeyboardFocus()

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:
        """Return what a window's program shows that can be used, with the words beside it, from the top down."""
        return await self._answer(window, lambda: self._listed(box.middle, window)) or ()

    async def address(self, window: Window, box: Rect) -> str:
        """Return nothing: whole addresses are told on Linux only so far."""
        return ""

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:
        """Return nothing: texts are read off the picture."""
        return ()

    def may_tell(self, window: Window) -> bool:
        """Tell whether the window's program has answered, or not been asked yet."""
        return window.pid not in self._silent

    def fields(self) -> FieldSource:
        """Return what tells nothing: texts of fields are not followed here."""
        return NoFields()

    async def close(self) -> None:
        """End the thread, once what it waits for has been answered or given up."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _answer(self, window: Window, look: Callable[[], T]) -> T | None:
        def asked() -> T:
            with self._apple.pool():
                return look()

        loop = asyncio.get_running_loop()
        try:
            answer = await asyncio.wait_for(loop.run_in_executor(self._thread, asked), _WITHIN_S)
        except Exception:
            # Besides not answering in time, objects go away while they are asked: then nothing is known.
            self._silent.add(window.pid)
            return None
        self._silent.discard(window.pid)
        return answer

    def _spot(self, at: ScreenPoint, window: Window) -> Spot:
        inmost = self._elements.at(at)
        chain = self._elements.outwards(inmost) if inmost else []
        # What holds a page is a process of its own in some browsers: the window is the one that counts.
        if not chain or self._elements.pid_of(chain[-1]) != window.pid:
            return Spot()
        nodes = [replace(one, in_form=one.in_page) for one in self._elements.nodes(chain)]
        spot = spot_at(nodes, at, _ROOT)
        link = next((one for one in chain if one.role == "AXLink"), None)
        spot = replace(spot, link=address_of(link) if link else "")
        if self._elements.opens_menu(chain[0]):
            return replace(spot, control=replace(spot.control, role="menu"))
        return self._with_words_beside(spot, chain) if is_pressed(spot.control.role) else spot

    def _with_words_beside(self, spot: Spot, chain: list[MacElement]) -> Spot:
        """Return a button with what stands beside it, and whether its window asks one thing."""
        if spot.control.in_page:
            return replace(spot, around=words_beside(self._inside(chain[min(_STEPS, len(chain) - 1)]), _ROOT))
        whole = self._inside(chain[-1])
        asks = may_ask(whole, _ROOT) and len(whole) < _MOST_INSIDE and asks_one_thing(whole, _ROOT)
        return replace(spot, around=words_beside(whole, _ROOT), question=asks)

    def _listed(self, inside: ScreenPoint, window: Window) -> list[Control]:
        inmost = self._elements.at(inside)
        chain = self._elements.outwards(inmost) if inmost else []
        return listed(self._inside(chain[-1])) if chain and self._elements.pid_of(chain[-1]) == window.pid else []

    def _keyboard(self, window: Window) -> KeyboardFocus:
        if window.pid is None:
            return KeyboardFocus()
        focused = self._elements.named(self._elements.program(window.pid), "AXFocusedUIElement")
        if focused is None:
            return KeyboardFocus()
        chain = self._elements.outwards(focused)
        default = self._elements.named(chain[-1].element, "AXDefaultButton")
        nodes = self._elements.nodes(chain)
        nodes[-1] = replace(nodes[-1], states=nodes[-1].states | 1 << FOCUSED)
        inside = self._inside(chain[-1])
        if default is not None:
            button = self._elements.node(default, 1)
            nodes.insert(0, replace(button, states=button.states | 1 << IS_DEFAULT))
        # Each of these is inside of its window once more.
        more = [one for one in inside if one.box not in {nodes[0].box, nodes[-1].box}]
        told = with_keyboard([*nodes, *more], _ROOT)
        told = replace(told, question=asks_one_thing(inside, _ROOT) and not told.focus.in_page)
        if told.focus.role in _FIELDS:
            return replace(told, value=self._elements.text(focused))
        return replace(told, link=address_of(focused)) if told.focus.role == "link" else told

    def _inside(self, one: MacElement) -> list[Node]:
        parts = self._elements.inside(one, _MOST_INSIDE)
        return [
            replace(self._elements.node(inner, depth), in_page=in_page, in_form=in_page, site=site)
            for depth, inner, in_page, site in parts
        ]


class MacPasswordFields:
    """Asks the programs whose windows are on top.

    Programs cannot be asked for such fields alone: what shows in their windows is walked through, nearest first. Deep
    in a long page a field is found only once it has the keyboard. What is not told in time is where it was when it was
    told last.
    """

    def __init__(self, apple: Frameworks, elements: MacElements) -> None:
        self._apple, self._elements = apple, elements
        self._accessibility = MacAccessibility(apple.services)
        self._thread = ThreadPoolExecutor(1, "password-fields")
        self._look: Future[None] | None = None
        self._known: dict[int, _Fields] = {}  # by program

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return what can be seen of all password fields."""
        if self._look is None or self._look.done():
            self._look = self._thread.submit(self._look_at_all)
        with suppress(TimeoutError):
            self._look.result(_FIELDS_WITHIN_S)
        fields = [one for found in self._known.copy().values() for one in found]
        return tuple(part for window, box in fields for part in _seen(window, box, scene))

    def place(self, of: FieldObject) -> ToldPlace:
        """Return that it is not known: no field is known by a name here."""
        return "unknown"

    def close(self) -> None:
        """End the thread, once what it waits for has been answered or given up."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _look_at_all(self) -> None:
        with self._apple.pool():
            windows = self._windows()
            programs = [*dict.fromkeys(one.pid for one in windows)][:_MOST_PROGRAMS]
            self._known = {pid: found for pid, found in self._known.items() if pid in programs}
            for pid in programs:
                with suppress(Exception):  # it does not answer, or objects have gone away: what it told last holds
                    self._known[pid] = self._fields_of(pid, [one for one in windows if one.pid == pid])

    def _windows(self) -> list[MacWindow]:
        quartz = self._apple.quartz
        shown = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
        listed = windows_in(quartz.CGWindowListCopyWindowInfo(shown, quartz.kCGNullWindowID) or ())
        # Our own would be asked while it waits for the answer.
        return [one for one in listed if ORDINARY <= one.level <= MODAL and one.pid != os.getpid()]

    def _fields_of(self, pid: int, windows: Sequence[MacWindow]) -> _Fields:
        boxes = dict.fromkeys(self._told(self._elements.program(pid)))
        return tuple((one.id, box) for box in boxes for one in windows if one.box.intersection(box) == box)

    def _told(self, program: Any) -> Iterator[Rect]:  # noqa: ANN401 - an element of pyobjc
        focused = self._elements.named(program, "AXFocusedUIElement")
        if focused is not None and focused.subrole == SECURE and focused.box:
            yield focused.box
        windows = self._accessibility.value(program, "AXWindows")
        for window in windows if hasattr(windows, "__len__") else ():
            for _, one, *_ in self._elements.inside(self._elements.read(window), _MOST_LOOKED_AT):
                if one.subrole == SECURE and one.box:
                    yield one.box


def _seen(window: int, box: Rect, scene: Scene) -> tuple[Rect, ...]:
    """Return what is seen of a part of a window."""
    above = list[Rect]()
    for one in scene.windows:
        if one.id == window:
            return box.without(*above)
        above.append(one.box)
    return ()

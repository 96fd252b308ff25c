"""Names of controls by the accessibility interface of macOS. Not yet run.

What lies at a point is asked of the system, so that what covers a window, as a notification does, is not taken for it.
A program that hangs is given up after a moment, and its controls stay unknown. What a page's button would send together
with it is not told, so that each button of a page counts as one of a form.
"""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.platforms.macos.elements import MacElement, MacElements, address_of
from desktop_agent.platforms.macos.focus import MacAccessibility
from desktop_agent.platforms.macos.frameworks import Frameworks, load
from desktop_agent.platforms.macos.password_fields import MacPasswordFields
from desktop_agent.screen.accessible import FOCUSED, IS_DEFAULT, Node, spot_at, with_keyboard
from desktop_agent.screen.questions import asks_one_thing, is_pressed, may_ask, words_beside
from desktop_agent.screen.window import KeyboardFocus, Spot

_WITHIN_S = 2.0
_MOST_INSIDE = 250  # objects of a window
_STEPS = 4  # outwards from a button of a page, to what is read beside it
_ROOT = (0,)
_FIELDS = frozenset({"entry", "combo box"})
T = TypeVar("T")


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if platform.system() != "Darwin":
        return "The accessibility interface of macOS is not on this system."
    try:
        apple = load()
    except ImportError as error:
        return Message("Apple's frameworks do not load: {error}.", error=error)
    if not apple.services.AXIsProcessTrusted():
        return "Allow this program under System Settings, Privacy & Security, Accessibility."
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

    async def under(self, at: ScreenPoint, window: Window, box: Rect) -> Spot:
        """Return the innermost control under a point."""
        return await self._answer(window, lambda: self._spot(at, window)) or Spot()

    async def with_keyboard(self, window: Window, box: Rect, *, by_return: bool) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        return await self._answer(window, lambda: self._keyboard(window)) or KeyboardFocus()

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

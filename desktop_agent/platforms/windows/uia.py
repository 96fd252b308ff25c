"""Names of controls by UI Automation, the accessibility tree of Windows.

Programs answer from their main loop, and some never do: `ProgramPatience` says how long to wait. After that, the
control stays unknown. Password fields are looked for on a thread of their own. Run under Wine 8.0 on a stand-in for
what that lacks, not yet on Windows.
"""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, TypeVar

from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.programs import is_browser
from desktop_agent.core.screen_contents import ShownText
from desktop_agent.platforms.atspi.password_fields import inside
from desktop_agent.platforms.atspi.patience import ProgramPatience
from desktop_agent.platforms.windows.automation.elements import OF, SCROLL_BAR, TITLE_BAR, Element, ElementTree, node_of
from desktop_agent.screen.accessible_nodes import (
    SHOWING,
    Node,
    focused,
    is_big,
    is_page,
    link_at,
    listed,
    site_of,
    spot_at,
    with_keyboard,
)
from desktop_agent.screen.questions import asks_one_thing, is_in_bubble, is_pressed, may_ask, page_part, words_beside
from desktop_agent.screen.secret_fields import FieldObject, ToldPlace
from desktop_agent.screen.window import Control, KeyboardFocus, Spot

_MULTITHREADED = 0  # COINIT_MULTITHREADED
T = TypeVar("T")
_ROOTS = (0,)
_MOST = 300
_NOT_OPENED = frozenset({TITLE_BAR, SCROLL_BAR})
_FIELDS = frozenset({"entry", "combo box"})  # of one line
_LINK = "link"
WITHIN_S, _PLACE_WITHIN_S = 0.2, 0.1
_log = logging.getLogger(__name__)


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform == "win32":
        return "" if find_spec("comtypes") else Message("The comtypes library is missing.")
    return Message("UI Automation isn't available on this system.")


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

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> Spot:
        """Return the innermost control under a point."""
        return await self._told(window, lambda look: look.spot(at)) or Spot()

    async def with_keyboard(
        self, window: Window, box: Rect, *, by_return: bool, since: float = math.inf
    ) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        return await self._told(window, lambda look: look.keyboard()) or KeyboardFocus()

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:
        """Return what a window's program shows that can be used, with the words beside it, from the top down."""
        return await self._told(window, lambda look: look.listed(box.middle)) or ()

    async def address(self, window: Window, box: Rect) -> str:
        """Return nothing: whole addresses are told on Linux only so far."""
        return ""

    async def menu_item(self, window: Window, box: Rect, keys: frozenset[str]) -> Control:
        """Return nothing: which keys a menu's item has is told on Linux only so far."""
        return Control()

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:
        """Return nothing: texts are read off the picture."""
        return ()

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


class AutomationLook:
    """One look at a window, on the thread of the tree.

    The object is asked for by point or by focus, and so is what holds it. Of the rest of the window only the first few
    hundred objects are looked at, and none in lists, pages, title bars and scroll bars: what has more in it is no
    question.
    """

    def __init__(self, tree: ElementTree, window: Window) -> None:
        self._tree, self._window = tree, window
        self._elements: dict[str, Element] = {}
        self._is_browser = is_browser(window.app)

    def spot(self, at: ScreenPoint) -> Spot:
        """Return the innermost control under a point; an empty spot where another window lies there."""
        way = self._tree.at(at)
        if not any(one.window == self._window.id for one in way):
            return Spot()
        # What is hit shows, whatever is said of it.
        nodes = [replace(node, states=node.states | 1 << SHOWING) for node in self._nodes(way)]
        spot = spot_at(nodes, at, _ROOTS)
        link = link_at(nodes, at, _ROOTS)
        spot = replace(spot, link=self._value(link) if link else "")
        if not spot.site and self._is_browser:
            spot = replace(spot, site=self._page_site(way[-1:]))
        if not is_pressed(spot.control.role):
            return spot
        if spot.control.in_page:
            part = page_part(nodes, spot.control)
            return replace(spot, around=self._words_in(part) if part else ())
        if self._is_browser or not may_ask(nodes, _ROOTS):
            return replace(spot, question=is_in_bubble(nodes, _ROOTS))
        whole = self._walked(way[-1:])
        return replace(
            spot, around=words_beside(whole, _ROOTS), question=len(whole) < _MOST and asks_one_thing(whole, _ROOTS)
        )

    def listed(self, inside: ScreenPoint) -> list[Control]:
        """Return what can be used in the window, which is at a point of it or has the keyboard."""
        ways = (self._tree.at(inside), self._tree.focused())
        way = next((way for way in ways if any(one.window == self._window.id for one in way)), [])
        return listed(self._walked(way[-1:]))

    def keyboard(self) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        way = self._tree.focused()
        if not any(one.window == self._window.id or one.process == self._window.pid for one in way):
            return KeyboardFocus()
        nodes, whole = self._nodes(way), self._walked(way[-1:])
        known = {node.of for node in nodes}
        nodes += [node for node in whole if node.of not in known]
        keyboard, node = with_keyboard(nodes, _ROOTS), focused(nodes, _ROOTS)
        asks = len(whole) < _MOST and (asks_one_thing(nodes, _ROOTS) or is_in_bubble(nodes, _ROOTS))
        keyboard = replace(keyboard, question=asks and not keyboard.focus.in_page)
        if node is None:
            return keyboard
        keyboard = replace(keyboard, object=node.of)
        if keyboard.focus.role in _FIELDS:
            return replace(keyboard, value=self._value(node))
        return replace(keyboard, link=self._value(node)) if keyboard.focus.role == _LINK else keyboard

    def _nodes(self, outwards: Sequence[Element]) -> list[Node]:
        """Return an object and all that hold it, each with the site of the page that it is in."""
        nodes, site, in_page = list[Node](), "", False
        for depth, one in enumerate(reversed(outwards)):
            node = self._node(one, depth, site=site, in_page=in_page)
            site, in_page = node.site, node.in_page
            nodes.append(node)
        return nodes

    def _node(self, one: Element, depth: int, *, site: str, in_page: bool) -> Node:
        self._elements[one.id] = one
        node = node_of(one, depth, site=site, in_page=in_page)
        if not self._is_browser or not is_page(as_page := node_of(one, depth, site=site, in_page=True)):
            return node
        return replace(as_page, site=site_of(self._tree.value(one), site))

    def _walked(self, level: Sequence[Element]) -> list[Node]:
        """Return the first objects that are in others, and these; not what is in lists, pages and bars below them."""
        found, depth = list[Node](), 0
        while level and len(found) < _MOST:
            nodes = [self._node(one, depth, site="", in_page=False) for one in level[: _MOST - len(found)]]
            found += nodes
            opened = [one for one, node in zip(level, nodes, strict=False) if not depth or _is_opened(one, node)]
            level, depth = [child for one in opened for child in self._shown(one)], depth + 1
        return found

    def _shown(self, one: Element) -> list[Element]:
        return [child for child in self._tree.children(one) if child.kind not in _NOT_OPENED]

    def _page_site(self, top: Sequence[Element]) -> str:
        return next((node.site for node in self._walked(top) if node.site and node.has(SHOWING)), "")

    def _words_in(self, part: Node) -> tuple[str, ...]:
        words = (node.name.strip() for node in self._walked([self._elements[part.of[1]]]))
        return tuple(dict.fromkeys(one for one in words if one))

    def _value(self, node: Node) -> str:
        return self._tree.value(self._elements[node.of[1]])


def _is_opened(one: Element, node: Node) -> bool:
    return node.has(SHOWING) and not is_big(node) and one.kind not in _NOT_OPENED


class AutomationPasswords:
    """Asks the programs of all windows of a scene; for one thread beside its own.

    A picture waits for a moment only. What is not told by then is where it was when it was told last, and the look goes
    on for the next picture. Who took long is asked last, so that one that hangs keeps nobody from telling.
    """

    def __init__(self, connect: Callable[[], ElementTree]) -> None:
        self._thread = AutomationThread(connect, name="password-fields")
        self._known: dict[int, tuple[Rect, ...]] = {}  # by window
        self._took: dict[int, float] = {}
        self._look: Future[None] | None = None
        self._followed: dict[str, tuple[Element, Element]] = {}  # a field and its window

    def start(self) -> None:
        """Connect without waiting."""
        self._thread.start()

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return what can be seen of the insides of all password fields; empty where no program tells of one."""
        windows = dict.fromkeys(one.id for one in scene.windows if one.box.width * one.box.height > 1)
        for gone in self._known.keys() - windows.keys():
            self._known.pop(gone, None)
        if self._look is None or self._look.done():
            self._look = self._thread.ask(lambda tree: self._note(tree, list(windows)))
        wait_for([self._look], WITHIN_S)
        above, found = list[Rect](), list[Rect]()
        for one in scene.windows:
            for box in self._known.get(one.id, ()):
                found += inside(box).without(*above)
            above.append(one.box)
        return tuple(found)

    def place(self, of: FieldObject) -> ToldPlace:
        """Return where a field is in its window; “unknown” where its program does not tell within a moment.

        It has to have the keyboard when it is asked for first, as it has while a secret goes into it.
        """
        if of[0] != OF:
            return "unknown"
        answer = self._thread.ask(lambda tree: self._place(tree, of[1]))
        try:
            return answer.result(_PLACE_WITHIN_S)
        except Exception:
            # A program that hangs, and a field that cannot be asked, come to the same.
            answer.cancel()
            return "unknown"

    def close(self) -> None:
        """End the thread."""
        self._thread.close()

    def _note(self, tree: ElementTree, windows: list[int]) -> None:
        for window in sorted(windows, key=lambda one: self._took.get(one, 0.0)):
            began = time.monotonic()
            fields = tree.passwords(window)
            self._took[window] = time.monotonic() - began
            self._known[window] = tuple(one.box for one in fields if one.box.width and one.box.height)

    def _place(self, tree: ElementTree, field: str) -> ToldPlace:
        if field not in self._followed:
            way = tree.focused()
            if not way or way[0].id != field:
                return "unknown"
            self._followed[field] = way[0], way[-1]
        now = [tree.again(one) for one in self._followed[field]]
        if now[0] is None or now[1] is None:
            return "gone"
        box, window = now[0].box, now[1].box
        return Rect(box.x - window.x, box.y - window.y, box.width, box.height)


class AutomationThread:
    """Answers one question after the other; what was called off meanwhile is left out."""

    def __init__(self, connect: Callable[[], ElementTree], *, name: str) -> None:
        """Start nothing yet; `connect` is called on the thread."""
        self._connect = connect
        self._questions = queue.SimpleQueue[tuple[Future[Any], Callable[[ElementTree], Any]] | None]()
        self._thread = threading.Thread(target=self._answer, name=name, daemon=True)
        self._begun = threading.Lock()
        self.is_lost = False  # UI Automation could not be had

    def start(self) -> None:
        """Connect without waiting."""
        with self._begun:
            if self._thread.ident is None:
                self._thread.start()

    def ask(self, question: Callable[[ElementTree], T]) -> Future[T]:
        """Return where the answer will be; an error in it means that nothing is known."""
        self.start()
        answer = Future[T]()
        self._questions.put((answer, question))
        return answer

    def close(self) -> None:
        """Have the thread end after the question that it is at, which nobody waits for."""
        self._questions.put(None)

    def _answer(self) -> None:
        tree: ElementTree | None = None
        try:
            tree = self._connect()
        except Exception:
            _log.debug("UI Automation cannot be had.", exc_info=True)
            self.is_lost = True
        while (asked := self._questions.get()) is not None:
            answer, question = asked
            if not answer.set_running_or_notify_cancel():
                continue
            if tree is None:
                answer.set_exception(ConnectionError())
                continue
            try:
                answer.set_result(question(tree))
            except Exception as error:
                answer.set_exception(error)

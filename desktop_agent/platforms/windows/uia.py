"""Names of controls by UI Automation, the accessibility tree of Windows, in the words of AT-SPI.

Programs answer from their main loop, and some never do: `ProgramPatience` says how long to wait. After that, the
control stays unknown, as everything in a browser does: a page's parts are told from its window's only by more than is
asked here. Run under Wine 8.0 on a stand-in for what that lacks, not yet on Windows. Kinds and properties are numbers
of Microsoft's UIAutomationClient.h; its page "Control Type Identifiers" says what each kind of control is.
"""

from __future__ import annotations

import asyncio
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Any, Protocol, TypeVar

from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.programs import is_browser
from desktop_agent.core.role import Role
from desktop_agent.core.screen_contents import ShownText
from desktop_agent.platforms.atspi.password_fields import inside
from desktop_agent.platforms.atspi.patience import ProgramPatience
from desktop_agent.screen.accessible_nodes import (
    CHECKABLE,
    CHECKED,
    EDITABLE,
    ENABLED,
    EXPANDED,
    FOCUSABLE,
    FOCUSED,
    INDETERMINATE,
    IS_DEFAULT,
    MULTI_LINE,
    SELECTED,
    SENSITIVE,
    SHOWING,
    VISIBLE,
    Node,
    is_big,
    listed,
    spot_at,
    with_keyboard,
)
from desktop_agent.screen.questions import asks_one_thing, is_in_bubble, is_pressed, may_ask, words_beside
from desktop_agent.screen.secret_fields import FieldObject, ToldPlace
from desktop_agent.screen.window import Control, KeyboardFocus, Spot

BOX, PROCESS, KIND, NAME, HAS_KEYBOARD, TAKES_KEYBOARD = 30001, 30002, 30003, 30005, 30008, 30009
IS_ENABLED, CLASS_NAME, IS_PASSWORD, NATIVE_WINDOW, IS_OFFSCREEN = 30010, 30012, 30019, 30020, 30022
TOGGLES, IS_READ_ONLY, EXPANDED_STATE, IS_SELECTED, TOGGLE_STATE = 30041, 30046, 30070, 30079, 30086
LEGACY_STATE, IS_DIALOG = 30096, 30174
# The value is not among them: it may be long, or nobody's business.
CACHED = (
    *(BOX, PROCESS, KIND, NAME, HAS_KEYBOARD, TAKES_KEYBOARD, IS_ENABLED, CLASS_NAME, IS_PASSWORD, NATIVE_WINDOW),
    *(IS_OFFSCREEN, TOGGLES, IS_READ_ONLY, EXPANDED_STATE, IS_SELECTED, TOGGLE_STATE, LEGACY_STATE, IS_DIALOG),
)
BUTTON, EDIT, DOCUMENT, WINDOW, SCROLL_BAR, TITLE_BAR = 50000, 50004, 50030, 50032, 50014, 50037
_ROLES = {
    BUTTON: Role.PUSH_BUTTON, 50001: Role.CALENDAR, 50002: Role.CHECK_BOX, 50003: Role.COMBO_BOX, EDIT: Role.ENTRY,
    50005: Role.LINK, 50006: Role.IMAGE, 50007: Role.LIST_ITEM, 50008: Role.LIST, 50009: Role.MENU,
    50010: Role.MENU_BAR, 50011: Role.MENU_ITEM, 50012: Role.PROGRESS_BAR, 50013: Role.RADIO_BUTTON,
    SCROLL_BAR: Role.SCROLL_BAR, 50015: Role.SLIDER, 50016: Role.SPIN_BUTTON, 50017: Role.STATUS_BAR,
    50018: Role.PAGE_TAB_LIST, 50019: Role.PAGE_TAB, 50020: Role.LABEL, 50021: Role.TOOL_BAR, 50022: Role.TOOL_TIP,
    50023: Role.TREE, 50024: Role.TREE_ITEM, 50026: Role.GROUPING, 50028: Role.TABLE, 50029: Role.TABLE_ROW,
    DOCUMENT: Role.TEXT, 50031: Role.PUSH_BUTTON_MENU, WINDOW: Role.FRAME, 50033: Role.PANEL, 50034: Role.PANEL,
    50035: Role.TABLE_COLUMN_HEADER, 50036: Role.TABLE, TITLE_BAR: Role.TITLE_BAR, 50038: Role.SEPARATOR,
    50039: Role.PANEL, 50040: Role.TOOL_BAR,
}  # fmt: skip
_DIALOG_CLASS = "#32770"
_OPEN, _BY_DEFAULT = 1, 0x100  # ExpandCollapseState_Expanded, STATE_SYSTEM_DEFAULT
_OFF, _ON = 0, 1  # of ToggleState
_HANDLE = 0xFFFFFFFF  # what counts of the number of a window, which is told with a sign
_MULTITHREADED = 0  # COINIT_MULTITHREADED
_ROOTS = (0,)
_MOST = 300
_NOT_OPENED = frozenset({TITLE_BAR, SCROLL_BAR})
_WITHIN_S = 0.2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Element:
    """One object as it was told; `window` is the system's number of the window that it is, 0 where it is none."""

    kind: int
    name: str
    role: str
    states: int
    box: Rect
    process: int = 0
    window: int = 0
    handle: Any = field(default=None, compare=False, repr=False)


class ElementTree(Protocol):
    """The objects of all programs; each call waits for the program that is asked, and may raise anything."""

    def at(self, point: ScreenPoint) -> list[Element]:
        """Return the innermost object at a point, and all that hold it, outwards, without the desktop."""

    def focused(self) -> list[Element]:
        """Return what has the keyboard, and all that hold it, outwards, without the desktop."""

    def children(self, of: Element) -> list[Element]:
        """Return what is in an object."""

    def passwords(self, window: int) -> list[Element]:
        """Return the password fields that show in a window."""


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform == "win32":
        return "" if find_spec("comtypes") else Message("The comtypes library is missing.")
    return Message("UI Automation isn't available on this system.")


def create() -> AutomationControls:
    """Return the backend; it has begun to connect."""
    return AutomationControls(_connect)


def password_fields() -> AutomationPasswords:
    """Return what finds the fields for passwords; it has begun to connect."""
    return AutomationPasswords(_connect)


def _connect() -> ElementTree:
    # comtypes enters COM when it is imported, and UI Automation is asked from a thread without windows of its own
    # (Microsoft's page "Understanding Threading Issues").
    vars(sys)["coinit_flags"] = _MULTITHREADED
    from desktop_agent.platforms.windows.com import ComTree

    return ComTree()


class AutomationControls:
    """Asks programs for the names of their controls, every time again; for one event loop."""

    def __init__(self, connect: Callable[[], ElementTree]) -> None:
        self._thread = _AutomationThread(connect, name="controls")
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
        """Return nothing: no address is told."""
        return ""

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:
        """Return nothing: texts are read off the picture."""
        return ()

    def may_tell(self, window: Window) -> bool:
        """Tell whether UI Automation can be had; of a browser nothing is asked."""
        return not self._thread.is_lost and not is_browser(window.app)

    def fields(self) -> FieldSource:
        """Return what tells nothing: texts are not read back here."""
        return NoFields()

    async def close(self) -> None:
        """End the thread."""
        self._thread.close()

    async def _told(self, window: Window, ask: Callable[[AutomationLook], T]) -> T | None:
        """Return what a look at a window brings; None when its program does not answer in time."""
        if not self.may_tell(window):
            return None
        try:
            async with self._patience.of(window.pid) as answered:
                told = await asyncio.wrap_future(self._thread.ask(lambda tree: ask(AutomationLook(tree, window))))
                answered(True)  # noqa: FBT003 - it was the program itself
                return told
        except Exception:
            # A program fails in as many ways as there are programs; each means that nothing is known.
            return None


class AutomationLook:
    """One look at a window, on the thread of the tree.

    The object is asked for by point or by focus, and so is what holds it. Of the rest of the window only the first few
    hundred objects are looked at, and none in lists, title bars and scroll bars: what has more in it is no question.
    """

    def __init__(self, tree: ElementTree, window: Window) -> None:
        self._tree, self._window = tree, window

    def spot(self, at: ScreenPoint) -> Spot:
        """Return the innermost control under a point; an empty spot where another window lies there."""
        way = self._tree.at(at)
        if not any(one.window == self._window.id for one in way):
            return Spot()
        # What is hit shows, whatever is said of it.
        nodes = [replace(node, states=node.states | 1 << SHOWING) for node in _nodes(way)]
        spot = spot_at(nodes, at, _ROOTS)
        if not is_pressed(spot.control.role):
            return spot
        if not may_ask(nodes, _ROOTS):
            return replace(spot, question=is_in_bubble(nodes, _ROOTS))
        whole = self._walked(way[-1:])
        asks = len(whole) < _MOST and asks_one_thing(whole, _ROOTS)
        return replace(spot, around=words_beside(whole, _ROOTS), question=asks)

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
        nodes, whole = _nodes(way), self._walked(way[-1:])
        known = {(node.role, node.box) for node in nodes}
        nodes += [node for node in whole if (node.role, node.box) not in known]
        asks = len(whole) < _MOST and (asks_one_thing(nodes, _ROOTS) or is_in_bubble(nodes, _ROOTS))
        return replace(with_keyboard(nodes, _ROOTS), question=asks)

    def _walked(self, level: Sequence[Element]) -> list[Node]:
        """Return the first objects that are in others, and these; not what is in lists and bars below them."""
        found, depth = list[Node](), 0
        while level and len(found) < _MOST:
            nodes = [_node(one, depth) for one in level[: _MOST - len(found)]]
            found += nodes
            pairs = zip(level, nodes, strict=False)
            opened = [one for one, node in pairs if not depth or (node.has(SHOWING) and not is_big(node))]
            level = [child for one in opened for child in self._tree.children(one) if child.kind not in _NOT_OPENED]
            depth += 1
        return found


class AutomationPasswords:
    """Asks the programs of all windows of a scene; for one thread beside its own.

    A picture waits for a moment only. What is not told by then is where it was when it was told last, and the look goes
    on for the next picture.
    """

    def __init__(self, connect: Callable[[], ElementTree]) -> None:
        self._thread = _AutomationThread(connect, name="password-fields")
        self._known: dict[int, tuple[Rect, ...]] = {}  # by window
        self._look: Future[None] | None = None

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return what can be seen of the insides of all password fields; empty where no program tells of one."""
        windows = [*dict.fromkeys(one.id for one in scene.windows)]
        if self._look is None or self._look.done():
            self._look = self._thread.ask(lambda tree: self._note(tree, windows))
        wait_for([self._look], _WITHIN_S)
        above, found = list[Rect](), list[Rect]()
        for one in scene.windows:
            for box in self._known.get(one.id, ()):
                found += inside(box).without(*above)
            above.append(one.box)
        return tuple(found)

    def place(self, of: FieldObject) -> ToldPlace:
        """Return that it is not known: no field is followed."""
        return "unknown"

    def close(self) -> None:
        """End the thread."""
        self._thread.close()

    def _note(self, tree: ElementTree, windows: list[int]) -> None:
        for window in windows:
            with suppress(Exception):  # it is gone, or its program does not answer: what it told last holds
                fields = tree.passwords(window)
                self._known[window] = tuple(one.box for one in fields if one.box.width and one.box.height)


class _AutomationThread:
    """Answers one question after the other, on a thread of its own; what was called off meanwhile is left out."""

    def __init__(self, connect: Callable[[], ElementTree], *, name: str) -> None:
        self._connect = connect
        self._pool = ThreadPoolExecutor(1, name)
        self._tree: ElementTree | None = None
        self.is_lost = False  # UI Automation could not be had
        self.ask(lambda _tree: None)  # connect ahead of the first question

    def ask(self, question: Callable[[ElementTree], T]) -> Future[T]:
        """Return where the answer will be; an error in it means that nothing is known."""
        return self._pool.submit(self._answer, question)

    def close(self) -> None:
        """Have the thread end after the question that it is at, which nobody waits for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _answer(self, question: Callable[[ElementTree], T]) -> T:
        if self._tree is None:
            self.is_lost = True
            self._tree = self._connect()
            self.is_lost = False
        return question(self._tree)


def element_of(told: Mapping[int, object], handle: object = None) -> Element:
    """Return an object from the values of its properties; what a program does not tell counts as nothing."""
    kind, name, window = told.get(KIND), told.get(NAME), told.get(NATIVE_WINDOW)
    process = told.get(PROCESS)
    return Element(
        kind=kind if isinstance(kind, int) else 0,
        name=name if isinstance(name, str) else "",
        role=_role(told),
        states=_states(told),
        box=_box(told.get(BOX)),
        process=process if isinstance(process, int) else 0,
        window=window & _HANDLE if isinstance(window, int) else 0,
        handle=handle,
    )


def _nodes(outwards: Sequence[Element]) -> list[Node]:
    """Return an object and all that hold it, outermost first."""
    return [_node(one, depth) for depth, one in enumerate(reversed(outwards))]


def _node(one: Element, depth: int) -> Node:
    """Return an object as one of the accessibility tree; `depth` counts from its window, which is 0."""
    return Node(one.name, one.role, one.states, one.box, depth, root=0)


def _role(told: Mapping[int, object]) -> str:
    kind = told.get(KIND)
    if told.get(IS_PASSWORD) is True:
        return Role.PASSWORD_TEXT
    if kind == WINDOW and (told.get(IS_DIALOG) is True or told.get(CLASS_NAME) == _DIALOG_CLASS):
        return Role.DIALOG
    if kind == BUTTON and told.get(TOGGLES) is True:
        return Role.TOGGLE_BUTTON
    return _ROLES.get(kind, Role.UNKNOWN) if isinstance(kind, int) else Role.UNKNOWN


def _states(told: Mapping[int, object]) -> int:
    takes_text = told.get(KIND) in {EDIT, DOCUMENT} and told.get(IS_READ_ONLY) is not True
    enabled, shown, toggles = (
        told.get(IS_ENABLED) is True,
        told.get(IS_OFFSCREEN) is not True,
        told.get(TOGGLES) is True,
    )
    legacy = told.get(LEGACY_STATE)
    has = {
        EDITABLE: takes_text,
        MULTI_LINE: takes_text and told.get(KIND) == DOCUMENT,
        ENABLED: enabled,
        SENSITIVE: enabled,
        SHOWING: shown,
        VISIBLE: shown,
        EXPANDED: told.get(EXPANDED_STATE) == _OPEN,
        SELECTED: told.get(IS_SELECTED) is True,
        FOCUSED: told.get(HAS_KEYBOARD) is True,
        FOCUSABLE: told.get(TAKES_KEYBOARD) is True,
        CHECKABLE: toggles,
        CHECKED: toggles and told.get(TOGGLE_STATE) == _ON,
        INDETERMINATE: toggles and told.get(TOGGLE_STATE) not in {_OFF, _ON},
        IS_DEFAULT: isinstance(legacy, int) and bool(legacy & _BY_DEFAULT),
    }
    return sum(1 << state for state, holds in has.items() if holds)


def _box(value: object) -> Rect:
    """Return a place from left, top, width and height; without any where it is not told, or endless."""
    sides: tuple[Any, ...] = value if isinstance(value, tuple) else ()
    try:
        left, top, width, height = (round(side) for side in sides)
    except (TypeError, ValueError, OverflowError):
        return Rect(0, 0, 0, 0)
    return Rect(left, top, max(0, width), max(0, height))

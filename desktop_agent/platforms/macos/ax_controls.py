"""Names of controls by the accessibility interface of macOS. Not yet run.

What lies at a point is asked of the system, so that what covers a window, as a notification does, is not taken for it.
A program that hangs is given up after a moment, and its controls stay unknown. What a page's button would send together
with it is not told, so that each button of a page counts as one of a form.
A program that does not answer in time is not asked any more in the same look. Positions are points from the main
display's top left corner, as those of windows and input are. Roles and states are those that AT-SPI has for them.
Sources: Apple's pages on AXUIElement.h, AXRoleConstants.h and AXAttributeConstants.h.
"""

from __future__ import annotations

import asyncio
import math
import os
import platform
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.screen_contents import ShownText
from desktop_agent.platforms.macos.focus import MacAccessibility
from desktop_agent.platforms.macos.frameworks import Frameworks, load
from desktop_agent.platforms.macos.window_list import MODAL, ORDINARY, MacWindow, windows_in
from desktop_agent.screen.accessible_nodes import (
    CHECKED,
    EDITABLE,
    ENABLED,
    FOCUSABLE,
    FOCUSED,
    INDETERMINATE,
    IS_DEFAULT,
    MULTI_LINE,
    SENSITIVE,
    SHOWING,
    VISIBLE,
    Node,
    listed,
    site_of,
    spot_at,
    with_keyboard,
)
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
SECURE, LABELS = "AXSecureTextField", frozenset({"AXStaticText", "AXHeading"})
_APPLICATION, _WEB_AREA = "AXApplication", "AXWebArea"
_TIMED_OUT = -25204  # kAXErrorCannotComplete
_DEEPEST = 100
_WRITTEN_IN = frozenset({"AXTextField", "AXTextArea", "AXComboBox"})
_SWITCHED = frozenset({"AXCheckBox", "AXDisclosureTriangle"})
# What may be called by the words beside it.
_LABELLED = _WRITTEN_IN | {"AXCheckBox", "AXIncrementor", "AXPopUpButton", "AXSlider"}
_ROLES: Mapping[str, str] = {
    "AXBrowser": "list", "AXButton": "push button", "AXCell": "table cell", "AXCheckBox": "check box",
    "AXColorWell": "push button", "AXComboBox": "combo box", "AXDisclosureTriangle": "toggle button",
    "AXDockItem": "icon", "AXGroup": "panel", "AXHeading": "heading", "AXImage": "image",
    "AXIncrementor": "spin button", "AXLink": "link", "AXList": "list", "AXMenu": "popup menu", "AXMenuBar": "menu bar",
    "AXMenuBarItem": "menu", "AXMenuButton": "push button menu", "AXMenuItem": "menu item", "AXOutline": "tree table",
    "AXPopUpButton": "combo box", "AXRadioButton": "radio button", "AXRow": "table row", "AXScrollArea": "scroll pane",
    "AXScrollBar": "scroll bar", "AXSheet": "dialog", "AXSlider": "slider", "AXSplitGroup": "split pane",
    "AXSplitter": "separator", "AXStaticText": "label", "AXTabGroup": "page tab list", "AXTable": "table",
    "AXTextArea": "text", "AXTextField": "entry", "AXToolbar": "tool bar", "AXWebArea": "document web",
    "AXWindow": "frame",
}  # fmt: skip
_BY_SUBROLE: Mapping[str, str] = {
    SECURE: "password text", "AXDialog": "dialog", "AXSystemDialog": "dialog", "AXSwitch": "switch",
    "AXTabButton": "page tab", "AXToggle": "toggle button",
}  # fmt: skip
# These say what they do by their looks alone.
_NAMES: Mapping[str, str] = {
    "AXCloseButton": "Close", "AXFullScreenButton": "Full screen", "AXMinimizeButton": "Minimize",
    "AXZoomButton": "Zoom",
}  # fmt: skip
_READ = (
    "AXRole", "AXSubrole", "AXTitle", "AXDescription", "AXPlaceholderValue", "AXEnabled", "AXFocused", "AXPosition",
    "AXSize", "AXURL",
)  # fmt: skip


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if platform.system() != "Darwin":
        return Message("The macOS accessibility interface isn't available on this system.")
    try:
        apple = load()
    except ImportError as error:
        return Message("Apple's frameworks failed to load: {error}.", error=error)
    if not apple.services.AXIsProcessTrusted():
        return Message("Allow this program in System Settings > Privacy & Security > Accessibility.")
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

    async def menu_item(self, window: Window, box: Rect, keys: frozenset[str]) -> Control:
        """Return nothing: which keys a menu's item has is told on Linux only so far."""
        return Control()

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


@dataclass(frozen=True, slots=True)
class MacElement:
    """One object as its program tells of it now."""

    told: Mapping[str, Any] = field(repr=False)
    element: Any = field(repr=False)
    box: Rect | None

    @property
    def role(self) -> str:
        """Return Apple's name of its kind."""
        return self.word("AXRole")

    @property
    def subrole(self) -> str:
        """Return Apple's name of its kind among these."""
        return self.word("AXSubrole")

    def word(self, attribute: str) -> str:
        """Return a text that it tells; empty for anything else, as an error instead of one is."""
        value = self.told.get(attribute)
        return value.strip() if isinstance(value, str) else ""

    def is_true(self, attribute: str, *, otherwise: bool) -> bool:
        """Return a yes or no that it tells."""
        value = self.told.get(attribute)
        return bool(value) if isinstance(value, int) else otherwise


class MacElements:
    """Reads objects and what holds them; TimeoutError where the program does not answer."""

    def __init__(self, services: Any, accessibility: MacAccessibility) -> None:  # noqa: ANN401 - a module of pyobjc
        self._ax, self._accessibility = services, accessibility
        self._system = services.AXUIElementCreateSystemWide()

    def at(self, at: ScreenPoint) -> MacElement | None:
        """Return the innermost object that lies on top at a point, of any program."""
        error, element = self._ax.AXUIElementCopyElementAtPosition(self._system, float(at.x), float(at.y), None)
        return None if error or element is None else self.read(element)

    def program(self, pid: int) -> Any:  # noqa: ANN401 - an element of pyobjc
        """Return a program as an object; browsers of some kinds show their pages only once they have been asked to."""
        program = self._ax.AXUIElementCreateApplication(pid)
        self._ax.AXUIElementSetAttributeValue(program, "AXManualAccessibility", True)  # noqa: FBT003 - a C call
        return program

    def pid_of(self, one: MacElement) -> int | None:
        """Return the process that an object is of."""
        error, pid = self._ax.AXUIElementGetPid(one.element, None)
        return None if error else int(pid)

    def named(self, element: Any, attribute: str) -> MacElement | None:  # noqa: ANN401 - an element of pyobjc
        """Return the object that another names in an attribute."""
        other = self._accessibility.value(element, attribute)
        return None if other is None else self.read(other)

    def text(self, one: MacElement) -> str | None:
        """Return what stands in an object; never in a field for a password."""
        value = None if one.subrole == SECURE else self._accessibility.value(one.element, "AXValue")
        return value if isinstance(value, str) else None

    def read(self, element: Any) -> MacElement:  # noqa: ANN401 - an element of pyobjc
        """Ask an object about itself, all at once."""
        error, values = self._ax.AXUIElementCopyMultipleAttributeValues(element, _READ, 0, None)
        if error == _TIMED_OUT:
            raise TimeoutError
        told = dict(zip(_READ, values or (), strict=False)) if not error else {}
        box = self._accessibility.box_of(told["AXPosition"], told["AXSize"]) if told else None
        return MacElement(told, element, box)

    def outwards(self, one: MacElement) -> list[MacElement]:
        """Return an object and all that holds it, up to its window, sheet or menu bar."""
        chain = [one]
        while len(chain) < _DEEPEST and chain[-1].role != "AXSheet":
            outer = self.named(chain[-1].element, "AXParent")
            if outer is None or outer.role == _APPLICATION:
                break
            chain.append(outer)
        return chain

    def opens_menu(self, one: MacElement) -> bool:
        """Tell whether an item of a menu opens another."""
        children = self._accessibility.value(one.element, "AXChildren")
        return one.role == "AXMenuItem" and hasattr(children, "__len__") and len(children) > 0

    def inside(self, one: MacElement, most: int) -> Iterator[tuple[int, MacElement, bool, str]]:
        """Yield what shows inside of an object, nearest first: how deep, what, whether in a page, and its site."""
        waiting = deque([(0, one, False, "")])
        for _ in range(most):
            if not waiting:
                return
            depth, inner, in_page, site = waiting.popleft()
            if inner.role == _WEB_AREA:
                in_page, site = True, site_of(address_of(inner), site)
            yield depth, inner, in_page, site
            children = self._accessibility.value(inner.element, "AXVisibleChildren" if is_rows(inner) else "AXChildren")
            for child in children if hasattr(children, "__len__") else ():
                told = self.read(child)
                if told.box and told.box.width and told.box.height and (not one.box or told.box.intersection(one.box)):
                    waiting.append((depth + 1, told, in_page, site))
                if len(waiting) > most:
                    break

    def node(self, one: MacElement, depth: int) -> Node:
        """Return an object as a node."""
        set_states = [SHOWING, VISIBLE]
        set_states += [ENABLED, SENSITIVE] if one.is_true("AXEnabled", otherwise=True) else []
        set_states += [FOCUSABLE, FOCUSED] if one.is_true("AXFocused", otherwise=False) else []
        set_states += [EDITABLE] if one.role in _WRITTEN_IN and self._takes_text(one) else []
        set_states += [MULTI_LINE] if one.role == "AXTextArea" else []
        set_states += self._switched(one)
        states = sum(1 << state for state in set_states)
        return Node(self._name(one), role_of(one), states, one.box or Rect(0, 0, 0, 0), depth, root=0)

    def _switched(self, one: MacElement) -> list[int]:
        """Return the states of what a press turns on and off: its value is 1, 0, or 2 where it is half on."""
        if one.role not in _SWITCHED:
            return []
        value = self._accessibility.value(one.element, "AXValue")
        return {0: [], 1: [CHECKED]}.get(value, [INDETERMINATE]) if isinstance(value, int) else [INDETERMINATE]

    def nodes(self, chain: list[MacElement]) -> list[Node]:
        """Return an object and all that holds it as nodes, outermost first."""
        nodes, in_page, site = list[Node](), False, ""
        for depth, one in enumerate(reversed(chain)):
            if one.role == _WEB_AREA:
                in_page, site = True, site_of(address_of(one), site)
            nodes.append(replace(self.node(one, depth), in_page=in_page, site=site))
        return nodes

    def _takes_text(self, one: MacElement) -> bool:
        error, settable = self._ax.AXUIElementIsAttributeSettable(one.element, "AXValue", None)
        return not error and bool(settable)

    def _name(self, one: MacElement) -> str:
        told = one.word("AXTitle") or one.word("AXDescription")
        if told or one.role in LABELS:
            return told or (self.text(one) or "").strip()
        label = self.named(one.element, "AXTitleUIElement") if one.role in _LABELLED else None
        told = (label.word("AXTitle") or self.text(label) or "").strip() if label else ""
        return told or one.word("AXPlaceholderValue") or _NAMES.get(one.subrole, "")


def role_of(one: MacElement) -> str:
    """Return AT-SPI's name of an object's kind."""
    return _BY_SUBROLE.get(one.subrole) or _ROLES.get(one.role, "unknown")


def is_rows(one: MacElement) -> bool:
    """Tell whether an object may hold more rows than show."""
    return one.role in {"AXList", "AXOutline", "AXTable"}


def address_of(one: MacElement) -> str:
    """Return the address of a page, or where a link leads; empty where it does not tell."""
    url: Any = one.told.get("AXURL")
    return str(url.absoluteString() or "") if hasattr(url, "absoluteString") else ""

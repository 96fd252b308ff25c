"""What programs of macOS tell of their controls, in the roles and states that AT-SPI has for them.

Sources: Apple's pages on AXUIElement.h, AXRoleConstants.h and AXAttributeConstants.h. Positions are points from the
main display's top left corner, as those of windows and input are. A program that does not answer in time is not asked
any more in the same look.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.macos.focus import MacAccessibility
from desktop_agent.screen.accessible import (
    CHECKED,
    EDITABLE,
    ENABLED,
    FOCUSABLE,
    FOCUSED,
    INDETERMINATE,
    MULTI_LINE,
    SENSITIVE,
    SHOWING,
    VISIBLE,
    Node,
    site_of,
)

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

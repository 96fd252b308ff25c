"""What UI Automation tells of an object, in the words of the accessibility tree that everything else here goes by.

Roles and states are named as AT-SPI names them (`screen/accessible_nodes.py`). Kinds and properties are numbers of
Microsoft's UIAutomationClient.h; what each kind of control is, its page "Control Type Identifiers" tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from desktop_agent.core.geometry import Rect, ScreenPoint
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
)

RUNTIME_ID, BOX, PROCESS, KIND, NAME = 30000, 30001, 30002, 30003, 30005
HAS_KEYBOARD, TAKES_KEYBOARD, IS_ENABLED, CLASS_NAME, IS_PASSWORD = 30008, 30009, 30010, 30012, 30019
NATIVE_WINDOW, IS_OFFSCREEN, TOGGLES, VALUE, IS_READ_ONLY = 30020, 30022, 30041, 30045, 30046
EXPANDED_STATE, IS_SELECTED, TOGGLE_STATE, LEGACY_STATE = 30070, 30079, 30086, 30096
ARIA_PROPERTIES, IS_DIALOG = 30102, 30174
# The value is not among them: it may be long, or nobody's business.
CACHED = (
    *(RUNTIME_ID, BOX, PROCESS, KIND, NAME, HAS_KEYBOARD, TAKES_KEYBOARD, IS_ENABLED, CLASS_NAME, IS_PASSWORD),
    *(NATIVE_WINDOW, IS_OFFSCREEN, TOGGLES, IS_READ_ONLY, EXPANDED_STATE, IS_SELECTED, TOGGLE_STATE, LEGACY_STATE),
    *(ARIA_PROPERTIES, IS_DIALOG),
)
BUTTON, EDIT, DOCUMENT, WINDOW, SCROLL_BAR, TITLE_BAR = 50000, 50004, 50030, 50032, 50014, 50037
_ROLES = {
    BUTTON: "push button", 50001: "calendar", 50002: "check box", 50003: "combo box", EDIT: "entry", 50005: "link",
    50006: "image", 50007: "list item", 50008: "list", 50009: "menu", 50010: "menu bar", 50011: "menu item",
    50012: "progress bar", 50013: "radio button", SCROLL_BAR: "scroll bar", 50015: "slider", 50016: "spin button",
    50017: "status bar", 50018: "page tab list", 50019: "page tab", 50020: "label", 50021: "tool bar",
    50022: "tool tip", 50023: "tree", 50024: "tree item", 50025: "unknown", 50026: "grouping", 50027: "unknown",
    50028: "table", 50029: "table row", DOCUMENT: "text", 50031: "push button menu", WINDOW: "frame", 50033: "panel",
    50034: "panel", 50035: "table column header", 50036: "table", TITLE_BAR: "title bar", 50038: "separator",
    50039: "panel", 50040: "tool bar",
}  # fmt: skip
_DIALOG_CLASS = "#32770"
_OPEN, _BY_DEFAULT = 1, 0x100  # ExpandCollapseState_Expanded, STATE_SYSTEM_DEFAULT
_OFF, _ON = 0, 1  # of ToggleState
_HANDLE = 0xFFFFFFFF  # what counts of the number of a window, which is told with a sign
OF = "uia"
_PAGE, _TAKES_LINES = "document web", 1 << EDITABLE | 1 << MULTI_LINE


@dataclass(frozen=True, slots=True)
class Element:
    """One object as it was told."""

    id: str
    kind: int
    name: str
    box: Rect
    process: int = 0
    window: int = 0  # the system's number of the window that it is; 0 where it is none
    states: int = 0
    role: str = "unknown"
    handle: Any = field(default=None, compare=False, repr=False)


class ElementTree(Protocol):
    """The objects of all programs; each call waits for the program that is asked."""

    def at(self, point: ScreenPoint) -> list[Element]:
        """Return the innermost object at a point, and all that hold it, outwards, without the desktop."""

    def focused(self) -> list[Element]:
        """Return what has the keyboard, and all that hold it, outwards, without the desktop."""

    def children(self, of: Element) -> list[Element]:
        """Return what is in an object."""

    def passwords(self, window: int) -> list[Element]:
        """Return the password fields that show in a window."""

    def again(self, one: Element) -> Element | None:
        """Return an object as it is now; None when it has gone."""

    def value(self, of: Element) -> str:
        """Return what stands in a field, or the address of a page or a link."""


def element_of(told: Mapping[int, object], handle: object = None, *, many_lines: bool = False) -> Element:
    """Return an object from the values of its properties; what a program does not tell counts as nothing."""
    kind = _number(told.get(KIND))
    return Element(
        id=".".join(map(str, _row(told.get(RUNTIME_ID)))),
        kind=kind,
        name=_text(told.get(NAME)),
        box=_box(told.get(BOX)),
        process=_number(told.get(PROCESS)),
        window=_number(told.get(NATIVE_WINDOW)) & _HANDLE,
        states=_states(told, many_lines=many_lines),
        role=_role(kind, told),
        handle=handle,
    )


def node_of(element: Element, depth: int, *, site: str = "", in_page: bool = False) -> Node:
    """Return an object as one of the accessibility tree; `depth` counts from its window, which is 0.

    Of a page nobody tells which of its parts make a form, so each of them is taken for a part of one.
    """
    is_page = in_page and element.kind == DOCUMENT
    role, states = (_PAGE, element.states & ~_TAKES_LINES) if is_page else (element.role, element.states)
    return Node(element.name, role, states, element.box, depth, 0, in_page, site, (OF, element.id), in_form=in_page)


def _role(kind: int, told: Mapping[int, object]) -> str:
    if told.get(IS_PASSWORD) is True:
        return "password text"
    if kind == WINDOW and (told.get(IS_DIALOG) is True or told.get(CLASS_NAME) == _DIALOG_CLASS):
        return "dialog"
    if kind == BUTTON and told.get(TOGGLES) is True:
        return "toggle button"
    return _ROLES.get(kind, "unknown")


def _states(told: Mapping[int, object], *, many_lines: bool) -> int:
    takes_text = told.get(KIND) in {EDIT, DOCUMENT} and told.get(IS_READ_ONLY) is not True
    lines = many_lines or told.get(KIND) == DOCUMENT or "multiline=true" in _text(told.get(ARIA_PROPERTIES)).casefold()
    enabled, shown = told.get(IS_ENABLED) is True, told.get(IS_OFFSCREEN) is not True
    has = {
        EDITABLE: takes_text,
        MULTI_LINE: takes_text and lines,
        ENABLED: enabled,
        SENSITIVE: enabled,
        SHOWING: shown,
        VISIBLE: shown,
        EXPANDED: told.get(EXPANDED_STATE) == _OPEN,
        SELECTED: told.get(IS_SELECTED) is True,
        FOCUSED: told.get(HAS_KEYBOARD) is True,
        FOCUSABLE: told.get(TAKES_KEYBOARD) is True,
        CHECKABLE: told.get(TOGGLES) is True,
        CHECKED: told.get(TOGGLES) is True and told.get(TOGGLE_STATE) == _ON,
        INDETERMINATE: told.get(TOGGLES) is True and told.get(TOGGLE_STATE) not in {_OFF, _ON},
        IS_DEFAULT: bool(_number(told.get(LEGACY_STATE)) & _BY_DEFAULT),
    }
    return sum(1 << state for state, holds in has.items() if holds)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _row(value: object) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _box(value: object) -> Rect:
    """Return a place from left, top, width and height; without any where it is not told, or endless."""
    sides = _row(value)
    try:
        left, top, width, height = (round(side) for side in sides)
    except (TypeError, ValueError, OverflowError):
        return Rect(0, 0, 0, 0)
    return Rect(left, top, max(0, width), max(0, height))

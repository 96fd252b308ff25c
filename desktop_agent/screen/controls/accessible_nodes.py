"""The choice of the intended control among the nodes of a program's accessibility tree; no program is queried here.

Roles go by the names and states by the numbers that AT-SPI gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import reduce

from desktop_agent.core.address import NOWHERE, Document, is_popup
from desktop_agent.core.controls.labels import WORDS
from desktop_agent.core.controls.role import COLUMN_TITLES, KNOWN_BY_ROW, MENUS, BrowserPart, Role
from desktop_agent.core.controls.screen_contents import ControlState
from desktop_agent.core.decisions.decision import PointedObject
from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.screen.controls.window import Control, HitResult, KeyboardFocus

ACTIVE = 1
CHECKED = 4
EDITABLE = 7
ENABLED = 8
EXPANDED = 10
FOCUSABLE = 11
FOCUSED = 12
MULTI_LINE = 17
SELECTED = 23
EXPANDABLE = 9
MODAL = 16
SELECTABLE = 22
SENSITIVE = 24
SHOWING = 25
VISIBLE = 30
IS_DEFAULT = 39
CHECKABLE = 41
HAS_POPUP = 42
PRESSED = 20
INDETERMINATE = 32
_MAIN_WINDOWS = frozenset({Role.FRAME, Role.DIALOG, Role.ALERT, Role.FILE_CHOOSER})
_BUTTONS = frozenset({Role.PUSH_BUTTON, Role.BUTTON, Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU, Role.LINK})
_PLAIN_BUTTONS = frozenset({Role.PUSH_BUTTON, Role.BUTTON})
TAKING_PRESSES = _BUTTONS | MENUS | {Role.CHECK_BOX, Role.RADIO_BUTTON, Role.COMBO_BOX, Role.SWITCH, Role.PAGE_TAB}
_SWITCHED = frozenset({Role.CHECK_BOX, Role.CHECK_MENU_ITEM, Role.SWITCH, Role.TOGGLE_BUTTON})
_ONE_OF_SEVERAL = frozenset({Role.RADIO_BUTTON, Role.RADIO_MENU_ITEM})  # a press turns it on, and never off
# Their name is a window's title, a group's heading or a file's name; it does not say what a press there does.
_HOLDERS = frozenset(
    {
        Role.APPLICATION,
        Role.DIALOG,
        Role.FILE_CHOOSER,
        Role.FILLER,
        Role.FRAME,
        Role.GROUPING,
        Role.LAYERED_PANE,
        Role.LIST,
        Role.LIST_BOX,
        Role.PANEL,
    }
    | {
        Role.ROOT_PANE,
        Role.SCROLL_PANE,
        Role.SECTION,
        Role.SPLIT_PANE,
        Role.STATUS_BAR,
        Role.TABLE,
        Role.TREE,
        Role.TREE_TABLE,
        Role.VIEWPORT,
    }
    | {Role.WINDOW, Role.PAGE_TAB_LIST, Role.TOOL_BAR, Role.INTERNAL_FRAME, Role.GLASS_PANE, Role.UNKNOWN, Role.ALERT}
)
# What may hold a menu bar: a menu that is open lies outside of everything that holds it.
_WAYS_TO_MENUS = frozenset(
    {Role.FILLER, Role.FRAME, Role.PANEL, Role.DIALOG, Role.WINDOW, Role.ROOT_PANE, Role.HTML_CONTAINER}
)
LISTS = frozenset({Role.LIST, Role.LIST_BOX, Role.TABLE, Role.TREE, Role.TREE_TABLE})
SELECTED_IN = LISTS | {Role.LAYERED_PANE, Role.DIRECTORY_PANE}
# What holds entries or draws something, and may report none of it.
_PANES = LISTS | {Role.LAYERED_PANE, Role.DIRECTORY_PANE, Role.CANVAS, Role.DRAWING_AREA}
PAGES = frozenset({Role.DOCUMENT_WEB, Role.DOCUMENT_FRAME})
_BIG_HOLDERS = LISTS | PAGES
_GROUPS = frozenset({Role.GROUPING, Role.PANEL, Role.FORM})
_ADDRESS = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})")
_COUNTER = re.compile(r"\s*[(\[]\d{1,4}\+?[)\]]")  # of what a heading is over
_IN_ROWS = frozenset(
    {Role.LIST_ITEM, Role.TABLE_CELL, Role.TABLE_ROW, Role.TREE_ITEM, Role.ICON, Role.LAYERED_PANE, Role.DIRECTORY_PANE}
)
IN_LISTS = LISTS | _IN_ROWS
WHOLE_ROWS = frozenset({Role.LIST_ITEM, Role.TABLE_ROW, Role.TREE_ITEM})
# What lists and pages show again and again under one name.
MAY_REPEAT = _BUTTONS | {
    *(Role.CHECK_BOX, Role.COMBO_BOX, Role.ENTRY, Role.ICON, Role.LIST_ITEM, Role.RADIO_BUTTON, Role.SPIN_BUTTON),
    *(Role.SWITCH, Role.TABLE_CELL, Role.TREE_ITEM),
}
_WORDS = frozenset({Role.LABEL, Role.STATIC, Role.TEXT_LEAF, Role.HEADING, Role.IMAGE, Role.ICON})
_TEXTS = frozenset(
    {
        Role.TEXT,
        Role.ENTRY,
        Role.PASSWORD_TEXT,
        Role.PARAGRAPH,
        Role.TERMINAL,
        Role.DOCUMENT_TEXT,
        Role.DOCUMENT_FRAME,
        Role.DOCUMENT_WEB,
    }
)
_LINES = frozenset({Role.TEXT, Role.ENTRY})
_TURNED = frozenset({Role.SLIDER, Role.SPIN_BUTTON, Role.COMBO_BOX, Role.DIAL, Role.SCALE})
_PICTURES = frozenset({Role.ICON, Role.IMAGE})
_LISTED = (TAKING_PRESSES | _TEXTS | _TURNED | _IN_ROWS | COLUMN_TITLES) - PAGES
SCROLLED_TO = (_LISTED | _WORDS) - MENUS  # controls and words that a person may have to scroll to
HOLDING_WORDS = frozenset({Role.PARAGRAPH, Role.HEADING, Role.SECTION, Role.LIST_ITEM, Role.TABLE_CELL, Role.LABEL})
_STATES: tuple[tuple[int, ControlState], ...] = (
    (CHECKED, "checked"), (SELECTED, "selected"), (EXPANDED, "expanded"), (FOCUSED, "focused"), (EDITABLE, "editable")
)  # fmt: skip
_BAR = Role.SCROLL_BAR
_SLIDER = Role.SLIDER
_NUMBER = Role.SPIN_BUTTON
_LONG = frozenset({Role.TERMINAL, Role.DOCUMENT_TEXT, Role.PARAGRAPH})
_FILLED = _LINES | _LONG | {Role.SPIN_BUTTON, Role.COMBO_BOX}
_WORDLESS = _HOLDERS | PAGES | {Role.PASSWORD_TEXT, Role.SCROLL_BAR, Role.MENU_BAR, Role.SEPARATOR, Role.IMAGE}
# What scrolls holds its scroll bars.
_SCROLLED = (
    LISTS | _TEXTS | {Role.SCROLL_PANE, Role.VIEWPORT, Role.LAYERED_PANE, Role.DIRECTORY_PANE, Role.INTERNAL_FRAME}
)
# What may show a part of its contents alone; Qt calls what scrolls a filler.
_CLIPPING = _SCROLLED | {Role.FILLER, Role.PANEL}
_LEAST_PANE = 40  # its width and height, in pixels: below that it is a line, and nothing that scrolls
_NOWHERE = 1_000_000  # beyond any desktop, in pixels
_MOST_AROUND = 60
_FAR_FROM_POINT = 5
_BORDER = 3  # around an open list or a pop-up, in pixels
# The place that a program reports for its window leaves out the title bar, or includes a shadow.
_EDGE = 80


@dataclass(frozen=True, slots=True)
class Node:
    """One object of the tree; `depth` counts from the program's windows, which are 0."""

    name: str
    role: str
    states: int
    box: Rect
    depth: int
    root: int  # which of the program's windows it belongs to
    in_page: bool = False  # it is a web page, or inside of one
    document: Document = NOWHERE  # that page
    of: tuple[str, str] = ("", "")  # its program and path on the bus
    in_form: bool = False  # it is inside of a form of a web page
    sections: tuple[tuple[str, str], ...] = ()  # what holds it of a page's forms and landmarks, innermost last

    def has(self, state: int) -> bool:
        """Return whether a state is set."""
        return bool(self.states >> state & 1)


def is_open(menu: Node) -> bool:
    """Return whether a menu is open: the items of closed menus are in the tree too, and are most of it.

    A context menu and a drop-down list of GTK don't say that they are open. They have no name, and show only then.
    """
    return menu.has(SELECTED) or menu.has(EXPANDED) or (menu.has(SHOWING) and not menu.name)


def may_lead_to_menu(node: Node) -> bool:
    """Return whether an open menu may be inside an object that lies elsewhere."""
    return node.role in MENUS or (node.depth < _FAR_FROM_POINT and node.role in _WAYS_TO_MENUS)


def may_be_listed(node: Node) -> bool:
    """Return whether this object may contain a visible one."""
    if node.role == Role.MENU:
        return is_open(node)
    return node.depth == 0 or node.has(SHOWING)


def listed(nodes: Iterable[Node]) -> list[Control]:
    """Return the visible controls that can be used, and the labels, from the top down."""
    visible = [node for node in nodes if node.has(SHOWING) and node.box.width > 0 and node.box.height > 0]
    used = [node for node in visible if node.role in _LISTED and (node.name.strip() or _is_field(node))]
    pressed = [node for node in used if node.role in TAKING_PRESSES]
    words = [
        node
        for node in visible
        if node.role in WORDS and node.name.strip() and not any(_lies_on(node, button) for button in pressed)
    ]
    placed = sorted((*used, *words), key=lambda node: (node.box.middle.y, node.box.x))
    unique = {(node.name, node.role, node.box): node for node in placed if not _has_same_cell(node, used)}
    rows = [node for node in visible if node.role in WHOLE_ROWS]
    # GTK's expander is a toggle button that holds what it shows.
    titles = (Role.HEADING, Role.TOGGLE_BUTTON)
    titled = [node for node in visible if node.name.strip() and (is_group(node) or node.role in titles)]
    return [
        replace(
            _as_tool(as_control(node), in_tool_bar=_lies_in_tool_bar(node, visible)),
            states=_states(node),
            row=_row_of(node, rows),
            titles=_titles_of(node, titled),
        )
        for node in unique.values()
    ]


def _as_tool(control: Control, *, in_tool_bar: bool) -> Control:
    """Return a control as a toggle button if it's in a tool bar and reported as a check box: Qt reports tools so.

    A check box in a tool bar is taken for a tool as well: a tool that was added as a widget takes the keyboard too, and
    Qt reports the class of either only where it has no object name.
    """
    return replace(control, role=Role.TOGGLE_BUTTON) if in_tool_bar and control.role == Role.CHECK_BOX else control


def is_group(node: Node) -> bool:
    """Return whether an object may be a group whose name is the title of what it holds."""
    return node.depth > 0 and (node.role in _GROUPS or (node.in_page and node.role == Role.UNKNOWN))


def _titles_of(node: Node, titled: Iterable[Node]) -> tuple[str, ...]:
    """Return the names of the groups around a control, outermost first, and of the nearest heading above it.

    A heading beside its column counts too, where it is nearer than the one over it. A counter is no part of a title.
    """
    near = [other for other in titled if other.root == node.root and other.name != node.name]
    groups = [
        group
        for group in near
        if group.role != Role.HEADING and group.box.contains(node.box.middle) and group.box != node.box
    ]
    groups.sort(key=lambda group: -group.box.width * group.box.height)
    above = [heading for heading in near if heading.role == Role.HEADING and heading.box.bottom <= node.box.y + _BORDER]
    over = [heading for heading in above if heading.box.x < node.box.right and node.box.x < heading.box.right]
    beside = [heading for heading in above if heading.box.right <= node.box.x]
    headings = _lowest(over)
    headings += [other for other in _lowest(beside) if not headings or other.box.bottom > headings[0].box.bottom]
    names = (_COUNTER.sub("", " ".join(each.name.split())) for each in (*groups, *headings))
    return tuple(dict.fromkeys(name for name in names if name))


def _row_of(node: Node, rows: Iterable[Node]) -> Rect | None:
    """Return the box of the row or item that a control lies in; None where it is one itself, or lies in none."""
    if node.role in _IN_ROWS:
        return None
    around = [row.box for row in rows if row.box.contains(node.box.middle)]
    return min(around, key=lambda box: box.width * box.height, default=None)


def _lowest(headings: Sequence[Node]) -> list[Node]:
    return [max(headings, key=lambda heading: heading.box.bottom)] if headings else []


def nodes_with_text(nodes: Iterable[Node]) -> list[Node]:
    """Return the visible nodes with readable words in their name or text; never a password."""
    visible = [node for node in nodes if node.has(SHOWING) and node.box.width > 0 and node.box.height > 0]
    worded = [node for node in visible if node.role not in _WORDLESS and (node.name.strip() or reports_text(node))]
    named = {node.name.strip() for node in worded if node.name.strip()}
    spoken = [node for node in worded if reports_text(node) or not _is_repeated_inside(node, worded, named)]
    return sorted(spoken, key=lambda node: (node.box.y, node.box.x))


def silent_panes(nodes: Iterable[Node]) -> list[Node]:
    """Return the panes that show entries or a drawing and report none of it, as the folders of some file managers."""
    drawn = [node for node in nodes if node.has(SHOWING) and not node.in_page and node.box.width > 0]
    return [pane for pane in drawn if pane.role in _PANES and not any(_is_described_by(other, pane) for other in drawn)]


def _is_described_by(node: Node, pane: Node) -> bool:
    is_inside = node.root == pane.root and node.depth > pane.depth and pane.box.contains(node.box.middle)
    return is_inside and (bool(node.name.strip()) or reports_text(node))


def reports_text(node: Node) -> bool:
    """Return whether the node's words are in its text, and not in its name."""
    return node.role in _FILLED and node.role not in PAGES and (node.has(EDITABLE) or not node.in_page)


def holds_many_lines(node: Node) -> bool:
    """Return whether the node's text may be longer than its visible part."""
    return node.has(MULTI_LINE) or node.role in _LONG


def has_name(node: Node) -> bool:
    """Return whether an object's name describes the object itself, and not its content."""
    return node.depth == 0 or node.role not in _HOLDERS


def may_have_focus(node: Node) -> bool:
    """Return whether the focus may be inside this object; rows have it only if their list has it."""
    if node.role == Role.MENU:
        return is_open(node)
    if node.role in LISTS:
        return node.has(FOCUSED)
    return node.depth == 0 or node.has(SHOWING)


def scrolls(node: Node) -> bool:
    """Return whether an object's content is visible only within its own box."""
    return node.role in {Role.SCROLL_PANE, Role.VIEWPORT}


def may_be_scrolled_to(node: Node) -> bool:
    """Return whether an object is a control or words that a person could scroll to: neither a menu nor a choice."""
    return node.has(VISIBLE) and node.role in SCROLLED_TO


def may_hold_unseen(node: Node) -> bool:
    """Return whether something inside an object may be scrolled out of sight; menus and drop-down lists open."""
    return node.depth == 0 or (node.has(VISIBLE) and node.role not in MENUS | {Role.COMBO_BOX})


def pane_around(path: Sequence[Node], window: Rect) -> tuple[Rect, Rect | None] | None:
    """Return the part of a window in which the last object of a path would show if it were scrolled there.

    The path begins with the window. The second box is what has to be brought into that part: the object, or the pane
    that holds it where that is out of sight itself; None where its place is unknown. None for an object that no
    scrolling moves, and for one on a page of a notebook behind another one.
    """
    target = path[-1]
    part = window
    scrolled = target.in_page
    for number, holder in enumerate(path[1:-1], start=1):
        in_page = any(outer.in_page for outer in path[:number])
        if holder.role in MENUS or holder.role == Role.COMBO_BOX:
            return None
        if not (holder.has(SHOWING) or in_page or (scrolled and part != window)):
            return None
        is_pane = (scrolls(holder) or holder.role in PAGES) and is_placed(holder)
        if not is_pane and not _is_clipping(holder, target):
            continue
        shown = holder.box.intersection(part)
        if shown is None or min(shown.width, shown.height) < _LEAST_PANE:
            return part, holder.box
        part = shown
        scrolled = True
    if not is_placed(target):
        return (part, None) if scrolled and part != window else None
    return (part, target.box) if scrolled else None


def is_placed(node: Node) -> bool:
    """Return whether the place of an object is known: GTK 3 has none for what is scrolled out of sight."""
    return node.box.width > 0 and node.box.height > 0 and max(abs(node.box.x), abs(node.box.y)) < _NOWHERE


def _is_clipping(holder: Node, target: Node) -> bool:
    """Return whether an object that holds a target shows only a part of its contents, and not the target."""
    may_scroll = holder.in_page or holder.role in _CLIPPING
    if not may_scroll or not is_placed(holder) or min(holder.box.width, holder.box.height) < _LEAST_PANE:
        return False
    if not is_placed(target):
        return scrolls(holder)
    return holder.box.intersection(target.box) != target.box


def is_big(node: Node) -> bool:
    """Return whether an object may have thousands of children, so that they are queried by point."""
    return node.role in _BIG_HOLDERS


def is_text(control: Control) -> bool:
    """Return whether a control holds written text: the words read there are not the name of a control."""
    return control.role in _TEXTS | {_NUMBER}


def is_written(control: Control, objects: Sequence[PointedObject]) -> bool:
    """Return whether a control holds written lines, so that the target depends on the point within it.

    A cell of a sheet does not: the target is the cell, whatever is written in it or runs over from another one.
    """
    is_cell = bool(objects) and objects[0].role == Role.TABLE_CELL and bool(objects[0].name) and not control.in_page
    return control.role in _TEXTS - {Role.ENTRY, Role.PASSWORD_TEXT} and not is_cell


def cell_of_sheet(inward: Sequence[Node]) -> tuple[Node, int, int] | None:
    """Return the cell of a sheet among the objects at a point, with its row and its column from 0; None without one."""
    for node in inward:
        address = _ADDRESS.fullmatch(node.name.strip())
        if node.role == Role.TABLE_CELL and address and not node.in_page:
            return node, int(address["row"]) - 1, _column_number(address["column"])
    return None


def _column_number(letters: str) -> int:
    """Return the number of a column from 0, in the order A to Z, AA, AB."""
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, letters, 0) - 1


def is_row(control: Control) -> bool:
    """Return whether a control is a row, an icon, or a list of them: Delete removes the selection there."""
    return control.role in LISTS | _IN_ROWS


def takes_wheel(control: Control) -> bool:
    """Return whether the wheel over a control turns its value, or scrolls its own contents."""
    return control.role in _TURNED | LISTS | _LONG | {Role.TEXT}


def is_changed_by_wheel(control: Control) -> bool:
    """Return whether the wheel changes the control's value instead of scrolling."""
    return control.role in _TURNED


def windows_like(nodes: Iterable[Node], title: str, box: Rect) -> tuple[int, ...]:
    """Return the roots of the window with this title at this place; none for a pop-up.

    An alert of GTK has no title where its program gives it none; a menu's window has neither.
    """
    windows = [node for node in nodes if node.depth == 0 and _is_nearly_equal(node.box, box)]
    named = tuple(node.root for node in windows if node.name == title)
    # Qt appends the program's name to the title of a window, but not to that of its object, as in Dolphin.
    named = named or tuple(node.root for node in windows if node.name and title.startswith(f"{node.name} — "))
    # GTK names a question by its kind and not by its title; many a dialog has no name at all.
    untitled = tuple(node.root for node in windows if node.role == Role.ALERT or not node.name)
    is_window = bool(title) or any(node.role == Role.ALERT for node in windows)
    return named or (untitled if is_window and len(windows) == len(untitled) == 1 else ())


def browser_like(nodes: Iterable[Node], box: Rect) -> tuple[int, ...]:
    """Return the root of the only named frame at a browser's place; none where there are several.

    While a question of the browser stands inside of it, Chromium gives the frame the question's name.
    """
    frames = [node for node in nodes if node.depth == 0 and node.role == Role.FRAME and node.name]
    here = [node.root for node in frames if _is_nearly_equal(node.box, box)]
    return tuple(here) if len(here) == 1 else ()


def is_like(box: Rect, window: Rect) -> bool:
    """Return whether an object fills a pop-up."""
    return all(abs(one - other) <= _BORDER for one, other in zip(astuple(box), astuple(window), strict=True))


def are_listed_in(window: Rect, options: Sequence[Rect]) -> bool:
    """Return whether options are those of a list drawn in a window: they fill it, or it shows as many as it can.

    What a page shows below a menu of the browser's does not fill that. An option is as wide as its words.
    """
    list_box = Rect.union(*options)
    fits_sideways = abs(list_box.x - window.x) <= _BORDER and list_box.right <= window.right + _BORDER
    return fits_sideways and list_box.y <= window.y + _BORDER and list_box.bottom >= window.bottom - _BORDER


def without_others(nodes: Sequence[Node], roots: Sequence[int]) -> list[Node]:
    """Return the nodes of the windows in `roots`, and of menus; all nodes where `roots` is empty."""
    foreign = {node.root for node in nodes if node.depth == 0 and _is_main_window(node)} - {*roots} if roots else set()
    return [node for node in nodes if node.root not in foreign]


def without_other_windows(nodes: Sequence[Node], window: Window, box: Rect, roots: Sequence[int]) -> list[Node]:
    """Return the nodes without those of the program's other windows, whose focus is not that of this one.

    A page goes on reporting its focus while a dialog that its browser reports nothing of has the keyboard.
    """
    tops = [node for node in nodes if node.depth == 0 and node.root not in roots and _is_main_window(node)]
    others = {node.root for node in tops if _is_other_window(node, window, box, is_reported=bool(roots))}
    return [node for node in nodes if node.root not in others]


def _is_other_window(top: Node, window: Window, box: Rect, *, is_reported: bool) -> bool:
    """Return whether a main window of a program is another one than `window`, which lies at `box`.

    What has another name is, unless the title may have just changed: a dialog's doesn't. A window without a name may
    be a bubble in this one; a dialog has none in it. GTK names a question by its kind.
    """
    if top.name == window.title:
        return False
    is_here = _is_nearly_equal(top.box, box)
    if not top.name or top.role == Role.ALERT:
        return window.dialog and not is_here
    return is_reported or window.dialog or not is_here


def hit_test_at(nodes: Sequence[Node], at: ScreenPoint, roots: Sequence[int]) -> HitResult:
    """Return the innermost control under a point of the windows in `roots`, and the page that it is on or below.

    Without roots the window is a menu or another pop-up: then what frames and dialogs hold lies below it, and counts
    only if it is part of a menu.
    """
    inward = _hits_innermost_first(nodes, at, roots)
    document = next((node.document for node in inward if node.in_page), NOWHERE)
    document = shown_document(nodes, roots) if document == NOWHERE else document
    return HitResult(_control_of(inward), document, objects=_objects_in(inward))


def shown_document(nodes: Iterable[Node], roots: Sequence[int]) -> Document:
    """Return the page that a window shows: the outermost one, and a list that the browser draws above it last."""
    in_pages = (node for node in nodes if node.has(SHOWING) and node.document != NOWHERE)
    pages = [node for node in in_pages if not roots or node.root in roots]
    outermost = min(pages, key=lambda node: (is_popup(node.document.own), node.depth), default=None)
    return NOWHERE if outermost is None else outermost.document


def link_at(nodes: Sequence[Node], at: ScreenPoint, roots: Sequence[int]) -> Node | None:
    """Return the link at a point: the object there, or one that holds it."""
    return next((node for node in _hits_innermost_first(nodes, at, roots) if node.role == Role.LINK), None)


def nodes_at(nodes: Sequence[Node], at: ScreenPoint, roots: Sequence[int]) -> list[Node]:
    """Return the visible nodes at a point, innermost first."""
    return _hits_innermost_first(nodes, at, roots)


def pressed_at(nodes: Iterable[Node], at: ScreenPoint) -> Node | None:
    """Return the only node at a point that takes presses; None where there is none, or where several lie there."""
    hits = [node for node in nodes if node.has(SHOWING) and node.role in TAKING_PRESSES and node.box.contains(at)]
    return hits[0] if len(hits) == 1 else None


def editors_at(nodes: Sequence[Node], at: ScreenPoint, roots: Sequence[int]) -> list[Node]:
    """Return the editable nodes at a point, innermost first."""
    return [node for node in _hits_innermost_first(nodes, at, roots) if node.has(EDITABLE)]


def focused(nodes: Sequence[Node], roots: Sequence[int]) -> Node | None:
    """Return the node with the focus; None where no node reports it."""
    return _focused([node for node in nodes if node.has(SHOWING)], roots)


def _hits_innermost_first(nodes: Iterable[Node], at: ScreenPoint, roots: Sequence[int]) -> list[Node]:
    hits = [node for node in nodes if node.has(SHOWING) and node.box.contains(at)]
    if roots:
        hits = [node for node in hits if node.root in roots]
    else:
        below = {node.root for node in hits if node.depth == 0 and _is_main_window(node)}
        hits = [node for node in hits if node.root not in below or node.role in MENUS]
    menus = [node for node in hits if node.role in MENUS]
    return sorted(menus or hits, key=lambda node: -node.depth)


def _objects_in(inward: Sequence[Node]) -> tuple[PointedObject, ...]:
    """Return the objects there, without the words on a button: browsers report these only sometimes."""
    pressed = " ".join(node.name for node in inward if node.role in TAKING_PRESSES)
    return tuple(_object_of(node) for node in inward if node.role not in _WORDS or node.name not in pressed)


def _object_of(node: Node) -> PointedObject:
    program, path = node.of
    if node.role in _HOLDERS | PAGES:
        return PointedObject(program, path, node.role)
    name = node.name.strip()
    return PointedObject(program, "" if name and node.role in _IN_ROWS else path, node.role, name, node.box)


def _is_repeated_inside(node: Node, worded: Iterable[Node], named: set[str]) -> bool:
    """Return whether a node inside repeats the words of this node's name, as the text of a heading does."""
    name = node.name.strip()
    shorter = [word for word in named if word != name and word in name]
    return any(
        inner is not node
        and node.box.contains(inner.box.middle)
        and (inner.name.strip() in shorter or (inner.name.strip() == name and inner.depth > node.depth))
        for inner in worded
    )


def _states(node: Node) -> tuple[ControlState, ...]:
    return tuple(word for state, word in _STATES if node.has(state))


def _is_field(node: Node) -> bool:
    return node.has(EDITABLE) or node.role in _TURNED


def _lies_on(words: Node, control: Node) -> bool:
    return control.box.contains(words.box.middle) and words.name.strip() in control.name


def _has_same_cell(node: Node, used: Iterable[Node]) -> bool:
    """Return whether a node inside of the same name stands for a row, as its only cell does."""
    return any(
        inner.depth > node.depth
        and inner.name == node.name
        and node.box.contains(inner.box.middle)
        and inner.role in _IN_ROWS
        for inner in used
        if node.role in _IN_ROWS
    )


def _is_main_window(root: Node) -> bool:
    """Return whether a program's window is not a pop-up; in Qt, a plain widget with a title is a window."""
    return root.role in _MAIN_WINDOWS or (root.role == Role.FILLER and bool(root.name))


def _control_of(inward: Sequence[Node]) -> Control:
    if not inward:
        return Control()
    if inward[0].role == _BAR and not any(node.role in _SCROLLED for node in inward):
        return replace(as_control(inward[0]), role=_SLIDER)  # it scrolls nothing: its value is what it is there for
    if inward[0].role in _PICTURES and any(node.has(EDITABLE) for node in inward[1:]):
        return replace(as_control(inward[0]), role=Role.PUSH_BUTTON)  # the picture at a field's end
    innermost = next((node for node in inward if _holds_lines(node)), inward[0])
    if innermost.role in _TEXTS or _holds_lines(innermost):
        return as_control(innermost)
    named = next((node for node in inward if node.name.strip() and node.role not in _HOLDERS), None)
    if named is None:
        # GTK 4 lists the box that it draws as a part of a check box.
        whole = next((node for node in inward if node.role in TAKING_PRESSES & KNOWN_BY_ROW), inward[0])
        return as_nameless(whole)
    # Web pages report the words on a button as an object of their own; it is the button that is pressed.
    button = next((node for node in inward if node.role in _BUTTONS), None) if named.role in _WORDS else None
    pressed = button or named
    name = (button.name.strip() if button else "") or named.name.strip()
    control = replace(as_control(pressed), name=name)
    return _as_tool(control, in_tool_bar=_lies_in_tool_bar(pressed, inward))


def with_keyboard(nodes: Sequence[Node], roots: Sequence[int]) -> KeyboardFocus:
    """Return the focus, preferably in the windows in `roots`, and the controls that keys would press.

    That is the selected item of an open menu, else a focused button. Otherwise Return goes to the window's default
    button if it has one, and every other key to the focused control.
    """
    visible = [node for node in nodes if node.has(SHOWING)]
    chosen = _deepest(node for node in visible if node.role in MENUS and (node.has(SELECTED) or node.has(FOCUSED)))
    focused = _focused(visible, roots)
    target = chosen or focused
    if target is None:
        return KeyboardFocus(document=shown_document(nodes, roots))
    default = _default_button(visible, target)
    in_tool_bar = _lies_in_tool_bar(target, visible)
    own = _as_tool(as_control(target), in_tool_bar=in_tool_bar)
    by_return = default if default.role and not chosen and target.role not in _BUTTONS else own
    by_return = own if target.has(MULTI_LINE) else by_return
    document = target.document if target.in_page else NOWHERE
    document = shown_document(nodes, roots) if document == NOWHERE else document
    focus = replace(own, in_tool_bar=in_tool_bar)
    return KeyboardFocus(focus, by_return, own, document, default, _names_around(visible, target))


def as_search(keyboard: KeyboardFocus) -> KeyboardFocus:
    """Return the focus with each control marked as one that only searches."""
    return replace(
        keyboard,
        focus=replace(keyboard.focus, searches=True),
        by_return=replace(keyboard.by_return, searches=True),
        by_space=replace(keyboard.by_space, searches=True),
        default=replace(keyboard.default, searches=True),
    )


def in_part(keyboard: KeyboardFocus, part: BrowserPart) -> KeyboardFocus:
    """Return the focus, with the part of its browser that it is in; so is what Return and the space bar press there."""
    focus = keyboard.focus
    return replace(
        keyboard,
        focus=replace(focus, part=part),
        by_return=replace(keyboard.by_return, part=part) if keyboard.by_return == focus else keyboard.by_return,
        by_space=replace(keyboard.by_space, part=part) if keyboard.by_space == focus else keyboard.by_space,
    )


def _lies_in_tool_bar(node: Node, visible: Iterable[Node]) -> bool:
    """Return whether an object lies in a tool bar of its window; False where its place is unknown."""
    bars = (
        bar_node.box
        for bar_node in visible
        if bar_node.role == Role.TOOL_BAR and bar_node.root == node.root and not bar_node.in_page
    )
    return not node.in_page and node.box.width > 0 and any(bar.contains(node.box.middle) for bar in bars)


def _focused(visible: Iterable[Node], roots: Sequence[int]) -> Node | None:
    """Return the node with the focus.

    The nodes of a site's page come last, as they keep the state while the address bar or a page of the browser has it.
    """
    # Qt's areas that scroll hold a nameless one that says to be focused as well.
    focused = [(node, bool(node.name) or node.role not in _HOLDERS) for node in visible if node.has(FOCUSED)]
    return (
        max(
            focused,
            key=lambda candidate: (
                candidate[0].root in roots,
                not candidate[0].in_page or bool(candidate[0].document.own),
                candidate[1],
                candidate[0].depth,
            ),
        )[0]
        if focused
        else None
    )


def _names_around(visible: Iterable[Node], target: Node) -> tuple[str, ...]:
    """Return the names of the window's buttons and labels; of a menu, its items."""
    roles = MENUS if target.role in MENUS else _BUTTONS | WORDS
    near = (
        node for node in visible if node.role in roles and (node.root, node.in_page) == (target.root, target.in_page)
    )
    names = (node.name.strip() for node in near)
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_AROUND]


def _default_button(visible: Iterable[Node], focused: Node) -> Control:
    """Return the default button of the window or page; all their names where a page has more than one."""
    near = (focused.root, focused.in_page)
    defaults = [node for node in visible if node.has(IS_DEFAULT) and (node.root, node.in_page) == near]
    if not defaults:
        return Control()
    box = defaults[0].box if len(defaults) == 1 else None
    name = " / ".join(dict.fromkeys(node.name.strip() for node in defaults))
    return Control(name, defaults[0].role, box, focused.in_page, focused.in_form)


def as_control(node: Node) -> Control:
    """Return an object as the control that it is."""
    disabled = node.role in TAKING_PRESSES and not (node.has(ENABLED) or node.has(SENSITIVE))
    return Control(
        name=node.name.strip(),
        role=_role(node),
        box=node.box,
        in_page=node.in_page,
        in_form=node.in_form,
        disabled=disabled,
        read_only=node.role in _LINES and not node.has(EDITABLE),
        checked=_is_on(node),
    )


def as_nameless(node: Node) -> Control:
    """Return an object that is pressed as the control that it is, with the role that its program reports."""
    return replace(as_control(node), name="", role=node.role)


def _is_on(node: Node) -> bool | None:
    """Return whether a switch is on; None for any other control, for a half-checked one, and in doubt."""
    is_switched = node.role in _SWITCHED or (node.has(CHECKABLE) and node.role not in _ONE_OF_SEVERAL)
    if not is_switched or node.has(INDETERMINATE):
        return None
    return node.has(CHECKED) or (node.role == Role.TOGGLE_BUTTON and node.has(PRESSED))


def _role(node: Node) -> str:
    """Return a control's role; in every toolkit, what takes text is an “entry” with one line and a “text” with more.

    An entry of a list with a box to check is that box.

    Qt and GTK call both a text, browsers call both an entry, and an editable part of a page has any role.
    """
    if _holds_lines(node):
        return Role.TEXT
    if node.role in _IN_ROWS and node.has(CHECKABLE):
        return Role.CHECK_BOX
    if node.in_page and node.role in _PLAIN_BUTTONS and node.has(HAS_POPUP):
        return Role.PUSH_BUTTON_MENU
    if node.in_page and node.role in _PLAIN_BUTTONS and node.has(EXPANDABLE):
        return Role.TOGGLE_BUTTON  # it shows and hides a part of its page
    if node.role not in _LINES:
        return node.role
    if node.in_page and not node.has(EDITABLE):
        return Role.LABEL  # it may be read only, and act when it is pressed
    # A display takes keys, and drops what is pasted.
    return Role.DOCUMENT_TEXT if node.has(MULTI_LINE) else Role.ENTRY


def _holds_lines(node: Node) -> bool:
    """Return whether the node is an editor of several lines."""
    return node.has(EDITABLE) and node.has(MULTI_LINE) and node.role not in {Role.TERMINAL, Role.PASSWORD_TEXT}


def _deepest(nodes: Iterable[Node]) -> Node | None:
    return max(nodes, key=lambda node: node.depth, default=None)


def _is_nearly_equal(box: Rect, other: Rect) -> bool:
    left_top = abs(box.x - other.x) <= _EDGE and abs(box.y - other.y) <= _EDGE
    return left_top and abs(box.right - other.right) <= _EDGE and abs(box.bottom - other.bottom) <= _EDGE

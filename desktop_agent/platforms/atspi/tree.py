"""Questions to the accessibility bus: a program's windows, the objects and entries of its tree, searches in it.

Icons of GTK 2 report their words as a text. What draws the entries of a folder itself says no more than that it is a
panel in a pane that lists a folder.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ShownText
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.lib.dbus import PROPERTIES
from desktop_agent.platforms.atspi.bus_owner import SessionPids
from desktop_agent.platforms.atspi.places import DESKTOP_CORNER
from desktop_agent.platforms.atspi.queries import (
    ACCESSIBLE,
    AT_POINT,
    COMPONENT,
    EXTENTS,
    AccessibilityQueries,
    Answer,
    AnswerCache,
    Reference,
)
from desktop_agent.screen.controls.accessible_nodes import EDITABLE, FOCUSABLE, SHOWING, VISIBLE, Node
from desktop_agent.screen.controls.window import Chooser, Control, KeyboardFocus

_ICON = Role.ICON
_PANEL = Role.PANEL
_FOLDER = Role.DIRECTORY_PANE
_ENTRIES = frozenset({Role.ICON, Role.TABLE_CELL, Role.TABLE_ROW, Role.TREE_ITEM, Role.LIST_ITEM})
_LISTS = frozenset({Role.LIST, Role.LIST_BOX, Role.TABLE, Role.TREE, Role.TREE_TABLE, Role.LAYERED_PANE})
_CHOOSER = Role.FILE_CHOOSER
_CHECKED = 4


def nameless_icon(nodes: Iterable[Node], control: Control) -> Node | None:
    """Return the icon that a control is, where it has no name."""
    if control.role != _ICON or control.name:
        return None
    return next((node for node in nodes if (node.role, node.box) == (_ICON, control.box)), None)


def name_of(control: Control) -> str:
    """Return a control's name; a pane that lists a folder has none, as its own is not that of the entry at a point."""
    return "" if control.role == _FOLDER else control.name


def list_of(nodes: Iterable[Node], entry: Node | None) -> Node | None:
    """Return what holds an entry: a list, a table, a folder's icons; None where it is no entry."""
    if entry is None or entry.in_page or entry.role not in _ENTRIES:
        return None
    holding = (node for node in nodes if node.role in _LISTS and _is_around(node, entry))
    return max(holding, key=lambda node: node.depth, default=None)


def with_folder_role(keyboard: KeyboardFocus, nodes: Sequence[Node], node: Node | None) -> KeyboardFocus:
    """Return the focus with the pane that lists a folder as its role, where a panel of that pane has it."""
    focus = keyboard.focus
    if node is None or focus.name or focus.role != _PANEL:
        return keyboard
    is_inside = any(one.role == _FOLDER and one.has(SHOWING) and _is_around(one, node) for one in nodes)
    return replace(keyboard, focus=replace(focus, role=_FOLDER)) if is_inside else keyboard


def called(keyboard: KeyboardFocus, name: str) -> KeyboardFocus:
    """Return the focus under another name: that of the entry that Return would open."""
    return replace(keyboard, focus=replace(keyboard.focus, name=name))


def _is_around(outer: Node, inner: Node) -> bool:
    box: Rect = inner.box
    at = ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)
    return outer.root == inner.root and outer.depth < inner.depth and outer.box.contains(at)


def chooser_of(nodes: Sequence[Node], roots: Sequence[int]) -> Node | None:
    """Return the file dialog that a window is."""
    return next((node for node in nodes if node.depth == 0 and node.root in roots and node.role == _CHOOSER), None)


def folder_of(buttons: Sequence[Node]) -> str:
    """Return the folder that a file dialog shows, from its row of path buttons, innermost first; its own is checked.

    The buttons after it are those of the folders around it, and the last is the root under any name.
    """
    chain = [node.name for node in buttons[next((n for n, one in enumerate(buttons) if one.has(_CHECKED)), 0) :]]
    if not any(one.has(_CHECKED) for one in buttons):
        return ""
    paths = ("/" + "/".join(reversed(chain[:count])) for count in range(len(chain), 0, -1))
    return next((path for path in paths if Path(path).is_dir()), "")


_COLLECTION = "org.a11y.atspi.Collection"
_DOCUMENT = "org.a11y.atspi.Document"
_SELECTION = "org.a11y.atspi.Selection"
_TABLE = "org.a11y.atspi.Table"
_TEXT = "org.a11y.atspi.Text"
_HYPERLINK = "org.a11y.atspi.Hyperlink"
_ACTION = "org.a11y.atspi.Action"
_MOST_CHARACTERS = 4_000
_MOST_CHILDREN = 200
_DEEPEST_FOUND = 24
# of a text on the screen: characters, lines, and a field's edge
_MOST_SEEN = 20_000
_MOST_LINES = 200
_INSET = 4
_LINK_TRIES = 6
_LINK_PAUSE_S = 0.05
_ROOT = "/org/a11y/atspi/accessible/root"
_NOTHING = "/org/a11y/atspi/null"
_ON_SCREEN = 0  # coordinates of the screen
# Kinds of relations.
_LABEL_FOR = 1
_LABELLED_BY = 2
_CONTROLLER_FOR = 3
# A rule of the bus: states, attributes, roles and interfaces that all have to be there, where any are named.
_RULE = "(aiia{ss}iaiiasib)uib"
_STATE_WORDS = 2
_ALL = 1
_IN_ORDER = 1
_DEEP = True
_WORD = 0xFFFFFFFF
_ANY = 2
_TOGGLE_BUTTON = 62
# As GTK and Qt spell it: “<Alt>e”, “Alt+E”.
_MNEMONIC = re.compile(r"(?:^|;)(?:<Alt>|Alt\+)(\w)(?:$|;)", re.IGNORECASE)
_BUTTON_ROLES = (43, _TOGGLE_BUTTON, 129)  # a plain one, and one with a menu
_PAGE_ROLES = (95, 82)
_MOST_BUTTONS = 40
_MOST_PAGES = 3
_ADDRESSES = ("URI", "DocURL")  # Chromium's and Gecko's names
# The roles by their numbers (source: atspi-constants.h). “Extended” stands for a role of the toolkit's own.
_EXTENDED = 70
ROLES = tuple(
    Role(name)
    for name in (
        "invalid,accelerator label,alert,animation,arrow,calendar,canvas,check box,check menu item,color chooser,"
        "column header,combo box,date editor,desktop icon,desktop frame,dial,dialog,directory pane,drawing area,"
        "file chooser,filler,focus traversable,font chooser,frame,glass pane,html container,icon,image,"
        "internal frame,label,layered pane,list,list item,menu,menu bar,menu item,option pane,page tab,page tab list,"
        "panel,password text,popup menu,progress bar,push button,radio button,radio menu item,root pane,row header,"
        "scroll bar,scroll pane,separator,slider,spin button,split pane,status bar,table,table cell,"
        "table column header,table row header,tearoff menu item,terminal,text,toggle button,tool bar,tool tip,tree,"
        "tree table,unknown,viewport,window,extended,header,footer,paragraph,ruler,application,autocomplete,editbar,"
        "embedded,entry,chart,caption,document frame,heading,page,section,redundant object,form,link,"
        "input method window,table row,tree item,document spreadsheet,document presentation,document text,"
        "document web,document email,comment,list box,grouping,image map,notification,info bar,level bar,title bar,"
        "block quote,audio,video,definition,article,landmark,log,marquee,math,rating,timer,static,math fraction,"
        "math root,subscript,superscript,description list,description term,description value,footnote,"
        "content deletion,content insertion,mark,suggestion,push button menu,switch"
    ).split(",")
)


TEXT_AREA = "textarea"  # the tag of a page's field of many lines
_NUMBERS: Mapping[str, int] = {role: number for number, role in enumerate(ROLES) if number != _EXTENDED}
_SEARCH = frozenset({"search", "searchbox"})
_MOST_ALIKE = 400


@dataclass(frozen=True, slots=True)
class TreeCache:
    """What need not be asked again: whose names on the bus are, who was woken, and what had the keyboard.

    No name on the bus is ever given again.
    """

    answers: AnswerCache = field(default_factory=AnswerCache)
    pids: dict[str, int] = field(default_factory=dict)
    outer: SessionPids = field(default_factory=SessionPids)
    woken: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)  # the programs that have had time to learn where their links lead
    absent: dict[int | None, float] = field(default_factory=dict)  # since when a program is known not to be on the bus
    focused: dict[Reference, Reference] = field(default_factory=dict)  # what had the keyboard last, by its window


class Tree:
    """Questions to one accessibility bus; the answers about a removed object are empty.

    `memory` is shared by successive looks.
    """

    def __init__(
        self, questions: AccessibilityQueries, memory: TreeCache, origin: ScreenPoint = DESKTOP_CORNER
    ) -> None:
        """`origin` is the point of the screen that the program calls 0, 0."""
        self._questions = questions
        self._ask = questions.ask
        self._origin = origin
        self.memory = memory

    def without_answers(self) -> Tree:
        """Return a tree that asks everything again: some programs' answers change after other questions."""
        return Tree(self._questions.without_answers(), self.memory, self._origin)

    def with_origin(self, origin: ScreenPoint) -> Tree:
        """Return a tree whose program calls a point of the screen 0, 0."""
        return Tree(self._questions, self.memory, origin)

    def in_program_coordinates(self) -> Tree:
        """Return a tree whose places are in the program's own coordinates."""
        return Tree(self._questions, self.memory)

    @property
    def may_use_cache(self) -> bool:
        """Return whether answers of before count, as nothing has changed since."""
        return self._questions.since < math.inf

    @property
    def has_desktop_coordinates(self) -> bool:
        """Return whether the program counts from the desktop's corner, and not from its window's."""
        return self._origin == DESKTOP_CORNER

    async def windows_of(self, pid: int | None) -> list[Reference]:
        """Return the windows of all programs with this process id."""
        (programs,) = await self._ask(("org.a11y.atspi.Registry", _ROOT), ACCESSIBLE, "GetChildren") or ([],)
        pids = await asyncio.gather(*(self.pid(name) for name, _ in programs))
        programs_of_pid = [
            (name, path) for (name, path), program_pid in zip(programs, pids, strict=True) if program_pid == pid
        ]
        if programs_of_pid:
            self.memory.absent.pop(pid, None)
        else:
            self.memory.absent.setdefault(pid, asyncio.get_running_loop().time())
        await asyncio.gather(*(self.wake(program) for program in programs_of_pid))
        listed = await asyncio.gather(*(self.inside(program, None) for program in programs_of_pid))
        return [window for some in listed for window in some]

    async def all_windows(self) -> list[Reference]:
        """Return the windows of all programs on the bus."""
        (programs,) = await self._ask(("org.a11y.atspi.Registry", _ROOT), ACCESSIBLE, "GetChildren") or ([],)
        listed = await asyncio.gather(*(self.inside((str(name), str(path)), None) for name, path in programs))
        return [window for some in listed for window in some]

    async def node(self, of: Reference, depth: int, root: int) -> Node:
        """Return one object."""
        name, role, states, box = await asyncio.gather(self.name(of), self.role(of), self.states(of), self.box(of))
        return Node(name, role, states, box, depth, root, of=of)

    async def name(self, of: Reference) -> str:
        """Return an object's name."""
        return await self._property_text(of, "Name")

    async def states(self, of: Reference) -> int:
        """Return an object's states as the bits of a number."""
        return _state_bits(await self._ask(of, ACCESSIBLE, "GetState"))

    async def box(self, of: Reference) -> Rect:
        """Return where an object is."""
        answer = await self._ask(of, COMPONENT, EXTENTS, "u", _ON_SCREEN)
        left, top, width, height = map(int, answer[0]) if answer else (0, 0, 0, 0)
        return Rect(left + self._origin.x, top + self._origin.y, width, height)

    async def text(self, of: Reference) -> str | None:
        """Return the first characters of a field; None where the program does not report it."""
        answer = await self._ask(of, _TEXT, "GetText", "ii", 0, _MOST_CHARACTERS)
        if answer and not answer[0]:  # Firefox gives nothing where it has less than was asked for
            answer = await self._ask(of, _TEXT, "GetText", "ii", 0, -1)
        return str(answer[0])[:_MOST_CHARACTERS] if answer else None

    async def lines(self, of: Reference, within: Rect) -> list[ShownText] | None:
        """Return the lines of a text that are seen in a box; None where the program does not report which these are."""
        corners = (within.x + _INSET, within.y + _INSET), (within.right - _INSET, within.bottom - _INSET)
        first, last = await asyncio.gather(*(self._offset_at(of, x, y) for x, y in corners))
        count = await self._ask(of, PROPERTIES, "Get", "ss", _TEXT, "CharacterCount")
        if not count or (first is None and last is None):
            return None
        start = first or 0
        end = int(count[0].value) if last is None or last < (first or 0) else last + 1
        answer = await self._ask(of, _TEXT, "GetText", "ii", start, min(end, start + _MOST_SEEN))
        if not answer:
            return None
        line_starts = list[tuple[str, int]]()
        at = start
        for line in str(answer[0]).split("\n")[:_MOST_LINES]:
            line_starts += [(line, at)] if line.strip() else []
            at += len(line) + 1
        boxes = await asyncio.gather(*(self._box_of_range(of, at, at + len(line)) for line, at in line_starts))
        if not all(boxes):
            return None
        return [ShownText(line, box) for (line, _), box in zip(line_starts, boxes, strict=True) if box]

    async def _offset_at(self, of: Reference, x: int, y: int) -> int | None:
        at = (x - self._origin.x, y - self._origin.y)
        answer = await self._ask(of, _TEXT, "GetOffsetAtPoint", "iiu", *at, _ON_SCREEN)
        return int(answer[0]) if answer and int(answer[0]) >= 0 else None

    async def _box_of_range(self, of: Reference, start: int, end: int) -> Rect | None:
        answer = await self._ask(of, _TEXT, "GetRangeExtents", "iiu", start, end, _ON_SCREEN)
        left, top, width, height = map(int, answer) if answer else (0, 0, 0, 0)
        return Rect(left + self._origin.x, top + self._origin.y, width, height) if width > 0 and height > 0 else None

    async def link(self, of: Reference) -> str:
        """Return where a link leads; empty where the program does not report it.

        Firefox begins to collect where links lead when it is asked for the first time, and says nothing until then.
        """
        answer = await self._ask(of, _HYPERLINK, "GetURI", "i", 0)
        tries = 1 if of[0] in self.memory.linked else _LINK_TRIES
        while answer and not answer[0] and (tries := tries - 1):
            await asyncio.sleep(_LINK_PAUSE_S)
            answer = await self._questions.without_answers().ask(of, _HYPERLINK, "GetURI", "i", 0)
        if answer:
            self.memory.linked.add(of[0])
        return str(answer[0]) if answer else ""

    async def action(self, of: Reference) -> str:
        """Return the name of what an object does when it is used, in the same words in every language; else empty."""
        answer = await self._ask(of, _ACTION, "GetName", "i", 0)
        return str(answer[0]) if answer else ""

    async def mnemonic(self, of: Reference) -> str:
        """Return the letter that presses an object together with Alt, in lower case; empty without one."""
        answer = await self._ask(of, _ACTION, "GetKeyBinding", "i", 0)
        found = _MNEMONIC.search(str(answer[0])) if answer else None
        return found[1].lower() if found else ""

    async def role(self, of: Reference) -> Role:
        """Return an object's role, by its number; toolkits have names of their own for the same numbers."""
        answer = await self._ask(of, ACCESSIBLE, "GetRole")
        number = int(answer[0]) if answer else 0
        if number < len(ROLES) and number != _EXTENDED:
            return ROLES[number]
        answer = await self._ask(of, ACCESSIBLE, "GetRoleName")
        return Role(str(answer[0])) if answer else Role.UNKNOWN

    async def description(self, of: Reference) -> str:
        """Return what a program says of an object besides its name, such as the tip of a button."""
        return await self._property_text(of, "Description")

    async def _property_text(self, of: Reference, what: str) -> str:
        answer = await self._ask(of, PROPERTIES, "Get", "ss", ACCESSIBLE, what)
        return str(answer[0].value) if answer else ""

    async def holder(self, of: Reference) -> Reference | None:
        """Return the parent of an object; None at the top."""
        answer = await self._ask(of, PROPERTIES, "Get", "ss", ACCESSIBLE, "Parent")
        parent = (str(answer[0].value[0]), str(answer[0].value[1])) if answer else of
        return None if parent == of or parent[1] == _NOTHING else parent

    async def address(self, of: Reference) -> str:
        """Return the address of a page; empty where the program does not report it."""
        answer = await self._ask(of, _DOCUMENT, "GetAttributes")
        known = {str(key): str(value) for key, value in answer[0].items()} if answer else {}
        return next((known[name] for name in _ADDRESSES if known.get(name)), "")

    async def inside(self, of: Reference, at: ScreenPoint | None) -> list[Reference]:
        """Return an object's children, or only the one at a point; of a very long table, the chosen one."""
        if at is not None:
            x = at.x - self._origin.x
            y = at.y - self._origin.y
            answer = await self._ask(of, COMPONENT, AT_POINT, "iiu", x, y, _ON_SCREEN)
            child = (str(answer[0][0]), str(answer[0][1])) if answer else of
            return [] if child == of or not child[0] or child[1] == _NOTHING else [child]
        is_table = await self.role(of) == Role.TABLE
        return await (self.children_of_big(of) if is_table else self._first_children(of))

    async def _first_children(self, of: Reference) -> list[Reference]:
        answer = await self._ask(of, ACCESSIBLE, "GetChildren")
        return [(str(name), str(path)) for name, path in answer[0][:_MOST_CHILDREN]] if answer else []

    async def hit_path(self, of: Reference, at: ScreenPoint) -> list[Reference]:
        """Return what an object finds at a point, what that finds there, and so on; empty where it finds nothing."""
        way = list[Reference]()
        while len(way) < _DEEPEST_FOUND:
            inside = await self.inside(way[-1] if way else of, at)
            if not inside or inside[0] in way:
                break
            way += inside
        return way

    async def children_of_big(self, of: Reference) -> list[Reference]:
        """Return the children of a table, a list or a page; of very many only the one that is chosen.

        LibreOffice Calc makes an object of every cell of its sheet when it is asked for all of them, and does nothing
        else for minutes (seen on Debian 12, version 7.4).
        """
        count = await self._ask(of, PROPERTIES, "Get", "ss", ACCESSIBLE, "ChildCount")
        # The number of cells of a sheet is none that fits: what comes is too much, or negative.
        if count and 0 <= int(count[0].value) <= _MOST_CHILDREN:
            return await self._first_children(of)
        chosen = await self._ask(of, _SELECTION, "GetSelectedChild", "i", 0)
        return [(str(chosen[0][0]), str(chosen[0][1]))] if chosen and chosen[0][1] != _NOTHING else []

    async def cell(self, table: Reference, row: int, column: int) -> Reference | None:
        """Return the cell of a table in a row and a column, which are counted from 0; None where there is none."""
        answer = await self._ask(table, _TABLE, "GetAccessibleAt", "ii", row, column)
        cell = (str(answer[0][0]), str(answer[0][1])) if answer else (table[0], _NOTHING)
        return None if cell[1] == _NOTHING else cell

    async def count_of_selected(self, of: Reference) -> int | None:
        """Return how many entries of a list are selected; None where it does not report it."""
        answer = await self._ask(of, PROPERTIES, "Get", "ss", _SELECTION, "NSelectedChildren")
        return int(answer[0].value) if answer else None

    async def selected(self, of: Reference, most: int) -> list[Reference]:
        """Return the first selected entries of a list."""
        answers = await asyncio.gather(
            *(self._ask(of, _SELECTION, "GetSelectedChild", "i", number) for number in range(most))
        )
        chosen = [(str(answer[0][0]), str(answer[0][1])) for answer in answers if answer]
        return [reference for reference in dict.fromkeys(chosen) if reference[1] != _NOTHING]

    async def searched(self, within: Reference, state: int, most: int) -> list[Reference] | None:
        """Return the first visible objects in this state, as the program itself finds them.

        A page of a thousand objects answers this in the time of a few dozen questions. None where it cannot search.
        """
        return await self.matching(within, (state, SHOWING), (), most)

    async def has_focusable_at(self, of: Reference, at: ScreenPoint) -> bool:
        """Return whether something inside of an object of a page lies at a point and can have the keyboard."""
        focusable = await self.searched(of, FOCUSABLE, _MOST_CHILDREN) or []
        boxes = await asyncio.gather(*(self.box(reference) for reference in focusable if reference != of))
        return any(box.contains(at) for box in boxes)

    async def has_button(self, within: Reference) -> bool | None:
        """Return whether an object of a page holds a button, in view or not; None where it cannot be searched."""
        buttons = await self.matching(within, (VISIBLE,), _BUTTON_ROLES, 1)
        return None if buttons is None else bool(buttons)

    async def pages(self, window: Reference) -> list[Reference]:
        """Return the first pages that show in a window of a browser, outermost first."""
        return await self.matching(window, (SHOWING,), _PAGE_ROLES, _MOST_PAGES) or []

    async def chooser(self, of: Reference) -> Chooser:
        """Return what a file dialog shows."""
        buttons, fields = await asyncio.gather(
            self.matching(of, (), (_TOGGLE_BUTTON,), _MOST_BUTTONS),
            self.matching(of, (SHOWING, EDITABLE), (), 1),
        )
        nodes = await asyncio.gather(*(self.node(button, 1, 0) for button in buttons or ()))
        name = await self.text(fields[0]) if fields else ""
        return Chooser(folder_of(nodes), name or "")

    async def is_search(self, of: Reference) -> bool:
        """Return whether a page says that a field or a landmark is for searching."""
        attributes = await self.attributes(of)
        return attributes.get("text-input-type") == "search" or bool(
            _SEARCH & {*attributes.get("xml-roles", "").split()}
        )

    async def attributes(self, of: Reference) -> Mapping[str, str]:
        """Return what a program says of an object in words of its own code; empty where it says nothing."""
        answer = await self._ask(of, ACCESSIBLE, "GetAttributes")
        return {str(key): str(value) for key, value in answer[0].items()} if answer else {}

    async def labelled(self, of: Reference) -> Reference | None:
        """Return the control that a label belongs to, which a press on the label presses; None where there is none."""
        labelled = await self._related(of, _LABEL_FOR)
        return labelled[0] if labelled else None

    async def label(self, of: Reference) -> str:
        """Return the words of the labels that belong to a control; empty without one."""
        names = await asyncio.gather(*map(self.name, await self._related(of, _LABELLED_BY)))
        return " ".join(filter(None, map(str.strip, names)))

    async def controlled(self, of: Reference) -> list[Reference]:
        """Return what an object controls, as a field its list of proposals."""
        return await self._related(of, _CONTROLLER_FOR)

    async def _related(self, of: Reference, kind: int) -> list[Reference]:
        answer = await self._ask(of, ACCESSIBLE, "GetRelationSet")
        relations = answer[0] if answer else []
        found = [targets for number, targets in relations if int(number) == kind]
        return [(str(name), str(path)) for targets in found for name, path in targets]

    async def count_matching(self, within: Reference, role: str, name: str) -> int:
        """Return how many objects of a role and a name show, as a browser finds them; 0 where it doesn't."""
        number = _NUMBERS.get(role)
        references = await self.matching(within, (SHOWING,), (number,), _MOST_ALIKE) if number is not None else ()
        names = await asyncio.gather(*map(self.name, references or ()))
        return sum(text.strip() == name for text in names)

    async def visible_with_roles(self, within: Reference, roles: Iterable[str], most: int) -> list[Reference]:
        """Return the first objects of some roles that a browser doesn't hide, wherever they are scrolled to."""
        numbers = tuple(number for role in roles if (number := _NUMBERS.get(role)) is not None)
        return await self.matching(within, (VISIBLE,), numbers, most) or []

    async def matching(
        self, within: Reference, states: tuple[int, ...], roles: tuple[int, ...], most: int
    ) -> list[Reference] | None:
        """Return the first objects in all of these states and in one of these roles; None where it cannot search."""
        state_words = _state_words(states, _STATE_WORDS)
        role_words = _state_words(roles, 5) if roles else []
        rule = [state_words, _ALL, {}, _ALL, role_words, _ANY, [], _ALL, False]
        answer = await self._ask(within, _COLLECTION, "GetMatches", _RULE, rule, _IN_ORDER, most, _DEEP)
        return [(str(name), str(path)) for name, path in answer[0]] if answer else None

    async def wake(self, program: Reference) -> None:
        """Have a program show its tree, once: Chromium does only after a client has asked for attributes."""
        if program[0] not in self.memory.woken:
            self.memory.woken.add(program[0])
            await self._ask(program, ACCESSIBLE, "GetAttributes")

    async def pid(self, name: str) -> int | None:
        """Return the process of a program on the bus; None where the bus does not report it."""
        if name not in self.memory.pids:
            bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
            answer = await self._ask(bus, bus[0], "GetConnectionUnixProcessID", "s", name)
            if not answer:
                return None
            self.memory.pids[name] = self.memory.outer.outer(int(answer[0]))
        return self.memory.pids[name]


def _state_bits(answer: Answer) -> int:
    """Return the states of an object as the bits of a number."""
    return sum((int(word) & _WORD) << 32 * n for n, word in enumerate(answer[0][:_STATE_WORDS])) if answer else 0


def _state_words(bits: tuple[int, ...], count: int) -> list[int]:
    """Return a set of bits as so many signed words, as the bus has them."""
    bit_set = sum(1 << bit for bit in bits)
    return [
        int.from_bytes((bit_set >> 32 * n & _WORD).to_bytes(4, "little"), "little", signed=True) for n in range(count)
    ]

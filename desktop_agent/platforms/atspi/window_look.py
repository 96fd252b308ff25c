"""What one look at a window tells: the control under a point, or what has the keyboard, and what stands around it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.programs import is_browser
from desktop_agent.core.role import Role
from desktop_agent.core.screen_contents import ShownText
from desktop_agent.platforms.atspi.entries import called, chooser_of, in_folder, list_of, name_of, nameless_icon
from desktop_agent.platforms.atspi.look import ProgramLook, Reference
from desktop_agent.platforms.atspi.menu_bar import item_with, menu_of
from desktop_agent.platforms.atspi.places import (
    DESKTOP_CORNER,
    PLACED,
    PlacedBox,
    WindowScale,
    displacement_of,
    is_folded,
    scale_of,
)
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.screen.accessible_nodes import (
    EDITABLE,
    FOCUSED,
    IS_DEFAULT,
    PAGES,
    SELECTED,
    SHOWING,
    VISIBLE,
    Node,
    are_listed_in,
    editors_at,
    focused,
    holding_text,
    holds_many_lines,
    inmost_at,
    is_big,
    is_page,
    leads_to_page,
    link_at,
    listed,
    may_be_listed,
    may_have_focus,
    may_lead_to_point,
    silent_panes,
    site_of,
    spot_at,
    tells_text,
    windows_like,
    with_keyboard,
    without_others,
    worth_opening,
)
from desktop_agent.screen.questions import (
    ASKING,
    BUTTONS,
    asks_one_thing,
    is_in_bubble,
    is_pressed,
    may_ask,
    node_of,
    only_tells,
    page_part,
    words_beside,
)
from desktop_agent.screen.window import Control, KeyboardFocus, Spot

_ITEM, _MENU = Role.MENU_ITEM, Role.MENU
_ITEMS = frozenset({_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM})
_NOWHERE = ScreenPoint(0, 0)
_FIELDS = frozenset({Role.ENTRY, Role.EDITBAR, Role.AUTOCOMPLETE, Role.COMBO_BOX})  # of one line
# What holds nothing in a page that could be pressed by itself.
_INNERMOST = (
    BUTTONS
    | _FIELDS
    | {Role.TEXT, Role.PASSWORD_TEXT, Role.LINK, Role.STATIC, Role.IMAGE, Role.CHECK_BOX, Role.RADIO_BUTTON}
)
_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.4)
_HITS_WITHIN_S, _MOST_AGAIN = 0.02, 2
T = TypeVar("T")
_DEEPEST = 24
_HIGHEST = 60  # pages nest deeper than programs do
_MOST_DEFAULTS = 3
_MOST_LISTED = 600
_FORM = Role.FORM
_TOPS = frozenset({Role.DESKTOP_FRAME, Role.APPLICATION})  # what holds a program's windows
_WIDEST_FRAME = 80
_MOST_HOLDERS = 60
_NEAR_WINDOW = 2  # how deep in the tree what a window shows may have no place
_PADDING = 2  # of every control, in pixels: there is nothing of what is inside
# The names of the roles 0 to 91 of AT-SPI (source: atspi-constants.h); GTK 4 has names of its own for the same numbers.
_ROLES = (
    "invalid,accelerator label,alert,animation,arrow,calendar,canvas,check box,check menu item,color chooser,"
    "column header,combo box,date editor,desktop icon,desktop frame,dial,dialog,directory pane,drawing area,"
    "file chooser,filler,focus traversable,font chooser,frame,glass pane,html container,icon,image,internal frame,"
    "label,layered pane,list,list item,menu,menu bar,menu item,option pane,page tab,page tab list,panel,password text,"
    "popup menu,progress bar,push button,radio button,radio menu item,root pane,row header,scroll bar,scroll pane,"
    "separator,slider,spin button,split pane,status bar,table,table cell,table column header,table row header,"
    "tearoff menu item,terminal,text,toggle button,tool bar,tool tip,tree,tree table,unknown,viewport,window,extended,"
    "header,footer,paragraph,ruler,application,autocomplete,editbar,embedded,entry,chart,caption,document frame,"
    "heading,page,section,redundant object,form,link,input method window,table row,tree item"
).split(",")
_WITHOUT_FOCUS_INSIDE = frozenset(
    {Role.LABEL, Role.IMAGE, Role.PUSH_BUTTON, Role.SCROLL_BAR, Role.SEPARATOR, Role.PROGRESS_BAR}
)
# What has no name is called by its class.
_CLASS, _CLASS_OF_TEXT = re.compile(r"(Gtk|Adw)[A-Z]\w*"), re.compile(r"([A-Z][a-z]+){2,}")


async def looked(
    look: ProgramLook,
    memory: TreeCache,
    waits: Callable[[], AbstractAsyncContextManager[object]],
    in_window: tuple[Window, Rect],
    ask: Callable[[WindowLook], Awaitable[T]],
    *,
    origin: ScreenPoint = DESKTOP_CORNER,
) -> T:
    """Return what a look at a window brings, after its rehearsal; `origin` is where its program begins to count."""
    try:
        # What was told last may make no sense any more.
        with suppress(Exception):
            await ask(WindowLook(Tree(look.rehearsal(), memory.rehearsed(), origin), nullcontext, *in_window))
        return await ask(WindowLook(Tree(look, memory, origin), waits, *in_window))
    finally:
        look.close()


class WindowLook:
    """One look; `waits` bounds how long the program is waited for, each time that something is asked of it."""

    def __init__(
        self, tree: Tree, waits: Callable[[], AbstractAsyncContextManager[object]], window: Window, box: Rect
    ) -> None:
        self._tree, self._waits, self._window, self._box = tree, waits, window, box

    async def spot(self, at: ScreenPoint) -> tuple[Spot, list[Node]]:
        """Return the innermost control under a point, and what takes text there, innermost first.

        Chromium answers by what was hit last, where that holds the point, else by boxes, and only then finds out what
        is on top there. So it is asked at the end whether it still finds the same.
        """
        began = time.monotonic()
        spot, editors = await self._innermost(at)
        for _ in range(_MOST_AGAIN):
            if not spot.control.in_page or self._tree.memory.rehearses or await self._stays(at, began):
                break
            began = time.monotonic()
            spot, editors = await self._innermost(at)
        return spot, editors

    async def _innermost(self, at: ScreenPoint) -> tuple[Spot, list[Node]]:
        """Return the same, asking again about what may hold more, and a few times where something in it lies there."""
        spot, editors, inmost = await self._seen(at)
        for pause_s in _PAUSES_S:
            if not _may_hold_more(spot):
                break
            if self._tree.memory.rehearses or not await self._is_above(inmost, at):
                break
            await asyncio.sleep(pause_s)
            self._tree = self._tree.anew()
            spot, editors, inmost = await self._seen(at)
        return spot, editors

    async def _stays(self, at: ScreenPoint, began: float) -> bool:
        """Tell whether a browser finds at a point what it has found, once it has had the time to hit what is on top."""
        try:
            async with self._waits():
                windows = await self._tree.windows_at(self._window.pid, at)
                found = [await self._tree.way_down(one, at) for one in windows]
                await asyncio.sleep(max(0.0, began + _HITS_WITHIN_S - time.monotonic()))
                self._tree = self._tree.anew()
                return [await self._tree.way_down(one, at) for one in windows] == found
        except Exception:
            # As below: after any failure nothing is known.
            return False

    async def _is_above(self, node: Node | None, at: ScreenPoint) -> bool:
        """Tell whether something lies at a point in what was told to be there."""
        told = await self._told(node, lambda tree, of: tree.holds_at(of, node.box if node else self._box, at))
        return told or False

    async def _seen(self, at: ScreenPoint) -> tuple[Spot, list[Node], Node | None]:
        nodes = await self._nodes(lambda walk, at: walk.towards(at), at)
        roots = windows_like(nodes, self._window.title, self._box)
        in_list = self._window.menu and is_browser(self._window.app)
        if in_list and (option := await self._nodes(lambda walk, at: walk.option(self._box, at), at)):
            nodes, roots = option, (option[0].root,)
        spot = spot_at(nodes, at, roots)
        words = await self._told(nameless_icon(nodes, spot.control), Tree.text) or ""
        spot = replace(spot, control=replace(spot.control, name=words.strip() or name_of(spot.control)))
        # A link may call itself a button.
        button = node_of(nodes, spot.control) if is_pressed(spot.control.role) else None
        link = link_at(nodes, at, roots) or button
        chooser = await self._told(chooser_of(nodes, roots), Tree.chooser)
        spot = await self._with_words_beside(spot, nodes, roots)
        label = node_of(nodes, spot.control) if spot.control.role == Role.LABEL and not spot.control.in_page else None
        leads = await self._told(link, Tree.link) or await self._told(label, Tree.link_in) or ""
        spot = replace(spot, link=leads, chooser=chooser)
        if spot.control.role in PAGES and spot.site:
            page, place = node_of(nodes, spot.control), spot.control.box or self._box
            bare = await self._told(page, lambda tree, of: tree.is_bare(of, place, at))
            spot = replace(spot, bare=bare or False)
        return spot, editors_at(nodes, at, roots), inmost_at(nodes, at, roots)

    async def keyboard(self, *, by_return: bool) -> tuple[KeyboardFocus, Node | None]:
        """Return what has the keyboard in the window's program, and the object that it is."""
        nodes = await self._nodes(lambda walk, _: walk.to_focus(by_return=by_return))
        roots = windows_like(nodes, self._window.title, self._box)
        node = focused(nodes, roots)
        keyboard = await self._with_entry(in_folder(with_keyboard(nodes, roots), nodes, node), nodes, node)
        shown = roots or ((node.root,) if node else ())
        asks = asks_one_thing(nodes, shown, by_keys=True) or is_in_bubble(nodes, shown)
        keyboard = replace(keyboard, question=asks and not keyboard.focus.in_page, message=only_tells(nodes, shown))
        keyboard = replace(keyboard, chooser=await self._told(chooser_of(nodes, roots), Tree.chooser))
        if keyboard.focus.role in _FIELDS:
            searches = node is not None and node.in_form and await self._told(node, Tree.is_search)
            keyboard = replace(keyboard, value=await self._told(node, Tree.text), searches=bool(searches))
        elif keyboard.focus.role == Role.LINK or is_pressed(keyboard.focus.role):  # GTK's buttons may be links
            keyboard = replace(keyboard, link=await self._told(node, Tree.link) or "")
        return keyboard, node

    async def menu_item(self, keys: frozenset[str]) -> Control:
        """Return the item of the window's menu bar that has a chord by the program's own word."""
        if self._tree.memory.rehearses:  # the menu is kept, and few questions are left
            return Control()
        try:
            async with self._waits():
                windows = await self._tree.windows_of(self._window.pid)
                shown = await Walk(self._tree, windows, browser=False).windows()
                like = windows_like(shown, self._window.title, self._box)
                meant = [one.of for one in shown if one.root in like] or windows
                item = await item_with(self._tree, meant[0], keys) if len(meant) == 1 else None
                return await _item(self._tree, item) if item else Control()
        except Exception:
            # As below: after any failure nothing is known.
            return Control()

    async def listed(self) -> list[Control]:
        """Return what can be used in the window and its menus, with the words beside it."""
        return listed(await self._shown())

    async def texts(self) -> list[ShownText]:
        """Return the lines that the window shows; one without words where it does not tell them, or their places."""
        nodes = await self._shown()
        told = await asyncio.gather(*(self._lines_of(node) for node in holding_text(nodes)))
        silent = (ShownText("", node.box) for node in silent_panes(nodes))
        return [*(line for lines in told for line in lines), *silent]

    async def _shown(self) -> list[Node]:
        nodes = await self._nodes(lambda walk, _: walk.listed())
        return without_others(nodes, windows_like(nodes, self._window.title, self._box))

    async def address(self) -> str:
        """Return the address of the page that the window shows; empty where it shows none, or does not tell."""
        nodes = await self._nodes(lambda walk, _: walk.pages())
        roots = windows_like(nodes, self._window.title, self._box)
        pages = [node for node in nodes if is_page(node) and (not roots or node.root in roots)]
        return (await self._told(pages[0], Tree.address) or "") if len(pages) == 1 else ""

    async def _lines_of(self, node: Node) -> Sequence[ShownText]:
        by_name = ShownText(node.name.strip(), node.box)
        if not tells_text(node):
            return (by_name,)
        if holds_many_lines(node):
            seen = node.box.intersection(self._box) or node.box
            lines = await self._told(node, lambda tree, of: tree.lines(of, seen))
            return (ShownText("", node.box),) if lines is None else lines
        text = await self._told(node, Tree.text)
        return (by_name if text is None else ShownText(text.strip(), node.box),) if text or by_name.text else ()

    async def _with_entry(self, keyboard: KeyboardFocus, nodes: Sequence[Node], node: Node | None) -> KeyboardFocus:
        """Return the focus with the name of the entry that Return would open; without one where others are selected."""
        holder = list_of(nodes, node) if keyboard.focus.role == (node and node.role) else None
        chosen = await self._told(holder, Tree.count_of_selected)
        if node is None or holder is None or chosen is None:
            return keyboard
        if chosen > 1 or (chosen and not node.has(SELECTED)):
            return called(keyboard, "")
        words = await self._told(nameless_icon(nodes, keyboard.focus), Tree.text) or ""
        return called(keyboard, words.strip()) if words.strip() else keyboard

    async def _with_words_beside(self, spot: Spot, nodes: Sequence[Node], roots: Sequence[int]) -> Spot:
        """Return the spot with what stands beside a button, and whether its window asks one thing."""
        if spot.control.role in _ITEMS:
            item = node_of(nodes, spot.control)
            if spot.control.role == _ITEM and await self._told(item, Tree.holds_menu):
                return replace(spot, control=replace(spot.control, role=_MENU))
            return replace(spot, control=replace(spot.control, menu=await self._told(item, menu_of) or ""))
        if not is_pressed(spot.control.role):
            return spot
        if spot.control.in_page:
            return replace(spot, around=await self._told(page_part(nodes, spot.control), Tree.words) or ())
        if is_browser(self._window.app) or not may_ask(nodes, roots):
            return replace(spot, question=is_in_bubble(nodes, roots))
        whole = await self._nodes(lambda walk, _: walk.to_focus(by_return=False))
        # What does not answer in time may be a question.
        asks = not whole or asks_one_thing(whole, roots)
        return replace(spot, around=words_beside(whole, roots), question=asks, message=only_tells(whole, roots))

    async def _told(self, node: Node | None, asks: Callable[[Tree, Reference], Awaitable[T | None]]) -> T | None:
        """Return a program's answer about one object; None when it does not come in time."""
        if node is None:
            return None
        try:
            async with self._waits():
                return await asks(self._tree, node.of)
        except Exception:
            # As below: after any failure nothing is known.
            return None

    async def _nodes(
        self, ask: Callable[[Walk | InsideWindow, ScreenPoint], Awaitable[list[Node]]], at: ScreenPoint | None = None
    ) -> list[Node]:
        """Return the part of the program's tree that is of interest; empty when it does not answer in time."""
        window, tree = self._window, self._tree
        try:
            async with self._waits():
                windows, browser = await tree.windows_of(window.pid), is_browser(window.app)
                shown = await Walk(tree, windows, browser=browser).windows()
                scale, roots = scale_of(shown, window.title, self._box), windows_like(shown, window.title, self._box)
                nodes = await ask(Walk(tree, windows, scale, browser=browser, roots=roots), at or _NOWHERE)
                if scale:
                    return nodes
                if without_place := unplaced(nodes, window.title, self._box):
                    return await ask(InsideWindow(tree.as_told(), without_place), at or _NOWHERE)
                return nodes
        except Exception:
            # A bus that is full or foreign fails in many ways; each means that nothing is known.
            return []


async def _item(tree: Tree, of: Reference) -> Control:
    return Control(name=(await tree.name(of)).strip(), role=_ITEM, menu=await menu_of(tree, of))


def _may_hold_more(spot: Spot) -> bool:
    """Tell whether something else in a page may lie at the point than what was told: not on its bare ground."""
    return spot.control.in_page and not spot.bare and spot.control.role not in _INNERMOST


@dataclass(frozen=True, slots=True)
class _TreePosition:
    of: Reference
    depth: int
    root: int
    in_page: bool = False
    site: str = ""
    in_form: bool = False
    holder: PlacedBox | None = None  # on the way down from its window


class Walk:
    """One question to one program, by its windows; `browser` says whether its pages have sites worth knowing.

    `roots` are those of its windows that may be the one in question, by their places among all; without any each may.
    Points and the nodes' boxes are those of the screen, in a window that is scaled too.
    """

    def __init__(
        self,
        tree: Tree,
        windows: Sequence[Reference],
        scale: WindowScale | None = None,
        *,
        browser: bool,
        roots: Sequence[int] = (),
    ) -> None:
        self._tree, self._scale, self._roots = tree, scale, roots
        self._windows = [_TreePosition(one, 0, number) for number, one in enumerate(windows)]
        self._browser = browser
        self._ways: dict[Reference, PlacedBox] = {}

    @property
    def _walks(self) -> bool:
        """Tell whether to walk through the tree where the program itself finds nothing.

        A rehearsal knows only what browsers have found before, and would ask for the whole tree in vain.
        """
        return not (self._browser and self._tree.memory.rehearses)

    async def windows(self) -> list[Node]:
        """Return the program's windows themselves."""
        if self._browser:
            self._tree.memory.answers.around_pages.update(window.of for window in self._windows)
        return list(await asyncio.gather(*(self._node(window) for window in self._windows)))

    async def pages(self) -> list[Node]:
        """Return the program's windows and, in a browser, the page that each shows."""
        return await self._with_page(await self.windows())

    async def towards(self, at: ScreenPoint) -> list[Node]:
        """Return the nodes on the way to the control under a point and, in a browser, the page that is shown."""
        found = await self._holders_at(at) if self._browser else []
        if not found and self._walks:
            found = await self._through(lambda node: worth_opening(node, at), at)
        return await self._with_page(found)

    async def to_focus(self, *, by_return: bool) -> list[Node]:
        """Return the nodes that may have the keyboard, on request what Return presses and, in a browser, the page."""
        found = await self._searched(by_return=by_return) if self._browser else None
        if found is None:
            found = await self._through(may_have_focus, None) if self._walks else []
        return await self._with_page(found)

    async def option(self, box: Rect, at: ScreenPoint) -> list[Node]:
        """Return the option at a point of the list that a page has open in a window at this place; else nothing.

        A browser draws the list in a window of its own, which has no site, and tells the options as a part of the page:
        of the one that has the keyboard, as any other's list closes.
        """
        focused = await self._searched(by_return=False) or []
        chosen = next((node for node in focused if node.in_page and node.role == _ITEM), None)
        if chosen is None or chosen.box.intersection(box) != chosen.box:
            return []
        first, holder, *_ = await self._way_up(chosen.of, chosen.root)
        inside = await self._tree.inside(holder.of, None)
        options = await asyncio.gather(*(self._node(replace(first, of=one)) for one in inside))
        if not are_listed_in(box, [option.box for option in options]):
            return []
        rows = [replace(one, box=Rect(box.x, one.box.y, box.width, one.box.height)) for one in options]
        return [row for row in rows if row.box.contains(at)]

    async def listed(self) -> list[Node]:
        """Return the nodes that show, as far as there are not too many of them."""
        if self._browser:
            found = [await self._tree.searched(window.of, VISIBLE, _MOST_LISTED) or [] for window in self._windows]
            places = [
                _TreePosition(one, 1, window.root, in_page=True)
                for window, some in zip(self._windows, found, strict=True)
                for one in some
            ]
            if places:
                return list(await asyncio.gather(*(self._node(place) for place in places)))
        return await self._through(may_be_listed, None)

    async def _with_page(self, nodes: list[Node]) -> list[Node]:
        if not self._browser or any(node.site for node in nodes):
            return nodes
        pages = await asyncio.gather(*(self._page_of(window) for window in self._meant()))
        return nodes + [page for page in pages if page]

    def _meant(self) -> list[_TreePosition]:
        """Return the windows that may be the one in question."""
        return [window for window in self._windows if not self._roots or window.root in self._roots]

    async def _page_of(self, window: _TreePosition) -> Node | None:
        """Return the page that a window shows; tries the last known one first."""
        last_page = self._tree.memory.pages.get(window.of)
        if last_page:
            page = await self._node(_TreePosition(last_page, 1, window.root))
            if is_page(page) and page.has(SHOWING) and page.site:
                return page
        level = [window]
        for _ in range(_DEEPEST):
            nodes = await asyncio.gather(*(self._node(place) for place in level))
            for place, node in zip(level, nodes, strict=True):
                if is_page(node) and node.has(SHOWING) and node.site:
                    self._tree.memory.pages[window.of] = place.of
                    return node
            level = await self._next(level, nodes, leads_to_page, None)
        return None

    async def _holders_at(self, at: ScreenPoint) -> list[Node]:
        """Return what the program itself finds at a point, with its parents; empty when it finds nothing.

        Browsers find by pixels, whatever they tell places in.
        """
        windows = await self.windows()
        under = [place for place in self._meant() if windows[place.root].box.contains(at)]
        ways = await asyncio.gather(*(self._tree.way_down(place.of, at) for place in under))
        found = list(windows)
        for place, way in zip(under, ways, strict=True):
            places = await self._way_up(way[-1], place.root) if way else ()
            # The last one is the program, the one before it the window that is there already.
            found += await asyncio.gather(*(self._node(one) for one in places))
        return found if any(ways) else []

    async def _searched(self, *, by_return: bool) -> list[Node] | None:
        """Return what the program itself finds in its windows; None when it cannot search."""
        windows = self._windows
        focused = await asyncio.gather(*(self._tree.searched(window.of, FOCUSED, 1) for window in windows))
        if all(found is None for found in focused):
            return None
        default = [
            await self._tree.searched(one.of, IS_DEFAULT, _MOST_DEFAULTS) if by_return else () for one in windows
        ]
        places = list(windows)
        for window, *found in zip(windows, focused, default, strict=True):
            for one in dict.fromkeys(hit for some in found for hit in some or ()):
                places += (await self._way_up(one, window.root))[:1]
        return list(await asyncio.gather(*(self._node(place) for place in places)))

    async def _way_up(self, of: Reference, root: int) -> list[_TreePosition]:
        """Return an object and its parents below its window, innermost first."""
        way = await self._holders(of)
        roles = await asyncio.gather(*(self._tree.role(one) for one in way))
        places, in_page, in_form, site = list[_TreePosition](), False, False, ""
        for depth, (one, role) in enumerate(zip(reversed(way), reversed(roles), strict=True)):
            # The outermost is the program; its windows are at depth 0.
            places.append(_TreePosition(one, depth - 1, root, in_page, site, in_form))
            in_form = in_form or role == _FORM
            if role in PAGES:
                in_page, site = True, site_of(await self._tree.address(one), site)
        self._note_around_page(way, roles)
        return places[:1:-1] or places[-1:]

    def _note_around_page(self, way: Sequence[Reference], roles: Sequence[str]) -> None:
        """Take note of what holds the outermost page, of a way that is known whole; of all of it where no page is."""
        pages = [at for at, role in enumerate(roles) if role in PAGES]
        is_whole = all(roles) and (pages or roles[-1] in _TOPS)
        if is_whole and not self._tree.memory.rehearses:
            self._tree.memory.answers.around_pages.update(way[pages[-1] + 1 if pages else 0 :])

    async def _through(self, opens: Callable[[Node], bool], at: ScreenPoint | None) -> list[Node]:
        found, level = list[Node](), self._windows
        for _ in range(_DEEPEST):
            told = await asyncio.gather(
                *(self._node(place) if at is None else self._node_at(place, at) for place in level)
            )
            known = [(place, node) for place, node in zip(level, told, strict=True) if node is not None]
            nodes = [node for _, node in known]
            found += nodes
            level = await self._next([place for place, _ in known], nodes, opens, at)
            if not level:
                break
        return found

    async def _node_at(self, place: _TreePosition, at: ScreenPoint) -> Node | None:
        """Return an object on the way to a point; None of one that lies beside it and leads to no menu.

        Most of a program's objects lie beside the point. Of those whose kind is known nothing but their place is asked.
        """
        role = self._tree.last_role(place.of)
        leads_there = role in ASKING or may_lead_to_point(role, place.depth)
        if not role or leads_there or place.in_page or place.depth < _NEAR_WINDOW:
            return await self._node(place)
        told = Node("", role, 0, await self._tree.box(place.of), place.depth, place.root, of=place.of)
        scale, placed = await self._scale_at(told), self._placed(told, place)
        box = (scale.on_screen(placed) if scale else placed).box
        return await self._node(place) if box.contains(at) or box.width < 1 else None

    async def _next(
        self,
        level: Sequence[_TreePosition],
        nodes: Sequence[Node],
        opens: Callable[[Node], bool],
        at: ScreenPoint | None,
    ) -> list[_TreePosition]:
        """Return the children of the objects that are worth opening."""
        opened = [
            (place, node) for place, node in zip(level, nodes, strict=True) if opens(node) and not is_folded(node)
        ]
        inside = await asyncio.gather(*(self._inside(place.of, node, at, opens) for place, node in opened))
        return [
            _TreePosition(
                child, node.depth + 1, node.root, node.in_page, node.site, node.in_form or node.role == _FORM,
                self._ways.get(place.of),
            )
            for (place, node), children in zip(opened, inside, strict=True)
            for child in children
        ]  # fmt: skip

    async def _inside(
        self, of: Reference, node: Node, at: ScreenPoint | None, opens: Callable[[Node], bool]
    ) -> list[Reference]:
        if opens is may_have_focus and is_page(node):
            searched = await self._tree.searched(of, FOCUSED, 1)
            if searched is not None:
                return searched
        if is_big(node) and at is None:
            return await self._tree.inside_big(of)
        if not is_big(node) or at is None:
            return await self._tree.inside(of, None)
        scale = None if self._browser else await self._scale_at(node)
        counted = scale.to_units(at) if scale else at
        return await self._tree.inside(of, self._ways[of].displaced.told(counted))

    async def _node(self, place: _TreePosition) -> Node:
        ask = self._tree.node if place.in_page else self._tree.shown
        node = self._placed(await ask(place.of, place.depth, place.root), place)
        if is_page(node):
            address = await self._tree.address(place.of) if self._browser else ""
            node = replace(node, in_page=True, site=site_of(address, place.site))
        else:
            node = replace(node, in_page=place.in_page, site=place.site, in_form=place.in_form)
        scale = await self._scale_at(node)
        return scale.on_screen(node) if scale else node

    async def _scale_at(self, node: Node) -> WindowScale | None:
        """Return the scale that an object's place is told in; None where that is in pixels."""
        scale = self._scale if self._scale and self._scale.root == node.root else None
        if scale is None or not node.in_page:
            return scale
        way = await self._holders(node.of)
        roles = await asyncio.gather(*(self._tree.role(one) for one in way))
        outermost = max((at for at, role in enumerate(roles) if role in PAGES), default=0)
        page, *holders = await asyncio.gather(*(self._tree.box(one) for one in way[outermost:]))
        holder = next((box for box in holders if box.width > 0), scale.units)
        return None if scale.is_in_pixels(page, holder) else scale

    async def _holders(self, of: Reference) -> list[Reference]:
        """Return an object and all that hold it, innermost first."""
        way, holder = [of], await self._tree.holder(of)
        while holder is not None and len(way) < _HIGHEST:
            way.append(holder)
            holder = await self._tree.holder(holder)
        return way

    def _placed(self, told: Node, place: _TreePosition) -> Node:
        """Return an object of the way down where it is, in the program's units."""
        holder = place.holder
        displaced = displacement_of(told, holder.box, holder.displaced) if holder else PLACED
        placed = displaced.on_screen(told)
        self._ways[place.of] = PlacedBox(placed.box, displaced)
        return placed


@dataclass(frozen=True, slots=True)
class UnplacedWindow:
    """A window of such a program; `root` is its place among the program's windows."""

    of: Reference
    root: int
    corner: ScreenPoint


def unplaced(nodes: Sequence[Node], title: str, box: Rect) -> UnplacedWindow | None:
    """Return the window with this title, if an ordinary walk has found nothing in it that shows but some visible."""
    for window in (node for node in nodes if node.depth == 0 and node.name == title):
        inside = [node for node in nodes if node.depth == 1 and node.root == window.root]
        corner = _corner(window.box, box)
        is_visible = any(node.has(VISIBLE) for node in inside)
        if corner is not None and is_visible and not any(node.has(SHOWING) for node in inside):
            return UnplacedWindow(window.of, window.root, corner)
    return None


def _corner(inner: Rect, frame: Rect) -> ScreenPoint | None:
    """Return where the contents begin in a frame, which is as wide below as on the sides."""
    sides, ends = frame.width - inner.width, frame.height - inner.height
    if not (0 <= sides <= _WIDEST_FRAME and sides // 2 <= ends <= _WIDEST_FRAME and inner.height):
        return None
    return ScreenPoint(frame.x + sides // 2, frame.bottom - sides // 2 - inner.height)


class InsideWindow:
    """One question to such a program, about one of its windows.

    Its objects are given as every other program tells them: placed on the screen, with the roles' usual names, and
    showing where they are visible. Where the corner is, follows from the sizes of the window and of its frame. Pages
    that are hidden are visible to it, too, so what is at a point is what the program itself finds there or beside it.
    It finds only what has been listed before.
    """

    def __init__(self, tree: Tree, window: UnplacedWindow) -> None:
        self._tree, self._window = tree, window

    async def pages(self) -> list[Node]:
        """Return nothing: only browsers show pages, and they tell where they are."""
        return []

    async def option(self, box: Rect, at: ScreenPoint) -> list[Node]:
        """Return nothing, for the same reason."""
        return []

    async def towards(self, at: ScreenPoint) -> list[Node]:
        """Return the nodes that hold a point, from the window inwards; none where the program finds nothing there."""
        inmost = await self._found(at) or await self._around(at)
        if inmost is None:
            return []
        way = [inmost]
        while way[-1] != self._window.of and len(way) < _MOST_HOLDERS:
            holder = await self._tree.holder(way[-1])
            if holder is None:
                return []
            way.append(holder)
        nodes = await asyncio.gather(*(self._node(one, depth) for depth, one in enumerate(reversed(way))))
        # The padding is left out of the boxes, and is a part of the control all the same.
        held = [replace(node, box=Rect.union(node.box, Rect(at.x, at.y, 1, 1))) for node in nodes[1:]]
        # The words on a button or a switch are an object of their own.
        is_caption = len(held) > 1 and held[-1].role == Role.LABEL and held[-1].name == held[-2].name
        return [nodes[0], *(held[:-1] if is_caption else held)]

    async def to_focus(self, *, by_return: bool) -> list[Node]:
        """Return the nodes that may have the keyboard; such a program does not tell what Return presses."""
        del by_return
        found, level = list[Node](), [self._window.of]
        for depth in range(_DEEPEST):
            nodes = await asyncio.gather(*(self._node(one, depth, placed=depth == 0) for one in level))
            found += nodes
            opened = [node.of for node in nodes if may_have_focus(node) and node.role not in _WITHOUT_FOCUS_INSIDE]
            inside = await asyncio.gather(*(self._tree.inside(one, None) for one in opened))
            level = [child for children in inside for child in children]
            if not level:
                break
        return found

    async def listed(self) -> list[Node]:
        """Return the nodes that show."""
        found, level = list[Node](), [self._window.of]
        for depth in range(_DEEPEST):
            nodes = await asyncio.gather(*(self._node(one, depth) for one in level))
            found += nodes
            opened = [node.of for node in nodes if may_be_listed(node) and node.role not in _WITHOUT_FOCUS_INSIDE]
            inside = await asyncio.gather(*(self._tree.inside(one, None) for one in opened))
            level = [child for children in inside for child in children]
            if not level:
                break
        return found

    async def _found(self, at: ScreenPoint) -> Reference | None:
        """Return what the program finds at a point; nothing in a part without an object of its own, such as an icon."""
        corner = self._window.corner
        found = await self._tree.inside(self._window.of, ScreenPoint(at.x - corner.x, at.y - corner.y))
        return found[0] if found else None

    async def _around(self, at: ScreenPoint) -> Reference | None:
        """List what is around a point and ask again; else the innermost box there that is found close to its contents.

        None where the boxes of two pages lie above each other.
        """
        level, way = [await self._node(self._window.of, 0, named=False)], list[Node]()
        for depth in range(1, _DEEPEST):
            way += level if len(level) == 1 else []
            inside = await asyncio.gather(*(self._tree.inside(node.of, None) for node in level))
            listed = [child for children in inside for child in children]
            nodes = await asyncio.gather(*(self._node(one, depth, named=False) for one in listed))
            level = [node for node in nodes if node.has(SHOWING) and node.box.contains(at)]
            if not level:
                break
        again = InsideWindow(self._tree.anew(), self._window)
        found = await again._found(at)
        if found is not None or len(way) < depth:
            return found
        found_beside = await asyncio.gather(*(again._found(one) for one in _beside(way[-1].box)))
        return next((node.of for node in reversed(way[1:]) if node.of in found_beside), None)

    async def _node(self, of: Reference, depth: int, *, named: bool = True, placed: bool = True) -> Node:
        states = await self._tree.states(of)
        if not states >> VISIBLE & 1:
            return Node("", "", 0, Rect(0, 0, 0, 0), depth, self._window.root, of=of)
        role = await self._role(of)
        name = await self._name(of, role, states) if named else ""
        box = await self._tree.box(of) if placed or states >> FOCUSED & 1 else Rect(0, 0, 0, 0)
        place = Rect(box.x + self._window.corner.x, box.y + self._window.corner.y, box.width, box.height)
        return Node(name, role, states | 1 << SHOWING, place, depth, self._window.root, of=of)

    async def _role(self, of: Reference) -> str:
        number = await self._tree.number_of_role(of)
        return _ROLES[number] if 0 <= number < len(_ROLES) else await self._tree.role(of)

    async def _name(self, of: Reference, role: str, states: int) -> str:
        name = await self._tree.name(of)
        pattern = _CLASS_OF_TEXT if states >> EDITABLE & 1 else _CLASS
        return name if name and not pattern.fullmatch(name) else await self._tree.description(of)


def _beside(box: Rect) -> list[ScreenPoint]:
    middle = ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)
    return [
        ScreenPoint(box.x - _PADDING, middle.y),
        ScreenPoint(box.right + _PADDING, middle.y),
        ScreenPoint(middle.x, box.y - _PADDING),
        ScreenPoint(middle.x, box.bottom + _PADDING),
    ]

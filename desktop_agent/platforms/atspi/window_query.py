"""What one query of a window reports: the control under a point or with the keyboard, and what is around it."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from desktop_agent.core.address import NOWHERE, AddressKind, Document, OwnPage, kind_of, own_page
from desktop_agent.core.controls.role import ENTRIES, TEXTS_ALONE, BrowserPart, Role, part_marked
from desktop_agent.core.controls.screen_contents import ShownText
from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.core.programs import is_browser, last_part
from desktop_agent.lib.programs import executable_of, program_of
from desktop_agent.platforms.atspi.places import origin_in_frame, scale_of
from desktop_agent.platforms.atspi.queries import Reference
from desktop_agent.platforms.atspi.tree import (
    ROLES,
    TEXT_AREA,
    Tree,
    called,
    chooser_of,
    list_of,
    name_of,
    nameless_icon,
    with_folder_role,
)
from desktop_agent.platforms.atspi.walk import PlacedNode, Walk
from desktop_agent.screen.controls import accessible_nodes as a11y
from desktop_agent.screen.controls import questions
from desktop_agent.screen.controls.window import ActiveWindow, AwayControl, Control, HitResult, KeyboardFocus

_PLAIN_FIELDS = frozenset({TEXT_AREA, "input"})  # of a page, by their tags: their text has one style
# By their classes: those of CodeMirror and Monaco, which close brackets as they are typed, and have no style to lose.
_CODE_EDITORS = frozenset({"cm-content", "native-edit-context"})
_FIELDS = frozenset({Role.ENTRY, Role.EDITBAR, Role.AUTOCOMPLETE, Role.COMBO_BOX})  # of one line
# What a press, a key or the wheel changes at once.
_CHOICES = frozenset({Role.COMBO_BOX, Role.RADIO_BUTTON, Role.CHECK_BOX, Role.SWITCH, Role.SPIN_BUTTON, Role.SLIDER})
# What holds nothing in a page that could be pressed by itself.
_INNERMOST = (
    questions.BUTTONS
    | _FIELDS
    | {Role.TEXT, Role.PASSWORD_TEXT, Role.LINK, Role.STATIC, Role.IMAGE, Role.CHECK_BOX, Role.RADIO_BUTTON}
)
_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.4)
_TURNED = frozenset({Role.SLIDER, Role.SCALE, Role.DIAL, Role.SPIN_BUTTON})
_MOST_WITH_MNEMONICS = 120
_MOST_LISTS = 3  # that are searched for the focus
_MOST_DEFAULTS = 3
_MOST_SELECTED = 3  # of which the names are asked for
_MOST_LISTED = 600
_MOST_IN_FORM = 12
_MOST_CHOICES = 40
_MOST_MARKED = 8  # of what holds a control
_MARGIN_PX = 80  # at the upper and lower edges of a pane
_MARGINS = 5  # at most, in a pane's height
_PAGE = 0.8  # of a pane's height, by which it is scrolled where the distance is unknown
_MOST_SOUGHT = 2_000  # objects of a page that are asked for their names
_MOST_AWAY = 8  # objects of one name
# of text in a page; what is taller is no button or row, but holds them
_MOST_HOLDERS = 6
_TALLEST = 128
_GROUPS = frozenset({Role.GROUPING, Role.PANEL})  # which draw their name above what they hold
# As browsers call what an element does that takes a press. That of what merely lies in one is “clickAncestor”.
_PRESSES = frozenset({"click", "press", "jump", "activate", "open", "select", "toggle", "check", "expand", "collapse"})
_WIDEST_FRAME = 80
_TEXT_NUMBERS = (ROLES.index(Role.STATIC),)
_MOST_WORDS_IN_ROW = 4
_MOST_COLUMNS = 8  # of a sheet, in which the words of a row are
_MOST_ROWS_ABOVE = 8  # in which the title of a column is
_MOST_ROWS_BESIDE = 50  # above and below a row, among which there may be an equal one
_BELOW = Rect(0, 0, 0, 0)
_SHELL = "gnome-shell"  # whose stage is in use while its overview, a menu or a dialog of it has the keyboard
_FIRST_NUMBER = -2  # of windows that no desktop numbers: those below it


async def active_window(tree: Tree) -> ActiveWindow | None:
    """Return the only window that is in use, as programs report it; None while a part of GNOME Shell is."""
    windows = await tree.all_windows()
    states = await asyncio.gather(*map(tree.states, windows))
    active = [window for window, state in zip(windows, states, strict=True) if state >> a11y.ACTIVE & 1]
    if len(active) != 1:
        return None
    name, path = active[0]
    pid, title, box = await asyncio.gather(tree.pid(name), tree.name(active[0]), tree.box(active[0]))
    app = last_part(executable_of(pid))
    if app == _SHELL:
        return None
    number = _FIRST_NUMBER - zlib.crc32(f"{name}{path}".encode())
    return ActiveWindow(Window(number, app, title, pid, program_of(pid)), box)


class WindowQuery:
    """One look at the accessible objects of a window, which lies at `box` on the screen."""

    def __init__(self, tree: Tree, window: Window, box: Rect, drawn: Rect | None = None) -> None:
        """`drawn`, the window with its shadow: its size shows what the program counts from."""
        self._drawn = drawn
        self._tree = tree
        self._window = window
        self._box = box
        self._browser = is_browser(window.app)
        self._walk = Walk(tree, browser=self._browser)
        self._roots = tuple[int, ...]()
        self._corner: ScreenPoint | None = None  # of a window of a program that doesn't know where it is

    async def hit_test(self, at: ScreenPoint) -> tuple[HitResult, list[a11y.Node]]:
        """Return the innermost control at a point, and the text editors there, innermost first."""
        windows = await self._windows()
        nodes, is_bare = await self._nodes_at(windows, at)
        roots = self._roots
        if self._window.menu and self._browser and (option := await self._option_at(windows, at)):
            nodes = option
            roots = (option[0].root,)
        result = a11y.hit_test_at(nodes, at, roots)
        icon = nameless_icon(nodes, result.control)
        words = (await self._tree.text(icon.of) if icon else None) or ""
        result = replace(result, control=replace(result.control, name=words.strip() or name_of(result.control)))
        result = replace(
            result, control=await self._with_label_name(questions.node_of(nodes, result.control), result.control)
        )
        inward = a11y.nodes_at(nodes, at, roots)
        result = replace(result, control=await self._as_button(inward, result.control))
        in_group = bool(inward) and not result.control.name and inward[0].role in _GROUPS
        result = replace(
            result,
            heading=await self._tree.name(inward[0].of) if in_group else "",
            takes_press=await self._may_be_pressed(inward, result.control),
        )
        if result.takes_press and result.control.role in a11y.PAGES:  # the page's title doesn't name what lies there
            result = replace(result, control=await self._with_label_name(inward[0], a11y.as_nameless(inward[0])))
        chooser = chooser_of(nodes, roots)
        editors = a11y.editors_at(nodes, at, roots)
        node = editors[0] if editors else questions.node_of(nodes, result.control)
        result = replace(
            result,
            control=replace(
                result.control,
                searches=await self._is_search(node, result.control.role),
                is_rich=await self._is_rich(node),
                part=await self._browser_part(
                    result.control, result.document, [(held.program, held.path) for held in result.objects]
                ),
            ),
        )
        result = replace(
            result, control=await self._with_entries(questions.node_of(nodes, result.control), result.control)
        )
        row, is_row_repeated = await self._sheet_row_words(inward)
        return (
            replace(
                await self._with_question(result, windows, nodes),
                link=await self._link_target(nodes, result, a11y.link_at(nodes, at, roots)),
                chooser=await self._tree.chooser(chooser.of) if chooser else None,
                bare=is_bare and result.control.role in a11y.PAGES and result.document != NOWHERE,
                alone=await self._is_unique(result, windows),
                row=row,
                is_row_repeated=is_row_repeated,
            ),
            editors,
        )

    async def _may_be_pressed(self, inward: Sequence[a11y.Node], control: Control) -> bool:
        """Return whether text, or what a page shows in any role but a button's, takes a press.

        That is an editor's, a label with a link, which has the focus, or what a browser says so of. In a page, what
        holds it may take the press: something small, or the list or table of an entry.
        """
        is_text = control.role in TEXTS_ALONE | ENTRIES
        if not is_text and not (control.in_page and not questions.is_pressed(control.role)):
            return False
        if any(node.has(a11y.EDITABLE) for node in inward) or (inward and inward[0].has(a11y.FOCUSABLE)):
            return True
        if not control.in_page:
            return False
        inside = [node for node in inward if node.in_page and node.role != Role.DOCUMENT_WEB]
        if any(node.role in ENTRIES and (node.has(a11y.SELECTABLE) or node.has(a11y.FOCUSABLE)) for node in inside):
            return True
        label = next((node for node in inside if node.role == Role.LABEL), None)
        if label is not None and await self._tree.labelled(label.of) is None:
            return True  # it stands for a box that the page hides
        holders = [node for node in inside if node.box.height <= _TALLEST or node.role in a11y.LISTS]
        actions = await asyncio.gather(*(self._tree.action(node.of) for node in holders[:_MOST_HOLDERS]))
        return not _PRESSES.isdisjoint(actions)

    async def _as_button(self, inward: Sequence[a11y.Node], control: Control) -> Control:
        """Return a control of a page that presses a form's button as that button: its label, or it in another role."""
        if not control.in_page or questions.is_pressed(control.role):
            return control
        if control.in_form and inward and (await self._tree.attributes(inward[0].of)).get("tag") == "button":
            return replace(control, role=Role.PUSH_BUTTON)
        label = next((node for node in inward if node.role == Role.LABEL), None)
        labelled = await self._tree.labelled(label.of) if label else None
        role = await self._tree.role(labelled) if labelled else Role.UNKNOWN
        return replace(control, role=role, in_form=True) if role in questions.BUTTONS else control

    async def _with_label_name(self, node: a11y.Node | None, control: Control) -> Control:
        """Return a control without a name under its label's words, or a button under those of its tip."""
        if node is None or control.name or not (questions.is_pressed(control.role) or control.role in _TURNED):
            return control
        tip = await self._tree.description(node.of) if questions.is_pressed(control.role) else ""
        return replace(control, name=await self._tree.label(node.of) or tip.strip())

    async def keyboard(self, *, by_return: bool, mnemonic: str = "") -> tuple[KeyboardFocus, a11y.Node | None]:
        """Return the keyboard focus of the window's program, and its object; None without one."""
        windows = await self._windows()
        all_nodes, is_complete = await self._focus_candidates(windows, by_return=by_return or bool(mnemonic))
        nodes = a11y.without_other_windows(all_nodes, self._window, self._box, self._roots)
        roots = self._roots
        node = a11y.focused(nodes, self._roots)
        if node is not None and await self._is_text_area(node):
            area = replace(node, states=node.states | 1 << a11y.MULTI_LINE)
            nodes = [area if other is node else other for other in nodes]
            node = area
        keyboard = await self._with_entry(with_folder_role(a11y.with_keyboard(nodes, roots), nodes, node), nodes, node)
        keyboard = await self._with_selection(keyboard, nodes, node)
        if keyboard.document == NOWHERE:  # a dialog that isn't reported belongs to the page that the program shows
            keyboard = replace(keyboard, document=a11y.shown_document(all_nodes, roots))
        shown_roots = roots or ((node.root,) if node else ())
        asks = is_complete and questions.is_single_question(nodes, shown_roots, by_keys=True)
        asks = asks or await self._is_in_bubble(windows, nodes, node, by_return=by_return)
        chooser = chooser_of(nodes, roots)
        keyboard = replace(
            keyboard,
            question=asks and not keyboard.focus.in_page,
            chooser=await self._tree.chooser(chooser.of) if chooser else None,
        )
        if await self._is_search(node, keyboard.focus.role):
            keyboard = a11y.as_search(keyboard)
        focus = await self._with_label_name(node, await self._with_entries(node, keyboard.focus))
        if node is not None and focus.role == Role.LIST_ITEM and not focus.name:  # GTK has its words in labels
            focus = replace(focus, name=" ".join(await self._names_inside(node)))
        pressed = focus if keyboard.by_return == keyboard.focus else keyboard.by_return
        by_space = focus if keyboard.by_space == keyboard.focus else keyboard.by_space
        by_mnemonic = await self._control_with_mnemonic(nodes, node, mnemonic) if node and mnemonic else Control()
        keyboard = replace(keyboard, focus=focus, by_return=pressed, by_space=by_space, by_mnemonic=by_mnemonic)
        if await self._is_rich(node):
            keyboard = replace(keyboard, focus=replace(keyboard.focus, is_rich=True))
        if node is not None and node.root < len(windows):
            way = await self._walk.upwards(node.of, windows[node.root]) if self._browser else []
            part = await self._browser_part(keyboard.focus, keyboard.document, [held.of for held in reversed(way)])
            keyboard = a11y.in_part(keyboard, part)
        if node is not None and keyboard.focus.role in _FIELDS:
            keyboard = replace(keyboard, value=await self._tree.text(node.of))
        elif node is not None and (keyboard.focus.role == Role.LINK or questions.is_pressed(keyboard.focus.role)):
            keyboard = replace(keyboard, link=await self._tree.link(node.of))  # GTK's buttons may be links
        return keyboard, node

    async def _control_with_mnemonic(self, nodes: Sequence[a11y.Node], node: a11y.Node, letter: str) -> Control:
        """Return what a letter presses together with Alt in a program's window, if one control says so."""
        near = [other for other in nodes if other.root == node.root and not other.in_page and other.has(a11y.SHOWING)]
        inside = [other for other in near if other.role in a11y.TAKING_PRESSES][:_MOST_WITH_MNEMONICS]
        letters = await asyncio.gather(*(self._tree.mnemonic(other.of) for other in inside))
        called = [other for other, own in zip(inside, letters, strict=True) if own == letter]
        return a11y.as_control(called[0]) if len(called) == 1 else Control()

    async def _is_in_bubble(
        self, windows: Sequence[PlacedNode], nodes: Sequence[a11y.Node], node: a11y.Node | None, *, by_return: bool
    ) -> bool:
        """Return whether keys go to a question inside the window: the focus or the default button lies in it."""
        roots = self._roots or ((node.root,) if node else ())
        holds_question = questions.is_in_bubble(nodes, roots)
        if node is None or not (self._browser or holds_question):
            return holds_question
        pressed = [
            node,
            *(
                other_node
                for other_node in nodes
                if by_return and other_node.has(a11y.IS_DEFAULT) and other_node.root == node.root
            ),
        ]
        ways = [await self._walk.upwards(other_node.of, windows[other_node.root]) for other_node in pressed]
        return any(questions.is_in_bubble(way, roots) for way in ways)

    async def listed(self) -> list[a11y.Node]:
        """Return the visible objects of the window and its menus."""
        windows = await self._windows()
        nodes = await self._visible_by_browser(windows) if self._browser else []
        nodes = nodes or await self._walk.all(windows, a11y.may_be_listed, places=True)
        own = a11y.without_others(nodes, self._roots)
        return await self._walk.named(own, lambda node: a11y.has_name(node) or a11y.is_group(node))

    async def texts(self) -> list[ShownText]:
        """Return the visible lines of the window; a line with an empty text where the program doesn't report them."""
        nodes = await self.listed()
        line_lists = await asyncio.gather(*(self._shown_lines(node) for node in a11y.nodes_with_text(nodes)))
        silent = (ShownText("", node.box) for node in a11y.silent_panes(nodes))
        return [*(line for lines in line_lists for line in lines), *silent]

    async def scrolled_away(self, wanted: Callable[[str], bool]) -> list[AwayControl]:
        """Return the objects with a wanted name that scrolling would bring into sight."""
        windows = await self._windows()
        if self._corner is not None:
            return []
        walk = self._walk.including_hidden()
        away = list[AwayControl]()
        for window in self._candidate_windows(windows):
            for name, reference in await self._find_by_name(window, walk, wanted):
                path = [window.node, *await walk.upwards(reference, window)]
                control = await self._scrolled_away_control(name, path)
                if control is not None:
                    away.append(control)
        return away

    async def _find_by_name(
        self, window: PlacedNode, walk: Walk, wanted: Callable[[str], bool]
    ) -> Sequence[tuple[str, Reference]]:
        """Return the first objects in a window with a wanted name, shown or not; a browser searches by itself.

        Firefox has the words of a page as the text of what holds them, and not as a name.
        """
        if not self._browser:
            nodes = [
                node
                for node in await walk.all([window], a11y.may_hold_unseen, places=False)
                if node.depth and a11y.may_be_scrolled_to(node)
            ]
            named = [(node.name, node.of) for node in await walk.named(nodes, a11y.has_name)]
            return _first_wanted(named, wanted)
        found = await self._tree.visible_with_roles(window.node.of, a11y.SCROLLED_TO, _MOST_SOUGHT)
        names = await asyncio.gather(*map(self._tree.name, found))
        called = _first_wanted(zip(names, found, strict=True), wanted)
        if called:
            return called
        holders = await self._tree.visible_with_roles(window.node.of, a11y.HOLDING_WORDS, _MOST_SOUGHT)
        texts = [text or "" for text in await asyncio.gather(*map(self._tree.text, holders))]
        return _first_wanted(zip(texts, holders, strict=True), wanted)

    async def _scrolled_away_control(self, name: str, path: Sequence[a11y.Node]) -> AwayControl | None:
        """Return the last object of a path if scrolling would bring it into sight."""
        around = a11y.pane_around(path, self._box)
        if around is None:
            return None
        pane, box = around
        if box is None:
            is_down = await self._is_further_down(path)
            page = round(pane.height * _PAGE)
            if is_down is None:
                return None
            return AwayControl(name, path[-1].role, pane, 0, page if is_down else -page)
        margin = min(_MARGIN_PX, pane.height // _MARGINS)
        fits_across = pane.x <= box.x and box.right <= pane.right
        fits_down = pane.y + margin <= box.y and box.bottom <= pane.bottom - margin
        if fits_across and fits_down:
            return None
        return AwayControl(
            name,
            path[-1].role,
            pane,
            dx=0 if fits_across else box.middle.x - pane.middle.x,
            dy=0 if fits_down else box.middle.y - pane.middle.y,
            at_edge=pane.intersection(box) == box,
        )

    async def _is_further_down(self, path: Sequence[a11y.Node]) -> bool | None:
        """Return whether an object without a place comes after what its pane shows; None where nothing shows there."""
        for holder, inner in reversed([*pairwise(path)]):
            if inner.has(a11y.SHOWING) or a11y.scrolls(holder):
                return None
            siblings = await self._tree.inside(holder.of, None)
            states = await asyncio.gather(*map(self._tree.states, siblings))
            shown = [number for number, state in enumerate(states) if state >> a11y.SHOWING & 1]
            if shown and inner.of in siblings:
                return siblings.index(inner.of) > shown[0]
        return None

    async def address(self) -> str:
        """Return the address of the window's page; empty if there is none, or it isn't reported."""
        pages = await self._pages(await self._windows())
        return await self._tree.address(pages[0].of) if len({page.root for page in pages}) == 1 else ""

    async def _windows(self) -> list[PlacedNode]:
        """Return the program's windows, and find out their scale, their corner, and which may be this window."""
        references = await self._tree.windows_of(self._window.pid)
        nodes = await asyncio.gather(
            *(self._tree.node(reference, 0, root) for root, reference in enumerate(references))
        )
        title = self._window.title
        box = self._box
        # Java's frames report no place: this one is where the desktop has it.
        nodes = [replace(node, box=box) if node.name == title and node.box.width < 0 else node for node in nodes]
        origin = origin_in_frame(nodes, title, box, self._drawn) if self._drawn else None
        if origin is not None:
            self._drawn = None
            self._tree = self._tree.with_origin(origin)
            self._walk = Walk(self._tree, browser=self._browser)
            return await self._windows()
        scale = scale_of(nodes, title, box)
        self._roots = self._roots_of_this(nodes)
        if scale is None and not self._browser:
            self._corner = await self._contents_corner(nodes)
        if self._corner is not None:
            self._tree = self._tree.in_program_coordinates()
            nodes = [node for node in nodes if node.name == title][:1]
            self._roots = (nodes[0].root,)
        self._walk = Walk(self._tree, scale, self._corner, browser=self._browser)
        windows = [self._walk.window(node) for node in nodes]
        if not scale:
            return windows
        self._roots = self._roots_of_this([window.node for window in windows])
        return windows

    def _roots_of_this(self, windows: Sequence[a11y.Node]) -> tuple[int, ...]:
        """Return which of the program's windows are this one; none for a pop-up."""
        is_main = self._browser and bool(self._window.title) and not (self._window.dialog or self._window.menu)
        named = a11y.windows_like(windows, self._window.title, self._box)
        return named or (a11y.browser_like(windows, self._box) if is_main else ())

    async def _contents_corner(self, nodes: Sequence[a11y.Node]) -> ScreenPoint | None:
        """Return the corner of the window's contents if none is reported as showing but some are visible; else None.

        GTK 4 doesn't know where its windows are. The corner follows from the sizes of the window and of its frame,
        which is as wide below as on the sides.
        """
        for window in nodes:
            sides = self._box.width - window.box.width
            ends = self._box.height - window.box.height
            is_framed = 0 <= sides <= _WIDEST_FRAME and sides // 2 <= ends <= _WIDEST_FRAME and window.box.height
            if window.name != self._window.title or not is_framed:
                continue
            inside = await self._tree.inside(window.of, None)
            states = await asyncio.gather(*map(self._tree.states, inside))
            if any(state >> a11y.VISIBLE & 1 for state in states) and not any(
                state >> a11y.SHOWING & 1 for state in states
            ):
                return ScreenPoint(self._box.x + sides // 2, self._box.bottom - sides // 2 - window.box.height)
        return None

    def _candidate_windows(self, windows: Sequence[PlacedNode]) -> list[PlacedNode]:
        """Return the program's windows that may be this window."""
        return [window for window in windows if not self._roots or window.node.root in self._roots]

    async def _nodes_at(self, windows: Sequence[PlacedNode], at: ScreenPoint) -> tuple[list[a11y.Node], bool]:
        """Return the visible objects at a point with their parents, and whether a page has nothing there."""
        tops = [window.node for window in windows]
        if self._corner is not None:
            program_point = ScreenPoint(at.x - self._corner.x, at.y - self._corner.y)
            return await self._nodes_in_unplaced(windows[0], at, program_point), False
        panel = await self._popup_panel(windows) if self._browser and not self._roots else None
        if panel is not None:
            self._roots = (panel[0].node.root,)
            inside = await self._walk.towards([panel[-1]], at, menus=False)
            holders = await self._walk.named([each.node for each in panel[:-1]], a11y.has_name)
            shown = [] if any(node.document != NOWHERE for node in inside) else await self._pages(windows)
            below = [replace(page, box=_BELOW) for page in shown]  # the panel covers it
            return [*holders, *inside, *below], False
        for window in self._candidate_windows(windows) if self._browser else ():
            if window.node.box.contains(at):
                way, is_bare = await self._browser_hit_path(window, at)
                if way:
                    nodes = tops + await self._path_to(way[-1], window)
                    return await self._with_page(nodes, windows), is_bare
        menus = self._window.menu or not self._roots or not self._tree.has_desktop_coordinates
        nodes = await self._walk.towards(windows if menus else self._candidate_windows(windows), at, menus=menus)
        return await self._with_page(nodes, windows), False

    async def _popup_panel(self, windows: Sequence[PlacedNode]) -> list[PlacedNode] | None:
        """Return the panel that a browser draws in a pop-up of its own, with its window; None where there is none.

        Firefox reports it as a part of the window that it belongs to.
        """
        for window in windows:
            children = await self._tree.inside(window.node.of, None)
            for node in await self._walk.beside(children, window):
                if a11y.is_like(node.box, self._box):
                    return [window, *await self._walk.placed_ancestors(node.of, window)]
        return None

    async def _with_page(self, nodes: list[a11y.Node], windows: Sequence[PlacedNode]) -> list[a11y.Node]:
        return nodes if any(node.document != NOWHERE for node in nodes) else nodes + await self._pages(windows)

    async def _browser_hit_path(self, window: PlacedNode, at: ScreenPoint) -> tuple[list[Reference], bool]:
        """Return the path to the object that a browser finds at a point, and whether nothing else is inside it there.

        Chromium answers with the last hit if that contains the point, else by boxes, and finds the topmost object only
        afterwards. So it is asked until the answer repeats, and the object has no pressable part at the point.
        """
        way = await self._tree.hit_path(window.node.of, at)
        for pause_s in _PAUSES_S if way else ():
            await asyncio.sleep(pause_s)
            self._tree = self._tree.without_answers()
            again = await self._tree.hit_path(window.node.of, at)
            if again == way and again and not await self._may_hold_more(again[-1], window, at):
                return again, True
            way = again
        return way, False

    async def _may_hold_more(self, of: Reference, window: PlacedNode, at: ScreenPoint) -> bool:
        """Return whether the object reported at a point may contain another one there; False on a scaled screen."""
        return (
            window.scale is None
            and await self._tree.role(of) not in _INNERMOST
            and await self._tree.has_focusable_at(of, at)
        )

    async def _nodes_in_unplaced(
        self, window: PlacedNode, at: ScreenPoint, program_point: ScreenPoint
    ) -> list[a11y.Node]:
        """Return the object that GTK 4 finds at a point with its parents; it finds only objects listed before.

        It finds nothing where a part of a control is that it lists nowhere, as the knob of a switch.
        """
        references = await self._tree.inside(window.node.of, program_point)
        if not references:
            listed_nodes = await self._walk.all([window], a11y.may_be_listed, places=True)
            self._tree = self._tree.without_answers()
            references = await self._tree.inside(window.node.of, program_point)
            pressed = None if references else a11y.pressed_at(listed_nodes, at)
            references = references if pressed is None else [pressed.of]
        nodes = await self._walk.named(
            await self._walk.upwards(references[0], window) if references else [], a11y.has_name
        )
        # The boxes lack the padding, which is a part of the control all the same.
        padded = [replace(node, box=Rect.union(node.box, Rect(at.x, at.y, 1, 1))) for node in nodes]
        # The label of a button or a switch is an object of its own.
        is_caption = len(padded) > 1 and padded[-1].role == Role.LABEL and padded[-1].name == padded[-2].name
        return [window.node, *(padded[:-1] if is_caption else padded)]

    async def _focus_candidates(
        self, windows: Sequence[PlacedNode], *, by_return: bool
    ) -> tuple[list[a11y.Node], bool]:
        """Return what may have the focus (`by_return`: and default buttons), and whether that is all that shows."""
        tops = [window.node for window in windows]
        if self._browser:
            found_nodes = await self._focused_by_browser(windows, by_return=by_return)
            if found_nodes is not None:
                return tops + found_nodes + await self._pages(windows), False
        needs_all = questions.may_ask(tops, self._roots)
        if not needs_all and not by_return and (last := await self._last_focused(windows)):
            return tops + last, False
        # The first answers are reused for later questions about the same picture.
        is_first = not self._tree.may_use_cache
        nodes = await self._walk.all(windows, a11y.may_have_focus, places=needs_all or is_first)
        marking_states = (a11y.FOCUSED, a11y.SELECTED, a11y.IS_DEFAULT)
        names = by_return or needs_all or is_first

        def needs_name(node: a11y.Node) -> bool:
            return any(map(node.has, marking_states)) or (names and a11y.has_name(node))

        if a11y.focused(nodes, self._roots) is None:
            nodes += await self._focused_entry(nodes)
        return await self._with_focus_path(
            await self._walk.named(nodes, needs_name), windows, has_places=needs_all
        ), needs_all

    async def _focused_entry(self, nodes: Sequence[a11y.Node]) -> list[a11y.Node]:
        """Return the entry that has the focus in a list which says nothing of it itself, as lists of Qt do."""
        lists = [node for node in nodes if node.role in a11y.LISTS and node.has(a11y.SHOWING)]
        for holder in lists[:_MOST_LISTS]:
            entries = await self._tree.children_of_big(holder.of)
            states = await asyncio.gather(*map(self._tree.states, entries))
            for entry, own in zip(entries, states, strict=True):
                if own >> a11y.FOCUSED & 1:
                    return [await self._tree.node(entry, holder.depth + 1, holder.root)]
        return []

    async def _with_focus_path(
        self, nodes: list[a11y.Node], windows: Sequence[PlacedNode], *, has_places: bool
    ) -> list[a11y.Node]:
        """Return the nodes of a walk; the focused one with its place and its parents."""
        node = a11y.focused(nodes, self._roots)
        window = next((candidate for candidate in windows if node and candidate.node.root == node.root), None)
        if has_places or node is None or window is None:
            return nodes
        way = await self._path_to(node.of, window)
        self._tree.memory.focused[window.node.of] = node.of
        known = {holder.of for holder in way}
        return [other for other in nodes if other.of not in known] + way

    async def _last_focused(self, windows: Sequence[PlacedNode]) -> list[a11y.Node]:
        """Return the last walk's focused object with its parents, if it still has the focus and nothing has changed."""
        for window in self._candidate_windows(windows) if self._tree.may_use_cache else ():
            last = self._tree.memory.focused.get(window.node.of)
            if last and await self._tree.states(last) >> a11y.FOCUSED & 1:
                return await self._path_to(last, window)
        return []

    async def _path_to(self, of: Reference, window: PlacedNode) -> list[a11y.Node]:
        """Return an object and its parents below its window, outermost first."""
        return await self._walk.named(
            await self._walk.upwards(of, window), lambda node: node.of == of or a11y.has_name(node)
        )

    async def _focused_by_browser(self, windows: Sequence[PlacedNode], *, by_return: bool) -> list[a11y.Node] | None:
        """Return the focused and default objects found by the browser's own search; None if it cannot search."""
        nodes = list[a11y.Node]()
        searches = False
        for window in windows:
            focus = await self._tree.searched(window.node.of, a11y.FOCUSED, 1)
            searches = searches or focus is not None
            default = await self._tree.searched(window.node.of, a11y.IS_DEFAULT, _MOST_DEFAULTS) if by_return else ()
            for reference in dict.fromkeys((*(focus or ()), *(default or ()))):
                nodes += (await self._walk.upwards(reference, window))[-1:]
        return await self._walk.named(nodes, a11y.has_name) if searches else None

    async def _visible_by_browser(self, windows: Sequence[PlacedNode]) -> list[a11y.Node]:
        """Return the visible objects found by the browser's own search, each as a part of its page or its window."""
        nodes = list[a11y.Node]()
        for window in windows:
            own = await self._tree.searched(window.node.of, a11y.VISIBLE, _MOST_LISTED) or []
            nodes.append(window.node)
            for page in await self._tree.pages(window.node.of) if own else ():
                if page not in own:  # it lies in another page
                    continue
                inside = {page, *(await self._tree.searched(page, a11y.VISIBLE, _MOST_LISTED) or ())}
                holders = await self._walk.placed_ancestors(page, window)
                parts = [reference for reference in own if reference in inside and reference != page]
                nodes += [holders[-1].node, *await self._walk.beside(parts, holders[-1])]
                own = [reference for reference in own if reference not in inside]
            nodes += await self._walk.beside(own, window)
        return nodes

    async def _pages(self, windows: Sequence[PlacedNode]) -> list[a11y.Node]:
        """Return the pages of a browser in the windows that may be this window."""
        pages = list[a11y.Node]()
        for window in self._candidate_windows(windows) if self._browser else ():
            for page in await self._tree.pages(window.node.of):
                pages += (await self._walk.upwards(page, window))[-1:]
        return await self._walk.named([page for page in pages if page.document != NOWHERE], a11y.has_name)

    async def _option_at(self, windows: Sequence[PlacedNode], at: ScreenPoint) -> list[a11y.Node]:
        """Return the option at a point of a page's open list; else nothing.

        A browser draws the list in a window of its own, which has no site, and reports the options as a part of the
        focused page, as other pages' lists close.
        """
        for window in windows:
            for focused_object in (await self._tree.searched(window.node.of, a11y.FOCUSED, 1) or ())[:1]:
                holders = await self._walk.placed_ancestors(focused_object, window)
                if holders[-1].node.role != Role.MENU_ITEM or not holders[-1].node.in_page or len(holders) < 2:  # noqa: PLR2004 - and what holds it
                    continue
                options = await self._walk.beside(await self._tree.inside(holders[-2].node.of, None), holders[-2])
                if a11y.are_listed_in(self._box, [option.box for option in options]):
                    rows = [
                        replace(entry, box=Rect(self._box.x, entry.box.y, self._box.width, entry.box.height))
                        for entry in options
                    ]
                    return await self._walk.named([row for row in rows if row.box.contains(at)], a11y.has_name)
        return []

    async def _browser_part(self, control: Control, document: Document, way: Sequence[Reference]) -> BrowserPart:
        """Return which part of a browser's own window a control is; `way` leads outward from it.

        What a site or an extension shows may carry any mark.
        """
        is_own = not control.in_page or own_page(document.own) in {OwnPage.MEANS, OwnPage.DOWNLOADS}
        if not self._browser or not is_own:
            return BrowserPart.UNKNOWN
        near = [holder for holder in way if holder[1]][:_MOST_MARKED]
        return part_marked(await asyncio.gather(*map(self._tree.attributes, near)))

    async def _link_target(self, nodes: Sequence[a11y.Node], result: HitResult, link: a11y.Node | None) -> str:
        """Return the target of the link that a control is, or lies in; empty without one. Buttons may be links."""
        pressed = link or (
            questions.node_of(nodes, result.control) if questions.is_pressed(result.control.role) else None
        )
        if pressed and result.control.part is BrowserPart.BOOKMARK:
            description = (await self._tree.description(pressed.of)).strip()
            return "" if kind_of(description) is AddressKind.UNKNOWN else description
        return await self._tree.link(pressed.of) if pressed else ""

    async def _with_question(
        self, result: HitResult, windows: Sequence[PlacedNode], nodes: Sequence[a11y.Node]
    ) -> HitResult:
        """Return the result for a button with the words around it, and whether its window asks a single question."""
        if not questions.is_pressed(result.control.role) or result.control.in_page:
            return result
        if self._browser or not questions.may_ask(nodes, self._roots):
            return replace(result, question=questions.is_in_bubble(nodes, self._roots))
        all_nodes = await self._walk.named(
            await self._walk.all(self._candidate_windows(windows), a11y.may_be_listed, places=False), a11y.has_name
        )
        return replace(
            result,
            around=questions.window_words(all_nodes, self._roots),
            question=questions.is_single_question(all_nodes, self._roots),
        )

    async def _is_search(self, node: a11y.Node | None, role: str) -> bool:
        """Return whether a page marks a field as a search field, or a button's form as a plain search."""
        is_button = questions.is_pressed(role)
        if node is None or not node.in_page or not (role in _FIELDS or (is_button and node.in_form)):
            return False
        candidates = node.sections if is_button else (*node.sections, node.of)
        if any(await asyncio.gather(*map(self._tree.is_search, candidates))):
            return True
        return is_button and await self._is_plain_search(node)

    async def _with_entries(self, node: a11y.Node | None, control: Control) -> Control:
        """Return a choice with the entries of its closed list, and whether its form has no button that sends it."""
        if node is None or control.role not in _CHOICES:
            return control
        choices = await self._names_inside(node) if control.role == Role.COMBO_BOX else ()
        sends = control.in_form and not control.searches and await self._has_no_button(node)
        return replace(control, choices=choices, sends_itself=sends)

    async def _names_inside(self, node: a11y.Node) -> tuple[str, ...]:
        """Return the names in an entry, or the entries of a closed list, which lie in a menu or a list of its own."""
        holders = (await self._tree.children_of_big(node.of))[:_MOST_HOLDERS]
        inside = await asyncio.gather(*map(self._tree.children_of_big, holders))
        entries = [*holders, *(entry for entries in inside for entry in entries)][:_MOST_CHOICES]
        names = await asyncio.gather(*map(self._tree.name, entries))
        return tuple(name.strip() for name in names if name.strip())

    async def _has_no_button(self, node: a11y.Node) -> bool:
        """Return whether a form of a page has no button, not even a disabled one; False where that is unknown."""
        form = node.sections[-1] if node.sections else None
        return form is not None and await self._tree.has_button(form) is False

    async def _is_text_area(self, node: a11y.Node) -> bool:
        """Return whether a field of a page takes lines, though it says that it takes one.

        Editors of code have a text area take their keys, and Firefox believes the role that they give to it.
        """
        if not node.in_page or not node.has(a11y.EDITABLE) or node.has(a11y.MULTI_LINE):
            return False
        return (await self._tree.attributes(node.of)).get("tag", "").lower() == TEXT_AREA

    async def _is_rich(self, node: a11y.Node | None) -> bool:
        """Return whether a node is an editor of a page whose text has a style: none that a browser draws by itself."""
        if node is None or not node.in_page or not (node.has(a11y.EDITABLE) and node.has(a11y.MULTI_LINE)):
            return False
        attributes = await self._tree.attributes(node.of)
        tag = attributes.get("tag", "")
        is_plain = tag.lower() in _PLAIN_FIELDS or not _CODE_EDITORS.isdisjoint(attributes.get("class", "").split())
        return bool(tag) and not is_plain

    async def _is_plain_search(self, button: a11y.Node) -> bool:
        """Return whether a search field is the only input in a button's form."""
        if not button.sections or not button.has(a11y.IS_DEFAULT):  # another button of the form may do anything
            return False
        form = button.sections[-1]
        inside = [
            reference
            for reference in await self._tree.searched(form, a11y.FOCUSABLE, _MOST_IN_FORM) or ()
            if reference != form
        ]
        roles = await asyncio.gather(*map(self._tree.role, inside))
        filled = [
            reference
            for reference, role in zip(inside, roles, strict=True)
            if not (questions.is_pressed(role) or role == Role.LINK)
        ]
        return len(filled) == 1 and len(inside) < _MOST_IN_FORM and await self._tree.is_search(filled[0])

    async def _is_unique(self, result: HitResult, windows: Sequence[PlacedNode]) -> bool:
        """Return whether a control's role and name are unique in its window; in lists False, except in a browser's."""
        name = result.control.name
        in_list = any(entry.role in a11y.IN_LISTS for entry in result.objects)
        role = next((entry.role for entry in result.objects if entry.name == name), "") if name else ""
        if result.control.role not in a11y.MAY_REPEAT or not role or not self._roots or self._corner is not None:
            return False
        if self._browser:
            counts = [
                await self._tree.count_matching(entry.node.of, role, name) for entry in self._candidate_windows(windows)
            ]
            return counts == [1] and not await self._is_in_worded_row(result)
        nodes = (
            [] if in_list else await self._walk.all(self._candidate_windows(windows), a11y.may_have_focus, places=False)
        )
        alike = await self._walk.named([node for node in nodes if node.role == role], a11y.has_name)
        return sum(node.name.strip() == name for node in alike) == 1

    async def _sheet_row_words(self, inward: Sequence[a11y.Node]) -> tuple[str, bool]:
        """Return the words beside a sheet's cell in its row and on top of its column, and whether another row is equal.

        Empty, and False, without such words.
        """
        cell = a11y.cell_of_sheet(inward)
        table = await self._tree.holder(cell[0].of) if cell else None
        if cell is None or table is None:
            return "", False
        _, row, column = cell
        columns = [other for other in range(_MOST_COLUMNS) if other != column]
        texts = await self._cell_texts(table, [(row, other) for other in columns])
        above = await self._cell_texts(table, [(other, column) for other in range(min(row, _MOST_ROWS_ABOVE))])
        words = [text for text in texts if _has_letters(text)]
        titles = [text for text in above if _has_letters(text)]
        row_words = " ".join(dict.fromkeys((*words, *titles[:1])))
        # What tells most rows apart comes first.
        beside = sorted(zip(columns, texts, strict=True), key=lambda pair: not _has_letters(pair[1]))
        return row_words, bool(words) and await self._is_repeated(table, row, beside)

    async def _is_repeated(self, table: Reference, row: int, texts: Sequence[tuple[int, str]]) -> bool:
        """Return whether another row near this one has the same texts in these columns of a table."""
        first = max(0, row - _MOST_ROWS_BESIDE)
        rows = [other for other in range(first, row + _MOST_ROWS_BESIDE + 1) if other != row]
        for column, text in texts:
            others = await self._cell_texts(table, [(other, column) for other in rows])
            rows = [each for each, other in zip(rows, others, strict=True) if other == text]
            if not rows:
                return False
        return True

    async def _cell_texts(self, table: Reference, places: Sequence[tuple[int, int]]) -> list[str]:
        """Return the texts of the cells of a table at these rows and columns; empty where there is none."""
        return await asyncio.gather(*(self._cell_text(table, place) for place in places))

    async def _cell_text(self, table: Reference, place: tuple[int, int]) -> str:
        cell = await self._tree.cell(table, *place)
        text = await self._tree.text(cell) if cell is not None else None
        return " ".join((text or "").split())

    async def _is_in_worded_row(self, result: HitResult) -> bool:
        """Return whether a row or item of a page around a control has other words, as in a list with a single row."""
        row = next((held for held in result.objects if held.role in a11y.WHOLE_ROWS), None)
        if row is None or row.role == result.control.role:
            return False
        texts = await self._tree.matching((row.program, row.path), (a11y.SHOWING,), _TEXT_NUMBERS, _MOST_WORDS_IN_ROW)
        names = [name.strip() for name in await asyncio.gather(*map(self._tree.name, texts or ()))]
        return any(name and name not in result.control.name for name in names)

    async def _shown_lines(self, node: a11y.Node) -> Sequence[ShownText]:
        by_name = ShownText(node.name.strip(), node.box)
        if not a11y.reports_text(node):
            return (by_name,)
        if a11y.holds_many_lines(node):
            seen = node.box.intersection(self._box) or node.box
            lines = await self._tree.lines(node.of, seen)
            return (ShownText("", node.box),) if lines is None else lines
        text = await self._tree.text(node.of)
        if not text and not by_name.text:
            return ()
        return (by_name if text is None else ShownText(text.strip(), node.box),)

    async def _with_entry(
        self, keyboard: KeyboardFocus, nodes: Sequence[a11y.Node], node: a11y.Node | None
    ) -> KeyboardFocus:
        """Return the focus named after the entry that Return would open; without a name if others are selected."""
        holder = list_of(nodes, node) if keyboard.focus.role == (node and node.role) else None
        selected_count = await self._tree.count_of_selected(holder.of) if holder else None
        if node is None or selected_count is None:
            return keyboard
        if selected_count > 1 or (selected_count and not node.has(a11y.SELECTED)):
            return called(keyboard, "")
        icon = nameless_icon(nodes, keyboard.focus)
        words = (await self._tree.text(icon.of) if icon else None) or ""
        return called(keyboard, words.strip()) if words.strip() else keyboard

    async def _with_selection(
        self, keyboard: KeyboardFocus, nodes: Sequence[a11y.Node], node: a11y.Node | None
    ) -> KeyboardFocus:
        """Return the focus with what is selected in its list; without a known focus, in the only list with any."""
        lists = [
            each for each in nodes if each.role in a11y.SELECTED_IN and each.has(a11y.SHOWING) and not each.in_page
        ]
        lists = lists if node is None else [each for each in lists if each.box.contains(node.box.middle)]
        counts = await asyncio.gather(*(self._tree.count_of_selected(each.of) for each in lists))
        filled = [(each, count) for each, count in zip(lists, counts, strict=True) if count]
        if not filled or (node is None and len(filled) > 1):
            return keyboard
        holder, count = max(filled, key=lambda one: one[0].depth)
        chosen = await self._tree.selected(holder.of, min(count, _MOST_SELECTED))
        names = await asyncio.gather(*map(self._words_of, chosen))
        return replace(keyboard, selected=tuple(filter(None, names)), selected_count=count)

    async def _words_of(self, entry: Reference) -> str:
        return ((await self._tree.name(entry)) or (await self._tree.text(entry)) or "").strip()


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _first_wanted(
    named: Iterable[tuple[str, Reference]], wanted: Callable[[str], bool]
) -> Sequence[tuple[str, Reference]]:
    """Return the first objects with a wanted name, and that name."""
    called = [(name.strip(), reference) for name, reference in named if name.strip() and wanted(name)]
    return called[:_MOST_AWAY]

"""Finds the password fields that programs show, by AT-SPI, from a thread that a hanging program cannot hold.

Browsers search their trees themselves. Qt's programs do not, and GTK's look at every object there is: LibreOffice has
a table of two thousand million cells, and would never answer anybody again. What shows there is walked through, which
takes longer than a picture may; so only the first walk through a window is waited for, and each one after that is for
the next picture.
What is not reported in time counts as where it was last reported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from desktop_agent.core.controls.role import Role
from desktop_agent.core.pictures import Rect, Scene, ScreenPoint, WindowBox
from desktop_agent.lib.dbus import PROPERTIES
from desktop_agent.platforms.atspi.field_reader import BusThread
from desktop_agent.platforms.atspi.places import DesktopOrigins, Origins, WindowScale, origin_in_frame, scale_of
from desktop_agent.platforms.atspi.queries import COMPONENT, EXTENTS, AccessibilityQueries, AnswerCache, Reference
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.walk import Walk
from desktop_agent.screen.controls.accessible_nodes import PAGES, SHOWING, Node
from desktop_agent.screen.controls.secret_fields import FieldObject, ReportedPlace, WindowProcesses

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

WITHIN_S = 0.2
CONNECT_WITHIN_S = 1.0
_PLACE_WITHIN_S = 0.1
_IN_WINDOW = 1
_TEXT = "org.a11y.atspi.Text"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_APPLICATION = "org.a11y.atspi.Application"
_LOOKS_AT_ALL = "gtk"
_MANAGES_DESCENDANTS = 31  # a state: its children are made as they are asked for
_REGISTRY: Reference = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_PASSWORD_ROLE = 40
_MOST_FIELDS = 20
_MOST_WALKED = 250
# The place that a program reports for its window leaves out the title bar, or includes a shadow.
_EDGE = 80
# The frame of the field is seen: what is hidden is what stands in it.
_FRAME_PX = 3


@dataclass(frozen=True, slots=True)
class ReportedField:
    """A field as its program reports it, its window and, where it is in a page, the page and what holds that.

    Programs on a scaled screen count in units, of which pages may be exceptions (`WindowScale`), and LibreOffice
    reports too high what it draws itself (`Displacement`). A program's windows have no number here: which one of the
    screen holds a field follows from their places, and where more than one reading fits, the field is taken to be at
    each of them.
    """

    box: Rect
    window: Rect
    page: Rect | None = None
    holder: Rect | None = None
    is_empty: bool = False
    pid: int | None = None

    def seen(self, scene: Scene, origins: Origins = DesktopOrigins()) -> tuple[Rect, ...]:  # noqa: B008 - it keeps nothing
        """Return the parts of its inside that no window covers which is above its own."""
        above = list[Rect]()
        boxes = dict[Rect, tuple[Rect, ...]]()
        anywhere = dict[Rect, None]()
        for window in scene.windows:
            counted = self._in_desktop_coordinates(window, origins)
            for box in counted.in_frame(window.box):
                boxes.setdefault(box, inside(box).without(*above))
            above.append(window.box)
            anywhere[inside(counted.box)] = None
        if not boxes:  # it is not known which window it is in
            return tuple(anywhere) or (inside(self.box),)
        return tuple(part for parts in boxes.values() for part in parts)

    def windows(self, scene: Scene, processes: WindowProcesses, origins: Origins) -> frozenset[int]:
        """Return the windows that it is or may be in: those of its process, by their places where these fit any."""
        candidates = processes.candidates(self.pid)
        by_place = {
            window.id
            for window in scene.windows
            if window.id in candidates and any(self._in_desktop_coordinates(window, origins).in_frame(window.box))
        }
        return frozenset(by_place) or candidates

    def _in_desktop_coordinates(self, window: WindowBox, origins: Origins) -> ReportedField:
        """Return it as its program would report it that counts from the desktop's corner, if it is in this window."""
        drawn = origins.drawn(window.id, window.box)
        origin = origin_in_frame([_window_node(self.window)], "", window.box, drawn) if drawn else None
        if origin is None:
            return self._moved_by(origins.of(window.id, window.box))
        return replace(self._moved_by(origin), window=window.box)

    def _moved_by(self, origin: ScreenPoint) -> ReportedField:
        """Return it as its program would report it that counts from the desktop's corner."""
        page, holder = (box and box.moved(origin) for box in (self.page, self.holder))
        return ReportedField(self.box.moved(origin), self.window.moved(origin), page, holder)

    def in_frame(self, frame: Rect) -> Iterator[Rect]:
        """Yield where the field may be on the screen if its window is the one with this frame."""
        if _is_nearly_equal(frame, self.window):
            yield self.box
        if scale := _scale_in(self.window, frame):
            in_pixels = self.page and scale.is_in_pixels(self.page, self.holder or self.window)
            yield self.box if in_pixels else scale.on_screen(_window_node(self.box)).box


async def reported_field(tree: Tree, of: Reference, window: Reference, place: Rect) -> ReportedField:
    """Return a field of a window that is reported at this position, by all that holds it."""
    walk = Walk(tree, browser=False)
    way = [walk.window(Node("", "", 1 << SHOWING, place, 0, 0, of=window))]
    way += await walk.placed_ancestors(of, way[0])
    pages = ((outer, one) for outer, one in pairwise(way) if one.node.role in PAGES)
    holder, page = next(pages, (None, None))
    around = holder.counted if holder and holder.counted.width > 0 else place
    return ReportedField(way[-1].counted, place, page.counted if page else None, around if page else None)


def inside(field: Rect) -> Rect:
    """Return what is within the frame of a field."""
    within = Rect(field.x + _FRAME_PX, field.y + _FRAME_PX, field.width - 2 * _FRAME_PX, field.height - 2 * _FRAME_PX)
    return within if within.width > 0 and within.height > 0 else field


def _scale_in(window: Rect, frame: Rect) -> WindowScale | None:
    return scale_of([_window_node(window)], "", frame)


def _window_node(box: Rect) -> Node:
    return Node("", "", 0, box, 0, 0)


def _is_nearly_equal(box: Rect, other_box: Rect) -> bool:
    sides = ((box.x, other_box.x), (box.y, other_box.y), (box.right, other_box.right), (box.bottom, other_box.bottom))
    return all(abs(side - of) <= _EDGE for side, of in sides)


class PasswordFields:
    """Asks all programs of the accessibility bus; for one thread beside its own."""

    def __init__(self, connect: Callable[[], Coroutine[Any, Any, MessageBus]], origins: Origins) -> None:
        self._origins = origins
        self._bus = BusThread(connect, name="password-fields")
        self._cache = TreeCache()
        self._known: dict[Reference, tuple[ReportedField, ...]] = {}  # by program
        self._walks: dict[Reference, asyncio.Task[list[Reference]]] = {}  # by window
        self._walked: dict[Reference, list[Reference]] = {}

    def start(self) -> None:
        """Connect without waiting."""
        self._bus.start()

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return the visible insides of all password fields that have text, as far as programs report them."""
        fields = self._bus.ask(lambda bus: self._query_programs(bus, scene), connected_within_s=CONNECT_WITHIN_S) or []
        return tuple(part for field in fields if not field.is_empty for part in field.seen(scene, self._origins))

    def has_fields(self) -> bool:
        """Return whether any password field is shown, even an empty one."""
        return any(self._known.values())

    def windows(self, scene: Scene, processes: WindowProcesses) -> frozenset[int]:
        """Return the windows of a scene that show a field, even an empty one, or may."""
        fields = [field for fields in self._known.values() for field in fields]
        return frozenset[int]().union(*(field.windows(scene, processes, self._origins) for field in fields))

    def place(self, of: FieldObject) -> ReportedPlace:
        """Return where a field is in its window; “unknown” where its program does not answer within a moment."""
        return self._bus.ask(lambda bus: _reported_place(bus, of), connected_within_s=CONNECT_WITHIN_S) or "unknown"

    def close(self) -> None:
        """Disconnect and end the thread."""
        self._bus.close()
        self._origins.close()

    async def _query_programs(self, bus: MessageBus, scene: Scene) -> list[ReportedField]:
        """Look at all programs; where one does not answer in time, its last answer holds."""
        look = AccessibilityQueries(bus, AnswerCache())
        tree = Tree(look, self._cache)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(WITHIN_S):
                    programs = await tree.inside(_REGISTRY, None)
                    self._known = {known: fields for known, fields in self._known.items() if known in programs}
                    await asyncio.gather(*(self._update_fields_of(look, tree, program, scene) for program in programs))
        finally:
            look.close()
        return [field for fields in self._known.values() for field in fields]

    async def _update_fields_of(self, look: AccessibilityQueries, tree: Tree, program: Reference, scene: Scene) -> None:
        await tree.wake(program)
        windows, searches = await asyncio.gather(tree.inside(program, None), _can_search(look, program))
        field_lists = await asyncio.gather(
            *(self._fields_in_window(look, tree, window, scene, searches=searches) for window in windows)
        )
        pid = await tree.pid(program[0])
        self._known[program] = tuple(replace(field, pid=pid) for fields in field_lists for field in fields)

    async def _fields_in_window(
        self, look: AccessibilityQueries, tree: Tree, window: Reference, scene: Scene, *, searches: bool
    ) -> list[ReportedField]:
        if not await _is_showing(tree, window):
            return []
        fields = await tree.matching(window, (SHOWING,), (_PASSWORD_ROLE,), _MOST_FIELDS) if searches else None
        if fields is None:
            fields = await self._fields_by_walk(tree, window)
        showing = await asyncio.gather(*(_is_showing(tree, field) for field in fields))
        place = await tree.box(window)
        # What holds a field takes its time to ask for, and says something only here.
        by_holders = not searches or any(_scale_in(place, entry.box) for entry in scene.windows)
        visible_fields = [field for field, shows in zip(fields, showing, strict=True) if shows]
        found_fields = await asyncio.gather(
            *(_reported_field(tree, entry, (window, place), by_holders=by_holders) for entry in visible_fields)
        )
        empty = await asyncio.gather(*(_is_empty(look, field) for field in visible_fields))
        pairs = zip(found_fields, empty, strict=True)
        return [replace(entry, is_empty=is_empty) for entry, is_empty in pairs if entry.box.width and entry.box.height]

    async def _fields_by_walk(self, tree: Tree, window: Reference) -> list[Reference]:
        """Return what the last walk has found, and begin another; wait for the first one."""
        walk = self._walks.get(window)
        if walk is None or walk.done():
            walk = asyncio.create_task(self._find_by_walk(tree.without_answers(), window))
            self._walks[window] = walk
        if window not in self._walked:
            await asyncio.shield(walk)
        return self._walked.get(window, [])

    async def _find_by_walk(self, tree: Tree, window: Reference) -> list[Reference]:
        """Find the password fields of a program that does not search, among the first objects that show."""
        walk = Walk(tree, browser=False, most=_MOST_WALKED)
        top = walk.window(await tree.node(window, 0, 0))
        nodes = await walk.all([top], lambda node: not node.has(_MANAGES_DESCENDANTS), places=False)
        self._walked[window] = [node.of for node in nodes if node.role == Role.PASSWORD_TEXT]
        return self._walked[window]


async def _reported_place(bus: MessageBus, of: FieldObject) -> ReportedPlace:
    look = AccessibilityQueries(bus, AnswerCache())
    try:
        async with asyncio.timeout(_PLACE_WITHIN_S):
            answer = await look.ask(of, COMPONENT, EXTENTS, "u", _IN_WINDOW)
    finally:
        look.close()
    return Rect(*map(int, answer[0])) if answer else "gone"


async def _reported_field(
    tree: Tree, field: Reference, of: tuple[Reference, Rect], *, by_holders: bool
) -> ReportedField:
    return await reported_field(tree, field, *of) if by_holders else ReportedField(await tree.box(field), of[1])


async def _can_search(look: AccessibilityQueries, program: Reference) -> bool:
    """Return whether a program may be asked to search its windows."""
    answer = await look.ask(program, PROPERTIES, "Get", "ss", _APPLICATION, "ToolkitName")
    return str(answer[0].value if answer else "").casefold() != _LOOKS_AT_ALL


async def _is_empty(look: AccessibilityQueries, field: Reference) -> bool:
    """Return whether a field is known to have no text."""
    answer = await look.ask(field, _PROPERTIES, "Get", "ss", _TEXT, "CharacterCount")
    return bool(answer) and answer[0].value == 0


async def _is_showing(tree: Tree, of: Reference) -> bool:
    return bool(await tree.states(of) >> SHOWING & 1)

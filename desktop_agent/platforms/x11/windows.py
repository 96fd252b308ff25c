"""Windows of an X11 display: their order, positions and owners, as the server knows them.

The ids are those of the root's children, so a decorated window has its frame's id. That needs no window manager,
includes menus and pop-ups that no manager ever sees, and cannot be faked. The list is cached until the server reports
that something was mapped, moved, raised or reshaped; until then a query costs one round trip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from Xlib import X
from Xlib.error import XError
from Xlib.protocol import event, request

from desktop_agent.core.pictures import Rect, Scene, Window, WindowBox, WindowNames, widest_side
from desktop_agent.core.programs import last_part
from desktop_agent.lib.programs import executable_of, program_of
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection, connect, why_not_by
from desktop_agent.platforms.x11.keyboard_grab import KeyboardGrabs
from desktop_agent.platforms.x11.properties import Properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from Xlib.xobject.drawable import Window as XWindow

_INPUT_SHAPE = 2
_FRAME_DEPTH = 3  # a client sits one to three levels below its frame in the window managers of today
_OWNERS = 4  # dialogs of dialogs
_SIDES = 4
_FAR = 1 << 15  # no screen is so large
_LEAVE_NAMES = frozenset({X.ConfigureNotify, X.CirculateNotify, X.GravityNotify, X.PropertyNotify})
_MOST_PASSED = 1_000
_AS_A_TASK_BAR = 2  # the manager obeys it, where it would not an ordinary program
_LONG_TITLE = 1024
_MOST_PARTS = 256
_MENUS = ("MENU", "POPUP_MENU", "DROPDOWN_MENU")
_FIXTURES = ("DOCK", "DESKTOP", "NOTIFICATION")
_SMALL = ("TOOLTIP", "COMBO", "DND", "UTILITY", "TOOLBAR")  # parts of a window, of types of their own
_DECORATIONS = 2  # the flag of `_MOTIF_WM_HINTS` by which its third number counts
# The properties with a window's names and owner.
_NAMED_BY = ("_NET_WM_NAME", "WM_NAME", "WM_CLASS", "WM_TRANSIENT_FOR", "WM_STATE")


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Windows:
    """Return the backend for the display in the environment; NoScreenError when there is none."""
    return X11Windows(connect())


class X11Windows:
    """The windows of one display, on a connection of its own; for one thread."""

    reports_positions = True

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clients = Clients(connection)
        self._properties = Properties(connection)
        self._grabs = KeyboardGrabs(connection)
        self._display = connection.display
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._boxes: tuple[WindowBox, ...] | None = None
        self._tops: dict[int, int] = {}
        self._framed: dict[int, XWindow] = {}  # by the frame that it was found in
        self._names: dict[int, WindowNames] = {}
        self._named_by = {connection.atom(name) for name in _NAMED_BY}

    def scene(self) -> Scene:
        """Return the windows that can take a click, topmost first, and the one that has the keyboard."""
        with self._connection.errors():
            focus = self._window_with_keys(self._display.get_input_focus().focus)
            events = self._window_events()
            if events or self._boxes is None:
                self._tops.clear()
                self._framed.clear()
                self._boxes = tuple(self._list_boxes())
            passed = (box for passing_event in events[-_MOST_PASSED:] if (box := self._box_in(passing_event)))
            return Scene(self._boxes, self._top_of(focus), tuple(passed))

    def describe(self, window: int) -> Window:
        """Return title, program and process; the process comes from the server if it knows, else from the client."""
        with self._connection.errors():
            try:
                client = self._client_in(self._display.create_resource_object("window", window))
                pid = self._pid_of(client)
                app = last_part(executable_of(pid)) or self._class_of(client)
                title = self._title_of(self._owner_of(client))
                blocks = self._windows_blocked_by(client)
                return Window(window, app, title, pid, program_of(pid), *self._kind_flags(client), blocks=blocks)
            except XError:
                return Window(window)

    def names(self, window: int) -> WindowNames:
        """Return program, classes and title: queried once, and again when the server reports a change of one."""
        with self._connection.errors():
            known = self._names.get(window)
            if known is None:
                try:
                    known = self._read_names(window)
                except XError:
                    return WindowNames()
            return known

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether a window is, or holds, a client's; an unmanaged window may be a menu of any client."""
        with self._connection.errors():
            try:
                owner = self._owner_up_to(
                    self._client_in(self._display.create_resource_object("window", window)), client
                )
                return owner.id == client or not self._clients.is_managed(owner)
            except XError:
                return False

    def titled(self) -> tuple[Window, ...]:
        """Return the windows that the manager lists, topmost first; without a manager all with a title.

        Managers have internal windows before they list any: these are unmanageable, and left out.
        """
        with self._connection.errors():
            name = "_NET_CLIENT_LIST_STACKING"
            is_listed = self._properties.has(self._root, name)
            listed = self._properties.numbers(self._root, name) if is_listed else self._unlisted_windows()
            described = [self.describe(number) for number in reversed(listed)]
            return tuple(window for window in described if window.title)

    def _unlisted_windows(self) -> list[int]:
        children = self._root.query_tree().children
        return [child.id for child in children if not self._is_unmanageable(child)]

    def _is_unmanageable(self, window: XWindow) -> bool:
        try:
            return bool(window.get_attributes().override_redirect)
        except XError:
            return True  # it has gone

    def place(self, client: Window) -> WindowBox | None:
        """Return its box with its frame, without the shadow that some programs draw; None if its process differs."""
        with self._connection.errors():
            try:
                window = self._display.create_resource_object("window", client.id)
                if window.get_attributes().map_state != X.IsViewable or self._pid_of(window) != client.pid:
                    return None  # numbers are used again
                top = self._clients.top_level(window)
                geometry = top.get_geometry()
                (left, right, above, below) = self._shadow_of(window)
                around = 2 * geometry.border_width
                outer_box = Rect(geometry.x, geometry.y, geometry.width + around, geometry.height + around)
                seen = self._box_with_frame(window) if top.id != window.id else outer_box
            except XError:
                return None
        box = outer_box.intersection(seen) or outer_box
        return WindowBox(
            top.id, Rect(box.x + left, box.y + above, box.width - left - right, box.height - above - below)
        )

    def title_bar(self, window: int) -> Rect | None:
        """Return the widest side of the frame that a manager has put around a window: it has the title."""
        with self._connection.errors():
            try:
                frame = self._display.create_resource_object("window", window)
                client = self._client_in(frame)
                if client.id == window:
                    return None
                geometry = frame.get_geometry()
                size = client.get_geometry()
                corner = client.translate_coords(self._root, 0, 0)
            except XError:
                return None
        around = 2 * geometry.border_width
        outer = Rect(geometry.x, geometry.y, geometry.width + around, geometry.height + around)
        return widest_side(outer, Rect(-corner.x, -corner.y, size.width, size.height))

    def belongs(self, window: int, client: int) -> bool:
        """Return whether a window is a client's, is transient for it, or is a menu or dialog of its program alone."""
        with self._connection.errors():
            try:
                inner = self._client_in(self._display.create_resource_object("window", window))
                owner = self._owner_up_to(inner, client)
                if owner.id == client or owner.id != inner.id or not self._clients.same(inner.id, client):
                    return bool(owner.id == client)
                return not self._clients.is_managed(inner) or self._kind_flags(inner)[0]
            except XError:
                return False

    def activate(self, client: int) -> None:
        """Ask the window manager to show it above the others, with the keyboard, as a task bar does."""
        with self._connection.errors():
            window = self._display.create_resource_object("window", client)
            words = (32, [_AS_A_TASK_BAR, X.CurrentTime, 0, 0, 0])
            asks = event.ClientMessage(
                window=window, client_type=self._connection.atom("_NET_ACTIVE_WINDOW"), data=words
            )
            self._root.send_event(asks, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
            self._connection.flush()

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _owner_up_to(self, window: XWindow, client: int) -> XWindow:
        """Return the end of the chain of owners from this window on, or the client if it is in the chain."""
        for _ in range(_OWNERS):
            above = self._properties.transient_for(window)
            if window.id == client or above is None or above.id == self._root.id:
                break
            window = above
        return window

    def _window_events(self) -> list[event.ConfigureNotify]:
        """Empty the event queue and return the events of windows; the previous reply brought all events up to then."""
        events = [self._display.next_event() for _ in range(self._display.pending_events())]
        if any(x_event.type not in _LEAVE_NAMES or getattr(x_event, "atom", 0) in self._named_by for x_event in events):
            self._names.clear()
        return [x_event for x_event in events if x_event.type != X.PropertyNotify]

    def _box_in(self, x_event: Any) -> WindowBox | None:  # noqa: ANN401 - python-xlib's events have no types
        """Return the box of the window that an event reports; None for an event without one."""
        if x_event.type == X.MapNotify and all(one.id != x_event.window.id for one in self._boxes or ()):
            try:
                geometry = x_event.window.get_geometry()
            except XError:
                return None  # its creation was reported, unless that was long ago
        elif x_event.type in {X.ConfigureNotify, X.CreateNotify}:
            geometry = x_event
        else:
            return None
        around = 2 * geometry.border_width
        return WindowBox(
            x_event.window.id, Rect(geometry.x, geometry.y, geometry.width + around, geometry.height + around)
        )

    def _read_names(self, window: int) -> WindowNames:
        """Return a window's names, and have the server report when they change."""
        client = self._client_in(self._display.create_resource_object("window", window))
        owner = self._owner_of(client)
        # Select the events before reading, so that a change in between is reported.
        for owner_window in {client.id: client, owner.id: owner}.values():
            owner_window.change_attributes(event_mask=X.PropertyChangeMask)
        classes = tuple(dict.fromkeys(self._properties.classes(client) or self._properties.classes(owner)))
        app = last_part(executable_of(self._pid_of(client)))
        names = WindowNames(app, classes, self._title_of(owner))
        self._connection.forgive()
        if self._clients.is_managed(client):  # else it may still be a frame whose client is not marked yet
            self._names[window] = names
        return names

    def _list_boxes(self) -> Iterator[WindowBox]:
        """Yield visible windows, topmost first; all requests are sent before the first reply is read."""
        low = self._display.display
        ids = [child.id for child in self._root.query_tree().children]
        questions = [
            (
                number,
                request.GetWindowAttributes(display=low, defer=True, window=number),
                request.GetGeometry(display=low, defer=True, drawable=number),
            )
            for number in reversed(ids)
        ]
        for number, attributes, geometry in questions:
            try:
                attributes.reply()
                geometry.reply()
            except XError:
                continue
            if attributes.map_state == X.IsViewable:
                yield from self._input_parts(number, geometry, is_unmanaged=bool(attributes.override_redirect))

    def _input_parts(self, number: int, geometry: object, *, is_unmanaged: bool) -> Iterator[WindowBox]:
        """Yield the parts of a window that take clicks; an overlay that lets clicks through has none."""
        x, y, width, height, border = (int(getattr(geometry, n)) for n in ("x", "y", "width", "height", "border_width"))
        box = Rect(x, y, width + 2 * border, height + 2 * border)
        if not self._display.has_extension("SHAPE"):
            yield WindowBox(number, box)
            return
        window = self._display.create_resource_object("window", number)
        window.shape_select_input(1)
        try:
            is_tooltip = is_unmanaged and self._clients.is_of_type(window, "TOOLTIP")
            parts = window.shape_get_rectangles(_INPUT_SHAPE).rectangles
        except XError:
            return
        # Corners may be round and overlays have holes: only the server knows what is under a point.
        placed = (Rect(x + border + one.x, y + border + one.y, one.width, one.height) for one in parts[:_MOST_PARTS])
        yield from (WindowBox(number, part, is_tooltip) for part in placed)

    def _window_with_keys(self, focus: XWindow | int) -> XWindow | int:
        """Return the window that receives keys: the focused one, or that of a program that has grabbed the keyboard."""
        if isinstance(focus, int):
            return focus
        try:
            return self._grabs.window_with_keys(focus) or focus
        except XError:
            return focus

    def _top_of(self, focus: XWindow | int) -> int | None:
        """Return the root's child that contains the focused window; None if the keyboard follows the pointer."""
        if isinstance(focus, int):
            return None
        if focus.id not in self._tops:
            try:
                self._tops[focus.id] = int(self._clients.top_level(focus).id)
            except XError:
                return None
        return self._tops[focus.id]

    def _client_in(self, window: XWindow) -> XWindow:
        """Return the client window inside a frame, which managers mark; a frame may have sixty others."""
        if (known := self._framed.get(window.id)) and self._is_in(known, window):
            return known
        level = [window]
        for _ in range(_FRAME_DEPTH):
            managed = next((candidate for candidate in level if self._clients.is_managed(candidate)), None)
            if managed is not None:
                self._framed[window.id] = managed
                return managed
            level = [child for candidate in level for child in candidate.query_tree().children]
        return window

    def _is_in(self, client: XWindow, frame: XWindow) -> bool:
        """Return whether a client window is still this frame, or in it."""
        try:
            return self._clients.is_managed(client) and frame.id in {client.id, self._clients.top_level(client).id}
        except XError:
            return False

    def _owner_of(self, client: XWindow) -> XWindow:
        """Return the window that a menu belongs to, whose title is more telling; a managed window itself.

        An owner that is never shown counts as none: Qt names one for its tool windows.
        """
        for _ in range(_FRAME_DEPTH):
            above = None if self._clients.is_managed(client) else self._properties.transient_for(client)
            if above is None or above.id == self._root.id or not self._is_shown(above):
                break
            client = above
        return client

    def _is_shown(self, window: XWindow) -> bool:
        """Return whether a window is shown; False for a number that is no window, as any program may name."""
        try:
            return bool(window.get_attributes().map_state != X.IsUnmapped)
        except XError:
            return False

    def _kind_flags(self, client: XWindow) -> tuple[bool, bool, bool, bool]:
        """Return whether a window is a dialog, a menu, a panel, a splash screen.

        One without a type is a dialog if it has an owner.
        """
        if not self._properties.has(client, "_NET_WM_WINDOW_TYPE"):
            has_owner = self._properties.transient_for(client) is not None
            is_dialog = self._clients.is_managed(client) and has_owner
            return is_dialog, False, False, not has_owner and self._is_bare(client)
        is_of_type = self._clients.is_of_type
        is_menu = is_of_type(client, *_MENUS)
        is_fixture = is_of_type(client, *_FIXTURES)
        is_part = is_menu or is_fixture or is_of_type(client, "DIALOG", *_SMALL)
        is_splash = is_of_type(client, "SPLASH") or (
            not is_part and self._properties.transient_for(client) is None and self._is_bare(client)
        )
        return is_of_type(client, "DIALOG"), is_menu, is_fixture, is_splash

    def _is_bare(self, client: XWindow) -> bool:
        """Return whether a window asks for neither a frame nor a place in the task bar, as Java's splash screen does.

        One that passes by the window manager has neither (Tk's `overrideredirect`, GTK's pop-up windows).
        """
        if client.get_attributes().override_redirect:
            return True
        hints = self._properties.numbers(client, "_MOTIF_WM_HINTS", most=3)
        has_no_frame = len(hints) > 2 and bool(hints[0] & _DECORATIONS) and not hints[2]  # noqa: PLR2004
        states = self._properties.numbers(client, "_NET_WM_STATE")
        return has_no_frame and self._connection.atom("_NET_WM_STATE_SKIP_TASKBAR") in states

    def _windows_blocked_by(self, client: XWindow) -> frozenset[int]:
        """Return the windows that a modal dialog belongs to: their ids and those of their frames."""
        if self._connection.atom("_NET_WM_STATE_MODAL") not in self._properties.numbers(client, "_NET_WM_STATE"):
            return frozenset()
        numbers = set[int]()
        owner = self._properties.transient_for(client)
        for _ in range(_OWNERS):
            if owner is None or owner.id == self._root.id or owner.id in numbers:
                break
            numbers |= {owner.id, self._clients.top_level(owner).id}
            owner = self._properties.transient_for(owner)
        return frozenset(numbers - {client.id})

    def _box_with_frame(self, client: XWindow) -> Rect:
        """Return a window's box with its frame, but without an invisible border, such as metacity's."""
        sides = self._properties.numbers(client, "_NET_FRAME_EXTENTS", most=_SIDES)
        if len(sides) != _SIDES:
            return Rect(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)  # unknown: all of the frame window
        left, right, above, below = sides
        corner = client.translate_coords(self._root, 0, 0)
        size = client.get_geometry()
        at = (-corner.x - left, -corner.y - above)
        return Rect(*at, size.width + left + right, size.height + above + below)

    def _shadow_of(self, client: XWindow) -> tuple[int, int, int, int]:
        """Return the width of the shadow that a program draws: left, right, above and below."""
        sides = self._properties.numbers(client, "_GTK_FRAME_EXTENTS", most=_SIDES)
        return (sides[0], sides[1], sides[2], sides[3]) if len(sides) == _SIDES else (0, 0, 0, 0)

    def _pid_of(self, client: XWindow) -> int | None:
        if pid := self._clients.pid_of(client.id):
            return pid
        inner_pid = next(iter(self._properties.numbers(client, "_NET_WM_PID", most=1)), 0)
        return self._clients.outer(inner_pid) or None

    def _title_of(self, client: XWindow) -> str:
        title = self._properties.text(client, "_NET_WM_NAME") or self._properties.text(client, "WM_NAME")
        return title[:_LONG_TITLE]

    def _class_of(self, client: XWindow) -> str:
        return next(reversed(self._properties.classes(client)), "")

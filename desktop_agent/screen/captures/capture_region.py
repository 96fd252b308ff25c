"""The part of the desktop that is shown, and its size: from the user's settings to a monitor and a viewport.

A monitor or a region stays where it is. The monitor of the focused window, or a single window, is followed from
picture to picture; in between, a frame stays valid as long as the shown part is still in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.actions.action import Action, points_of, uses_keyboard
from desktop_agent.core.errors import GeometryChangedError, NoScreenError, OffScreenError, SettingsError
from desktop_agent.core.pictures import Frame, Rect, Scene, ScreenPoint, Size, Viewport, Window, fit
from desktop_agent.core.texts.message import Message, sentences, visible
from desktop_agent.screen.captures.composed_capture import captured_size, common_scale
from desktop_agent.screen.captures.source import CaptureSource, Monitor
from desktop_agent.screen.controls.window import WindowSource

DEFAULT_PICTURE = Size(1280, 800)
_OUTSIDE = Message(
    "The focus is in a window outside the screenshot; click in the intended window to move the focus there"
)
_REMEMBERED = 8  # pictures of a window
_MOST_LISTED = 8
_LONGEST_TITLE = 60
# A program may report the owner of a dialog only after the dialog has opened.
_LOOKS_UNTIL_SURE = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """The user's choice of what to show: a window before a region before a monitor; “auto”: the focused window's."""

    monitor: int | Literal["auto"] = 1
    region: Rect | None = None  # in desktop coordinates
    viewport: Size | None = None
    window: str = ""  # its title
    step: int = 1  # the sides of a picture are multiples of it, unless the user has set its size


@dataclass(frozen=True, slots=True)
class Aim:
    """The part that is shown now; `words` name it where the user's settings follow a window or monitor."""

    monitor: Monitor
    viewport: Viewport
    words: str = ""


class CaptureRegionTracker:
    """Follows the chosen part of the desktop, and checks that an action goes there; `own` recognizes our windows."""

    def __init__(self, source: CaptureSource, windows: WindowSource, wish: Wish, own: Callable[[Window], bool]) -> None:
        """Aim at once; errors as `take_aim` and `BoundWindow`."""
        self._source = source
        self._windows = windows
        self._wish = wish
        self._own = own
        self.bound = BoundWindow(windows, wish.window, own) if wish.window else None
        self._places: dict[Rect, Rect] = {}  # where the window was in each of the last pictures
        self.aim = self._next_region(windows.scene(), None)

    def masks(self, window: Window) -> bool:
        """Return whether no picture may show a window."""
        return self._own(window) or (self.bound is not None and not self.bound.holds(window.id))

    def follow(self, scene: Scene) -> Aim:
        """Aim for the next picture; GeometryChangedError when the chosen part no longer exists."""
        try:
            self.aim = self._next_region(scene, self.aim)
        except SettingsError as error:
            message = sentences(Message("The monitors have changed."), error.message)
            raise GeometryChangedError(
                message, Message("Restore the previous setup, or start again with the current monitors.")
            ) from error
        return self.aim

    def check(self, frame: Frame) -> None:
        """Raise GeometryChangedError unless the part that a frame shows is still in its place."""
        if self.bound is not None:
            moved = self._places.get(frame.viewport.screen) != self.bound.box
            what = Message("The window has moved, changed size or disappeared since the screenshot was taken.")
        elif self._wish.monitor == "auto" and self._wish.region is None:
            moved = frame.viewport.screen not in {monitor.box for monitor in self._source.monitors()}
            what = Message("The monitors have changed since the screenshot was taken.")
        else:
            moved = self.follow(Scene()).viewport != frame.viewport
            what = Message("The monitors have changed since the screenshot was taken.")
        if moved:
            raise GeometryChangedError(what, Message("Take a new screenshot."))

    def refusal(self, frame: Frame, action: Action) -> str:
        """Return why an action is not allowed at its target; empty where it is."""
        keys = uses_keyboard(action)
        points = points_of(action)
        if not keys and not (points and self.bound):
            return ""
        scene = self._windows.scene()
        if self.bound is not None:
            try:
                screen_points = [frame.viewport.to_screen(point) for point in points]
            except OffScreenError:
                return ""  # the policy's rule “outside-viewport” refuses it
            return self.bound.refusal(scene, screen_points, keys=keys)
        focused = [item.box for item in scene.windows if item.id == scene.focus]
        is_shown = any(box.intersection(frame.viewport.screen) for box in focused)
        # Managers keep the keyboard in a window off the desktop while no other has it.
        desktop = whole(self._source.monitors()).box
        return _OUTSIDE if not is_shown and any(box.intersection(desktop) for box in focused) else ""

    def is_behind(self, frame: Frame, action: Action) -> bool:
        """Return whether the followed window is only not in front where the action is refused."""
        if self.bound is None:
            return False
        try:
            screen_points = [frame.viewport.to_screen(point) for point in points_of(action)]
        except OffScreenError:
            return False
        return self.bound.is_behind(self._windows.scene(), screen_points, keys=uses_keyboard(action))

    def _next_region(self, scene: Scene, last: Aim | None) -> Aim:
        monitors = self._source.monitors()
        if self.bound is not None:
            return self._window_region(self.bound, scene, monitors, last)
        if self._wish.monitor != "auto" or self._wish.region is not None:
            return take_aim(monitors, self._wish)
        focused = self._focused_box(scene)
        monitor = _monitor_with_most(monitors, focused) if focused else None
        # Without a window that has the keyboard the picture stays where it is.
        monitor = monitor or next(
            (candidate for candidate in monitors if last and candidate.box == last.monitor.box), None
        )
        aim = take_aim(monitors, Wish(monitor.n if monitor else 1, viewport=self._wish.viewport))
        return Aim(
            aim.monitor, aim.viewport, Message("monitor {n} of {monitors}", n=aim.monitor.n, monitors=len(monitors))
        )

    def _focused_box(self, scene: Scene) -> Rect | None:
        """Return the box of the focused window; None without one, and for a window of ours."""
        boxes = [item.box for item in scene.windows if item.id == scene.focus]
        if not boxes or scene.focus is None or self._own(self._windows.describe(scene.focus)):
            return None
        return Rect.union(*boxes)

    def _window_region(self, bound: BoundWindow, scene: Scene, monitors: Sequence[Monitor], last: Aim | None) -> Aim:
        """Aim at the window; once it is closed or hidden, at its last place, where every window is masked."""
        desktop = whole(monitors)
        area = bound.area(scene)
        visible_area = area[1].intersection(desktop.box) if area else None
        if area is None or visible_area is None:
            if last is None:
                raise SettingsError(
                    Message("The window {name} isn't on the screen.", name=bound.name),
                    Message("Show it on the screen first."),
                )
            return Aim(
                last.monitor,
                last.viewport,
                Message("the area where the window {name} was last shown", name=bound.name),
            )
        box = area[0]
        self._remember(visible_area, box)
        wish = self._wish
        captured = captured_size(visible_area, monitors)
        image = fit(captured, wish.viewport) if wish.viewport else _default_size(captured, wish.step)
        what = Message("the window {name}", name=bound.name) + (
            "" if visible_area == box else Message(" and its associated windows")
        )
        return Aim(_monitor_with_most(monitors, visible_area) or desktop, Viewport(visible_area, image), what)

    def _remember(self, visible_area: Rect, box: Rect) -> None:
        self._places.pop(visible_area, None)
        self._places[visible_area] = box
        while len(self._places) > _REMEMBERED:
            del self._places[next(iter(self._places))]


def take_aim(monitors: Sequence[Monitor], wish: Wish) -> Aim:
    """Return the aim for a wish; SettingsError when the desktop has no such monitor, region or size."""
    if not monitors:
        raise NoScreenError(
            Message("The display has no monitors."), Message("Turn on a monitor, or start a display that has one.")
        )
    number = 1 if wish.monitor == "auto" else wish.monitor
    monitor = _monitor_with_region(monitors, wish.region) if wish.region else _monitor_by_number(monitors, number)
    box = wish.region or monitor.box
    return Aim(monitor, Viewport(box, _picture_size(captured_size(box, monitors), wish)))


def whole(monitors: Sequence[Monitor]) -> Monitor:
    """Return monitor 0: the smallest rectangle around all monitors."""
    box = Rect.union(*(monitor.box for monitor in monitors))
    return Monitor(0, box.x, box.y, box.width, box.height, common_scale([monitor.scale for monitor in monitors]))


def _monitor_with_most(monitors: Sequence[Monitor], box: Rect) -> Monitor | None:
    """Return the monitor that shows most of a box; None where none shows any."""
    parts = [(monitor, monitor.box.intersection(box)) for monitor in monitors]
    areas = [(part.width * part.height, monitor) for monitor, part in parts if part]
    return max(areas, key=lambda entry: entry[0])[1] if areas else None


def _monitor_by_number(monitors: Sequence[Monitor], n: int) -> Monitor:
    if n == 0:
        return whole(monitors)
    monitor = next((candidate for candidate in monitors if candidate.n == n), None)
    if monitor is None:
        have = (
            Message("only monitor 1")
            if len(monitors) == 1
            else Message("monitors 1 to {monitors}", monitors=len(monitors))
        )
        raise SettingsError(
            Message("There is no monitor {n}: this desktop has {have}.", n=n, have=have),
            Message("Use one of these, or 0 for all."),
        )
    return monitor


def _monitor_with_region(monitors: Sequence[Monitor], region: Rect) -> Monitor:
    desktop = whole(monitors)
    if region.intersection(desktop.box) != region:
        box = desktop.box
        raise SettingsError(
            Message(
                "The region {region} isn't on the desktop, which covers {box}.", region=_words(region), box=_words(box)
            ),
            Message("Enter it as X,Y,WIDTH,HEIGHT in desktop coordinates."),
        )
    return next((monitor for monitor in monitors if region.intersection(monitor.box) == region), desktop)


def _default_size(captured: Size, step: int) -> Size:
    image = fit(captured, DEFAULT_PICTURE)
    return Size(*(side - side % step if side >= step else side for side in (image.width, image.height)))


def _picture_size(captured: Size, wish: Wish) -> Size:
    size = wish.viewport
    if size is None:
        return _default_size(captured, wish.step)
    if size.width < 1 or size.height < 1 or size.width > captured.width or size.height > captured.height:
        raise SettingsError(
            Message(
                "A viewport of {width}x{height} doesn't fit in the captured area, which is {width2}x{height2} pixels.",
                width=size.width,
                height=size.height,
                width2=captured.width,
                height2=captured.height,
            ),
            Message("Choose a size up to {width}x{height}, or omit it.", width=captured.width, height=captured.height),
        )
    return size


def _words(box: Rect) -> str:
    return f"{box.x},{box.y},{box.width},{box.height}"


def window_titled(windows: Sequence[Window], title: str) -> Window:
    """Return the window that matches: by its number, its exact title, or a part of it in any case.

    Associated windows are reported by the X server or the system, never recognized by a title: windows that are
    transient for it, and menus and dialogs of its program that belong to no other window. All other windows are
    masked in the picture and not clicked.

    Raises SettingsError, with a list, where none or several match.
    """
    by_number = [window for window in windows if title.lower().startswith("0x") and title.lower() == hex(window.id)]
    exactly = by_number or [window for window in windows if window.title == title]
    matches = exactly or [window for window in windows if title.casefold() in window.title.casefold()]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise SettingsError(
            Message(
                "{meant} windows have “{title}” in their titles: {meant2}.",
                meant=len(matches),
                title=visible(title, _LONGEST_TITLE),
                meant2=_listed(matches),
            ),
            Message("Enter more of the title, or the window number."),
        )
    there = Message("Windows: {windows}.", windows=_listed(windows)) if windows else Message("No windows have titles.")
    raise SettingsError(Message("No window has “{title}” in its title.", title=visible(title, _LONGEST_TITLE)), there)


class BoundWindow:
    """A window by its number, which no other window gets while it exists."""

    def __init__(self, windows: WindowSource, title: str, own: Callable[[Window], bool]) -> None:
        """Find the window; SettingsError unless there is exactly one, and it is on the screen."""
        self._windows = windows
        self._window = window_titled([window for window in windows.titled() if not own(window)], title)
        self._known: dict[int, tuple[bool, int]] = {}  # window: does it belong, and how often that was asked
        self.name = f"“{visible(self._window.title, _LONGEST_TITLE)}”"
        if self._windows.place(self._window) is None:
            raise SettingsError(
                Message("The {name} window is minimized or hidden.", name=self.name),
                Message("Show it on the screen first."),
            )

    def bring_forward(self) -> None:
        """Raise the window above the others, with the keyboard."""
        self._windows.activate(self._window.id)

    @property
    def box(self) -> Rect | None:
        """Return the window's place now; None while it is minimized or hidden, and when it has closed."""
        place = self._windows.place(self._window)
        return place.box if place else None

    def area(self, scene: Scene) -> tuple[Rect, Rect] | None:
        """Return the window's box, and the box around it, its dialogs and its menus; None while it is hidden."""
        place = self._windows.place(self._window)
        if place is None:
            return None
        parts = self._parts_in(scene) - {place.id}
        return place.box, Rect.union(place.box, *(item.box for item in scene.windows if item.id in parts))

    def holds(self, window: int) -> bool:
        """Return whether a window of a scene is this window, or belongs to it."""
        return self._windows.belongs(window, self._window.id)

    def refusal(self, scene: Scene, points: Sequence[ScreenPoint], *, keys: bool) -> str:
        """Return why these points, or with `keys` the focused window, are out of bounds; empty where they are not."""
        if self._windows.place(self._window) is None:
            is_there = any(window.id == self._window.id for window in self._windows.titled())
            how = Message("is minimized or hidden") if is_there else Message("is closed")
            return Message("The {name} window, which this run is bound to, {how}", name=self.name, how=how)
        parts = self._parts_in(scene)
        if keys and scene.focus not in parts:
            return Message(
                "The focus isn't in {name}, the window this run is bound to; click in it to move the focus there",
                name=self.name,
            )
        if any(scene.window_at(at) not in parts for at in points):
            return Message(
                "The {name} window, which this run is bound to, is covered at that point or doesn't extend that far",
                name=self.name,
            )
        return ""

    def is_behind(self, scene: Scene, points: Sequence[ScreenPoint], *, keys: bool) -> bool:
        """Return whether the window is minimized, covered at one of these points, or, for `keys`, without the focus.

        What needs neither keys nor a point needs no window in front.
        """
        if not (keys or points):
            return False
        place = self._windows.place(self._window)
        if place is None:
            return any(window.id == self._window.id for window in self._windows.titled())
        parts = self._parts_in(scene)
        is_covered = any(place.box.contains(at) and scene.window_at(at) not in parts for at in points)
        return is_covered or (keys and scene.focus not in parts)

    def _parts_in(self, scene: Scene) -> frozenset[int]:
        known = self._known
        self._known = {}
        for number in {item.id for item in scene.windows}:
            belongs, looks = known.get(number, (False, 0))
            if not belongs and looks < _LOOKS_UNTIL_SURE:
                belongs = self.holds(number)
                looks = looks + 1
            self._known[number] = belongs, looks
        return frozenset(number for number, (belongs, _) in self._known.items() if belongs)


def _listed(windows: Sequence[Window]) -> str:
    titles = [
        f"“{visible(window.title, _LONGEST_TITLE)}” ({visible(window.app, 30)}, {hex(window.id)})" for window in windows
    ]
    more = Message(" and {part} more", part=len(titles) - _MOST_LISTED) if len(titles) > _MOST_LISTED else ""
    return ", ".join(titles[:_MOST_LISTED]) + more

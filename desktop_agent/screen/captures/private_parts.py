"""The parts of the screen that a person hides from every picture: areas of the desktop, and windows by class or title.

A pattern is a name with * and ?, in any case. It matches a window by its program or class, or by a part of its title;
`class:` and `title:` before it restrict it to one of these. The menus and dialogs of such a window are hidden with it.

Titles change, and windows move: all this is looked up before and after each capture, never remembered.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import translate
from typing import Protocol

from desktop_agent.core.actions.action import Action, points_of, uses_keyboard
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, ScreenPoint, Viewport, WindowNames
from desktop_agent.core.texts.message import Message
from desktop_agent.screen.controls.secret_fields import (
    FieldObject,
    FollowedField,
    KeptField,
    KeptParts,
    ReportedPlace,
    WindowProcesses,
    WindowView,
)
from desktop_agent.screen.controls.window import WindowSource

HIDDEN = Message("This part of the screen is hidden from you, so actions aren't allowed there")
HIDDEN_KEYS = Message("The focus is in a window hidden from you; click in the intended window to move the focus there")
_CLASS = "class:"
_TITLE = "title:"
_FOUND_WITHIN_S = 2.5
_LOST_POLL_S = 0.05
_LOOKS_UNTIL_SURE = 5  # a program may report the owner of a dialog only after the dialog has opened


@dataclass(frozen=True, slots=True)
class HiddenParts:
    """The hidden parts: areas of the desktop in input units, and patterns of windows."""

    regions: tuple[Rect, ...] = ()
    windows: tuple[str, ...] = ()


class PasswordSource(Protocol):
    """Finds the fields for passwords that are shown, and any field again; has to be closed."""

    def place(self, of: FieldObject) -> ReportedPlace:
        """Return a field's place in its window; “gone” once its program has removed it."""

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return the visible parts of the fields now that have something in them."""

    def has_fields(self) -> bool:
        """Return whether any field was shown then, even an empty one."""

    def windows(self, scene: Scene, processes: WindowProcesses) -> frozenset[int]:
        """Return the windows of a scene that showed a field then, or may have, as their places or processes say."""

    def close(self) -> None:
        """Disconnect."""


class PrivateParts:
    """Finds the hidden parts of a scene; `passwords` finds the password fields.

    Instances that share `kept_parts` hide the same parts, on any thread.
    """

    def __init__(
        self,
        windows: WindowSource,
        parts: HiddenParts,
        passwords: PasswordSource | None = None,
        kept_parts: KeptParts | None = None,
    ) -> None:
        self.regions = parts.regions
        self._passwords = passwords
        self._fields: tuple[Rect, ...] = ()  # of the last picture
        self.has_left = False  # a field that was there the time before is no longer
        self._windows = windows
        self._patterns = tuple(map(NamePattern.read, parts.windows))
        self._last: tuple[Mapping[int, WindowNames], frozenset[int]] = ({}, frozenset())
        self._kept_parts: KeptParts = {} if kept_parts is None else kept_parts
        self._followed: dict[tuple[int, Rect], FollowedField] = {}
        self.is_lost = False  # a field that a secret went into was not where it had been, in the last capture
        self._belongs: dict[int, tuple[bool, int]] = {}  # window: does it belong to a hidden one, and how often asked

    def windows_in(self, scene: Scene) -> frozenset[int]:
        """Return the numbers of the hidden windows."""
        if not self._patterns:
            return frozenset()
        # Window managers have windows of one pixel, for themselves.
        numbers = [*dict.fromkeys(window.id for window in scene.windows if window.box.width * window.box.height > 1)]
        names = {number: self._windows.names(number) for number in numbers}
        hidden = frozenset(number for number, window_names in names.items() if _is_any_of(window_names, self._patterns))
        clients = self._hidden_clients(names, hidden)
        return hidden | self._windows_of_clients(clients, [number for number in numbers if number not in hidden])

    def closed_hidden_windows(self, scene: Scene) -> frozenset[int]:
        """Return the hidden windows that have closed since the last scene, and those closed ones without a name."""
        numbers = {window.id for window in scene.passed if not scene.has(window.id)} if self._patterns else ()
        names = {number: self._last[0].get(number) or self._windows.names(number) for number in numbers}
        return frozenset(
            number
            for number, window_names in names.items()
            if window_names == WindowNames() or _is_any_of(window_names, self._patterns)
        )

    def keep_back(self, window: int, box: Rect, scene: Scene, of: FieldObject | None = None) -> None:
        """Hide a part of the desktop from now on; the part follows its window, and the field `of`."""
        around = _window_box(window, scene)
        if around is None:
            return
        place = self._passwords.place(of) if of and self._passwords else "unknown"
        part = Rect(box.x - around.x, box.y - around.y, box.width, box.height)
        title = self._windows.names(window).title
        self._kept_parts[window, part] = KeptField(of, place, title) if of and isinstance(place, Rect) else None

    def follow(self, pixels: Pixels, area: Rect, scene: Scene, ours: Iterable[int]) -> None:
        """Locate the fields of secrets in a capture in which nothing has been painted over yet."""
        own = [*ours]
        for (window, box), kept_field in tuple(self._kept_parts.items()):
            around = _window_box(window, scene)
            if kept_field is None or self._passwords is None or around is None:
                continue
            field = self._followed.setdefault((window, box), FollowedField(kept_field, box, self._passwords.place))
            above = scene.windows[: next(n for n, item in enumerate(scene.windows) if item.id == window)]
            on_top = [item.box for item in above if item.id not in own]
            view = WindowView(pixels, area, around, on_top, [item.box for item in above if item.id in own])
            field.look(view, time.monotonic())
        self.is_lost = bool(self.windows_with_lost_fields(scene))
        for (window, box), field in self._followed.items():
            # On the same page its text may have gone into another field, which shows it.
            if field.is_over(time.monotonic()) and self._windows.names(window).title != field.title:
                self._kept_parts.pop((window, box), None)

    def pauses(self) -> Iterator[float]:
        """Yield pauses in seconds between looks, until the fields of secrets are located or the time is over."""
        until = time.monotonic() + _FOUND_WITHIN_S
        while (self.is_lost or self._is_ending()) and time.monotonic() < until:
            yield _LOST_POLL_S

    def _is_ending(self) -> bool:
        """Return whether a field is gone whose pixels may still be there."""
        return any(field.is_gone and not field.is_over(time.monotonic()) for field in self._followed.values())

    def windows_with_lost_fields(self, scene: Scene) -> frozenset[int]:
        """Return the windows with a secret's field whose place is unknown."""
        present = {item.id for item in scene.windows}
        unknown = (place[0] for place, field in tuple(self._kept_parts.items()) if field and not self._is_found(place))
        return frozenset(unknown) & present

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return the parts of the desktop that are hidden whichever window is there."""
        places = ((_window_box(place[0], scene), self._place_now(place)) for place in tuple(self._kept_parts))
        kept_boxes = (
            Rect(around.x + box.x, around.y + box.y, box.width, box.height) for around, box in places if around
        )
        return (*self.regions, *kept_boxes, *self._fields)

    def fields_now(self, scene: Scene) -> tuple[Rect, ...]:
        """Look for password fields; return their boxes now, and in the last picture."""
        before = self._fields
        if self._passwords is not None:
            self._fields = self._passwords.boxes(scene)
        self.has_left = not {*before} <= {*self._fields}
        return (*before, *self._fields)

    def has_password_field(self) -> bool:
        """Return whether the last look for password fields found any."""
        return self._passwords is not None and self._passwords.has_fields()

    def password_windows(self, scene: Scene) -> frozenset[int]:
        """Return the windows that show a password field, or may, as of the last look for these."""
        if self._passwords is None or not self._passwords.has_fields():
            return frozenset()
        by_window = {number: self._windows.describe(number).pid for number in {item.id for item in scene.windows}}
        others = frozenset(window.pid for window in self._windows.titled() if window.pid)
        return self._passwords.windows(scene, WindowProcesses(by_window, others))

    def hidden_area_reason(self, frame: Frame, action: Action) -> str:
        """Return why the action would touch a hidden area; empty if it doesn't.

        Points outside of the picture are left out: the policy's rule “outside-viewport” refuses their action.
        """
        keys = uses_keyboard(action)
        screen_points = _points_in_picture(frame.viewport, points_of(action))
        if not keys and not screen_points:
            return ""
        # A window that is being moved is elsewhere by now, but it was at this point in the picture.
        reason_then = self._refusal(frame.scene, screen_points, keys=keys)
        return reason_then or self._refusal(self._windows.scene(), screen_points, keys=keys)

    def _place_now(self, place: tuple[int, Rect]) -> Rect:
        return self._followed[place].at if place in self._followed else place[1]

    def _is_found(self, place: tuple[int, Rect]) -> bool:
        return place in self._followed and self._followed[place].is_found

    def _refusal(self, scene: Scene, points: Sequence[ScreenPoint], *, keys: bool) -> str:
        if any(region.contains(at) for region in self.regions for at in points):
            return HIDDEN
        hidden = self.windows_in(scene)
        if keys and scene.focus in hidden:
            return HIDDEN_KEYS
        return HIDDEN if any(scene.window_at(at) in hidden for at in points) else ""

    def _hidden_clients(self, names: Mapping[int, WindowNames], hidden: frozenset[int]) -> frozenset[int]:
        """Return the hidden client windows, minimised ones too: a dialog of one may still be visible."""
        if self._last[0] != names:
            listed = (window.id for window in self._windows.titled())
            clients = frozenset(number for number in listed if _is_any_of(self._windows.names(number), self._patterns))
            if clients | hidden != self._last[1]:
                self._belongs.clear()
            self._last = (names, clients | hidden)
        return self._last[1]

    def _windows_of_clients(self, clients: frozenset[int], windows: Iterable[int]) -> frozenset[int]:
        """Return those of `windows` that belong to one of the clients."""
        if not clients:
            return frozenset()
        known = self._belongs
        self._belongs = {}
        for number in windows:
            belongs, looks = known.get(number, (False, 0))
            if not belongs and looks < _LOOKS_UNTIL_SURE:
                belongs = any(self._windows.belongs(number, client) for client in clients)
                looks += 1
            self._belongs[number] = belongs, looks
        return frozenset(number for number, (belongs, _) in self._belongs.items() if belongs)


def _points_in_picture(viewport: Viewport, points: Iterable[ImagePoint]) -> list[ScreenPoint]:
    """Return where the points are on the screen, without those outside of the picture."""
    screen_points: list[ScreenPoint] = []
    for point in points:
        with suppress(OffScreenError):
            screen_points.append(viewport.to_screen(point))
    return screen_points


def _window_box(window: int, scene: Scene) -> Rect | None:
    parts = [item.box for item in scene.windows if item.id == window]
    return Rect.union(*parts) if parts else None


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One pattern; for a class or a title alone where it has that prefix."""

    whole: re.Pattern[str]
    inside: re.Pattern[str]
    of: str = ""

    @classmethod
    def read(cls, text: str) -> NamePattern:
        """Return the pattern of a text."""
        of = next((prefix for prefix in (_CLASS, _TITLE) if text.casefold().startswith(prefix)), "")
        name = text[len(of) :].strip().casefold()
        return cls(re.compile(translate(name)), re.compile(translate(f"*{name}*")), of)

    def fits(self, names: WindowNames) -> bool:
        """Return whether a window's names match."""
        by_class = self.of != _TITLE and any(self.whole.match(name.casefold()) for name in (names.app, *names.classes))
        return by_class or (self.of != _CLASS and self.inside.match(names.title.casefold()) is not None)


def _is_any_of(names: WindowNames, patterns: Iterable[NamePattern]) -> bool:
    return any(pattern.fits(names) for pattern in patterns)

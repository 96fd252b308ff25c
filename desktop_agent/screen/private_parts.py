"""Knows what a person keeps from every picture: parts of the desktop, and windows by class or title.

A pattern is a name with * and ?, in any case. It stands for a window whose program or class it is, or whose title has
it somewhere; `class:` and `title:` before it say which. What belongs to such a window, its menus and its dialogs, is
kept back with it.

Titles change, and windows go where they like: all this is looked up before and after each capture, never remembered.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Protocol

from desktop_agent.core.actions import Action, points_of, uses_keyboard
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.frame import Frame, Pixels, Scene, WindowNames
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.screen.secret_fields import (
    FieldObject,
    FieldPlaces,
    FollowedField,
    KeptField,
    KeptParts,
    WindowView,
)
from desktop_agent.screen.window import WindowSource

HIDDEN = Message("This part of the screen is hidden from you, so actions aren't allowed there")
HIDDEN_KEYS = Message("The focus is in a window hidden from you; click in the intended window to move the focus there")
_CLASS = "class:"
_TITLE = "title:"
_FOUND_WITHIN_S = 2.5
_LOST_POLL_S = 0.05
_LOOKS_UNTIL_SURE = 5  # a program may say whose dialog a window is only after it has come up


@dataclass(frozen=True, slots=True)
class HiddenParts:
    """What is kept back: parts of the desktop in input units, and patterns of windows."""

    regions: tuple[Rect, ...] = ()
    windows: tuple[str, ...] = ()


class PasswordSource(FieldPlaces, Protocol):
    """Finds the fields for passwords that are shown, and any field again."""

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return what can be seen of them now."""


class PrivateParts:
    """Finds what is kept back among the windows of a scene; `passwords` finds the fields for them.

    What one of them is told to keep back, all keep back that were made with the same `kept`, on whatever thread.
    """

    def __init__(
        self,
        windows: WindowSource,
        parts: HiddenParts,
        passwords: PasswordSource | None = None,
        kept: KeptParts | None = None,
    ) -> None:
        self.regions = parts.regions
        self._passwords = passwords
        self._fields: tuple[Rect, ...] = ()  # of the last picture
        self._windows = windows
        self._patterns = tuple(map(NamePattern.read, parts.windows))
        self._last: tuple[Mapping[int, WindowNames], frozenset[int]] = ({}, frozenset())
        self._kept: KeptParts = {} if kept is None else kept
        self._followed: dict[tuple[int, Rect], FollowedField] = {}
        self.is_lost = False  # a field that a secret went into was not where it had been, in the last capture
        self._belongs: dict[int, tuple[bool, int]] = {}  # window: does it belong to a hidden one, and how often asked

    def windows_in(self, scene: Scene) -> frozenset[int]:
        """Return the windows that are kept back."""
        if not self._patterns:
            return frozenset()
        # Window managers have windows of one pixel, for themselves.
        numbers = [*dict.fromkeys(one.id for one in scene.windows if one.box.width * one.box.height > 1)]
        names = {one: self._windows.names(one) for one in numbers}
        hidden = frozenset(one for one, called in names.items() if _is_one(called, self._patterns))
        clients = self._clients(names, hidden)
        return hidden | self._parts_of(clients, [one for one in numbers if one not in hidden])

    def passed_in(self, scene: Scene) -> frozenset[int]:
        """Return the windows that came and went since the scene before, and are kept back; one that is gone may be."""
        numbers = {one.id for one in scene.passed if not scene.has(one.id)} if self._patterns else ()
        names = {one: self._last[0].get(one) or self._windows.names(one) for one in numbers}
        return frozenset(
            one for one, called in names.items() if called == WindowNames() or _is_one(called, self._patterns)
        )

    def keep_back(self, window: int, box: Rect, scene: Scene, of: FieldObject | None = None) -> None:
        """Keep a part of the desktop back from now on; it goes where its window goes, and where the field `of` goes."""
        around = _around(window, scene)
        if around is None:
            return
        told = self._passwords.place(of) if of and self._passwords else "unknown"
        part = Rect(box.x - around.x, box.y - around.y, box.width, box.height)
        self._kept[window, part] = KeptField(of, told) if of and isinstance(told, Rect) else None

    def follow(self, pixels: Pixels, shown: Rect, scene: Scene, ours: Iterable[int]) -> None:
        """Find out where the fields of secrets are, in a capture that nothing was painted over in yet."""
        own = [*ours]
        for (window, box), kept in tuple(self._kept.items()):
            around = _around(window, scene)
            if kept is None or self._passwords is None or around is None:
                continue
            field = self._followed.setdefault((window, box), FollowedField(kept, box, self._passwords))
            above = scene.windows[: next(n for n, one in enumerate(scene.windows) if one.id == window)]
            on_top = [one.box for one in above if one.id not in own]
            view = WindowView(pixels, shown, around, on_top, [one.box for one in above if one.id in own])
            field.look(view, time.monotonic())
        self.is_lost = bool(self.lost_in(scene))

    def pauses(self) -> Iterator[float]:
        """Yield pauses between looks until it is known where the fields of secrets are, for a few seconds at most."""
        until = time.monotonic() + _FOUND_WITHIN_S
        while self.is_lost and time.monotonic() < until:
            yield _LOST_POLL_S

    def lost_in(self, scene: Scene) -> frozenset[int]:
        """Return the windows in which a field of a secret is, and it is not known where."""
        shown = {one.id for one in scene.windows}
        unknown = (place[0] for place, kept in tuple(self._kept.items()) if kept and not self._is_found(place))
        return frozenset(unknown) & shown

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return the parts of the desktop that are kept back whatever lies there."""
        places = ((_around(place[0], scene), self._at(place)) for place in tuple(self._kept))
        kept = (Rect(around.x + box.x, around.y + box.y, box.width, box.height) for around, box in places if around)
        return (*self.regions, *kept, *self._fields)

    def fields_now(self, scene: Scene) -> tuple[Rect, ...]:
        """Look for fields for passwords; return where they are, and were in the picture before."""
        before = self._fields
        if self._passwords is not None:
            self._fields = self._passwords.boxes(scene)
        return (*before, *self._fields)

    def hidden_area_reason(self, frame: Frame, action: Action) -> str:
        """Return why an action may not go where it would, as that is kept back; empty where it may."""
        keys = uses_keyboard(action)
        points = points_of(action)
        if not keys and not points:
            return ""
        try:
            at = [*map(frame.viewport.to_screen, points)]
        except OffScreenError:
            return ""  # a rule refuses it
        # A window that is being moved is elsewhere by now, and still the one that lay there in the picture.
        return self._refusal(frame.scene, at, keys=keys) or self._refusal(self._windows.scene(), at, keys=keys)

    def _at(self, place: tuple[int, Rect]) -> Rect:
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

    def _clients(self, names: Mapping[int, WindowNames], hidden: frozenset[int]) -> frozenset[int]:
        """Return the programs' own windows that are kept back, minimised ones too: a dialog may be left of them."""
        if self._last[0] != names:
            listed = (one.id for one in self._windows.titled())
            clients = frozenset(one for one in listed if _is_one(self._windows.names(one), self._patterns))
            if clients | hidden != self._last[1]:
                self._belongs.clear()
            self._last = (names, clients | hidden)
        return self._last[1]

    def _parts_of(self, clients: frozenset[int], windows: Iterable[int]) -> frozenset[int]:
        """Return those of some windows that belong to these."""
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


def _around(window: int, scene: Scene) -> Rect | None:
    parts = [one.box for one in scene.windows if one.id == window]
    return Rect.union(*parts) if parts else None


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One pattern; of a class or a title alone where it says so."""

    whole: re.Pattern[str]
    inside: re.Pattern[str]
    of: str = ""

    @classmethod
    def read(cls, text: str) -> NamePattern:
        """Return the pattern that a text is."""
        of = next((one for one in (_CLASS, _TITLE) if text.casefold().startswith(one)), "")
        name = text[len(of) :].strip().casefold()
        return cls(re.compile(translate(name)), re.compile(translate(f"*{name}*")), of)

    def fits(self, names: WindowNames) -> bool:
        """Tell whether a window is meant."""
        by_class = self.of != _TITLE and any(self.whole.match(one.casefold()) for one in (names.app, *names.classes))
        return by_class or (self.of != _CLASS and self.inside.match(names.title.casefold()) is not None)


def _is_one(names: WindowNames, patterns: Iterable[NamePattern]) -> bool:
    return any(one.fits(names) for one in patterns)

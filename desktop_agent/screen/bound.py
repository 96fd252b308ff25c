"""The one window that a run is bound to, with its dialogs and menus: which it is, where it is, and what may go there.

What belongs to it is the X server's word or the system's, never a title: windows that are transient for it, and menus
and dialogs of its program that belong to no other window. Everything else is masked in the picture and not clicked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.screen.window import WindowSource

_MOST_LISTED, _LONGEST_TITLE = 8, 60
# A program may say whose dialog a window is only after it has come up.
_LOOKS_UNTIL_SURE = 5


def window_titled(windows: Sequence[Window], title: str) -> Window:
    """Return the window that a person means: by its number, its exact title, or a part of it in any case.

    Raises SettingsError, with a list, where none or several are meant.
    """
    by_number = [one for one in windows if title.lower().startswith("0x") and title.lower() == hex(one.id)]
    exactly = by_number or [one for one in windows if one.title == title]
    meant = exactly or [one for one in windows if title.casefold() in one.title.casefold()]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise SettingsError(
            Message(
                "{meant} windows have “{title}” in their title: {meant2}.",
                meant=len(meant),
                title=visible(title, _LONGEST_TITLE),
                meant2=_listed(meant),
            ),
            "Give more of the title, or the number.",
        )
    there = Message("There are: {windows}.", windows=_listed(windows)) if windows else "No window has a title."
    raise SettingsError(Message("No window has “{title}” in its title.", title=visible(title, _LONGEST_TITLE)), there)


class BoundWindow:
    """A window by its number, which no other gets while it is there."""

    def __init__(self, windows: WindowSource, title: str, own: Callable[[Window], bool]) -> None:
        """Find the window; SettingsError unless there is exactly one, and it is on the screen."""
        self._windows = windows
        self._window = window_titled([one for one in windows.titled() if not own(one)], title)
        self._known: dict[int, tuple[bool, int]] = {}  # window: does it belong, and how often that was asked
        self.name = f"“{visible(self._window.title, _LONGEST_TITLE)}”"
        if self._windows.place(self._window) is None:
            raise SettingsError(
                Message("The window {name} is minimised or hidden.", name=self.name), "Bring it to the screen first."
            )

    def bring_forward(self) -> None:
        """Have it shown above the others, with the keyboard."""
        self._windows.activate(self._window.id)

    @property
    def box(self) -> Rect | None:
        """Return where it is now; None while it is minimised or hidden, and when it is gone."""
        place = self._windows.place(self._window)
        return place.box if place else None

    def area(self, scene: Scene) -> tuple[Rect, Rect] | None:
        """Return where it is now, and the part of the desktop with it, its dialogs and its menus; None while hidden."""
        place = self._windows.place(self._window)
        if place is None:
            return None
        parts = self._parts_in(scene) - {place.id}
        return place.box, Rect.union(place.box, *(one.box for one in scene.windows if one.id in parts))

    def holds(self, window: int) -> bool:
        """Tell whether a window of a scene is it, or belongs to it."""
        return self._windows.belongs(window, self._window.id)

    def refusal(self, scene: Scene, points: Sequence[ScreenPoint], *, keys: bool) -> str:
        """Return why nothing may go to these points, or by keys to what has the keyboard; empty where it may."""
        if self._windows.place(self._window) is None:
            is_there = any(one.id == self._window.id for one in self._windows.titled())
            how = "is minimised or hidden" if is_there else "is closed"
            return Message("The window {name}, which this run is bound to, {how}", name=self.name, how=how)
        parts = self._parts_in(scene)
        if keys and scene.focus not in parts:
            return Message(
                "The keyboard is not in {name}, which this run is bound to: a click into it brings it there",
                name=self.name,
            )
        if any(scene.window_at(at) not in parts for at in points):
            return Message(
                "The window {name}, which this run is bound to, is covered or ends at that place", name=self.name
            )
        return ""

    def _parts_in(self, scene: Scene) -> frozenset[int]:
        known, self._known = self._known, {}
        for number in {one.id for one in scene.windows}:
            belongs, looks = known.get(number, (False, 0))
            if not belongs and looks < _LOOKS_UNTIL_SURE:
                belongs, looks = self.holds(number), looks + 1
            self._known[number] = belongs, looks
        return frozenset(number for number, (belongs, _) in self._known.items() if belongs)


def _listed(windows: Sequence[Window]) -> str:
    told = [f"“{visible(one.title, _LONGEST_TITLE)}” ({visible(one.app, 30)}, {hex(one.id)})" for one in windows]
    more = Message(" and {part} more", part=len(told) - _MOST_LISTED) if len(told) > _MOST_LISTED else ""
    return ", ".join(told[:_MOST_LISTED]) + more

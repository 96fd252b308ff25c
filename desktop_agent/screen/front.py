"""Tells which window is in front: the one that a person means who does not say which."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from desktop_agent.core.frame import Scene, Window
from desktop_agent.screen.window import WindowSource


def in_front(scene: Scene, windows: WindowSource, own: Callable[[Window], bool]) -> frozenset[int]:
    """Return the window in front with its menus, pop-ups and dialogs, by their numbers in a scene; empty without one.

    That is the one that has the keyboard, with all that its program shows above it. Where that is ours, a panel or the
    bare desktop, it is the topmost of the others.
    """
    shown = tuple(dict.fromkeys(one.id for one in scene.windows))
    known = (_known(one, windows, own) for one in shown if one == scene.focus)
    front = next(filter(None, known), None) or _topmost(shown, windows, own)
    if front is None:
        return frozenset()
    above = takewhile(lambda one: one != front.id, shown)
    same = (one for one in above if front.pid is not None and windows.describe(one).pid == front.pid)
    return frozenset((front.id, *same))


def _known(window: int, windows: WindowSource, own: Callable[[Window], bool]) -> Window | None:
    """Return a window that may be in front."""
    told = windows.describe(window)
    return None if told.fixture or own(told) else told


def _topmost(shown: tuple[int, ...], windows: WindowSource, own: Callable[[Window], bool]) -> Window | None:
    """Return the topmost window that a manager lists and that may be in front."""
    listed = (windows.place(one) for one in windows.titled())
    numbers = {place.id for place in listed if place}
    return next(filter(None, (_known(one, windows, own) for one in shown if one in numbers)), None)

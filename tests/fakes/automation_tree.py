"""A tree of UI Automation that is told and not asked for: a window, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.windows.uia import (
    BOX,
    HAS_KEYBOARD,
    IS_ENABLED,
    IS_OFFSCREEN,
    IS_PASSWORD,
    KIND,
    NAME,
    NATIVE_WINDOW,
    PROCESS,
    Element,
    element_of,
)

WINDOW, PROCESS_ID = 77, 4711


@dataclass
class Part:
    """One object: its kind, its name, its place, what is in it, and other properties."""

    kind: int
    name: str = ""
    box: tuple[int, int, int, int] = (0, 0, 800, 600)
    inside: list[Part] = field(default_factory=list)
    more: dict[int, object] = field(default_factory=dict)


class ToldTree:
    """Answers as Windows would; counts what was opened."""

    def __init__(self, top: Part) -> None:
        self.top, self.opened = top, 0
        self._elements: dict[int, Element] = {}
        self._note(top)
        self._elements[id(top)] = self._made(top, {NATIVE_WINDOW: WINDOW})

    def at(self, point: ScreenPoint) -> list[Element]:
        """Return the innermost object at a point, the last one told first, and all that hold it."""
        return self._way(lambda part: Rect(*part.box).contains(point))

    def focused(self) -> list[Element]:
        """Return what says that it has the keyboard, and all that hold it."""
        return self._way(lambda part: any(one.more.get(HAS_KEYBOARD) for one in _all(part)))

    def children(self, of: Element) -> list[Element]:
        """Return what is in an object."""
        self.opened += 1
        return [self._elements[id(part)] for part in of.handle.inside]

    def passwords(self, window: int) -> list[Element]:
        """Return the password fields that show."""
        secret = [one for one in _all(self.top) if one.more.get(IS_PASSWORD) and not one.more.get(IS_OFFSCREEN)]
        return [self._elements[id(one)] for one in secret] if window == WINDOW else []

    def _way(self, leads: Callable[[Part], bool]) -> list[Element]:
        way, here = list[Part](), self.top
        while leads(here):
            way.append(here)
            inner = [one for one in reversed(here.inside) if leads(one)]
            if not inner:
                break
            here = inner[0]
        return [self._elements[id(part)] for part in reversed(way)]

    def _note(self, part: Part) -> None:
        for one in _all(part):
            self._elements[id(one)] = self._made(one, {})

    def _made(self, part: Part, more: dict[int, object]) -> Element:
        told = {KIND: part.kind, NAME: part.name, BOX: tuple(map(float, part.box))}
        return element_of({**told, PROCESS: PROCESS_ID, IS_ENABLED: True, **part.more, **more}, part)


def _all(part: Part) -> Iterator[Part]:
    yield part
    for one in part.inside:
        yield from _all(one)

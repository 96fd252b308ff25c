"""Keeps the moments before the acts until they are needed, and makes their pictures: the window alone, as a PNG."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Pixels, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.reading import TextLine, TextReader
from desktop_agent.screen.encode import encode
from desktop_agent.screen.mask import painted
from desktop_agent.screen.window import Control
from desktop_agent.studio.learn.gesture import Gesture, TypedWords
from desktop_agent.studio.learn.moment import Moment, ShownAct
from desktop_agent.studio.learn.rolling import Snapshot
from desktop_agent.studio.learn.secrecy import has_arrived

_SCORE_AT_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class _KeptMoment:
    """A moment whose picture is not made yet."""

    snapshot: Snapshot
    window: Window | None
    control: Control
    site: str


class MomentKeeper:
    """Keeps what the open gesture may need, and nothing of what no gesture came of; for one event loop."""

    def __init__(self, reader: TextReader | None) -> None:
        """Read by `reader`; without one, a text in doubt stays a secret."""
        self._reader = reader
        self._numbers = count(1)
        self._kept: dict[int, _KeptMoment] = {}
        self._hidden: set[tuple[int, Rect]] = set()  # places in windows where secrets were typed

    def keep(self, snapshot: Snapshot, window: Window | None, control: Control | None = None, site: str = "") -> int:
        """Keep a moment; return its number."""
        number = next(self._numbers)
        self._kept[number] = _KeptMoment(snapshot, window, control or Control(), site)
        return number

    def hide(self, snapshot: Snapshot, control: Control) -> None:
        """Paint over a field in this picture's window, in every picture that is made from now on."""
        window = snapshot.focused()
        box = snapshot.box_of(window)
        if window is not None and box is not None and control.box is not None:
            inside = Rect(control.box.x - box.x, control.box.y - box.y, control.box.width, control.box.height)
            self._hidden.add((window.id, inside))

    def forget(self, before: int | None = None) -> None:
        """Drop the moments that nothing came of: those with a smaller number, or all."""
        self._kept = {number: one for number, one in self._kept.items() if before is not None and number >= before}

    async def shown(self, gesture: Gesture, after: Snapshot) -> ShownAct:
        """Return a gesture that is complete, with its moment; a text in doubt is plain if `after` shows it."""
        kept = self._kept.pop(gesture.moment, None)
        if kept is None:
            return ShownAct(gesture, Moment())
        moment = await self._made(kept)
        if isinstance(gesture, TypedWords) and gesture.doubt:
            gesture = await self._settled(gesture, moment, _KeptMoment(after, kept.window, kept.control, kept.site))
        return ShownAct(gesture, moment)

    async def last(self, snapshot: Snapshot) -> Moment:
        """Return the moment at the end."""
        return await self._made(_KeptMoment(snapshot, snapshot.focused(), Control(), ""))

    async def read(self, moment: Moment) -> Moment:
        """Return a moment with the lines that can be read in its picture."""
        if self._reader is None or not moment.picture or moment.lines:
            return moment
        try:
            lines = await asyncio.to_thread(self._reader.read, moment.picture)
        except DesktopAgentError:
            return moment
        return replace(moment, lines=tuple(line for line in lines if line.score >= _SCORE_AT_LEAST))

    async def _made(self, kept: _KeptMoment) -> Moment:
        """Return a moment with its picture."""
        box = kept.snapshot.box_of(kept.window) if kept.window is not None else kept.snapshot.desktop
        bare = Moment(kept.window, box, kept.snapshot.desktop, kept.control, kept.site)
        if box is None:
            return bare
        number = kept.window.id if kept.window is not None else 0
        hidden = [one for window, one in self._hidden if window == number]
        return replace(bare, picture=await asyncio.to_thread(_picture, kept.snapshot, box, hidden))

    async def _settled(self, gesture: TypedWords, before: Moment, after: _KeptMoment) -> TypedWords:
        lines: tuple[TextLine, ...] = (await self.read(before)).lines
        arrived = has_arrived(gesture.text, lines, (await self.read(await self._made(after))).lines)
        return replace(gesture, text=gesture.text if arrived else "", secret=not arrived, doubt=False)


def _picture(snapshot: Snapshot, box: Rect, hidden: Iterable[Rect]) -> bytes:
    pixels: Pixels = snapshot.cut(box)
    whole = Rect(0, 0, pixels.size.width, pixels.size.height)
    parts = [part for one in hidden if (part := one.intersection(whole)) is not None]
    pixels = painted(pixels, whole, parts) if parts else pixels
    return encode(pixels, pixels.size)

"""Watches the screen after an action: when there is a picture to send, and whether it is still true after that.

A picture is taken once the screen has come to rest, or early where the window's record allows that (`settle.py`). The
same watching then goes on until the screen is at rest, while the model thinks of the picture already. So an early
picture is either what the picture at rest would have been, or known to be outdated.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from desktop_agent.core.actions import Effect
from desktop_agent.core.frame import Frame
from desktop_agent.core.own_windows import FloatingWindows
from desktop_agent.core.settlement import Settlement, Unrest
from desktop_agent.screen import compare
from desktop_agent.screen.capture_units import around_on_desktop
from desktop_agent.screen.looker import Capture, Looker
from desktop_agent.screen.private_parts import PrivateParts
from desktop_agent.screen.settle import Habits, Sample, SettleTimes, Settling, Subject, Verdict
from desktop_agent.screen.signs import COMPUTES, Sign, WorkSigns

# What the action has caused begins up to so long before it is over.
_ACT_S = 0.5


@dataclass(frozen=True, slots=True)
class WatchTools:
    """What a camera watches with; `make_frame` makes the picture of a look, `encode_ahead` begins to."""

    looker: Looker
    signs: WorkSigns
    times: SettleTimes
    habits: Habits
    private: PrivateParts | None
    encode_ahead: Callable[[Capture], None]
    make_frame: Callable[[Capture], Frame]


class ScreenWatch:
    """The watch after one action; `since` is the picture from before it.

    Our floating `windows` may be seen meanwhile; they are hidden while a picture is taken.
    """

    def __init__(
        self,
        tools: WatchTools,
        since: Frame,
        effect: Effect,
        windows: FloatingWindows | None = None,
        habit: str = "",
    ) -> None:
        """Begin with a look."""
        self._tools, self._since, self._effect, self._windows = tools, since, effect, windows
        self._start = time.monotonic()
        self._look = self._look_again(since)
        self._subject = Subject(self._look.scene.focus, habit)
        self._settling = self._new_settling(tools.signs.now(self._start - _ACT_S))
        self._ahead: Capture | None = None
        self._sample = self._make_sample(since, None)
        self._verdict = self._settling.add(self._sample)

    async def picture(self, *, early: bool = False) -> Settlement:
        """Wait until the screen has come to rest and return its picture; `early`: or one from before, where it may be.

        After a picture that was outdated the next one is waited for.
        """
        if self._settling.is_outdated:
            self._settling.expect_more()
        while self._verdict == "wait" and not (early and self._settling.may_be_early):
            await self._look_on(self._poll_ms, early=early)
        at_rest = self._verdict != "wait"
        look = await self._clear_look()
        movers = self._tools.habits.learn(self._subject, self._settling) if at_rest else self._settling.movers()
        parts, moving = compare.changed_parts(self._since.pixels, look.pixels, movers)
        self._look = look
        return Settlement(
            self._tools.make_frame(look),
            round(self._sample.at_ms),
            unrest=_unrest(self._verdict),
            changed=tuple(around_on_desktop(box, look.viewport.screen, look.pixels.size) for box in parts),
            moving=moving,
            early=None if at_rest else self._settling.early,
        )

    async def outdates(self, *, again: bool = False) -> bool:
        """Watch on until the screen has come to rest; tell, as soon as it is so, whether the picture is outdated.

        `again`: watch as long once more, where programs that are busy may still answer.
        """
        while self._verdict == "wait" and not self._settling.is_outdated:
            await self._look_on(self._tools.times.sent_poll_ms)
        if self._settling.is_outdated:
            return True
        self._tools.habits.learn(self._subject, self._settling)
        if not again:
            return False
        self._start = time.monotonic()
        self._begin_anew()
        self._verdict = self._settling.add(self._make_sample(self._look, None))
        return await self.outdates()

    @property
    def _poll_ms(self) -> int:
        """Return how long after a look the next one is, where somebody waits for it."""
        times = self._tools.times
        if self._settling.is_due:
            return times.due_poll_ms
        return times.calm_poll_ms if self._settling.is_calm else times.poll_ms

    async def _look_on(self, after_ms: int, *, early: bool = False) -> None:
        """Look once more, a moment later."""
        settling, last = self._settling, self._look
        soon = settling.is_nearly_over() or (early and settling.is_nearly_early())
        self._ahead = last if soon and not self._tools.looker.is_framed else None
        if self._ahead is not None:
            self._tools.encode_ahead(last)
        await asyncio.sleep(after_ms / 1000)
        self._look = self._look_again(last)
        self._sample = self._make_sample(last, self._sample)
        if self._look.pixels.size != last.pixels.size:
            self._begin_anew()
            self._settling.is_outdated = settling.early is not None
        self._verdict = self._settling.add(self._sample)

    def _begin_anew(self) -> None:
        """Wait from here on as from the beginning, for the picture that there is."""
        early = self._settling.early
        # What it computes now, it may well compute for this action.
        self._settling = self._new_settling(self._tools.signs.now(self._start - _ACT_S) - COMPUTES)
        self._settling.early = early

    async def _clear_look(self) -> Capture:
        """Return the look to make a picture of: without what is private, and without our floating windows."""
        look, private, looker = self._look, self._tools.private, self._tools.looker
        if self._verdict in {"wait", "rest"} and self._ahead is not None and self._ahead.scene == look.scene:
            look = self._ahead  # what has changed since counts as nothing, or the screen would not be at rest
        for pause_s in private.pauses() if private else ():
            await asyncio.sleep(pause_s)
            look = self._look_again(look)
        if self._windows is None:
            return look
        try:
            return looker.look() if await self._windows.hide() or looker.is_framed else look
        finally:
            self._windows.restore()

    def _new_settling(self, signs: AbstractSet[Sign]) -> Settling:
        """Begin to wait, on a screen of this size, with these signs from before."""
        size, tools = self._look.pixels.size, self._tools
        subject = replace(self._subject, window=self._look.scene.focus)
        expected = tools.habits.expect(subject, compare.tiles_of(size), signs)
        return Settling(size, self._effect, tools.times, expected)

    def _look_again(self, last: Frame | Capture) -> Capture:
        """Look; where nothing has changed with the same object, so that what was made of it is found again."""
        look = self._tools.looker.look_beneath(last.scene)
        return look if compare.changed_pixels(last.pixels, look.pixels) else replace(look, pixels=last.pixels)

    def _make_sample(self, last: Frame | Capture, before: Sample | None) -> Sample:
        """Return the sample of the newest look, compared with the picture before the action, the last look and sample.

        `before` is the last look's sample.
        """
        since, look, signs = self._since, self._look, self._tools.signs
        at_ms = (look.at - self._start) * 1000
        moved = compare.stirred_by_tile(last.pixels, look.pixels)
        answered = before.answered if before and not moved.any() else compare.strong_by_tile(since.pixels, look.pixels)
        now = signs.now(self._start - _ACT_S)
        handled = signs.handled_until()
        if since.scene.focus is not None and look.scene.focus is None and at_ms < self._tools.times.answer_ms:
            now |= {"unfocused"}  # the window manager has not decided yet
        windows_before = {window.id for window in since.scene.windows}
        windows_now = {window.id for window in look.scene.windows}
        return Sample(
            at_ms,
            moved,
            answered,
            signs=now,
            handled_ms=None if handled is None else (handled - self._start) * 1000,
            rearranged=last.scene != look.scene,
            has_new_window=bool(windows_now - windows_before),
        )


def _unrest(verdict: Verdict) -> Unrest | None:
    match verdict:
        case "wait" | "rest":
            return None
        case unrest:
            return unrest

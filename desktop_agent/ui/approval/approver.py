"""The run's `Approver` that asks the person on their own screen, with a card.

The run's thread waits here while Qt's thread shows windows. It gets the answer only when all of them have left the
screen, as the next thing may be a picture, or a click at that place.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from desktop_agent.core.decisions.decision import Answer, Question, Rejected
from desktop_agent.core.decisions.question_words import names_would_help, without_names
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.desktop.desktop_services import accessibility_is_on
from desktop_agent.screen.captures.watermark import WatermarkSight
from desktop_agent.ui.proof.guard import ProofOptions
from desktop_agent.ui.qt.executor import Close, QtExecutor
from desktop_agent.ui.qt.window_places import wait_until_unmapped

_log = logging.getLogger(__name__)
T = TypeVar("T")
AskInWords = Callable[[str], Awaitable[str | None]]
CloseWindows = Callable[[], Iterable[Rect]]  # returns the pixels that the windows covered


class OverlayApprover:
    """Shows a card for each question; silence past the time of `options`, a closed card and an error are a no.

    `monitor` is the captured part of the desktop, in pixels, and `sight` sees whether the windows have left it.
    `in_words` answers the model's questions in words where there is a better place for them than a window of its own.
    `elsewhere`: what is asked about happens on a desk, so no place here is meant, and no picture of this screen is
    taken.
    """

    answers_words = True

    def __init__(
        self,
        executor: QtExecutor,
        presence: Presence,
        options: ProofOptions,
        monitor: Rect,
        sight: WatermarkSight,
        in_words: AskInWords | None = None,
        *,
        elsewhere: bool = False,
    ) -> None:
        self._elsewhere = elsewhere
        self._executor = executor
        self._presence = presence
        self._options = options
        self.monitor = monitor
        self._sight = sight
        self._in_words = in_words
        self.asks_for = ""  # the task's name, where there are several
        self.on_stop: Callable[[], None] = lambda: None  # the action of *Stop run* on the banner: the session's stop

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        if self.asks_for:
            question = replace(question, task=f"{self.asks_for}: {question.task}")
        # The bus may take a second to answer, and nothing on the screen waits for that.
        names_off = names_would_help(question) and await asyncio.to_thread(accessibility_is_on) is False

        def show(give: Callable[[Answer], None]) -> CloseWindows:
            from desktop_agent.ui.approval.open_question import OpenQuestion

            self._executor.tell_question(without_names(question))
            opened = OpenQuestion(
                *(question, self._presence, self._options.now(self._presence), self.monitor, give),
                names_off=names_off,
                elsewhere=self._elsewhere,
            )

            def close() -> Iterable[Rect]:
                self._executor.tell_question(None)
                return opened.close()

            return close

        try:
            return await self._show(show, self._options.within_s)
        except TimeoutError:
            return Rejected(Message("No answer within {within_s:g} s.", within_s=self._options.within_s), by="policy")
        except DesktopAgentError as error:
            _log.warning("the person could not be asked: %s", error)
            return Rejected(Message("Couldn't ask the person: {error}", error=error), by="policy")

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words; None when there is none."""
        if self._in_words is not None:
            return await self._in_words(question)

        def show(give: Callable[[str | None], None]) -> CloseWindows:
            from desktop_agent.ui.approval.secondary_window import reply_window
            from desktop_agent.ui.qt.screen_units import free_part

            window = reply_window(question)
            window.sent.connect(lambda words: give(words or None))
            window.closed.connect(lambda: give(None))
            window.open_in(free_part(self.monitor), window.field)
            return lambda: (window.end(),)

        try:
            return await self._show(show, self._options.within_s)
        except (TimeoutError, DesktopAgentError):
            return None

    async def hand_back(self, reason: str) -> str | None:
        """Show “You're in control”; return the words for the model once the person presses *Resume*."""

        def show(give: Callable[[str], None]) -> CloseWindows:
            from desktop_agent.ui.approval.paused_banner import PausedBanner

            by_device = not self._options.challenge
            banner = PausedBanner(reason, self._presence, self.monitor, self.on_stop, by_device=by_device)
            banner.resumed.connect(give)
            return banner.end

        return await self._show(show, None)

    async def _show(self, show: Callable[[Callable[[T], None]], CloseWindows], within_s: float | None) -> T:
        """Show windows until the person answers; return the answer when none of them is on the screen any more."""
        covered: list[Rect] = []

        def show_and_note(give: Callable[[T], None]) -> Close:
            close = show(give)
            return lambda: covered.extend(close())

        try:
            async with asyncio.timeout(within_s):
                answer = await self._executor.ask(show_and_note)
        except (TimeoutError, asyncio.CancelledError):  # the run goes on or ends, maybe with a picture
            with suppress(DesktopAgentError):
                await self._until_hidden(covered)
            raise
        await self._until_hidden(covered)
        return answer

    async def _until_hidden(self, covered: list[Rect]) -> None:
        """Return when the closed windows are gone from the screen; `covered` is filled when Qt has hidden them."""
        remaining, at_once = await self._executor.do(_remaining_windows)
        if not (at_once or self._elsewhere):
            await self._sight.until_gone(covered, ("question",))
        await wait_until_unmapped(remaining)


def _remaining_windows() -> tuple[int, bool]:
    """Return how many ordinary windows are to stay, and whether floating ones leave the screen at once here."""
    from desktop_agent.ui.overlay.windows import ordinary_windows
    from desktop_agent.ui.qt.layers import layers

    return len(ordinary_windows()), layers() is not None

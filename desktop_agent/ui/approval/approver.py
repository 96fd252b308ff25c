"""Asks the person on their own screen: the run's `Approver` with a card.

The run's thread waits here while Qt's thread shows. An answer is given on only when nothing of ours is on the screen
any more: what comes next may be a picture, or a click on the very place.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from desktop_agent.core.decision import Answer, Question, Rejected
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.ui.overlay.wait_until_hidden import Grab, LazyCapture, wait_until_hidden
from desktop_agent.ui.proof.guard import Proof
from desktop_agent.ui.qt.executor import Close, QtExecutor

_log = logging.getLogger(__name__)
AskInWords = Callable[[str], Awaitable[str | None]]


class OverlayApprover:
    """Shows a card for each question; silence past `within_s` seconds, a closed card and an error are a no.

    `monitor_box` is the monitor that is worked, in pixels. `in_words` answers the model's questions in words where a
    better place than a window of its own shows them.
    """

    admits = True

    def __init__(
        self,
        host: QtExecutor,
        presence: Presence,
        *,
        within_s: float | None,
        challenge: bool,
        chord: tuple[str, ...],
        monitor_box: Rect,
        in_words: AskInWords | None = None,
    ) -> None:
        self._host, self._presence, self._within_s = host, presence, within_s
        self._proof: Proof = "digits" if challenge else "device" if presence.tells_source else "none"
        self._chord, self._monitor, self._in_words = chord, monitor_box, in_words
        self._grab: Grab = LazyCapture()
        self.on_stop: Callable[[], None] = lambda: None  # what `Stop run` on the sign does; set it to the session's

    @property
    def answers_words(self) -> bool:
        """Tell that the model's questions in words can be answered."""
        return True

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        covered: list[Rect] = []

        def show(give: Callable[[Answer], None]) -> Close:
            from desktop_agent.ui.approval.card import ProofOptions
            from desktop_agent.ui.approval.open_question import CardContext, OpenQuestion

            manner = ProofOptions(self._proof, self._chord, self._within_s)
            self._host.on_question(question.sentence)
            asked = OpenQuestion(question, CardContext(self._presence, manner, self._monitor), give)

            def close() -> None:
                covered.extend(asked.close())
                self._host.on_question(None)

            return close

        try:
            answer = await self._within(show)
            await self._until_clear(covered)
        except DesktopAgentError as error:
            _log.warning("the person could not be asked: %s", error)
            return Rejected(f"The person could not be asked: {error}", by="policy")
        return answer

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words; None when there is none."""
        if self._in_words is not None:
            return await self._in_words(question)
        covered: list[Rect] = []

        def show(give: Callable[[str | None], None]) -> Close:
            from desktop_agent.ui.approval.words_window import reply_window
            from desktop_agent.ui.qt.screen_units import free_part

            window = reply_window(question)
            window.said.connect(lambda words: give(words or None))
            window.closed.connect(lambda: give(None))
            window.open_in(free_part(self._monitor), window.field)
            return lambda: covered.append(window.end())

        try:
            async with asyncio.timeout(self._within_s):
                words = await self._host.ask(show)
            await self._until_clear(covered)
        except (TimeoutError, DesktopAgentError):
            return None
        return words

    async def hand_back(self, reason: str) -> None:
        """Show “You have the mouse”, and return when the person presses `Resume`; nothing is on the screen then."""
        covered: list[Rect] = []

        def show(give: Callable[[None], None]) -> Close:
            from desktop_agent.ui.status.paused_banner import PausedBanner

            by_device = self._proof == "device"
            banner = PausedBanner(reason, self._presence, self._monitor, self.on_stop, by_device=by_device)
            banner.resumed.connect(lambda: give(None))
            return lambda: covered.append(banner.end())

        try:
            await self._host.ask(show)
        except asyncio.CancelledError:  # it goes on by another way, and the next picture is soon
            with suppress(DesktopAgentError):
                await self._until_clear(covered)
            raise
        await self._until_clear(covered)

    async def _within(self, show: Callable[[Callable[[Answer], None]], Close]) -> Answer:
        try:
            async with asyncio.timeout(self._within_s):
                return await self._host.ask(show)
        except TimeoutError:
            return Rejected(f"No answer within {self._within_s:g} s.", by="policy")

    async def _until_clear(self, covered: list[Rect]) -> None:
        """Return when what was closed is gone from the screen; `covered` is filled when Qt has hidden it."""
        await self._host.do(lambda: None)
        await wait_until_hidden(self._grab, covered)

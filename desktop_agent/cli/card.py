"""The card that asks on the person's own screen, and the curtain that hides it; Qt is loaded when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_agent.core.geometry import Rect
    from desktop_agent.core.presence import Presence
    from desktop_agent.settings import Settings
    from desktop_agent.ui.curtain import QtCurtain
    from desktop_agent.ui.host import Host
    from desktop_agent.ui.overlay import OverlayApprover


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What a run needs to have windows: the place where they live, the card, and what hides them."""

    host: Host
    card: OverlayApprover
    curtain: LateCurtain


def on_screen(settings: Settings, environment: Mapping[str, str], presence: Presence) -> OnScreen:
    """Return it for the monitor that the settings name; ScreenError without any."""
    from desktop_agent.ui.host import Host
    from desktop_agent.ui.overlay import OverlayApprover

    host, monitor = Host(), _monitor_box(settings, environment)
    card = OverlayApprover(
        host,
        presence,
        within_s=settings.run.answer_within,
        challenge=settings.person.approve_with == "challenge",
        chord=tuple(settings.person.approve_chord.split("+")),
        monitor_box=monitor,
    )
    return OnScreen(host, card, LateCurtain(host, monitor))


class LateCurtain:
    """The run's curtain: there is nothing to draw it over until a window has been shown."""

    def __init__(self, host: Host, monitor: Rect) -> None:
        """Take where windows live, and the part of the desktop that is captured."""
        self._host, self._monitor = host, monitor

    async def draw(self) -> None:
        """Take our windows off the screen; ScreenError when they stay."""
        if self._host.started:
            await self._made.draw()

    def lift(self) -> None:
        """Let our windows be shown again."""
        if self._host.started:
            self._made.lift()

    @cached_property
    def _made(self) -> QtCurtain:
        from desktop_agent.ui.curtain import QtCurtain

        return QtCurtain(self._host, monitor=self._monitor)


def _monitor_box(settings: Settings, environment: Mapping[str, str]) -> Rect:
    """Return the monitor that a run works, in pixels: the first where that is not one; ScreenError without any."""
    from desktop_agent.screen.choose import choose_capture

    source = choose_capture(environment)
    try:
        monitors = source.monitors()
    finally:
        source.close()
    return next((one for one in monitors if one.n == settings.screen.monitor), monitors[0]).box

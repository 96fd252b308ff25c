"""Input by `ext_idle_notifier_v1`: with a timeout of zero it sends “idled” at once, and “resumed” at the next input.

Version 2 has a form for input alone. Version 1 sends “resumed” as well when something inhibits idleness, such
as a film in full screen, and then nothing until that ends. So a touch is a “resumed” with an “idled” right after it,
and without one nothing is reported.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError
from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
from desktop_agent.platforms.wayland.input.devices import main_seat
from desktop_agent.platforms.wayland.protocols import IDLE_NOTIFICATION, IDLE_NOTIFIER, VIRTUAL_POINTER_MANAGER

_log = logging.getLogger(__name__)

SETTLE_S = 0.02
_ANSWERS_WITHIN_S = 5.0
_IDLED_WITHIN_S = 0.05
_INPUT_FORM = 2  # the version


def create(environment: Mapping[str, str] = os.environ) -> IdleNotifier:
    """Connect; InputDeniedError where the compositor doesn't report idleness."""
    return IdleNotifier(environment)


class IdleNotifier:
    """Implements `presence.silence.TouchSource` by a connection of its own."""

    settle_s = SETTLE_S

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._connection = connect_wayland(environment)
        try:
            registry = Registry(self._connection)
            notifier = registry.need(IDLE_NOTIFIER, denied=InputDeniedError)
            name = "get_input_idle_notification" if notifier.version >= _INPUT_FORM else "get_idle_notification"
            idle = notifier.create(name, IDLE_NOTIFICATION, 0, main_seat(registry))
            idle.on(idled=self._on_idled, resumed=self._on_resumed)
            # KWin repeats keys itself, and counts that; compositors with this protocol leave it to programs.
            self.counts_repeats = not registry.find(VIRTUAL_POINTER_MANAGER)
            self._is_idle = False
            self._resumed_s = 0.0
            self._was_touched = False
            self._is_answered = True
            self._connection.round_trip()
            self._connection.wait_for(lambda: self._is_idle, _IDLED_WITHIN_S)  # KWin sends it a moment after its answer
        except BaseException:
            self._connection.close()
            raise

    @property
    def is_blind(self) -> bool:
        """Whether nothing is reported: something inhibits idleness, or the compositor doesn't answer."""
        return not self._is_answered or (not self._is_idle and time.monotonic() - self._resumed_s > _IDLED_WITHIN_S)

    def fileno(self) -> int:
        """Return the connection's descriptor."""
        return self._connection.fileno()

    def arm(self, sent_s: float) -> bool:
        """Read what the compositor has sent so far, and forget it: it has handled all of ours that it has taken."""
        is_answered = self.catch_up()
        self._was_touched = False
        return is_answered

    def catch_up(self) -> bool:
        """Read what the compositor has sent so far; return whether it has answered."""
        try:
            self._connection.round_trip(_ANSWERS_WITHIN_S)
        except DesktopAgentError as cause:
            self._is_answered = False
            if self._connection.is_broken:
                raise
            _log.info("the compositor doesn't report input now: %s", cause)
        else:
            self._is_answered = True
        return self._is_answered

    def take(self) -> bool:
        """Read what has come; return whether a touch was among it."""
        self._connection.dispatch()
        was_touched = self._was_touched
        self._was_touched = False
        return was_touched

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _on_idled(self) -> None:
        self._was_touched = self._was_touched or time.monotonic() - self._resumed_s < _IDLED_WITHIN_S
        self._is_idle = True

    def _on_resumed(self) -> None:
        self._is_idle = False
        self._resumed_s = time.monotonic()

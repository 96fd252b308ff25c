"""The person's hand by silence (`silence.py`), beside a presence that reports keys alone.

Any touch pauses a run. A press on a window of ours that comes together with a touch is the person's: a program that
clicks on a window of Xwayland gives none (XTEST), and an assistive action isn't a press.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_agent.core.presence import (
    OnLost,
    OnStop,
    OnUserInput,
    OwnInput,
    Presence,
    UserInput,
    happened_at,
    ignore_loss,
)
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib import dbus
from desktop_agent.presence.senders import Senders
from desktop_agent.presence.silence import Silence, TouchSource, TouchWatch
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.watchers import InputWatchers

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage

_log = logging.getLogger(__name__)


_MANAGER = "org.freedesktop.login1.Manager"
_WAKES_WITHIN_S = 2.0


class SleepWatch:
    """Receives the reports on a thread of its own; without a login service there are none."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._is_asleep = False
        self._woke_s = -math.inf
        self._thread = dbus.LoopThread("sleep")
        self._thread.start()
        self._thread.begin(self._listen(dbus.system_address(environment)))

    def has_just_woken(self) -> bool:
        """Return whether it sleeps, or woke up a moment ago."""
        return self._is_asleep or time.monotonic() - self._woke_s < _WAKES_WITHIN_S

    def close(self) -> None:
        """End; never raises."""
        self._thread.end()

    async def _listen(self, address: str) -> None:
        try:
            async with dbus.connected(address) as bus:
                dbus.listen(bus, self._receive)
                await dbus.subscribe(bus, f"type='signal',interface='{_MANAGER}',member='PrepareForSleep'")
                await bus.wait_for_disconnect()
        except Exception as error:  # noqa: BLE001 - whatever a bus does, a touch is a touch without it
            _log.debug("sleep is not reported: %s", error)

    def _receive(self, message: BusMessage) -> None:
        if message.interface == _MANAGER and message.member == "PrepareForSleep":
            self._is_asleep = bool(message.body[0])
            if not self._is_asleep:
                self._woke_s = time.monotonic()


NO_CORNER = Message(
    "Moving the pointer to the top-left corner doesn't stop a run here because this desktop doesn't "
    "report where the pointer is."
)
BY_DIGITS = Message("On this desktop, approving at a terminal requires entering four digits.")
BY_DIGITS_OR_CHORD = Message(
    "On this desktop, approving at a terminal requires entering four digits or holding a chord."
)
UNNOTICED = Message(
    "The desktop doesn't report your touch at the moment, as while a film plays in full screen. To take over, "
    "press “Pause”."
)
TOGETHER_S = 0.05  # a press and the touch that it came with
# The kernel's codes of Ctrl, Shift, Alt and Super, on both sides: no desktop repeats them.
_MODIFIERS = frozenset({29, 42, 54, 56, 97, 100, 125, 126})
_WANTED_S = 2.0  # after the last word of a window that asks about presses
_KEPT = 64


class TouchPresence:
    """Implements `core.presence.Presence` by what a source tells of the hand, and another presence of the keys."""

    reports_source = False

    def __init__(
        self,
        source: TouchSource,
        keyed: Presence,
        keys: StopKeys,
        environment: Mapping[str, str],
        keys_say: Callable[[], str],
    ) -> None:
        """Take over both; `keys_say` returns the sentences on what keys do here.

        By hand only, nothing is reported: another process of ours sends input, and does not announce it here. Nor is
        anything where a touch is of no interest. A touch then counts only while a window asks about presses, as nothing
        is sent meanwhile.
        """
        self._keyed = keyed
        self._silence = Silence(
            source.settle_s,
            _MODIFIERS,
            keyed.own,
            counts_repeats=source.counts_repeats,
            others_until_s=Senders(environment).until_s,
        )
        self.own: OwnInput = self._silence
        self.key_presses = keyed.key_presses
        self._keys_say = keys_say
        self._no_corner = NO_CORNER if keys.corner else ""
        self._is_reporting = keys.touch and not keys.by_hand_only
        self._asked_s = -math.inf
        self._touches: deque[float] = deque(maxlen=_KEPT)
        self._touched = threading.Condition()
        self._watchers = InputWatchers()
        self._sleep = SleepWatch(environment)
        self._watch = TouchWatch(
            source, self._silence, self._on_user_input, self._watchers.report_loss, self._is_wanted
        )

    @property
    def lacks(self) -> str:
        """What keys do here, and what isn't reported."""
        by_digits = BY_DIGITS_OR_CHORD if self._keyed.reports_chords else BY_DIGITS
        return sentences(self._keys_say(), self._no_corner, by_digits)

    @property
    def reports_touch(self) -> bool:
        """Return whether a touch would be noticed: not while a film in full screen, or a key that we hold, hides it."""
        return self._watch.sees

    @property
    def unnoticed(self) -> str:
        """Return why a touch isn't noticed now, where one would pause the run."""
        return UNNOTICED if self._is_reporting and self._watch.is_blind else ""

    @property
    def reports_chords(self) -> bool:
        """Return whether a held chord can be proved."""
        return self._keyed.reports_chords

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from several threads."""
        ends = (
            self._watchers.watch(on_user_input, on_stop, on_lost),
            self._keyed.watch(on_user_input, on_stop, on_lost),
        )

        def end() -> None:
            for each in ends:
                each()

        return end

    def quiet_for(self) -> float:
        """Return for how many seconds nothing has been touched, as far as that could be noticed."""
        last_s = self._touches[-1] if self._touches else -math.inf
        return min(time.monotonic() - last_s, self._keyed.quiet_for())

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a touch came together with this press; a release needs none, as it belongs to its press."""
        if button < 0:
            return True
        at = happened_at(time.monotonic(), server_ms)
        with self._touched:
            return self._touched.wait_for(lambda: self._is_touched(at), TOGETHER_S)

    def expects_press(self) -> None:
        """Notice touches from here on, until this has not been said for a while."""
        was_wanted = self._is_wanted()
        self._asked_s = time.monotonic()
        if not was_wanted:
            self._watch.wake()
        self._keyed.expects_press()

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how long a chord has been held, where that can be proved."""
        return self._keyed.held_for(keys)

    def close(self) -> None:
        """End both; never raises."""
        self._watch.close()
        self._sleep.close()
        self._keyed.close()

    def _is_wanted(self) -> bool:
        return self._is_reporting or time.monotonic() - self._asked_s < _WANTED_S

    def _is_touched(self, at: float) -> bool:
        return any(abs(touch - at) <= TOGETHER_S for touch in self._touches)

    def _on_user_input(self) -> None:
        with self._touched:
            self._touches.append(time.monotonic())
            self._touched.notify_all()
        if self._is_reporting:
            self._watchers.report("", UserInput("woke" if self._sleep.has_just_woken() else "hand"))

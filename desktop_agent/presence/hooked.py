"""Presence by hooks that the system calls for every event (Windows, macOS), on a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from desktop_agent.core.own_input import InputKind, OwnInput
from desktop_agent.core.presence import OnStop, OnUserInput, PointerMotion
from desktop_agent.presence.classifier import InputClassifier

BEGIN_WITHIN_S = 5.0
END_WITHIN_S = 2.0


class EventHooks(Protocol):
    """The part that differs from system to system."""

    def listen(self, listening: Callable[[], None]) -> None:
        """Hook in, call `listening`, and feed every event to the classifier until `end`; returns when refused."""

    def end(self) -> None:
        """Make `listen` return; from any thread."""


class HookedPresence:
    """The input of one desktop; implements `core.presence.Presence`."""

    def __init__(self, sense: InputClassifier, own: OwnInput, hooks: EventHooks) -> None:
        self.own = own
        self._sense = sense
        self._hooks = hooks
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="person", daemon=True)
        self._thread.start()
        self._listening.wait(BEGIN_WITHIN_S)

    @property
    def tells_source(self) -> bool:
        """Tell whether physical devices can be told from programs: as long as the hooks are called."""
        return self._thread.is_alive()

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        """Call back from the hooks' thread."""
        return self._sense.watch(on_hand, on_stop)

    def quiet_for(self) -> float:
        """Return for how many seconds nobody has touched anything."""
        return self._sense.quiet_for()

    def was_physical(self, kind: InputKind, code: int, server_ms: int) -> bool:
        """Tell whether a physical device did exactly this."""
        return self._sense.was_physical(kind, code, server_ms)

    def pointer_steps(self) -> Sequence[PointerMotion]:
        """Return the last motions of physical devices."""
        return self._sense.pointer_steps()

    def key_presses(self) -> tuple[int, int]:
        """Return how many keys went down, by physical devices and by programs."""
        return self._sense.key_presses()

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how long physical keys have been exactly this chord."""
        return self._sense.held_for(keys)

    def close(self) -> None:
        """End the hooks; never raises."""
        self._hooks.end()
        if threading.current_thread() is not self._thread:
            self._thread.join(END_WITHIN_S)

    def _run(self) -> None:
        try:
            self._hooks.listen(self._listening.set)
        finally:
            self._listening.set()

"""Presence by hooks that the system calls for every event (Windows, macOS), on a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.presence import OnStop, OnUserInput, OwnInput
from desktop_agent.presence.classifier import InputClassifier
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.watchers import watch_with_lock

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

    def __init__(
        self, classifier: InputClassifier, own: OwnInput, hooks: EventHooks, lock: LockWatch | None = None
    ) -> None:
        self.own = own
        self.lacks = ""
        self._classifier = classifier
        self._lock = lock
        self.quiet_for = classifier.quiet_for
        self.was_physical = classifier.was_physical
        self.held_for = classifier.held_for
        self.pointer_steps = classifier.pointer_steps
        self.key_presses = classifier.key_presses
        self._hooks = hooks
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="person", daemon=True)
        self._thread.start()
        self._listening.wait(BEGIN_WITHIN_S)

    @property
    def tells_source(self) -> bool:
        """Tell whether physical devices can be told from programs: as long as the hooks are called."""
        return self._thread.is_alive()

    @property
    def tells_chords(self) -> bool:
        """Tell whether physical keys are told: along with everything else."""
        return self.tells_source

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        """Call back from the watcher's thread; a lock of the screen is told too where it is watched."""
        return watch_with_lock(self._classifier.watchers, self._lock, on_hand, on_stop)

    def expects_press(self) -> None:
        """Do nothing: every press is remembered."""

    def close(self) -> None:
        """End the hooks; never raises."""
        if self._lock is not None:
            self._lock.close()
        self._hooks.end()
        if threading.current_thread() is not self._thread:
            self._thread.join(END_WITHIN_S)

    def _run(self) -> None:
        try:
            self._hooks.listen(self._listening.set)
        finally:
            self._listening.set()

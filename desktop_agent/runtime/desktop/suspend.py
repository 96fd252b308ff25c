"""Ctrl+Z: a run holds no key or button while its process, or the one that started it, is suspended.

A run in this process is paused, so that everything is released, before the process really stops. A run in a process of
its own hears nothing of a terminal: it looks whether its client is suspended. Either way the run goes on when the
process does (`fg`), with a new look at the screen. Where a process is stopped without notice (SIGSTOP), the
watchdogs release what it holds.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from desktop_agent.core.runs.events import Paused, Resumed, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.programs import LOOKS_EVERY_S, is_stopped

if TYPE_CHECKING:
    from desktop_agent.run.session import Session
    from desktop_agent.runtime.protocol.client import RunClient

SUSPENDED = Message("The run was suspended.")
LETS_GO_WITHIN_S = 1.0


class Suspension:
    """Has a run in this process release all keys and buttons before Ctrl+Z stops the process."""

    def __init__(self) -> None:
        self._holds_nothing = threading.Event()
        self._is_under_way = threading.Lock()

    def hear(self, stamped: Stamped) -> None:
        """Receive an event of the run: keys and buttons are released before a pause is announced."""
        if isinstance(stamped.event, Paused):
            self._holds_nothing.set()
        elif isinstance(stamped.event, Resumed):
            self._holds_nothing.clear()

    @contextmanager
    def caught(self, run: RunClient) -> Iterator[None]:
        """Catch Ctrl+Z during the context, on the main thread, unless it is caught or ignored already."""
        number = getattr(signal, "SIGTSTP", None)  # Windows has none
        is_main = threading.current_thread() is threading.main_thread()
        if number is None or not is_main or signal.getsignal(number) is not signal.SIG_DFL:
            yield
            return

        def suspend(_number: int, _frame: FrameType | None) -> None:
            # The main thread may be in the middle of a message to the run: another one says this.
            threading.Thread(target=self._suspend, args=(run,), name="desktop-agent-suspend", daemon=True).start()

        signal.signal(number, suspend)
        try:
            yield
        finally:
            signal.signal(number, signal.SIG_DFL)

    def _suspend(self, run: RunClient) -> None:
        """Pause the run, stop the process, and resume the run once that goes on; a second Ctrl+Z adds nothing."""
        if sys.platform == "win32" or not self._is_under_way.acquire(blocking=False):
            return
        was_paused = self._holds_nothing.is_set()
        if not was_paused:
            run.pause("human", SUSPENDED)
            self._holds_nothing.wait(LETS_GO_WITHIN_S)
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        if not was_paused:
            run.resume("human")
        self._is_under_way.release()


def watch_client(run: Session, client: int) -> None:
    """Pause a run while its client is suspended, from a thread of its own; only Linux reports that."""
    if sys.platform == "linux":
        threading.Thread(
            target=_pause_while_suspended, args=(run, client), name="client-suspended", daemon=True
        ).start()


def _pause_while_suspended(run: Session, client: int) -> None:
    while True:
        time.sleep(LOOKS_EVERY_S)
        if not is_stopped(client) or run.paused:
            continue
        run.pause("human", SUSPENDED)
        run.let_go()  # the run's own thread may be waiting for the client
        while is_stopped(client):
            time.sleep(LOOKS_EVERY_S)
        run.resume("human")

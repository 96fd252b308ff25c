"""One run on a thread of its own: the caller's thread waits, and can stop the run at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial

from desktop_agent.core.presence import Presence
from desktop_agent.core.runs.events import Announce, Noticed, RunFinished, TouchNoticed
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.worker import DaemonExecutor, Worker
from desktop_agent.run.compose import RunPorts, run_loop
from desktop_agent.run.control import StopSource, ThreadStop
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import InputExecutor, Recorder

_log = logging.getLogger(__name__)

NOTICED_AGAIN = Message("The desktop reports your touch again, so touching the mouse or keyboard pauses the run.")
_LOOK_EVERY_S = 0.5

AssembleRun = Callable[[AsyncExitStack, PauseControl], RunPorts]


class Session:
    """A run that is ready to go; may be run once. `privacy` is the notice on the data that is sent and stored.

    Everything but `run` and `run_here` may be called from any thread at any time.
    """

    def __init__(self, task: str, privacy: str, assemble: AssembleRun, presence: Presence) -> None:
        """Take the task, the function that assembles the ports at the start (the stack closes them), and the presence.

        The person's input and stop keys reach the run as long as it lasts; `presence` stays open.
        """
        self.privacy = privacy
        self._task = task
        self._assemble = assemble
        self._presence = presence
        self._stop = ThreadStop()
        self._pause = PauseControl(self._stop, presence.quiet_for)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._drive: asyncio.Task[RunFinished] | None = None
        self._executor: InputExecutor | None = None
        self._announce: Announce | None = None

    def run(self) -> RunResult:
        """Run the task to its end; DesktopAgentError when it could not begin or not be recorded.

        A KeyboardInterrupt meanwhile stops the run, and is raised again once the run has ended.
        """
        return Worker(self.run_here, "desktop-agent-run").run(lambda: self.stop("interrupt"))

    def run_here(self) -> RunResult:
        """Do as `run` does on the caller's own thread, which must not be the one that handles Ctrl+C."""
        return asyncio.run(self._run_to_end())

    @property
    def paused(self) -> bool:
        """Return whether the run waits for the person."""
        return self._pause.active is not None

    @property
    def stopped_by(self) -> StopSource | None:
        """Return who stopped the run; None where it was not stopped."""
        return self._stop.by

    def pause(self, by: str, reason: str) -> None:
        """Make the run wait: no further input event is sent, and no picture taken."""
        self._pause.pause(by, reason)

    def resume(self, by: str = "human") -> None:
        """Let a paused run go on, once the person has stopped moving."""
        self._pause.resume(by)

    def let_go(self) -> None:
        """Release held keys and buttons, even while the run's own thread is waiting."""
        if self._executor is not None:
            self._executor.release_all()

    def say(self, text: str) -> None:
        """Send the person's words to the model with the next picture; they approve nothing."""
        self._pause.words.say(text)

    def note(self, text: str) -> None:
        """Record a sentence about the run; nothing before it has begun, or once it has ended."""
        if self._loop is not None and self._announce is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._announce, Noticed("info", text))

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop the run, from any thread or signal handler: no further input event is sent."""
        self._stop.set(by, why)
        loop = self._loop
        drive = self._drive
        if loop is not None and drive is not None:
            with contextlib.suppress(RuntimeError):  # the run has just ended, and its loop is closed
                loop.call_soon_threadsafe(drive.cancel)

    def _stop_by_key(self, how: str) -> None:
        self.stop("human", Message("Stopped by you: {how}.", how=how))

    async def _announce_touch(self, announce: Announce, is_over: Callable[[], bool]) -> None:
        """Announce that the person's touch isn't noticed, and that it is again, once either has lasted a moment."""
        announced = ""
        before = ""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            if is_over():
                return
            now = self._presence.unnoticed
            if now == before and now != announced:
                announced = now
                announce(TouchNoticed(not now, now or NOTICED_AGAIN))
            before = now

    async def _run_to_end(self) -> RunResult:
        result: RunResult | None = None
        asyncio.get_running_loop().set_default_executor(DaemonExecutor())
        try:
            async with AsyncExitStack() as stack:
                # First of all: a stop key that is pressed while the ports are assembled counts as well.
                lost = partial(self.stop, "lost")
                self._presence.own.rest_unless(self._stop.is_set)
                stack.callback(self._presence.watch(self._pause.on_user_input, self._stop_by_key, lost))
                ports = self._assemble(stack, self._pause)
                self._executor = ports.executor
                self._announce = ports.stream
                self._loop = asyncio.get_running_loop()
                drive = asyncio.create_task(run_loop(ports).drive(self._task))
                self._drive = drive
                looking = asyncio.create_task(self._announce_touch(ports.stream.announce, drive.done))
                stack.callback(looking.cancel)
                result = _result(await drive, ports.stream.recorder)
        except Exception:
            if result is None:
                raise
            # The run is over and its record closed: what breaks while cleaning up does not change how it ended.
            _log.debug("closing after the run failed", exc_info=True)
        return result


def _result(finished: RunFinished, recorder: Recorder) -> RunResult:
    return RunResult(
        finished.status,
        finished.message,
        recorder.run,
        recorder.dir,
        finished.turns,
        finished.actions,
        finished.cost,
        finished.seconds,
        finished.exit_code,
        finished.outcome,
        finished.files,
    )

"""The control of the computer: by this program, or by the person at it.

The person's own input, the Pause button and a locked screen pause the run at once, from any thread: input that is being
sent breaks off between two events. The run goes on only when the person says so, and only once their input has
stopped: after a press of a button they still move the mouse. Meanwhile held keys and buttons are released, our windows
are shown, and no picture is taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from desktop_agent.core.actions.action import Effect
from desktop_agent.core.errors import DesktopAgentError, ScreenError, WindowsAwayError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.presence import UserInput
from desktop_agent.core.runs.events import Paused, Resumed
from desktop_agent.core.runs.turn import NotDone
from desktop_agent.core.runs.waiting import Settlement, Stopped
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.run.control import POLL_S, Stopwatch, ThreadStop
from desktop_agent.run.ports import Approver, Camera, InputExecutor, Overlays
from desktop_agent.run.stream import Stream

_log = logging.getLogger(__name__)
QUIET_S = 0.3  # without the person's input before we send any
_STILL_MOVING_S = 10.0  # after that the person has taken over again
_SLICE_S = 0.005
_SIGN_GONE_WITHIN_S = 2.0
_AGAIN_S = 1.0
_KEY_KNOWN_WITHIN_S = 0.2  # a desktop reports a touch first, and then that it was the pause key
LONGEST_PAUSE_S = 600.0
NOBODY_CAME = Message("Paused for ten minutes without being resumed.")
REASONS = {  # by what the person did
    "pointer": Message("You moved the mouse."),
    "button": Message("You pressed a mouse button."),
    "key": Message("You pressed a key."),
    "hand": Message("You touched the mouse or the keyboard."),
    "pause": Message("You pressed the pause key. Press it again within two seconds to stop the run."),
    "lock": Message("The screen was locked."),
    "woke": Message("The computer woke up from sleep."),
}


@dataclass(frozen=True, slots=True)
class Interruption:
    """What a pause means for the actions that it interrupts: `model_words` begin the notes for the model.

    `reason` stands beside an action that wasn't carried out, `broken_off` beside one that was broken off, and `cause`
    says in a few words why nothing after it was done.
    """

    model_words: str
    reason: Message
    broken_off: Message
    cause: Message

    @property
    def reply(self) -> str | None:
        """Return what the record says of a decision that a pause has made; None: that the person took over."""
        return None if self is TAKEOVER else self.cause

    @property
    def not_done(self) -> NotDone:
        """Return what an interrupted action comes to."""
        text = (
            f"{self.model_words} for a while, so the remaining actions you had requested weren't carried out. The "
            "screen may have changed. Look at the new screenshot and continue from there."
        )
        return NotDone("taken over", text, reason=self.reason)

    @property
    def after_note(self) -> str:
        """Return the note for the model where all that it requested has been done."""
        return (
            f"{self.model_words} for a while, after all the actions you had requested were carried out. The screen "
            "may have changed. Look at the new picture and continue from there."
        )


TAKEOVER = Interruption(
    "The person took over the mouse and keyboard",
    Message("You took over, so this wasn't carried out."),
    Message("Interrupted: the person took over the mouse and keyboard."),
    Message("You took over"),
)
INTERRUPTIONS = {  # by `Pause.by`, and by what the person's computer did
    "takeover": TAKEOVER,
    "human": Interruption(
        "The run was paused",
        Message("The run was paused, so this wasn't carried out."),
        Message("Interrupted: the run was paused."),
        Message("The run was paused"),
    ),
    "lock": Interruption(
        "The screen was locked",
        Message("The screen was locked, so this wasn't carried out."),
        Message("Interrupted: the screen was locked."),
        Message("The screen was locked"),
    ),
    "woke": Interruption(
        "The computer slept",
        Message("The computer slept, so this wasn't carried out."),
        Message("Interrupted: the computer slept."),
        Message("The computer slept"),
    ),
    "windows": Interruption(
        "The desktop listed no windows",
        Message("The desktop listed no windows, so this wasn't carried out."),
        Message("Interrupted: the desktop listed no windows."),
        Message("The desktop listed no windows"),
    ),
}


class PersonWords:
    """Words of the person that the model has not received yet; they never answer a question of ours."""

    def __init__(self) -> None:
        """Start with none."""
        self._waiting: deque[str] = deque()

    @property
    def waiting(self) -> bool:
        """Return whether any words are waiting."""
        return bool(self._waiting)

    def say(self, text: str) -> None:
        """Add words; from any thread."""
        if words := text.strip():
            self._waiting.append(words)

    def take(self) -> tuple[str, ...]:
        """Return and remove all words, in their order; the model gets them now."""
        return tuple(self._waiting.popleft() for _ in range(len(self._waiting)))


@dataclass(frozen=True, slots=True)
class Pause:
    """Why the run waits: `by` is takeover (the person's input), human (a button of ours), lock or windows.

    The last is for a desktop that has stopped listing its windows.
    """

    by: str
    reason: str


class PauseControl:
    """Set from any thread; the input executor asks it between two events, as a stop token; the loop waits for it."""

    def __init__(self, stop: ThreadStop, quiet_for: Callable[[], float]) -> None:
        """Take the stop of the run, and the function that returns the seconds since the person's last input."""
        self.stop = stop
        self.resumed_by = "human"
        self.was_paused = False  # since `acknowledge` was last called
        self.interruption = TAKEOVER  # what the latest pause means for the actions that it interrupts
        self.pauses = 0  # so far
        self.words = PersonWords()
        self.quiet_for = quiet_for
        self._lock = threading.Lock()
        self._active: Pause | None = None
        self._is_named = True  # the reason of the pause that is active is final
        self._awaiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}  # who waits for a pause, each on its loop
        self._input_pauses = False
        self._is_asking = False

    @property
    def active(self) -> Pause | None:
        """Return why the run waits; None while it does not."""
        return self._active

    def is_set(self) -> bool:
        """Return whether no input may be sent now: during a question or a pause, and until there is a new picture."""
        return self._is_asking or self.was_paused or self._active is not None or self.stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait that long or until no input may be sent; return whether the latter happened."""
        until = time.monotonic() + seconds
        while not self.is_set() and (left := until - time.monotonic()) > 0:
            self.stop.wait(min(left, _SLICE_S))
        return self.is_set()

    def pause(self, by: str, reason: str, what: str = "") -> None:
        """Make the run wait for the person; the first reason counts, but for a touch that was the pause key.

        `what`: what the person's computer reported, where it did.
        """
        with self._lock:
            if self._active is None:
                self._active = Pause(by, reason)
                self.interruption = INTERRUPTIONS.get(what or by, TAKEOVER)
                self._is_named = reason != REASONS["hand"]
                self.was_paused = True
                self.pauses += 1
                for paused, loop in self._awaiting.items():
                    loop.call_soon_threadsafe(paused.set)
            elif not self._is_named and reason == REASONS["pause"]:
                self._active = Pause(by, reason)
                self.interruption = INTERRUPTIONS.get(what or by, TAKEOVER)

    def while_listed(self) -> WhileListed:
        """Return a context that is left, and makes the run wait for the person, once the windows aren't listed."""
        return WhileListed(self)

    def pause_for_windows(self, error: WindowsAwayError) -> None:
        """Make the run wait for the person; the error says what they can do."""
        self.pause("windows", sentences(error.message, error.hint))

    async def named(self, pause: Pause) -> Pause:
        """Return a pause with its final reason, which a touch has a moment later; the pause itself if it's over."""
        if not self._is_named:
            await asyncio.sleep(_KEY_KNOWN_WITHIN_S)
        with self._lock:
            self._is_named = True
            return self._active or pause

    def resume(self, by: str) -> None:
        """Let the run go on, once the person's input has stopped."""
        with self._lock:
            self._active = None
            self.resumed_by = by
            self._input_pauses = False

    def on_user_input(self, user_input: UserInput) -> None:
        """Pause on the person's own input, as `core.presence` reports it; on the pause key during a question, too."""
        if user_input.what == "lock":
            self.pause("lock", REASONS["lock"])
        elif user_input.what == "pause":
            self.pause("human", REASONS["pause"])
        elif self._input_pauses:
            self.pause("takeover", REASONS[user_input.what], user_input.what)

    def ignore_user_input(self) -> None:
        """Let the person use the computer from here on: a question is open, and no input can be sent meanwhile."""
        self._is_asking = True
        self._input_pauses = False

    def acknowledge(self) -> None:
        """Start a new picture: the model knows of every pause up to here, except one that has just begun."""
        with self._lock:
            self.was_paused = self._active is not None

    async def wait_until_clear(self) -> None:
        """Return once the run has the computer and the person's input has stopped; from then on, input pauses the run.

        A person who goes on working has the computer: that is a pause too.
        """
        began = time.monotonic()
        while not self.stop.is_set() and (self._active is not None or not self._is_person_idle()):
            if self._active is not None:
                began = time.monotonic()
            elif time.monotonic() - began > _STILL_MOVING_S:
                self.pause("takeover", Message("You're using the computer."))
            await asyncio.sleep(POLL_S)
        self.stop.check()
        self._is_asking = False
        self._input_pauses = True

    async def wait_for_pause(self) -> Pause:
        """Wait for a pause, and return it."""
        paused = asyncio.Event()
        with self._lock:
            self._awaiting[paused] = asyncio.get_running_loop()
        try:
            while (pause := self._active) is None:
                await paused.wait()
                paused.clear()
            return pause
        finally:
            with self._lock:
                del self._awaiting[paused]

    async def sleep(self, seconds: float) -> None:
        """Wait that long; Stopped when the person took over meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.is_set():
                raise Stopped
            await asyncio.sleep(min(left, POLL_S))

    def _is_person_idle(self) -> bool:
        return self._input_pauses or self.quiet_for() >= QUIET_S


class WhileListed:
    """A context that a `WindowsAwayError` leaves, and pauses the run; what follows it goes on."""

    def __init__(self, control: PauseControl) -> None:
        self._control = control

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> bool:
        if not isinstance(error, WindowsAwayError):
            return False
        self._control.pause_for_windows(error)
        return True


class PauseSupervisor:
    """Announces and times the pauses of a run, and passes the computer to the person and back; on the run's own loop.

    Every question to the person holds `question_lock`: a pause is announced to the person only when no question is
    open, and no question is asked during that announcement.
    """

    def __init__(
        self,
        control: PauseControl,
        executor: InputExecutor,
        overlays: Overlays,
        approver: Approver,
        stream: Stream,
        watch: Stopwatch,
    ) -> None:
        self.control = control
        self.question_lock = asyncio.Lock()
        self._executor = executor
        self._overlays = overlays
        self._approver = approver
        self._stream = stream
        self._watch = watch
        self._longest_s = LONGEST_PAUSE_S
        self._running: asyncio.Task[object] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._waiting = False  # a pause was announced, or is about to be, and its end was not
        self._person_knows_since: float | None = None  # since when the person has known of the pause

    @asynccontextmanager
    async def lock_questions(self) -> AsyncIterator[None]:
        """Hold the lock of questions; until it is free, another question is open: the wait counts as the person's."""
        with self._watch.waiting_for("person"):
            await self.question_lock.acquire()
        try:
            yield
        finally:
            self.question_lock.release()

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch for pauses during the context; afterwards no key or button is held, and our windows are shown."""
        self._running = asyncio.current_task()
        self._watching = asyncio.create_task(self._supervise())
        try:
            yield
        finally:
            self._executor.release_all()
            self._overlays.restore()
            self._watching.cancel()
            with contextlib.suppress(BaseException):
                await self._watching

    async def clear(self) -> None:
        """Return when the run has the computer, and our ordinary windows are out of the way; Stopped on a stop."""
        while True:
            with self._watch.waiting_for("person"):
                await self.control.wait_until_clear()
                await self._wait_for_announcement()
            await self._overlays.stand_aside()
            if self.control.active is None:
                return

    async def picture(self, camera: Camera) -> Frame:
        """Take a picture once the run has the computer; a picture during which the person took it is thrown away.

        So is what fails meanwhile, as a lock may cover our windows. Where the windows aren't listed any more, the run
        waits for the person.
        """
        while True:
            await self.clear()
            try:
                with self.control.while_listed():
                    await self._overlays.hide()
                    frame = camera.grab(self._overlays.restore)
                    if self.control.active is None:
                        return frame
            except ScreenError:
                if self.control.active is None:
                    raise

    async def settled(self, camera: Camera, since: Frame, effect: Effect) -> Settlement | None:
        """Return the picture once the screen has come to rest after an action; None if the run is paused meanwhile.

        `since` is the picture from before the action.
        """
        if self.control.active is not None:
            return None
        task = asyncio.ensure_future(camera.settled(since, effect, self._overlays))
        paused = asyncio.create_task(self.control.wait_for_pause())
        try:
            await asyncio.wait((task, paused), return_when=asyncio.FIRST_COMPLETED)
            with self.control.while_listed():
                return task.result() if task.done() else None
            return None
        finally:
            task.cancel()
            paused.cancel()

    async def _wait_for_announcement(self) -> None:
        """Return when the end of the pause has been announced; raises the errors of the announcement."""
        while self._waiting:
            if self._watching is not None and self._watching.done():
                self._watching.result()
            await asyncio.sleep(POLL_S)

    async def _supervise(self) -> None:
        while True:
            pause = await self.control.wait_for_pause()
            self._waiting = True
            self._executor.release_all()
            try:
                await self._wait_for_person(await self.control.named(pause))
            except DesktopAgentError:
                self.control.resume("human")  # what waits for that finds what broke
                raise
            self._waiting = False

    async def _wait_for_person(self, pause: Pause) -> None:
        self._stream.announce(Paused(pause.by, pause.reason))
        self._overlays.restore()
        self._person_knows_since = None
        asking = asyncio.create_task(self._ask_to_resume(pause.reason))
        try:
            with self._watch.waiting_for("person"):
                await self._wait_for_end(pause)
        finally:
            asking.cancel()
            await asyncio.wait({asking}, timeout=_SIGN_GONE_WITHIN_S)
        self._stream.announce(Resumed(self.control.resumed_by))

    async def _wait_for_end(self, pause: Pause) -> None:
        """Return when this pause is over; a pause that lasts too long ends the run, even during a request."""
        while self.control.active is pause:
            if self._person_knows_since is not None and time.monotonic() - self._person_knows_since > self._longest_s:
                self.control.stop.set("time", NOBODY_CAME)
                if self._running is not None:
                    self._running.cancel()
                await asyncio.Event().wait()
            await asyncio.sleep(POLL_S)

    async def _ask_to_resume(self, reason: str) -> None:
        """Inform the person that the run waits, and let it go on when they say so."""
        try:
            async with self.question_lock:
                self._person_knows_since = time.monotonic()
                self.control.words.say(await self._hand_back(reason) or "")
        except Exception:  # noqa: BLE001 - a caller's own code: when in doubt, the run goes on waiting
            _log.debug("the approver failed", exc_info=True)
            return
        self.control.resume("human")

    async def _hand_back(self, reason: str) -> str | None:
        while True:
            try:
                return await self._approver.hand_back(reason)
            except ScreenError:  # the sign could not be shown, or is still on the screen
                _log.debug("the sign of a pause", exc_info=True)
                await asyncio.sleep(_AGAIN_S)

"""Any session: what the helper tells that reads mice and keyboards (`platforms/evdev/`), where it is switched on.

Nothing that a program injects reaches the kernel, so all that is told is a person's. It is not told what they pressed:
that they did something, the stop key, Esc three times, the chord of a card; and it answers whether a press that our own
window was told of was a device's, for as long as that window says that it expects one.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from desktop_agent.core.errors import InputDeniedError, UnknownKeyError
from desktop_agent.core.keys import chord_text, key_name
from desktop_agent.core.message import Message, sentences, template
from desktop_agent.core.presence import OnLost, OnStop, OnUserInput, UserInput, ignore_loss
from desktop_agent.platforms.evdev.words import (
    ACTIVITY,
    BUSY,
    CHORD_DOWN,
    CHORD_UP,
    ESCAPES,
    LONGEST,
    MODIFIERS,
    NO,
    SOCKET,
    STOP,
    TOLD,
    WRAPS_MS,
    YES,
    CardNotice,
    CodedChord,
    PressQuestion,
    WatchRequest,
)
from desktop_agent.platforms.wayland.input.key_codes import NAMED
from desktop_agent.presence.choose import BY_DIGITS, HELPER_GONE, NO_CORNER, NO_STOP_KEY
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.presence.stop_keys import ESCAPE_SAID, StopKeys, StopSense
from desktop_agent.presence.watchers import InputWatchers, WatcherThread, watch_with_lock

_log = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 2.0
CARD_CLOSES_AFTER_S = 3.0
_REFUSED = template("The helper that reads mouse and keyboard input is serving another user: {why}.")
_CODE = 1  # stands for the stop key, whatever it is


def why_not(_environment: Mapping[str, str] = os.environ, path: str = "") -> str:
    """Return why the helper does not serve us; empty when it does, or already serves this process."""
    try:
        connection, word = _greeted(path or SOCKET, WatchRequest(None))
    except InputDeniedError as cause:
        return str(cause)
    connection.close()
    return "" if word == BUSY or _has_devices(word) else Message("The helper hasn't found a mouse or keyboard.")


def create(keys: StopKeys, environment: Mapping[str, str] = os.environ, path: str = "") -> HelperPresence:
    """Begin to watch; InputDeniedError when the helper does not serve us."""
    return HelperPresence(path, keys, None if keys.by_hand_only else LockWatch(environment))


class HelperPresence:
    """What the helper tells; implements `core.presence.Presence`."""

    def __init__(self, path: str, keys: StopKeys, lock: LockWatch | None = None) -> None:
        nothing = NoPresence()
        self.own = nothing.own
        self.key_presses = nothing.key_presses
        stop = coded(keys.names())
        no_key = Message(NO_STOP_KEY, key=chord_text(keys.names()))
        self.lacks = sentences(no_key if stop is None else "", NO_CORNER if keys.corner else "", BY_DIGITS)
        self._connection, word = _greeted(path or SOCKET, WatchRequest(stop))
        _log.info("the helper that reads devices says: %s", word if TOLD.fullmatch(word) else "nothing that is known")
        if not TOLD.fullmatch(word) or word == BUSY:
            self._connection.close()
            raise InputDeniedError(
                Message(_REFUSED, why=word or Message("it closed the connection")), Message("Run doctor for details.")
            )
        self._lock = lock
        self._there = _has_devices(word)
        self._sense = StopSense(keys, lambda name: frozenset({_CODE} if name in keys.names() else ()))
        self._touched_s = float("-inf")
        self._asked_s = self._touched_s
        self._down_s = self._touched_s
        self._chord: tuple[str, ...] | None = None  # of the card that is open
        self._answers: deque[bool] = deque()
        self._news = threading.Condition()
        self._watchers = InputWatchers()
        self._thread = WatcherThread(self._run)
        self._thread.start()

    @property
    def tells_source(self) -> bool:
        """Return whether devices can be told from programs: as long as the helper is heard and reads one."""
        return self._thread.is_alive and self._there

    @property
    def tells_chords(self) -> bool:
        """Return whether a chord can be proved: one that has its place on every keyboard."""
        return self.tells_source

    def watch(self, on_hand: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from the watcher's thread; a lock of the screen is told too where it is watched."""
        return watch_with_lock(self._watchers, self._lock, on_hand, on_stop, on_lost)

    def quiet_for(self) -> float:
        """Return for how many seconds no mouse and no keyboard has been touched."""
        return time.monotonic() - self._touched_s

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a device pressed or let go of any button at this time; the window knows which one."""
        if self._thread.is_current:
            return False
        question = str(PressQuestion(button > 0, server_ms % WRAPS_MS))
        with self._news:
            self._answers.clear()
            if not self._say(question):
                return False
            self._news.wait_for(lambda: self._answers or not self.tells_source, ANSWERS_WITHIN_S)
            return bool(self._answers) and self._answers.popleft()

    def expects_press(self) -> None:
        """Have the helper remember presses from here on, until this has not been said for a while."""
        with self._news:
            self._card_is_open(self._chord or ())

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how long devices have held this chord and nothing else; from the first question on it is told."""
        try:
            names = tuple(key_name(key) for key in keys)
        except UnknownKeyError:
            return 0.0
        with self._news:
            self._card_is_open(names)
            return time.monotonic() - self._down_s if self._down_s > 0 else 0.0

    def close(self) -> None:
        """End the watcher; never raises."""
        if self._lock is not None:
            self._lock.close()
        self._thread.close()

    def _card_is_open(self, names: tuple[str, ...]) -> None:
        self._asked_s = time.monotonic()
        if names != self._chord:
            self._chord = names
            self._down_s = float("-inf")
            self._say(str(CardNotice(is_open=True, approve=coded(names))))
            self._thread.wake()

    def _say(self, message: str) -> bool:
        try:
            self._connection.send(message.encode(), socket.MSG_NOSIGNAL)
        except OSError:
            return False
        return True

    def _run(self) -> None:
        try:
            while not self._thread.is_closing():
                within_s = CARD_CLOSES_AFTER_S if self._chord is not None else None
                ready = select.select([self._connection.fileno(), self._thread.fileno()], [], [], within_s)[0]
                if self._thread.fileno() in ready:
                    self._thread.clear_wake()
                if self._connection.fileno() in ready and not self._take():
                    break
                self._close_card()
        finally:
            self._connection.close()
            with self._news:
                self._there = False
                self._news.notify_all()
        if not self._thread.is_closing():
            self._watchers.report_loss(HELPER_GONE)

    def _take(self) -> bool:
        """Take the next word; False when the helper serves us no more."""
        try:
            word = self._connection.recv(LONGEST).decode("ascii", "replace")
        except OSError:
            return False
        now = time.monotonic()
        with self._news:
            if word in {YES, NO}:
                self._answers.append(word == YES)
            elif word in {CHORD_DOWN, CHORD_UP}:
                self._down_s = now if word == CHORD_DOWN else float("-inf")
            elif word.startswith("devices "):
                self._there = _has_devices(word)
                _log.info("the helper reads devices: %s", self._there)
            self._news.notify_all()
        if word in {ACTIVITY, STOP, ESCAPES}:
            self._touched_s = now
            self._tell(word, now)
        return bool(TOLD.fullmatch(word))

    def _tell(self, word: str, now: float) -> None:
        if word == ACTIVITY:
            self._watchers.report("", UserInput("hand"))
        elif word == STOP:
            said = self._sense.pressed(_CODE, frozenset({_CODE}), now)
            self._watchers.report(said, UserInput("pause") if self._sense.pauses else UserInput("key"))
        else:
            self._watchers.report(ESCAPE_SAID, None)

    def _close_card(self) -> None:
        with self._news:
            if self._chord is not None and time.monotonic() - self._asked_s >= CARD_CLOSES_AFTER_S:
                self._chord = None
                self._down_s = float("-inf")
                self._say(str(CardNotice(is_open=False)))


def _greeted(path: str, request: WatchRequest) -> tuple[socket.socket, str]:
    """Return a connection and the first word; InputDeniedError where there is no helper."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.settimeout(ANSWERS_WITHIN_S)
        connection.connect(path)
        connection.send(str(request).encode(), socket.MSG_NOSIGNAL)
        return connection, connection.recv(LONGEST).decode("ascii", "replace")
    except OSError as cause:
        connection.close()
        _log.debug("the helper that reads devices doesn't answer: %s", cause)
        how = Message("Turn it on (see desktop-agent guide wayland).")
        raise InputDeniedError(
            Message("The helper that reads mouse and keyboard input isn't responding."), how
        ) from cause


def _has_devices(word: str) -> bool:
    return word.startswith("devices ") and word != "devices 0 0"


def coded(names: Sequence[str]) -> CodedChord | None:
    """Return a chord (names as in `core.keys`) as the helper takes it; None for one that it does not tell of.

    Letters are not: which of them a key types depends on the layout, which the helper does not know.
    """
    modifiers = frozenset(name for name in names if name in MODIFIERS)
    keys = [NAMED.get(name) for name in names if name not in MODIFIERS]
    if len(keys) != 1 or keys[0] is None:
        return None
    chord = CodedChord(modifiers, keys[0])
    return chord if chord.types_nothing else None

"""A backend behind a stop token, with a list of held keys and buttons: a stop forbids presses and releases them all.

Every event of the pointer and of named keys passes through here; `input/__init__.py` describes the design.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import MODIFIERS
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message, join
from desktop_agent.input.backend import InputBackend, KeyboardLeftError, ReleasedWhileSuspendedError
from desktop_agent.input.ledger import BACK_S, beside

_log = logging.getLogger(__name__)
Held = tuple[str, Button | None]  # a key's name and None, or "" and a button
POLL_S = 0.01  # between two queries to the system or to a program
# How long a chord is down that another program takes. Some window managers take the keyboard a moment after Alt+Tab,
# and miss the release of Alt before that: their list of windows then stays open (openbox on Debian 12).
TAKEN_HOLD_S = 0.12
# How long a key or a button is down in a press: as long as by a hand. A program that looks at keys and buttons once a
# frame sees it at 30 frames a second, and no keyboard repeats a key so soon.
HOLD_S = 0.045
TEXT_HOLD_S = 0.002  # the same for Return and Tab in a text: who takes a text takes each key of it
# A person who has just approved by a chord, or used the keyboard, may still hold a modifier.
_FOREIGN_KEY_POLLS = 200
# GTK animates a cancelled drag back to its origin in up to ten steps of 50 ms. Within 50 ms pcmanfm took the next drag
# for the cancelled one, and dropped the first one's file.
_NEXT_PRESS_S = 0.5
# While a window opens or closes, a window manager may have the keyboard for a moment.
_KEYBOARD_POLLS = 30
# A held key repeats after 0.25 s at the earliest.
_REPEAT_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class TargetWindow:
    """The only top-level window that may be pressed; None is the bare desktop."""

    window: int | None


class HeldInput:
    """Checks the stop token before each event, under the lock that also guards the list of held keys and buttons."""

    def __init__(self, backend: InputBackend, stop: StopToken) -> None:
        self._backend = backend
        self._stop = stop
        self._lock = threading.RLock()
        self._down: list[Held] = []
        self._pressed_at: dict[Button, ScreenPoint] = {}
        self._strayed = False  # the pointer was moved since a button went down
        self._may_press_at = 0.0  # of the monotonic clock
        self._target: TargetWindow | None = None
        self._hold: threading.Thread | None = None
        self._hold_error: Exception | None = None

    def keys_down(self) -> tuple[str, ...]:
        """Return the names of the keys that are held here, oldest first."""
        return tuple(name for name, button in self._down if button is None)

    def holds(self, button: Button) -> bool:
        """Return whether a button is held here."""
        return ("", button) in self._down

    def await_foreign_modifiers(self) -> None:
        """Wait until no modifier is held elsewhere; InputError when one stays down, as it would change the effect."""
        polls = 0
        while modifiers := self.foreign_modifiers():
            if polls == _FOREIGN_KEY_POLLS:
                raise InputError(
                    Message(
                        "Someone else is holding down the {others} key, which would change the effect of any action.",
                        others=join(Message(" and "), modifiers),
                    ),
                    Message("Release it first."),
                )
            polls += 1
            self.pause(POLL_S)

    def foreign_modifiers(self) -> tuple[str, ...]:
        """Return the modifiers that are down and not held here."""
        ours = self.keys_down()
        if set(ours) - set(MODIFIERS):
            return ()  # a key such as “+” may bring a modifier along
        return tuple(name for name in self._backend.modifiers_down() if name not in ours)

    def foreign_presses(self) -> tuple[str, ...]:
        """Return the keys and buttons that are down and not held here, in words."""
        with self._lock:  # nothing of ours is released between the two answers
            buttons = [button for button in self._backend.buttons_down() if not self.holds(button)]
            modifiers = self.foreign_modifiers()
        return (
            *(Message("{name} key", name=name) for name in modifiers),
            *(Message("{button} button", button=button) for button in buttons),
        )

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer."""
        with self._checked_lock():
            pressed_at = (self._pressed_at[button] for _, button in self._down if button is not None)
            self._strayed = self._strayed or any(place != at for place in pressed_at)
            self._backend.move(at)

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch."""
        with self._checked_lock():
            if self._target is None:
                self._backend.notch(right, down)
                return
            while not self._backend.notch_on(self._target.window, right, down):
                self._check_stop()

    def press_key(self, name: str) -> None:
        """Press a key and remember it, unless it is held; KeyboardLeftError if its program lost the keyboard."""
        polls = 0
        while not self._backend.keys_arrive():
            if polls == _KEYBOARD_POLLS:
                raise KeyboardLeftError
            polls += 1
            self.pause(POLL_S)
        with self._checked_lock():
            if (name, None) not in self._down:
                self._down.append((name, None))
                self._backend.key(name, down=True)

    def press_button(self, button: Button) -> None:
        """Press a button and remember it, unless it is held already."""
        self.pause(max(0.0, self._may_press_at - time.monotonic()))
        with self._checked_lock():
            if ("", button) in self._down:
                return
            self._pressed_at[button] = self._backend.pointer()
            self._down.append(("", button))
            if self._target is None:
                self._backend.button(button, down=True)
                return
            try:
                while not self._backend.press_on(self._target.window, button):
                    self._check_stop()
            except (InputError, Stopped):
                self._down.remove(("", button))
                raise

    def release_key(self, name: str) -> None:
        """Release a key that is held here; allowed after a stop."""
        self._release((name, None))

    def release_button(self, button: Button) -> None:
        """Release a button that is held here; allowed after a stop."""
        self._release(("", button))

    def press_keys_briefly(self, names: tuple[str, ...]) -> None:
        """Press keys in order and release them later, in reverse; a key that was held before stays held."""
        pressed_here = tuple(name for name in names if (name, None) not in self._down)
        for name in pressed_here:
            self.press_key(name)
        self.release_later(tuple((name, None) for name in reversed(pressed_here)))

    def release_later(self, held: tuple[Held, ...]) -> None:
        """Release what is down in this order after `HOLD_S`, or at a stop, on a thread of its own.

        The caller looks at the effect meanwhile; before it sends or asks anything, it calls `end_hold`.
        """
        self._hold = threading.Thread(target=self._release_after_hold, args=(held,), name="hold")
        self._hold.start()

    def end_hold(self) -> None:
        """Return once what `release_later` was given is up; the error of its release, once."""
        if self._hold is not None:
            self._hold.join()
            self._hold = None
        error = self._hold_error
        self._hold_error = None
        if error is not None:
            raise error

    def is_holding(self) -> bool:
        """Return whether something is down that `release_later` will release."""
        return self._hold is not None and self._hold.is_alive()

    @contextmanager
    def keys(self, names: tuple[str, ...]) -> Iterator[None]:
        """Press keys in order and release them in reverse; a key that was held before stays held."""
        pressed_here = tuple(name for name in names if (name, None) not in self._down)
        try:
            for name in pressed_here:
                self.press_key(name)
            yield
        finally:
            for name in reversed(pressed_here):
                self.release_key(name)

    @contextmanager
    def without_modifiers(self) -> Iterator[None]:
        """Release held modifiers during the block, as text typed with them would be shortcuts; then press them."""
        pressed_here = tuple(name for name in self.keys_down() if name in MODIFIERS)
        for name in reversed(pressed_here):
            self.release_key(name)
        yield
        for name in pressed_here:
            self.press_key(name)

    @contextmanager
    def pressing_only(self, window: int | None) -> Iterator[None]:
        """Allow presses and wheel turns on this top-level window only, during the block; None is the bare desktop."""
        self._target = TargetWindow(window)
        try:
            yield
        finally:
            self._target = None

    def pause(self, seconds: float) -> None:
        """Wait; Stopped at once on a stop, KeyboardLeftError when a held key would repeat in another program."""
        while seconds > _REPEAT_POLL_S and {*self.keys_down()} - {*MODIFIERS}:
            if self._stop.wait(_REPEAT_POLL_S):
                raise Stopped
            if not self._backend.keys_arrive():
                raise KeyboardLeftError
            seconds -= _REPEAT_POLL_S
        if self._stop.wait(seconds):
            raise Stopped

    def release_again(self) -> None:
        """Release keys and buttons that the watchdog has released already, and leave the pointer. Never raises."""
        with self._lock:
            for held in tuple(reversed(self._down)):
                try:
                    self._release(held)
                except InputError as cause:
                    _log.warning("A held key or button could not be released: %s", cause)

    def release_all(self, *, asks: bool = True) -> None:
        """Release everything, last pressed first, each button where it went down; never raises.

        A release at the pointer's present place would drop a dragged object, and no permit covers that. A drag is
        cancelled before its button is released, with no other key down. `asks`: query the system for the pointer's
        place, as a person may have moved it.
        """
        with self._lock:
            down = tuple(reversed(self._down))
            self._strayed = self._strayed or (asks and self._is_pointer_moved())
            if self._strayed:
                down = tuple(sorted(down, key=lambda held: held[1] is not None))
            pointer: ScreenPoint | None = None
            for held in down:
                try:
                    if held[1] is not None and self._pressed_at[held[1]] != pointer:
                        pointer = self._pressed_at[held[1]]
                        self._return_pointer(pointer)
                    self._release(held)
                except InputError as cause:
                    _log.warning("A held key or button could not be released: %s", cause)

    def _return_pointer(self, at: ScreenPoint) -> None:
        """Cancel a drag, and move the pointer to where its button went down; allowed after a stop.

        Programs cancel a drag at Escape, and even a busy one reads it before the release. Not every system reports
        whether a person has moved the pointer, so it always goes back.
        """
        self._backend.restrict_keys(None)  # Escape is pressed whichever program has the keyboard
        try:
            self._backend.move_back(beside(at))
            if self._strayed:
                for down in (True, False):
                    self._backend.key("escape", down=down)
                self._may_press_at = time.monotonic() + _NEXT_PRESS_S
            time.sleep(BACK_S)
            self._backend.move_back(at)
        except InputError as cause:  # the place no longer exists; still release the button
            _log.warning("The pointer could not be put back to where a button went down: %s", cause)

    def _is_pointer_moved(self) -> bool:
        buttons = [button for _, button in self._down if button is not None]
        try:
            return bool(buttons) and self._backend.pointer() != self._pressed_at[buttons[0]]
        except InputError:
            return True

    def _release_after_hold(self, held: tuple[Held, ...]) -> None:
        is_stopped = self._stop.wait(HOLD_S)
        with self._lock:
            if not {*held} & {*self._down}:
                return  # `release_all` came first
            if is_stopped:
                self.release_all()
                return
            try:
                for each in held:
                    self._release(each)
                self._backend.sync()
            except ReleasedWhileSuspendedError as error:
                self._hold_error = error
                self.release_again()
            except Exception as error:  # noqa: BLE001 - raised by `end_hold`
                self._hold_error = error
                self.release_all()

    def _release(self, held: Held) -> None:
        with self._lock:
            if held not in self._down:
                return
            self._down.remove(held)
            self._strayed = self._strayed and any(button is not None for _, button in self._down)
            name, button = held
            if button is None:
                self._backend.key(name, down=False)
            else:
                self._backend.button(button, down=False)

    @contextmanager
    def _checked_lock(self) -> Iterator[None]:
        with self._lock:
            self._check_stop()
            yield

    def _check_stop(self) -> None:
        """Raise Stopped after a stop; called again after each wait for the display."""
        if self._stop.is_set():
            raise Stopped

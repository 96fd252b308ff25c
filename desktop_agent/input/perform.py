"""Execution of one permitted action: redeem the permit, convert its points to the screen, send the events.

On any error or stop, every held key and button is released before the error leaves this file.
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import assert_never
from urllib.parse import urlsplit

from desktop_agent.core.actions import action as actions
from desktop_agent.core.actions.key_path import InputMethods, NoInputMethods
from desktop_agent.core.actions.keys import main_key
from desktop_agent.core.decisions.permit import Binding, Permit
from desktop_agent.core.errors import Advice, InputError, RunOrderError, UnknownKeyError, for_system
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.field_text import FieldSource, InputNote, NoFields
from desktop_agent.core.texts.message import Message, join, sentences
from desktop_agent.core.texts.secret_text import secrets_in, with_secrets, without_secrets
from desktop_agent.input.backend import InputBackend, ReleasedWhileSuspendedError
from desktop_agent.input.held_input import HOLD_S, POLL_S, TAKEN_HOLD_S, HeldInput
from desktop_agent.input.key_path import KeyPaths
from desktop_agent.input.pointer import Glance, Pointer, ScrollWatch, Wheel
from desktop_agent.input.text import PACE_S, Writer
from desktop_agent.lib.child_process import start

Points = tuple[ScreenPoint, ...]
_LEAVING = frozenset({"enter", "tab"})  # keys that may lead out of a field, and take what a list in it offers
_MOVED = Message("The pointer is no longer where it was placed because a program moved it.")
_STOPPED = Message(
    "The program is suspended, so it will receive the keys when it resumes. Don't enter them again; "
    "wait, and then look."
)
_OPENERS = {"darwin": ("open",), "win32": ("rundll32", "url.dll,FileProtocolHandler")}
_NO_OPENER: Advice = {"linux": Message("Install xdg-utils and a web browser."), "": Message("Install a web browser.")}
# The opener fails at once on a desktop without a browser; with a browser it may keep running.
SAYS_NO_WITHIN_S = 1.0


def no_secret(name: str) -> str:
    """Raise InputError: the lookup of a run without secrets."""
    raise InputError(
        Message("There is no secret “{name}”.", name=name),
        Message("Set it first: desktop-agent secrets set NAME --for PLACE"),
    )


def checked_address(url: str) -> str:
    """Return the address if it may be opened; InputError says why not."""
    if not url.isprintable() or any(char.isspace() or char in '\\"<>^`{|}' for char in url):
        raise _address_error(Message("it contains characters not allowed in an address"))
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port  # a ValueError for one that is none
    except ValueError as cause:
        raise _address_error(Message("it isn't a well-formed address")) from cause
    if parts.scheme not in {"http", "https"}:
        raise _address_error(Message("only http and https addresses can be opened"))
    if not host:
        raise _address_error(Message("it has no host"))
    if "@" in parts.netloc:
        raise _address_error(Message("it contains a user name or password"))
    return url


def open_address(url: str, stop: StopToken) -> None:
    """Open the address; InputError when it may not be opened or there is nothing to open it with."""
    command = (*_OPENERS.get(sys.platform, ("xdg-open",)), checked_address(url))
    try:
        # The browser inherits this environment, and outlives the run.
        opener = start(command, environment=without_secrets(os.environ))
    except OSError as cause:
        raise InputError(
            Message("{command} couldn't be started.", command=command[0]), for_system(_NO_OPENER, sys.platform)
        ) from cause
    for _ in range(round(SAYS_NO_WITHIN_S / POLL_S)):
        status = opener.poll()
        if status is not None:
            break
        if stop.wait(POLL_S):
            opener.returncode = 0  # we don't wait for it
            raise Stopped
    else:
        opener.returncode = 0  # still running, as a part of the browser
        return
    if status:
        raise InputError(
            Message("{command} couldn't open the address (exit code {status}).", command=command[0], status=status),
            Message("Install a web browser or set a default one."),
        )


def _address_error(why: str) -> InputError:
    return InputError(
        Message("The address wasn't opened: {why}.", why=why),
        Message("Use a full address that starts with https:// or http://."),
    )


class ActionExecutor:
    """Sends the input events of a run's permitted actions.

    `redeem` raises unless the permit is valid; nothing is sent before it returns. `navigate` opens an address.
    `clock` returns monotonic seconds. `bound`: buttons are pressed in the permit's window only, as the system knows it
    at that instant; a pop-up that opened after the last look gets no press. `look` checks a point again between the
    presses of a double click. `watch` measures scrolling. `fields` reads the text of the field that has the keyboard.
    `secret` returns the text of a secret by its name, or raises InputError. `methods` are the session's input methods.
    """

    def __init__(  # noqa: PLR0913 - each is a part of the desktop that it acts on
        self,
        backend: InputBackend,
        *,
        redeem: Callable[[Permit], None],
        stop: StopToken,
        navigate: Callable[[str, StopToken], None] = open_address,
        clock: Callable[[], float] = time.monotonic,
        bound: bool = False,
        look: Glance | None = None,
        watch: ScrollWatch | None = None,
        fields: FieldSource | None = None,
        smooth: bool = False,
        secret: Callable[[str], str] = no_secret,
        methods: InputMethods | None = None,
    ) -> None:
        self._backend = backend
        self._redeem = redeem
        self._stop = stop
        self._navigate = navigate
        self._bound = bound
        self._secret = secret
        self._look = look
        self._held = HeldInput(backend, stop)
        self._pointer = Pointer(backend, self._held, clock, smooth=smooth)
        self._wheel = Wheel(self._held, watch)
        self._methods = methods or NoInputMethods()
        self._paths = KeyPaths(self._methods, self._held.pause, backend.keys_arrive)
        self._writer = Writer(
            backend, self._held, stop, clock, fields or NoFields(), PACE_S if smooth else 0.0, self._paths
        )
        # The X server keeps a key down after the end of the program that pressed it.
        self._at_exit = partial(self._held.release_all, asks=False)  # the server may not answer any more
        atexit.register(self._at_exit)

    def perform(self, permit: Permit, *, only_chooses: bool = False, overlaps: bool = False) -> InputNote:
        """Carry out one action; return a note for the model, usually empty.

        `only_chooses`: the first of several presses only selects its control, which stays in place. `overlaps`: the
        release of a single press comes after the return, as the caller only looks at the effect until `end_hold`.
        InputError when the action could not be carried out, Stopped at a stop between two events.
        """
        self._redeem(permit)
        self._held.end_hold()
        binding = permit.binding
        points = tuple(binding.viewport.to_screen(at) for at in actions.points_of(binding.action))
        if self._stop.is_set():
            self._held.release_all()
            raise Stopped
        if actions.uses_keyboard(binding.action):
            self._backend.restrict_keys(binding.window)
        elif points:
            self._backend.restrict_keys(None)  # a modifier held in a click is for the clicked program
        try:
            with self._held.pressing_only(binding.window) if self._bound else nullcontext():
                note = self._send(binding, points, only_chooses=only_chooses and self._bound, overlaps=overlaps)
            self._backend.sync()
        except ReleasedWhileSuspendedError:
            self._held.release_again()
            raise
        except BaseException:
            self._held.release_all()
            raise
        return note + InputNote(sentences(self._paths.take_note(), self._trouble_notes(binding.action, points)))

    def end_hold(self) -> None:
        """Return once what an overlapping press left down is up; InputError where its release failed."""
        self._held.end_hold()

    def take_late_note(self) -> str:
        """Return, once, how fields that a text's keys have left differ now from the text; usually empty."""
        return self._writer.take_late_note()

    def put_back_left(self) -> tuple[str, ...]:
        """Switch on again which input methods killed runs have left off; return a sentence for each."""
        return self._methods.put_back_left()

    def is_holding(self) -> bool:
        """Return whether an overlapping press is still down."""
        return self._held.is_holding()

    def await_watchdog(self) -> None:
        """Return once the watchdog runs that releases keys and buttons after our end; InputDeniedError without one."""
        self._backend.await_watchdog()

    def pastes(self) -> bool:
        """Return whether text can be pasted, with its line breaks and Tabs as characters."""
        return self._writer.pastes()

    def takes(self, keys: tuple[str, ...]) -> bool:
        """Return whether the desktop or another program takes, or may take, a chord before any window gets it."""
        pressed = (*self._held.keys_down(), *keys)
        if self._backend.desktop_chords().may_start(pressed):
            return True
        try:
            return bool(self._backend.taker_of(pressed))
        except UnknownKeyError:  # this keyboard can't press it
            return False
        except InputError:  # the system acts on it itself
            return True

    def pointer_is_at(self, point: ScreenPoint) -> bool:
        """Return whether the pointer is at a point of the desktop, as the system reports it."""
        return self._backend.pointer() == point

    def rest_before(self, point: ScreenPoint, button: actions.Button, count: int) -> float:
        """Return for how many seconds a click at a point would be held back, so that it isn't taken with the last."""
        return self._pointer.rest_before(point, button, count)

    def release_all(self) -> None:
        """Release every held key and button; never raises."""
        self._held.release_all()

    def close(self) -> None:
        """Release everything and restore what was borrowed; never raises."""
        atexit.unregister(self._at_exit)
        self._held.release_all()
        self._methods.close()
        self._backend.close()

    def _trouble_notes(self, action: actions.Action, points: Points) -> str:
        """Return notes on problems after an action: the pointer moved, foreign keys are down, or keys are waiting."""
        if isinstance(action, actions.Wait | actions.Look | actions.Finish | actions.Navigate):
            return ""
        presses = self._held.foreign_presses()
        still_down = (
            Message("Held down by something other than this program: {down}.", down=join(Message(" and "), presses))
            if presses
            else ""
        )
        has_moved = points and not self.pointer_is_at(points[-1])
        is_waiting = actions.uses_keyboard(action) and self._backend.is_stopped()
        return sentences(_MOVED if has_moved else "", still_down, _STOPPED if is_waiting else "")

    def _send(self, binding: Binding, points: Points, *, only_chooses: bool, overlaps: bool) -> InputNote:
        note = InputNote()
        action = binding.action
        self._note_field_left(action)
        match action:
            case actions.Click() | actions.Move() | actions.Drag() | actions.HoldButton() | actions.ReleaseButton():
                self._send_pointer(action, points, only_chooses=only_chooses, overlaps=overlaps)
            case actions.Scroll(_, dx, dy, keys):
                with self._holding(keys):
                    self._pointer.put(points[0])
                    note = self._wheel.turn(points[0], dx, dy, binding.window)
            case actions.Press(keys):
                note = self._press(keys, overlaps=overlaps)
            case actions.HoldKey(keys):
                self._prepare_keys(keys)
                self._paths.check(self._paths.read_for(keys, self._held.keys_down()))
                for name in keys:
                    self._held.press_key(name)
            case actions.ReleaseKey(keys):
                for name in reversed(keys):
                    self._held.release_key(name)
            case actions.Type(text, None, secret, entry):
                self._pointer.await_click()
                if secrets_in(text):
                    self._write_secrets(text)
                else:
                    note = self._writer.write(text, secret=secret, entry=entry)
            case actions.Type():
                raise RunOrderError(
                    Message("To enter text at a point, send a click, a look, and then the text without a point.")
                )
            case actions.Invoke():
                raise RunOrderError(Message("A function isn't an input event."))
            case actions.Navigate(url):
                self._navigate(url, self._stop)
            case actions.Wait(seconds):
                self._held.pause(seconds)
            case actions.Look() | actions.Finish():
                pass
            case _:
                assert_never(action)
        return note

    def _note_field_left(self, action: actions.Action) -> None:
        """Note what an action means for the field that got the last text."""
        match action:
            case actions.Press((key,)) if main_key(key) in _LEAVING and not self._held.keys_down():
                self._writer.leave_field("tab" if main_key(key) == "tab" else "enter")
            case actions.Click():
                self._writer.look_again()
                self._writer.leave_field("click")
            case actions.Type() | actions.Wait() | actions.Look() | actions.Move():
                pass
            case _:
                self._writer.forget_field()

    def _press(self, keys: tuple[str, ...], *, overlaps: bool) -> InputNote:
        self._prepare_keys(keys)
        note = InputNote(self._backend.taker_of((*self._held.keys_down(), *keys)))
        path = self._paths.read_for(keys, self._held.keys_down())
        if overlaps and not note.text and not path.composes:
            self._held.press_keys_briefly(keys)
            return note
        with self._paths.straight(path), self._held.keys(keys):
            self._held.pause(TAKEN_HOLD_S if note.text else HOLD_S)
        return note

    def _write_secrets(self, text: str) -> None:
        """Type a text with its secrets; an error contains none of it."""
        full_text = with_secrets(text, self._secret)
        try:
            self._writer.write(full_text, secret=True)
        except InputError:
            raise InputError(
                Message("The secret couldn't be typed accurately in this field."),
                Message("The person has to type it themselves."),
            ) from None

    def _send_pointer(
        self,
        action: actions.Click | actions.Move | actions.Drag | actions.HoldButton | actions.ReleaseButton,
        points: Points,
        *,
        only_chooses: bool,
        overlaps: bool,
    ) -> None:
        match action:
            case actions.Click(_, button, count, keys):
                look = None if only_chooses else self._look
                with self._holding(keys):
                    self._pointer.click(points[0], button, count, look, overlaps=overlaps and not keys)
            case actions.Move(_, keys):
                with self._holding(keys):
                    self._pointer.put(points[0])
            case actions.Drag(_, keys):
                if not points:
                    raise InputError(
                        Message("The drag has no points."), Message("Specify at least a start point and an end point.")
                    )
                with self._holding(keys):
                    self._pointer.drag(points)
            case actions.HoldButton(_, button):
                self._held.await_foreign_modifiers()
                self._pointer.press(points[0], button)
            case actions.ReleaseButton(_, button):
                self._pointer.release(points[0], button)
            case _:
                assert_never(action)

    def _prepare_keys(self, keys: tuple[str, ...]) -> None:
        """Make sure that this keyboard has the keys, that no foreign modifier is held, and that a click has arrived."""
        self._backend.check(keys)
        self._held.await_foreign_modifiers()
        self._pointer.await_click()

    def _holding(self, keys: tuple[str, ...]) -> AbstractContextManager[None]:
        self._backend.check(keys)
        self._held.await_foreign_modifiers()
        return self._held.keys(keys)

"""The recording of a demonstration: a person's acts, their controls, and the screen before each.

One loop takes the pictures and processes the events in order. Before a character is stored the focused control is
requested: a character for a password field is dropped at once. Where the control is unknown, the text stays in memory
until the person continues. Then it is looked for on the screen, and dropped as a secret if it isn't there.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal, assert_never

from desktop_agent.core.actions.keys import MODIFIERS
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import TextLine, TextReader
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Pixels, Rect, Window
from desktop_agent.core.texts.passwords import names_a_secret
from desktop_agent.platforms.x11.input_record import DeviceEvent, DeviceReader, KeyMeaning, held_modifiers
from desktop_agent.screen.captures.encode import encode
from desktop_agent.screen.captures.mask import painted
from desktop_agent.screen.controls.window import Control
from desktop_agent.tasks.learn.before_press import ControlNames, KeyboardAnswer, RollingPictures, Snapshot, moment_of
from desktop_agent.tasks.learn.control_keys import ControlSense, PersonsWish, WishRequest
from desktop_agent.tasks.learn.demonstration import (
    ButtonEvent,
    DemonstratedAct,
    Demonstration,
    Gesture,
    GestureMaker,
    KeyEvent,
    ScreenBefore,
    TypedWords,
)
from desktop_agent.tasks.learn.listen import EventQueue

EVERY_S = 0.12  # between two pictures
_ACTIVE_S = 5.0  # after a key or click: only then is the focused control requested ahead
WatchState = Literal["watching", "paused", "ended", "discarded"]
OnState = Callable[[WatchState, int], None]
_SCORE_AT_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class WatchParts:
    """The watcher's sources of events, pictures and names; the caller closes them."""

    events: EventQueue
    devices: DeviceReader
    pictures: RollingPictures
    names: ControlNames
    reader: TextReader | None
    is_left_out: Callable[[Window], bool]
    hidden: Sequence[Rect] = ()  # parts of the desktop where acts are ignored


@dataclass(frozen=True, slots=True)
class _FinishedAct:
    """A complete act and its time; `task` encodes its picture."""

    at_s: float
    task: asyncio.Task[DemonstratedAct]


class DemonstrationWatch:
    """One demonstration, from start to end; for one event loop."""

    def __init__(self, parts: WatchParts, sense: ControlSense, on_state: OnState) -> None:
        """Watch by `parts`; `on_state` is called with each change of the state or of the number of acts."""
        self._parts = parts
        self._sense = sense
        self._on_state = on_state
        self._maker = GestureMaker()
        self._moments = MomentStore(parts.reader)
        self._acts: list[_FinishedAct] = []
        self._state: WatchState = "watching"
        self._over = asyncio.Event()
        self._last_event_s = time.monotonic()
        self._ignored: set[int] = set()  # buttons pressed in ignored parts
        self._since_s = -math.inf  # earlier events are ignored: they happened during a pause
        self._last_used_s = -math.inf  # the time of the last event that was part of a gesture
        self._text_field = KeyboardAnswer()  # the last answer about the open text's field

    async def run(self) -> Demonstration | None:
        """Return the demonstration once the person ends it; None when they discard it."""
        self._parts.pictures.take()
        self._on_state(self._state, 0)
        work = [asyncio.ensure_future(work_part) for work_part in (self._take_pictures(), self._process_events())]
        try:
            await self._over.wait()
        finally:
            for future in work:
                future.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            self._parts.names.close()
        if self._state == "discarded":
            for act in self._acts:
                act.task.cancel()
            return None
        end = await self._moments.last(self._parts.pictures.take())
        finished_acts = [await act.task for act in self._acts]
        read = self._moments.read
        acts = [replace(act, before=await read(act.before)) for act in finished_acts]
        return Demonstration(tuple(acts), await read(end))

    def ask(self, wish: PersonsWish, at_s: float) -> None:
        """Queue a wish from one of our buttons behind the unprocessed events; discard at once.

        `at_s` is the time of the press, by `time.monotonic`: keys and buttons arrive by different ways, in any order.
        A pause or an end removes acts since then; a resume ignores events before it.
        """
        if wish == "discard":
            self._carry_out_wish(wish, at_s)
        else:
            self._parts.events.put(WishRequest(wish, at_s))

    def _carry_out_wish(self, wish: PersonsWish, at_s: float) -> None:
        self._decide_secrecy(at_s)
        self._add_gestures(self._maker.close(), self._parts.pictures.take())
        if self._state == "watching":
            self._drop_since(at_s)
        match wish:
            case "pause":
                self._since_s = at_s
                self._set_state("watching" if self._state == "paused" else "paused")
            case "end":
                self._set_state("ended")
            case "discard":
                self._set_state("discarded")
            case _ as never:
                assert_never(never)

    async def _take_pictures(self) -> None:
        last: Snapshot | None = None
        while True:
            if self._state == "watching":
                snapshot = self._parts.pictures.take()
                if last is None or snapshot.scene != last.scene or snapshot.pixels is not last.pixels:
                    self._parts.names.drop_hit()
                self._parts.names.prepare_hit(self._parts.devices.pointer(), snapshot)
                if time.monotonic() - self._last_event_s < _ACTIVE_S and not self._parts.events.waiting():
                    self._parts.names.prepare_focus(snapshot)
                last = snapshot
            await asyncio.sleep(EVERY_S)

    async def _process_events(self) -> None:
        while (event := await self._parts.events.next()) is not None:
            self._last_event_s = time.monotonic()
            if isinstance(event, WishRequest):
                self._carry_out_wish(event.wish, event.at_s)
            elif event.kind == "key":
                await self._process_key(event)
            elif self._is_counted(event):
                await self._process_button(event)
            if self._over.is_set():
                return
        self._carry_out_wish("end", time.monotonic())  # the display is closed: the acts so far stay

    async def _process_button(self, event: DeviceEvent) -> None:
        snapshot = self._snapshot_before(event)
        window = snapshot.window_at(event.at)
        hidden = any(part.contains(event.at) for part in self._parts.hidden)
        if event.down and (hidden or (window is not None and self._parts.is_left_out(window))):
            self._ignored.add(event.code)
            self._close_gesture(event, snapshot)  # it may be the pause button, so the next act is a new one
        if event.code in self._ignored:
            self._ignored -= set() if event.down else {event.code}
            return
        self._drop_focus(event)
        button = ButtonEvent(event.code, event.down, event.at, held_modifiers(event.state), event.time_ms, 0)
        if event.down and not self._maker.may_continue_with(button):
            spot = await self._parts.names.under(event.at, snapshot)
            button = replace(button, moment=self._moments.store(snapshot, window, spot.control, spot.document.site))
        self._add_gestures(self._maker.take(button), snapshot)
        self._last_used_s = _event_time(event)

    async def _process_key(self, event: DeviceEvent) -> None:
        meaning = self._parts.devices.meaning(event)
        if self._sense.is_chord(meaning.key, meaning.held):
            wish = self._sense.pressed(meaning.key, meaning.held, event.time_ms) if event.down else None
            if wish is not None:
                self._carry_out_wish(wish, _event_time(event))
            return
        if not self._is_counted(event) or not (event.down or meaning.key in MODIFIERS):
            return
        snapshot = self._snapshot_before(event)
        window = snapshot.focused()
        if window is not None and self._parts.is_left_out(window):
            return
        if meaning.char or meaning.accent:
            key = await self._letter_event(event, meaning, snapshot)
        else:
            key = self._chord_event(event, meaning, snapshot)
        self._add_gestures(self._maker.take(key), snapshot)
        self._last_used_s = _event_time(event)

    async def _letter_event(self, event: DeviceEvent, meaning: KeyMeaning, snapshot: Snapshot) -> KeyEvent:
        answer = await self._parts.names.focus(self._parts.pictures.before(time.monotonic()))
        secrecy = secrecy_of(answer.focus)
        focus = answer.focus
        if secrecy == "plain" and any(
            self._may_move_focus(waiting_event, answer.at_s) for waiting_event in self._parts.events.waiting()
        ):
            secrecy = "doubt"  # the answer may be about a control that got the focus since
        if secrecy == "secret":
            self._moments.hide(snapshot, focus)
            self._maker.drop_letters()  # the focus hasn't moved since, so the letters went there, too
        elif (open_secrecy := self._open_secrecy(answer)) != "plain":
            secrecy = open_secrecy
        elif secrecy == "doubt":
            self._maker.doubt()
        self._text_field = answer
        before = self._maker.open
        secret = secrecy == "secret"
        doubt = secrecy == "doubt"
        goes_on = isinstance(before, TypedWords) and (before.secret, before.doubt) == (secret, doubt)
        moment = before.moment if before and goes_on else self._moments.store(snapshot, snapshot.focused(), focus)
        if secret:
            return KeyEvent("", "", "", down=True, held=(), time_ms=event.time_ms, moment=moment, secret=True)
        return KeyEvent(
            meaning.key, meaning.char, meaning.accent, down=True, held=meaning.held, time_ms=event.time_ms,
            moment=moment, doubt=doubt,
        )  # fmt: skip

    def _open_secrecy(self, answer: KeyboardAnswer) -> Secrecy:
        """Return the secrecy of the open text if it is in this window: only a press that moves the focus ends it.

        So a text whose first letters are in doubt, as its program was busy, is looked for on the screen as a whole.
        """
        before = self._maker.open if answer.window in {0, self._text_field.window} else None
        if not isinstance(before, TypedWords):
            return "plain"
        if before.secret:
            return "secret"
        return "doubt" if before.doubt else "plain"

    def _chord_event(self, event: DeviceEvent, meaning: KeyMeaning, snapshot: Snapshot) -> KeyEvent:
        if meaning.key != "backspace" and meaning.key not in MODIFIERS:
            self._drop_focus(event)
        moment = self._moments.store(snapshot, snapshot.focused()) if event.down else 0
        return KeyEvent(
            meaning.key, "", "", down=event.down, held=meaning.held, time_ms=event.time_ms, moment=moment
        )  # fmt: skip

    def _drop_focus(self, event: DeviceEvent) -> None:
        """Decide the secrecy of the open text, then drop the focused control."""
        self._decide_secrecy(_event_time(event))
        self._parts.names.drop_focus(_event_time(event))

    def _decide_secrecy(self, before_s: float) -> None:
        """Store the open text in clear only if its field was known for sure before the focus could move.

        An answer may arrive after an unreported press has moved the focus, or before the program has processed the
        press that moved it there: then the letters belong to another field.
        """
        first = self._text_field
        latest = self._parts.names.known_focus()
        same = (first, latest) if latest.window == first.window else (first,)
        answers = [
            settled_answer for settled_answer in same if settled_answer.settled and settled_answer.at_s < before_s
        ]
        if any(secrecy_of(answer.focus) == "secret" for answer in answers):
            self._maker.drop_letters()
        elif not any(secrecy_of(answer.focus) == "plain" for answer in answers):
            self._maker.doubt()

    def _may_move_focus(self, event: DeviceEvent, before_s: float) -> bool:
        """Return whether an event from before a time may have moved the focus."""
        if _event_time(event) > before_s:
            return False
        if event.kind == "button":
            return True
        meaning = self._parts.devices.meaning(event)
        return event.down and not (meaning.char or meaning.accent or meaning.key in {*MODIFIERS, "backspace"})

    def _add_gestures(self, gestures: Iterable[Gesture], after: Snapshot) -> None:
        gestures = tuple(gestures)
        for gesture in gestures:
            task = asyncio.ensure_future(self._moments.finish_gesture(gesture, after))
            at_s = min(self._last_used_s, moment_of(gesture.time_ms, time.monotonic()))
            self._acts.append(_FinishedAct(at_s, task))
        if gestures:
            self._on_state(self._state, len(self._acts))

    def _close_gesture(self, event: DeviceEvent, after: Snapshot) -> None:
        self._decide_secrecy(_event_time(event))
        self._add_gestures(self._maker.close(), after)

    def _drop_since(self, since_s: float) -> None:
        """Remove acts since a time: the person had asked for the pause, or the end, by then."""
        for act in self._acts:
            if act.at_s >= since_s:
                act.task.cancel()
        self._acts = [act for act in self._acts if act.at_s < since_s]

    def _is_counted(self, event: DeviceEvent) -> bool:
        return self._state == "watching" and _event_time(event) > self._since_s

    def _snapshot_before(self, event: DeviceEvent) -> Snapshot:
        return self._parts.pictures.before(_event_time(event))

    def _set_state(self, state: WatchState) -> None:
        self._state = state
        if state == "paused":
            self._parts.pictures.forget()
        self._on_state(state, len(self._acts))
        if state in {"ended", "discarded"}:
            self._over.set()


def _event_time(event: DeviceEvent) -> float:
    return moment_of(event.time_ms, time.monotonic())


@dataclass(frozen=True, slots=True)
class _PendingMoment:
    """A moment whose picture isn't encoded yet."""

    snapshot: Snapshot
    window: Window | None
    control: Control
    site: str


class MomentStore:
    """The moments that the open gesture may need; others are dropped. For one event loop."""

    def __init__(self, reader: TextReader | None) -> None:
        """Read texts by `reader`; without one, a text in doubt stays a secret."""
        self._reader = reader
        self._numbers = count(1)
        self._pending: dict[int, _PendingMoment] = {}
        self._hidden: set[tuple[int, Rect]] = set()  # places in windows where secrets were typed

    def store(self, snapshot: Snapshot, window: Window | None, control: Control | None = None, site: str = "") -> int:
        """Store a moment; return its number."""
        number = next(self._numbers)
        self._pending[number] = _PendingMoment(snapshot, window, control or Control(), site)
        return number

    def hide(self, snapshot: Snapshot, control: Control) -> None:
        """Paint over a field of this snapshot's window in all pictures encoded from now on."""
        window = snapshot.focused()
        box = snapshot.box_of(window)
        if window is not None and box is not None and control.box is not None:
            inside = Rect(control.box.x - box.x, control.box.y - box.y, control.box.width, control.box.height)
            self._hidden.add((window.id, inside))

    async def finish_gesture(self, gesture: Gesture, after: Snapshot) -> DemonstratedAct:
        """Return a complete gesture with its moment; a text in doubt is plain if `after` shows it."""
        pending = self._pending.pop(gesture.moment, None)
        if pending is None:
            return DemonstratedAct(gesture, ScreenBefore())
        moment = await self._with_picture(pending)
        if isinstance(gesture, TypedWords) and gesture.doubt:
            gesture = await self._with_secrecy(
                gesture, moment, _PendingMoment(after, pending.window, pending.control, pending.site)
            )
        return DemonstratedAct(gesture, moment)

    async def last(self, snapshot: Snapshot) -> ScreenBefore:
        """Return the moment at the end."""
        return await self._with_picture(_PendingMoment(snapshot, snapshot.focused(), Control(), ""))

    async def read(self, moment: ScreenBefore) -> ScreenBefore:
        """Return a moment with the text lines of its picture."""
        if self._reader is None or not moment.picture or moment.lines:
            return moment
        try:
            lines = await asyncio.to_thread(self._reader.read, moment.picture)
        except DesktopAgentError:
            return moment
        return replace(moment, lines=tuple(line for line in lines if line.score >= _SCORE_AT_LEAST))

    async def _with_picture(self, pending: _PendingMoment) -> ScreenBefore:
        """Return a moment with its picture."""
        box = pending.snapshot.box_of(pending.window) if pending.window is not None else pending.snapshot.desktop
        bare = ScreenBefore(pending.window, box, pending.snapshot.desktop, pending.control, pending.site)
        if box is None:
            return bare
        number = pending.window.id if pending.window is not None else 0
        hidden = [secret_box for window, secret_box in self._hidden if window == number]
        return replace(bare, picture=await asyncio.to_thread(_picture, pending.snapshot, box, hidden))

    async def _with_secrecy(self, gesture: TypedWords, before: ScreenBefore, after: _PendingMoment) -> TypedWords:
        lines: tuple[TextLine, ...] = (await self.read(before)).lines
        arrived = has_arrived(gesture.text, lines, (await self.read(await self._with_picture(after))).lines)
        return replace(gesture, text=gesture.text if arrived else "", secret=not arrived, doubt=False)


def _picture(snapshot: Snapshot, box: Rect, hidden: Iterable[Rect]) -> bytes:
    pixels: Pixels = snapshot.cut(box)
    full_box = Rect(0, 0, pixels.size.width, pixels.size.height)
    parts = [part for hidden_box in hidden if (part := hidden_box.intersection(full_box)) is not None]
    pixels = painted(pixels, full_box, parts) if parts else pixels
    return encode(pixels, pixels.size)


Secrecy = Literal["plain", "secret", "doubt"]
# With these roles the focused control is unknown: a program without names, a page that isn't asked, a terminal with a
# password prompt.
_VAGUE = frozenset(
    {
        "",
        Role.TERMINAL,
        Role.DOCUMENT_WEB,
        Role.DOCUMENT_FRAME,
        Role.UNKNOWN,
        Role.CANVAS,
        Role.PANEL,
        Role.FRAME,
        Role.WINDOW,
    }
)
_MANY = 3  # letters: fewer occur in any text, so they have to be a word of their own


def secrecy_of(focus: Control) -> Secrecy:
    """Return the secrecy of a text typed into a control; in doubt it is a secret until it is read on the screen."""
    if focus.role == Role.PASSWORD_TEXT or names_a_secret(focus.name):
        return "secret"
    return "doubt" if focus.role in _VAGUE else "plain"


def has_arrived(text: str, before: Sequence[TextLine], after: Sequence[TextLine]) -> bool:
    """Return whether a typed text appears on the screen once more than before."""
    letters = _folded(text)
    if len(letters) < _MANY:
        return bool(letters) and _count_words(letters, after) > _count_words(letters, before)
    # The picture may be a little older than the last letters.
    letters = letters[: max(_MANY, len(letters) * 4 // 5)]
    return _count_occurrences(letters, after) > _count_occurrences(letters, before)


def _count_occurrences(letters: str, lines: Sequence[TextLine]) -> int:
    return "".join(_folded(line.text) for line in lines).count(letters)


def _count_words(letters: str, lines: Sequence[TextLine]) -> int:
    """Return how many words are exactly these letters."""
    return sum(_folded(word) == letters for line in lines for word in line.text.split())


def _folded(text: str) -> str:
    """Return a text with letters that OCR confuses made equal."""
    same = {"l": "i", "1": "i", "|": "i", "0": "o"}
    return "".join(same.get(char, char) for char in text.casefold() if char.isalnum() or char in "|@")

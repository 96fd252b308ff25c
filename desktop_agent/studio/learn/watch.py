"""Watches a person who shows something: what they do, on what, and how the screen looked before it.

One loop takes the pictures and works off the events in order. Before a character is kept it is asked what has the
keyboard: one that goes to a password field is dropped at once. Where nobody tells, a text is held in memory until it
is looked for on the screen, right after the person has gone on, and dropped as a secret when it does not stand there.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal, assert_never

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Pixels, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.keys import MODIFIERS
from desktop_agent.core.reading import TextLine, TextReader
from desktop_agent.platforms.x11.input_record import DeviceEvent, DeviceReader, KeyMeaning, held_by
from desktop_agent.screen.encode import encode
from desktop_agent.screen.mask import painted
from desktop_agent.screen.window import Control
from desktop_agent.studio.learn.control_keys import AskedWish, ControlSense, PersonsWish
from desktop_agent.studio.learn.demonstration import (
    ButtonHeard,
    Demonstration,
    Gesture,
    KeyHeard,
    ScreenBefore,
    ShownAct,
    TypedWords,
)
from desktop_agent.studio.learn.gestures import GestureMaker
from desktop_agent.studio.learn.listen import HeardEvents
from desktop_agent.studio.learn.names import KeyboardAnswer, ShownNames
from desktop_agent.studio.learn.rolling import RollingPictures, Snapshot, moment_of
from desktop_agent.studio.learn.secrecy import has_arrived, secrecy_of

EVERY_S = 0.12  # between two pictures
_ACTIVE_S = 5.0  # after a key or click: what has the keyboard is asked for ahead only then
WatchState = Literal["watching", "paused", "ended", "discarded"]
OnState = Callable[[WatchState, int], None]
_SCORE_AT_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class WatchParts:
    """What the watcher sees and hears with; the caller closes all of it."""

    events: HeardEvents
    devices: DeviceReader
    pictures: RollingPictures
    names: ShownNames
    reader: TextReader | None
    is_left_out: Callable[[Window], bool]
    hidden: Sequence[Rect] = ()  # parts of the desktop where nothing counts


@dataclass(frozen=True, slots=True)
class _DoneAct:
    """An act that is complete, and when it was; its picture may still be in the making."""

    at_s: float
    made: asyncio.Task[ShownAct]


class ShownWatch:
    """One demonstration, from its beginning to its end; all of it belongs to one event loop."""

    def __init__(self, parts: WatchParts, sense: ControlSense, on_state: OnState) -> None:
        """Watch by `parts`; `on_state` hears each change of the state, and of how many acts there are."""
        self._parts, self._sense, self._on_state = parts, sense, on_state
        self._maker = GestureMaker()
        self._moments = MomentKeeper(parts.reader)
        self._acts: list[_DoneAct] = []
        self._state: WatchState = "watching"
        self._over = asyncio.Event()
        self._heard_at_s = time.monotonic()
        self._ignored: set[int] = set()  # buttons that went down where nothing counts
        self._since_s = -math.inf  # nothing from before counts: it was done while this paused
        self._taken_s = -math.inf  # when the last event was that went into a gesture
        self._text_field = KeyboardAnswer()  # the last answer about where the open text goes

    async def run(self) -> Demonstration | None:
        """Return what was shown, once the person has ended it; None when they have discarded it."""
        self._parts.pictures.take()
        self._on_state(self._state, 0)
        work = [asyncio.ensure_future(one) for one in (self._keep_pictures(), self._work_off())]
        try:
            await self._over.wait()
        finally:
            for one in work:
                one.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            self._parts.names.close()
        if self._state == "discarded":
            for act in self._acts:
                act.made.cancel()
            return None
        end = await self._moments.last(self._parts.pictures.take())
        shown = [await act.made for act in self._acts]
        read = self._moments.read
        acts = [replace(one, before=await read(one.before)) for one in shown]
        return Demonstration(tuple(acts), await read(end))

    def ask(self, wish: PersonsWish, at_s: float) -> None:
        """Do what the person asks for by a button of ours, once what they did before is worked off; discard at once.

        `at_s` is when they did, by `time.monotonic`: keys and the button come by different ways, so either may be here
        first. What was done since then is taken back when this pauses or ends, and does not count when it goes on.
        """
        if wish == "discard":
            self._obey(wish, at_s)
        else:
            self._parts.events.put(AskedWish(wish, at_s))

    def _obey(self, wish: PersonsWish, at_s: float) -> None:
        self._settle_text(at_s)
        self._take_in(self._maker.close(), self._parts.pictures.take())
        if self._state == "watching":
            self._take_back(at_s)
        match wish:
            case "pause":
                self._since_s = at_s
                self._become("watching" if self._state == "paused" else "paused")
            case "end":
                self._become("ended")
            case "discard":
                self._become("discarded")
            case _ as never:
                assert_never(never)

    async def _keep_pictures(self) -> None:
        last: Snapshot | None = None
        while True:
            if self._state == "watching":
                snapshot = self._parts.pictures.take()
                if last is None or snapshot.scene != last.scene or snapshot.pixels is not last.pixels:
                    self._parts.names.screen_changed()
                self._parts.names.pointer_is(self._parts.devices.pointer(), snapshot)
                if time.monotonic() - self._heard_at_s < _ACTIVE_S and not self._parts.events.waiting():
                    self._parts.names.prepare_focus(snapshot)
                last = snapshot
            await asyncio.sleep(EVERY_S)

    async def _work_off(self) -> None:
        while (event := await self._parts.events.next()) is not None:
            self._heard_at_s = time.monotonic()
            if isinstance(event, AskedWish):
                self._obey(event.wish, event.at_s)
            elif event.kind == "key":
                await self._take_key(event)
            elif self._counts(event):
                await self._take_button(event)
            if self._over.is_set():
                return
        self._obey("end", time.monotonic())  # the display is gone: what was shown so far is kept

    async def _take_button(self, event: DeviceEvent) -> None:
        snapshot = self._before(event)
        window = snapshot.window_at(event.at)
        hidden = any(one.contains(event.at) for one in self._parts.hidden)
        if event.down and (hidden or (window is not None and self._parts.is_left_out(window))):
            self._ignored.add(event.code)
            self._close(event, snapshot)  # it may be the button that pauses: what follows is another act
        if event.code in self._ignored:
            self._ignored -= set() if event.down else {event.code}
            return
        self._keyboard_moves(event)
        heard = ButtonHeard(event.code, event.down, event.at, held_by(event.state), event.time_ms, 0)
        if event.down and not self._maker.goes_on_with(heard):
            spot = await self._parts.names.under(event.at, snapshot)
            heard = replace(heard, moment=self._moments.keep(snapshot, window, spot.control, spot.site))
        self._take_in(self._maker.take(heard), snapshot)
        self._taken_s = _when(event)

    async def _take_key(self, event: DeviceEvent) -> None:
        meaning = self._parts.devices.meaning(event)
        if self._sense.is_theirs(meaning.key, meaning.held):
            wish = self._sense.pressed(meaning.key, meaning.held, event.time_ms) if event.down else None
            if wish is not None:
                self._obey(wish, _when(event))
            return
        if not self._counts(event) or not (event.down or meaning.key in MODIFIERS):
            return
        snapshot = self._before(event)
        window = snapshot.focused()
        if window is not None and self._parts.is_left_out(window):
            return
        if meaning.char or meaning.accent:
            heard = await self._typed(event, meaning, snapshot)
        else:
            heard = self._pressed(event, meaning, snapshot)
        self._take_in(self._maker.take(heard), snapshot)
        self._taken_s = _when(event)

    async def _typed(self, event: DeviceEvent, meaning: KeyMeaning, snapshot: Snapshot) -> KeyHeard:
        answer = await self._parts.names.focus(self._parts.pictures.before(time.monotonic()))
        secrecy, focus = secrecy_of(answer.focus), answer.focus
        if secrecy == "plain" and any(self._may_move_focus(one, answer.at_s) for one in self._parts.events.waiting()):
            secrecy = "doubt"  # the answer may be about what has got the keyboard since
        if secrecy == "secret":
            self._moments.hide(snapshot, focus)
            self._maker.drop_letters()  # nothing has moved the keyboard since: they have gone there, too
        elif self._goes_on_in_secret(answer):
            secrecy = "secret"
        elif secrecy == "doubt":
            self._maker.doubt()
        secret, doubt = secrecy == "secret", secrecy == "doubt"
        self._text_field = answer
        before = self._maker.open
        goes_on = isinstance(before, TypedWords) and (before.secret, before.doubt) == (secret, doubt)
        moment = before.moment if before and goes_on else self._moments.keep(snapshot, snapshot.focused(), focus)
        if secret:
            return KeyHeard("", "", "", down=True, held=(), time_ms=event.time_ms, moment=moment, secret=True)
        return KeyHeard(
            meaning.key, meaning.char, meaning.accent, down=True, held=meaning.held, time_ms=event.time_ms,
            moment=moment, doubt=doubt,
        )  # fmt: skip

    def _goes_on_in_secret(self, answer: KeyboardAnswer) -> bool:
        """Return whether a secret is being typed in this window: only a press that moves the keyboard ends that."""
        before = self._maker.open
        here = answer.window in {0, self._text_field.window}
        return isinstance(before, TypedWords) and before.secret and here

    def _pressed(self, event: DeviceEvent, meaning: KeyMeaning, snapshot: Snapshot) -> KeyHeard:
        if meaning.key != "backspace" and meaning.key not in MODIFIERS:
            self._keyboard_moves(event)
        moment = self._moments.keep(snapshot, snapshot.focused()) if event.down else 0
        return KeyHeard(
            meaning.key, "", "", down=event.down, held=meaning.held, time_ms=event.time_ms, moment=moment
        )  # fmt: skip

    def _keyboard_moves(self, event: DeviceEvent) -> None:
        """Look once more at where the open text has gone, then forget what has the keyboard."""
        self._settle_text(_when(event))
        self._parts.names.focus_may_move(_when(event))

    def _settle_text(self, before_s: float) -> None:
        """Keep the open text in clear only if its field was told for sure before the keyboard could move on.

        The answer may have come when a press that nobody has heard of yet had moved the keyboard, or before the press
        that brought it there was worked off: then the letters were another field's.
        """
        first, latest = self._text_field, self._parts.names.known_focus()
        same = (first, latest) if latest.window == first.window else (first,)
        answers = [one for one in same if one.settled and one.at_s < before_s]
        if any(secrecy_of(answer.focus) == "secret" for answer in answers):
            self._maker.drop_letters()
        elif not any(secrecy_of(answer.focus) == "plain" for answer in answers):
            self._maker.doubt()

    def _may_move_focus(self, event: DeviceEvent, before_s: float) -> bool:
        """Return whether the keyboard may have gone elsewhere by an event from before a time."""
        if _when(event) > before_s:
            return False
        if event.kind == "button":
            return True
        meaning = self._parts.devices.meaning(event)
        return event.down and not (meaning.char or meaning.accent or meaning.key in {*MODIFIERS, "backspace"})

    def _take_in(self, gestures: Iterable[Gesture], after: Snapshot) -> None:
        gestures = tuple(gestures)
        for gesture in gestures:
            made = asyncio.ensure_future(self._moments.shown(gesture, after))
            at_s = min(self._taken_s, moment_of(gesture.time_ms, time.monotonic()))
            self._acts.append(_DoneAct(at_s, made))
        if gestures:
            self._on_state(self._state, len(self._acts))

    def _close(self, event: DeviceEvent, after: Snapshot) -> None:
        self._settle_text(_when(event))
        self._take_in(self._maker.close(), after)

    def _take_back(self, since_s: float) -> None:
        """Drop what was done since: the person had asked for the pause, or the end, already."""
        for act in self._acts:
            if act.at_s >= since_s:
                act.made.cancel()
        self._acts = [act for act in self._acts if act.at_s < since_s]

    def _counts(self, event: DeviceEvent) -> bool:
        return self._state == "watching" and _when(event) > self._since_s

    def _before(self, event: DeviceEvent) -> Snapshot:
        return self._parts.pictures.before(_when(event))

    def _become(self, state: WatchState) -> None:
        self._state = state
        if state == "paused":
            self._parts.pictures.forget()
        self._on_state(state, len(self._acts))
        if state in {"ended", "discarded"}:
            self._over.set()


def _when(event: DeviceEvent) -> float:
    return moment_of(event.time_ms, time.monotonic())


@dataclass(frozen=True, slots=True)
class _KeptMoment:
    """A moment whose picture is not made yet."""

    snapshot: Snapshot
    window: Window | None
    control: Control
    site: str


class MomentKeeper:
    """Keeps what the open gesture may need, and nothing of what no gesture came of; for one event loop."""

    def __init__(self, reader: TextReader | None) -> None:
        """Read by `reader`; without one, a text in doubt stays a secret."""
        self._reader = reader
        self._numbers = count(1)
        self._kept: dict[int, _KeptMoment] = {}
        self._hidden: set[tuple[int, Rect]] = set()  # places in windows where secrets were typed

    def keep(self, snapshot: Snapshot, window: Window | None, control: Control | None = None, site: str = "") -> int:
        """Keep a moment; return its number."""
        number = next(self._numbers)
        self._kept[number] = _KeptMoment(snapshot, window, control or Control(), site)
        return number

    def hide(self, snapshot: Snapshot, control: Control) -> None:
        """Paint over a field in this picture's window, in every picture that is made from now on."""
        window = snapshot.focused()
        box = snapshot.box_of(window)
        if window is not None and box is not None and control.box is not None:
            inside = Rect(control.box.x - box.x, control.box.y - box.y, control.box.width, control.box.height)
            self._hidden.add((window.id, inside))

    def forget(self, before: int | None = None) -> None:
        """Drop the moments that nothing came of: those with a smaller number, or all."""
        self._kept = {
            number: moment for number, moment in self._kept.items() if before is not None and number >= before
        }

    async def shown(self, gesture: Gesture, after: Snapshot) -> ShownAct:
        """Return a gesture that is complete, with its moment; a text in doubt is plain if `after` shows it."""
        kept = self._kept.pop(gesture.moment, None)
        if kept is None:
            return ShownAct(gesture, ScreenBefore())
        moment = await self._made(kept)
        if isinstance(gesture, TypedWords) and gesture.doubt:
            gesture = await self._settled(gesture, moment, _KeptMoment(after, kept.window, kept.control, kept.site))
        return ShownAct(gesture, moment)

    async def last(self, snapshot: Snapshot) -> ScreenBefore:
        """Return the moment at the end."""
        return await self._made(_KeptMoment(snapshot, snapshot.focused(), Control(), ""))

    async def read(self, moment: ScreenBefore) -> ScreenBefore:
        """Return a moment with the lines that can be read in its picture."""
        if self._reader is None or not moment.picture or moment.lines:
            return moment
        try:
            lines = await asyncio.to_thread(self._reader.read, moment.picture)
        except DesktopAgentError:
            return moment
        return replace(moment, lines=tuple(line for line in lines if line.score >= _SCORE_AT_LEAST))

    async def _made(self, kept: _KeptMoment) -> ScreenBefore:
        """Return a moment with its picture."""
        box = kept.snapshot.box_of(kept.window) if kept.window is not None else kept.snapshot.desktop
        bare = ScreenBefore(kept.window, box, kept.snapshot.desktop, kept.control, kept.site)
        if box is None:
            return bare
        number = kept.window.id if kept.window is not None else 0
        hidden = [one for window, one in self._hidden if window == number]
        return replace(bare, picture=await asyncio.to_thread(_picture, kept.snapshot, box, hidden))

    async def _settled(self, gesture: TypedWords, before: ScreenBefore, after: _KeptMoment) -> TypedWords:
        lines: tuple[TextLine, ...] = (await self.read(before)).lines
        arrived = has_arrived(gesture.text, lines, (await self.read(await self._made(after))).lines)
        return replace(gesture, text=gesture.text if arrived else "", secret=not arrived, doubt=False)


def _picture(snapshot: Snapshot, box: Rect, hidden: Iterable[Rect]) -> bytes:
    pixels: Pixels = snapshot.cut(box)
    whole = Rect(0, 0, pixels.size.width, pixels.size.height)
    parts = [part for one in hidden if (part := one.intersection(whole)) is not None]
    pixels = painted(pixels, whole, parts) if parts else pixels
    return encode(pixels, pixels.size)

"""The wait for a window, a control or a text that an answer has opened, so that keys after it can go there.

The model names its expectation before it has seen it: a part of a window's title, or of a text or a control anywhere in
a window that is visible by then, whichever program it belongs to. Items of menus don't count, as they lead to what is
waited for. Without a text it is the next window, and for keys one of the program that the answer has used. Hidden parts
are not searched, and a splash screen without the keyboard isn't what is waited for.

What programs report is looked at again and again. Where one reports nothing, or not what it draws, the window is read
off a new picture meanwhile, and every window is once the time is up, before anything is said not to be there.

The wait is over early once another window has had the keyboard for a second: what was expected isn't what came.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import Press
from desktop_agent.core.controls.locator import LONGEST_NAME, folded
from desktop_agent.core.controls.role import MENUS
from desktop_agent.core.controls.screen_contents import ShownControl, ShownText, WindowContents
from desktop_agent.core.errors import GeometryChangedError, InputError
from desktop_agent.core.pictures import Frame, Scene, Window
from desktop_agent.core.texts.message import Message, foreign, sentences, template
from desktop_agent.run.act.input_state import InputState
from desktop_agent.run.act.visibility import window_seen, windows_seen
from desktop_agent.run.inquiry import rows
from desktop_agent.run.pause import PauseControl, PauseSupervisor
from desktop_agent.run.ports import Camera, Surroundings

_POLL_S = 0.1
_CONTENTS_EACH_S = 0.3  # programs are asked for what they show
_READ_AFTER_S = 0.3  # so that reading doesn't take all of a processor
_READ_WITHIN_S = 4.0  # in the end
_CONTENTS_WITHIN_S = 2.5
_MOST_WINDOWS = 3  # whose contents are looked at
KEPT_FOR_S = 1.0  # a window that has the keyboard for so long is what came
_BEHIND = template("“{text}” appeared, but the focus is in another window.")
_NOT_THERE = template("“{text}” didn't appear within {seconds:g} s.")
_NOT_YET = template("“{text}” hasn't appeared.")
_NONE_CAME = template("No new window appeared within {seconds:g} s.")
_NONE_YET = Message("No new window has appeared.")
_NONE_OF_IT = Message("No new window of the program in use has appeared.")
_CAME_BEHIND = template("The window {window} has appeared, but it doesn't have the keyboard.")
_HAS_KEYBOARD = template("The window {window} has the keyboard now.")
_OF_ANOTHER = Message(
    "It belongs to another program, so keys go there only once it has been waited for by a part of its title."
)
_IN_A_MENU = template("“{text}” is only in a menu, which doesn't count.")
_LOOK = Message("Look at the new screenshot and decide again.")
_RETURN = Press(("enter",))  # which is asked about, and not pressed


@dataclass(slots=True)
class _Search:
    """One wait: what is sought, and what is known so far."""

    seen: Frame
    text: str  # as the model has given it; empty for the next window
    for_keys: bool
    before: Scene
    used: Window | None  # in which the answer has acted last
    home: set[int]  # the windows in which the keyboard may be all the while
    start: int | None = None  # the window with the keyboard when the wait began
    contents_at: float = 0.0  # when programs were asked last
    reading: asyncio.Task[int | None] | None = None  # of the windows whose programs don't report everything
    read_in: tuple[Frame, frozenset[int]] | None = None  # the picture that was read last, and its windows
    other: int | None = None  # another window, which has had the keyboard since
    other_since: float = 0.0
    in_menu: bool = False  # the text is in a menu


class OpeningWait:
    """Waits for the expected window, control or text; on the run's loop."""

    def __init__(
        self,
        surroundings: Surroundings,
        camera: Camera,
        pause: PauseControl,
        pauses: PauseSupervisor,
        kept_for_s: float = KEPT_FOR_S,
    ) -> None:
        self._surroundings = surroundings
        self._camera = camera
        self._pause = pause
        self._pauses = pauses
        self._kept_for_s = kept_for_s

    async def come(self, seen: Frame, text: str, seconds: float, inputs: InputState, *, for_keys: bool) -> Frame:
        """Return the picture with the windows after it has appeared, and the keyboard in its window.

        Without a text the next window counts. `for_keys`: the window has to have the keyboard, as keys will go there.
        InputError when it has not appeared, or has no keyboard, in time; Stopped when the person takes over.
        """
        search = self._new_search(seen, text, inputs, for_keys=for_keys)
        try:
            return await self._wait_until_open(search, seconds)
        finally:
            if search.reading is not None:
                search.reading.cancel()

    async def _wait_until_open(self, search: _Search, seconds: float) -> Frame:
        until = time.monotonic() + seconds
        while True:
            now = self._current_frame(search.seen)
            is_over = time.monotonic() >= until
            is_another = now is not None and self._follow_focus(search, now)
            is_last = is_over or is_another
            window = (
                await self._opened_window(search, now, is_last=is_last, is_over=is_over) if now is not None else None
            )
            if now is not None and window is not None and (not search.for_keys or now.scene.focus in {window, None}):
                return replace(now, scene=replace(now.scene, focus=window))
            if is_over or is_another:
                raise InputError(self._why_not_open(search, now, window, seconds, is_over=is_over), _LOOK)
            await self._pause.sleep(_POLL_S)

    def _new_search(self, seen: Frame, text: str, inputs: InputState, *, for_keys: bool) -> _Search:
        used = inputs.last_window or self._surroundings.window(seen, _RETURN).window
        before = (inputs.opened or seen).scene
        home = {window for window in (before.focus, *inputs.used_windows) if window is not None}
        if used is not None:
            home.add(used.id)
        return _Search(seen, text, for_keys, before, used, home)

    def _current_frame(self, seen: Frame) -> Frame | None:
        """Return the picture with the windows of now; None while the screen's geometry changes."""
        try:
            return replace(seen, scene=self._camera.windows_now(seen))
        except GeometryChangedError:
            return None

    def _follow_focus(self, search: _Search, now: Frame) -> bool:
        """Return whether another window than those of the wait has had the keyboard for a while.

        A window that was there before gets it back once the one that had it has closed: the wait goes on in it.
        """
        focus = now.scene.focus
        if search.start is None:
            search.start = focus
        has_closed = search.start is not None and not now.scene.has(search.start)
        if focus is not None and search.before.has(focus) and (has_closed or focus == search.start):
            search.home.add(focus)
        there = self._window_by_number(now, focus)
        is_another = there is not None and not there.menu and not there.fixture and focus not in search.home
        if not is_another or focus != search.other:
            search.other = focus if is_another else None
            search.other_since = time.monotonic()
        return is_another and time.monotonic() - search.other_since >= self._kept_for_s

    async def _opened_window(self, search: _Search, now: Frame, *, is_last: bool, is_over: bool) -> int | None:
        """Return the window that has come; `is_last`: look everywhere, as nothing is looked at any more.

        `is_over`: the time is up, so that also windows are read whose programs report what they show.
        """
        if not search.text:
            return self._new_window(search, now, for_keys=search.for_keys)
        seen = (window for window, _ in windows_seen(now, self._surroundings))
        windows = [window for window in seen if _may_hold(window, search) and not _only_passes(window, now)]
        titled = next((window.id for window in windows if _says(window.title, search.text)), None)
        if titled is not None:
            return titled
        windows.sort(key=lambda window: window.id != now.scene.focus)
        moment = time.monotonic()
        if not is_last and moment - search.contents_at < _CONTENTS_EACH_S:
            return None
        search.contents_at = moment
        search.in_menu = False
        unreported = list[int]()
        for window in windows[:_MOST_WINDOWS]:
            contents = await self._contents(now, window.id)
            if _has_text(contents, search.text):
                return window.id
            search.in_menu = search.in_menu or _has_in_menu(contents, search.text)
            if is_over or not contents.is_reported or contents.drawn:
                unreported.append(window.id)
        return await self._awaited_window_with_text(search, unreported, is_last=is_last)

    async def _contents(self, now: Frame, window: int) -> WindowContents:
        try:
            async with asyncio.timeout(_CONTENTS_WITHIN_S):
                return await self._surroundings.contents(now, window)
        except TimeoutError:
            return WindowContents()

    async def _awaited_window_with_text(self, search: _Search, windows: Sequence[int], *, is_last: bool) -> int | None:
        """Return the window in which the text was read. Reading goes on in the background; in the end it's awaited."""
        if is_last and search.reading is not None:
            await asyncio.wait({search.reading}, timeout=_READ_WITHIN_S)
        if search.reading is not None and search.reading.done():
            window = search.reading.result()
            search.reading = None
            if window is not None:
                return window
        if windows and search.reading is None:
            search.reading = asyncio.create_task(self._window_with_text(search, windows))
        if is_last and search.reading is not None:
            await asyncio.wait({search.reading}, timeout=_READ_WITHIN_S)
            return search.reading.result() if search.reading.done() else None
        return None

    async def _window_with_text(self, search: _Search, windows: Sequence[int]) -> int | None:
        """Return the first of these windows in which the text is read, in a new picture; menus don't count.

        A picture that shows the same as the last one isn't read again.
        """
        await asyncio.sleep(_READ_AFTER_S)
        frame = await self._pauses.picture(self._camera)
        before = search.read_in
        search.read_in = (frame, frozenset(windows))
        if before is not None and before[1] == search.read_in[1] and self._camera.alike(before[0], frame, exactly=True):
            return None
        for window in windows:
            if not frame.scene.has(window):
                continue
            lines = await self._surroundings.read(frame, window)
            own = [line for line in lines if not self._is_menu_at(frame, line)]
            if _has_line(own, search.text):
                return window
            search.in_menu = search.in_menu or (len(own) < len(lines) and _has_line(lines, search.text))
        return None

    def _is_menu_at(self, frame: Frame, line: ShownControl) -> bool:
        top = frame.scene.window_at(line.box.middle)
        window = self._window_by_number(frame, top)
        return window is not None and window.menu

    def _new_window(self, search: _Search, now: Frame, *, for_keys: bool) -> int | None:
        """Return the topmost new window; for keys only a window of the program that was used."""
        used = search.used
        for number in dict.fromkeys(item.id for item in now.scene.windows if not search.before.has(item.id)):
            there = self._window_by_number(now, number)
            is_own = there is not None and used is not None and used.pid is not None and there.pid == used.pid
            if there is None or there.menu or _only_passes(there, now):
                continue
            if is_own or not for_keys:
                return number
        return None

    def _why_not_open(
        self, search: _Search, now: Frame | None, window: int | None, seconds: float, *, is_over: bool
    ) -> Message:
        """Return what isn't there, what has the keyboard instead, and where else the text is."""
        focused = self._window_by_number(now, now.scene.focus) if now is not None else None
        if focused is not None and (focused.menu or focused.id in search.home):
            focused = None
        keyboard = Message(_HAS_KEYBOARD, window=_named(focused)) if focused is not None else ""
        if search.text and window is not None:
            return sentences(Message(_BEHIND, text=search.text), keyboard)
        if search.text:
            absence = Message(_NOT_THERE if is_over else _NOT_YET, text=search.text, seconds=seconds)
            return sentences(absence, keyboard, Message(_IN_A_MENU, text=search.text) if search.in_menu else "")
        if focused is not None:
            is_new = not search.before.has(focused.id)
            is_foreign = is_new and search.for_keys and (search.used is None or search.used.pid != focused.pid)
            return sentences(_NONE_OF_IT if is_foreign else _NONE_YET, keyboard, _OF_ANOTHER if is_foreign else "")
        behind = self._window_by_number(now, self._new_window(search, now, for_keys=False)) if now is not None else None
        arrival = Message(_CAME_BEHIND, window=_named(behind)) if behind is not None else ""
        return sentences(arrival or Message(_NONE_CAME, seconds=seconds))

    def _window_by_number(self, now: Frame, window: int | None) -> Window | None:
        return window_seen(now, window, self._surroundings).window if window is not None else None


def _may_hold(window: Window, search: _Search) -> bool:
    """Return whether what a window shows counts; panels name windows that aren't there, and notifications are new."""
    return not window.menu and not (window.fixture and search.before.has(window.id))


def _only_passes(window: Window, now: Frame) -> bool:
    """Return whether a window is a splash screen: it closes by itself, and never gets the keyboard."""
    return window.splash and window.id != now.scene.focus


def _has_text(contents: WindowContents, text: str) -> bool:
    """Return whether a text is in the name of a control, or in a line or a row of lines, outside of menus."""
    menus = [control.box for control in contents.controls if control.role in MENUS]
    names = (control.name for control in contents.controls if control.role not in MENUS)
    lines = [line for line in contents.texts if not any(box.contains(line.box.middle) for box in menus)]
    return any(_says(words, text) for words in (*names, *_words(lines)))


def _has_in_menu(contents: WindowContents, text: str) -> bool:
    return any(_says(control.name, text) for control in contents.controls if control.role in MENUS)


def _has_line(lines: Sequence[ShownControl], text: str) -> bool:
    return any(_says(words, text) for words in _words([ShownText(line.name, line.box) for line in lines]))


def _words(lines: Sequence[ShownText]) -> Iterator[str]:
    """Yield lines, and the rows that they make up: a sentence may consist of several."""
    yield from (line.text for line in lines)
    yield from rows(lines)


def _says(words: str, text: str) -> bool:
    """Return whether words hold a text, however its signs and blanks are typed."""
    sought = folded(text)
    return sought in folded(words) if sought else text.strip() in words


def _named(window: Window) -> str:
    return f"“{foreign(window.title, LONGEST_NAME)}” ({foreign(window.app, LONGEST_NAME)})"

"""The target of an action: the window, and its control by accessible name or else by the words read there."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Press,
    ReleaseButton,
    Scroll,
    Type,
    points_of,
    uses_keyboard,
)
from desktop_agent.core.actions.keys import is_return, main_key
from desktop_agent.core.address import Document
from desktop_agent.core.controls import labels
from desktop_agent.core.controls.locator import folded
from desktop_agent.core.controls.role import KNOWN_BY_ROW, Role
from desktop_agent.core.controls.screen_contents import ScrolledAway, ShownControl, ShownText, WindowContents
from desktop_agent.core.decisions.decision import (
    Focus,
    HitControl,
    Page,
    Pasted,
    Place,
    PointedObject,
    ReadLine,
    Target,
)
from desktop_agent.core.errors import OffScreenError, ScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Scene, ScreenPoint, Window
from desktop_agent.core.programs import LAUNCHERS, NANO, TERMINALS, VI, is_name_of, is_one_of, last_part
from desktop_agent.lib.installed_programs import installed_programs
from desktop_agent.lib.programs import executable_of, holds_terminal
from desktop_agent.lib.terminals import foreground_of, reader_of
from desktop_agent.screen.clipboard import ClipboardSource, CopyMemory, NoClipboard, Selection
from desktop_agent.screen.controls.accessible_nodes import MAY_REPEAT, is_changed_by_wheel, is_row, is_text, is_written
from desktop_agent.screen.controls.files import FILE_MANAGERS, Files
from desktop_agent.screen.controls.listing import WindowPart, part_of
from desktop_agent.screen.controls.window import (
    ActiveWindow,
    Chooser,
    Control,
    ControlSource,
    HitResult,
    KeyboardFocus,
    WindowSource,
)
from desktop_agent.screen.controls.words import READ_X, READ_Y, ReadLines, ScreenWords, is_name_at, on_desktop

_MANY_LINES = "text"  # the role of a field in which Return begins a new line
_SCROLLED = frozenset({"scroll pane", "viewport"})  # panes that may hold a folder, and report no entry of it
_DRAG_ENDS = 2  # where a drag begins and where it ends
_MOST_WARMED = 4  # windows
_MOST_COPIED = 2_000  # files
_NEARBY_PX = 400  # px to each side of a point
_COPIES_AFTER_S = (0.05, 0.1, 0.2)
# As `core.actions.keys` spells them: what presses a control, and what throws away a file or a row that is chosen.
_PRESSING_KEYS = ("enter", "space")
_REMOVING_KEYS = ("delete", "backspace")


def is_nobodys(window: Window) -> bool:  # noqa: ARG001 - no window is ours
    """Return False: no window is ours."""
    return False


def keeps_nothing_back(frame: Frame) -> Sequence[Rect]:  # noqa: ARG001 - nothing is kept back
    """Return no part: no part of the desktop is hidden."""
    return ()


def hides_nothing(frame: Frame, action: Action) -> str:  # noqa: ARG001 - nothing is kept back
    """Return an empty reason: nothing is hidden."""
    return ""


def never_looks_alike(box: Rect, frame: Frame) -> bool:  # noqa: ARG001 - no picture was compared
    """Return False: a part of the desktop may look otherwise than in the frame."""
    return False


@dataclass(slots=True)
class _PictureQueries:
    """The queries about one picture, and since when: answers of programs since then hold while nothing changes."""

    frame: Frame
    since: float
    actions: list[Action] = field(default_factory=list)
    focus: Focus | None = None  # the control that had the keyboard then, where its program reported it


class ScreenSurroundings:
    """The control under a point, or with the keyboard; fields stay empty where nothing is known.

    What programs report about a picture while the model thinks holds for the actions that it then requests, in a
    window that looks unchanged. A second query about the same action is answered again.
    """

    def __init__(  # noqa: PLR0913 - each is a part of the desktop that is asked
        self,
        windows: WindowSource,
        controls: ControlSource,
        words: ScreenWords | None = None,
        *,
        own: Callable[[Window], bool] = is_nobodys,
        clipboard: ClipboardSource | None = None,
        files: Files | None = None,
        hides: Callable[[Frame, Action], str] = hides_nothing,
        kept_back: Callable[[Frame], Sequence[Rect]] = keeps_nothing_back,
        alike: Callable[[Rect, Frame], bool] = never_looks_alike,
    ) -> None:
        """Take the sources; areas with a reason from `hides`, or `kept_back` from pictures, are not queried.

        `alike` returns whether a part of the desktop looks as in a picture.
        """
        self._windows = windows
        self._controls = controls
        self._words = words or ScreenWords(None)
        self._own = own
        self._clipboard = clipboard or NoClipboard()
        self._copies = CopyMemory(self._clipboard)
        self._files = files or Files()
        self._hides = hides
        self._kept_back = kept_back
        self._alike = alike
        self._latest: _PictureQueries | None = None
        self._read_whole = set[int]()  # windows whose words were all asked for

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return the target of an action, on the screen as the frame shows it."""
        if self._hides(frame, action):
            return Target()
        target = await self._target_by_action(frame, action, self._answers_since(frame, action))
        return self._with_window_facts(frame, target, gets_text=isinstance(action, Type))

    async def controls(self, frame: Frame, window: int) -> list[ShownControl]:
        """Return the usable controls and the labels of a window in the picture, from the top down."""
        part = self._part_to_read(frame, window)
        return [] if part is None else await part.controls(self._controls, self._words)

    async def read(self, frame: Frame, window: int) -> list[ShownControl]:
        """Return the lines that are read in a window of the picture, whatever its program reports."""
        part = self._part_to_read(frame, window)
        return [] if part is None else await part.read(self._words)

    async def read_within(self, frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        """Return those of these lines that touch one of these parts of the desktop; only around these is read."""
        part = self._part(frame, window)
        return [] if part is None else await part.read_within(self._words, parts)

    async def row(self, frame: Frame, at: ImagePoint) -> list[ReadLine]:
        """Return the lines that are read in the row of a point of the picture, some way to each side of it."""
        try:
            point = frame.viewport.to_screen(at)
        except OffScreenError:
            return []
        around = frame.viewport.screen.around(point, READ_X, READ_Y)
        lines = on_desktop(await self._words.inside(frame, [around]), frame, [around])
        return [line for line in lines if line.box.y <= point.y < line.box.bottom]

    async def scrolled_away(self, frame: Frame, window: int, wanted: Callable[[str], bool]) -> list[ScrolledAway]:
        """Return what a window of the picture has and doesn't show, of what has a wanted name."""
        part = self._part(frame, window)
        return [] if part is None else await part.scrolled_away(self._controls, wanted)

    async def texts(self, frame: Frame, window: int) -> list[ShownText]:
        """Return the lines that a window of the picture shows, in no order."""
        part = self._part_to_read(frame, window)
        return [] if part is None else await part.texts(self._controls, self._words)

    async def drawn_texts(self, frame: Frame, window: int) -> list[ShownText]:
        """Return the lines that are read where a window shows what its program doesn't report."""
        part = self._part(frame, window)
        return [] if part is None else await part.drawn_texts(self._controls, self._words)

    async def contents(self, frame: Frame, window: int) -> WindowContents:
        """Return what the program of a window in the picture reports of its visible contents."""
        part = self._part(frame, window)
        return WindowContents() if part is None else await part.contents(self._controls)

    async def address(self, frame: Frame, window: int) -> str:
        """Return the address of the page that a window of the picture shows; empty where none is reported."""
        part = self._part(frame, window)
        return "" if part is None else await self._controls.address(part.window, part.box)

    def _part_to_read(self, frame: Frame, window: int) -> WindowPart | None:
        """Return the part as `_part`, and note that all words of the window were asked for."""
        self._read_whole.add(window)
        return self._part(frame, window)

    def _part(self, frame: Frame, window: int) -> WindowPart | None:
        """Return the part of a window that a picture shows; None for our own windows, and for one that is not in it."""
        described = self._window(window)
        if described is None or self._own(described):
            return None
        windows = {item.id: self._windows.describe(item.id) for item in frame.scene.windows}
        return part_of(frame, described, windows, self._kept_back(frame), self._windows.title_bar(window))

    def window(self, frame: Frame, action: Action) -> Target:
        """Return the target of an action with its window alone; no program is queried."""
        points = points_of(action)
        if uses_keyboard(action):
            window = self._window(frame.scene.focus)
        else:
            window = self._window_at(frame, points[0]) if points else None
        is_ours = window is not None and self._own(window)  # and painted over, as what is kept back is
        if not is_ours and (self._hides(frame, action) or self._is_kept_back(frame, points)):
            return Target()
        return Target(Place(window, _box_of(frame, window), ours=is_ours) if window else None)

    def _is_kept_back(self, frame: Frame, points: Sequence[ImagePoint]) -> bool:
        """Return whether one of these points is hidden from pictures."""
        try:
            spots = [*map(frame.viewport.to_screen, points)]
        except OffScreenError:
            return False  # a rule refuses it
        return bool(spots) and any(part.contains(point) for part in self._kept_back(frame) for point in spots)

    async def warm(self, frame: Frame) -> None:
        """Query the program with the keyboard, and those of the topmost windows, before an answer is needed.

        The bus is connected then, a browser has built its tree, and a program that hangs is known for that. Of a window
        that reports nothing, all words are read ahead only if it's a dialog, which may ask something, or if they were
        asked for before: a press at a point needs no more than the words near it.
        """
        queries = _PictureQueries(frame, time.monotonic())
        self._latest = queries
        described = map(self._windows.describe, _first_windows(frame.scene))
        windows = {window.pid: window for window in reversed([*described]) if window.pid and not self._own(window)}
        # Desktop entries take a while the first time.
        loading = (asyncio.to_thread(_learn_name, window) for window in windows.values())
        asking = asyncio.gather(*(self._with_keyboard(frame, window, by_return=False) for window in windows.values()))
        await asyncio.gather(*loading, asking)
        keyboards = zip(windows.values(), asking.result(), strict=True)
        queries.focus = next((_focus(focused) for window, focused in keyboards if window.id == frame.scene.focus), None)
        for window in windows.values():
            has_keyboard = window.id == frame.scene.focus and not is_one_of(window, TERMINALS | LAUNCHERS)
            is_needed = window.dialog or window.id in self._read_whole
            if has_keyboard and is_needed and not self._controls.may_report(window):
                self._words.begin(frame, self._window_and_menu_boxes(frame, window))

    async def pasted(self, selection: Selection) -> Pasted:
        """Return the content that a paste of a selection would insert now."""
        return await asyncio.to_thread(self._pasted, selection)

    def _pasted(self, selection: Selection) -> Pasted:
        pasted = self._copies.pasted(selection)
        if len(pasted.paths) > _MOST_COPIED:
            return replace(pasted, paths=(), files=())  # no rule could look at them all
        return replace(pasted, files=tuple(map(self._files.copied, pasted.paths)))

    async def begin_act(self, window: Window | None, copies: frozenset[Selection]) -> None:
        """Note the start of an act in a window, and the selections that an act of its kind may fill."""
        await asyncio.to_thread(self._copies.begin_act, window.pid if window else None, copies)

    async def end_act(self, *, is_alone: bool) -> bool | None:
        """Note that the acts have had their effect; `is_alone`: no person was there meanwhile.

        Return whether each of them that copies has filled the clipboard; None where none does, or that is unknown.
        """
        if is_alone:
            await self.await_copy()
        return await asyncio.to_thread(self._copies.end_act, is_alone=is_alone)

    async def await_copy(self) -> None:
        """Give a program a moment to copy, where it was asked to: the next act may paste it, or leave the program."""
        for pause_s in _COPIES_AFTER_S:
            if not await asyncio.to_thread(self._copies.is_copying):
                break
            await asyncio.sleep(pause_s)

    async def copied(self) -> Pasted | None:
        """Return the content of the clipboard."""
        return await asyncio.to_thread(self._clipboard.offered, "clipboard")

    async def copy(self, text: str) -> bool:
        """Put a text on the clipboard; return whether that could be done."""
        return await asyncio.to_thread(self._copies.put, text)

    def _with_window_facts(self, frame: Frame, target: Target, *, gets_text: bool) -> Target:
        """Return the target, and its second one, with all that is known of their windows."""
        place = target.place
        file = target.file
        if place is not None:
            holds = holds_terminal(place.window.pid)
            editor, edited = _editor_in(place.window) if holds else ("", None)
            file = self._files.edited(edited) if edited is not None else file
            place = replace(
                place,
                box=_box_of(frame, place.window),
                ours=self._own(place.window),
                builds=installed_programs().builds(place.window.program),
                holds_terminal=holds,
                editor=editor,
                reader=reader_of(place.window.pid) if holds and gets_text else "",
                silent=place.silent or not self._controls.may_report(place.window),
            )
        also = self._with_window_facts(frame, target.also, gets_text=gets_text) if target.also else None
        return replace(target, place=place, file=file, also=also)

    def _answers_since(self, frame: Frame, action: Action) -> float:
        """Return the time since which answers of programs hold for an action on a picture; infinity where none hold."""
        queries = self._latest
        if queries is None or queries.frame.pixels is not frame.pixels or action in queries.actions:
            return math.inf
        queries.actions.append(action)
        if uses_keyboard(action) and not self._is_seen_whole(frame, frame.scene.focus):
            return math.inf  # the control that a key presses may lie outside of the picture
        try:
            is_as_seen = all(self._alike(part, frame) for part in self._parts_to_compare(frame, action))
        except (OffScreenError, ScreenError):
            return math.inf
        return queries.since if is_as_seen else math.inf

    def _parts_to_compare(self, frame: Frame, action: Action) -> list[Rect]:
        """Return the parts of the screen that must be unchanged; for keys, the window that has the keyboard."""
        if uses_keyboard(action):
            return [item.box for item in frame.scene.windows if item.id == frame.scene.focus]
        return [part for at in points_of(action) for part in self._parts_to_compare_near(frame, at)]

    def _is_seen_whole(self, frame: Frame, window: int | None) -> bool:
        """Return whether a picture shows all of a window."""
        above = list[Rect]()
        for item in frame.scene.windows:
            if item.id == window:
                screen = frame.viewport.screen
                box = item.box
                return box.intersection(screen) == box and not any(map(box.intersection, above))
            if not self._own(self._windows.describe(item.id)):
                above.append(item.box)
        return False

    def _parts_to_compare_near(self, frame: Frame, point: ImagePoint) -> list[Rect]:
        """Return the parts of the window near a point that must be unchanged; of a dialog all of it."""
        at = frame.viewport.to_screen(point)
        around = frame.viewport.screen.around(at, _NEARBY_PX)
        parts = [item.box for item in frame.scene.windows if item.id == frame.scene.window_at(at)]
        return [near for part in parts if (near := part.intersection(around))]

    async def _target_by_action(self, frame: Frame, action: Action, since: float) -> Target:
        if uses_keyboard(action):
            return await self._target_of_keys(frame, action, since)
        points = points_of(action)
        if isinstance(action, Scroll):
            return await self._page_at(frame, action.at, since)
        if not isinstance(action, Click | Drag | HoldButton | ReleaseButton | Type):
            return Target(_place(self._window_at(frame, points[0]))) if points else Target()
        ends = points if len(points) < _DRAG_ENDS else (points[0], points[-1])
        if isinstance(action, Type):
            return await self._text_target(frame, await self._target_at(frame, ends[0], since, gets_text=True), action)
        return _merged_targets([await self._target_at(frame, at, since) for at in ends], Target())

    async def close(self) -> None:
        """Disconnect from the bus and the clipboard; the windows belong to the camera."""
        self._words.close()
        await self._controls.close()
        self._clipboard.close()

    async def _target_of_keys(self, frame: Frame, action: Action, since: float) -> Target:
        """Return the control with the keyboard as a target, and what the action's keys press there."""
        presses = "enter" in pressing_keys(action)
        mnemonic = mnemonic_of(action)
        window = self._window(frame.scene.focus)
        if window is not None:
            keyboard = await self._with_keyboard(frame, window, by_return=presses, mnemonic=mnemonic, since=since)
        else:
            active = await self._active_window()
            if active is None:
                return Target()
            window = active.window
            keyboard = await self._controls.with_keyboard(window, active.box, by_return=presses, mnemonic=mnemonic)
            if keyboard.object is None:  # nothing in it has the focus
                return Target()
        focus = keyboard.focus
        bare = Target(
            replace(_with_selection(Place(window), keyboard), question=keyboard.question),
            focus=self._with_focus_moved(frame, _focus(keyboard)),
            page=_page(keyboard.document, focus, keyboard.link),
        )
        entry = Control() if focus.role in _SCROLLED else focus
        bare = self._with_file(bare, keyboard.chooser, entry, action)
        bare = await self._with_words_around(frame, bare, keyboard, action)
        if keyboard.by_mnemonic.role:
            return replace(bare, control=_hit_control(keyboard.by_mnemonic))
        keys = pressing_keys(action) + (removing_keys(action) if is_row(keyboard.focus) else ())
        return _merged_targets([_with_key_target(bare, keyboard, key) for key in keys], bare)

    async def _active_window(self) -> ActiveWindow | None:
        """Return the window in use as programs report it, where the desktop doesn't list its windows."""
        active = None if self._windows.reports_positions else await self._controls.active()
        return replace(active, window=_with_name(active.window, ())) if active is not None else None

    def _with_focus_moved(self, frame: Frame, now: Focus | None) -> Focus | None:
        """Return the focus, and whether another control had it when the picture was new."""
        queries = self._latest
        if now is None or queries is None or queries.frame.pixels is not frame.pixels:
            return now
        is_same_window = queries.frame.scene.focus == frame.scene.focus
        return replace(now, moved=is_same_window and queries.focus is not None and _are_apart(queries.focus, now))

    async def _text_target(self, frame: Frame, hit: Target, action: Type) -> Target:
        """Return the target of text at a point: the control there, and for line breaks what Return presses then."""
        if hit.window is None or "\n" not in action.text or hit.role == _MANY_LINES:
            return hit
        keyboard = await self._with_keyboard(frame, hit.window, by_return=True)
        hit = await self._with_words_around(frame, hit, keyboard, action)
        # The focus before the click does not determine what Return does after it.
        pressed = keyboard.default if hit.role else keyboard.by_return
        return replace(hit, also=replace(hit, control=_hit_control(pressed))) if pressed.role else hit

    async def _with_words_around(self, frame: Frame, target: Target, keyboard: KeyboardFocus, action: Action) -> Target:
        """Return the target with the other words of the window; read from the picture where no program reports them."""
        place = target.place
        if place is None:
            return target
        if keyboard.around or keyboard.focus.role or not may_press(action):
            return replace(target, place=replace(place, around=keyboard.around))
        parts = self._window_and_menu_boxes(frame, place.window)
        counts = keyboard != KeyboardFocus() or not is_one_of(place.window, TERMINALS | LAUNCHERS)
        lines = await self._read_all_parts(frame, place.window, parts) if counts else ()
        around = tuple(dict.fromkeys(line.text.strip() for line in lines))
        focus = target.focus
        if not target.focus_role and self._is_below_menu(frame, place.window):
            focus = replace(focus or Focus(), role="popup menu")
        read_lines = on_desktop(lines, frame, parts) if parts else ()
        return replace(target, place=replace(place, around=around, lines=read_lines), focus=focus)

    async def _lines_in(self, frame: Frame, window: Window) -> tuple[ReadLine, ...]:
        """Return the lines read in a window, and in its program's windows above it."""
        parts = self._window_and_menu_boxes(frame, window)
        return on_desktop(await self._read_all_parts(frame, window, parts), frame, parts) if parts else ()

    async def _read_all_parts(self, frame: Frame, window: Window, parts: Sequence[Rect]) -> ReadLines:
        """Return what is read in all of a window's parts, and note that it was asked for."""
        self._read_whole.add(window.id)
        return await self._words.inside(frame, parts)

    def _with_file(self, target: Target, chooser: Chooser | None, control: Control, action: Action | None) -> Target:
        """Return the target with the file that it is about, if that can be known."""
        if target.place is None:
            return target
        window = target.place.window
        if chooser is not None:
            typed = control.name if is_row(control) else before_return(action)
            asks = replace(target.place, chooser=True)
            return replace(target, place=asks, file=self._files.chosen(window, chooser, typed))
        if is_row(control) or not (control.role or window.menu):  # an item of a menu is no entry of a folder
            return replace(target, file=self._files.listed(window, control.name, is_row=is_row(control)))
        file = self._files.shown(window)
        is_beside = (window.dialog or window.menu) and not file
        return replace(target, file=self._files.around(window, self._windows.titled()) if is_beside else file)

    def _window_and_menu_boxes(self, frame: Frame, window: Window) -> list[Rect]:
        """Return the boxes of a window, and of its program's windows above it: its menus."""
        boxes = list[Rect]()
        for item in frame.scene.windows:
            above = self._windows.describe(item.id) if item.id != window.id else window
            if (above.pid == window.pid and above.pid is not None) or item.id == window.id:
                boxes.append(item.box)
            if item.id == window.id:
                break
        return boxes

    def _is_below_menu(self, frame: Frame, window: Window) -> bool:
        """Return whether a window of the same program is above: most likely its menu, if no manager lists it."""
        ids = [item.id for item in frame.scene.windows if item.box.intersection(frame.viewport.screen)]
        above = ids[: ids.index(window.id)] if window.id in ids and window.pid is not None else []
        own = {number for number in above if self._windows.describe(number).pid == window.pid}
        if not own:
            return False
        beside = (self._windows.place(titled) for titled in self._windows.titled() if titled.pid == window.pid)
        return bool(own - {place.id for place in beside if place is not None})

    async def _with_keyboard(
        self, frame: Frame, window: Window, *, by_return: bool, mnemonic: str = "", since: float = math.inf
    ) -> KeyboardFocus:
        if (box := _box_of(frame, window)) is None:
            return KeyboardFocus()
        return await self._controls.with_keyboard(window, box, by_return=by_return, mnemonic=mnemonic, since=since)

    async def _target_at(self, frame: Frame, point: ImagePoint, since: float, *, gets_text: bool = False) -> Target:
        """Return the target under a point; `gets_text`: a click gives it the keyboard."""
        try:
            at = frame.viewport.to_screen(point)
        except OffScreenError:
            return Target()
        window = self._window(frame.scene.window_at(at))
        box = _box_of(frame, window) if window else None
        result = await self._controls.under(at, window, box, since=since) if window and box else HitResult()
        control = result.control
        place = self._place_at(frame, window, at, result)
        if place is not None and place.window.menu and is_one_of(place.window, FILE_MANAGERS):
            below = self._below_menu(frame, place.window)
            keyboard = await self._with_keyboard(frame, below, by_return=False, since=since) if below else None
            place = _with_selection(place, keyboard) if keyboard else place
        if control.name or is_text(control):
            named = _hit_control(control, () if is_written(control, result.objects) else result.objects)
            named = replace(named, takes_press=result.takes_press) if named else None
            if window and box and named and not named.name:
                label, is_repeated = await self._label(window, box, control, since)
                row = await self._row_words(frame, window, control, since) if is_repeated else ""
                named = replace(named, beside=label, row=row)
            elif named and result.row:
                named = replace(named, row=result.row, is_row_repeated=result.is_row_repeated)
            elif window and named and named.name and control.role in MAY_REPEAT and not result.alone:
                named = replace(named, row=await self._row_words(frame, window, control, since))
            place = replace(place, silent=result.bare) if place else None
            focus = _focus_of(named, control) if gets_text else None
            known = Target(place, named, focus, page=_page(result.document, control, result.link))
            return self._with_file(known, result.chooser, control, None)
        line = await self._words.near(frame, at)
        is_cell = control.role == Role.TABLE_CELL and control.box is not None
        if line and is_cell and control.box and not control.box.contains(line.box.middle):
            line = None  # it stands in the cell next to it
        text = line.text if line else ""
        is_heading = bool(text) and folded(text) == folded(result.heading)
        role = Role.HEADING if is_heading else control.role
        read = HitControl(
            text,
            role,
            "ocr" if text else None,
            takes_press=result.takes_press,
            read_at=line.box if line else None,
            is_named_beside=line is not None and not is_name_at(frame, line, at),
        )
        # A large picture is the main area of its window, and no sign in a row.
        if window and control.role in KNOWN_BY_ROW and control.box is not None and labels.is_labelled(control.box):
            row = await self._row_words(frame, window, control, since)
            read = replace(read, box=control.box, row=row, checked=control.checked, disabled=control.disabled)
        if place is not None and place.window.dialog and not control.role:
            place = replace(place, lines=await self._lines_in(frame, place.window))
        hit = read if text or control.role else None
        seen = Target(
            place, hit, _focus_of(hit, Control()) if gets_text else None, page=_page(result.document, control)
        )
        return self._with_file(seen, result.chooser, replace(control, name=text), None)

    def _below_menu(self, frame: Frame, menu: Window) -> Window | None:
        """Return the topmost window of a menu's program that is none itself."""
        ids = dict.fromkeys(item.id for item in frame.scene.windows if item.id != menu.id)
        windows = (self._windows.describe(number) for number in ids)
        return next((each for each in windows if each.pid == menu.pid and not each.menu), None)

    def _place_at(self, frame: Frame, window: Window | None, at: ScreenPoint, result: HitResult) -> Place | None:
        """Return the window at a point, whether a manager draws its title there, and a dialog that blocks it."""
        if window is None:
            return None
        title_bar = self._windows.title_bar(window.id)
        is_framed = title_bar is not None
        is_title = title_bar is not None and title_bar.contains(at)
        blocked_by = None if is_title else self._modal_above(frame, window)
        return Place(
            window,
            question=result.question,
            around=result.around,
            is_framed=is_framed,
            in_title_bar=is_title,
            blocked_by=blocked_by,
        )

    def _modal_above(self, frame: Frame, window: Window) -> Window | None:
        """Return the modal dialog that is open above a window and belongs to it; None without one."""
        numbers = dict.fromkeys(item.id for item in frame.scene.windows)
        above = takewhile(lambda number: number != window.id, numbers)
        return next((other for other in map(self._windows.describe, above) if window.id in other.blocks), None)

    async def _label(self, window: Window, box: Rect, field: Control, since: float) -> tuple[str, bool]:
        """Return the label beside a field, and whether another field has it; empty where its program reports none.

        How long that takes is the program's affair, which is waited for while it answers: what is recorded, and so
        what is found again later, must not depend on how busy the computer is.
        """
        if field.box is None or not labels.is_labelled(field.box):
            return "", False
        controls = await self._controls.listed(window, box, since=since)
        words = [(control.name, control.box) for control in controls if control.role in labels.WORDS and control.box]
        label = labels.label_of(words, field.box)
        others = (
            control.box
            for control in controls
            if control.role == field.role and not control.name and control.box not in {None, field.box}
        )
        return label, bool(label) and any(labels.label_of(words, other) == label for other in others if other)

    async def _row_words(self, frame: Frame, window: Window, control: Control, since: float) -> str:
        """Return the words in the row of a control that is known by them; no clock ends this, as in `_label`."""
        part = self._part(frame, window.id)
        if part is None or control.box is None:
            return ""
        controls = await part.reported_controls(self._controls, since=since)
        here = (control.name, control.role, control.box)
        match = next((match for match in controls if (match.name, match.role, match.box) == here), None)
        if match is None and not control.name:  # what has no name isn't listed
            return labels.words_in_row(
                controls, labels.without_name(controls, control.role, control.box, in_page=control.in_page)
            )
        return (
            labels.row_to_find(controls, match) if match is not None and labels.is_known_by_row(controls, match) else ""
        )

    async def _page_at(self, frame: Frame, point: ImagePoint, since: float) -> Target:
        """Return the window under a point, its page, and the control that the wheel changes, if any."""
        window = self._window_at(frame, point)
        box = _box_of(frame, window) if window else None
        if window is None or box is None:
            return Target(_place(window))
        result = await self._controls.under(frame.viewport.to_screen(point), window, box, since=since)
        turned = result.control if is_changed_by_wheel(result.control) else Control()
        control = replace(_hit_control(turned) or HitControl(), objects=result.objects)
        is_silent = not result.control.role
        return Target(Place(window, silent=is_silent), control, page=_page(result.document, turned))

    def _window_at(self, frame: Frame, point: ImagePoint) -> Window | None:
        try:
            return self._window(frame.scene.window_at(frame.viewport.to_screen(point)))
        except OffScreenError:
            return None

    def _window(self, number: int | None) -> Window | None:
        if number is None:
            return None
        return _with_name(self._windows.describe(number), self._windows.names(number).classes)


def _with_name(window: Window, classes: Sequence[str]) -> Window:
    """Return a window with what the desktop entry of its program says."""
    programs = installed_programs()
    return replace(
        window,
        kinds=programs.categories_of(window.program),
        name=programs.name_of(window.program, classes),
    )


def _learn_name(window: Window) -> None:
    """Have a program's desktop entries read."""
    installed_programs().names_of(window.program)


def _editor_in(window: Window) -> tuple[str, int | None]:
    """Return the editor in the foreground of the terminal in a window, and its process; empty for anything else."""
    processes = foreground_of(window.pid)
    names = {last_part(executable_of(process)) for process in processes}
    name = names.pop() if len(names) == 1 else ""
    return (name, min(processes)) if name and is_name_of(name, VI | NANO) else ("", None)


def _first_windows(scene: Scene) -> list[int]:
    """Return the window that has the keyboard, and some of those on top."""
    on_top = dict.fromkeys(window.id for window in scene.windows)
    focus = [scene.focus] if scene.focus in on_top and scene.focus is not None else []
    return list(dict.fromkeys([*focus, *on_top]))[:_MOST_WARMED]


def _box_of(frame: Frame, window: Window) -> Rect | None:
    """Return the smallest box around all parts of a window."""
    parts = [item.box for item in frame.scene.windows if item.id == window.id]
    return Rect.union(*parts) if parts else None


def _place(window: Window | None) -> Place | None:
    return Place(window) if window else None


def _hit_control(control: Control, objects: tuple[PointedObject, ...] = ()) -> HitControl | None:
    """Return a control as its program reports it; None where it reports nothing."""
    if not control.name and not control.role:
        return None
    return HitControl(
        name=control.name,
        role=control.role,
        source="accessibility",
        box=control.box,
        disabled=control.disabled,
        read_only=control.read_only,
        objects=objects,
        checked=control.checked,
        part=control.part,
        choices=control.choices,
    )


def _with_selection(place: Place, keyboard: KeyboardFocus) -> Place:
    return replace(place, selected=keyboard.selected, selected_count=keyboard.selected_count)


def _focus(keyboard: KeyboardFocus) -> Focus | None:
    """Return the focus; None where its program does not report it."""
    focus = keyboard.focus
    known = (keyboard.value, keyboard.object) != (None, None)
    if not (focus.name or focus.role or known):
        return None
    return Focus(
        name=focus.name,
        role=focus.role,
        value=keyboard.value,
        in_tool_bar=focus.in_tool_bar,
        searches=focus.searches,
        choices=focus.choices,
        is_rich=focus.is_rich,
        box=focus.box,
        object=keyboard.object,
        part=focus.part,
    )


def _are_apart(first: Focus, second: Focus) -> bool:
    """Return whether two reports of the focus are about different controls: neither lies within the other."""
    if first.object == second.object or first.box is None or second.box is None:
        return False
    return first.box.intersection(second.box) not in {first.box, second.box}


def _focus_of(hit: HitControl | None, control: Control) -> Focus | None:
    """Return what will have the keyboard after a click on a control; `control` is what its program reports of it."""
    if hit is None:
        return None
    return Focus(hit.name, hit.role, searches=control.searches, is_rich=control.is_rich, box=hit.box, part=hit.part)


def _page(document: Document, control: Control, link: str = "") -> Page | None:
    """Return the page that a window shows, and whether a control is in it; None where there is no page.

    A form that only searches sends nothing that a person would be asked about.
    """
    page = Page(
        site=document.site,
        own=document.own,
        path=document.path,
        inside=control.in_page,
        in_form=control.in_form and not control.searches,
        sends_itself=control.sends_itself,
        link=link,
    )
    return None if page == Page() else page


def _with_key_target(bare: Target, keyboard: KeyboardFocus, key: str) -> Target:
    """Return the target with the control that a key presses."""
    presses = {"enter": keyboard.by_return, "space": keyboard.by_space}
    control: Control = presses.get(key, keyboard.focus)
    page = _page(keyboard.document, control, bare.page.link if bare.page else "")
    return replace(bare, control=_hit_control(control), page=page)


def _merged_targets(targets: list[Target], bare: Target) -> Target:
    """Return the first target with the second one as `also`; `bare` where there is none."""
    match targets:
        case [first, second, *_]:
            return replace(first, also=second)
        case [only]:
            return only
        case _:
            return bare


def pressing_keys(action: Action) -> tuple[str, ...]:
    """Return the keys by which an action may press a button, as `core.actions.keys` spells them."""
    match action:
        case Press(keys) | HoldKey(keys):
            named = (*map(main_key, keys),)
            return tuple(key for key in _PRESSING_KEYS if key in named or (key == "enter" and is_return(keys)))
        case Type(text):
            return tuple(key for key, char in zip(_PRESSING_KEYS, "\n ", strict=True) if char in text)
        case _:
            return ()


def mnemonic_of(action: Action) -> str:
    """Return the letter that an action presses together with Alt alone; empty for any other keys."""
    keys = {*map(main_key, action.keys)} if isinstance(action, Press | HoldKey) else set()
    letters = [key for key in keys - {"alt", "shift"} if len(key) == 1]
    return letters[0] if "alt" in keys and len(letters) == len(keys - {"alt", "shift"}) == 1 else ""


def before_return(action: Action | None) -> str | None:
    """Return the text that an action enters before its line break; None where it enters none."""
    return action.text.partition("\n")[0] or None if isinstance(action, Type) else None


def may_press(action: Action) -> bool:
    """Return whether the keys of an action may press a button or a menu item."""
    match action:
        case Press(keys) | HoldKey(keys):
            return bool(pressing_keys(action)) or any(len(main_key(key)) == 1 for key in keys)
        case Type(text):
            return any(char in text for char in "\n\t ") or len(text) == 1
        case _:
            return False


def removing_keys(action: Action) -> tuple[str, ...]:
    """Return the keys of an action that may delete something."""
    keys = action.keys if isinstance(action, Press | HoldKey) else ()
    named = (*map(main_key, keys),)
    return tuple(key for key in _REMOVING_KEYS if key in named)

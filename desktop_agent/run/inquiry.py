"""Answers to a model's queries about the newest picture, without acting: the controls and the text of a window.

A control's place is found by its name or by its number in a list. Only visible parts of the picture count, and
nothing that is hidden from the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_agent.core.actions.action import Click
from desktop_agent.core.actions.describe import TEXT_KIND, kind_of
from desktop_agent.core.controls.locator import (
    LONGEST_NAME,
    ControlRequest,
    best_fitting,
    called,
    controls_meant,
    distinct,
    folded,
    is_of_kind,
    may_be_called,
    nearest_names,
    no_control,
    reads_as,
    request_of,
)
from desktop_agent.core.controls.role import ENTRIES, Role
from desktop_agent.core.controls.screen_contents import (
    Find,
    LocatedControl,
    Read,
    ScrolledAway,
    ShownControl,
    ShownText,
)
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Window
from desktop_agent.core.texts.message import foreign
from desktop_agent.run.act.visibility import windows_seen
from desktop_agent.run.ports import Surroundings

PATH = " › "  # between the names of a path of menus
MOST_CHARACTERS = 4_000  # of a text
_MOST_CONTROLS = 60
_MOST_ALIKE = 3
_MOST_NOTED = 240
_CORNERS = 4
_ADDRESS = re.compile(r"[A-Z]{1,3}\d{1,7}")  # of a cell, which shows something else
_SIDE_BY_SIDE = ENTRIES | {Role.ICON, Role.TREE_ITEM}  # of these there are many, and each looks like the next
_NO_WINDOW = "There's no window in the picture."
_NOTHING_SHOWN = "That window's content isn't available."
_NO_TEXT = "There's no readable text there."


@dataclass(frozen=True, slots=True)
class FoundControls:
    """The controls in words, a line each; with marks also the control of each number, from 1."""

    words: str
    marked: tuple[ShownControl, ...] = ()


class ScreenInquiry:
    """Answers of one run; the numbers of the last list are stored with their controls."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._marked: tuple[int, tuple[ShownControl, ...]] = (0, ())  # the window, and its numbered controls
        self._listed: dict[LocatedControl, None] = {}  # those whose places were given, oldest first

    async def find(self, frame: Frame, query: Find) -> FoundControls:
        """Return the controls of a window: kind, name, place and state; a sentence where there are none."""
        window = self._window_titled(frame, query.window)
        text = query.text.casefold()
        kind = query.kind.casefold()
        if window is None:
            return FoundControls(_no_window(query.window))

        def matching(controls: Sequence[ShownControl]) -> list[ShownControl]:
            return [
                control
                for control in controls
                if (text in control.name.casefold() or text in kind_of(control.role).casefold())
                and (not kind or kind in {kind_of(control.role).casefold(), control.role})
            ]

        matches = matching(await self.surroundings.controls(frame, window))
        if text and not matches:
            matches = matching(await self.surroundings.read(frame, window))
        if not matches and text and (away := await self._scrolled_away_sentence(frame, (window,), query.text)):
            return FoundControls(away)
        if not matches:
            sought = query.text or query.kind
            return FoundControls(f"Nothing there has “{sought}” in its name or kind." if sought else _NOTHING_SHOWN)
        listed = tuple(matches[:_MOST_CONTROLS])
        more = len(matches) - _MOST_CONTROLS
        lines = [control_line(frame, control) for control in listed]
        self._note_listed(window, listed)
        if query.marks:
            self._marked = (window, listed)
            lines = [f"{number}: {line}" for number, line in enumerate(lines, start=1)]
        last = [f"… and {more} more: give text to narrow it down."] if more > 0 else []
        return FoundControls("\n".join((*lines, *last)), listed if query.marks else ())

    async def read(self, frame: Frame, query: Read) -> str:
        """Return the text of a window or of a part of the desktop, row by row; a sentence where there is none."""
        if query.part is not None and not query.window:
            windows = self._windows_in(frame, query.part)
        else:
            window = self._window_titled(frame, query.window)
            if window is None:
                return _no_window(query.window)
            windows = [window]
        part = query.part
        lines = [line for window in windows for line in await self.surroundings.texts(frame, window)]
        drawn = [line for window in windows for line in await self.surroundings.drawn_texts(frame, window)]
        if part is not None:
            lines = [line for line in lines if part.contains(line.box.middle)]
            drawn = [line for line in drawn if _lies_in(line, part)]
            drawn = drawn if lines or drawn else await self._recognized_lines(frame, windows, part)
        text = bounded("\n".join(rows([*lines, *(line for line in drawn if line.text)])))
        unread = [_unread_line(frame, line.box) for line in drawn if not line.text]
        return "\n".join(filter(None, (text, *unread))) or _NO_TEXT

    def _windows_in(self, frame: Frame, part: Rect) -> list[int]:
        """Return the seen windows that lie in a part of the desktop."""
        in_part = {item.id for item in frame.scene.windows if item.box.intersection(part)}
        return [number for number in self._windows(frame) if number in in_part]

    async def _recognized_lines(self, frame: Frame, windows: Iterable[int], part: Rect) -> list[ShownText]:
        """Return the lines of a part as they are read in the picture: a program may report no text of what it draws."""
        controls = [control for window in windows for control in await self.surroundings.read(frame, window)]
        return [ShownText(control.name, control.box) for control in controls if part.contains(control.box.middle)]

    async def locate(
        self, frame: Frame, name: str | int, *, presses: bool = True, gets_text: bool = False
    ) -> LocatedControl | str:
        """Return the only control with this name, or with this number in the last list.

        A name may be written as lists print it, with the kind of its control. Where several controls have it, it is
        that of the window with the keyboard, and of a field where the control `gets_text`.

        Text is one only where its program reports no control, or says that it takes a press; where nothing is pressed,
        any text is. A sentence where there is none, or more than one.
        """
        if isinstance(name, int):
            return await self._control_by_number(frame, name)
        windows = dict.fromkeys(item.id for item in frame.scene.windows)
        listed = {window: await self.surroundings.controls(frame, window) for window in _focused_first(frame, windows)}
        printed = request_of(name)
        for request in (ControlRequest(name), *([printed] if printed else [])):
            used = {
                window: distinct(called(request.name, _of_kind(controls, request.kind, is_text=False)))
                for window, controls in listed.items()
            }
            if any(used.values()):
                seen = await self._those_shown(frame, used)
                found = self._only_control(frame, request.name, seen, gets_text=gets_text)
                return await self._unless_another_is_shown(frame, found)
        return await self._text_as_control(frame, printed or ControlRequest(name), listed, presses=presses)

    async def _those_shown(
        self, frame: Frame, used: Mapping[int, Sequence[ShownControl]]
    ) -> Mapping[int, Sequence[ShownControl]]:
        """Return the controls of one name; of several, those that the picture shows, if it shows any.

        A program may report an entry of a list twice: where it was, and where it is (GTK 3).
        """
        if sum(map(len, used.values())) <= 1:
            return used
        shown = {
            window: [
                control for control in controls if not await self.shown_instead(frame, LocatedControl(window, control))
            ]
            for window, controls in used.items()
        }
        return shown if any(shown.values()) else used

    async def _unless_another_is_shown(self, frame: Frame, found: LocatedControl | str) -> LocatedControl | str:
        """Return what was found; a sentence where the picture shows another entry of the same list at its place.

        The sentence says where the name is read, if that is one place.
        """
        shown = "" if isinstance(found, str) else await self.shown_instead(frame, found)
        if isinstance(found, str) or not shown:
            return found
        read = await self._read_in_column(frame, found)
        self._note_listed(found.window, read)
        name = foreign(found.control.name, LONGEST_NAME)
        places = [_middle(frame, line) for line in read]
        cure = (
            f"“{name}” is read at ({places[0].x}, {places[0].y}): give this x and y."
            if len(places) == 1
            else "Look at the picture, and give x and y."
        )
        return (
            f"Its program reports {control_line(frame, found.control)}, where the picture shows "
            f"“{foreign(shown, LONGEST_NAME)}”. {cure}"
        )

    async def _read_in_column(self, frame: Frame, located: LocatedControl) -> list[ShownControl]:
        """Return the lines above and below an entry of a list that read as its name."""
        control = located.control
        lines = await self.surroundings.read(frame, located.window)
        column = [line for line in lines if _shares_place(line.box, control.box)]
        return [line for line in column if reads_as(folded(line.name), folded(control.name))]

    async def shown_instead(self, frame: Frame, located: LocatedControl) -> str:
        """Return the entry of a list that a picture shows at the place of another one; empty where it doesn't.

        A program may report the entries of a list where they were before it has sorted them (GTK 3).
        """
        control = located.control
        if control.role not in _SIDE_BY_SIDE:
            return ""
        row = await self.surroundings.row(frame, _middle(frame, control))
        words = [folded(line.text) for line in row if _shares_place(line.box, control.box)]
        if not words or any(reads_as(word, folded(control.name)) for word in words):
            return ""
        listed = await self.surroundings.controls(frame, located.window)
        others = [other for other in listed if other.role in _SIDE_BY_SIDE and other.name != control.name]
        shown = (other.name for other in others if any(word and reads_as(word, folded(other.name)) for word in words))
        return next(shown, "") or await self._shown_elsewhere(frame, located, words)

    async def _shown_elsewhere(self, frame: Frame, located: LocatedControl, words: Sequence[str]) -> str:
        """Return what is read in the place of an entry whose name is read in another row of its list; else nothing."""
        control = located.control
        name = folded(control.name)
        if _ADDRESS.fullmatch(control.name) or any(word in name or name in word for word in words):
            return ""
        return words[0] if await self._read_in_column(frame, located) else ""

    async def _text_as_control(
        self, frame: Frame, request: ControlRequest, listed: Mapping[int, Sequence[ShownControl]], *, presses: bool
    ) -> LocatedControl | str:
        """Return the only text with a name that may stand for a control; a sentence where there is none, or several.

        What programs report comes before what is read, and the window with the keyboard before all others.
        """
        name = request.name
        texts = list[ShownControl]()
        read_names = list[str]()
        focused = [window for window in listed if window == frame.scene.focus]
        others = [window for window in listed if window not in focused]
        for is_read in (False, True):
            for windows in (focused, others):
                used = dict[int, list[ShownControl]]()
                for window in windows:
                    lines = await self.surroundings.read(frame, window) if is_read else listed[window]
                    read_names += [line.name for line in lines if is_read]
                    found = distinct(called(name, _of_kind(lines, request.kind, is_text=True)))
                    used[window] = [line for line in found if not presses or await self._takes_press(frame, line)]
                    self._note_listed(window, found[:_MOST_ALIKE])
                    texts += found
                if any(used.values()):
                    return self._only_control(frame, name, used)
        if away := await self._scrolled_away_sentence(frame, listed, name):
            return away
        controls = [control for controls in listed.values() for control in controls]
        if request.kind and (so_called := distinct(called(name, controls))):
            places = "; ".join(control_line(frame, control) for control in so_called[:_MOST_ALIKE])
            return f"No {request.kind} in the picture is called “{name}”. There is {places}."
        instead = self._nearest_sentence(frame, name, texts, ([control.name for control in controls], read_names))
        return f"No {request.kind or 'control'} in the picture is called “{name}”.{instead}"

    def _only_control(
        self, frame: Frame, name: str, used: Mapping[int, Sequence[ShownControl]], *, gets_text: bool = False
    ) -> LocatedControl | str:
        """Return the control of a name, or the places of several; `used` are those of each window."""
        meant = controls_meant(used, frame.scene, gets_text=gets_text)
        controls = distinct(list(dict.fromkeys(each.control for each in meant)))
        if len(controls) == 1:
            return next(each for each in meant if each.control == controls[0])
        for each in meant[:_MOST_ALIKE]:
            self._note_listed(each.window, (each.control,))
        places = "; ".join(control_line(frame, control) for control in controls[:_MOST_ALIKE])
        kinds = {kind_of(control.role) for control in controls}
        cure = "Give it with its kind, as it stands here, or x and y." if len(kinds) > 1 else "Give x and y."
        return f"{len(controls)} controls are called “{name}”: {places}. {cure}"

    async def _takes_press(self, frame: Frame, text: ShownControl) -> bool:
        """Return whether text may stand for what is pressed at its place."""
        return no_control(await self.surroundings.target(frame, Click(_middle(frame, text)))) is None

    def _nearest_sentence(
        self, frame: Frame, name: str, texts: Sequence[ShownControl], names: tuple[Iterable[str], Iterable[str]]
    ) -> str:
        """Return what there is in the place of a control with this name, and what to do.

        `names` are those that programs report, and those that are read.
        """
        if texts:
            places = "; ".join(control_line(frame, text) for text in distinct(texts)[:_MOST_ALIKE])
            return f" There is only {places}, which is no control. If it is to be pressed all the same, give x and y."
        titles = [window.title for window, _ in windows_seen(frame, self.surroundings)]
        is_title = any(f" {folded(name)} " in f" {folded(title)} " for title in titles if folded(name))
        in_title = " It is only in the title of a window, which is no control." if is_title else ""
        near = [f"“{foreign(nearby, LONGEST_NAME)}”" for nearby in nearest_names(name, *names)]
        nearest = f" The nearest is {' and '.join(near)}." if near else ""
        return f"{in_title}{nearest} Call find, or give x and y."

    async def _scrolled_away_sentence(self, frame: Frame, windows: Iterable[int], name: str) -> str:
        """Return where to scroll for what the first of some windows has under a name and doesn't show; empty for none.

        Nothing is pressed there: what hasn't been in a picture has to be looked at first.
        """
        for window in dict.fromkeys(windows):
            reported = await self.surroundings.scrolled_away(frame, window, partial(may_be_called, name))
            away = [each for each in reported if not each.at_edge]
            names = best_fitting(name, (each.name for each in away))
            lines = [_scrolled_away_line(frame, each) for each in away if each.name in names]
            if lines:
                return "\n".join((f"Not in the picture: scroll to it, then look again. {lines[0]}", *lines[1:]))
        return ""

    async def _control_by_number(self, frame: Frame, mark: int) -> LocatedControl | str:
        """Return the control that has a number in the last list, if it is still the same one."""
        window, marked = self._marked
        if not 1 <= mark <= len(marked):
            return f"No control has the mark {mark}. Call find with marks."
        control = marked[mark - 1]
        located = LocatedControl(window, control)
        if not await self.is_there(frame, located):
            return f"The control with mark {mark} is gone. Call find with marks."
        return located

    async def has_listed(self, frame: Frame, at: ImagePoint) -> bool:
        """Return whether a point lies on a control whose place the model was given, and which is there now."""
        try:
            place = frame.viewport.to_screen(at)
        except OffScreenError:
            return False
        given = [located for located in self._listed if located.control.box.contains(place)]
        return any([await self.is_there(frame, located) for located in given])

    async def is_there(self, frame: Frame, located: LocatedControl) -> bool:
        """Return whether a window of the picture lists a control at its place now.

        A menu that is opened again has another window.
        """
        control = located.control
        look = self.surroundings.controls if control.role else self.surroundings.read
        here = (control.name, control.role, control.box)
        for window in dict.fromkeys((located.window, frame.scene.window_at(control.box.middle))):
            listed = await look(frame, window) if window is not None and frame.scene.has(window) else ()
            if any(here == (other.name, other.role, other.box) for other in listed):
                return True
        return False

    def _note_listed(self, window: int, controls: Sequence[ShownControl]) -> None:
        self._listed |= dict.fromkeys(LocatedControl(window, control) for control in controls)
        for oldest in [*self._listed][:-_MOST_NOTED]:
            del self._listed[oldest]

    def _window_titled(self, frame: Frame, title: str) -> int | None:
        """Return the window with this text in its title; without a text the focused window, else the topmost."""
        windows = self._windows(frame)
        if title:
            return next((n for n, window in windows.items() if title.casefold() in _searched_text(window)), None)
        return frame.scene.focus if frame.scene.focus in windows else next(iter(windows), None)

    def _windows(self, frame: Frame) -> Mapping[int, Window]:
        return {window.id: window for window, _ in windows_seen(frame, self.surroundings)}


def control_line(frame: Frame, control: ShownControl) -> str:
    """Return a control in words: `check box “Red” (120, 48) checked`."""
    at = _middle(frame, control)
    name = f"“{foreign(control.name, LONGEST_NAME)}”" if control.name else ""
    return " ".join(
        filter(None, (kind_of(control.role) or TEXT_KIND, name, f"({at.x}, {at.y})", ", ".join(control.states)))
    )


def _lies_in(line: ShownText, part: Rect) -> bool:
    """Return whether a line lies in a part of the desktop, or, of what was not read, some of it."""
    return part.contains(line.box.middle) if line.text else part.intersection(line.box) is not None


def _unread_line(frame: Frame, part: Rect) -> str:
    """Return that a part of a window is only drawn, and so hasn't been read."""
    visible = part.intersection(frame.viewport.screen) or part
    first, last = region_of(frame, visible)
    return f"Not read, as it is only drawn: from ({first.x}, {first.y}) to ({last.x}, {last.y}). Look at it."


def _scrolled_away_line(frame: Frame, away: ScrolledAway) -> str:
    """Return a control that is scrolled out of view in words: `button “Send” is 640 px further down at (900, 400)`."""
    scale = frame.viewport.image.width / frame.viewport.screen.width
    ways = list[str]()
    if away.dy:
        ways.append(f"{round(abs(away.dy) * scale)} px further {'down' if away.dy > 0 else 'up'}")
    if away.dx:
        ways.append(f"{round(abs(away.dx) * scale)} px further {'right' if away.dx > 0 else 'left'}")
    at = frame.viewport.to_image(away.at[0])
    where = " and ".join(ways)
    return f"{kind_of(away.role) or TEXT_KIND} “{foreign(away.name, LONGEST_NAME)}” is {where} at ({at.x}, {at.y})."


def rows(lines: Iterable[ShownText]) -> Iterator[str]:
    """Yield rows of text from the top down; texts side by side are one row."""
    row = list[ShownText]()
    for line in sorted(lines, key=lambda line: (line.box.middle.y, line.box.x)):
        if row and line.box.middle.y >= row[0].box.bottom:
            yield _row(row)
            row = []
        row.append(line)
    if row:
        yield _row(row)


def bounded(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return a text, cut to `most` characters with a note on the length of the remainder."""
    if len(text) <= most:
        return text
    return f"{text[:most]}\n… and {len(text) - most} more characters: give a region to read less at once."


def part_on_screen(frame: Frame, region: Sequence[float]) -> Rect | str:
    """Return the part of the desktop between two corners in the picture; a sentence where that is none."""
    size = frame.viewport.image
    corners = [round(number) for number in region]
    left, top, right, bottom = corners if len(corners) == _CORNERS else (0, 0, 0, 0)
    if not (0 <= left < right <= size.width and 0 <= top < bottom <= size.height):
        return (
            f"A region is left, top, right and bottom in pixels of the picture, which is {size.width}x{size.height}; "
            f"{corners} isn't one."
        )
    screen = frame.viewport.screen
    x, end = (screen.x + edge * screen.width // size.width for edge in (left, right))
    y, low = (screen.y + edge * screen.height // size.height for edge in (top, bottom))
    return Rect(x, y, max(1, end - x), max(1, low - y))


def region_of(frame: Frame, part: Rect) -> tuple[ImagePoint, ImagePoint]:
    """Return the first and the last pixel of the picture that show a part of the desktop."""
    last = ScreenPoint(part.right - 1, part.bottom - 1)
    return frame.viewport.to_image(ScreenPoint(part.x, part.y)), frame.viewport.to_image(last)


def _may_be_text(control: ShownControl) -> bool:
    """Return whether what has a name may be text alone: words, and the entries of a page's lists and tables."""
    return not kind_of(control.role) or (control.in_page and control.role in ENTRIES)


def _of_kind(controls: Iterable[ShownControl], kind: str, *, is_text: bool) -> list[ShownControl]:
    """Return the controls of a kind that may be text alone, or those that are surely none."""
    return [control for control in controls if _may_be_text(control) == is_text and is_of_kind(control, kind)]


def _focused_first(frame: Frame, windows: Iterable[int]) -> list[int]:
    return sorted(windows, key=lambda window: window != frame.scene.focus)


def _shares_place(first: Rect, second: Rect) -> bool:
    """Return whether two boxes of a row are above each other in part."""
    return first.x < second.right and second.x < first.right


def _middle(frame: Frame, control: ShownControl) -> ImagePoint:
    return frame.viewport.to_image(control.box.middle)


def _row(lines: Sequence[ShownText]) -> str:
    return "  ".join(line.text for line in sorted(lines, key=lambda line: line.box.x))


def _searched_text(window: Window) -> str:
    return f"“{window.title}” ({window.app})".casefold()


def _no_window(title: str) -> str:
    return f"No window in the picture has “{title}” in its title." if title else _NO_WINDOW

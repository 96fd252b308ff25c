"""Finds the place of a step on the screen as it is now, or says why nothing may be done there.

Pictures say where it may be (`sight`), and names say whether it is (`same`): what a program, or the words read there,
call otherwise than before is not the place, however it looks. A place where nothing is seen is known by what it is: a
field beside its words, or the only one of its kind in the window. Where neither is sure, nothing is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from desktop_agent.core.actions import Action, Click, Scroll
from desktop_agent.core.decision import HitControl, Target
from desktop_agent.core.describe import SCROLLED, kind_of, named_target, shown_name
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.screen_contents import ShownControl
from desktop_agent.offline.picture.find import matching
from desktop_agent.offline.picture.misreadings import normal, same
from desktop_agent.screen.labels import WORDS, is_labelled, label_of, words_in_row
from desktop_agent.screen.ocr.boxes import Box
from desktop_agent.screen.ocr.picture import decoded
from desktop_agent.studio.steps.comparison import (
    ReadTexts,
    SameVerdict,
    begins_anew,
    caption_at,
    compared,
    exactly_same,
    is_alike,
    is_button_of_browser,
    is_cell,
    is_command,
    is_editor,
    is_field,
    is_inside,
    is_of_program,
    is_read_together,
    is_same_row,
    named_places,
    same_control,
    same_window,
    tick_near,
)
from desktop_agent.studio.steps.sight import (
    SURROUNDINGS,
    Box4,
    Gray,
    PlaceSample,
    Sighting,
    around,
    box_in,
    box_of_window,
    cut,
    expected,
    in_blank_part,
    is_blank,
    is_faded,
    proportional,
    row_of,
    scaled_points,
    sightings,
    times_seen,
)
from desktop_agent.studio.steps.step import StepPlace, StepTarget, StepWindow

LookAt = Callable[[Frame, Action], Awaitable[Target]]
ListControls = Callable[[Frame, int], Awaitable[Sequence[ShownControl]]]
DescribeWindow = Callable[[int], Window]

FADED: Final = Message("It's there, but it seems to be disabled.")
_UNSEEN: Final = Message("Nothing on the screen looks like it.")
_OTHERWISE: Final = Message("The box looks different than before. It may have been checked or cleared.")
_WRITTEN: Final = Message("The spot was empty but now contains text.")
_NO_PANE: Final = Message("The list, page or text that was scrolled in this window is no longer there.")
_PLAIN: Final = Message("The spot was blank, and the area around it looks different now.")
_RESIZED: Final = Message("The window is a different size, and nothing in it has the same name or appearance.")
_TURNED: Final = frozenset({"slider", "spin button", "combo box"})  # the wheel changes what is set there
_LATE: Final = Message("Its program doesn't identify the object at that point.")
_TOLD: Final = frozenset(
    {"button", "check box", "combo box", "field", "link", "list item", "menu", "menu item", "password field"}
    | {"radio button", "spin button", "switch", "tab", "text field"}
)
_TAKE_CHORDS: Final = frozenset({"menu", "menu item", "popup menu", "terminal"})
_PANES: Final = frozenset(kind_of(role) or role for role in SCROLLED)
_COVERED: Final = Message("Something else covers it.")
_SHOWN = 60
_ROW_PX = 24
_TITLE_PX = 48  # of a window's upper edge, in which its title stands


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """What is known of where a step goes; `sample` is how it looked, where that is known.

    `writes` tells that text goes there: then a blank part is a place to write, and one point of it as good as another.
    """

    window: StepWindow | None
    target: StepTarget | None
    place: StepPlace
    sample: PlaceSample | None
    writes: bool = False


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where a step's points are now, and how the place was found.

    It is `near` where its words were read close to where it was: it may lie beside them. `checked` tells whether the
    control there is on, where its program says so.
    """

    points: tuple[ImagePoint, ...]
    way: str
    near: bool = False
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class PlaceMissing:
    """Why there is no place where the step may be done, in a sentence; `late`: its program has told nothing so far."""

    why: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that may be the one; `sure` where it looks so much alike that names only have to agree.

    What is found at a `guess` is no reason: in a window of another size it is something else for sure.
    """

    at: Sighting
    sure: bool
    guess: bool = False


class PlaceFinder:
    """Looks for places; what is asked of windows, programs and the reader of texts is passed in."""

    def __init__(self, look: LookAt, controls: ListControls, describe: DescribeWindow, read: ReadTexts | None) -> None:
        self._look, self._controls, self._describe, self._read = look, controls, describe, read
        self._listed: tuple[Frame, int, list[ShownControl]] | None = None  # of the last window that was asked about
        self._matched: dict[StepWindow, int] = {}  # the recorded windows that have been found, by their numbers

    async def find(self, wanted: PlaceWanted, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return where the place is, in pixels of the frame's picture."""
        picture = await asyncio.to_thread(_gray, frame.data)
        windows = self._windows(wanted, frame)
        if not windows:
            return self._no_window(wanted, frame)
        whys, late = list[str](), False
        nearest: FoundPlace | None = None
        for number, box in windows:
            if number is not None and (unclear := await self._why_unclear(wanted.target, frame, number)):
                whys.append(unclear)
                continue
            tried = set[tuple[int, int]]()
            # Each look takes its time, so the next one is taken only where the last one was not it.
            async for one in self._candidates(wanted, frame, picture, number, box):
                if one.at.at in tried and not one.sure:
                    continue
                tried.add(one.at.at)
                found = await self._verified(wanted, frame, picture, number, one)
                if isinstance(found, FoundPlace):
                    if not found.near:
                        self._match(wanted.window, number)
                        return found
                    nearest = nearest or found
                    continue
                whys.append("" if one.guess else found.why)
            if nearest is not None:
                return nearest
            if wanted.target and wanted.target.kind in _TOLD and number is not None:
                late = late or not await self._shown(frame, number)
        if late:
            return PlaceMissing(_LATE, late=True)
        if why := next(filter(None, whys), ""):
            return PlaceMissing(why)
        same_size = [box for _, box in windows if box[2:] == (wanted.place.size.width, wanted.place.size.height)]
        if not same_size:
            return PlaceMissing(_RESIZED)
        why = await asyncio.to_thread(self._read_instead, wanted, picture, same_size[0])
        return PlaceMissing(why or (_PLAIN if _was_plain(wanted) else _UNSEEN))

    async def find_pane(self, wanted: PlaceWanted, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return a point of what was scrolled: the same pane of the window, wherever in it; nothing is hit by a wheel.

        What the wheel would change instead of scrolling is not the place.
        """
        if wanted.target is not None and wanted.target.kind in _TURNED:
            return await self.find(wanted, frame)
        kind_then = wanted.target.kind if wanted.target is not None and wanted.target.kind in _PANES else ""
        windows = self._windows(wanted, frame)
        for number, box in windows:
            for at in _within(wanted, box):
                if _on_top(frame, at, number) is not None:
                    continue
                wheel = Scroll(at, 0, 0)
                pane = named_target(await self._look(frame, wheel), wheel) or NamedTarget()
                kind = _kind(pane)
                if kind not in _TURNED and kind_then in {"", kind}:
                    return FoundPlace((at,), "in its window")
        return PlaceMissing(_NO_PANE) if windows else self._no_window(wanted, frame)

    async def _candidates(
        self, wanted: PlaceWanted, frame: Frame, picture: Gray, window: int | None, box: Box4
    ) -> AsyncIterator[_Candidate]:
        """Yield where the place may be: by its looks, as the program tells, and where its name can be read."""
        looks = _by_looks(wanted, picture, box)
        while (one := await asyncio.to_thread(next, looks, None)) is not None:
            yield one
        if window is not None and (told := await self._by_program(wanted, frame, window)):
            yield told
        names = self._by_name(wanted, frame, box)
        while (one := await asyncio.to_thread(next, names, None)) is not None:
            yield one

    async def _by_program(self, wanted: PlaceWanted, frame: Frame, window: int) -> _Candidate | None:
        """Return the only control of the window that its program calls so, or that is of its kind and stands there."""
        target = wanted.target
        if target is None or not target.kind:
            return None
        shown = await self._shown(frame, window, target.name)
        verdicts = [(same_control(target, named), named) for named in shown if _kind(named) == target.kind]
        found = [named for verdict, named in verdicts if verdict == "same"]
        if target.row:
            found = [named for named in found if is_same_row(target, named)]
        if not found:
            found = [named for verdict, named in verdicts if verdict == "alike"]
        if not found and not target.name and not target.beside:
            found = [named for _, named in verdicts if not named.name]
        box = box_in(found[0].rect, frame.viewport) if len(found) == 1 and found[0].rect else None
        middle = (box[0] + box[2] // 2, box[1] + box[3] // 2) if box else (0, 0)
        return _Candidate(Sighting(middle, "by its name"), sure=False) if box else None

    async def _shown(self, frame: Frame, window: int, name: str = "") -> list[NamedTarget]:
        """Return what the program says that a window shows, each field without a name with the words beside it.

        What has this name comes with the words in its row.
        """
        listed = self._listed
        if listed is None or listed[0] is not frame or listed[1] != window or not listed[2]:
            listed = (frame, window, [one for one in await self._controls(frame, window) if one.role])
        self._listed = listed
        told = listed[2]
        words = [(one.name, one.box) for one in told if one.role in WORDS]
        shown = list[NamedTarget]()
        for one in told:
            beside = label_of(words, one.box) if not one.name and is_labelled(one.box) else ""
            row = words_in_row(told, one) if name and normal(one.name) == normal(name) else ""
            # What has neither name nor label in a page may be one of several, the others scrolled away.
            if one.name or beside or not one.in_page:
                named = NamedTarget(shown_name(one.name), one.role, rect=one.box, beside=beside or None)
                shown.append(replace(named, row=shown_name(row)))
        return shown

    async def _is_only(self, wanted: PlaceWanted, frame: Frame, window: int | None) -> bool:
        """Tell whether nothing else in the window is called as it was, or so much alike."""
        if window is None or wanted.target is None:
            return False
        shown = [one for one in await self._shown(frame, window) if _kind(one) == wanted.target.kind]
        return sum(same_control(wanted.target, one) in {"same", "alike"} for one in shown) == 1

    def _no_window(self, wanted: PlaceWanted, frame: Frame) -> PlaceMissing:
        """Return that the window is not there, and what its program shows instead."""
        window = wanted.window or StepWindow("")
        title = foreign(window.title, _SHOWN)
        shown = map(self._describe, dict.fromkeys(one.id for one in frame.scene.windows))
        others = [one.title for one in shown if one.title and is_of_program(window, one)]
        if not others:
            return PlaceMissing(Message("The window “{title}” isn't on the screen.", title=title))
        other = foreign(others[0], _SHOWN)
        why = Message(
            "The window “{title}” isn't on the screen. Its program is showing “{other}” instead.",
            title=title,
            other=other,
        )
        return PlaceMissing(why)

    async def has_keyboard(
        self, window: StepWindow | None, target: StepTarget | None, action: Action, frame: Frame
    ) -> PlaceMissing | None:
        """Return why keys would go elsewhere than they did; None where they would not."""
        if window is None:
            return None
        front = self._describe(frame.scene.focus) if frame.scene.focus is not None else Window(0)
        if await self._begins_anew(window, target, action, front, frame):
            return None
        matched = self._matched_in(window, frame)
        if not same_window(window, front) or matched not in {None, front.id}:
            where = foreign(front.title, _SHOWN) or Message("no window")
            return PlaceMissing(
                Message(
                    "The focus is in “{where}” instead of “{title}”.",
                    where=where,
                    title=foreign(window.title, _SHOWN),
                )
            )
        now = await self._look(frame, action)
        named = named_target(now, action)
        verdict = same_control(target, named)
        if verdict == "other" and not (is_command(action) and not now.in_page and _passes_commands_on(target, named)):
            called = foreign((named and (named.name or named.role)) or "", _SHOWN)
            return PlaceMissing(
                Message(
                    "The focus is in “{called}” instead of “{foreign}”.",
                    called=called,
                    foreign=foreign(_called(target), _SHOWN),
                )
            )
        if verdict != "same" and matched is None and not exactly_same(window, front):
            return PlaceMissing(Message("The window is now called “{title}”.", title=foreign(front.title, _SHOWN)))
        self._match(window, front.id)
        return None

    async def _begins_anew(
        self, window: StepWindow, target: StepTarget | None, action: Action, front: Window, frame: Frame
    ) -> bool:
        """Tell whether a chord needs nothing but its program: what takes chords itself doesn't have the keyboard."""
        if not begins_anew(action) or not is_of_program(window, front) or (target and target.kind in _TAKE_CHORDS):
            return False
        named = named_target(await self._look(frame, action), action)
        return named is None or _kind(named) not in _TAKE_CHORDS

    def _match(self, recorded: StepWindow | None, number: int | None) -> None:
        """Take note of which window a recorded one is, for the rest of the steps."""
        if recorded is not None and number is not None and same_window(recorded, self._describe(number)):
            self._matched[recorded] = number

    def _matched_in(self, recorded: StepWindow, frame: Frame) -> int | None:
        """Return which window of the picture a recorded one has turned out to be; None while that is open."""
        number = self._matched.get(recorded)
        is_there = number is not None and any(one.id == number for one in frame.scene.windows)
        return number if is_there and number is not None and same_window(recorded, self._describe(number)) else None

    def _read_instead(self, wanted: PlaceWanted, picture: Gray, window: Box4) -> str:
        """Return in a sentence what is read now where something else was read; empty where that is the same."""
        sample = wanted.sample
        if sample is None:
            return ""
        left, top, width, height = around(sample.at, (0, 0, *window[2:]), SURROUNDINGS)
        before = self._words(cut(sample.window, (left, top, width, height)))
        now = self._words(cut(picture, (window[0] + left, window[1] + top, width, height)))
        if not before or not now or same(normal(before), normal(now)):
            return ""
        before, now = foreign(before, _SHOWN), foreign(now, _SHOWN)
        return Message("It now says “{now}” instead of “{before}”.", now=now, before=before)

    def _other_words(self, wanted: PlaceWanted, picture: Gray, box: Box4 | None) -> str:
        """Return what can be read on a control now, where something else could be read on it before.

        A control may still be called what it was, by its program, and say something else to whoever sees it.
        """
        sample, editor = wanted.sample, is_editor(wanted.target)
        if self._read is None or sample is None or sample.box is None or box is None:
            return ""
        if (is_field(wanted.target) and not editor) or (is_cell(wanted.target) and not wanted.writes):
            return ""
        at = (box[0] + sample.at[0] - sample.box[0], box[1] + sample.at[1] - sample.box[1])
        then = around(sample.at, sample.box) if editor else sample.box
        before, now = (
            self._words(cut(sample.window, then)),
            self._words(cut(picture, around(at, box) if editor else box)),
        )
        if not before or (not now and not editor):
            return ""
        return "" if is_alike(before, now, part=editor) else now or "nothing"

    def _same_apart(self, wanted: PlaceWanted, line: str) -> SameVerdict:
        """Compare a line that was read together with what stood apart in the recorded window."""
        if self._read is None or wanted.sample is None or wanted.target is None:
            return "other"
        done, data = cv2.imencode(".png", wanted.sample.window)
        before = [text.text for text in self._read(data.tobytes())] if done else []
        return "same" if is_read_together(line, wanted.target.name, before) else "other"

    def _words(self, part: Gray) -> str:
        done, data = cv2.imencode(".png", part) if part.size else (False, np.zeros(0, np.uint8))
        lines = self._read(data.tobytes()) if done and self._read else ()
        # A tick or a picture is read as one sign or another.
        return " ".join(line.text for line in lines if sum(map(str.isalnum, line.text)) > 1)

    def _windows(self, wanted: PlaceWanted, frame: Frame) -> list[tuple[int | None, Box4]]:
        """Return the windows that may be the one, topmost first; the whole picture where none was known."""
        whole = (0, 0, frame.viewport.image.width, frame.viewport.image.height)
        if wanted.window is None or wanted.place.of_screen:
            return [(None, whole)]
        windows = {one.id: self._describe(one.id) for one in frame.scene.windows}
        boxes = {number: box_of_window(frame, number, wanted.place.size) for number in windows}
        matched = self._matched_in(wanted.window, frame)
        return [
            (number, box)
            for number, one in windows.items()
            if (box := boxes[number])
            and (
                (same_window(wanted.window, one) and matched in {None, number})
                or is_button_of_browser(wanted.window, wanted.target, one)
                or _is_menu_of_browser(wanted, number, windows, boxes)
            )
        ]

    def _by_name(self, wanted: PlaceWanted, frame: Frame, window: Box4) -> Iterator[_Candidate]:
        """Yield where the name can be read; it is sure where it stands once, and about where it was."""
        if self._read is None or wanted.target is None:
            return
        size = wanted.place.size
        (x, y) = wanted.place.points[0]
        about = (window[0] + x * window[2] // size.width, window[1] + y * window[3] // size.height)
        lines, pixels, share = self._read(frame.data), decoded(frame.data), self._share(wanted)
        for name in dict.fromkeys((wanted.target.name, self._words_before(wanted))):
            called = replace(wanted.target, name=name)
            for at, sure in (
                named_places(called, lines, pixels, window=window, about=about, share=share) if name else ()
            ):
                scale = window[2] / size.width
                # What stood on it is no name: its program has to say that it is the same.
                yield _Candidate(Sighting(at, "by its name", scale), sure and name == wanted.target.name)

    def _share(self, wanted: PlaceWanted) -> float:
        """Return how far to the right of its words the place was, of their width: captions may be read as one line."""
        if self._read is None or wanted.sample is None:
            return 0.5
        caption = caption_at(wanted.sample.window, wanted.sample.at, self._read)
        across = (wanted.sample.at[0] - caption.left) / caption.width if caption and caption.width else 0.5
        return across if 0 <= across < 1 else 0.5

    def _words_before(self, wanted: PlaceWanted) -> str:
        """Return what could be read on the control; nothing of a field, where it is what somebody had typed."""
        sample = wanted.sample
        if sample is None or sample.box is None or (is_field(wanted.target) and not is_editor(wanted.target)):
            return ""
        return self._words(cut(sample.window, around(sample.at, sample.box)))

    async def _verified(
        self, wanted: PlaceWanted, frame: Frame, picture: Gray, window: int | None, one: _Candidate
    ) -> FoundPlace | PlaceMissing:
        """Return the place where everything that is known says that it is the one."""
        at = ImagePoint(*one.at.at)
        if (why := self._why_not_on(frame, at, window)) is not None:
            return PlaceMissing(why)
        click = Click(at)
        now = await self._look(frame, click)
        named = named_target(now, click)
        control = now.control or HitControl()
        verdict = same_control(wanted.target, named, read=control.source == "ocr")
        if verdict == "other" and one.at.way == "by its name" and control.source == "ocr":
            verdict = await asyncio.to_thread(self._same_apart, wanted, (named and named.name) or "")
            if verdict == "other" and self._is_read_at(wanted, frame, one.at.at):
                verdict = "same"
        by_program = verdict == "alike"
        if by_program:
            verdict = "same" if await self._is_only(wanted, frame, window) else "other"
        if verdict == "other":
            called = foreign((named and (named.name or named.role)) or "", _SHOWN)
            return PlaceMissing(_instead(called, wanted.target))
        if verdict == "unknown" and not one.sure:
            return PlaceMissing("")
        told = verdict == "same" and control.source == "accessibility"
        if self._shows_another_page(wanted, window) and (not told or now.in_page):
            return PlaceMissing("")
        box = box_in(control.box, frame.viewport) if control.box else None
        # What is added to a name now stands on the control as well.
        if not (one.sure or by_program) and (words := await asyncio.to_thread(self._other_words, wanted, picture, box)):
            return PlaceMissing(Message("“{words}” is there instead.", words=foreign(words, _SHOWN)))
        # A program that names a control also tells whether it takes a press; a theme has a contrast of its own.
        if control.disabled or (not told and _is_faded(wanted, picture, box or box_around(wanted, one.at))):
            return PlaceMissing(FADED)
        sighting = one.at if one.sure or box is None else _in_box(wanted, box, one.at)
        if is_editor(wanted.target) and not one.sure and box is not None and wanted.sample is not None:
            in_text = await asyncio.to_thread(self._in_text, wanted.sample, picture, box, sighting)
            if in_text is None:
                return PlaceMissing(_WRITTEN)
            sighting = in_text
        points = tuple(ImagePoint(*point) for point in scaled_points(wanted.place.points, sighting))
        whys = [why for point in points if (why := self._why_not_on(frame, point, window)) is not None]
        whys += filter(None, [await self._why_other_at(wanted, frame, points[0], at)])
        whys += filter(None, [await self._why_several(wanted, frame, window, control)])
        near = not one.sure and control.source == "ocr" and one.at.way != "by its name"
        if not whys and control.source != "accessibility":
            whys += filter(None, [await asyncio.to_thread(self._why_ticked, wanted, picture, sighting)])
        return PlaceMissing(whys[0]) if whys else FoundPlace(points, one.at.way, near, control.checked)

    def _is_read_at(self, wanted: PlaceWanted, frame: Frame, at: tuple[int, int]) -> bool:
        """Tell whether the whole name can be read at a point, on more than one line if need be."""
        if self._read is None or wanted.target is None:
            return False
        found = matching(wanted.target.name, self._read(frame.data))
        return any(one.rank == 0 and one.box.touches(Box(*at, 1, 1)) for one in found)

    async def _why_other_at(self, wanted: PlaceWanted, frame: Frame, point: ImagePoint, looked_at: ImagePoint) -> str:
        """Return why the point of the act hits another control than the one that was looked at; empty if it doesn't."""
        if point == looked_at:
            return ""
        click = Click(point)
        now = await self._look(frame, click)
        named = named_target(now, click)
        is_read = now.control is not None and now.control.source == "ocr"
        if is_read or same_control(wanted.target, named) != "other":
            return ""
        return _instead(foreign((named and (named.name or named.role)) or "", _SHOWN), wanted.target)

    async def _why_several(self, wanted: PlaceWanted, frame: Frame, window: int | None, control: HitControl) -> str:
        """Return why what was found isn't the only one that the step may mean; empty where it is.

        A name that was read, and stands there twice, is no name.
        """
        target = wanted.target
        if window is None or target is None or not target.name:
            return ""
        if control.source == "ocr":
            count = await asyncio.to_thread(self._times_read, wanted, frame, window)
            return _several(target, count) if count > 1 else ""
        return await self._why_unclear(target, frame, window, control.box) if control.box else ""

    async def _why_unclear(self, target: StepTarget | None, frame: Frame, window: int, hit: Rect | None = None) -> str:
        """Return why a program doesn't tell which control of a window is the step's; empty where it may be known.

        One of several is known by the words in its row. `hit` is the box of the one that was found.
        """
        if target is None or not target.name or not target.kind or is_cell(target):
            return ""
        shown = await self._shown(frame, window, target.name)
        peers = list[NamedTarget]()
        for one in shown:
            is_same = _kind(one) == target.kind and same_control(target, one) == "same"
            # What lies on another one is the same thing, told twice.
            if is_same and one.rect and not any(peer.rect and _lies_on(one.rect, peer.rect) for peer in peers):
                peers.append(one)
        if target.row and peers:
            named = peers
            peers = [one for one in peers if is_same_row(target, one)]
            if not peers or (hit and not any(one.rect and _lies_on(one.rect, hit) for one in peers)):
                return Message(
                    "There is no “{name}” in the row “{row}”.",
                    name=foreign(target.name, _SHOWN),
                    row=foreign(target.row, _SHOWN),
                )
            return _several(target, len(named)) if len(peers) > 1 else ""
        return _several(target, len(peers)) if len(peers) > 1 else ""

    def _times_read(self, wanted: PlaceWanted, frame: Frame, window: int) -> int:
        """Return how often the name stands in a window, beside its title: as it is read, or as it looks."""
        box = box_of_window(frame, window, wanted.place.size)
        if self._read is None or wanted.target is None or box is None:
            return 0
        name = wanted.target.name
        found = [one for one in matching(name, self._read(frame.data)) if is_inside(one.box, box)]
        whole = [one for one in found if one.rank == 0]
        is_title = same(normal(self._describe(window).title), normal(name))
        body = [one for one in whole if not (is_title and one.box.top < box[1] + _TITLE_PX)]
        if not whole:
            return sum(one.rank == 1 for one in found)
        # Of two that look the same, one may be misread.
        picture = _gray(frame.data)
        seen = (times_seen(picture, (one.box.left, one.box.top, one.box.width, one.box.height), box) for one in body)
        return max(len(body), *seen, 0)

    def _shows_another_page(self, wanted: PlaceWanted, number: int | None) -> bool:
        """Tell whether a window is a browser's and has another page in front than the recorded one; a menu has none."""
        if number is None or wanted.window is None:
            return False
        window = self._describe(number)
        return not same_window(wanted.window, window) and is_button_of_browser(wanted.window, wanted.target, window)

    def _why_ticked(self, wanted: PlaceWanted, picture: Gray, at: Sighting) -> str:
        """Return why a box beside the place must not be pressed: it has changed since, or may have; empty without one.

        Whether a press on such a box turned it on or off is seen in the pictures alone, where no program tells.
        """
        if self._read is None or wanted.sample is None:
            return ""
        then, now = tick_near(wanted.sample.window, wanted.sample.at, self._read), tick_near(picture, at.at, self._read)
        name, verdict = foreign(_called(wanted.target), _SHOWN), compared(then, now)
        if verdict in {"ticked already", "empty already"} and name:
            return already(name, on=verdict == "ticked already")
        return "" if verdict == "same" else _OTHERWISE

    def _in_text(self, sample: PlaceSample, picture: Gray, box: Box4, at: Sighting) -> Sighting | None:
        """Return the point of a text area that stands for a recorded one where nothing stood; None where text is now.

        Below the text one row is as good as another: a click there brings the caret to the text's end. Beside a text,
        its words have to be in the row.
        """
        if sample.box is None or not is_blank(sample.window, around(sample.at, sample.box)):
            return at  # there stood a word: it was compared
        row = row_of(sample.at[1], sample.box)
        if is_blank(sample.window, row):
            rows = (at.at[1], *range(at.at[1], box[1] + box[3], _ROW_PX), box[1] + box[3] - _ROW_PX)
            free = (y for y in rows if is_blank(picture, (*row_of(y, box)[:3], box[1] + box[3] - _ROW_PX // 2 - y)))
            y = next((y for y in free if box[1] <= y < box[1] + box[3]), None)
            return None if y is None else replace(at, at=(at.at[0], y))
        before, now = self._words(cut(sample.window, row)), self._words(cut(picture, row_of(at.at[1], box)))
        here = is_blank(picture, around(at.at, box))
        return at if here and before and is_alike(before, now) else None

    def _why_not_on(self, frame: Frame, at: ImagePoint, window: int | None) -> str | None:
        """Return why a click would not reach the window, empty where the point is not in it; None where it would."""
        top = _on_top(frame, at, window)
        if top is None:
            return None
        title = foreign(self._describe(top).title, _SHOWN) if top else ""
        return Message("“{title}” covers it.", title=title) if title else "" if top == 0 else _COVERED


def _lies_on(one: Rect, other: Rect) -> bool:
    """Tell whether two boxes are of the same thing; those of the next line may overlap by some pixels."""
    return one.contains(other.middle) or other.contains(one.middle)


def _instead(called: str, target: StepTarget | None) -> Message:
    """Say what is there instead of what a step is for."""
    before = foreign(_called(target), _SHOWN)
    return Message("“{called}” is there instead of “{before}”.", called=called, before=before)


def _several(target: StepTarget, count: int) -> Message:
    return Message(
        "{count} things are called “{name}”, and the recording doesn't tell which one.",
        count=count,
        name=foreign(target.name, _SHOWN),
    )


def box_around(wanted: PlaceWanted, at: Sighting) -> Box4 | None:
    """Return where the control is by its recorded box; None where that is not known."""
    if wanted.target is None or wanted.target.box is None:
        return None
    left, top, width, height = wanted.target.box
    (corner,) = scaled_points([wanted.place.points[0], (left, top)], at)[1:]
    return *corner, round(width * at.scale), round(height * at.scale)


def _passes_commands_on(target: StepTarget | None, named: NamedTarget | None) -> bool:
    """Tell whether both are ordinary controls, not a terminal, a menu or a page, which take chords themselves."""
    return target is not None and named is not None and {target.kind, _kind(named)} <= _TOLD - {"menu", "menu item"}


def already(name: str, *, on: bool) -> str:
    """Say that what a step would turn on or off is so by now."""
    return Message("“{name}” is already on.", name=name) if on else Message("“{name}” is already off.", name=name)


def _by_looks(wanted: PlaceWanted, picture: Gray, window: Box4) -> Iterator[_Candidate]:
    """Yield what looks like the place, and then where it may stand though it looks otherwise."""
    if wanted.sample is not None:
        yield from (_Candidate(one, sure=True) for one in sightings(wanted.sample, picture, window))
    blank = np.zeros((wanted.place.size.height, wanted.place.size.width), np.uint8)
    sample = wanted.sample or PlaceSample(blank, wanted.place.points[0])
    size = wanted.place.size
    resized = (size.width, size.height) != window[2:]
    is_ground = is_editor(wanted.target) or (_is_unknown(wanted.target) and (wanted.writes or not resized))
    if wanted.sample is not None and is_ground and len(wanted.place.points) == 1:
        at = in_blank_part(wanted.sample, picture, window)
        if at is not None:
            yield _Candidate(Sighting(at, "in the same blank part"), sure=True)
    if is_field(wanted.target) and resized:
        return  # it may be any of several fields
    places = (*expected(sample, window), proportional(sample, window))
    yield from (_Candidate(Sighting(at, "as it was"), sure=False, guess=resized) for at in dict.fromkeys(places))


def _is_unknown(target: StepTarget | None) -> bool:
    """Tell whether nobody told what is there: some programs tell of a text what holds it, as Pluma its list of tabs."""
    return target is None or not (target.name or target.beside or is_field(target) or target.kind in _TOLD)


def _in_box(wanted: PlaceWanted, box: Box4, at: Sighting) -> Sighting:
    """Return the point of a control that the recorded one is of its box; its middle where that is not known."""
    x, y = wanted.place.points[0]
    left, top, width, height = wanted.target.box if wanted.target and wanted.target.box else (x, y, 0, 0)
    inside = left <= x < left + width and top <= y < top + height
    across, down = ((x - left) / width, (y - top) / height) if inside else (0.5, 0.5)
    return Sighting((box[0] + int(box[2] * across), box[1] + int(box[3] * down)), at.way, at.scale)


def _is_menu_of_browser(
    wanted: PlaceWanted, number: int, windows: Mapping[int, Window], boxes: Mapping[int, Box4 | None]
) -> bool:
    """Tell whether a window is an open menu of a browser, of the recorded one's size, whatever page is shown.

    A menu has the title of the window that it is open over, which is larger.
    """
    one, box, size = windows[number], boxes[number], wanted.place.size
    if wanted.window is None or not is_one_of(one, BROWSERS) or not is_of_program(wanted.window, one):
        return False
    if box is None or box[2:] != (size.width, size.height):
        return False
    twins = (boxes[other] for other, its in windows.items() if (its.pid, its.title) == (one.pid, one.title))
    return any(twin and twin[2] > box[2] and twin[3] > box[3] for twin in twins)


def _was_plain(wanted: PlaceWanted) -> bool:
    """Tell whether nothing was drawn where the step went, such as in the middle of a shape of one colour."""
    sample = wanted.sample
    if sample is None:
        return False
    height, width = sample.window.shape[:2]
    return is_blank(sample.window, around(sample.at, (0, 0, width, height)))


def _is_faded(wanted: PlaceWanted, picture: Gray, box: Box4 | None) -> bool:
    known = wanted.sample is not None and wanted.sample.box is not None and box is not None
    return known and not is_field(wanted.target) and is_faded(wanted.sample, picture, box)  # type: ignore[arg-type]


def _on_top(frame: Frame, at: ImagePoint, window: int | None) -> int | None:
    """Return the other window that is on top at a point, 0 where the window is not at all; None where it is on top."""
    try:
        screen = frame.viewport.to_screen(at)
    except OffScreenError:
        return 0
    top = frame.scene.window_at(screen)
    if window is None or top == window:
        return None
    return top or 0 if any(one.id == window and one.box.contains(screen) for one in frame.scene.windows) else 0


def _within(wanted: PlaceWanted, box: Box4) -> Iterator[ImagePoint]:
    """Yield where a pane of a window may be met: in the same share of it, at the same distance from its corners."""
    size = wanted.place.size
    sample = PlaceSample(np.zeros((size.height, size.width), np.uint8), wanted.place.points[0])
    middle = (box[0] + box[2] // 2, box[1] + box[3] // 2)
    for at in dict.fromkeys((proportional(sample, box), *expected(sample, box), middle)):
        yield ImagePoint(*at)


def _kind(named: NamedTarget) -> str:
    return kind_of(named.role) or named.role or ""


def _called(target: StepTarget | None) -> str:
    return (target.name or target.kind) if target else ""


def _gray(data: bytes) -> Gray:
    return np.asarray(cv2.cvtColor(decoded(data), cv2.COLOR_BGR2GRAY), np.uint8)

"""Finds the place of a step on the screen as it is now, or says why nothing may be done there.

A control that its program names is found by that name, and by nothing else while something there is called so. The
picture says where what has no name may be (`sight`), and a name that was read counts where it stands there whole, and
once. Either way, what lies at the point must not be called otherwise. Where that is not sure, nothing is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions import Action, Click, Scroll
from desktop_agent.core.decision import HitControl, Target
from desktop_agent.core.describe import SCROLLED, named_target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.locator import Another, Found, Located, folded, identity, kind_name, locate, reads_as
from desktop_agent.core.message import Message
from desktop_agent.core.screen_contents import ShownControl
from desktop_agent.offline.picture.find import matching
from desktop_agent.studio.steps import comparison, sight
from desktop_agent.studio.steps.comparison import ReadTexts
from desktop_agent.studio.steps.sight import Box4, Gray, PlaceSample, Sighting
from desktop_agent.studio.steps.step import StepPlace, StepTarget, StepWindow

LookAt = Callable[[Frame, Action], Awaitable[Target]]
ListControls = Callable[[Frame, int], Awaitable[Sequence[ShownControl]]]
DescribeWindow = Callable[[int], Window]

FADED = Message("It's there, but it seems to be disabled.")
_UNSEEN = Message("Nothing on the screen looks like it.")
_OTHERWISE = Message("The box looks different than before. It may have been checked or cleared.")
_WRITTEN = Message("The spot was empty but now contains text.")
_NO_PANE = Message("The list, page or text that was scrolled in this window is no longer there.")
_TURNED = frozenset({"slider", "spin button", "combo box"})  # the wheel changes what is set there
_LATE = Message("Its program doesn't identify the object at that point.")
_REPORTED_KINDS = frozenset(
    {"button", "check box", "combo box", "field", "link", "list item", "menu", "menu item", "password field"}
    | {"radio button", "spin button", "switch", "tab", "text field"}
)
_TAKE_CHORDS = frozenset({"menu", "menu item", "popup menu", "terminal"})
_PANES = frozenset(map(kind_name, SCROLLED))
_COVERED = Message("Something else covers it.")
_SHOWN = 60
_ROW_PX = 24
_WORDS = 1  # ranks of a match up to this one are the whole text, or whole words of a line
_TITLE_PX = 48  # of a window's upper edge, in which its title stands


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """What is known of where a step goes; `sample` is how it looked, where that is known."""

    window: StepWindow | None
    target: StepTarget | None
    place: StepPlace
    sample: PlaceSample | None


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where a step's points are now, and how the place was found; whether the control there is on, if that is known."""

    points: tuple[ImagePoint, ...]
    way: str
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class PlaceMissing:
    """Why there is no place where the step may be done, in a sentence; `late`: its program has told nothing so far."""

    why: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class _Search:
    """A place that is looked for in one window of a picture, and the controls that its program lists."""

    wanted: PlaceWanted
    frame: Frame
    picture: Gray
    window: int | None
    box: Box4
    listed: Sequence[ShownControl]

    @property
    def target(self) -> StepTarget:
        """Return what the step hits; without kind and name where nobody knows."""
        return self.wanted.target or StepTarget("", "")

    @property
    def is_resized(self) -> bool:
        """Return whether the window has another size than it had."""
        size = self.wanted.place.size
        return (size.width, size.height) != self.box[2:]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that may be the one: by its looks, where these are sure, by its program's list, or by words read."""

    at: Sighting
    is_sure: bool = False
    is_listed: bool = False
    rank: int | None = None  # of the match with words that were read


class PlaceFinder:
    """Looks for places; what is asked of windows, programs and the reader of texts is passed in."""

    def __init__(self, look: LookAt, controls: ListControls, describe: DescribeWindow, read: ReadTexts | None) -> None:
        self._look, self._controls, self._describe, self._read = look, controls, describe, read
        self._matched: dict[StepWindow, int] = {}  # the recorded windows that have been found, by their numbers

    async def find(self, wanted: PlaceWanted, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return where the place is, in pixels of the frame's picture."""
        windows = self._windows(wanted, frame)
        if not windows:
            return self._no_window(wanted, frame)
        picture = await asyncio.to_thread(sight.gray, frame.data)
        missing = list[PlaceMissing]()
        for number, box in windows:
            is_told = wanted.target is not None and wanted.target.kind
            shown = await self._controls(frame, number) if number is not None and is_told else []
            listed = [one for one in shown if one.role]
            found = await self._find_in(_Search(wanted, frame, picture, number, box, listed))
            if isinstance(found, FoundPlace):
                self._match(wanted.window, number)
                return found
            missing.append(found)
        return next((one for one in missing if one.why), PlaceMissing(_UNSEEN))

    async def _find_in(self, search: _Search) -> FoundPlace | PlaceMissing:
        target, located = search.target, locate(search.target.request, search.listed)
        if isinstance(located, Another) and target.name:
            return PlaceMissing(_another(target, located))
        missing = PlaceMissing("")
        # Each look takes its time, so the next one is taken only where the last one was not it.
        candidates = self._candidates(search, located)
        while (candidate := await asyncio.to_thread(next, candidates, None)) is not None:
            found = await self._verified(search, candidate)
            if isinstance(found, FoundPlace):
                return found
            # What is at the same point of a window of another size is something else for sure.
            if not missing.why and not (search.is_resized and candidate == _Candidate(candidate.at)):
                missing = found
        if target.kind in _REPORTED_KINDS and search.window is not None and not search.listed:
            return PlaceMissing(_LATE, late=True)
        return missing

    def _candidates(self, search: _Search, located: Located) -> Iterator[_Candidate]:
        """Yield where the place may be: as its program lists it, else by its looks, and where its name can be read."""
        wanted, sample = search.wanted, search.wanted.sample
        is_found = isinstance(located, Found)
        # A place in a text is a word of it.
        if sample is not None and (not is_found or comparison.is_editor(wanted.target)):
            yield from (_Candidate(at, is_sure=True) for at in sight.sightings(sample, search.picture, search.box))
        if isinstance(located, Found):
            if box := sight.box_in(located.control.box, search.frame.viewport):
                yield _Candidate(_point_in(wanted, box), is_listed=True)
            return
        if at := _same_ground(search):
            yield _Candidate(Sighting(at, "in the same blank part"), is_sure=True)
        if not (comparison.is_field(wanted.target) and search.is_resized):  # it may be any of several fields
            point, size = wanted.place.points[0], wanted.place.size
            places = (*sight.expected(point, size, search.box), sight.proportional(point, size, search.box))
            yield from (_Candidate(Sighting(at, "as it was")) for at in dict.fromkeys(places))
        yield from self._by_words(search)

    def _by_words(self, search: _Search) -> Iterator[_Candidate]:
        """Yield where the name can be read; beside a field is read what is not the field."""
        target, size = search.target, search.wanted.place.size
        if self._read is None or comparison.is_field(target):
            return
        share = self._share(search.wanted)
        for match in matching(target.name, self._read(search.frame.data)):
            if match.rank <= _WORDS and comparison.is_inside(match.box, search.box):
                at = (match.box.left + int(match.box.width * share), match.box.center[1])
                yield _Candidate(Sighting(at, "by its name", search.box[2] / size.width), rank=match.rank)

    def _share(self, wanted: PlaceWanted) -> float:
        """Return how far to the right of its words the place was, of their width: captions may be read as one line."""
        if self._read is None or wanted.sample is None:
            return 0.5
        caption = comparison.caption_at(wanted.sample.window, wanted.sample.at, self._read)
        across = (wanted.sample.at[0] - caption.left) / caption.width if caption and caption.width else 0.5
        return across if 0 <= across < 1 else 0.5

    async def _verified(self, search: _Search, candidate: _Candidate) -> FoundPlace | PlaceMissing:
        """Return the place where everything that is known says that it is the one."""
        wanted, target, sample = search.wanted, search.target, search.wanted.sample
        points = tuple(ImagePoint(*at) for at in sight.scaled_points(wanted.place.points, candidate.at))
        for point in points:
            if (why := self._why_not_on(search.frame, point, search.window)) is not None:
                return PlaceMissing(why)
        click = Click(points[0])
        now = await self._look(search.frame, click)
        named, control = named_target(now, click), now.control or HitControl()
        is_read = control.source == "ocr"
        verdict = identity(target.request, named, read=is_read)
        if candidate.rank is not None and control.source != "accessibility" and verdict != "same":
            is_whole = candidate.rank == 0 or await asyncio.to_thread(self._stood_apart, wanted, named)
            verdict = "same" if is_whole else "other"
        if verdict == "other" or (verdict == "alike" and not candidate.is_listed):
            return PlaceMissing(_instead(named, target))
        is_near = is_read and candidate.rank is None  # its words may lie beside the point
        if not candidate.is_sure and (verdict == "unknown" or is_near):
            return PlaceMissing("")
        if control.disabled:
            return PlaceMissing(FADED)
        box = sight.box_in(control.box, search.frame.viewport) if control.box else None
        is_text = comparison.is_editor(target) and not comparison.is_cell(target)  # a cell is what its address says
        if sample is not None and box and is_text and not candidate.is_sure:
            at = await asyncio.to_thread(self._in_text, sample, search.picture, box, candidate.at)
            if not isinstance(at, Sighting):
                return PlaceMissing(at)
            if at != candidate.at:
                return await self._verified(search, replace(candidate, at=at, is_sure=True))
        if control.source != "accessibility":
            why = await asyncio.to_thread(self._why_not_read, search, candidate, is_read=is_read)
            if why:
                return PlaceMissing(why)
        return FoundPlace(points, candidate.at.way, control.checked)

    def _why_not_read(self, search: _Search, candidate: _Candidate, *, is_read: bool) -> str:
        """Return why a place whose name was read isn't the one: the name stands there twice, or its box has changed."""
        is_named = is_read or candidate.rank is not None
        count = self._times_read(search) if is_named and search.target.name and search.window is not None else 1
        return _several(search.target, count) if count > 1 else self._why_ticked(search, candidate.at)

    def _stood_apart(self, wanted: PlaceWanted, named: NamedTarget | None) -> bool:
        """Tell whether a line that was read together stood apart in the recorded window."""
        if self._read is None or wanted.sample is None or wanted.target is None or named is None:
            return False
        before = [text.text for text in self._read(sight.png(wanted.sample.window))]
        return comparison.is_read_together(named.name or "", wanted.target.name, before)

    async def find_pane(self, wanted: PlaceWanted, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return a point of what was scrolled: the same pane of the window, wherever in it; nothing is hit by a wheel.

        What the wheel would change instead of scrolling is not the place.
        """
        if wanted.target is not None and wanted.target.kind in _TURNED:
            return await self.find(wanted, frame)
        kinds = {wanted.target.kind} & _PANES if wanted.target is not None else set[str]()
        windows = self._windows(wanted, frame)
        for number, box in windows:
            # In the same share of it, at the same distance from its corners.
            middle = (box[0] + box[2] // 2, box[1] + box[3] // 2)
            point, size = wanted.place.points[0], wanted.place.size
            places = (sight.proportional(point, size, box), *sight.expected(point, size, box), middle)
            for at in (ImagePoint(*place) for place in dict.fromkeys(places)):
                if _on_top(frame, at, number) is not None:
                    continue
                wheel = Scroll(at, 0, 0)
                pane = named_target(await self._look(frame, wheel), wheel) or NamedTarget()
                if not {kind_name(pane.role)} & _TURNED and kinds <= {kind_name(pane.role)}:
                    return FoundPlace((at,), "in its window")
        return PlaceMissing(_NO_PANE) if windows else self._no_window(wanted, frame)

    def _no_window(self, wanted: PlaceWanted, frame: Frame) -> PlaceMissing:
        """Return that the window is not there, and what its program shows instead."""
        window = wanted.window or StepWindow("")
        title = foreign(window.title, _SHOWN)
        shown = map(self._describe, dict.fromkeys(one.id for one in frame.scene.windows))
        others = [one.title for one in shown if one.title and comparison.is_of_program(window, one)]
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
        now = await self._look(frame, action)
        named, request = named_target(now, action), (target or StepTarget("", "")).request
        kinds = {request.kind, kind_name(named.role) if named else ""}
        if comparison.begins_anew(action) and comparison.is_of_program(window, front) and not kinds & _TAKE_CHORDS:
            return None
        matched = self._matched_in(window, frame)
        if not comparison.same_window(window, front) or matched not in {None, front.id}:
            there, then = foreign(front.title, _SHOWN) or Message("no window"), foreign(window.title, _SHOWN)
            return PlaceMissing(Message("The focus is in “{where}” instead of “{title}”.", where=there, title=then))
        verdict = identity(request, named)
        # A command of the window is taken from any ordinary control of its own.
        is_passed_on = comparison.is_command(action) and not now.in_page and kinds <= _REPORTED_KINDS - _TAKE_CHORDS
        if verdict == "other" and not is_passed_on:
            there, then = _called(named), _called(target)
            return PlaceMissing(Message("The focus is in “{where}” instead of “{title}”.", where=there, title=then))
        if verdict != "same" and matched is None and not comparison.exactly_same(window, front):
            return PlaceMissing(Message("The window is now called “{title}”.", title=foreign(front.title, _SHOWN)))
        self._match(window, front.id)
        return None

    def _match(self, recorded: StepWindow | None, number: int | None) -> None:
        """Take note of which window a recorded one is, for the rest of the steps."""
        if recorded is not None and number is not None and comparison.same_window(recorded, self._describe(number)):
            self._matched[recorded] = number

    def _matched_in(self, recorded: StepWindow, frame: Frame) -> int | None:
        """Return which window of the picture a recorded one has turned out to be; None while that is open."""
        number = self._matched.get(recorded)
        if number is None or not frame.scene.has(number):
            return None
        return number if comparison.same_window(recorded, self._describe(number)) else None

    def _words(self, part: Gray) -> str:
        lines = self._read(sight.png(part)) if part.size and self._read else ()
        # A tick or a picture is read as one sign or another.
        return " ".join(line.text for line in lines if sum(map(str.isalnum, line.text)) > 1)

    def _windows(self, wanted: PlaceWanted, frame: Frame) -> list[tuple[int | None, Box4]]:
        """Return the windows that may be the one, topmost first; the whole picture where none was known."""
        if wanted.window is None or wanted.place.of_screen:
            return [(None, (0, 0, frame.viewport.image.width, frame.viewport.image.height))]
        matched = self._matched_in(wanted.window, frame)
        return [
            (number, box)
            for number in dict.fromkeys(one.id for one in frame.scene.windows)
            if matched in {None, number} and comparison.same_window(wanted.window, self._describe(number))
            if (box := sight.box_of_window(frame, number, wanted.place.size))
        ]

    def _times_read(self, search: _Search) -> int:
        """Return how often the name stands in a window, beside its title: as it is read, or as it looks."""
        name, (_, top, _, _) = search.target.name, search.box
        lines = self._read(search.frame.data) if self._read else ()
        found = [one for one in matching(name, lines) if comparison.is_inside(one.box, search.box)]
        whole = [one for one in found if one.rank == 0]
        if not whole:
            return sum(one.rank == _WORDS for one in found)
        title = self._describe(search.window).title if search.window is not None else ""
        is_title = reads_as(folded(title), folded(name))
        body = [one.box for one in whole if not (is_title and one.box.top < top + _TITLE_PX)]
        # Of two that look the same, one may be misread.
        boxes = ((one.left, one.top, one.width, one.height) for one in body)
        return max(len(body), *(sight.times_seen(search.picture, box, search.box) for box in boxes), 0)

    def _why_ticked(self, search: _Search, at: Sighting) -> str:
        """Return why a box beside the place must not be pressed: it has changed since, or may have; empty without one.

        Whether a press on such a box turned it on or off is seen in the pictures alone, where no program tells.
        """
        sample = search.wanted.sample
        if self._read is None or sample is None:
            return ""
        then = comparison.tick_near(sample.window, sample.at, self._read)
        now = comparison.tick_near(search.picture, at.at, self._read)
        name, verdict = _called(search.target), comparison.compared(then, now)
        if verdict in {"ticked already", "empty already"} and name:
            return already(name, on=verdict == "ticked already")
        return "" if verdict == "same" else _OTHERWISE

    def _in_text(self, sample: PlaceSample, picture: Gray, box: Box4, at: Sighting) -> Sighting | str:
        """Return the point of a text area that stands for the recorded one; why there is none where other text is now.

        Below the text one row is as good as another: a click there brings the caret to the text's end. Beside a text,
        its words have to be in the row.
        """
        if sample.box is None:
            return at
        then, now = sight.around(sample.at, sample.box), sight.around(at.at, box)
        row, is_blank = sight.row_of(sample.at[1], sample.box), sight.is_blank(sample.window, then)
        if is_blank and sight.is_blank(sample.window, row):
            rows = (at.at[1], *range(at.at[1], box[1] + box[3], _ROW_PX), box[1] + box[3] - _ROW_PX)
            end = box[1] + box[3] - _ROW_PX // 2
            free = (y for y in rows if sight.is_blank(picture, (*sight.row_of(y, box)[:3], end - y)))
            y = next((y for y in free if box[1] <= y < box[1] + box[3]), None)
            return _WRITTEN if y is None else replace(at, at=(at.at[0], y))
        if is_blank and not sight.is_blank(picture, now):
            return _WRITTEN
        parts = (row, sight.row_of(at.at[1], box)) if is_blank else (then, now)
        before, after = self._words(sight.cut(sample.window, parts[0])), self._words(sight.cut(picture, parts[1]))
        if comparison.is_alike(before, after, part=not is_blank) if before else not is_blank:
            return at
        before, after = foreign(before, _SHOWN), foreign(after, _SHOWN)
        return Message("It now says “{now}” instead of “{before}”.", now=after, before=before)

    def _why_not_on(self, frame: Frame, at: ImagePoint, window: int | None) -> str | None:
        """Return why a click would not reach the window, empty where the point is not in it; None where it would."""
        top = _on_top(frame, at, window)
        if top is None:
            return None
        title = foreign(self._describe(top).title, _SHOWN) if top else ""
        return Message("“{title}” covers it.", title=title) if title else "" if top == 0 else _COVERED


def _instead(named: NamedTarget | None, target: StepTarget) -> Message:
    """Say what is there instead of what a step is for."""
    return Message("“{called}” is there instead of “{before}”.", called=_called(named), before=_called(target))


def _another(target: StepTarget, located: Another) -> Message:
    """Say why none of the controls of a name is the step's."""
    if located.is_in_row:
        return _several(target, len(located.controls))
    name, row = foreign(target.name, _SHOWN), foreign(target.row, _SHOWN)
    return Message("There is no “{name}” in the row “{row}”.", name=name, row=row)


def _several(target: StepTarget, count: int) -> Message:
    return Message(
        "{count} things are called “{name}”, and the recording doesn't tell which one.",
        count=count,
        name=foreign(target.name, _SHOWN),
    )


def already(name: str, *, on: bool) -> str:
    """Say that what a step would turn on or off is so by now."""
    return Message("“{name}” is already on.", name=name) if on else Message("“{name}” is already off.", name=name)


def _same_ground(search: _Search) -> tuple[int, int] | None:
    """Return the point of a window of the same size at which there was nothing but ground, and still is.

    That is a place to write or draw in, where nobody told what is there: some programs tell of a text what holds it.
    """
    wanted, sample, target = search.wanted, search.wanted.sample, search.target
    is_known = target.name or target.beside or (comparison.is_field(target) and not comparison.is_editor(target))
    is_path = len(wanted.place.points) > 1
    if sample is None or search.is_resized or is_path or is_known or target.kind in _REPORTED_KINDS - {"text field"}:
        return None
    (x, y), (left, top, width, height) = wanted.place.points[0], search.box
    then = sight.around((x, y), (0, 0, width, height))
    now = (left + then[0], top + then[1], *then[2:])
    is_blank = sight.is_blank(sample.window, then) and sight.is_blank(search.picture, now)
    return (left + x, top + y) if is_blank else None


def _point_in(wanted: PlaceWanted, box: Box4) -> Sighting:
    """Return the point of a control that the recorded one is of its box; its middle where that is not known."""
    x, y = wanted.place.points[0]
    left, top, width, height = wanted.target.box if wanted.target and wanted.target.box else (x, y, 0, 0)
    is_inside = left <= x < left + width and top <= y < top + height
    across, down = ((x - left) / width, (y - top) / height) if is_inside else (0.5, 0.5)
    return Sighting((box[0] + int(box[2] * across), box[1] + int(box[3] * down)), "by its name")


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


def _called(what: StepTarget | NamedTarget | None) -> str:
    """Return the name of a control as it is shown, else its kind."""
    kind = what.kind if isinstance(what, StepTarget) else what.role if what else ""
    return foreign((what and what.name) or kind or "", _SHOWN)

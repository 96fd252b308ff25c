"""The search for a step's place on the current screen, with the reason where there is none.

A control that its program names is found by that name alone while a control has it. A control without a name is found
by its looks (`sight`), or by a text that was read if the text is complete and unique. In each case, the control at the
point must not have another name. In doubt, nothing is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import pairwise
from math import dist

import numpy as np

from desktop_agent.core.actions.action import Action, Click, Scroll
from desktop_agent.core.actions.describe import SCROLLED, named_target
from desktop_agent.core.controls.boxes import Box, box_of
from desktop_agent.core.controls.labels import words_in_row
from desktop_agent.core.controls.locator import (
    PRESSED_IN_ROWS,
    Absent,
    Another,
    Found,
    Located,
    called,
    folded,
    identity,
    kind_name,
    locate,
    locate_in_row,
    may_be_row,
    no_control,
    reads_as,
)
from desktop_agent.core.controls.read_text import Match, Rank, matching
from desktop_agent.core.controls.role import ENTRIES, TEXTS_ALONE, Role
from desktop_agent.core.controls.screen_contents import ShownControl, TextLine
from desktop_agent.core.decisions.decision import HitControl, Target
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Window
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.tasks.steps import comparison, sight
from desktop_agent.tasks.steps.comparison import ReadTexts
from desktop_agent.tasks.steps.sight import Box4, Gray, PlaceSample, Sighting
from desktop_agent.tasks.task import StepPlace, StepTarget, StepWindow

LookAt = Callable[[Frame, Action], Awaitable[Target]]
ListControls = Callable[[Frame, int], Awaitable[Sequence[ShownControl]]]
DescribeWindow = Callable[[int], Window]

FADED = Message("It's there, but it seems to be disabled.")
_NOT_SEEN = Message("Nothing on the screen looks like it.")
_LOOKS_ALIKE = Message("Several places look like it, and no words beside them tell which one is meant.")
_LOOKS_ALIKE_IN_ROWS = Message("Several places look like it, with the same words beside them.")
_BOX_CHANGED = Message("The box looks different than before. It may have been checked or cleared.")
_ANOTHER_ICON = Message("Another icon is there now.")
_NO_LONGER_BLANK = Message("The spot was empty but now contains text.")
_NO_PANE = Message("The list, page or text that was scrolled in this window is no longer there.")
_WHEEL_CONTROLS = frozenset({"slider", "spin button", "combo box"})  # the wheel changes their value
_NOT_IDENTIFIED = Message("Its program doesn't identify the object at that point.")
_REPORTED_KINDS = frozenset(
    {"button", "check box", "combo box", "field", "link", "list item", "menu", "menu item", "password field"}
    | {"radio button", "spin button", "switch", "tab", "text field"}
)
_ROW_KINDS = frozenset(map(kind_name, ENTRIES | {Role.TREE_ITEM, Role.TABLE_ROW, Role.ICON, Role.LIST}))
_TERMINAL = kind_name(Role.TERMINAL)
_ICON_KINDS = frozenset(map(kind_name, (Role.IMAGE, Role.LINK, Role.PUSH_BUTTON)))
_CHORD_TAKERS = frozenset({"menu", "menu item", "popup menu", "terminal"})
_PANES = frozenset(map(kind_name, SCROLLED))
_PARTS_OF_PAGES = frozenset({Role.PARAGRAPH, Role.SECTION})
_COVERED = Message("Something else covers it.")
_LONGEST_NAME = 60
_ROW_PX = 24
_LOWEST_ROW_PX = 16  # what looks alike nearer to each other than this is the same place
_HIGHEST_ROW_PX = 48
_MOST_ROWS = 24  # that are read
# Of a place, compared to find out whether the window shows it several times; the edge of a list may be near.
_ICON = (24, 20)
_SIGN = (16, 14)
_SAME_SIZE = (0.8, 1.25)  # of two readings of a line: their boxes aren't equally high
_TITLE_PX = 48  # of a window's upper edge, in which its title stands


@dataclass(frozen=True, slots=True)
class RecordedPlace:
    """The recorded place of a step; `sample` is how it looked, None where unknown."""

    window: StepWindow | None
    target: StepTarget | None
    place: StepPlace
    sample: PlaceSample | None


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A step's points on the current screen, and how they were found; `checked` is the state of the `control`."""

    points: tuple[ImagePoint, ...]
    way: str
    checked: bool | None = None
    control: NamedTarget | None = None


@dataclass(frozen=True, slots=True)
class PlaceMissing:
    """Why there is no place for the step, in a sentence.

    `late`: its program hasn't reported any controls so far. `below_list`: a list or menu of the same program covers it.
    """

    why: str
    late: bool = False
    below_list: bool = False


@dataclass(frozen=True, slots=True)
class _Search:
    """A search in one window of a picture, with the controls that its program lists."""

    recorded: RecordedPlace
    frame: Frame
    picture: Gray
    window: int | None
    box: Box4
    listed: Sequence[ShownControl]

    @property
    def target(self) -> StepTarget:
        """Return the step's target; without kind and name where it is unknown."""
        return self.recorded.target or StepTarget("", "")

    @property
    def is_resized(self) -> bool:
        """Return whether the window's size differs from the recorded one."""
        size = self.recorded.place.size
        return (size.width, size.height) != self.box[2:]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible place: found by its looks (`is_sure`), in its program's list (`is_listed`) or by its text (`rank`)."""

    at: Sighting
    is_sure: bool = False
    is_listed: bool = False
    rank: Rank | None = None  # of the match with text that was read


class PlaceFinder:
    """A search for places; access to windows, controls and the text reader is passed in."""

    def __init__(self, look: LookAt, controls: ListControls, describe: DescribeWindow, read: ReadTexts | None) -> None:
        self._look = look
        self._controls = controls
        self._describe = describe
        self._read = read
        self._matched: dict[StepWindow, int] = {}  # the number of each recorded window that was found

    async def find(self, recorded: RecordedPlace, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return where the place is, in pixels of the frame's picture."""
        windows = self._candidate_windows(recorded, frame)
        if not windows:
            return self._missing_window(recorded, frame)
        picture = await asyncio.to_thread(sight.gray, frame.data)
        missing = list[PlaceMissing]()
        for number, box in windows:
            target = recorded.target
            is_known = target is not None and (target.kind or target.name)
            controls = await self._controls(frame, number) if number is not None and is_known else []
            listed = [control for control in controls if control.role]
            result = await self._find_in(_Search(recorded, frame, picture, number, box, listed))
            if isinstance(result, FoundPlace):
                self._remember_match(recorded.window, number)
                return result
            missing.append(result)
        return next((reason for reason in missing if reason.why), PlaceMissing(_NOT_SEEN))

    async def _find_in(self, search: _Search) -> FoundPlace | PlaceMissing:
        in_row = _located_in_row(search)
        if in_row is None:
            search = await asyncio.to_thread(self._with_read_row, search)
        target = search.target
        located = in_row or _locate_in_list(search)
        needs_row = bool(target.row) and (not target.kind or in_row is not None)
        is_one_of_several = isinstance(located, Another) and bool(target.name or target.beside)
        if is_one_of_several or (needs_row and not isinstance(located, Found)):
            return PlaceMissing(_not_in_row_message(target, located))
        missing = PlaceMissing("")
        # Verifying takes time, so the next candidate is computed only after the last one failed.
        candidates = self._candidates(search, located)
        while (candidate := await asyncio.to_thread(next, candidates, None)) is not None:
            result = await self._verify(search, candidate)
            if isinstance(result, FoundPlace):
                return result
            # The control at the same point of a resized window is surely another one: that is no useful reason.
            if not missing.why and not (search.is_resized and candidate == _Candidate(candidate.at)):
                missing = result
        if target.kind in _REPORTED_KINDS and search.window is not None and not search.listed:
            return PlaceMissing(_NOT_IDENTIFIED, late=True)
        return missing

    def _with_read_row(self, search: _Search) -> _Search:
        """Return the search for what was read at the place: in its row, where the name was there more than once.

        Of a place whose program reports only what holds it, the name is the text there.
        """
        recorded = search.recorded
        target = search.target
        sample = search.recorded.sample
        is_held = _is_container(target.kind, target.name)
        # What a program draws into its rows it may not report, though it reports the rows.
        is_drawn = target.kind in _ROW_KINDS and bool(target.name) and not called(target.name, search.listed)
        is_unreported = not target.kind or is_held or is_drawn
        if self._read is None or sample is None or recorded.window is None or not is_unreported:
            return search
        height, width = sample.window.shape[:2]
        title = folded(recorded.window.title)
        at = ScreenPoint(*sample.at)
        before = _read_controls(self._read(sight.png(sample.window)), (0, 0, width, height), title)
        name = next((text.name for text in before if text.box.contains(at)), "") if is_held else target.name
        named = called(name, before)
        nearest = min(named, key=lambda control: dist(astuple(control.box.middle), sample.at), default=None)
        row = words_in_row(before, nearest) if nearest is not None and len(named) > 1 else ""
        listed = _read_controls(self._read(search.frame.data), search.box, title) if row or (is_held and name) else []
        if not row and not (is_held and called(name, listed)):
            return search
        return replace(search, recorded=replace(recorded, target=StepTarget("", name, row=row)), listed=listed)

    def _candidates(self, search: _Search, located: Located) -> Iterator[_Candidate]:
        """Yield possible places: from its program's list, else by its looks, then by its name as read."""
        recorded = search.recorded
        sample = search.recorded.sample
        is_listed = isinstance(located, Found)
        # In a text area, the place is a word.
        if sample is not None and (not is_listed or comparison.is_editor(recorded.target)):
            yield from (_Candidate(at, is_sure=True) for at in sight.sightings(sample, search.picture, search.box))
        if isinstance(located, Found):
            control = located.control
            if control.name and not control.role:  # it was read
                sighting = _point_in_box(recorded, astuple(control.box))
                yield _Candidate(sighting, is_sure=True, is_listed=True, rank=Rank.LINE)
            elif box := sight.box_in(control.box, search.frame.viewport):
                is_in_column = control.role in {Role.TABLE_CELL, ""} and not control.name
                yield _Candidate(_point_in_box(recorded, box), is_sure=is_in_column, is_listed=True)
            return
        if at := _same_blank_point(search):
            yield _Candidate(Sighting(at, "in the same blank part"), is_sure=True)
        if not (comparison.is_field(recorded.target) and search.is_resized):  # it may be any of several fields
            point = recorded.place.points[0]
            size = recorded.place.size
            places = (
                *sight.expected_points(point, size, search.box),
                sight.proportional_point(point, size, search.box),
            )
            yield from (_Candidate(Sighting(at, "as it was")) for at in dict.fromkeys(places))
        yield from self._candidates_by_text(search)

    def _candidates_by_text(self, search: _Search) -> Iterator[_Candidate]:
        """Yield where the name can be read; not for fields, as their label isn't the field.

        A sign beside a name, such as a check box, is read as a part of it or not, so its own looks tell where it is.
        """
        target = search.target
        size = search.recorded.place.size
        if self._read is None or comparison.is_field(target):
            return
        sample = search.recorded.sample
        before = matching(target.name, self._read(sight.png(sample.window))) if sample is not None else []
        for match in matching(target.name, self._read(search.frame.data)):
            if match.rank <= Rank.WORDS and comparison.is_inside(match.box, search.box):
                at = _point_by_name(search, before, match.box)
                yield _Candidate(Sighting(at, "by its name", search.box[2] / size.width), rank=match.rank)

    async def _verify(self, search: _Search, candidate: _Candidate) -> FoundPlace | PlaceMissing:
        """Return the candidate's place if all known facts agree with the recording, else the reason."""
        recorded = search.recorded
        target = search.target
        sample = search.recorded.sample
        points = tuple(ImagePoint(*at) for at in sight.scaled_points(recorded.place.points, candidate.at))
        for point in points:
            if (why := self._why_click_misses(search.frame, point, search.window)) is not None:
                return PlaceMissing(why, below_list=self._is_below_list(search.frame, point, search.window))
        click = Click(points[0])
        now = await self._look(search.frame, click)
        named = named_target(now, click)
        control = now.control or HitControl()
        is_read = control.source == "ocr"
        is_line = candidate.rank == Rank.LINE
        is_held = candidate.is_listed and is_line and _is_container(kind_name(control.role), control.name)
        is_for_text = is_held or candidate.rank is None or target.kind in TEXTS_ALONE
        if not is_for_text and no_control(now, is_whole=is_line):
            return PlaceMissing("")
        where_it_was = candidate.rank is None and not candidate.is_listed
        verdict = "unknown" if is_held else identity(target.request, named, read=is_read, where_it_was=where_it_was)
        if candidate.rank is not None and control.source != "accessibility" and verdict != "same":
            is_full_match = is_line or await asyncio.to_thread(self._was_separate_line, recorded, named)
            verdict = "same" if is_full_match else "other"
        if verdict == "other" or (verdict == "alike" and not candidate.is_listed):
            return PlaceMissing(_different_control_message(named, target))
        is_near = is_read and candidate.rank is None  # its words may be next to the point
        if not candidate.is_sure and (verdict == "unknown" or is_near):
            return PlaceMissing("")
        if control.disabled:
            return PlaceMissing(FADED)
        box = sight.box_in(control.box, search.frame.viewport) if control.box else None
        is_text = comparison.is_editor(target) and not comparison.is_cell(target)  # a cell is identified by its address
        if sample is not None and box and is_text and not candidate.is_sure:
            at = await asyncio.to_thread(self._point_in_text, sample, search.picture, box, candidate.at)
            if not isinstance(at, Sighting):
                return PlaceMissing(at)
            if at != candidate.at:
                return await self._verify(search, replace(candidate, at=at, is_sure=True))
        if target.row and candidate.rank is None and not self._is_in_row(search, candidate, named):
            return PlaceMissing(_not_in_row_message(target, Absent()))
        if target.row and control.is_row_repeated:
            return PlaceMissing(_several_rows_message(target))
        if not await asyncio.to_thread(_has_same_icon, search, candidate):
            return PlaceMissing(_ANOTHER_ICON)
        if control.source != "accessibility" or is_held:
            why = await asyncio.to_thread(self._why_not_this_text, search, candidate, is_read=is_read)
            if why:
                return PlaceMissing(why)
        return FoundPlace(points, candidate.at.way, control.checked, named)

    def _is_in_row(self, search: _Search, candidate: _Candidate, named: NamedTarget | None) -> bool:
        """Return whether the control at a place is in the recorded row; what its list says of it counts as well."""
        if named is not None and named.row:
            return may_be_row(search.target.row, named.row)
        return candidate.is_listed and not candidate.is_sure and not comparison.is_cell(search.target)

    async def why_missed(self, place: FoundPlace, before: Frame, frame: Frame) -> str:
        """Return why a click didn't reach the place's control; empty unless that is certain.

        A busy browser reports a control that its page has covered. If nothing has changed around the point, but
        another control is there, the first report was wrong.
        """
        at = place.points[0]
        then = place.control
        if then is None or not await asyncio.to_thread(_is_alike_around, at, before, frame):
            return ""
        now = named_target(await self._look(frame, Click(at)), Click(at))
        if now is None or not now.role or (now.role, now.name) == (then.role, then.name):
            return ""
        return _different_control_message(now, StepTarget(kind_name(then.role), then.name or ""))

    def _why_not_this_text(self, search: _Search, candidate: _Candidate, *, is_read: bool) -> str:
        """Return why a place whose name was read isn't the recorded one: duplicate name, or changed check box."""
        is_named = (is_read or candidate.rank is not None) and not candidate.is_listed
        count = self._name_count(search) if is_named and search.target.name and search.window is not None else 1
        if count > 1:
            return _ambiguous_message(search.target, count)
        return (
            self._why_row_differs(search, candidate.at, is_name_seen=count == 1)
            or self._why_label_differs(search, candidate.at)
            or self._why_box_differs(search, candidate.at)
        )

    def _why_row_differs(self, search: _Search, at: Sighting, *, is_name_seen: bool) -> str:
        """Return that a place without a name, which looks like others, is on a line with other words, or with none.

        A blank place looks like any other: there, no words are the same as none. A name that was read at the place, and
        isn't read as such in the whole window, tells nothing of others: a box may have been read as a part of it.
        """
        target = search.target
        sample = search.recorded.sample
        # Of what is pressed in rows, words beside it may be read for its name.
        is_told = bool(target.name) and is_name_seen and target.kind not in PRESSED_IN_ROWS
        if sample is None or is_told or target.row:
            return ""
        height, width = sample.window.shape[:2]
        then = (0, 0, width, height)
        parts = [sight.around(sample.at, then, size) for size in (_ICON, _SIGN)]
        if target.kind in PRESSED_IN_ROWS and target.box is not None:
            parts = [target.box]
        parts_now = [
            (at.at[0] - sample.at[0] + part[0], at.at[1] - sample.at[1] + part[1], *part[2:]) for part in parts
        ]
        is_written = comparison.is_field(target) or target.kind == _TERMINAL  # a place in it is in no row
        is_blank = not is_written and all(sight.is_blank(sample.window, part) for part in parts)
        seen = max((sight.places_seen(sample.window, part, then) for part in parts), key=len)
        part_now = max(parts_now, key=lambda part: len(sight.places_seen(search.picture, part, search.box)))
        seen_now = sight.places_seen(search.picture, part_now, search.box)
        if max(len(seen), len(seen_now)) <= 1 and not is_blank:
            return ""
        repeated = seen if len(seen) > 1 else seen_now
        height = _height_of_rows(repeated) if repeated else _ROW_PX
        before = self._read_text(sight.cut(sample.window, sight.row_of(sample.at[1], then, height)))
        after = self._read_text(sight.cut(search.picture, sight.row_of(at.at[1], search.box, height)))
        if not before and not after:
            return "" if is_blank else _LOOKS_ALIKE
        if reads_as(folded(before), folded(after)):
            rows = [top - part_now[1] + at.at[1] for _, top in seen_now]
            is_elsewhere = self._is_row_elsewhere(
                search, at.at[1], rows or self._text_line_heights(search), height, before
            )
            return _LOOKS_ALIKE_IN_ROWS if is_elsewhere else self._why_titles_differ(search, seen, seen_now, height)
        if not before:
            return _NO_LONGER_BLANK
        before = foreign(before, _LONGEST_NAME)
        after = foreign(after, _LONGEST_NAME)
        if not after:
            return Message("There is no row “{row}”.", row=before)
        return Message("It now says “{now}” instead of “{before}”.", now=after, before=before)

    def _why_titles_differ(
        self, search: _Search, seen: Sequence[tuple[int, int]], seen_now: Sequence[tuple[int, int]], height: int
    ) -> str:
        """Return that the first row has other words, where places which look alike lie in columns; empty otherwise.

        In a sheet that reports no cells, the first row is all that tells one column from the others.
        """
        sample = search.recorded.sample
        is_sheet = len({left for left, _ in seen}) > 1 and comparison.is_unreported(search.recorded.target)
        if sample is None or not is_sheet or not seen_now:
            return ""
        window = (0, 0, sample.window.shape[1], sample.window.shape[0])
        first = min(top for _, top in seen) + height // 2
        first_now = min(top for _, top in seen_now) + height // 2
        before = self._read_text(sight.cut(sample.window, sight.row_of(first, window, height)))
        after = self._read_text(sight.cut(search.picture, sight.row_of(first_now, search.box, height)))
        if reads_as(folded(before), folded(after)):
            return ""
        before = foreign(before, _LONGEST_NAME)
        after = foreign(after, _LONGEST_NAME)
        return Message("The first row is now “{now}” instead of “{before}”.", now=after, before=before)

    def _is_row_elsewhere(self, search: _Search, y: int, rows: Sequence[int], height: int, words: str) -> bool:
        """Return whether one of the rows at these heights, other than that at `y`, has the same words."""
        others = [row for row in dict.fromkeys(rows) if abs(row - y) >= _LOWEST_ROW_PX]
        nearest = sorted(others, key=lambda row: abs(row - y))[:_MOST_ROWS]
        parts = (sight.cut(search.picture, sight.row_of(row, search.box, height)) for row in nearest)
        return any(reads_as(folded(words), folded(self._read_text(part))) for part in parts)

    def _text_line_heights(self, search: _Search) -> list[int]:
        """Return the heights at which lines of text are read in the window."""
        boxes = [box_of(line) for line in (self._read(search.frame.data) if self._read else ())]
        return [box.center[1] for box in boxes if comparison.is_inside(box, search.box)]

    def _was_separate_line(self, recorded: RecordedPlace, named: NamedTarget | None) -> bool:
        """Return whether parts of a line that is read as one now were separate lines in the recorded window."""
        if self._read is None or recorded.sample is None or recorded.target is None or named is None:
            return False
        before = [text.text for text in self._read(sight.png(recorded.sample.window))]
        return comparison.is_read_together(named.name or "", recorded.target.name, before)

    async def find_pane(self, recorded: RecordedPlace, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return any point of the recorded scroll pane, as the wheel presses nothing.

        A control whose value the wheel would change is looked for by `find`.
        """
        if recorded.target is not None and recorded.target.kind in _WHEEL_CONTROLS:
            return await self.find(recorded, frame)
        kinds = {recorded.target.kind} & _PANES if recorded.target is not None else set[str]()
        windows = self._candidate_windows(recorded, frame)
        for number, box in windows:
            # At the same share of the window, then at the same distance from its corners.
            middle = (box[0] + box[2] // 2, box[1] + box[3] // 2)
            point = recorded.place.points[0]
            size = recorded.place.size
            places = (sight.proportional_point(point, size, box), *sight.expected_points(point, size, box), middle)
            for at in (ImagePoint(*place) for place in dict.fromkeys(places)):
                if _covering_window(frame, at, number) is not None:
                    continue
                wheel = Scroll(at, 0, 0)
                pane = named_target(await self._look(frame, wheel), wheel) or NamedTarget()
                if not {kind_name(pane.role)} & _WHEEL_CONTROLS and kinds <= {kind_name(pane.role)}:
                    return FoundPlace((at,), "in its window")
        return PlaceMissing(_NO_PANE) if windows else self._missing_window(recorded, frame)

    def _missing_window(self, recorded: RecordedPlace, frame: Frame) -> PlaceMissing:
        """Return that the window is missing, and which window its program shows instead."""
        window = recorded.window or StepWindow("")
        title = foreign(window.title, _LONGEST_NAME)
        described = map(self._describe, dict.fromkeys(part.id for part in frame.scene.windows))
        titles = [
            candidate.title
            for candidate in described
            if candidate.title and comparison.is_of_program(window, candidate)
        ]
        if not titles:
            return PlaceMissing(Message("The window “{title}” isn't on the screen.", title=title))
        current_title = foreign(titles[0], _LONGEST_NAME)
        why = Message(
            "The window “{title}” isn't on the screen. Its program is showing “{other}” instead.",
            title=title,
            other=current_title,
        )
        return PlaceMissing(why)

    async def missing_focus(
        self, window: StepWindow | None, target: StepTarget | None, action: Action, frame: Frame
    ) -> PlaceMissing | None:
        """Return why keys would go elsewhere than in the recording; None where they wouldn't."""
        if window is None:
            return None
        front = self._describe(frame.scene.focus) if frame.scene.focus is not None else Window(0)
        now = await self._look(frame, action)
        named = named_target(now, action)
        request = (target or StepTarget("", "")).request
        kinds = {request.kind, kind_name(named.role) if named else ""}
        if (
            comparison.opens_something_new(action)
            and comparison.is_of_program(window, front)
            and not kinds & _CHORD_TAKERS
        ):
            return None
        matched = self._matched_in(window, frame)
        if front not in self._recorded_among(window, frame, front) or matched not in {None, front.id}:
            there = foreign(front.title, _LONGEST_NAME) or Message("no window")
            then = foreign(window.title, _LONGEST_NAME)
            return PlaceMissing(Message("The focus is in “{where}” instead of “{title}”.", where=there, title=then))
        verdict = identity(request, named)
        # A window accepts its commands while any ordinary control in it has the focus.
        is_passed_on = comparison.is_command(action) and not now.in_page and kinds <= _REPORTED_KINDS - _CHORD_TAKERS
        if verdict == "other" and not is_passed_on:
            there = _control_name(named)
            then = _control_name(target)
            return PlaceMissing(Message("The focus is in “{where}” instead of “{title}”.", where=there, title=then))
        if verdict != "same" and matched is None and not comparison.exactly_same(window, front):
            return PlaceMissing(
                Message("The window is now called “{title}”.", title=foreign(front.title, _LONGEST_NAME))
            )
        self._remember_match(window, front.id)
        return None

    def _remember_match(self, recorded: StepWindow | None, number: int | None) -> None:
        """Store the number of a recorded window, for the remaining steps."""
        window = self._describe(number) if recorded is not None and number is not None else None
        if recorded is not None and window and not window.menu and comparison.same_window(recorded, window):
            self._matched[recorded] = window.id

    def _matched_in(self, recorded: StepWindow, frame: Frame) -> int | None:
        """Return the number of the window that matched a recorded one before; None without one."""
        number = self._matched.get(recorded)
        if number is None or not frame.scene.has(number):
            return None
        return number if comparison.same_window(recorded, self._describe(number)) else None

    def _read_text(self, part: Gray) -> str:
        lines = self._read(sight.png(part)) if part.size and self._read else ()
        # From left to right: words of one row that are read a pixel higher or lower come in any order.
        in_order = sorted(lines, key=lambda line: line.left)
        # A check mark or an icon may be read as some single character.
        return " ".join(line.text for line in in_order if sum(map(str.isalnum, line.text)) > 1)

    def _candidate_windows(self, recorded: RecordedPlace, frame: Frame) -> list[tuple[int | None, Box4]]:
        """Return the windows that may be the recorded one, topmost first; the full picture where none was recorded."""
        if recorded.window is None or recorded.place.of_screen:
            return [(None, (0, 0, frame.viewport.image.width, frame.viewport.image.height))]
        return [
            (window.id, box)
            for window in self._recorded_among(recorded.window, frame)
            if (box := sight.box_of_window(frame, window.id, recorded.place.size))
        ]

    def _recorded_among(self, recorded: StepWindow, frame: Frame, front: Window | None = None) -> Sequence[Window]:
        """Return the windows that may be the recorded one, topmost first, of those shown and the one in `front`."""
        matched = self._matched_in(recorded, frame)
        described = {part.id: self._describe(part.id) for part in frame.scene.windows}
        if front is not None:
            described[front.id] = front
        # A menu may have its window's title.
        candidates = [window for window in described.values() if matched in {None, window.id} or window.menu]
        return comparison.recorded_among(recorded, candidates)

    def _name_count(self, search: _Search) -> int:
        """Return how often the name appears in a window outside of its title, as text or as an image."""
        name = search.target.name
        (_, top, _, _) = search.box
        lines = self._read(search.frame.data) if self._read else ()
        matches = [match for match in matching(name, lines) if comparison.is_inside(match.box, search.box)]
        full_matches = [match for match in matches if match.rank == Rank.LINE]
        if not full_matches:
            return sum(match.rank == Rank.WORDS for match in matches)
        title = self._describe(search.window).title if search.window is not None else ""
        is_title = reads_as(folded(title), folded(name))
        body = [match.box for match in full_matches if not (is_title and match.box.top < top + _TITLE_PX)]
        # Of two equal images, the reader may misread one; a longer line that ends like the name is another name.
        longer = [line for line in lines if not reads_as(folded(line.text), folded(name))]
        return max(len(body), *(_times_seen(search, box, longer) for box in body), 0)

    def _why_box_differs(self, search: _Search, at: Sighting) -> str:
        """Return why the check box next to the place must not be pressed: its state may have changed; empty otherwise.

        Where the program doesn't report the state, only the pictures show it.
        """
        sample = search.recorded.sample
        if self._read is None or sample is None:
            return ""
        then = comparison.tick_near(sample.window, sample.at, self._read)
        # What lies beside the window has words and lines of its own.
        window, (left, top) = sight.part_of(search.picture, search.box)
        now = comparison.tick_near(window, (at.at[0] - left, at.at[1] - top), self._read)
        name = _control_name(search.target)
        verdict = comparison.compared(then, now)
        if verdict in {"ticked already", "empty already"} and name:
            return already(name, on=verdict == "ticked already")
        return "" if verdict == "same" else _BOX_CHANGED

    def _why_label_differs(self, search: _Search, at: Sighting) -> str:
        """Return that the unknown control at a place is now a field with another label; empty otherwise."""
        target = search.target
        sample = search.recorded.sample
        if self._read is None or sample is None or target.kind or target.name:
            return ""
        then = comparison.field_label_at(sample.window, sample.at, self._read(sight.png(sample.window)))
        lines = self._read(search.frame.data) if then else ()
        now = comparison.field_label_at(search.picture, at.at, lines)
        if not then or not now or comparison.is_alike(then, now):
            return ""
        called = foreign(now, _LONGEST_NAME)
        before = foreign(then, _LONGEST_NAME)
        return Message("“{called}” is there instead of “{before}”.", called=called, before=before)

    def _point_in_text(self, sample: PlaceSample, picture: Gray, box: Box4, at: Sighting) -> Sighting | str:
        """Return the point of a text area that corresponds to the recorded one; a reason where the text differs.

        Below the text any row will do: a click there moves the caret to the end. To the right of a text, the row must
        have the same words.
        """
        if sample.box is None:
            return at
        then = sight.around(sample.at, sample.box)
        now = sight.around(at.at, box)
        row = sight.row_of(sample.at[1], sample.box)
        is_blank = sight.is_blank(sample.window, then)
        if is_blank and sight.is_blank(sample.window, row):
            rows = (at.at[1], *range(at.at[1], box[1] + box[3], _ROW_PX), box[1] + box[3] - _ROW_PX)
            end = box[1] + box[3] - _ROW_PX // 2
            free = (y for y in rows if sight.is_blank(picture, (*sight.row_of(y, box)[:3], end - y)))
            y = next((y for y in free if box[1] <= y < box[1] + box[3]), None)
            return _NO_LONGER_BLANK if y is None else replace(at, at=(at.at[0], y))
        if is_blank and not sight.is_blank(picture, now):
            return _NO_LONGER_BLANK
        parts = (row, sight.row_of(at.at[1], box)) if is_blank else (then, now)
        before = self._read_text(sight.cut(sample.window, parts[0]))
        after = self._read_text(sight.cut(picture, parts[1]))
        if comparison.is_alike(before, after, part=not is_blank) if before else not is_blank:
            return at
        before = foreign(before, _LONGEST_NAME)
        after = foreign(after, _LONGEST_NAME)
        return Message("It now says “{now}” instead of “{before}”.", now=after, before=before)

    def _why_click_misses(self, frame: Frame, at: ImagePoint, window: int | None) -> str | None:
        """Return why a click would miss the window, empty where the point is outside of it; None where it would hit."""
        top = _covering_window(frame, at, window)
        if top is None:
            return None
        title = foreign(self._describe(top).title, _LONGEST_NAME) if top else ""
        if title:
            return Message("“{title}” covers it.", title=title)
        return "" if top == 0 else _COVERED

    def _is_below_list(self, frame: Frame, at: ImagePoint, window: int | None) -> bool:
        """Return whether a list of the window's own program covers a point, while the window has the keyboard."""
        top = _covering_window(frame, at, window)
        if not top or window is None or frame.scene.focus != window:
            return False
        own = self._describe(window)
        above = self._describe(top)
        return own.pid is not None and above.pid == own.pid and not (above.title or above.dialog)


def _has_same_icon(search: _Search, candidate: _Candidate) -> bool:
    """Return whether a place that only its row and column identify shows what the recorded one showed.

    Columns may change places. What is turned on and off may look otherwise, and a name says more than an icon.
    """
    target = search.target
    sample = search.recorded.sample
    is_by_icon = target.kind in _ICON_KINDS and not target.name and bool(target.row)
    if not is_by_icon or sample is None or target.box is None:
        return True
    left, top, width, height = target.box
    place = (candidate.at.at[0] - sample.at[0] + left, candidate.at.at[1] - sample.at[1] + top, width, height)
    return sight.looks_alike(sample.window, target.box, search.picture, place)


def _is_alike_around(at: ImagePoint, before: Frame, after: Frame) -> bool:
    image = after.viewport.image
    part = sight.around((at.x, at.y), (0, 0, image.width, image.height))
    then, now = (sight.cut(sight.gray(frame.data), part) for frame in (before, after))
    return np.array_equal(then, now)


def _is_container(kind: str, name: str) -> bool:
    """Return whether a control says nothing about the places in it: a page, or a part of it without a name."""
    return kind == Role.DOCUMENT_WEB or (kind in _PARTS_OF_PAGES and not name)


def _different_control_message(named: NamedTarget | None, target: StepTarget) -> Message:
    """Return that another control is at the place: of another name, else of another row or kind."""
    now = _control_name(named)
    before = _control_name(target)
    is_elsewhere = bool(named and now == before and named.row) or comparison.is_cell(target)
    if is_elsewhere and target.row:
        return _not_in_row_message(target, Absent())
    if named and now == before:
        now = kind_name(named.role)
        before = target.kind
    return Message("“{called}” is there instead of “{before}”.", called=now, before=before)


def _locate_in_list(search: _Search) -> Located:
    """Return the step's control among the listed ones; of a name whose kind is unknown, only that several have it."""
    request = search.target.request
    if comparison.is_cell(search.target):
        request = replace(request, row="")  # what a sheet lists says nothing about its rows
    located = locate(request, search.listed)
    if search.target.kind or not any(control.role for control in search.listed):
        return located
    roles = [control.role for control in located.controls] if isinstance(located, Another) else []
    return located if len(set(roles)) < len(roles) else Absent()


def _located_in_row(search: _Search) -> Located | None:
    """Return the place of a control without a name: in its column, on the line with its row's words; None for all else.

    Programs draw boxes, icons and buttons into cells and rows, and report neither these nor a name for them.
    """
    target = search.target
    if target.box is None:
        return None
    viewport = search.frame.viewport
    screen = viewport.screen
    left = screen.x + (search.box[0] + target.box[0]) * screen.width // viewport.image.width
    width = max(1, target.box[2] * screen.width // viewport.image.width)
    height = max(1, target.box[3] * screen.height // viewport.image.height)
    return locate_in_row(target.request, Rect(left, 0, width, height), search.listed)


def _times_seen(search: _Search, box: Box, longer: Sequence[TextLine]) -> int:
    """Return how often the image in a box appears in the window, outside of lines that hold more than it."""
    image = (box.left, box.top, box.width, box.height)
    centres = [
        (left + box.width // 2, top + box.height // 2)
        for left, top in sight.places_seen(search.picture, image, search.box)
    ]
    wider = [box_of(line) for line in longer if line.width >= box.width + line.height]
    return sum(not any(line.holds(*centre) for line in wider) for centre in centres)


def _height_of_rows(places: Sequence[tuple[int, int]]) -> int:
    """Return how high the rows may be that hold places which look alike: no higher than these are apart."""
    gaps = [lower - upper for upper, lower in pairwise(sorted({top for _, top in places}))]
    return min([_HIGHEST_ROW_PX, *(gap for gap in gaps if gap >= _LOWEST_ROW_PX)])


def _read_controls(lines: Sequence[TextLine], window: Box4, title: str) -> list[ShownControl]:
    """Return the lines that were read in a window, without its title, as controls that can be located."""
    inside = [line for line in lines if comparison.is_inside(box_of(line), window)]
    return [
        ShownControl(line.text, "", Rect(line.left, line.top, line.width, line.height))
        for line in inside
        if line.top >= window[1] + _TITLE_PX or not reads_as(title, folded(line.text))
    ]


def _not_in_row_message(target: StepTarget, located: Located) -> Message:
    """Return why none of the controls with the step's name is its target."""
    if isinstance(located, Another) and located.is_in_row and not target.row:
        return _ambiguous_message(target, len(located.controls))
    if isinstance(located, Another) and located.is_in_row:
        return _several_rows_message(target)
    name = foreign(target.name, _LONGEST_NAME)
    row = foreign(target.row, _LONGEST_NAME)
    if not name:
        return Message("There is no row “{row}”.", row=row)
    if comparison.is_cell(target):
        return Message(
            "Cell “{name}” isn't in the row “{row}” now: change the address in the task's step, "
            "or leave out its row to go by the address alone.",
            name=name,
            row=row,
        )
    return Message("There is no “{name}” in the row “{row}”.", name=name, row=row)


def _several_rows_message(target: StepTarget) -> Message:
    return Message(
        "Several rows are now “{row}”, so it isn't certain which one is meant.",
        row=foreign(target.row, _LONGEST_NAME),
    )


def _ambiguous_message(target: StepTarget, count: int) -> Message:
    return Message(
        "{count} things are called “{name}”, and the recording doesn't tell which one.",
        count=count,
        name=foreign(target.name or target.beside, _LONGEST_NAME),
    )


def already(name: str, *, on: bool) -> str:
    """Return that a control has the state already that the step would give it."""
    return Message("“{name}” is already on.", name=name) if on else Message("“{name}” is already off.", name=name)


def _same_blank_point(search: _Search) -> tuple[int, int] | None:
    """Return the recorded point of an unresized window where the surroundings were blank and still are, else None.

    Such a place is for writing or drawing, and its control is unknown: some programs report only a text's container.
    """
    recorded = search.recorded
    sample = search.recorded.sample
    target = search.target
    is_identified = target.name or target.beside or (comparison.is_field(target) and not comparison.is_editor(target))
    is_path = len(recorded.place.points) > 1
    if (
        sample is None
        or search.is_resized
        or is_path
        or is_identified
        or target.kind in _REPORTED_KINDS - {"text field"}
    ):
        return None
    (x, y) = recorded.place.points[0]
    (left, top, width, height) = search.box
    then = sight.around((x, y), (0, 0, width, height))
    now = (left + then[0], top + then[1], *then[2:])
    is_blank = sight.is_blank(sample.window, then) and sight.is_blank(search.picture, now)
    return (left + x, top + y) if is_blank else None


def _point_in_box(recorded: RecordedPlace, box: Box4) -> Sighting:
    """Return the point at the same share of a control's box as recorded; the centre where that is unknown."""
    x, y = recorded.place.points[0]
    left, top, width, height = recorded.target.box if recorded.target and recorded.target.box else (x, y, 0, 0)
    is_inside = left <= x < left + width and top <= y < top + height
    across, down = ((x - left) / width, (y - top) / height) if is_inside else (0.5, 0.5)
    return Sighting((box[0] + int(box[2] * across), box[1] + int(box[3] * down)), "by its name")


def _point_by_name(search: _Search, before: Sequence[Match], current: Box) -> tuple[int, int]:
    """Return where the place is whose name is read in a box now, and was read `before` in the sample.

    A sign beside the name is found by its looks, if it's as far from the name as it was: others are the neighbour's.
    """
    sample = search.recorded.sample
    name = None if sample is None else _name_box(sample.at, before)
    if sample is None or name is None:
        return current.center
    x = _x_from_end(sample.at, name, current)
    seen = sight.point_on_line(sample, search.picture, comparison.reach_of(current), search.box)
    if seen is not None and abs(seen[0] - x) <= current.height:
        return seen
    is_beside = comparison.is_beside(sample.at[0], name) or not _is_blank_at(sample)
    return (x, current.center[1]) if is_beside else current.center


def _is_blank_at(sample: PlaceSample) -> bool:
    """Return whether nothing was drawn at the recorded place."""
    height, width = sample.window.shape[:2]
    return sight.is_blank(sample.window, sight.around(sample.at, (0, 0, width, height), _SIGN))


def _name_box(at: tuple[int, int], named: Sequence[Match]) -> Box | None:
    """Return where the name is read that is nearest to a place on its line."""
    boxes = [match.box for match in named if match.box.top <= at[1] < match.box.bottom]
    return min(boxes, key=lambda box: abs(box.center[0] - at[0]), default=None)


def _x_from_end(at: tuple[int, int], before: Box, current: Box) -> int:
    """Return the x of a place whose name is read in another box now: as far from the name's end on the other side.

    That end is the same whether a sign at the place is read as a part of the name or not.
    """
    scale = current.height / before.height
    if _SAME_SIZE[0] <= scale <= _SAME_SIZE[1]:
        scale = 1.0
    if at[0] < before.center[0]:
        return current.right - round((before.right - at[0]) * scale)
    return current.left + round((at[0] - before.left) * scale)


def _covering_window(frame: Frame, at: ImagePoint, window: int | None) -> int | None:
    """Return the window that covers a point, 0 where `window` isn't there; None where `window` is on top."""
    try:
        screen = frame.viewport.to_screen(at)
    except OffScreenError:
        return 0
    top = frame.scene.window_at(screen)
    if window is None or top == window:
        return None
    return top or 0 if any(part.id == window and part.box.contains(screen) for part in frame.scene.windows) else 0


def _control_name(what: StepTarget | NamedTarget | None) -> str:
    """Return the display name of a control, else the words beside it, else its kind."""
    if what is None:
        return ""
    kind = what.kind if isinstance(what, StepTarget) else kind_name(what.role)
    return foreign(what.name or what.beside or kind, _LONGEST_NAME)

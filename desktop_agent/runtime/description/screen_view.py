"""Describes the screen for a model in words, and after an act only what has changed.

The words name windows, the control with the keyboard, and what the programs of the changed windows report now and did
not before: controls, their states, and lines of text. The most relevant comes first, as much as fits. `untold` is the
part of the picture that has changed without any of these words: what a program draws, or does not report at all.

Everything that another program has written is quoted, cut, and in one line. Hidden and covered parts, private windows
and passwords are in no words, as `run/ports.py` requires it of the surroundings.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from desktop_agent.core.actions.action import Press
from desktop_agent.core.actions.describe import kind_of
from desktop_agent.core.controls.labels import WORDS, is_labelled, label_of
from desktop_agent.core.controls.locator import FIELD_KINDS, LONGEST_NAME
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ControlState, WindowContents
from desktop_agent.core.decisions.decision import Focus
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, ScreenPoint, Window
from desktop_agent.core.programs import WINDOW_MANAGERS, is_one_of
from desktop_agent.core.runs.turn import Reply
from desktop_agent.core.texts.message import foreign
from desktop_agent.model.profile import tokens_of_text
from desktop_agent.run.act.visibility import is_seen, windows_seen
from desktop_agent.run.inquiry import ScreenInquiry, region_of
from desktop_agent.run.ports import Surroundings
from desktop_agent.screen.captures.camera import REACH, TOLERATED
from desktop_agent.screen.captures.compare import changed_parts, patch, patch_alike, tiles_of
from desktop_agent.screen.captures.encode import part_picture
from desktop_agent.screen.captures.source import around_on_desktop, in_capture
from desktop_agent.screen.controls.listing import drawn_parts

MOST_TOKENS = 200  # of the words about changes, by our estimate, which is on the high side
_MOST_WINDOWS = 20
_MOST_CHANGES = 3
_MOST_LISTED = 3
_MOST_GONE = 4
_LONGEST_TEXT = 80
_MOST_IN_PART = 0.6  # of the screen: from there on the whole picture says more
_SMALLEST_DRAWN = 24 * 24  # pixels of a drawing that are worth a picture
_NARROWEST_LOOSE = 24  # pixels: wider than a scroll bar
_LEAST_MOVE = 8  # pixels of the desktop
_WINDOW_LIST = "list of the desktop"  # as Alt+Tab shows it
_LIST_ENDS = "It is still open: press enter to take what is marked in it, or escape."
_KEYBOARD_WITHIN_S = 0.3
_FIRST_KEYBOARD_WITHIN_S = 1.5  # while the bus of all programs is being connected
_CONTENTS_WITHIN_S = 2.5
_AGAIN_AFTER_S = (0.1, 0.3)  # a tree is a little later than its pixels
_ANY_KEY = Press(("shift",))  # which is asked about, and not pressed
# Of these there are many, and one more says little.
_ENTRIES = frozenset({Role.TABLE_CELL, Role.TABLE_ROW, Role.LIST_ITEM, Role.TREE_ITEM, Role.ICON, Role.LINK})
_OPPOSITES: Mapping[ControlState, str] = {
    "checked": "not checked",
    "selected": "not selected",
    "expanded": "collapsed",
    "editable": "read-only",
    "disabled": "enabled",
}


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A window in words: its name, and the full line about it."""

    name: str
    line: str
    is_menu: bool = False
    box: Rect = field(default=Rect(0, 0, 0, 0), compare=False)  # its visible part
    place: str = field(default="", compare=False)  # the corners of that part in the picture


@dataclass(frozen=True, slots=True)
class ScreenChanges:
    """What has changed, in words; `untold` is the changed part that they don't describe, None where there is none.

    `uncovered` are the parts that a window has left: it was closed, or is smaller, or elsewhere.
    """

    words: str
    untold: Rect | None = None
    uncovered: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A control or a line of text; two are the same if they have the same kind and words."""

    kind: str
    name: str
    states: frozenset[ControlState] = field(default=frozenset(), compare=False)
    box: Rect = field(default=Rect(0, 0, 0, 0), compare=False)
    is_entry: bool = field(default=False, compare=False)

    @property
    def words(self) -> str:
        """Return the item for a model: `check box “Red”`."""
        return f"{self.kind} “{foreign(self.name, _LONGEST_TEXT)}”"


class ScreenView:
    """Describes the screen, and after an act only the changes; for one session.

    Windows that are private, or not in the picture, are left out.
    """

    def __init__(self, inquiry: ScreenInquiry) -> None:
        self.inquiry = inquiry
        self._surroundings = inquiry.surroundings
        self._size = ""
        self._frame: Frame | None = None  # the one that was described last
        self._windows: dict[int, WindowLine] = {}  # that are seen
        self._known: Mapping[int, WindowLine] = {}  # all that were seen and are there
        self._contents: Mapping[int, WindowContents | None] = {}  # None: not reported in time
        self._items: dict[int, dict[Item, Item]] = {}  # of windows, those that are covered now among them
        self._drawn: dict[tuple[int, Rect], Pixels] = {}  # what windows draw, as it looked when all of it was visible
        self._keyboard = ""
        self._has_asked = False  # some program, so that the bus is connected

    async def overview(self, frame: Frame) -> str:
        """Return the picture's size, its windows, and what has the keyboard."""
        self._note(frame)
        self._contents = await self._contents_of(frame, changed_boxes(self._frame, frame) if self._frame else [])
        self._frame = frame
        focus = await self._focused_control(frame)
        self._keyboard = self._keyboard_line(frame, focus)
        self._compare_items(frame, focus)
        self._unreported_changes(frame, [])
        lines = [self._size, *(window.line for window in self._windows.values()), self._keyboard]
        if len(self._windows) > _MOST_WINDOWS:
            lines[_MOST_WINDOWS + 1 : -1] = ["… and more windows."]
        return "\n".join(filter(None, lines))

    async def changes(self, frame: Frame) -> ScreenChanges:
        """Return the changes since the last description; all of it where there was none."""
        before = self._frame
        if before is None:
            return ScreenChanges(await self.overview(frame))
        size = self._size
        known = self._known
        keyboard = self._keyboard
        self._note(frame)
        parts = changed_boxes(before, frame)
        self._contents = await self._contents_of(frame, parts)
        self._frame = frame
        focus = await self._focused_control(frame)
        self._keyboard = self._keyboard_line(frame, focus)
        items = self._compare_items(frame, focus)
        pressable = [item.box for item in items.new if item.kind != "text"]
        boxes = {item.id: item.box for item in frame.scene.windows}
        new_windows = [
            window
            for number, window in self._windows.items()
            if number not in known and not (window.is_menu and not _is_empty(boxes[number], pressable))
        ]
        stay = {number: window for number, window in self._known.items() if number in known and not window.is_menu}
        closed = [window.name for number, window in known.items() if number not in self._known and not window.is_menu]
        renamed = [window.name for number, window in stay.items() if known[number].name != window.name]
        placed = [
            f"{window.name} {window.place}"
            for number, window in stay.items()
            if number in self._windows and window.place and _has_moved(known[number].box, window.box)
        ]
        focused = frame.scene.focus or 0
        was_focused = before.scene.focus or 0
        is_switched = focused != was_focused and focused in known and was_focused in self._known
        in_front = self._windows.get(focused) if is_switched else None
        lines = [
            self._size if self._size != size else "",
            *(f"New: {window.line}" for window in new_windows[:_MOST_CHANGES]),
            *(f"Gone: window {name}" for name in closed[:_MOST_CHANGES]),
            *(f"Title now: window {name}" for name in renamed[:_MOST_CHANGES]),
            *(f"Place now: window {words}" for words in placed[:_MOST_CHANGES]),
            f"In front: window {in_front.name}" if in_front else "",
            self._keyboard if self._keyboard != keyboard else "",
        ]
        words = "\n".join(filter(None, lines))
        words = "\n".join(filter(None, (words, items.words(MOST_TOKENS - tokens_of_text(words)))))
        untold = [*self._unreported_changes(frame, parts), *self._undescribed_changes(before, frame, parts, pressable)]
        untold = untold if words else parts
        return ScreenChanges(words, Rect.union(*untold) if untold else None, uncovered_parts(before.scene, frame.scene))

    def _note(self, frame: Frame) -> None:
        self._size = size_of(frame)
        self._windows = dict(_windows(frame, self._surroundings))
        # A window that another one covers is not closed, and is not new when it is visible again.
        covered = {number: window for number, window in self._known.items() if frame.scene.has(number)}
        self._known = covered | self._windows

    async def _contents_of(self, frame: Frame, changed: Sequence[Rect]) -> Mapping[int, WindowContents | None]:
        """Return the contents of the windows that matter: of an unchanged one those that are known."""
        focus = frame.scene.focus
        visible = [number for number, window in self._windows.items() if not window.is_menu]
        asked = sorted(visible, key=lambda number: number != focus)[:_MOST_LISTED]
        known = {number: self._contents[number] for number in asked if number in self._contents}
        boxes = {number: [item.box for item in frame.scene.windows if item.id == number] for number in asked}
        stale = [
            number
            for number in asked
            if number not in known or any(box.intersection(part) for box in boxes[number] for part in changed)
        ]
        fresh = await asyncio.gather(
            *(self._window_contents(frame, number, known.get(number), is_new=number not in known) for number in stale)
        )
        return known | dict(zip(stale, fresh, strict=True))

    async def _window_contents(
        self, frame: Frame, window: int, before: WindowContents | None, *, is_new: bool
    ) -> WindowContents | None:
        contents: WindowContents | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_CONTENTS_WITHIN_S):
                contents = await self._surroundings.contents(frame, window)
                for pause_s in _AGAIN_AFTER_S if is_new or contents.is_reported else ():
                    if contents.is_reported and contents != before:
                        break
                    await asyncio.sleep(pause_s)
                    contents = await self._surroundings.contents(frame, window)
        return contents

    async def _focused_control(self, frame: Frame) -> Focus | None:
        """Return the control with the keyboard where it is seen; None where its program does not answer in time."""
        try:
            async with asyncio.timeout(_KEYBOARD_WITHIN_S if self._has_asked else _FIRST_KEYBOARD_WITHIN_S):
                focus = (await self._surroundings.target(frame, _ANY_KEY)).focus
        except TimeoutError:
            return None
        finally:
            self._has_asked = True
        return focus if focus and focus.box and is_seen(frame, focus.box, self._surroundings) else None

    def _keyboard_line(self, frame: Frame, focus: Focus | None) -> str:
        """Return the control with the keyboard in words, with its label and its visible text."""
        if focus is None or focus.box is None:
            return ""
        contents = self._contents.get(frame.scene.focus or 0) or WindowContents()
        is_short = is_labelled(focus.box)
        words = [(control.name, control.box) for control in contents.controls if control.role in WORDS]
        label = label_of(words, focus.box) if is_short else ""
        kind = kind_of(focus.role)
        if focus.name:
            named = f"{kind or 'control'} “{foreign(focus.name, LONGEST_NAME)}”"
        elif label:
            named = f"{kind or 'control'} beside “{foreign(label, LONGEST_NAME)}”"
        else:
            return f"Keyboard: {kind}" if kind else ""
        text = _text_in(contents, focus.box) if kind in FIELD_KINDS and is_short else ""
        shown = f" = “{foreign(text, _LONGEST_TEXT)}”" if text not in {"", focus.name.strip()} else ""
        return f"Keyboard: {named}{shown}"

    def _compare_items(self, frame: Frame, focus: Focus | None) -> _ItemChanges:
        """Note the contents of the windows; return what has changed since they were noted last."""
        changes = _ItemChanges()
        near = focus.box if focus else None
        front = self._front(frame)
        for number in sorted(self._contents, key=lambda number: number != front):
            contents = self._contents[number]
            if contents is None:
                continue
            before = self._items.get(number)
            items = {item: item for item in _items(contents, near)}
            covered = {item for item in before or () if frame.scene.window_at(item.box.middle) != number}
            part = changes.front if number == front else changes.elsewhere
            part.add(before or {}, items, covered, near.middle if near and before else None)
            self._items[number] = {item: item for item in covered} | items
        self._items = {number: items for number, items in self._items.items() if frame.scene.has(number)}
        return changes

    def _front(self, frame: Frame) -> int | None:
        """Return the window with the keyboard; where that is unknown, the topmost one."""
        if frame.scene.focus in self._contents:
            return frame.scene.focus
        return next((item.id for item in frame.scene.windows if item.id in self._contents), None)

    def _unreported_changes(self, frame: Frame, parts: Sequence[Rect]) -> list[Rect]:
        """Return the changed parts of windows whose programs report nothing there."""
        untold = list[Rect]()
        for number, contents in self._contents.items():
            above = list[Rect]()
            for item in frame.scene.windows:
                if item.id == number:
                    break
                above.append(item.box)
            own = [item.box for item in frame.scene.windows if item.id == number]
            for box in contents.drawn if contents is not None and contents.is_reported else own:
                visible = box.intersection(frame.viewport.screen)
                pieces = visible.without(*above) if visible else ()
                changed = [seen for part in parts for piece in pieces if (seen := part.intersection(piece))]
                if visible and tuple(pieces) == (visible,):
                    look = patch(frame.pixels, in_capture(visible, frame))
                    earlier = self._drawn.get((number, visible))
                    self._drawn[number, visible] = look
                    if earlier is not None:
                        changed = [] if patch_alike(earlier, look, 0) else changed or [visible]
                untold += [part for part in changed if part.width * part.height >= _SMALLEST_DRAWN]
        self._drawn = {key: look for key, look in self._drawn.items() if frame.scene.has(key[0])}
        return untold

    def _undescribed_changes(
        self, before: Frame, frame: Frame, parts: Sequence[Rect], pressable: Sequence[Rect]
    ) -> list[Rect]:
        """Return what is new beside the controls and texts that are described, and new menus without a new item."""
        old, new = ({item.id: item.box for item in shown.scene.windows} for shown in (before, frame))
        moved = [(old | new)[number] for number in old.keys() ^ new.keys()]
        menus = [new[number] for number in new.keys() - old.keys() if self._is_menu(number)]
        described = [item.box for items in self._items.values() for item in items]
        apart = [part for part in parts if part.without(*moved) == (part,)]
        beside = [changed for part in apart for changed in _changed_beside(before, frame, part, described)]
        return beside + [box for box in menus if _is_empty(box, pressable)]

    def _is_menu(self, number: int) -> bool:
        return number in self._windows and self._windows[number].is_menu


@dataclass(slots=True)
class _WindowChanges:
    """What has changed in windows: items in another state, new ones with the most relevant first, and lost ones."""

    now: list[tuple[Item, str]] = field(default_factory=list)  # an item and its new state
    new: list[Item] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)

    def add(
        self,
        before: Mapping[Item, Item],
        items: Mapping[Item, Item],
        covered: Container[Item],
        near: ScreenPoint | None,
    ) -> None:
        """Add the changes of one window; items that are covered now are not gone."""
        states = [(item, _new_state(before[item], item)) for item in items.values() if item in before]
        self.now += [(item, state) for item, state in states if state]
        self.new += sorted((item for item in items if item not in before), key=lambda item: _rank(item, near))
        self.gone += [item for item in before if item not in items and item not in covered]

    def states(self) -> Iterator[str]:
        """Yield each item in its new state."""
        yield from (f"{item.words} {state}" for item, state in self.now)

    def folded_states(self) -> Iterator[str]:
        """Yield the new states, several items of one kind together: `12 buttons disabled`."""
        counts = Counter((item.kind, state) for item, state in self.now)
        named = {(item.kind, state): item.words for item, state in self.now}
        for (kind, state), count in counts.items():
            yield f"{named[kind, state] if count == 1 else _several(count, kind)} {state}"


@dataclass(slots=True)
class _ItemChanges:
    """What has changed in the window with the keyboard, and in all others, of which less is reported."""

    front: _WindowChanges = field(default_factory=_WindowChanges)
    elsewhere: _WindowChanges = field(default_factory=_WindowChanges)

    @property
    def new(self) -> list[Item]:
        """Return the new items of all windows."""
        return self.front.new + self.elsewhere.new

    def words(self, most_tokens: int) -> str:
        """Return the changes in lines of at most so many tokens, with the number of those that don't fit."""
        gone = self.front.gone[:_MOST_GONE]
        gone_elsewhere = self.elsewhere.gone[: _MOST_GONE - len(gone)]
        entries = [
            *(("Now", words) for words in self.front.states()),
            *(("New", _with_states(item)) for item in self.front.new),
            *(("Gone", item.words) for item in gone),
            *(("Now elsewhere", words) for words in self.elsewhere.folded_states()),
            *(("New elsewhere", _with_states(item)) for item in self.elsewhere.new),
            *(("Gone elsewhere", item.words) for item in gone_elsewhere),
        ]
        left = most_tokens - tokens_of_text("… and 100 more: use find, read or look.")
        lines = dict[str, list[str]]()
        count = 0
        for head, words in entries:
            left -= tokens_of_text(f"{words}; ") + (0 if head in lines else tokens_of_text(f"{head}: "))
            if left < 0:
                break
            lines.setdefault(head, []).append(words)
            count += 1
        all_gone = len(self.front.gone) + len(self.elsewhere.gone)
        more = len(entries) - count + all_gone - len(gone) - len(gone_elsewhere)
        rest = [f"… and {more} more: use find, read or look."] if more else []
        return "\n".join((*(f"{head}: {'; '.join(words)}" for head, words in lines.items()), *rest))


def _items(contents: WindowContents, focus: Rect | None) -> Iterator[Item]:
    """Yield the controls with a name, and the lines of text that none of them has said, but for those of the focus.

    The states of several controls with the same kind and name are left out: it is unknown which has which.
    """
    fields = [control.box for control in contents.controls if kind_of(control.role) in FIELD_KINDS]

    def is_around_field(box: Rect) -> bool:
        return any(_is_around(box, field) for field in fields)

    used = {control.name.strip() for control in contents.controls if control.role not in _ENTRIES | WORDS}
    # A cell is called as what it holds.
    named = [
        control
        for control in contents.controls
        if (name := control.name.strip())
        and not (control.role in _ENTRIES and name in used)
        and not (control.role in WORDS and is_around_field(control.box))
    ]
    count = Counter((control.name.strip(), kind_of(control.role)) for control in named)
    for control in named:
        name = control.name.strip()
        kind = kind_of(control.role)
        states = frozenset(control.states) - {"focused"} if count[name, kind] == 1 else frozenset()
        yield Item(kind or "text", name, states, control.box, control.role in _ENTRIES)
    names = {control.name.strip() for control in named}
    for line in contents.texts:
        is_told = focus is not None and is_labelled(focus) and focus.contains(line.box.middle)
        is_told = is_told or is_around_field(line.box)
        if (text := _plain(line.text)) and text not in names and not is_told:
            yield Item("text", text, box=line.box)


def _text_in(contents: WindowContents, box: Rect) -> str:
    """Return the text in a field, without the line of a label that is around the field."""
    lines = (line for line in contents.texts if box.contains(line.box.middle) and not _is_around(line.box, box))
    return " ".join(filter(None, (_plain(line.text) for line in lines)))


def _is_around(line: Rect, field: Rect) -> bool:
    """Return whether a line is a label's with a field in it: Firefox reports what the field holds as a part of it."""
    is_beside = field.y <= line.middle.y < field.bottom
    return is_beside and line.x <= field.x and line.right >= field.right and line.width > field.width


def _plain(text: str) -> str:
    """Return a text without the signs that stand for embedded objects."""
    return text.replace("\ufffc", "").strip()


def _new_state(before: Item, after: Item) -> str:
    """Return the new state of an item in words; empty where it has not changed."""
    changed = [
        state if state in after.states else opposite
        for state, opposite in _OPPOSITES.items()
        if (state in after.states) != (state in before.states) and not (state == "selected" and "menu" in after.kind)
    ]
    return ", ".join(changed)


def _several(count: int, kind: str) -> str:
    """Return a number of items of one kind: `12 check boxes`."""
    return f"{count} {kind}{'es' if kind.endswith(('x', 'ch')) else 's'}"


def _with_states(item: Item) -> str:
    states = [state for state in _OPPOSITES if state in item.states and state != "editable"]
    return f"{item.words} {', '.join(states)}".rstrip()


def _rank(item: Item, near: ScreenPoint | None) -> tuple[bool, int]:
    """Order what can be pressed and read before entries of lists, and by distance from the keyboard's place."""
    at = item.box.middle
    return item.is_entry, abs(at.x - near.x) + abs(at.y - near.y) if near else 0


def changed_boxes(before: Frame, now: Frame) -> list[Rect]:
    """Return the parts of the desktop that look otherwise than before, a caret aside."""
    size = now.pixels.size
    screen = now.viewport.screen
    if before.viewport != now.viewport or before.pixels.size != size:
        return [screen]
    boxes, _ = changed_parts(before.pixels, now.pixels, np.zeros(tiles_of(size), dtype=bool))
    visible = (box for box in boxes if not patch_alike(patch(before.pixels, box), patch(now.pixels, box), TOLERATED))
    return [around_on_desktop(box, screen, size) for box in visible]


def _changed_beside(before: Frame, now: Frame, part: Rect, described: Sequence[Rect]) -> list[Rect]:
    """Return what has changed in a part of the desktop, and is drawn outside of these places."""
    if not any(part.intersection(box) for box in described):
        return [part] if min(part.width, part.height) >= _NARROWEST_LOOSE else []
    if before.pixels.size != now.pixels.size:
        return []
    framed = Rect(part.x - 1, part.y - 1, part.width + 2, part.height + 2)  # with the edges of what is filled
    looks = [(drawn, in_capture(drawn, now)) for drawn in drawn_parts(now, framed, described)]
    return [
        drawn for drawn, box in looks if not patch_alike(patch(before.pixels, box), patch(now.pixels, box), TOLERATED)
    ]


def uncovered_parts(before: Scene, now: Scene) -> tuple[Rect, ...]:
    """Return the parts of the desktop that windows have left since."""
    boxes = {item.id: [other.box for other in now.windows if other.id == item.id] for item in before.windows}
    return tuple(part for item in before.windows for part in item.box.without(*boxes[item.id]))


def _is_empty(box: Rect, places: Sequence[Rect]) -> bool:
    """Return whether none of these places lies in a box."""
    return not any(box.contains(place.middle) for place in places)


def unreported_picture(frame: Frame, untold: Rect) -> Frame:
    """Return the picture of the part that no words describe, with what is around it; all of it where it is large."""
    screen = frame.viewport.screen
    wide = Rect(untold.x - REACH, untold.y - REACH, untold.width + 2 * REACH, untold.height + 2 * REACH)
    part = wide.intersection(screen) or untold
    is_large = part.width * part.height > _MOST_IN_PART * screen.width * screen.height
    return frame if is_large else part_picture(frame, part)


def must_be_seen(message: Reply, *, has_points: bool) -> bool:
    """Return whether a model has to see the screen: it is asked to, the person took over, or a point wasn't pressed."""
    not_done = message.not_done
    if not_done is None:
        return False
    return not_done.must_look or not_done.why == "taken over" or (not_done.why == "failed" and has_points)


def size_of(frame: Frame) -> str:
    """Return the size of a picture in words."""
    size = frame.viewport.image
    return f"The picture is {size.width}x{size.height} pixels; (0, 0) is its top left."


def corners(frame: Frame, part: Rect) -> str:
    """Return the corners of a part of the desktop in pixels of the picture."""
    first, last = region_of(frame, part)
    return f"from ({first.x}, {first.y}) to ({last.x}, {last.y})"


def _windows(frame: Frame, surroundings: Surroundings) -> Iterator[tuple[int, WindowLine]]:
    """Yield the visible windows, topmost first; all parts of a window manager's own list of windows are one."""
    has_list = False
    for window, visible in windows_seen(frame, surroundings):
        place = corners(frame, visible)
        if window.title.lower() in {"", window.app.lower()} and is_one_of(window, WINDOW_MANAGERS):
            if not has_list:
                yield window.id, WindowLine(_WINDOW_LIST, f"Window {_WINDOW_LIST} {place}. {_LIST_ENDS}", box=visible)
            has_list = True
            continue
        name = f"“{foreign(window.title, LONGEST_NAME)}” ({foreign(window.app, LONGEST_NAME)})"
        keyboard = ", has the keyboard" if frame.scene.focus == window.id else ""
        line = f"{_kind(window)} {name} {place}{keyboard}"
        yield window.id, WindowLine(name, line, window.menu, visible, place)


def _has_moved(before: Rect, now: Rect) -> bool:
    """Return whether a window was moved or resized, and not only by the width of a frame."""
    pairs = ((before.x, now.x), (before.y, now.y), (before.right, now.right), (before.bottom, now.bottom))
    return any(abs(old - new) >= _LEAST_MOVE for old, new in pairs)


def _kind(window: Window) -> str:
    return "Menu of" if window.menu else "Window"

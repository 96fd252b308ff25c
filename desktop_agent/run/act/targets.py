"""The targets of the actions of an answer: looked up as soon as they are known, and remembered at their points.

The controls at these points, and the focus, are queried while the screen there is still what the model saw.

A control stays the same control when it is hovered, chosen, enabled or toggled, and when the answer itself has drawn
something next to it. So where the picture at a point has changed, its program is queried again: the control that it
names now has to be the one that it named when the model's picture was new.

One button of a list looks like the next. So for a control that is known by the words in its row, the program is
queried for these words each time, whatever the picture shows. Where a program names nothing, the strip on both sides
of the point distinguishes one row from the next. What is read there may be the answer's own work (`input_state.py`),
and is then compared with the picture in which it was found to be that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_agent.core.actions.action import Action, Click, Drag, HoldButton, Type, pressed_points, uses_keyboard
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import Case, Pasted, PointedObject, Target
from desktop_agent.core.errors import GeometryChangedError, OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint
from desktop_agent.policy.act import copies_for_sure, filled_selections
from desktop_agent.run.act.input_state import OwnText
from desktop_agent.run.ports import Camera, Selection, Surroundings

NAMED_WITHIN_S = 0.05
FIELD_WITHIN_S = 2.0  # of a text it has to be known whether it is a password before any of it is written down
KNOWN_WITHIN_S = 0.25  # what the rest of an answer would press, before the first of it is done
_AGAIN_WITHIN_S = 1.0
_READ_WITHIN_S = 4.0
_POLL_S = 0.05
_BESIDE = 32  # half the height of what is compared to both sides of a point where nothing is named, in screen units
_TALLEST = 128  # what is taller is no button or row, but holds them
_RING = 6  # how far beside its box a control's own focus ring or light is drawn
# As AT-SPI calls them.
_CHOSEN = frozenset(
    {Role.ICON, Role.LIST_ITEM, Role.TABLE_CELL, Role.TABLE_ROW, Role.TREE_ITEM, Role.PAGE_TAB, Role.ROW_HEADER}
)
_TEXTS = frozenset(
    {Role.ENTRY, Role.TEXT, Role.DOCUMENT_TEXT, Role.PARAGRAPH, Role.TERMINAL, Role.SPIN_BUTTON, Role.PASSWORD_TEXT}
)


@dataclass(frozen=True, slots=True)
class _Lookup:
    frame: Frame
    action: Action
    task: asyncio.Task[Target]


@dataclass(slots=True, eq=False)
class PictureControls:
    """The controls at the points of one picture, as they were while the screen was what it shows."""

    frame: Frame
    known: dict[ImagePoint, Target] = field(default_factory=dict)
    rows: dict[ImagePoint, str] = field(default_factory=dict)  # the words in the row of what was first named there
    parts: dict[ImagePoint, Rect] = field(default_factory=dict)  # what belongs to a point, further than is compared
    unnamed: set[ImagePoint] = field(default_factory=set)  # points of a window at which nothing is named
    own: dict[ImagePoint, Frame] = field(default_factory=dict)  # the picture after the answer's own work at a point
    keyboard: Target = field(default_factory=Target)  # what the last keys would go to


class Targets:
    """Finds the targets of an answer's actions, and remembers what was at each of their points; on the run's loop.

    A target is looked up as soon as its action is known. The sentence that announces the action and policy share one
    query to the program. A program that does not answer delays the sentence by `NAMED_WITHIN_S`; policy, which has its
    own patience, waits on for the same answer. While the model thinks, the likely programs are queried already:
    connecting the bus, building a tree, and waiting for a program that hangs cost their time then.

    An answer goes by the picture that the model saw, and by those in which names of controls were looked up since.
    """

    def __init__(self, surroundings: Surroundings, camera: Camera) -> None:
        self._surroundings = surroundings
        self._camera = camera
        self._lookup: _Lookup | None = None
        self._warming: asyncio.Task[None] | None = None
        self._pictures: list[PictureControls] = []
        self._questions: dict[ImagePoint, asyncio.Task[None]] = {}  # in the picture that the model saw
        self._waited = False
        self._is_copying_unsure = False  # an act since the last end may have copied, or done something else

    async def read_in_focus(self, frame: Frame, parts: Sequence[Rect] | None = None) -> Sequence[ShownControl]:
        """Return the lines that are read in the window of a picture that has the keyboard; none if that takes long.

        With `parts`, only those are that touch one of these parts of the desktop.
        """
        window = frame.scene.focus
        if window is None:
            return ()
        surroundings = self._surroundings
        try:
            async with asyncio.timeout(_READ_WITHIN_S):
                if parts is None:
                    return await surroundings.read(frame, window)
                return await surroundings.read_within(frame, window, parts)
        except TimeoutError:
            return ()

    def warm(self, frame: Frame) -> None:
        """Query the programs in a picture, in the background; not again while one of them has not answered."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._surroundings.warm(frame))
            self._warming.add_done_callback(ignore_result)

    async def quick_target(self, frame: Frame, action: Action) -> Target:
        """Begin a look, and return the target that is known within a moment: at least the window."""
        self.drop()
        task = asyncio.create_task(self._surroundings.target(frame, action))
        self._lookup = _Lookup(frame, action, task)
        await asyncio.wait({task}, timeout=NAMED_WITHIN_S)
        known = task.done() and not task.cancelled() and task.exception() is None
        return task.result() if known else self._surroundings.window(frame, action)

    async def target_when_answered(self, frame: Frame, action: Action) -> Target:
        """Begin a look, and return the target once the program has answered, or its time is over."""
        known = await self.quick_target(frame, action)
        if self._lookup is None or self._lookup.task.done():
            return known
        await asyncio.wait({self._lookup.task}, timeout=FIELD_WITHIN_S)
        task = self._lookup.task
        return task.result() if task.done() and not task.cancelled() and task.exception() is None else known

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return the target of an action: once from the look that was begun for it, then from new ones."""
        begun = self._lookup
        self._lookup = None
        if begun is not None and begun.frame is frame and begun.action == action:
            return await begun.task
        if begun is not None:
            _end(begun.task)
        return await self._surroundings.target(frame, action)

    async def pasted(self, selection: Selection) -> Pasted:
        """Return the content that a paste of a selection would insert."""
        return await self._surroundings.pasted(selection)

    async def await_copy(self) -> None:
        """Give the act before a moment for what it copies. Nothing is waited for between the last look and a press."""
        await self._surroundings.await_copy()

    async def begin_act(self, case: Case) -> None:
        """Note the start of an act: what the target's program copies from then on is the run's own."""
        copies = filled_selections(case)
        self._is_copying_unsure = self._is_copying_unsure or ("clipboard" in copies and not copies_for_sure(case))
        await self._surroundings.begin_act(case.target.window, copies)

    async def end_act(self, *, is_alone: bool) -> bool | None:
        """Note that the acts have had their effect; `is_alone`: no person was there meanwhile.

        Return whether each of them that copies has filled the clipboard; None where none does, or it is unknown.
        """
        have_copied = await self._surroundings.end_act(is_alone=is_alone)
        is_unsure = self._is_copying_unsure
        self._is_copying_unsure = False
        return None if is_unsure else have_copied

    def drop(self) -> None:
        """Cancel a look whose result was not used."""
        begun = self._lookup
        self._lookup = None
        if begun is not None:
            _end(begun.task)

    def close(self) -> None:
        """Cancel all looks."""
        self.drop()
        if self._warming is not None:
            _end(self._warming)

    def forget(self) -> None:
        """Drop what is known of the last answer, and cancel its queries."""
        for task in self._questions.values():
            task.cancel()
        self._pictures = []
        self._questions = {}
        self._waited = False

    def query_ahead(self, seen: Frame, actions: Iterable[Action]) -> None:
        """Start queries about the controls that an answer presses later, one query a point."""
        for at in (at for action in actions for at in pressed_points(action)):
            if at not in self._questions:
                task = asyncio.create_task(self._query(seen, at))
                self._questions[at] = task
                task.add_done_callback(ignore_result)

    async def await_queries(self) -> None:
        """Wait briefly for the queries that were started ahead, once: the next action may change the screen there."""
        waiting = [task for task in self._questions.values() if not task.done()]
        if waiting and not self._waited:
            self._waited = True
            await asyncio.wait(waiting, timeout=KNOWN_WITHIN_S)

    def note(self, seen: Frame, action: Action, target: Target) -> None:
        """Store the target of an action, if the screen there is what its picture shows; the first answer counts."""
        points = pressed_points(action)
        match action:
            case Drag() if points:
                self._note_target(seen, points[0], target)
                self._note_target(seen, points[-1], target.also or Target())
            case Click(at=at) | HoldButton(at=at) | Type(at=ImagePoint() as at):
                self._note_target(seen, at, target)
            case _ if uses_keyboard(action):
                self._controls_of(seen).keyboard = target
            case _:
                pass

    def has_keyboard_moved(self, seen: Frame) -> bool:
        """Return whether a program has given the keyboard to another control since the picture, by its own word."""
        focus = self._controls_of(seen).keyboard.focus
        return focus is not None and focus.moved

    def parts_for_keys(self, seen: Frame) -> list[Rect]:
        """Return the areas that must be unchanged before keys are sent: focus and pressed controls, else the window."""
        target = self._controls_of(seen).keyboard
        pressed = [hit.control.box for hit in (target, target.also) if hit and hit.control and hit.control.box]
        focus = target.focus
        if focus is None or focus.box is None:
            boxes = (item.box for item in seen.scene.windows if item.id == seen.scene.focus)
            # With no window in front, a window manager keeps the keyboard in one beside the screen.
            return [visible for box in boxes if (visible := box.intersection(seen.viewport.screen))]
        return [ringed(box) for box in (focus.box, *pressed)]

    def parts_beside(self, seen: Frame, at: ImagePoint) -> list[Rect]:
        """Return the area of a point that must be unchanged: its control, else the strip on both sides; at most one."""
        part = self._controls_of(seen).parts.get(at)
        return [] if part is None else [part]

    async def is_same(self, seen: Frame, at: ImagePoint) -> bool:
        """Return whether the program still names the control there that it named when the model's picture was new."""
        then = self._controls_of(seen).known.get(at)
        if then is None:
            return False
        try:
            async with asyncio.timeout(_AGAIN_WITHIN_S):
                now = await self._surroundings.target(seen, Click(at))
        except TimeoutError:
            return False
        point = seen.viewport.to_screen(at)
        if not _is_same(then, now) or not self._camera.same_window(seen, point):
            return False
        # A page can lay over a button what its tree does not report. In a field stands what was typed meanwhile.
        return not now.in_page or now.role in _TEXTS or self._camera.same_shapes(seen, point)

    async def note_own_work(self, seen: Frame, at: ImagePoint, own: OwnText) -> bool:
        """Return whether the row of a point is the answer's own work by now, and keep the picture that shows it.

        It is compared with the picture after the answer's last work there. Nothing is where a program names a control,
        then or now: its own word counts there.
        """
        picture = self._controls_of(seen)
        if question := self._questions.get(at):
            await asyncio.wait({question}, timeout=_AGAIN_WITHIN_S)
        if at not in picture.unnamed:
            return False
        now = self._camera.as_now(seen)
        try:
            async with asyncio.timeout(_AGAIN_WITHIN_S):
                target = await self._surroundings.target(now, Click(at))
                before = await self._surroundings.row(picture.own.get(at, seen), at)
                row = await self._surroundings.row(now, at)
        except TimeoutError:
            return False
        is_own = _is_unnamed(target) and own.explains_row(before, row)
        if not is_own or not self._camera.same_near(now, seen.viewport.to_screen(at)):
            return False
        picture.own[at] = now
        return True

    def looks_like_own_work(self, seen: Frame, at: ImagePoint) -> bool:
        """Return whether a point looks as in the picture in which it was the answer's own work."""
        shown = self._controls_of(seen).own.get(at)
        return shown is not None and self._camera.same_near(shown, seen.viewport.to_screen(at))

    async def is_in_same_row(self, seen: Frame, at: ImagePoint, *, restless: bool) -> bool:
        """Return whether the control there is still in its first row; True where no row was reported.

        Of a row that keeps changing, as a download's does, it's enough that its letters are the same. How long the
        program takes to answer is its own affair: what the screen shows is compared after that.
        """
        row = self._controls_of(seen).rows.get(at, "")
        until = time.monotonic() + _AGAIN_WITHIN_S
        while row:
            now = _row(await self._surroundings.target(seen, Click(at)))
            if now or time.monotonic() >= until:  # a busy program may not report it at once
                return now == row or (restless and bool(now) and _letters(now) == _letters(row))
            await asyncio.sleep(_POLL_S)
        return True

    def _controls_of(self, seen: Frame) -> PictureControls:
        """Return what is known of a picture, wherever the focus has moved since."""
        known = next((picture for picture in self._pictures if picture.frame.pixels is seen.pixels), None)
        if known is None:
            known = PictureControls(seen)
            self._pictures.append(known)
        return known

    async def _query(self, seen: Frame, at: ImagePoint) -> None:
        self._note_target(seen, at, await self._surroundings.target(seen, Click(at)))

    def _note_target(self, seen: Frame, at: ImagePoint, target: Target) -> None:
        picture = self._controls_of(seen)
        if row := _row(target):
            picture.rows.setdefault(at, row)
        if _is_unnamed(target):
            picture.unnamed.add(at)
        try:
            if part := _point_area(target, seen.viewport.to_screen(at)):
                picture.parts[at] = part
            if not _objects(target) or at in picture.known:
                return
            is_as_seen = self._camera.same_near(seen, seen.viewport.to_screen(at)) and all(
                self._camera.same_in(part, seen) for part in self.parts_beside(seen, at)
            )
        except (GeometryChangedError, OffScreenError):
            return
        if is_as_seen:
            picture.known[at] = target


def stays_when_pressed(target: Target) -> bool:
    """Return whether a first press there only chooses: of a row, an icon, a tab or a text, whatever colour they get.

    A page does what it likes with all but its texts.
    """
    return target.role in _TEXTS or (target.role in _CHOSEN and not target.in_page)


def ringed(box: Rect) -> Rect:
    """Return a control's box with what is drawn around it when it has the keyboard, or is lit."""
    return Rect(box.x - _RING, box.y - _RING, box.width + 2 * _RING, box.height + 2 * _RING)


def _point_area(target: Target, at: ScreenPoint) -> Rect | None:
    """Return the area that belongs to a point: its control, or the strip beside it where none is named."""
    control = target.control
    if control is None or control.source != "accessibility":
        window = target.place.box if target.place else None
        return window and window.intersection(Rect(window.x, at.y - _BESIDE, window.width, 2 * _BESIDE))
    is_small = control.box is not None and control.box.height <= _TALLEST
    return control.box if is_small and control.role not in _TEXTS else None


def ignore_result(task: asyncio.Task[Target] | asyncio.Task[None]) -> None:
    """Retrieve the unused result: asyncio would report an error that was never retrieved."""
    if not task.cancelled():
        task.exception()


def _objects(target: Target) -> tuple[PointedObject, ...]:
    return target.control.objects if target.control else ()


def _row(target: Target) -> str:
    return target.control.row if target.control else ""


def _is_unnamed(target: Target) -> bool:
    """Return whether a program has a window at a point, and names nothing there."""
    control = target.control
    return target.window is not None and (control is None or control.source != "accessibility")


def _letters(row: str) -> str:
    return "".join(filter(str.isalpha, row))


def _is_same(then: Target, now: Target) -> bool:
    same_window = then.window is not None and now.window is not None and then.window.id == now.window.id
    return same_window and _objects(then) == _objects(now) and then.site == now.site


def _end(task: asyncio.Task[Target] | asyncio.Task[None]) -> None:
    task.add_done_callback(ignore_result)
    task.cancel()

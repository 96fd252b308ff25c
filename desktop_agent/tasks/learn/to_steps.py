"""Steps made from a demonstration: plain words, anchors, variables, waits, and a final check. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

import cv2
import numpy as np

from desktop_agent.core.actions.action import Action, Click, Drag, Press, Scroll, Type, points_of
from desktop_agent.core.actions.describe import kind_of
from desktop_agent.core.controls.labels import label_of
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import ImagePoint, Pixels, Rect, ScreenPoint, Size
from desktop_agent.core.programs import what_runs
from desktop_agent.core.texts.message import visible
from desktop_agent.policy.roles import FIELDS, WRITING
from desktop_agent.screen.captures.compare import patch, scroll_distance
from desktop_agent.screen.controls.window import Control
from desktop_agent.tasks.learn.demonstration import (
    Clicked,
    DemonstratedAct,
    Demonstration,
    Dragged,
    PressedKeys,
    ScreenBefore,
    Scrolled,
    TypedWords,
)
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.writer import ShownAct, StepWriter, with_joined_acts
from desktop_agent.tasks.task import Step, StepPlace, StepTarget, StepWindow, quoted

_LONGEST_NAME = 80
_LONGEST_PROGRAM = 200  # as events cut it
_SLOW_MS = 3000  # after such a gap the person has waited for something
_LARGE = 0.4  # of a window: a larger object is no control, and its name doesn't identify a point in it
_SINGLE_LINE_PX = 60  # a higher field has many lines, and no label next to it
_PICTURES = "shown"
NOTCH_PX = 100  # as the input side counts a notch that can't be measured
_REACH = 400
_SURE = 0.8
_LINE_MARGIN_PX = 3  # by which a point on a line may be outside of its box
_SHORTEST = 4
_LONGEST = 60
_MEANINGFUL = re.compile(r"[^\W\d_]{3}")  # three letters on end


def to_steps(demonstration: Demonstration, title: str) -> StepBook:
    """Return the steps of a demonstration, each with a picture of its window."""
    shown = demonstration.acts
    writer = StepWriter()
    pictures = dict[str, bytes]()
    nexts = [*(act.before for act in shown[1:]), demonstration.end]
    acts = with_joined_acts(
        replace(_shown_act(act, after), number=n) for n, (act, after) in enumerate(zip(shown, nexts, strict=False))
    )
    earlier: ShownAct | None = None
    for act in acts:
        before = shown[act.number].before
        wait = _wait_step(earlier, act, shown) if earlier else None
        if wait is not None:
            writer.add_step(wait)
        earlier = act
        if before.picture and not (act.place and act.place.of_screen):
            picture = f"{_PICTURES}/{act.number + 1:04d}.png"
            pictures[picture] = before.picture
            act = replace(act, picture=picture)  # noqa: PLW2901 - the same act
        writer.add(act)
    check = _check_step(acts, demonstration) if acts else None
    if check is not None:
        writer.add_step(check)
    return StepBook(writer.task(title), pictures.get)


def _shown_act(act: DemonstratedAct, after: ScreenBefore) -> ShownAct:
    gesture = act.gesture
    before = act.before
    times = 1
    action: Action
    match gesture:
        case Clicked(at, button, count, held):
            action = Click(_point(at), button, count, held)
        case Dragged(at, to, _, held):
            action = Drag((_point(at), _point(to)), held)
        case Scrolled(at, held=held):
            right, down = pixels_scrolled(gesture, before, after)
            action = Scroll(_point(at), right, down, held)
        case TypedWords(text, secret):
            action = Type(text, secret=secret)
        case PressedKeys(keys, times):
            action = Press(keys)
        case _ as never:
            assert_never(never)
    secret_for = _secret_place(act) if isinstance(action, Type) and action.secret else ""
    points = points_of(action)
    return ShownAct(action, _window(before), _target(act, points), _place(points, before), "", times, secret_for)


def _secret_place(act: DemonstratedAct) -> str:
    """Return the place for which a secret is stored, quoted for a shell."""
    program = act.before.window.program if act.before.window else ""
    program_name = visible(program, _LONGEST_PROGRAM) if program.startswith("/") else "PROGRAM"
    return "SITE" if act.before.control.in_page else shlex.quote(program_name)


def _target(act: DemonstratedAct, points: Sequence[ImagePoint]) -> StepTarget | None:
    """Return an act's target: its name by its program, else by the text there; None where both are unknown."""
    control = act.before.control
    before = act.before
    kind = kind_of(control.role)
    box = _inside(control.box, before.box)
    name = _clean_name(control.name) if _is_small(control, before) or control.role in FIELDS else ""
    if not name and before.box is not None:
        if control.role in FIELDS:
            read = [(line.text, _box(line, 0)) for line in before.lines if line.score >= _SURE]
            name = _clean_name(label_of(read, Rect(*box))) if box and box[3] <= _SINGLE_LINE_PX else ""
        elif points and (control.in_page or control.role not in WRITING):
            at = points[0]
            name = _clean_name(words_at(before.lines, ScreenPoint(at.x - before.box.x, at.y - before.box.y)))
    if not name and not kind:
        return None
    is_own = bool(kind) or name == _clean_name(control.name)
    has_box = is_own and (_is_small(control, before) or control.role in WRITING)
    return StepTarget(kind, name, box if has_box else None, checked=control.checked)


def _is_small(control: Control, before: ScreenBefore) -> bool:
    if control.box is None or before.box is None:
        return bool(control.name)
    return control.box.width * control.box.height <= _LARGE * before.box.width * before.box.height


def _clean_name(name: str) -> str:
    single_line = " ".join(name.split())
    return single_line if len(single_line) <= _LONGEST_NAME and single_line.isprintable() else ""


def _inside(box: Rect | None, window: Rect | None) -> tuple[int, int, int, int] | None:
    visible_part = box.intersection(window) if box and window else None
    return (
        (visible_part.x - window.x, visible_part.y - window.y, visible_part.width, visible_part.height)
        if visible_part and window
        else None
    )


def _place(points: Sequence[ImagePoint], before: ScreenBefore) -> StepPlace | None:
    """Return the place in pixels of the window, or of the desktop if one of the points is outside of it."""
    for box, of_screen in ((before.box, False), (before.desktop, True)) if points else ():
        if box is not None and all(box.contains(ScreenPoint(at.x, at.y)) for at in points):
            inside = tuple((at.x - box.x, at.y - box.y) for at in points)
            return StepPlace(inside, Size(box.width, box.height), of_screen)
    return None


def _window(before: ScreenBefore) -> StepWindow | None:
    window = before.window
    if window is None or not (window.title or window.app):
        return None
    return StepWindow(" ".join(window.title.split()), " ".join(visible(what_runs(window), _LONGEST_PROGRAM).split()))


def _wait_step(earlier: ShownAct, act: ShownAct, shown: Sequence[DemonstratedAct]) -> Step | None:
    """Return a wait step before keys for the focused control, where another window came up, or after a long pause.

    It waits for a text that is new since the earlier act. None before an act with a place, which waits anyway.
    """
    if act.place or points_of(act.action):
        return None
    earlier_shown = shown[earlier.number]
    act_shown = shown[act.number]
    window_before = earlier_shown.before.window
    window = act_shown.before.window
    is_other_window = window is not None and (window_before is None or window_before.id != window.id)
    is_slow = act_shown.gesture.time_ms - earlier_shown.gesture.time_ms >= _SLOW_MS
    if not is_other_window and not is_slow:
        return None
    shown_texts = new_texts(earlier_shown.before.lines, act_shown.before.lines)
    texts = _not_typed(shown_texts, _typed([earlier, act]))
    title = " ".join((window.title if window else "").split())
    text = title if is_other_window and title in texts else next(iter(texts), "")
    if not text:
        return None
    return Step(f"wait for {quoted(text, braces=True)}", window=act.window)


def _check_step(acts: Sequence[ShownAct], demonstration: Demonstration) -> Step | None:
    """Return a check for a new text at the end: one that wasn't typed, else a typed one by its variable."""
    end = demonstration.end
    befores = [demonstration.acts[act.number].before for act in acts]
    of_window = [before for before in befores if before.window and end.window and before.window.id == end.window.id]
    fresh = new_texts([line for before in of_window or befores[-1:] for line in before.lines], end.lines)
    typed = [text.strip() for text in _typed(acts) if text.strip()]
    text = next(iter(_not_typed(fresh, typed)), "") or next((text for text in fresh if text in typed), "")
    return Step(f"check that {quoted(text, braces=True)} is visible", window=_window(end)) if text else None


def _not_typed(texts: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Return the texts that don't contain typed text, which may differ the next time."""
    words = [typed_text.strip().casefold() for typed_text in typed if typed_text.strip()]
    return [text for text in texts if not any(word in text.casefold() or text.casefold() in word for word in words)]


def _typed(acts: Sequence[ShownAct]) -> list[str]:
    return [act.action.text for act in acts if isinstance(act.action, Type)]


def _point(at: ScreenPoint) -> ImagePoint:
    return ImagePoint(at.x, at.y)


def pixels_scrolled(turn: Scrolled, before: ScreenBefore, after: ScreenBefore) -> tuple[int, int]:
    """Return by how many pixels the wheel scrolled to the right and down."""

    def pixels(notches: int, *, across: bool) -> int:
        measured_px = _measured_px(turn.at, before, after, across=across) if notches else None
        # A movement the other way, or none, wasn't scrolling by this wheel.
        return measured_px if measured_px and measured_px * notches > 0 else notches * NOTCH_PX

    return pixels(turn.dx, across=True), pixels(turn.dy, across=False)


def _measured_px(at: ScreenPoint, before: ScreenBefore, after: ScreenBefore, *, across: bool) -> int | None:
    before_pixels = _pixels(before)
    after_pixels = _pixels(after)
    if before_pixels is None or after_pixels is None or before.box is None or before_pixels.size != after_pixels.size:
        return None
    inside = ScreenPoint(at.x - before.box.x, at.y - before.box.y)
    around = Rect(0, 0, before_pixels.size.width, before_pixels.size.height).around(inside, _REACH)
    return (
        scroll_distance(patch(before_pixels, around), patch(after_pixels, around), across=across)
        if around.width
        else None
    )


def _pixels(moment: ScreenBefore) -> Pixels | None:
    if not moment.picture:
        return None
    rows = cv2.imdecode(np.frombuffer(moment.picture, np.uint8), cv2.IMREAD_COLOR)
    if rows is None:
        return None
    height, width = rows.shape[:2]
    return Pixels(Size(width, height), cv2.cvtColor(rows, cv2.COLOR_BGR2BGRA).tobytes())


def words_at(lines: Iterable[TextLine], at: ScreenPoint) -> str:
    """Return the line of text at a point of the picture; empty without one."""
    hits = [line for line in lines if line.score >= _SURE and _box(line, _LINE_MARGIN_PX).contains(at)]
    return min(hits, key=lambda line: line.width * line.height).text.strip() if hits else ""


def new_texts(before: Sequence[TextLine], after: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the lines that are new in `after`, those without digits first.

    A line with digits is often a time or a number that differs each time.
    """
    known_texts = {_folded(line.text) for line in before}
    fresh = [
        line.text.strip()
        for line in after
        if line.score >= _SURE and _SHORTEST <= len(line.text.strip()) <= _LONGEST and _MEANINGFUL.search(line.text)
    ]
    fresh = [text for text in dict.fromkeys(fresh) if not _is_known(_folded(text), known_texts)]
    return tuple(sorted(fresh, key=lambda text: any(map(str.isdigit, text))))


def _is_known(folded: str, known_texts: Iterable[str]) -> bool:
    """Return whether a line was there before, alone or within another line: readers split lines inconsistently."""
    return any(folded in known_text or known_text in folded for known_text in known_texts if known_text)


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _box(line: TextLine, margin: int) -> Rect:
    return Rect(line.left - margin, line.top - margin, line.width + 2 * margin, line.height + 2 * margin)

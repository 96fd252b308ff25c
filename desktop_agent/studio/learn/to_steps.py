"""Steps made from a demonstration: plain words, anchors, variables, waits, and a final check. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

import cv2
import numpy as np

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type, points_of
from desktop_agent.core.describe import kind_of
from desktop_agent.core.display_text import visible
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint, Size
from desktop_agent.core.labels import label_of
from desktop_agent.core.programs import what_runs
from desktop_agent.core.reading import TextLine
from desktop_agent.core.role import Role
from desktop_agent.policy.roles import FIELDS, WRITING
from desktop_agent.screen.compare import patch, scroll_distance
from desktop_agent.screen.window import Control
from desktop_agent.studio.learn.demonstration import (
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
from desktop_agent.tasks.steps.naming import TypedTexts, how_to_keep
from desktop_agent.tasks.steps.words import words_for
from desktop_agent.tasks.task import Step, StepPlace, StepTarget, StepWindow, Task, quoted

_LONGEST_NAME = 80
_LONGEST_PROGRAM = 200  # as events cut it
_MARK = "\x01"  # a placeholder for a text while its words are made
_SLOW_MS = 3000  # after such a gap the person has waited for something
_LARGE = 0.4  # of a window: a larger object is no control, and its name doesn't identify a point in it
_SINGLE_LINE_PX = 60  # a higher field has many lines, and no label next to it
_DATA = re.compile(r"\d|\S@\S|\.\w{2,5}$")  # numbers, dates, addresses, names of files
_PICTURES = "shown"
# A click there moves the caret; an unknown control counts if a text follows.
_TAKES_TEXT = WRITING | {"", Role.SPIN_BUTTON, Role.COMBO_BOX, Role.TABLE_CELL, Role.TERMINAL}
NOTCH_PX = 100  # as the input side counts a notch that can't be measured
_REACH = 400
_SURE = 0.8
_LINE_MARGIN_PX = 3  # by which a point on a line may be outside of its box
_SHORTEST, _LONGEST = 4, 60
_MEANINGFUL = re.compile(r"[^\W\d_]{3}")  # three letters on end


@dataclass(slots=True)
class _Making:
    """The steps so far, their pictures, and the names of their variables."""

    names: TypedTexts = field(default_factory=TypedTexts)
    steps: list[Step] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


def to_steps(demonstration: Demonstration, title: str) -> StepBook:
    """Return the steps of a demonstration, each with a picture of its window."""
    acts, making = joined(demonstration.acts, demonstration.end), _Making()
    for number, act in enumerate(acts):
        before = acts[number - 1] if number else None
        waited = _wait(before, act) if before else None
        if waited is not None:
            making.steps.append(making.names.marked(waited))
        _add(making, act)
    check = _check(acts, demonstration.end, making) if acts else None
    if check is not None:
        making.steps.append(check)
    task = Task(tuple(making.steps), title=title, variables=tuple(making.names.variables))
    return StepBook(task, making.pictures.get)


def _add(making: _Making, act: JoinedAct) -> None:
    target, action, marked, comments = _target(act), act.action, "", tuple[str, ...]()
    if isinstance(action, Type) and act.secret:
        name = making.names.secret(target)
        marked, comments = f"{{{{secret:{name}}}}}", (_how_to_set(name, act),)
    elif isinstance(action, Type):
        marked = _variable(making, action, target)
    if isinstance(action, Type) and marked:
        action = replace(action, text=_MARK)
    words = words_for(action, target) or words_for(action)
    place = _place(act)
    if words is None or (act.is_pointed and place is None):
        return
    text = words.replace(_MARK, marked)
    text = " ".join((text, str(act.times), "times")) if act.times > 1 else text
    about = target if act.is_pointed else None
    step = Step(text, window=_window(act.before), target=about, place=place, comments=comments)
    if act.before.picture and not (place and place.of_screen):
        step = replace(step, picture=f"{_PICTURES}/{len(making.steps) + 1:04d}.png")
        making.pictures[step.picture] = act.before.picture
    making.steps.append(making.names.marked(step))


def _variable(making: _Making, action: Type, target: StepTarget | None) -> str:
    """Return the variable for a text in a named field, or one that looks like data; empty for other texts."""
    is_data = "\n" not in action.text and (_DATA.search(action.text) is not None or bool(target and target.name))
    name = making.names.variable(action, target) if is_data else ""
    return f"{{{name}}}" if name else ""


def _how_to_set(name: str, act: JoinedAct) -> str:
    """Return a comment on how to store the value of a secret, which wasn't recorded."""
    program = act.before.window.program if act.before.window else ""
    program_name = visible(program, _LONGEST_PROGRAM) if program.startswith("/") else "PROGRAM"
    place = "SITE" if act.control.in_page else shlex.quote(program_name)
    return how_to_keep(name, place)


def _target(act: JoinedAct) -> StepTarget | None:
    """Return an act's target: its name by its program, else by the text there; None where both are unknown."""
    control, before = act.control, act.before
    kind, box = kind_of(control.role), _inside(control.box, before.box)
    name = _clean(control.name) if _is_small(control, before) or control.role in FIELDS else ""
    if not name and before.box is not None:
        if control.role in FIELDS:
            read = [(line.text, _box(line, 0)) for line in before.lines if line.score >= _SURE]
            name = _clean(label_of(read, Rect(*box))) if box and box[3] <= _SINGLE_LINE_PX else ""
        elif act.is_pointed and (control.in_page or control.role not in WRITING):
            at = points_of(act.action)[0]
            name = _clean(words_at(before.lines, ScreenPoint(at.x - before.box.x, at.y - before.box.y)))
    if not name and not kind:
        return None
    is_own = bool(kind) or name == _clean(control.name)
    has_box = is_own and (_is_small(control, before) or control.role in WRITING)
    return StepTarget(kind, name, box if has_box else None, checked=control.checked)


def _is_small(control: Control, before: ScreenBefore) -> bool:
    if control.box is None or before.box is None:
        return bool(control.name)
    return control.box.width * control.box.height <= _LARGE * before.box.width * before.box.height


def _clean(name: str) -> str:
    single_line = " ".join(name.split())
    return single_line if len(single_line) <= _LONGEST_NAME and single_line.isprintable() else ""


def _inside(box: Rect | None, window: Rect | None) -> tuple[int, int, int, int] | None:
    visible_part = box.intersection(window) if box and window else None
    return (
        (visible_part.x - window.x, visible_part.y - window.y, visible_part.width, visible_part.height)
        if visible_part and window
        else None
    )


def _place(act: JoinedAct) -> StepPlace | None:
    """Return an act's place in pixels of its window, or of the desktop if one of its points is outside."""
    points, before = points_of(act.action), act.before
    if not act.is_pointed or not points:
        return None
    for box, of_screen in ((before.box, False), (before.desktop, True)):
        if box is not None and all(box.contains(ScreenPoint(at.x, at.y)) for at in points):
            inside = tuple((at.x - box.x, at.y - box.y) for at in points)
            return StepPlace(inside, Size(box.width, box.height), of_screen)
    return None


def _window(before: ScreenBefore) -> StepWindow | None:
    window = before.window
    if window is None or not (window.title or window.app):
        return None
    return StepWindow(" ".join(window.title.split()), " ".join(visible(what_runs(window), _LONGEST_PROGRAM).split()))


def _wait(before: JoinedAct, act: JoinedAct) -> Step | None:
    """Return a wait step before keys for the focused control; None before an act with a place, which waits anyway."""
    is_changed = act.before.window is not None and before.before.window != act.before.window
    is_other_window = is_changed and (before.before.window is None or before.before.window.id != act.before.window.id)  # type: ignore[union-attr]
    is_slow = act.at_ms - before.at_ms >= _SLOW_MS
    if act.is_pointed or not (is_other_window or is_slow):
        return None
    fresh = new_texts(before.before.lines, act.before.lines)
    texts = _not_typed(fresh, _typed([before, act]))
    title = " ".join((act.before.window.title if act.before.window else "").split())
    text = title if is_other_window and title in texts else next(iter(texts), "")
    return Step(" ".join(("wait", "for", quoted(text, braces=True))), window=_window(act.before)) if text else None


def _check(acts: Sequence[JoinedAct], end: ScreenBefore, making: _Making) -> Step | None:
    """Return a check for a new text at the end: one that wasn't typed, else a typed one by its variable."""
    of_window = [
        act.before for act in acts if act.before.window and end.window and act.before.window.id == end.window.id
    ]
    fresh = new_texts([line for moment in of_window or [acts[-1].before] for line in moment.lines], end.lines)
    typed = [text.strip() for text in _typed(acts) if text.strip()]
    text = next(iter(_not_typed(fresh, typed)), "") or next((text for text in fresh if text in typed), "")
    words = " ".join(("check", "that", quoted(text, braces=True), "is", "visible"))
    return making.names.marked(Step(words, window=_window(end))) if text else None


def _not_typed(texts: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Return the texts that don't contain typed text, which may differ the next time."""
    words = [typed_text.strip().casefold() for typed_text in typed if typed_text.strip()]
    return [text for text in texts if not any(word in text.casefold() or text.casefold() in word for word in words)]


def _typed(acts: Sequence[JoinedAct]) -> list[str]:
    return [act.action.text for act in acts if isinstance(act.action, Type)]


@dataclass(frozen=True, slots=True)
class JoinedAct:
    """One act: its action in points of the desktop, the screen before it, and its control."""

    action: Action
    before: ScreenBefore
    control: Control
    times: int = 1
    secret: bool = False
    at_ms: int = 0

    @property
    def is_pointed(self) -> bool:
        """Return whether the act has a place; otherwise it goes to the focused control."""
        return not isinstance(self.action, Press) and not (isinstance(self.action, Type) and self.action.at is None)


def joined(acts: Iterable[DemonstratedAct], end: ScreenBefore) -> tuple[JoinedAct, ...]:
    """Return the acts of a demonstration, with a click into a field and the text after it as one act."""
    demonstrated = list(acts)
    nexts = [*(act.before for act in demonstrated[1:]), end]
    result: list[JoinedAct] = []
    before: DemonstratedAct | None = None
    for act, after in zip(demonstrated, nexts, strict=False):
        if isinstance(act.gesture, TypedWords) and before is not None and _is_into(before):
            result[-1] = _into(before, act.gesture, act.before)
        else:
            result.append(_act(act, after))
        before = act
    return tuple(result)


def _is_into(before: DemonstratedAct) -> bool:
    """Return whether a gesture only moved the caret for the text that follows."""
    gesture = before.gesture
    is_plain = isinstance(gesture, Clicked) and (gesture.button, gesture.count, gesture.held) == ("left", 1, ())
    return is_plain and before.before.control.role in _TAKES_TEXT


def _into(click: DemonstratedAct, typed: TypedWords, then: ScreenBefore) -> JoinedAct:
    control, at = click.before.control, click.gesture.at if isinstance(click.gesture, Clicked) else ScreenPoint(0, 0)
    control = control if control.name or control.role else then.control
    action = Type(typed.text, _point(at), secret=typed.secret)
    return JoinedAct(action, click.before, control, secret=typed.secret, at_ms=click.gesture.time_ms)


def _act(demonstrated: DemonstratedAct, after: ScreenBefore) -> JoinedAct:
    gesture, before = demonstrated.gesture, demonstrated.before
    times, secret = 1, False
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
    return JoinedAct(action, before, before.control, times, secret, gesture.time_ms)


def _point(at: ScreenPoint) -> ImagePoint:
    return ImagePoint(at.x, at.y)


def pixels_scrolled(turn: Scrolled, before: ScreenBefore, after: ScreenBefore) -> tuple[int, int]:
    """Return by how many pixels the wheel scrolled to the right and down."""
    right = _scrolled_px(turn, before, after, across=True) if turn.dx else 0
    down = _scrolled_px(turn, before, after, across=False) if turn.dy else 0
    return right, down


def _scrolled_px(turn: Scrolled, before: ScreenBefore, after: ScreenBefore, *, across: bool) -> int:
    notches = turn.dx if across else turn.dy
    measured_px = _measured_px(turn.at, before, after, across=across)
    # A movement the other way, or none, wasn't scrolling by this wheel.
    return measured_px if measured_px is not None and measured_px * notches > 0 else notches * NOTCH_PX


def _measured_px(at: ScreenPoint, before: ScreenBefore, after: ScreenBefore, *, across: bool) -> int | None:
    before_pixels, after_pixels = _pixels(before), _pixels(after)
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

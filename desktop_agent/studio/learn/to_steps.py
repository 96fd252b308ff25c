"""Makes a file of steps of what a person has shown: plain words, anchors, variables, waits, and a check. Pure."""

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
    Demonstration,
    Dragged,
    PressedKeys,
    ScreenBefore,
    Scrolled,
    ShownAct,
    TypedWords,
)
from desktop_agent.studio.steps.book import StepBook
from desktop_agent.studio.steps.naming import TypedTexts, how_to_keep
from desktop_agent.studio.steps.step import Step, StepFile, StepPlace, StepTarget, StepWindow, quoted
from desktop_agent.studio.steps.words import words_for

_LONGEST_NAME = 80
_LONGEST_PROGRAM = 200  # as events cut it
_MARK = "\x01"  # stands for a text while the words around it are made
_SLOW_MS = 3000  # after that long a person has waited for something
_LARGE = 0.4  # of a window: what is that large is no control, and its name says nothing of a point in it
_ONE_LINE_PX = 60  # what is higher takes many lines, and has no label beside it
_DATA = re.compile(r"\d|\S@\S|\.\w{2,5}$")  # numbers, dates, addresses, names of files
_PICTURES = "shown"
# A click there brings the caret; where nobody tells what is there, the text that follows does.
_TAKES_TEXT = WRITING | {"", Role.SPIN_BUTTON, Role.COMBO_BOX, Role.TABLE_CELL, Role.TERMINAL}
NOTCH_PX = 100  # as the input side counts a notch that cannot be measured
_REACH = 400
_SURE = 0.8
_AT_PX = 3  # a line that a point is on may begin so far from it
_SHORTEST, _LONGEST = 4, 60
_TELLING = re.compile(r"[^\W\d_]{3}")  # three letters on end


@dataclass(slots=True)
class _Making:
    """The steps so far, their pictures, and the names that were given."""

    names: TypedTexts = field(default_factory=TypedTexts)
    steps: list[Step] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


def to_steps(shown: Demonstration, title: str) -> StepBook:
    """Return the steps with their pictures, the window of each."""
    acts, making = joined(shown.acts, shown.end), _Making()
    for number, act in enumerate(acts):
        before = acts[number - 1] if number else None
        waited = _wait(before, act) if before else None
        if waited is not None:
            making.steps.append(making.names.marked(waited))
        _add(making, act)
    check = _check(acts, shown.end, making) if acts else None
    if check is not None:
        making.steps.append(check)
    file = StepFile(tuple(making.steps), title=title, variables=tuple(making.names.variables))
    return StepBook(file, making.pictures.get)


def _add(making: _Making, act: LearnedAct) -> None:
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
    """Return the variable for a text that may be another one each time: it has a field, or looks like data."""
    is_data = "\n" not in action.text and (_DATA.search(action.text) is not None or bool(target and target.name))
    name = making.names.variable(action, target) if is_data else ""
    return f"{{{{{name}}}}}" if name else ""


def _how_to_set(name: str, act: LearnedAct) -> str:
    """Return a comment that says how a secret gets its value, which was not kept."""
    program = act.before.window.program if act.before.window else ""
    known = visible(program, _LONGEST_PROGRAM) if program.startswith("/") else "PROGRAM"
    place = "SITE" if act.control.in_page else shlex.quote(known)
    return how_to_keep(name, place)


def _target(act: LearnedAct) -> StepTarget | None:
    """Return what an act is about: as its program calls it, else what can be read there."""
    control, before = act.control, act.before
    kind, box = kind_of(control.role), _inside(control.box, before.box)
    name = _clean(control.name) if _is_small(control, before) or control.role in FIELDS else ""
    if not name and before.box is not None:
        if control.role in FIELDS:
            read = [(line.text, _box(line, 0)) for line in before.lines if line.score >= _SURE]
            name = _clean(label_of(read, Rect(*box))) if box and box[3] <= _ONE_LINE_PX else ""
        elif act.is_pointed and (control.in_page or control.role not in WRITING):
            at = points_of(act.action)[0]
            name = _clean(words_at(before.lines, ScreenPoint(at.x - before.box.x, at.y - before.box.y)))
    if not name and not kind:
        return None
    is_own = bool(kind) or name == _clean(control.name)
    is_known = is_own and (_is_small(control, before) or control.role in WRITING)
    return StepTarget(kind, name, box if is_known else None, checked=control.checked)


def _is_small(control: Control, before: ScreenBefore) -> bool:
    if control.box is None or before.box is None:
        return bool(control.name)
    return control.box.width * control.box.height <= _LARGE * before.box.width * before.box.height


def _clean(name: str) -> str:
    one_line = " ".join(name.split())
    return one_line if len(one_line) <= _LONGEST_NAME and one_line.isprintable() else ""


def _inside(box: Rect | None, window: Rect | None) -> tuple[int, int, int, int] | None:
    shown = box.intersection(window) if box and window else None
    return (shown.x - window.x, shown.y - window.y, shown.width, shown.height) if shown and window else None


def _place(act: LearnedAct) -> StepPlace | None:
    """Return where an act goes: pixels of its window, or of the desktop where one of its points is outside."""
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


def _wait(before: LearnedAct, act: LearnedAct) -> Step | None:
    """Return what to wait for before keys that go to whatever has the keyboard; a place is waited for anyway."""
    came_up = act.before.window is not None and before.before.window != act.before.window
    is_other = came_up and (before.before.window is None or before.before.window.id != act.before.window.id)  # type: ignore[union-attr]
    is_slow = act.at_ms - before.at_ms >= _SLOW_MS
    if act.is_pointed or not (is_other or is_slow):
        return None
    fresh = come(before.before.lines, act.before.lines)
    texts = _unlike(fresh, _typed([before, act]))
    title = " ".join((act.before.window.title if act.before.window else "").split())
    text = title if is_other and title in texts else next(iter(texts), "")
    return Step(" ".join(("wait", "for", quoted(text, braces=True))), window=_window(act.before)) if text else None


def _check(acts: Sequence[LearnedAct], end: ScreenBefore, making: _Making) -> Step | None:
    """Return a check of what came last: of a text that was not typed, else of a typed one, by its variable."""
    of_window = [
        act.before for act in acts if act.before.window and end.window and act.before.window.id == end.window.id
    ]
    fresh = come([line for one in of_window or [acts[-1].before] for line in one.lines], end.lines)
    typed = [text.strip() for text in _typed(acts) if text.strip()]
    text = next(iter(_unlike(fresh, typed)), "") or next((one for one in fresh if one in typed), "")
    words = " ".join(("check", "that", quoted(text, braces=True), "is", "visible"))
    return making.names.marked(Step(words, window=_window(end))) if text else None


def _unlike(texts: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Return the texts that are not what was typed, which may be something else the next time."""
    words = [one.strip().casefold() for one in typed if one.strip()]
    return [text for text in texts if not any(word in text.casefold() or text.casefold() in word for word in words)]


def _typed(acts: Sequence[LearnedAct]) -> list[str]:
    return [act.action.text for act in acts if isinstance(act.action, Type)]


@dataclass(frozen=True, slots=True)
class LearnedAct:
    """One act: its action with points of the desktop, the moment before it, and the control that it is about."""

    action: Action
    before: ScreenBefore
    control: Control
    times: int = 1
    secret: bool = False
    at_ms: int = 0

    @property
    def is_pointed(self) -> bool:
        """Return whether it goes to a place; otherwise to whatever has the keyboard."""
        return not isinstance(self.action, Press) and not (isinstance(self.action, Type) and self.action.at is None)


def joined(acts: Iterable[ShownAct], end: ScreenBefore) -> tuple[LearnedAct, ...]:
    """Return the acts of a demonstration."""
    shown = list(acts)
    nexts = [*(one.before for one in shown[1:]), end]
    done: list[LearnedAct] = []
    before: ShownAct | None = None
    for one, after in zip(shown, nexts, strict=False):
        if isinstance(one.gesture, TypedWords) and before is not None and _is_into(before):
            done[-1] = _into(before, one.gesture, one.before)
        else:
            done.append(_act(one, after))
        before = one
    return tuple(done)


def _is_into(before: ShownAct) -> bool:
    """Return whether a gesture only brought the caret to where the text goes that follows."""
    gesture = before.gesture
    is_plain = isinstance(gesture, Clicked) and (gesture.button, gesture.count, gesture.held) == ("left", 1, ())
    return is_plain and before.before.control.role in _TAKES_TEXT


def _into(click: ShownAct, typed: TypedWords, then: ScreenBefore) -> LearnedAct:
    control, at = click.before.control, click.gesture.at if isinstance(click.gesture, Clicked) else ScreenPoint(0, 0)
    control = control if control.name or control.role else then.control
    action = Type(typed.text, _point(at), secret=typed.secret)
    return LearnedAct(action, click.before, control, secret=typed.secret, at_ms=click.gesture.time_ms)


def _act(one: ShownAct, after: ScreenBefore) -> LearnedAct:
    gesture, before = one.gesture, one.before
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
    return LearnedAct(action, before, before.control, times, secret, gesture.time_ms)


def _point(at: ScreenPoint) -> ImagePoint:
    return ImagePoint(at.x, at.y)


def pixels_scrolled(turn: Scrolled, before: ScreenBefore, after: ScreenBefore) -> tuple[int, int]:
    """Return by how many pixels the wheel went to the right and down."""
    right = _went(turn, before, after, across=True) if turn.dx else 0
    down = _went(turn, before, after, across=False) if turn.dy else 0
    return right, down


def _went(turn: Scrolled, before: ScreenBefore, after: ScreenBefore, *, across: bool) -> int:
    notches = turn.dx if across else turn.dy
    seen = _seen(turn.at, before, after, across=across)
    # What went the other way, or not at all though it was turned, was no scrolling by this wheel.
    return seen if seen is not None and seen * notches > 0 else notches * NOTCH_PX


def _seen(at: ScreenPoint, before: ScreenBefore, after: ScreenBefore, *, across: bool) -> int | None:
    one, other = _pixels(before), _pixels(after)
    if one is None or other is None or before.box is None or one.size != other.size:
        return None
    inside = ScreenPoint(at.x - before.box.x, at.y - before.box.y)
    around = Rect(0, 0, one.size.width, one.size.height).around(inside, _REACH)
    return scroll_distance(patch(one, around), patch(other, around), across=across) if around.width else None


def _pixels(moment: ScreenBefore) -> Pixels | None:
    if not moment.picture:
        return None
    rows = cv2.imdecode(np.frombuffer(moment.picture, np.uint8), cv2.IMREAD_COLOR)
    if rows is None:
        return None
    height, width = rows.shape[:2]
    return Pixels(Size(width, height), cv2.cvtColor(rows, cv2.COLOR_BGR2BGRA).tobytes())


def words_at(lines: Iterable[TextLine], at: ScreenPoint) -> str:
    """Return the line of text that a point of the picture is on; empty without one."""
    hits = [line for line in lines if line.score >= _SURE and _box(line, _AT_PX).contains(at)]
    return min(hits, key=lambda line: line.width * line.height).text.strip() if hits else ""


def come(before: Sequence[TextLine], after: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the lines that can be read now and could not before, the most telling first.

    A line with digits is often a time or a number that is another one each time.
    """
    known = {_folded(line.text) for line in before}
    fresh = [
        line.text.strip()
        for line in after
        if line.score >= _SURE and _SHORTEST <= len(line.text.strip()) <= _LONGEST and _TELLING.search(line.text)
    ]
    fresh = [text for text in dict.fromkeys(fresh) if not _was_there(_folded(text), known)]
    return tuple(sorted(fresh, key=lambda text: any(map(str.isdigit, text))))


def _was_there(folded: str, known: Iterable[str]) -> bool:
    """Return whether a line was there before, alone or within another one: readers cut lines now so and now so."""
    return any(folded in one or one in folded for one in known if one)


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _box(line: TextLine, margin: int) -> Rect:
    return Rect(line.left - margin, line.top - margin, line.width + 2 * margin, line.height + 2 * margin)

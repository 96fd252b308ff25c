"""Joins gestures to acts as a person would tell them: a click into a field and the text after it are one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from desktop_agent.policy.roles import WRITING
from desktop_agent.screen.window import Control
from desktop_agent.studio.learn.gesture import Clicked, Dragged, PressedKeys, Scrolled, TypedWords
from desktop_agent.studio.learn.moment import Moment, ShownAct
from desktop_agent.studio.learn.scrolled import pixels_scrolled

# A click there brings the caret; where nobody tells what is there, the text that follows does.
_TAKES_TEXT = WRITING | {"", "spin button", "combo box", "table cell", "terminal"}


@dataclass(frozen=True, slots=True)
class LearnedAct:
    """One act: its action with points of the desktop, the moment before it, and the control that it is about."""

    action: Action
    before: Moment
    control: Control
    times: int = 1
    secret: bool = False
    at_ms: int = 0

    @property
    def is_pointed(self) -> bool:
        """Tell whether it goes to a place; otherwise to whatever has the keyboard."""
        return not isinstance(self.action, Press) and not (isinstance(self.action, Type) and self.action.at is None)


def joined(acts: Iterable[ShownAct], end: Moment) -> tuple[LearnedAct, ...]:
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
    """Tell whether a gesture only brought the caret to where the text goes that follows."""
    gesture = before.gesture
    is_plain = isinstance(gesture, Clicked) and (gesture.button, gesture.count, gesture.held) == ("left", 1, ())
    return is_plain and before.before.control.role in _TAKES_TEXT


def _into(click: ShownAct, typed: TypedWords, then: Moment) -> LearnedAct:
    control, at = click.before.control, click.gesture.at if isinstance(click.gesture, Clicked) else ScreenPoint(0, 0)
    control = control if control.name or control.role else then.control
    action = Type(typed.text, _point(at), secret=typed.secret)
    return LearnedAct(action, click.before, control, secret=typed.secret, at_ms=click.gesture.time_ms)


def _act(one: ShownAct, after: Moment) -> LearnedAct:
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

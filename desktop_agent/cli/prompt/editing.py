"""An action as a person changes it at the terminal: its text in one line, its point as two numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_agent.core.actions import Action, points_of
from desktop_agent.core.decision import Question, Target
from desktop_agent.core.edited_action import edit_action, text_of
from desktop_agent.core.geometry import ImagePoint, Size
from desktop_agent.core.message import Message

LINE_BREAK = "⏎"
TEXT_PROMPT = Message(
    "Text instead ({line_break} is a line break; nothing leaves it as it is): ", line_break=LINE_BREAK
)
_POINT = re.compile(r"(\d{1,6})\s*[,; ]\s*(\d{1,6})")


def prompts(question: Question) -> tuple[str, ...]:
    """Return what is asked for, one line each: the text, the point, or both."""
    action, size = question.actions[0], question.frame.viewport.image
    text = () if text_of(action) is None else (TEXT_PROMPT,)
    if not points_of(action):
        return text
    return *text, Message(
        "Point instead, as x,y below {width},{height} (nothing leaves it as it is): ",
        width=size.width,
        height=size.height,
    )


def edited(question: Question, lines: tuple[str, ...]) -> Action | None:
    """Return the action with what was typed at the prompts; None where nothing is changed, or no point is there."""
    action, size = question.actions[0], question.frame.viewport.image
    told = iter(lines)
    before = text_of(action)
    words = next(told, "") if before is not None else ""
    place = next(told, "")
    at = _point(place, size)
    if place and at is None:
        return None
    changed = edit_action(action, words.replace(LINE_BREAK, "\n") if words else None, at)
    return None if changed == action else changed


def edited_question(question: Question, action: Action) -> Question:
    """Return the question about the action as it is now: nothing is known of what another point hits."""
    moved = points_of(action) != points_of(question.actions[0])
    target = Target(window=question.target.window) if moved else question.target
    return replace(question, actions=(action,), target=target, reasons=(), checks=())


def _point(words: str, size: Size) -> ImagePoint | None:
    found = _POINT.fullmatch(words)
    if found is None:
        return None
    at = ImagePoint(int(found[1]), int(found[2]))
    return at if at.x < size.width and at.y < size.height else None

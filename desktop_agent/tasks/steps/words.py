"""Conversion between a step's words and an act: the offline grammar, and more words for acts with a place. Pure.

The grammar refers to names that can be read on the screen. A recorded act has a place as well, so `click here` is
enough, a drag has its path, a wheel its pixels, and keys may be held down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeGuard, get_args

from desktop_agent.core.actions.action import (
    Action,
    Button,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    points_of,
)
from desktop_agent.core.actions.keys import key_name
from desktop_agent.core.controls.read_text import TextTarget
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.offline.grammar import KIND, understand
from desktop_agent.offline.plan.phrases import OpenQuote, Phrase, phrases
from desktop_agent.offline.plan.steps import ClickStep, DragStep, Plan, PressStep, TypeStep, Verb
from desktop_agent.tasks.steps.variables import filled_step
from desktop_agent.tasks.task import StepTarget, quoted

# The task text for a model that does one step in place of a recorded one.
BRIEF = (
    "Do one step of a longer task and nothing else: {text}. It's part of “{title}”. It was recorded earlier, and what "
    "it was recorded on can't be found anymore: {why} Do what it's meant to do on the screen as it is now, and say so "
    "when it's done. If it can't be done, say that it failed."
)
# The task text for a model that does a line which isn't a plain step.
WISH = (
    "Do one line of a longer task and nothing else: {text}. It's part of “{title}”. The lines before it are "
    "done. Say so when it's done. If it can't be done, say that it failed."
)
_SOMEWHERE = ImagePoint(0, 0)
_COUNTS = {"": 1, "double": 2, "triple": 3}
_HOW = {number: word for word, number in _COUNTS.items()}
_SPELLED = {'"': "quotedbl", "'": "apostrophe", "`": "grave", ",": "comma", ".": "period", ";": "semicolon",
            "!": "exclam", "+": "plus", ":": "colon", "-": "minus", "*": "asterisk"}  # fmt: skip
_AT = rf"(?:(?:on|at|over|to|into) )?(?:here|(?:the )?(?:{KIND} )?\x00(?P<name>\d+)\x00(?: {KIND})?)"
_HELD = r"(?: with (?P<held>[^\x00 ]+) held)?"
_WAY = r"(?P<n{0}>\d{{1,6}}) px (?P<way{0}>down|up|left|right)"
_BUTTON = r"(?:(?P<button>left|right|middle|back|forward)[ -])?"


@dataclass(frozen=True, slots=True)
class StepAct:
    """A step's act before its place is known; the points of `action` are placeholders.

    `name` is the control's name in the words; empty where they have none. `replaces`: what is in the field is selected
    before its text is typed.
    """

    action: Action
    times: int = 1
    name: str = ""
    replaces: bool = False

    @property
    def pointed(self) -> bool:
        """Return whether the act has a place; otherwise it goes to the focused control, or nowhere."""
        return bool(points_of(self.action))

    def actions_at(self, points: Sequence[ImagePoint]) -> tuple[Action, ...]:
        """Return the actions in order."""
        if self.replaces and isinstance(self.action, Type):
            return Click(points[0]), Press(("ctrl", "a")), replace(self.action, at=None)
        return (self.at(points),) * self.times

    def at(self, points: Sequence[ImagePoint]) -> Action:
        """Return the action at its place; an action without a place is unchanged."""
        action = self.action
        match action:
            case _ if not self.pointed:
                return action
            case Drag():
                return replace(action, path=tuple(points))
            case Click() | Move() | Scroll() | HoldButton() | ReleaseButton() | Type():
                return replace(action, at=points[0])
            case _:
                return action


def act_of(text: str) -> StepAct | None:
    """Return the act in a step's words, at one place or by keyboard; None where the screen has to be read.

    The words must be valid by `problem_of` in `lines.py`.
    """
    pieces = phrases(text)
    if isinstance(pieces, OpenQuote) or len(pieces) != 1:
        return None
    return act_beyond_grammar(pieces[0]) or _grammar_act(text)


def verb_of(text: str) -> Verb | None:
    """Return the offline planner's step for these words; None where it doesn't understand them."""
    plan = understand(text)
    return plan.steps[0].verb if isinstance(plan, Plan) and len(plan.steps) == 1 else None


def parts_of(text: str) -> tuple[str, ...]:
    """Return the words of the plain steps in a line, such as `type "Ada" and press enter`; else the line alone."""
    pieces = phrases(text)
    if isinstance(pieces, OpenQuote) or len(pieces) == 1:
        return (text,)
    plan = understand(text)
    return tuple(step.text for step in plan.steps) if isinstance(plan, Plan) and plan.steps else (text,)


def words_for(action: Action, target: StepTarget | None = None, *, replaces: bool = False) -> str | None:
    """Return a step's words for an act; None where there are none, such as for a look at the screen.

    `act_of` turns the words into the same act again, without its place.
    """
    named = f"{_kind_prefix(target)}{quoted(target.name, braces=True)}" if _has_name(target) else ""
    text = _act_words(action, named)
    if replaces and isinstance(action, Type):
        text = f"fill {named or 'here'} with {quoted(action.text, braces=True)}"
    act = act_of(filled_step(text, {})) if text else None
    # Words that would be read back differently, such as a key that opens a quotation, are left out.
    return text if act is not None and act.action == _without_place(action) else None


def words_to_start(program: str) -> str:
    """Return a step's words for starting a program by its name on the desktop."""
    return f"start program {quoted(program, braces=True)}"


def _act_words(action: Action, named: str) -> str:
    match action:
        case Click(_, button, count, keys):
            how = " ".join(filter(None, (button if button != "left" else "", _HOW.get(count, ""))))
            return f"{how} click {named or 'here'}{_held_words(keys)}".strip()
        case Move(_, keys):
            return f"move to {named or 'here'}{_held_words(keys)}"
        case Drag(_, keys):
            return f"drag {named or 'here'} to there{_held_words(keys)}"
        case Scroll(_, dx, dy, keys):
            down = "down" if dy > 0 else "up"
            right = "right" if dx > 0 else "left"
            ways = [f"{abs(dy)} px {down}"] if dy or not dx else []
            ways += [f"{abs(dx)} px {right}"] if dx else []
            return f"scroll {' and '.join(ways)} at {named or 'here'}{_held_words(keys)}"
        case HoldButton(_, button):
            return f"hold the {button} button at {named or 'here'}"
        case ReleaseButton(_, button):
            return f"release the {button} button at {named or 'here'}"
        case Type(text, at):
            words = f"type {quoted(text, braces=True)}"
            if at is None:
                return words
            return f"{words} into {named}" if named else f"{words} here"
        case Press(keys):
            return f"press {_chord_text(keys)}"
        case HoldKey(keys):
            return f"hold {_chord_text(keys)}"
        case ReleaseKey(keys):
            return f"release {_chord_text(keys)}"
        case Navigate(url):
            return f"go to {quoted(url, braces=True)}"
        case _:
            return ""


def act_beyond_grammar(phrase: Phrase) -> StepAct | None:
    """Return the act for words beyond the offline grammar; None for any other words."""
    for pattern, read in _PATTERNS:
        match = pattern.fullmatch(phrase.marked)
        if match:
            with suppress(UnknownKeyError):
                return read(match, phrase.quoted)
    return None


def _grammar_act(text: str) -> StepAct | None:
    match verb_of(text):
        case ClickStep(target, button, count):
            return StepAct(Click(_SOMEWHERE, button, count), name=target.text)
        case TypeStep(text=typed, into=None):
            return StepAct(Type(typed))
        case TypeStep(text=typed, into=TextTarget(text=name), replace=False):
            return StepAct(Type(typed, _SOMEWHERE), name=name)
        case DragStep(source):
            return StepAct(Drag((_SOMEWHERE,)), name=source.text)
        case PressStep(keys, times):
            return StepAct(Press(keys), times)
        case _:
            return None


def _click(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    count = _COUNTS[(match["count"] or "").casefold()]
    return StepAct(Click(_SOMEWHERE, _button(match), count, _keys(match["held"])), name=_name(match, texts))


def _move(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    return StepAct(Move(_SOMEWHERE, _keys(match["held"])), name=_name(match, texts))


def _drag(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    return StepAct(Drag((_SOMEWHERE,), _keys(match["held"])), name=_name(match, texts))


def _scroll(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    ways = {"down": 0, "up": 0, "right": 0, "left": 0}
    for pixels, way in ((match["n"], match["way"]), (match["n2"], match["way2"])):
        if way:
            ways[way.casefold()] += int(pixels)
    dx = ways["right"] - ways["left"]
    dy = ways["down"] - ways["up"]
    return StepAct(Scroll(_SOMEWHERE, dx, dy, _keys(match["held"])), name=_name(match, texts))


def _hold_button(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    holds = match["how"].casefold() == "hold"
    action: Action = (HoldButton if holds else ReleaseButton)(_SOMEWHERE, _button(match))
    return StepAct(action, name=_name(match, texts))


def _hold_key(match: re.Match[str], _: tuple[str, ...]) -> StepAct:
    return StepAct((HoldKey if match["how"].casefold() == "hold" else ReleaseKey)(_keys(match["keys"])))


def _type(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    return StepAct(Type(texts[int(match["v"])], _SOMEWHERE))


def _fill(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    return StepAct(Type(texts[int(match["v"])], _SOMEWHERE), name=_name(match, texts), replaces=True)


def _go(match: re.Match[str], texts: tuple[str, ...]) -> StepAct:
    return StepAct(Navigate(texts[int(match["v"])]))


def _name(match: re.Match[str], texts: tuple[str, ...]) -> str:
    return texts[int(match["name"])] if match["name"] else ""


def _button(match: re.Match[str]) -> Button:
    return next((each for each in get_args(Button) if each == (match["button"] or "").casefold()), "left")


def _keys(spelled: str | None) -> tuple[str, ...]:
    return tuple(key_name(part) for part in (spelled or "").split("+") if part)


def _chord_text(keys: Sequence[str]) -> str:
    return "+".join(_SPELLED.get(key, key) for key in keys)


def _held_words(keys: Sequence[str]) -> str:
    return f" with {_chord_text(keys)} held" if keys else ""


def _has_name(target: StepTarget | None) -> TypeGuard[StepTarget]:
    return target is not None and bool(target.name)


def _kind_prefix(target: StepTarget) -> str:
    """Return the kind and a blank if the grammar has a word for the kind, else an empty text."""
    return f"{target.kind} " if target.kind and verb_of(f'click {target.kind} "x"') else ""


def _without_place(action: Action) -> Action:
    """Return the action without its place, and without its way of entering text."""
    match action:
        case Drag():
            return replace(action, path=(_SOMEWHERE,))
        case Type(at=at):
            return Type(action.text, at and _SOMEWHERE)
        case Click() | Move() | Scroll() | HoldButton() | ReleaseButton():
            return replace(action, at=_SOMEWHERE)
        case _:
            return action


_ReadAct = Callable[[re.Match[str], tuple[str, ...]], StepAct]
_PATTERNS: tuple[tuple[re.Pattern[str], _ReadAct], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (rf"{_BUTTON}(?:(?P<count>double|triple)[ -])?click(?: on)? {_AT}{_HELD}", _click),
        (rf"move (?:the pointer )?{_AT}{_HELD}", _move),
        (rf"drag {_AT} to there{_HELD}", _drag),
        (rf"scroll {_WAY.format('')}(?: and {_WAY.format('2')})? {_AT}{_HELD}", _scroll),
        (rf"(?P<how>hold|release) (?:the )?{_BUTTON}button {_AT}", _hold_button),
        (r"(?P<how>hold|release) (?P<keys>[^\x00 ]+)", _hold_key),
        (r"type \x00(?P<v>\d+)\x00 here", _type),
        (rf"fill {_AT} with \x00(?P<v>\d+)\x00", _fill),
        (r"go to \x00(?P<v>\d+)\x00", _go),
    )
)

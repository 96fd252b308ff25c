"""“Approve text here”: a yes to text for as long as the keyboard is at the same place of a window that looks the same.

It is for windows whose program does not tell what has the keyboard: there a space or a line break may press a button,
and each text would be asked about. The place is the window, and the press that has put the keyboard there. The yes ends
with the window, where another window comes above it, and where anything is to be read in it that was neither there nor
typed; what reads like sending or like a yes has to look as it did, with its frame: a button that gets the keyboard is
drawn otherwise. A browser has to show the same address. A press of the space bar by itself is always asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop_agent.core.actions import Click, Press, Type
from desktop_agent.core.decision import Case, ReadLine, Reason
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.keys import is_return
from desktop_agent.core.programs import BROWSERS, OURSELVES, PASSWORD_KEEPERS, RUNNERS, is_one_of
from desktop_agent.policy.consequence_words import consequence, plain_name, says_yes, words_of
from desktop_agent.policy.effects import presses

RULE: Final = "unknown-effect"
_SAME_SPOT_PX = 4
_MARK = " *•●"  # what a title begins or ends with where something is not saved
# The frame of a button around its words; and the part of a browser's window that shows the address.
_FRAME_ACROSS, _FRAME_DOWN = 4, 0.8
_BAR_SHARE, _BAR_AT_LEAST = 6, 96
_PIECE = 3  # characters
_READ_RIGHT = 0.6  # the share of pieces that is read as it was typed


@dataclass(frozen=True, slots=True)
class KeyboardPlace:
    """A place of the keyboard, what text presses there besides letters, and what is to be read in the window."""

    window: Window
    led: Click | Press
    keys: frozenset[str]
    lines: tuple[ReadLine, ...]


def place_of(case: Case, led: Click | Press | None) -> KeyboardPlace | None:
    """Return the place that an action enters text at; None where that is known, or a yes could not last."""
    action, target, place = case.action, case.target, case.target.place
    if isinstance(action, Type) and action.at is not None:
        led = Click(action.at)
    enters = (isinstance(action, Type) and "\t" not in action.text) or (
        isinstance(action, Press) and is_return(action.keys)
    )
    hit = [one for one in (target, target.also) if one is not None]
    told = any(one.role or one.focus_role or one.window != target.window for one in hit)
    if led is None or not enters or told or case.held or case.checks or place is None or place.window.pid is None:
        return None
    if any(one.place is not None and one.place.ours for one in hit) or not place.lines:
        return None
    if is_one_of(place.window, RUNNERS | PASSWORD_KEEPERS | OURSELVES):
        return None
    keys = frozenset(key for key in ("enter", "space") if presses(case, key))
    return KeyboardPlace(place.window, led, keys, place.lines)


def may_last(reasons: tuple[Reason, ...]) -> bool:
    """Tell whether a yes is to nothing but that text may press something there."""
    return all(reason.rule == RULE for reason in reasons)


def is_within(now: KeyboardPlace, then: KeyboardPlace) -> bool:
    """Tell whether text goes to the same place as what a person has said yes to, and presses no more there."""
    one, other = now.window, then.window
    same_window = (one.id, one.pid, one.program) == (other.id, other.pid, other.program)
    same_title = one.title.strip(_MARK) == other.title.strip(_MARK)
    return same_window and same_title and now.keys <= then.keys and _led_alike(now.led, then.led)


def guarded(place: KeyboardPlace, box: Rect) -> tuple[Rect, ...]:
    """Return which parts of a window have to look as they did: what may be a button, and a browser's address."""
    buttons = tuple(_with_frame(line.box) for line in place.lines if _may_be_pressed(line.text))
    bar = Rect(box.x, box.y, box.width, min(box.height, max(box.height // _BAR_SHARE, _BAR_AT_LEAST)))
    return (*buttons, bar) if is_one_of(place.window, BROWSERS) else buttons


def new_in(now: KeyboardPlace, then: KeyboardPlace, typed: Iterable[str]) -> tuple[Rect, ...]:
    """Return where something neither stood there nor was typed; what is no letters does not count."""
    known = {piece for text in (*(line.text for line in then.lines), *typed) for piece in _pieces(text)}
    lines = (line for line in now.lines if _pieces(line.text))
    return tuple(line.box for line in lines if not _is_explained(line.text, known))


def _is_explained(text: str, known: set[str]) -> bool:
    if _may_be_pressed(text):  # wherever else the same words stand or were typed: this one may be a button
        return False
    pieces = _pieces(text)
    return sum(piece in known for piece in pieces) >= _READ_RIGHT * len(pieces)


def _may_be_pressed(text: str) -> bool:
    return bool(consequence(text)) or says_yes(text)


def _pieces(text: str) -> list[str]:
    """Return all runs of a few letters and digits, without spaces, which readers add and leave out."""
    plain = "".join(words_of(plain_name(text)))
    return [plain[at : at + _PIECE] for at in range(max(1, len(plain) - _PIECE + 1))] if plain else []


def _with_frame(box: Rect) -> Rect:
    down = round(box.height * _FRAME_DOWN)
    return Rect(box.x - _FRAME_ACROSS, box.y - down, box.width + 2 * _FRAME_ACROSS, box.height + 2 * down)


def _led_alike(one: Click | Press, other: Click | Press) -> bool:
    if isinstance(one, Click) and isinstance(other, Click):
        return abs(one.at.x - other.at.x) <= _SAME_SPOT_PX and abs(one.at.y - other.at.y) <= _SAME_SPOT_PX
    return one == other

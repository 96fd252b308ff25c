"""Reads an act: what a model asks for, one answer after the other, in words that the README of this folder explains."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.fakes.people.hands import Hands
from tests.fakes.servers.script import Item
from tests.hostile.routes.finder import find
from tests.hostile.routes.stage import Stage

_PLACE = re.compile(r'(?:"(?P<name>[^"]*)")?(?:\[(?P<role>[^]]+)\])?(?: ?(?P<dx>[+-]?\d+),(?P<dy>[+-]?\d+))?')
_WITH = re.compile(r"(?P<act>.+) with (?P<keys>[A-Z]+(?:\+[A-Z]+)*)")
_AT = {
    "click": {"type": "click", "button": "left"},
    "right": {"type": "click", "button": "right"},
    "middle": {"type": "click", "button": "wheel"},
    "back": {"type": "click", "button": "back"},
    "double": {"type": "double_click"},
    "triple": {"type": "triple_click"},
    "down": {"type": "mouse_down"},
    "up": {"type": "mouse_up"},
    "move": {"type": "move"},
}
_LOOK_S = 5.0

Turn = Callable[[], list[Item]]


class MissingError(Exception):
    """What an act names is not there."""


@dataclass(frozen=True, slots=True)
class Acts:
    """An act on a stage: what others do before, and the model's answers."""

    stage: Stage
    text: str

    def prepare(self) -> None:
        """Do what somebody else's hands do before the model looks."""
        for words in self._parts():
            if words.startswith("hand "):
                self._by_hand(words.removeprefix("hand "))

    def turns(self) -> list[Turn]:
        """Return the model's answers; `+` before an act puts it into the same answer as the one before."""
        turns: list[list[str]] = []
        for words in self._parts():
            if words.startswith("+ ") and turns:
                turns[-1].append(words.removeprefix("+ "))
            elif not words.startswith("hand "):
                turns.append([words])
        return [partial(self._together, words) for words in turns]

    def _together(self, words: list[str]) -> list[Item]:
        return [item for word in words for item in self._items(word)]

    def _parts(self) -> Iterator[str]:
        yield from (part for part in (one.strip() for one in self.text.split(" ; ")) if part and part != "-")

    def _items(self, words: str) -> list[Item]:
        verb, _, rest = words.partition(" ")
        if verb in {*_AT, "drag", "wheel"} and (read := _WITH.fullmatch(words)):
            return [{**item, "keys": _keys(read["keys"])} for item in self._items(read["act"])]
        if verb in _AT:
            return [{**_AT[verb], **self._xy(rest)}]
        match verb:
            case "drag":
                return [{"type": "drag", "path": [self._xy(place) for place in rest.split(" > ")]}]
            case "wheel":
                place, _, notches = rest.rpartition(" ")
                return [{"type": "scroll", **self._xy(place), "scroll_x": 0, "scroll_y": int(notches)}]
            case "press":
                return [{"type": "keypress", "keys": _keys(chord)} for chord in rest.split()]
            case "hold":
                return [{"type": "key_down", "keys": _keys(rest)}]
            case "letgo":
                return [{"type": "key_up", "keys": _keys(rest)}]
            case "type":
                return [{"type": "type", "text": self._text(rest)}]
            case "put":
                place, _, text = rest.partition(" | ")
                return [{"type": "point_and_type", **self._xy(place), "text": self._text(text)}]
            case "open":
                return [{"type": "navigate", "url": self._text(rest)}]
            case "wait":
                return [{"type": "wait", "ms": round(float(rest) * 1000)}]
        message = f"“{verb}” is no act"
        raise ValueError(message)

    def _text(self, text: str) -> str:
        return self.stage.filled(text).replace("\\n", "\n").replace("\\t", "\t").strip('"')

    def _xy(self, place: str) -> dict[str, int]:
        x, y = self.at(place)
        return {"x": x, "y": y}

    def at(self, place: str) -> tuple[int, int]:
        """Return where a place is on the screen."""
        read = _PLACE.fullmatch(self.stage.filled(place.strip().removeprefix("centre")))
        if read is None:
            message = f"“{place}” is no place"
            raise ValueError(message)
        dx = int(read["dx"] or 0)
        dy = int(read["dy"] or 0)
        if read["name"] is None and read["role"] is None:
            if not self.stage.is_there():
                raise MissingError(place)
            left, top, width, height = self.stage.frame()
            return (left + dx, top + dy) if read["dx"] else (left + width // 2, top + height // 2)
        found = self.stage.until(lambda: find(self.stage.display, read["name"] or "", read["role"] or ""), _LOOK_S)
        if found is None:
            raise MissingError(place)
        return found[0] + dx, found[1] + dy

    def _by_hand(self, words: str) -> None:
        verb, _, rest = words.partition(" ")
        hands = Hands(self.stage.display)
        match verb:
            case "press":
                hands.press(*rest.split())
            case "type":
                hands.type(self._text(rest))
            case "copy":
                hands.select(self._text(rest), "clipboard")
            case "click":
                hands.click(*self.at(rest))
            case "right":
                hands.click(*self.at(rest), button=3)
            case "window":
                self.stage.wait_for(rest)
            case "wait":
                time.sleep(float(rest))
            case _:
                message = f"hand {verb}"
                raise ValueError(message)


def _keys(chord: str) -> list[str]:
    """Return the keys of a chord; the plus key is written as it is typed: `+`, `CTRL++`."""
    return [*filter(None, chord.split("+")), *(["+"] if chord.endswith("+") else [])]

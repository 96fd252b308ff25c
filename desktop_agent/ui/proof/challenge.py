"""Proof by digits, where a person's clicks can't be recognised: type the four digits that only the card shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

DIGITS = 4
TRIES = 3
ChallengeResult = Literal["right", "wrong", "over"]


class Challenge:
    """One question's digits: new ones after each wrong try, and an end after `TRIES`; `draw` makes a number below."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self._draw = draw
        self._left = TRIES
        self.digits = self._new()

    def attempt(self, typed: str) -> ChallengeResult:
        """Judge an attempt."""
        if self._left <= 0:
            return "over"
        if "".join(typed.split()) == self.digits:
            self._left = 0
            return "right"
        self._left -= 1
        self.digits = self._new()
        return "wrong" if self._left else "over"

    def _new(self) -> str:
        return f"{self._draw(10**DIGITS):0{DIGITS}}"

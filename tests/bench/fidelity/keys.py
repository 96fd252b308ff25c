"""Chords: each spelling is pressed in a window that notes keys; the last key but modifiers must be the one meant."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.bench.fidelity.cells import Action, Cell, Judged
from tests.bench.fidelity.keyboard import Keyboard
from tests.bench.fidelity.spellings import ANYWHERE, EXPECTED, Spelled
from tests.fakes.fields import Field
from tests.fakes.waiting import wait_until

_WITHIN_S = 1.0
_MODIFIERS = ("shift", "control", "alt", "super", "meta", "hyper", "iso_level")
_ALSO = {"u+20ac": "eurosign"}  # the same character by another symbol
_ROWS = {24: "qwertyuiop", 38: "asdfghjkl", 52: "zxcvbnm", 10: "1234567890"}
# Where the keys lie, as X counts them, whatever the layout has on them.
_CODES = {sign: first + at for first, row in _ROWS.items() for at, sign in enumerate(row)}


@dataclass(frozen=True, slots=True)
class KeyCell:
    """One spelling under one layout."""

    field: Field
    keyboard: Keyboard
    spelled: Spelled
    layout: str
    locks: bool

    def prepare(self) -> None:
        """Set the keyboard and forget the keys before."""
        self.keyboard.become("us", locks=False)
        self.field.ask("empty")
        self.keyboard.become(self.layout, locks=self.locks)

    def actions(self) -> Iterator[Action]:
        """Ask for a click, so that the window has the keyboard and a refusal before is forgotten, and for the chord."""
        at = self.field.at()
        yield {"type": "click", "x": at.x - 20 + 7 * len(self.spelled) % 40, "y": at.y}
        self.field.ask("forget")
        yield {"type": "keypress", "keys": self.spelled if isinstance(self.spelled, str) else list(self.spelled)}

    def judge(self) -> Judged:
        """Compare what the window has seen with what was meant."""
        meant = EXPECTED[self.spelled]
        with suppress(AssertionError):  # it is told below what came
            wait_until(lambda: self._is(meant, self._last()), within_s=_WITHIN_S if meant else 0.2)
        last = self._last()
        if self._is(meant, last) if meant else not last:
            # A key that does not exist must be told: silence is wrong.
            return Judged("" if meant else "refused, as it should be")
        return Judged(f"meant {meant or 'no key'}, came {_words(last) or 'nothing'}")

    def _last(self) -> dict[str, Any]:
        notes = [note for note in self.field.seen("key") if not _name(note).startswith(_MODIFIERS)]
        return notes[-1] if notes else {}

    def _is(self, meant: str, note: dict[str, Any]) -> bool:
        if not meant or not note:
            return False
        *held, key = meant.split("+")
        by_code = bool(held) and note["code"] == _CODES.get(key)
        # Shift may be needed for the very character that is meant.
        others = set(note["held"]) - ({"shift"} if len(key) > 1 or "shift" not in held else set())
        return (_name(note) == key or by_code) and others == set(held) - ({"shift"} if len(key) > 1 else set())


def key_cells(
    field: Field, spellings: Iterable[Spelled], layouts: Iterable[str], keyboard: Keyboard, *, locks: bool
) -> Iterator[Cell]:
    """Yield a cell for each spelling under the first layout, and for a few under each further one."""
    for n, layout in enumerate(layouts):
        for spelled in spellings if n == 0 else ANYWHERE:
            one = KeyCell(field, keyboard, spelled, layout, locks)
            name = spelled if isinstance(spelled, str) else " ".join(spelled)
            yield Cell(*("keys", field.name, name, one.prepare, one.actions, one.judge), layout=layout, locks=locks)


def _name(note: dict[str, Any]) -> str:
    name = str(note["name"]).removeprefix("XF86").lower()
    return _ALSO.get(name, name)


def _words(note: dict[str, Any]) -> str:
    return "+".join([*note["held"], _name(note)]) if note else ""

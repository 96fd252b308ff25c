"""Texts: a click into the field and a text, under a layout and with the locks as they are; then the field is read.

Before each the person has copied and marked something, in three formats; afterwards both must be there as before, and
neither may be in the field. Where the field tells its text without a key being pressed, it is also read when the next
picture was taken: right only later is late.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as default

from tests.bench.fidelity.cells import Action, Cell, Judged
from tests.bench.fidelity.corpora import CORPORA
from tests.bench.fidelity.keyboard import Keyboard
from tests.fakes.copied import SECRETS, Copied, Formats
from tests.fakes.fields import Field
from tests.fakes.waiting import wait_until

_WITHIN_S = 4.0


@dataclass(slots=True)
class TextCell:
    """One text in one field."""

    field: Field
    text: str
    layout: str
    locks: bool
    keyboard: Keyboard
    copied: Copied
    turn: int
    _before: dict[str, Formats] = default(default_factory=dict)

    def prepare(self) -> None:
        """Empty the field by other hands, copy and mark something as the person, and set the keyboard."""
        self.keyboard.become("us", locks=False)
        wait_until(lambda: not self.field.ask("empty")["text"], f"an empty {self.field.name}")
        self._before = self.copied.renew()
        self.keyboard.become(self.layout, locks=self.locks)

    def actions(self) -> Iterator[Action]:
        """Ask for a click, each time a little beside the last, and for the text."""
        at = self.field.at()
        yield {"type": "click", "x": at.x - 20 + self.turn * 7 % 40, "y": at.y}
        yield {"type": "type", "text": self.text}

    def judge(self) -> Judged:
        """Compare the field and the selections with what they should be."""
        at_once = self.field.ask("text")["text"] if self.field.tells_at_once and not self.field.commit else self.text
        locks = bool(self.keyboard.locks())
        left = self.copied.formats()
        self.keyboard.become("us", locks=False)
        came = _plain(self.field.text_once(self.text, within_s=_WITHIN_S))
        wrong = "" if came == _plain(self.text) else difference(self.text, came)
        if locks != self.locks and not wrong:
            wrong = "the locks are not as before"
        return Judged(wrong, self._leak(came, left), late=not wrong and at_once != self.text)

    def _leak(self, came: str, left: dict[str, Formats]) -> str:
        leaks = [f"the person's {name} is in the field" for name, secret in SECRETS.items() if secret in came]
        for name, formats in self._before.items():
            lost = sorted(target for target, content in formats.items() if left[name].get(target) != content)
            if lost:
                leaks.append(f"{name} is not as before: {', '.join(lost)[:120]}")
        return "; ".join(leaks)


def text_cells(
    fields: Iterable[Field], layouts: Iterable[str], locks: Iterable[bool], keyboard: Keyboard, copied: Copied
) -> Iterator[Cell]:
    """Yield a cell for each text in each field, under each layout and state of the locks."""
    fields = [one for one in fields if one.takes_text]
    turn = 0
    for layout in layouts:
        for locked in locks:
            for where in fields:
                for name, text in CORPORA.items():
                    if where.one_line and "\n" in text:
                        continue  # there it means the Return key
                    turn += 1
                    one = TextCell(where, text, layout, locked, keyboard, copied, turn)
                    yield Cell(
                        *("text", where.name, name, one.prepare, one.actions, one.judge), layout=layout, locks=locked
                    )


def difference(meant: str, came: str) -> str:
    """Return in a few words where what came parts from what was meant."""
    at = next((n for n, (a, b) in enumerate(zip(meant, came, strict=False)) if a != b), min(len(meant), len(came)))
    return f"at {at} of {len(meant)}: meant {meant[at : at + 24]!r}, came {came[at : at + 24]!r} ({len(came)} in all)"


def _plain(text: str) -> str:
    """Return a text without what no field tells: tabs and blanks before a sheet's empty cells."""
    return "\n".join(line.rstrip("\t") for line in text.split("\n"))

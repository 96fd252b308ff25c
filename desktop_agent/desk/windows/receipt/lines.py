"""The groups and lines of a receipt without Qt: what each line says, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.desk.receipt.change import (
    DOCUMENTS,
    GROUPS,
    OUTSIDE,
    RUNS_LATER,
    ConflictAnswer,
    DeskChange,
)
from desktop_agent.desk.receipt.plan import answers_for
from desktop_agent.desk.receipt.wording import GROUP_HINTS, GROUP_WORDS, left_out_lines
from desktop_agent.desk.runs.receipts import DeskReceipt

LineGroup = Literal["documents", "outside", "runs-later", "settings", "hosts", "left-out"]
_HINTS: Final[Mapping[str, str]] = {
    **GROUP_HINTS,
    "hosts": Message("what was sent there can't be undone"),
    "left-out": Message("never applied"),
}
_WORDS: Final[Mapping[str, str]] = {
    **GROUP_WORDS,
    "hosts": Message("Network"),
    "left-out": Message("Excluded"),
}
_FOLDED: Final = frozenset[LineGroup]({"settings", "left-out"})


@dataclass(frozen=True, slots=True)
class ReceiptSection:
    """One group as displayed: its changes, or texts where nothing can be chosen."""

    group: LineGroup
    changes: tuple[DeskChange, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Return the number of lines."""
        return len(self.changes) or len(self.texts)

    @property
    def title(self) -> str:
        """Return the group's name with its number of lines and a hint."""
        hint = Message(" · {word}", word=tr(_HINTS[self.group])) if self.group in _HINTS else ""
        return f"{tr(_WORDS[self.group])} ({self.size:,}){hint}"

    @property
    def is_folded(self) -> bool:
        """Return whether the group is folded at first."""
        return self.group in _FOLDED

    @property
    def takes_all(self) -> bool:
        """Return whether one tick chooses all lines; changes that would run later are chosen one by one."""
        return bool(self.changes) and self.group != RUNS_LATER


@dataclass(slots=True)
class ReceiptChoice:
    """The person's choice so far: the changes to be taken over, and the answers to conflicts."""

    chosen: set[tuple[int, str]] = field(default_factory=set)
    answers: dict[tuple[int, str], ConflictAnswer] = field(default_factory=dict)
    on_conflict: ConflictAnswer = "keep-both"  # the answer of a tick

    @classmethod
    def proposed(cls, changes: tuple[DeskChange, ...], on_conflict: ConflictAnswer = "keep-both") -> ReceiptChoice:
        """Return the initial choice: all documents without a conflict."""
        chosen = {change.key for change in changes if change.group in {DOCUMENTS, OUTSIDE} and not change.conflict}
        return cls(chosen, on_conflict=on_conflict)

    def choose(self, change: DeskChange, *, wanted: bool) -> bool:
        """Choose a change, or not; False if that is impossible. A chosen conflict gets the answer `on_conflict`."""
        if not change.conflict:
            (self.chosen.add if wanted else self.chosen.discard)(change.key)
            return True
        if wanted and self.on_conflict not in answers_for(change):
            return False
        self.answer(change, self.on_conflict if wanted else "keep-mine")
        return True

    def answer(self, change: DeskChange, answer: ConflictAnswer) -> None:
        """Set the answer to a conflict."""
        self.answers[change.key] = answer
        (self.chosen.discard if answer == "keep-mine" else self.chosen.add)(change.key)

    def answer_to(self, change: DeskChange) -> ConflictAnswer:
        """Return the answer to a conflict."""
        return self.answers.get(change.key, "keep-mine")

    def of(self, changes: tuple[DeskChange, ...]) -> list[DeskChange]:
        """Return the chosen ones of these changes."""
        return [change for change in changes if change.key in self.chosen]


def sections_of(shown: DeskReceipt, home: Path) -> tuple[ReceiptSection, ...]:
    """Return the groups that aren't empty, in display order."""
    receipt = shown.receipt
    sections = [ReceiptSection(group, receipt.of(group)) for group in GROUPS]
    hosts = tuple(visible(host, len(host)) for host in shown.record.hosts)
    sections.append(ReceiptSection("hosts", texts=hosts))
    left_out = left_out_lines(receipt.left_out, shown.record.layers, home)
    sections.append(ReceiptSection("left-out", texts=tuple(map(tr, left_out))))
    return tuple(section for section in sections if section.size)

"""The groups and lines of a receipt without Qt: what each line says, and what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from desktop_agent.core.texts.message import Message, tr, visible
from desktop_agent.desk.receipt.change import (
    DOCUMENTS,
    GROUPS,
    OUTSIDE,
    RUNS_LATER,
    ConflictAnswer,
    DeskChange,
)
from desktop_agent.desk.receipt.change_set import ListedChanges
from desktop_agent.desk.receipt.plan import answers_for
from desktop_agent.desk.receipt.wording import GROUP_HINTS, SetWords, left_out_lines
from desktop_agent.record.desk_receipt import GROUP_WORDS

LineGroup = Literal["documents", "outside", "runs-later", "settings", "hosts", "left-out"]
_FOLDED: Final = frozenset[LineGroup]({"settings", "left-out"})


@dataclass(frozen=True, slots=True)
class ReceiptSection:
    """One group as displayed: its changes, or texts where nothing can be chosen."""

    group: LineGroup
    name: str
    hint: str = ""
    changes: tuple[DeskChange, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Return the number of lines."""
        return len(self.changes) or len(self.texts)

    @property
    def title(self) -> str:
        """Return the group's name with its number of lines and a hint."""
        hint = f" · {tr(self.hint)}" if self.hint else ""
        return f"{tr(self.name)} ({self.size:,}){hint}"

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
    def proposed(cls, changes: tuple[DeskChange, ...], words: SetWords) -> ReceiptChoice:
        """Return the initial choice: all documents without a conflict."""
        chosen = {change.key for change in changes if change.group in {DOCUMENTS, OUTSIDE} and not change.conflict}
        return cls(chosen, on_conflict=words.on_conflict)

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


def sections_of(listed: ListedChanges, home: Path, words: SetWords) -> tuple[ReceiptSection, ...]:
    """Return the groups that aren't empty, in display order."""
    receipt = listed.receipt
    left_out = tuple(map(tr, left_out_lines(receipt.left_out, listed.record.layers, home)))
    sections = (
        *(ReceiptSection(group, GROUP_WORDS[group], GROUP_HINTS.get(group, ""), receipt.of(group)) for group in GROUPS),
        ReceiptSection(
            "hosts",
            Message("Network"),
            Message("what was sent there can't be undone"),
            texts=tuple(visible(host, len(host)) for host in listed.record.hosts),
        ),
        ReceiptSection("left-out", words.left_out, words.left_out_hint, texts=left_out),
    )
    return tuple(section for section in sections if section.size)

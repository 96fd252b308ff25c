"""A set of changes as it is shown without Qt: its groups and lines, what can be chosen, and the page for a browser."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message, tr, visible
from desktop_agent.desk.receipt.change import (
    DOCUMENTS,
    GROUPS,
    OUTSIDE,
    RUNS_LATER,
    ConflictAnswer,
    DeskChange,
    TakeResult,
)
from desktop_agent.desk.receipt.change_set import ChangeSet, DeskChanges, ListedChanges, desk_changes, run_changes
from desktop_agent.desk.receipt.wording import (
    FINISH,
    GROUP_HINTS,
    SetWords,
    change_line,
    counted_changes,
    left_out_lines,
    refusal,
)
from desktop_agent.lib.paths import places
from desktop_agent.record.desk_receipt import GROUP_WORDS, Settlement
from desktop_agent.record.store import RunStore

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

    @classmethod
    def proposed(cls, changes: tuple[DeskChange, ...]) -> ReceiptChoice:
        """Return the initial choice: all documents without a conflict."""
        return cls({change.key for change in changes if change.group in {DOCUMENTS, OUTSIDE} and not change.conflict})

    def choose(self, change: DeskChange, *, wanted: bool) -> bool:
        """Choose a change, or not; False if that is impossible: only an answer chooses a conflict."""
        if change.conflict and wanted:
            return False
        (self.chosen.add if wanted else self.chosen.discard)(change.key)
        self.answers.pop(change.key, None)
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


_CHANGED = Message("The changes aren't what was shown any more. Look at them again.")


def receipt_form(desk: str, run: str) -> Mapping[str, object]:
    """Return what a browser shows of a desk's changes, or of those of a run that had none, with its digest.

    DeskError while the desk or the run goes on, or where there is nothing.
    """
    changes = _changes_of(desk, run)
    return _form(changes, changes.read())


def _changes_of(desk: str, run: str) -> ChangeSet:
    return desk_changes(desk) if desk else run_changes(RunStore(places().runs).find(run))


def _form(changes: ChangeSet, listed: ListedChanges) -> Mapping[str, object]:
    words = changes.words
    proposed = ReceiptChoice.proposed(listed.receipt.changes)
    home = Path.home()

    def line_of(change: DeskChange) -> Mapping[str, object]:
        line = change_line(change, listed.record.layers, home, words.kinds)
        return {
            "key": _key(change),
            "what": tr(line.what),
            "path": line.path,
            "notes": "; ".join(map(tr, filter(None, (line.size, *line.remarks)))),
            "conflict": bool(change.conflict),
            "chosen": change.key in proposed.chosen and not listed.cut_off,
            "may": not (change.conflict or listed.cut_off),  # which version stays is said at the computer
        }

    sections = [
        {
            "title": tr(section.title),
            "folded": section.is_folded,
            "lines": [*map(line_of, section.changes)],
            "texts": list(section.texts),
        }
        for section in sections_of(listed, home, words)
    ]
    # What was interrupted is finished before anything else, and what is listed here may be no part of it.
    has_choice = listed.receipt.changes and not listed.cut_off
    counted = tr(counted_changes(len(listed.receipt.changes))) if has_choice else ""
    form = {
        "desk": listed.record.id,
        "title": " ".join(filter(None, (tr(words.cut_off) if listed.cut_off else "", counted))),
        "sections": sections,
        "done": "",
        "apply": tr(words.apply_short),
        "discards": isinstance(changes, DeskChanges),
        "finish": tr(FINISH) if listed.cut_off else "",
    }
    return {**form, "digest": hashlib.sha256(json.dumps(form).encode()).hexdigest()}


def settle(act: Settlement, desk: str, run: str, digest: str, keys: Collection[str]) -> str:
    """Carry out an act on a set of changes, if it is what was shown, and return what came of it.

    Only `apply` takes chosen changes. What was interrupted is finished, and nothing else is done before.
    """
    changes = _changes_of(desk, run)
    listed = changes.read()
    words = changes.words
    if _form(changes, listed)["digest"] != digest or listed.cut_off != (act == "finish"):
        raise DeskError(_CHANGED)
    match act:
        case "apply":
            chosen = [change for change in listed.receipt.changes if _key(change) in keys and not change.conflict]
            return _outcome_text(words.applied, changes.apply(chosen), listed, words)
        case "finish":
            return _outcome_text(words.applied, changes.finish(), listed, words)
        case "discard" if isinstance(changes, DeskChanges):
            changes.discard()
            return tr(Message("Discarded. Your files are unchanged."))
        case "discard":
            raise DeskError(_CHANGED)


def _outcome_text(done: str, result: TakeResult, listed: ListedChanges, words: SetWords) -> str:
    refused = (tr(refusal(each, listed.record.layers, Path.home(), words)) for each in result.refused)
    text = tr(Message(done, changes=counted_changes(len(result.taken))))
    undo = tr(Message(words.undo_command, id=listed.record.id))
    return "\n".join((text, *refused, *([undo] if result.taken else [])))


def is_settled(desk: str, run: str) -> bool:
    """Return whether nothing is left to be decided; DeskError if that can't be read."""
    listed = _changes_of(desk, run).read()
    return not (listed.receipt.changes or listed.cut_off)


def _key(change: DeskChange) -> str:
    return f"{change.layer}:{change.path}"

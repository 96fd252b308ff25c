"""A set of changes as plain data, for a browser: what it shows, and what was chosen of exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.desk.receipt.change import DeskChange, TakeResult
from desktop_agent.desk.receipt.change_set import ChangeSet, DeskChanges, ListedChanges, desk_changes, run_changes
from desktop_agent.desk.receipt.lines import ReceiptChoice, sections_of
from desktop_agent.desk.receipt.wording import FINISH, SetWords, change_line, counted_changes, refusal
from desktop_agent.lib.paths import places
from desktop_agent.record.store import RunStore

Settlement = Literal["apply", "discard", "finish"]
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
    proposed = ReceiptChoice.proposed(listed.receipt.changes, words)
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
            return _outcome(words.applied, changes.apply(chosen), listed, words)
        case "finish":
            return _outcome(words.applied, changes.finish(), listed, words)
        case "discard" if isinstance(changes, DeskChanges):
            changes.discard()
            return tr(Message("Discarded. Your files are unchanged."))
        case "discard":
            raise DeskError(_CHANGED)


def _outcome(done: str, result: TakeResult, listed: ListedChanges, words: SetWords) -> str:
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

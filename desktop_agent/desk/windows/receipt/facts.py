"""All that is known of one line of a receipt, read off the disk: what it was, what it is, and how both differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import ConflictKind, DeskChange, EntryVersion
from desktop_agent.desk.receipt.difference import Difference, difference
from desktop_agent.desk.receipt.step import ConflictAnswer
from desktop_agent.desk.receipt.tell import told
from desktop_agent.desk.windows.receipt.picture import DecodedPicture, decoded
from desktop_agent.record.wording import counted, file_size

_CONFLICT_WORDS: Final[Mapping[ConflictKind, str]] = {
    "": "",
    "changed": "You have changed this while the desk was at work, and so has the desk.",
    "deleted": "You have deleted this while the desk was at work, and the desk has changed it.",
    "made": "You have made one of the same name while the desk was at work.",
    "unseen": "You have one of the same name already, which the desk did not see.",
    "folder-gone": "The folder that it was in is gone: you have deleted or moved it meanwhile.",
    "in-the-way": "Something of yours stands where its folder was, so it cannot be taken over.",
}
ANSWER_WORDS: Final[Mapping[ConflictAnswer, str]] = {
    "keep-mine": "Keep mine",
    "take-desk": "Take the desk’s",
    "keep-both": "Keep both",
}
ANSWER_MEANS: Final[Mapping[ConflictAnswer, str]] = {
    "keep-mine": "Yours stays as it is.",
    "take-desk": "Yours is kept for the undo, for 30 days.",
    "keep-both": "The desk’s gets a name of its own beside yours, with “(desk)” in it.",
}
_BOTH = "You have changed this while the desk was at work, and the desk has deleted or moved it."
_SAME = "What is in it is the same."
_BYTES = 1000


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What the pane on the right shows of a change; the texts are ours, and translated, or made visible."""

    change: DeskChange
    path: str
    facts: tuple[str, ...]
    difference: Difference
    before: DecodedPicture | None = None
    after: DecodedPicture | None = None


def conflict_words(change: DeskChange) -> str:
    """Return what a person and the desk both did with something; empty where there is no conflict."""
    is_gone = change.conflict == "changed" and change.kind in {"deleted", "moved", "trashed"}
    return _BOTH if is_gone else _CONFLICT_WORDS[change.conflict]


def facts_of(change: DeskChange, layers: tuple[DeskLayer, ...], home: Path) -> ChangeFacts:
    """Read what is known of a change; from any thread."""
    line = told(change, layers, home)
    found = difference(change, layers[change.layer])
    remarks = line.remarks[1:] if change.conflict else line.remarks
    facts = [tr(" · ".join((line.what, *remarks)))]
    if change.before:
        facts.append(tr(Message("Before: {before}", before=_version(change.before))))
    if change.after:
        facts.append(tr(Message("On the desk: {after}", after=_version(change.after))))
    if found.kind == "text" and found.before and found.after and not found.lines:
        found = replace(found, note=_SAME)
    before = after = None
    if found.kind == "pictures":
        before = decoded(found.before) if found.before else None
        after = decoded(found.after) if found.after else None
    return ChangeFacts(change, line.path, tuple(facts), found, before, after)


def _version(version: EntryVersion) -> str:
    at = datetime.fromtimestamp(version.mtime_ns / 10**9).astimezone()
    when = f"{at:%Y-%m-%d %H:%M}"
    if version.kind != "file":
        return when
    size = counted(version.size, "byte") if version.size < _BYTES else file_size(version.size)
    return f"{size}, {when}"

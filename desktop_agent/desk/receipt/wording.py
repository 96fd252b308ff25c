"""The wording of a receipt: names for changes, and lists of readable length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from desktop_agent.core.texts.message import Message, foreign, plural, template
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import (
    SHOWN_PATH,
    ChangeKind,
    ConflictAnswer,
    ConflictKind,
    DeskChange,
    LeftOut,
    LeftOutReason,
    RefusalReason,
    Refused,
)
from desktop_agent.record.wording import exact_size

MOVED_TO: Final = " → "
GROUP_HINTS: Final[Mapping[str, str]] = {
    "runs-later": Message("each must be approved separately"),
    "settings": Message("not applied unless you select them"),
}
ShownKind = ChangeKind | Literal["renamed"]
KIND_WORDS: Final[Mapping[ShownKind, str]] = {
    "new": Message("New"),
    "changed": Message("Changed"),
    "deleted": Message("Deleted"),
    "moved": Message("Moved"),
    "renamed": Message("Renamed"),
    "trashed": Message("To your trash"),
    "rights": Message("Rights"),
}
UNDO_WORDS: Final[Mapping[ShownKind, str]] = {
    "new": Message("Bring back"),
    "changed": Message("Restore"),
    "deleted": Message("Remove"),
    "moved": Message("Move back"),
    "renamed": Message("Rename back"),
    "trashed": Message("Remove"),
    "rights": Message("Restore rights"),
}


FINISH: Final = Message("Finish it")  # what was interrupted


@dataclass(frozen=True, slots=True)
class SetWords:
    """What the parts of a change set, and the acts on it, are called on all surfaces; some are templates."""

    title: str  # of the window
    heading: str
    plain_heading: str  # without a task
    column: str
    kinds: Mapping[ShownKind, str]
    left_out: str
    left_out_hint: str
    apply: str
    apply_short: str  # without a number
    apply_none: str
    applied: str
    is_kept: str  # after it was applied
    undo: str
    undo_name: str
    undo_command: str
    undone: str
    is_applied: str  # a part of it
    cut_off: str
    later: str
    before: str
    after: str
    after_title: str
    open_name: str
    answers: Mapping[ConflictAnswer, tuple[str, str]]  # and what each means; the first keeps the person's version
    kept_by: str
    open_hint: str  # for a file that can't be opened in a copy
    busy: str
    no_interrupted: str
    discarded: str
    failed: str  # nothing was applied
    failed_partly: str
    failed_hint: str
    undo_failed: str
    undo_failed_hint: str


DESK_WORDS: Final = SetWords(
    title=Message("Desktop Agent — Receipt"),
    heading=template("What the desk did for “{task}”"),
    plain_heading=Message("What the desk did"),
    column=Message("Changes made by the desk"),
    kinds=KIND_WORDS,
    left_out=Message("Excluded"),
    left_out_hint=Message("never applied"),
    apply=template("Apply {changes}"),
    apply_short=Message("Apply"),
    apply_none=Message("Apply the checked items"),
    applied=template("Applied: {changes}."),
    is_kept=Message("Your previous versions are kept for 30 days."),
    undo=Message("Undo"),
    undo_name=Message("Undo the takeover"),
    undo_command=template("Undo within 30 days: desktop-agent desk undo {id}"),
    undone=template("Undone: {changes}."),
    is_applied=Message("Some of this desk's changes have already been applied."),
    cut_off=Message("The takeover was interrupted."),
    later=Message("Decide later"),
    before=template("Before: {version}"),
    after=template("On the desk: {version}"),
    after_title=Message("On the desk"),
    open_name=Message("Open the desk’s version in my editor"),
    answers={
        "keep-mine": (Message("Keep mine"), Message("Yours stays unchanged.")),
        "take-desk": (Message("Take the desk’s"), Message("Yours is kept for 30 days so you can undo this.")),
    },
    kept_by=template("what it held is now in {place}, which isn't applied"),
    open_hint=Message("Apply it first, then open it yourself."),
    busy=template("Another program is already applying changes from desk {id}."),
    no_interrupted=template("There is no interrupted takeover from desk {id}."),
    discarded=template("The changes of desk {id} have already been discarded."),
    failed=template("Nothing was applied, and your files are unchanged: {reason}."),
    failed_partly=template("The changes couldn't be applied, and not all of them could be taken back: {reason}."),
    failed_hint=template("Fix the problem, then apply the changes from desk {id} again."),
    undo_failed=template("Not everything could be undone: {reason}."),
    undo_failed_hint=template("Fix the problem, then run “desktop-agent desk undo {id}” again."),
)
RUN_WORDS: Final = SetWords(
    title=Message("Desktop Agent — Undo file changes"),
    heading=template("What changed during “{task}”"),
    plain_heading=Message("What changed during the run"),
    column=Message("File"),
    kinds=UNDO_WORDS,
    left_out=Message("Without a copy"),
    left_out_hint=Message("can't be undone"),
    apply=template("Undo {changes}"),
    apply_short=Message("Undo"),
    apply_none=Message("Undo the checked changes"),
    applied=template("Undone: {changes}."),
    is_kept=Message("What was replaced or removed is kept for 30 days."),
    undo=Message("Redo"),
    undo_name=Message("Redo what was undone"),
    undo_command=template("Redo within 30 days: desktop-agent runs undo {id} --redo"),
    undone=template("Redone: {changes}."),
    is_applied=Message("Some of these changes have already been undone."),
    cut_off=Message("The undo was interrupted."),
    later=Message("Close"),
    before=template("Now: {version}"),
    after=template("Before the run: {version}"),
    after_title=Message("Before the run"),
    open_name=Message("Open the earlier version in my editor"),
    answers={
        "keep-mine": (Message("Keep mine"), Message("Yours stays unchanged.")),
        "take-desk": (Message("Undo it"), Message("Yours is kept for 30 days so you can undo this.")),
    },
    kept_by=template("what it held is now in {place}, which isn't undone"),
    open_hint=Message("Undo the change first, then open the file yourself."),
    busy=Message("Another program is already undoing the changes of this run."),
    no_interrupted=Message("No undo of this run was interrupted."),
    discarded=Message("The changes of this run can't be undone any more."),
    failed=template("Nothing was undone, and your files are unchanged: {reason}."),
    failed_partly=template("The changes couldn't be undone, and not all of them could be put back: {reason}."),
    failed_hint=template("Fix the problem, then run “desktop-agent runs undo {id}” again."),
    undo_failed=template("Not everything could be redone: {reason}."),
    undo_failed_hint=template("Fix the problem, then run “desktop-agent runs undo {id} --redo” again."),
)
_CONFLICT_WORDS: Final[Mapping[ConflictKind, str]] = {
    "": "",
    "changed": Message("you also changed it"),
    "deleted": Message("you've since deleted it"),
    "made": Message("you also created one with that name"),
    "unseen": Message("you have one with that name that the desk didn't see"),
    "folder-gone": Message("its folder no longer exists"),
    "in-the-way": Message("something else has replaced its folder"),
}
_REFUSAL_WORDS: Final[Mapping[RefusalReason, str]] = {
    "changed": Message("it has since changed"),
    "exists": Message("a file with that name now exists"),
    "folder": Message("its folder no longer exists"),
    "no-access": Message("the system doesn't allow it"),
    "shown": Message("it no longer matches what was shown"),
    "conflict": Message("you also changed it"),
    "waits": Message("it must be approved separately"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of a receipt: the kind of change, its place, and remarks; all in our own wording."""

    what: str
    path: str  # made visible, with where it was before
    size: str
    remarks: tuple[str, ...]
    is_conflict: bool = False
    places: tuple[str, ...] = ()  # where it was before, if elsewhere, and where it is


def change_line(
    change: DeskChange, layers: Sequence[DeskLayer], home: Path, words: Mapping[ShownKind, str] = KIND_WORDS
) -> ChangeLine:
    """Return the line for a change; `words` name its kind."""
    keys = (change.old_place, change.key) if change.origin else (change.key,)
    places = [shown_path(layers[layer], path, home) for layer, path in keys]
    remarks = [*((_CONFLICT_WORDS[change.conflict],) if change.conflict else ()), *change.notes]
    version = change.after or change.before
    is_folder = version is not None and version.kind == "folder"
    if change.files != 1 or (is_folder and change.kind in {"deleted", "moved", "trashed"}):
        remarks.insert(
            0, Message("{files} in it", files=plural("{count:,} file", "{count:,} files", count=change.files))
        )
    size = exact_size(change.after.size) if change.after and change.after.kind == "file" else ""
    slash = "/" if is_folder or (change.parts and change.kind == "moved") else ""
    places[-1] += slash
    path = MOVED_TO.join(places)
    what = words[shown_kind(change)]
    return ChangeLine(what, path, size, tuple(remarks), is_conflict=bool(change.conflict), places=tuple(places))


def shown_kind(change: DeskChange) -> ShownKind:
    """Return the kind of a change for display: a move within a folder is a rename."""
    layer, origin = change.old_place
    is_rename = change.kind == "moved" and (layer, _folder_of(origin)) == (change.layer, _folder_of(change.path))
    return "renamed" if is_rename else change.kind


def counted_changes(number: int) -> str:
    """Return a number of changes in words."""
    return plural("{count:,} change", "{count:,} changes", count=number)


def shown_path(layer: DeskLayer, path: str, home: Path) -> str:
    """Return a path for display, relative to the home, with control characters made visible."""
    full_path = layer.lower / path
    text = f"~/{full_path.relative_to(home)}" if full_path.is_relative_to(home) else str(full_path)
    return foreign(text.removesuffix("/."), SHOWN_PATH)


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def left_out_lines(left_out: Sequence[LeftOut], layers: Sequence[DeskLayer], home: Path) -> Iterator[str]:
    """Yield a line for each kind of left-out entry; hidden, lost and unsaved ones get a line each."""
    counts = defaultdict[LeftOutReason, int](int)
    for entry in left_out:
        if entry.reason == "hidden":
            yield Message(
                "Hidden from the desk, which tried to write there: {shown_path}",
                shown_path=shown_path(layers[entry.layer], entry.path, home),
            )
        elif entry.reason == "not-kept":
            yield Message(
                "Saved in a location that isn't kept, so it was deleted with the desk: {shown_path}",
                shown_path=shown_path(layers[entry.layer], entry.path, home),
            )
        elif entry.reason == "unsaved":
            yield unsaved_line(entry.path)
        elif entry.reason == "uncopied":
            yield Message(
                "Can't be undone, as there is no copy: {shown_path}",
                shown_path=shown_path(layers[entry.layer], entry.path, home),
            )
        else:
            counts[entry.reason] += 1
    for reason, count in sorted(counts.items()):
        yield {
            "lock": plural("{count:,} lock file", "{count:,} lock files", count=count),
            "cache": plural("{count:,} cache file", "{count:,} cache files", count=count),
            "temporary": plural("{count:,} temporary file", "{count:,} temporary files", count=count),
            "made-anew": plural(
                "{count:,} settings file that a program created because it couldn't see yours",
                "{count:,} settings files that programs created because they couldn't see yours",
                count=count,
            ),
            "special": plural("{count:,} special file", "{count:,} special files", count=count),
            "unreadable": plural("{count:,} unreadable file", "{count:,} unreadable files", count=count),
        }[reason]


def unsaved_line(title: str) -> str:
    """Return the line for a window whose unsaved content was lost."""
    return Message(
        "“{title}” didn't close when it was asked to, so what wasn't saved in it is lost.",
        title=foreign(title, SHOWN_PATH),
    )


def refusal(refused: Refused, layers: Sequence[DeskLayer], home: Path, words: SetWords = DESK_WORDS) -> str:
    """Return the line for a change that was not taken over, with the reason."""
    word = refusal_words(refused, layers, home, words)
    return Message(
        "Left as is: {shown_path} ({word})",
        shown_path=shown_path(layers[refused.layer], refused.path, home),
        word=word,
    )


def refusal_words(refused: Refused, layers: Sequence[DeskLayer], home: Path, words: SetWords = DESK_WORDS) -> str:
    """Return the reason why a change was not taken over, as text."""
    if refused.kept_by:
        layer, path = refused.kept_by
        return Message(words.kept_by, place=shown_path(layers[layer], path, home))
    return _CONFLICT_WORDS[refused.conflict] or _REFUSAL_WORDS.get(refused.reason, "")

"""Finds what was moved: a file that is gone in one place and new in another, and what was put into the trash."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DOCUMENTS, OUTSIDE, RUNS_LATER, SHOWN_PATH, DeskChange
from desktop_agent.desk.receipt.classify import IS_CODE, group_of, why_by_place, why_wider
from desktop_agent.desk.receipt.layers import read_whole, walk

_TRASHED = re.compile(r"(?P<trash>(?:.*/)?(?:Trash|\.Trash|\.Trash-\d+))/files/(?P<name>[^/]+)(?:/.*)?")
_INFO = re.compile(r"^Path=(?P<path>.+)$", re.MULTILINE)
_LONGEST_INFO = 16_384
_SMALL = 1 << 20
_LARGEST = 1 << 30  # bytes; of what is larger only the ends are read to say that it was moved


def with_moves_joined(changes: Sequence[DeskChange], layers: Sequence[DeskLayer]) -> list[DeskChange]:
    """Return the changes with the two halves of each move, or move into the trash, joined into one.

    Applying half a move would lose the file. So a deletion that cannot be joined, because its files replaced others or
    went to several places, names the changes that hold these files (`kept_by`).
    """
    return _with_moved_files(_with_trashed(changes, layers), layers)


def _with_trashed(changes: Sequence[DeskChange], layers: Sequence[DeskLayer]) -> list[DeskChange]:
    trashed_by_info = defaultdict[tuple[int, str], list[DeskChange]](list)  # by the info file with the original path
    infos = dict[tuple[int, str], DeskChange]()
    for change in changes:
        if change.kind == "new" and (match := _TRASHED.fullmatch(change.path)):
            trashed_by_info[change.layer, f"{match['trash']}/info/{match['name']}.trashinfo"].append(change)
        elif change.kind == "new" and change.path.endswith(".trashinfo"):
            infos[change.key] = change
    deletions = {change.key: change for change in changes if change.kind == "deleted"}
    joined = dict[tuple[int, str], DeskChange]()
    used = set[tuple[int, str]]()
    for key in infos.keys() & trashed_by_info.keys():
        deletion = deletions.get(_original_place(layers, infos[key], key[1]))
        if deletion and deletion.key not in joined:
            parts = (*trashed_by_info[key], infos[key])
            conflict = next((part.conflict for part in parts if part.conflict), deletion.conflict)
            joined[deletion.key] = replace(deletion, kind="trashed", parts=parts, conflict=conflict)
            used.update(part.key for part in parts)
    return [joined.get(change.key, change) for change in changes if change.key not in used]


def _original_place(layers: Sequence[DeskLayer], info: DeskChange, path: str) -> tuple[int, str]:
    """Return the original layer of a trashed entry and its path in it; an empty path if the info file lacks it."""
    nowhere = info.layer, ""
    try:
        text = (layers[info.layer].upper / info.path).read_bytes()[:_LONGEST_INFO].decode("utf-8", "replace")
    except OSError:
        return nowhere
    match = _INFO.search(text)
    if match is None:
        return nowhere
    named = os.fsdecode(unquote_to_bytes(match["path"].strip()))
    if not named.startswith("/"):
        return (info.layer, named) if path.startswith(".Trash") else nowhere
    # The trash of a named folder may lie in the surrounding home, whose layer comes last.
    roots = ((number, f"{layer.lower}/") for number, layer in enumerate(layers))
    return next(((number, named.removeprefix(root)) for number, root in roots if named.startswith(root)), nowhere)


@dataclass(frozen=True, slots=True)
class _DeletedFile:
    """A file that the desk has deleted, by itself or with its folder."""

    change: DeskChange
    path: str
    whole: bool  # deleted by itself, not with its folder
    mode: int


def _with_moved_files(changes: Sequence[DeskChange], layers: Sequence[DeskLayer]) -> list[DeskChange]:
    written = defaultdict[int, list[DeskChange]](list)  # by size
    for change in changes:
        if change.kind in {"new", "changed"} and change.after and change.after.kind == "file" and change.after.size:
            written[change.after.size].append(change)
    if not written:
        return list(changes)
    deleted_files = defaultdict[int, list[_DeletedFile]](list)
    for change in changes:
        if change.kind == "deleted":
            for file, size in _deleted_files_of(change, layers[change.layer]):
                deleted_files[size].append(file)
    origins = dict[tuple[int, str], _DeletedFile]()
    for size in written.keys() & deleted_files.keys():
        origins.update(_content_matches(written[size], deleted_files[size], layers, size))
    return _with_moves(changes, origins, layers)


def _deleted_files_of(change: DeskChange, layer: DeskLayer) -> Iterator[tuple[_DeletedFile, int]]:
    if change.before and change.before.kind == "file":
        yield _DeletedFile(change, change.path, whole=True, mode=change.before.mode), change.before.size
    elif change.before and change.before.kind == "folder":
        for path, status in walk(str(layer.lower), change.path):
            if stat.S_ISREG(status.st_mode):
                yield _DeletedFile(change, path, whole=False, mode=status.st_mode), status.st_size


def _content_matches(
    written: Iterable[DeskChange], deleted_files: Iterable[_DeletedFile], layers: Sequence[DeskLayer], size: int
) -> Iterator[tuple[tuple[int, str], _DeletedFile]]:
    """Yield each written file's key with the deleted file that has its content; all files have the same size.

    A deleted file with the same name is preferred, then one in the same layer. New files are matched first.
    """
    by_content = defaultdict[bytes, list[_DeletedFile]](list)
    for file in deleted_files:
        if digest := content_digest(f"{layers[file.change.layer].lower}/{file.path}", size):
            by_content[digest].append(file)
    for change in sorted(written, key=lambda entry: entry.kind != "new"):
        digest = content_digest(f"{layers[change.layer].upper}/{change.path}", size)
        candidates = by_content.get(digest or b"")
        if candidates:
            name = change.path.rpartition("/")[2]
            best = max(
                candidates, key=lambda file: (file.path.rpartition("/")[2] == name, file.change.layer == change.layer)
            )
            candidates.remove(best)
            yield change.key, best


def content_digest(file: str, size: int) -> bytes | None:
    """Return a digest of a file of this size, of a very large one by its two ends; None if it cannot be read."""
    try:
        if size <= _SMALL:
            return hashlib.blake2b(read_whole(file, size), digest_size=20).digest()
        with Path(file).open("rb") as opened:
            if size <= _LARGEST:
                return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=20)).digest()
            ends = opened.read(_SMALL)
            opened.seek(-_SMALL, os.SEEK_END)
            return hashlib.blake2b(ends + opened.read(_SMALL), digest_size=20).digest()
    except OSError:
        return None


def _with_moves(
    changes: Sequence[DeskChange], origins: Mapping[tuple[int, str], _DeletedFile], layers: Sequence[DeskLayer]
) -> list[DeskChange]:
    folders = _moved_folders(changes, origins, layers)
    keys_in_folders = {part.key for folder in folders.values() for part in folder.parts}
    moved = {entry.key: origins[entry.key] for entry in changes if entry.kind == "new" and entry.key in origins}
    moved = {key: file for key, file in moved.items() if file.whole}
    moved_away = {file.change.key for file in moved.values()}
    copies = defaultdict[tuple[int, str], list[tuple[int, str]]](list)
    for key, file in origins.items():
        if key not in moved and key not in keys_in_folders:
            copies[file.change.key].append(key)
    joined = list[DeskChange]()
    for change in changes:
        if change.key in folders:
            joined.append(folders[change.key])
        elif change.key in keys_in_folders or (change.kind == "deleted" and change.key in moved_away):
            continue
        elif change.key in moved:
            joined.append(_as_moved_file(change, origins, layers))
        elif change.key in origins:
            note = Message("was “{path}”", path=foreign(_origin_text(change, origins[change.key], layers), SHOWN_PATH))
            joined.append(replace(change, notes=(*change.notes, note)))
        else:
            joined.append(replace(change, kept_by=tuple(copies.get(change.key, ()))))
    return joined


def _origin_text(change: DeskChange, file: _DeletedFile, layers: Sequence[DeskLayer]) -> str:
    return file.path if file.change.layer == change.layer else f"{layers[file.change.layer].lower}/{file.path}"


def _as_moved_file(
    change: DeskChange, origins: Mapping[tuple[int, str], _DeletedFile], layers: Sequence[DeskLayer]
) -> DeskChange:
    file = origins[change.key]
    moved = _regrouped_move(change, origins, layers)
    wider = why_wider(file.mode, change.after.mode) if change.after else ""
    if wider:
        moved = replace(moved, group=RUNS_LATER, notes=(wider, *moved.notes))
    return replace(
        moved,
        kind="moved",
        origin=file.path,
        origin_layer=file.change.layer,
        before=file.change.before,
        conflict=change.conflict or file.change.conflict,
    )


def _moved_folders(
    changes: Sequence[DeskChange], origins: Mapping[tuple[int, str], _DeletedFile], layers: Sequence[DeskLayer]
) -> dict[tuple[int, str], DeskChange]:
    """Return the folders that were moved unchanged, by the keys of the deleted folders."""
    inside = defaultdict[tuple[int, str], list[tuple[str, tuple[int, str]]]](list)  # of a folder: from where, to where
    deleted = dict[tuple[int, str], DeskChange]()
    for key, file in origins.items():
        if not file.whole:
            inside[file.change.key].append((file.path, key))
            deleted[file.change.key] = file.change
    moved_folders = dict[tuple[int, str], DeskChange]()
    for key, pairs in inside.items():
        folder = deleted[key]
        targets = {(layer, to.removesuffix(old.removeprefix(folder.path))) for old, (layer, to) in pairs}
        layer, target = targets.pop()
        parts = tuple(change for change in changes if change.layer == layer and change.path.startswith(f"{target}/"))
        ends = {old: to for old, (_, to) in pairs}
        if not targets and _holds_all_files(folder, target, parts, ends, layers[key[0]]):
            new = tuple(_regrouped_move(part, origins, layers) for part in parts)
            moved_folders[key] = _as_moved_folder(folder, (layer, target), new)
    return moved_folders


def _holds_all_files(
    folder: DeskChange, target: str, parts: Iterable[DeskChange], pairs: Mapping[str, str], layer: DeskLayer
) -> bool:
    """Return whether the new folder holds all files of the deleted one, and nothing else."""
    new = {part.path: part for part in parts if part.after and part.after.kind != "folder"}
    if any(part.kind != "new" for part in new.values()):
        return False
    for old, status in walk(str(layer.lower), folder.path):
        if stat.S_ISDIR(status.st_mode):
            continue
        path = target + old.removeprefix(folder.path)
        part = new.pop(path, None)
        # Empty files and links are matched by their names alone.
        if part is None or (pairs.get(old) != path and part.after and part.after.kind == "file" and part.after.size):
            return False
    return not new


def _as_moved_folder(folder: DeskChange, target: tuple[int, str], parts: tuple[DeskChange, ...]) -> DeskChange:
    conflict = next((part.conflict for part in parts if part.conflict), folder.conflict)
    groups = {part.group for part in parts}
    group = next(
        name for name in (RUNS_LATER, OUTSIDE, DOCUMENTS, folder.group) if name in groups or name == folder.group
    )
    return replace(
        folder,
        kind="moved",
        layer=target[0],
        path=target[1],
        origin=folder.path,
        origin_layer=folder.layer,
        parts=parts,
        conflict=conflict,
        group=group,
    )


def _regrouped_move(
    change: DeskChange, origins: Mapping[tuple[int, str], _DeletedFile], layers: Sequence[DeskLayer]
) -> DeskChange:
    """Return a moved file's change, grouped by its place if the file could already run before the move."""
    file = origins.get(change.key)
    if not file or not change.after or change.group != RUNS_LATER or why_by_place(change.path):
        return change
    if change.after.kind == "link":  # from its new place it may lead elsewhere
        return change
    is_renamed = change.path.rpartition("/")[2] != file.path.rpartition("/")[2]
    if change.after.mode & ~file.mode & 0o111 or (is_renamed and change.notes[:1] == (IS_CODE,)):
        return change
    group = group_of(change.path)
    outside = group == DOCUMENTS and layers[change.layer].unseen
    return replace(change, group=OUTSIDE if outside else group, notes=change.notes[1:])

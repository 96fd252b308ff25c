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

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.autoruns import IS_CODE, why_by_place
from desktop_agent.desk.receipt.change import DOCUMENTS, OUTSIDE, RUNS_LATER, SHOWN_PATH, DeskChange
from desktop_agent.desk.receipt.lower_tree import walk
from desktop_agent.desk.receipt.overlay import read_whole
from desktop_agent.desk.receipt.sort import group_of, why_wider

_TRASHED = re.compile(r"(?P<trash>(?:.*/)?(?:Trash|\.Trash|\.Trash-\d+))/files/(?P<name>[^/]+)(?:/.*)?")
_INFO = re.compile(r"^Path=(?P<path>.+)$", re.MULTILINE)
_LONGEST_INFO = 16_384
_SMALL = 1 << 20
_LARGEST = 1 << 30  # bytes; of what is larger only the ends are read to say that it was moved


def paired(changes: Sequence[DeskChange], layers: Sequence[DeskLayer]) -> list[DeskChange]:
    """Return the changes with those joined that are one act: a move, or a move into the trash.

    Whoever takes half of a move loses the file. So where a deletion cannot be joined with what holds its files now, as
    they were put over others or into several places, it names these.
    """
    return _moved(_trashed(changes, layers), layers)


def _trashed(changes: Sequence[DeskChange], layers: Sequence[DeskLayer]) -> list[DeskChange]:
    inside = defaultdict[tuple[int, str], list[DeskChange]](list)  # by the info that tells where it came from
    infos = dict[tuple[int, str], DeskChange]()
    for change in changes:
        if change.kind == "new" and (found := _TRASHED.fullmatch(change.path)):
            inside[change.layer, f"{found['trash']}/info/{found['name']}.trashinfo"].append(change)
        elif change.kind == "new" and change.path.endswith(".trashinfo"):
            infos[change.key] = change
    gone = {change.key: change for change in changes if change.kind == "deleted"}
    joined = dict[tuple[int, str], DeskChange]()
    used = set[tuple[int, str]]()
    for key in infos.keys() & inside.keys():
        left = gone.get(_original_place(layers, infos[key], key[1]))
        if left and left.key not in joined:
            parts = (*inside[key], infos[key])
            conflict = next((part.conflict for part in parts if part.conflict), left.conflict)
            joined[left.key] = replace(left, kind="trashed", parts=parts, conflict=conflict)
            used.update(part.key for part in parts)
    return [joined.get(change.key, change) for change in changes if change.key not in used]


def _original_place(layers: Sequence[DeskLayer], info: DeskChange, path: str) -> tuple[int, str]:
    """Return where something in the trash lay, by its layer and relative to that; empty where that is not told."""
    nowhere = info.layer, ""
    try:
        text = (layers[info.layer].upper / info.path).read_bytes()[:_LONGEST_INFO].decode("utf-8", "replace")
    except OSError:
        return nowhere
    found = _INFO.search(text)
    if found is None:
        return nowhere
    named = os.fsdecode(unquote_to_bytes(found["path"].strip()))
    if not named.startswith("/"):
        return (info.layer, named) if path.startswith(".Trash") else nowhere
    # A folder that was named may have its trash in the home around it, which comes last.
    roots = ((number, f"{layer.lower}/") for number, layer in enumerate(layers))
    return next(((number, named.removeprefix(root)) for number, root in roots if named.startswith(root)), nowhere)


@dataclass(frozen=True, slots=True)
class _GoneFile:
    """A file that the desk has deleted, by itself or with its folder."""

    change: DeskChange
    path: str
    whole: bool  # it was deleted by itself
    mode: int


def _moved(changes: Sequence[DeskChange], layers: Sequence[DeskLayer]) -> list[DeskChange]:
    written = defaultdict[int, list[DeskChange]](list)  # by size
    for change in changes:
        if change.kind in {"new", "changed"} and change.after and change.after.kind == "file" and change.after.size:
            written[change.after.size].append(change)
    if not written:
        return list(changes)
    gone = defaultdict[int, list[_GoneFile]](list)
    for change in changes:
        if change.kind == "deleted":
            for file, size in _files_of(change, layers[change.layer]):
                gone[size].append(file)
    origins = dict[tuple[int, str], _GoneFile]()
    for size in written.keys() & gone.keys():
        origins.update(_matches(written[size], gone[size], layers, size))
    return _joined(changes, origins, layers)


def _files_of(change: DeskChange, layer: DeskLayer) -> Iterator[tuple[_GoneFile, int]]:
    if change.before and change.before.kind == "file":
        yield _GoneFile(change, change.path, whole=True, mode=change.before.mode), change.before.size
    elif change.before and change.before.kind == "folder":
        for path, status in walk(str(layer.lower), change.path):
            if stat.S_ISREG(status.st_mode):
                yield _GoneFile(change, path, whole=False, mode=status.st_mode), status.st_size


def _matches(
    written: Iterable[DeskChange], gone: Iterable[_GoneFile], layers: Sequence[DeskLayer], size: int
) -> Iterator[tuple[tuple[int, str], _GoneFile]]:
    """Yield each written file with the one that it was, of files of one size.

    A name that stayed is preferred, and its folder; and a new file to one that was there before.
    """
    by_content = defaultdict[bytes, list[_GoneFile]](list)
    for file in gone:
        if digest := content_digest(f"{layers[file.change.layer].lower}/{file.path}", size):
            by_content[digest].append(file)
    for change in sorted(written, key=lambda one: one.kind != "new"):
        digest = content_digest(f"{layers[change.layer].upper}/{change.path}", size)
        candidates = by_content.get(digest or b"")
        if candidates:
            name = change.path.rpartition("/")[2]
            best = max(
                candidates, key=lambda one: (one.path.rpartition("/")[2] == name, one.change.layer == change.layer)
            )
            candidates.remove(best)
            yield change.key, best


def content_digest(file: str, size: int) -> bytes | None:
    """Return a digest of a file of this size, of a very large one by its ends; None where it cannot be read."""
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


def _joined(
    changes: Sequence[DeskChange], origins: Mapping[tuple[int, str], _GoneFile], layers: Sequence[DeskLayer]
) -> list[DeskChange]:
    folders = _moved_folders(changes, origins, layers)
    inside = {part.key for folder in folders.values() for part in folder.parts}
    moved = {one.key: origins[one.key] for one in changes if one.kind == "new" and one.key in origins}
    moved = {key: file for key, file in moved.items() if file.whole}
    taken = {file.change.key for file in moved.values()}
    kept = defaultdict[tuple[int, str], list[tuple[int, str]]](list)
    for key, file in origins.items():
        if key not in moved and key not in inside:
            kept[file.change.key].append(key)
    joined = list[DeskChange]()
    for change in changes:
        if change.key in folders:
            joined.append(folders[change.key])
        elif change.key in inside or (change.kind == "deleted" and change.key in taken):
            continue
        elif change.key in moved:
            joined.append(_as_moved_file(change, origins, layers))
        elif change.key in origins:
            note = Message("was “{path}”", path=foreign(_origin_text(change, origins[change.key], layers), SHOWN_PATH))
            joined.append(replace(change, notes=(*change.notes, note)))
        else:
            joined.append(replace(change, kept_by=tuple(kept.get(change.key, ()))))
    return joined


def _origin_text(change: DeskChange, file: _GoneFile, layers: Sequence[DeskLayer]) -> str:
    return file.path if file.change.layer == change.layer else f"{layers[file.change.layer].lower}/{file.path}"


def _as_moved_file(
    change: DeskChange, origins: Mapping[tuple[int, str], _GoneFile], layers: Sequence[DeskLayer]
) -> DeskChange:
    file = origins[change.key]
    moved = _unchanged(change, origins, layers)
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
    changes: Sequence[DeskChange], origins: Mapping[tuple[int, str], _GoneFile], layers: Sequence[DeskLayer]
) -> dict[tuple[int, str], DeskChange]:
    """Return the folders that were moved as they are, by the deleted folder that each of them was."""
    inside = defaultdict[tuple[int, str], list[tuple[str, tuple[int, str]]]](list)  # of a folder: from where, to where
    deleted = dict[tuple[int, str], DeskChange]()
    for key, file in origins.items():
        if not file.whole:
            inside[file.change.key].append((file.path, key))
            deleted[file.change.key] = file.change
    found = dict[tuple[int, str], DeskChange]()
    for key, pairs in inside.items():
        folder = deleted[key]
        targets = {(layer, to.removesuffix(old.removeprefix(folder.path))) for old, (layer, to) in pairs}
        layer, target = targets.pop()
        parts = tuple(change for change in changes if change.layer == layer and change.path.startswith(f"{target}/"))
        ends = {old: to for old, (_, to) in pairs}
        if not targets and _is_whole(folder, target, parts, ends, layers[key[0]]):
            new = tuple(_unchanged(part, origins, layers) for part in parts)
            found[key] = _as_moved_folder(folder, (layer, target), new)
    return found


def _is_whole(
    folder: DeskChange, target: str, parts: Iterable[DeskChange], pairs: Mapping[str, str], layer: DeskLayer
) -> bool:
    """Tell whether all of a folder that is gone, and nothing else, is in the new one."""
    new = {part.path: part for part in parts if part.after and part.after.kind != "folder"}
    if any(part.kind != "new" for part in new.values()):
        return False
    for old, status in walk(str(layer.lower), folder.path):
        if stat.S_ISDIR(status.st_mode):
            continue
        path = target + old.removeprefix(folder.path)
        part = new.pop(path, None)
        # What is empty, and a link, is told by its name alone.
        if part is None or (pairs.get(old) != path and part.after and part.after.kind == "file" and part.after.size):
            return False
    return not new


def _as_moved_folder(folder: DeskChange, target: tuple[int, str], parts: tuple[DeskChange, ...]) -> DeskChange:
    conflict = next((part.conflict for part in parts if part.conflict), folder.conflict)
    groups = {part.group for part in parts}
    group = next(one for one in (RUNS_LATER, OUTSIDE, DOCUMENTS, folder.group) if one in groups or one == folder.group)
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


def _unchanged(
    change: DeskChange, origins: Mapping[tuple[int, str], _GoneFile], layers: Sequence[DeskLayer]
) -> DeskChange:
    """Return a moved file in the group of its place, where it could be executed before as well."""
    file = origins.get(change.key)
    if not file or not change.after or change.group != RUNS_LATER or why_by_place(change.path):
        return change
    if change.after.kind == "link":  # from another place it may lead elsewhere
        return change
    is_renamed = change.path.rpartition("/")[2] != file.path.rpartition("/")[2]
    if change.after.mode & ~file.mode & 0o111 or (is_renamed and change.notes[:1] == (IS_CODE,)):
        return change
    group = group_of(change.path)
    outside = group == DOCUMENTS and layers[change.layer].unseen
    return replace(change, group=OUTSIDE if outside else group, notes=change.notes[1:])

"""Plans a takeover: makes steps of the chosen changes, refuses some beforehand, and stages versions on their disks."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.desk.folder import DeskLayer, DeskRecord
from desktop_agent.desk.receipt.carry_out import make_harmless
from desktop_agent.desk.receipt.change import (
    ConflictAnswer,
    ConflictAnswers,
    DeskChange,
    EntryVersion,
    Refused,
    TakePlan,
    TakeStep,
)
from desktop_agent.desk.receipt.journal import TakeJournal
from desktop_agent.desk.receipt.layers import safe_rights, version
from desktop_agent.desk.remove import remove_folder
from desktop_agent.record.journal import BESIDE

_NEW_FOLDER = 0o700


def answers_for(change: DeskChange) -> tuple[ConflictAnswer, ...]:
    """Return the possible answers to a conflict; the first one keeps the person's version."""
    is_settled_alone = not change.conflict or change.conflict == "in-the-way"
    return ("keep-mine",) if is_settled_alone else ("keep-mine", "take-desk")


@dataclass(slots=True)
class TakePlanning:
    """A plan in the making."""

    record: DeskRecord
    stage: TakeStage
    answer: ConflictAnswers
    changes: list[tuple[int, str]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    rights: Mapping[tuple[int, str], int] = field(default_factory=dict)  # of folders, exactly; else the safe ones
    _early_removals: list[TakeStep] = field(default_factory=list)  # file removals that make room for other steps
    _steps: list[TakeStep] = field(default_factory=list)
    _removals: list[TakeStep] = field(default_factory=list)  # all other removals
    _late_rights: list[TakeStep] = field(default_factory=list)  # after what is written in these folders
    _known_folders: set[tuple[int, str]] = field(default_factory=set)  # that exist or are planned

    def add(self, chosen: Sequence[DeskChange]) -> TakePlanning:
        """Add these changes to the plan, and return it."""
        answered = [change for change in chosen if not change.conflict or self._is_answered(change)]
        planned = [change for change in answered if self._has_folders(change)]
        self.refused += [Refused(*change.key, "folder") for change in answered if change not in planned]
        self.refused += [
            Refused(change.layer, change.path, "conflict", change.conflict)
            for change in chosen
            if change.conflict and not self._is_answered(change)
        ]
        coming = {change.key for change in planned}
        for change in planned:
            lacking = next((key for key in change.kept_by if key not in coming), None)
            if lacking is not None:
                self.refused.append(Refused(*change.key, "half-move", kept_by=lacking))
            else:
                self.changes.append(change.key)
        numbers = {key: number for number, key in enumerate(self.changes)}
        for change in planned:
            if change.key in numbers:
                for step in self._steps_of(numbers, change):
                    self._steps_list_for(step, change).append(step)
        return self

    def plan(self) -> TakePlan:
        """Return the finished plan."""
        steps = (*self._early_removals, *self._steps, *self._removals, *self._late_rights)
        return TakePlan(self.record.id, tuple(self.changes), steps, tuple(self.stage.beside))

    def _has_folders(self, change: DeskChange) -> bool:
        """Return whether the person's folders that a change is in are there."""
        layers = {change.layer, change.old_place[0], *(part.layer for part in change.parts)}
        return all(self._is_there(layer) for layer in layers)

    def _is_there(self, layer: int) -> bool:
        return self.record.layers[layer].lower.is_dir()

    def _is_answered(self, change: DeskChange) -> bool:
        """Return whether the person's answers settle this conflict."""
        return self._answer(change) in answers_for(change)[1:]

    def _answer(self, change: DeskChange) -> ConflictAnswer:
        return self.answer if isinstance(self.answer, str) else self.answer.get(change.key, "keep-mine")

    def _steps_list_for(self, step: TakeStep, change: DeskChange) -> list[TakeStep]:
        if step.act == "rights" and step.mode & _NEW_FOLDER != _NEW_FOLDER:
            return self._late_rights
        if step.act != "remove":
            return self._steps
        is_file = step.old is not None and step.old.kind != "folder"
        return self._early_removals if is_file and change.kind == "deleted" and not step.needs else self._removals

    def _steps_of(self, numbers: Mapping[tuple[int, str], int], change: DeskChange) -> Iterator[TakeStep]:
        number = numbers[change.key]
        match change.kind:
            case "rights" if change.after and change.after.kind == "folder":
                mode = self._rights_of(change.key, change.after.mode)
                yield TakeStep(number, "rights", change.layer, change.path, old=change.before, mode=mode)
            case "new" | "changed" | "rights":
                yield from self._write_steps(number, change)
            case "deleted":
                yield self._removal_step(number, change, needs=tuple(numbers[key] for key in change.kept_by))
            case "moved" | "trashed":
                for part in change.parts or (change,):
                    yield from self._write_steps(number, part)
                yield self._removal_step(number, change)

    def _write_steps(self, number: int, change: DeskChange) -> Iterator[TakeStep]:
        layer = self.record.layers[change.layer]
        new = change.after
        if new is None:
            return
        yield from self._parent_steps(number, change.layer, change.path)
        if new.kind == "folder":
            mode = self._rights_of(change.key, new.mode)
            yield from self._folder_steps(number, change.layer, change.path, mode)
            return
        source, staged = self.stage.ready(change.layer, layer, change.path, new)
        old = None if change.kind == "moved" else change.before
        if old is None:
            yield TakeStep(number, "put", change.layer, change.path, source, "", None, staged)
        else:
            undo = self.stage.undo_path(change.layer, layer)
            yield TakeStep(number, "replace", change.layer, change.path, source, undo, old, staged)

    def _removal_step(self, number: int, change: DeskChange, *, needs: tuple[int, ...] = ()) -> TakeStep:
        layer, path = change.old_place
        undo = self.stage.undo_path(layer, self.record.layers[layer])
        return TakeStep(number, "remove", layer, path, "", undo, change.before, needs=needs)

    def _parent_steps(self, number: int, layer: int, path: str) -> Iterator[TakeStep]:
        """Yield a step for each missing folder above a path, with the rights that it has on the desk."""
        above = path.rpartition("/")[0]
        if not above or (layer, above) in self._known_folders:
            return
        yield from self._parent_steps(number, layer, above)
        self._known_folders.add((layer, above))
        folders = self.record.layers[layer]
        if os.path.lexists(folders.lower / above) and (folders.lower / above).is_dir():
            return
        try:
            mode = self._rights_of((layer, above), os.lstat(folders.upper / above).st_mode)
        except OSError:
            mode = _NEW_FOLDER
        yield from self._folder_steps(number, layer, above, mode)

    def _folder_steps(self, number: int, layer: int, path: str, mode: int) -> Iterator[TakeStep]:
        """Yield the step for a new folder, and one that takes its owner's rights at last, if it had not all of them."""
        place = self.stage.undo_path(layer, self.record.layers[layer])
        first = mode | _NEW_FOLDER
        yield TakeStep(number, "folder", layer, path, place, mode=first)
        if first != mode:
            yield TakeStep(number, "rights", layer, path, old=EntryVersion("folder", 0, 0, 0, first, 0, 0), mode=mode)

    def _rights_of(self, key: tuple[int, str], mode: int) -> int:
        """Return the rights for a folder: those it had where these are known, else the safe ones of its version."""
        return self.rights.get(key, safe_rights(mode))


@dataclass(slots=True)
class TakeStage:
    """Provides each step's source, and the place for its old version."""

    desk: str
    journal: TakeJournal
    beside: list[str] = field(default_factory=list)
    _folders: dict[int, Path | None] = field(default_factory=dict)  # of each layer; None: on the same disk
    _count: int = 0

    def ready(self, number: int, layer: DeskLayer, path: str, new: EntryVersion) -> tuple[str, EntryVersion]:
        """Stage a new version; return its path and its version there. OSError if that fails."""
        where = f"{layer.upper}/{path}"
        folder = self._staging_folder(number, layer)
        if folder is None:
            return where, new
        self._count += 1
        staged = str(folder / "new" / str(self._count))
        copy_entry(where, staged)
        return staged, version(os.lstat(staged))

    def undo_path(self, number: int, layer: DeskLayer) -> str:
        """Return a free path of our own, for an old version or a new folder."""
        self._count += 1
        folder = self._staging_folder(number, layer)
        return f"{self.journal.undo if folder is None else folder / 'undo'}/{self._count}"

    def _staging_folder(self, number: int, layer: DeskLayer) -> Path | None:
        if number not in self._folders:
            folder = None
            if mount_of(layer.upper) != mount_of(layer.lower):
                folder = beside_folder(layer, self.desk, self.journal)
                for part in ("new", "undo"):
                    (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
                self.beside.append(str(folder))
            self._folders[number] = folder
        return self._folders[number]


def beside_folder(layer: DeskLayer, desk: str, journal: TakeJournal) -> Path:
    """Return our staging folder on the layer's disk."""
    return layer.lower / f"{BESIDE}{desk}-{journal.folder.name}"


def drop_staged(layers: tuple[DeskLayer, ...], desk: str, journal: TakeJournal) -> None:
    """Remove the staging folders of a takeover on other disks."""
    for layer in layers:
        folder = beside_folder(layer, desk, journal)
        if folder.is_dir():
            remove_folder(folder)


def mount_of(folder: Path) -> tuple[int, str]:
    """Return a folder's disk and mount; renaming works only within the same ones."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lines = Path(f"/proc/self/fdinfo/{fd}").read_text("ascii").splitlines()
        mount = next((line for line in lines if line.startswith("mnt_id:")), "")
        return os.fstat(fd).st_dev, mount
    except OSError:
        return os.fstat(fd).st_dev, ""
    finally:
        os.close(fd)


def copy_entry(source: str, target: str) -> None:
    """Copy a file with its rights and attributes, or a link, and flush it to disk."""
    status = os.lstat(source)
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(source), target)  # noqa: PTH115, PTH211 - as the receipt has it
        return
    with open(source, "rb") as old, open(target, "xb") as new:  # noqa: PTH123
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())
    shutil.copystat(source, target)
    make_harmless(target)

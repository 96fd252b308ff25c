"""Makes the plan of taking over: from the changes that were chosen to the steps, and what is refused beforehand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from desktop_agent.desk.folder import DeskRecord
from desktop_agent.desk.receipt.change import ConflictAnswer, ConflictAnswers, DeskChange, Refused, TakePlan, TakeStep
from desktop_agent.desk.receipt.overlay import safe_rights
from desktop_agent.desk.receipt.stage import TakeStage

_NEW_FOLDER = 0o700


def answers_for(change: DeskChange) -> tuple[ConflictAnswer, ...]:
    """Return what can be done with something that the person has changed, too; the first is to leave theirs alone."""
    if not change.conflict or change.conflict == "in-the-way":
        return ("keep-mine",)
    if change.kind in {"new", "changed", "moved"}:
        return "keep-mine", "take-desk", "keep-both"
    return "keep-mine", "take-desk"


@dataclass(slots=True)
class TakePlanning:
    """What is planned so far."""

    record: DeskRecord
    stage: TakeStage
    answer: ConflictAnswers
    changes: list[tuple[int, str]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    _first: list[TakeStep] = field(default_factory=list)  # what makes room for others
    _steps: list[TakeStep] = field(default_factory=list)
    _last: list[TakeStep] = field(default_factory=list)  # what goes
    _folders: set[tuple[int, str]] = field(default_factory=set)  # known to be there, or planned
    _both: set[tuple[int, str]] = field(default_factory=set)  # names that are planned beside the person's

    def add(self, chosen: Sequence[DeskChange]) -> TakePlanning:
        """Plan these changes."""
        planned = [change for change in chosen if not change.conflict or self._answered(change)]
        self.refused += [
            Refused(change.layer, change.path, "conflict", change.conflict)
            for change in chosen
            if change.conflict and not self._answered(change)
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
                for step in self._of(numbers, change):
                    self._sorted(step, change).append(step)
        return self

    def plan(self) -> TakePlan:
        """Return the plan."""
        steps = (*self._first, *self._steps, *self._last)
        return TakePlan(self.record.id, tuple(self.changes), steps, tuple(self.stage.beside))

    def _answered(self, change: DeskChange) -> bool:
        """Tell whether what was said of conflicts says what to do with this one."""
        return self._answer(change) in answers_for(change)[1:]

    def _answer(self, change: DeskChange) -> ConflictAnswer:
        return self.answer if isinstance(self.answer, str) else self.answer.get(change.key, "keep-mine")

    def _sorted(self, step: TakeStep, change: DeskChange) -> list[TakeStep]:
        if step.act != "remove":
            return self._steps
        is_file = step.old is not None and step.old.kind != "folder"
        return self._first if is_file and change.kind == "deleted" and not step.needs else self._last

    def _of(self, numbers: Mapping[tuple[int, str], int], change: DeskChange) -> Iterator[TakeStep]:
        number = numbers[change.key]
        both = bool(change.conflict) and self._answer(change) == "keep-both"
        match change.kind:
            case "rights" if change.after and change.after.kind == "folder":
                mode = safe_rights(change.after.mode)
                yield TakeStep(number, "rights", change.layer, change.path, old=change.before, mode=mode)
            case "new" | "changed" | "rights":
                yield from self._write(number, change, both=both)
            case "deleted":
                yield self._away(number, change, needs=tuple(numbers[key] for key in change.kept_by))
            case "moved" | "trashed":
                for part in change.parts or (change,):
                    yield from self._write(number, part, both=both)
                if not both:
                    yield self._away(number, change)

    def _write(self, number: int, change: DeskChange, *, both: bool) -> Iterator[TakeStep]:
        layer = self.record.layers[change.layer]
        new = change.after
        if new is None:
            return
        yield from self._parents(number, change.layer, change.path)
        if new.kind == "folder":
            place = self.stage.undo_for(change.layer, layer)
            yield TakeStep(number, "folder", change.layer, change.path, place, mode=safe_rights(new.mode))
            return
        source, staged = self.stage.ready(change.layer, layer, change.path, new)
        old = None if change.kind == "moved" else change.before
        if old is None or both:
            path = self._free(change.layer, change.path) if both else change.path
            yield TakeStep(number, "put", change.layer, path, source, "", None, staged)
        else:
            undo = self.stage.undo_for(change.layer, layer)
            yield TakeStep(number, "replace", change.layer, change.path, source, undo, old, staged)

    def _away(self, number: int, change: DeskChange, *, needs: tuple[int, ...] = ()) -> TakeStep:
        layer, path = change.old_place
        undo = self.stage.undo_for(layer, self.record.layers[layer])
        return TakeStep(number, "remove", layer, path, "", undo, change.before, needs=needs)

    def _parents(self, number: int, layer: int, path: str) -> Iterator[TakeStep]:
        """Yield a step for each folder above that is not there, as the desk has it."""
        above = path.rpartition("/")[0]
        if not above or (layer, above) in self._folders:
            return
        yield from self._parents(number, layer, above)
        self._folders.add((layer, above))
        folders = self.record.layers[layer]
        if os.path.lexists(folders.lower / above) and (folders.lower / above).is_dir():
            return
        try:
            mode = safe_rights(os.lstat(folders.upper / above).st_mode)
        except OSError:
            mode = _NEW_FOLDER
        place = self.stage.undo_for(layer, folders)
        yield TakeStep(number, "folder", layer, above, place, mode=mode)

    def _free(self, layer: int, path: str) -> str:
        """Return a name beside one that is taken: “plan (desk).odt”."""
        named = PurePosixPath(path)
        for count in range(1, 10_000):
            mark = "desk" if count == 1 else f"desk-{count}"
            free = str(named.with_name(f"{named.stem} ({mark}){named.suffix}"))
            if (layer, free) not in self._both and not os.path.lexists(self.record.layers[layer].lower / free):
                self._both.add((layer, free))
                return free
        return path

"""A person's changes to a how-to, stored in the run's folder as `guide.json` for the next export.

The file has each step's key, in the person's order. The run has priority: steps missing from the file are added at
their place, unknown steps are ignored, and so is an unreadable file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from desktop_agent.lib.files import replace_file
from desktop_agent.record.journal import record_error
from desktop_agent.studio.howto.instruction import Howto, Instruction

EDITS = "guide.json"
_FORMAT = 1
_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class EditedStep:
    """One step with a person's changes."""

    step: Instruction
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A how-to that is being edited, including omitted steps."""

    title: str
    steps: tuple[EditedStep, ...]

    def howto(self) -> Howto:
        """Return the how-to for export, without omitted steps."""
        return Howto(self.title, tuple(each.step for each in self.steps if not each.left_out))


def read_draft(folder: Path, title: str, steps: Sequence[Instruction]) -> Draft:
    """Return the steps of a run with the person's stored changes, if any."""
    guide = _read(folder / EDITS)
    if guide is None:
        return Draft(title, tuple(map(EditedStep, steps)))
    steps_by_key = {step.key: step for step in steps}
    edited = [
        EditedStep(
            replace(steps_by_key[entry.key], text=entry.text.strip() or steps_by_key[entry.key].text), entry.left_out
        )
        for entry in {entry.key: entry for entry in guide.steps}.values()
        if entry.key in steps_by_key
    ]
    return Draft(guide.title.strip() or title, tuple(_with_new(edited, steps)))


def write_draft(folder: Path, draft: Draft) -> Path:
    """Save a draft in its run's folder and return the file's path; RecordError if that fails."""
    steps = [{"key": step.step.key, "text": step.step.text, "left_out": step.left_out} for step in draft.steps]
    guide = {"format": _FORMAT, "title": draft.title, "steps": steps}
    target = folder / EDITS
    try:
        replace_file(target, [json.dumps(guide, ensure_ascii=False, indent=1).encode()])
    except OSError as error:
        raise record_error(error, folder) from error
    return target


class _StoredStep(BaseModel):
    """One step in `guide.json`."""

    key: str = Field(max_length=40)
    text: str = Field(default="", max_length=4_000)
    left_out: bool = False


class _StoredGuide(BaseModel):
    """The contents of `guide.json`."""

    format: int = Field(le=_FORMAT)
    title: str = Field(default="", max_length=1_000)
    steps: list[_StoredStep] = Field(default_factory=list, max_length=100_000)


def _read(file: Path) -> _StoredGuide | None:
    try:
        fd = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(fd, "rb") as opened:
            return _StoredGuide.model_validate_json(opened.read(_MOST_BYTES))
    except (OSError, ValidationError):
        return None


def _with_new(edited: list[EditedStep], steps: Sequence[Instruction]) -> list[EditedStep]:
    """Return the edited steps and the new ones, each after its predecessor in the run."""
    keys = [each.step.key for each in edited]
    before = ""
    for step in steps:
        if step.key not in keys:
            place = keys.index(before) + 1 if before else 0
            edited.insert(place, EditedStep(step))
            keys.insert(place, step.key)
        before = step.key
    return edited

"""Keeps what a person has changed in a how-to: `guide.json` beside the run, so that the next export is as they left it.

It names each step by its key, in the order that they want. A step that it does not know is added where it belongs, one
that the run does not have is passed over, and so is a file that cannot be read: the run is what counts.
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
    """One step as a person wants it."""

    step: Instruction
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A how-to as it is edited: with the steps that are left out, which may come back."""

    title: str
    steps: tuple[EditedStep, ...]

    def howto(self) -> Howto:
        """Return what is exported."""
        return Howto(self.title, tuple(each.step for each in self.steps if not each.left_out))


def read_draft(folder: Path, title: str, steps: Sequence[Instruction]) -> Draft:
    """Return the steps of a run as a person left them; as they are where nobody has changed any."""
    kept = _read(folder / EDITS)
    if kept is None:
        return Draft(title, tuple(map(EditedStep, steps)))
    known = {step.key: step for step in steps}
    edited = [
        EditedStep(replace(known[one.key], text=one.text.strip() or known[one.key].text), one.left_out)
        for one in {one.key: one for one in kept.steps}.values()
        if one.key in known
    ]
    return Draft(kept.title.strip() or title, tuple(_with_new(edited, steps)))


def write_draft(folder: Path, draft: Draft) -> Path:
    """Keep a draft beside its run and return the file's path; RecordError if that fails."""
    steps = [{"key": step.step.key, "text": step.step.text, "left_out": step.left_out} for step in draft.steps]
    kept = {"format": _FORMAT, "title": draft.title, "steps": steps}
    target = folder / EDITS
    try:
        replace_file(target, [json.dumps(kept, ensure_ascii=False, indent=1).encode()])
    except OSError as error:
        raise record_error(error, folder) from error
    return target


class _KeptInstruction(BaseModel):
    """One step in the file."""

    key: str = Field(max_length=40)
    text: str = Field(default="", max_length=4_000)
    left_out: bool = False


class _KeptGuide(BaseModel):
    """The file."""

    format: int = Field(le=_FORMAT)
    title: str = Field(default="", max_length=1_000)
    steps: list[_KeptInstruction] = Field(default_factory=list, max_length=100_000)


def _read(file: Path) -> _KeptGuide | None:
    try:
        fd = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(fd, "rb") as opened:
            return _KeptGuide.model_validate_json(opened.read(_MOST_BYTES))
    except (OSError, ValidationError):
        return None


def _with_new(edited: list[EditedStep], steps: Sequence[Instruction]) -> list[EditedStep]:
    """Return the edited steps with those that are new, each after the one that it follows in the run."""
    keys = [each.step.key for each in edited]
    before = ""
    for step in steps:
        if step.key not in keys:
            place = keys.index(before) + 1 if before else 0
            edited.insert(place, EditedStep(step))
            keys.insert(place, step.key)
        before = step.key
    return edited

"""The pictures that a replay keeps of a step that did not fit any more: its window as it was, and the screen now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_agent.lib.files import replace_file
from desktop_agent.record.journal import record_error
from desktop_agent.record.picture_file import MOST_PIXELS, picture_size, read_picture

_FOLDER = "differences"
_NAME = re.compile(r"([0-9]{4,9})-(then|now)\.png")
_MOST_BYTES = 100_000_000

ThenOrNow = Literal["then", "now"]
_WORDS: tuple[ThenOrNow, ...] = ("then", "now")


@dataclass(frozen=True, slots=True)
class StepDifference:
    """The pictures of one step, in the order then, now; an unknown picture is missing."""

    step: int
    pictures: Mapping[ThenOrNow, Path]


def keep_difference(folder: Path, step: int, then: bytes | None, now: bytes) -> StepDifference:
    """Keep the pictures in a run's folder; RecordError if that fails."""
    whole: Mapping[ThenOrNow, bytes | None] = {"then": then, "now": now}
    kept = {word: data for word, data in whole.items() if data}
    paths = {word: folder / _FOLDER / f"{step:04d}-{word}.png" for word in kept}
    try:
        (folder / _FOLDER).mkdir(mode=0o700, exist_ok=True)
        for word, path in paths.items():
            replace_file(path, [kept[word]])
    except OSError as error:
        raise record_error(error, folder) from error
    return StepDifference(step, paths)


def differences_of(folder: Path) -> tuple[StepDifference, ...]:
    """Return the differences in a run's folder, by step."""
    where = folder / _FOLDER
    if where.is_symlink() or not where.is_dir():
        return ()
    named = {path: match for path in sorted(where.iterdir()) if (match := _NAME.fullmatch(path.name))}
    steps = sorted({int(match[1]) for match in named.values()})
    return tuple(
        StepDifference(step, {word: path for word in _WORDS for path, match in named.items() if _is(match, step, word)})
        for step in steps
    )


def difference_picture(path: Path) -> bytes:
    """Return a picture's bytes; nothing where it is none, or too large to be opened."""
    try:
        data = read_picture(path, _MOST_BYTES)
    except OSError:
        return b""
    size = picture_size(data)
    fits = size is not None and 0 < size.width * size.height <= MOST_PIXELS and len(data) <= _MOST_BYTES
    return data if fits else b""


def _is(match: re.Match[str], step: int, word: ThenOrNow) -> bool:
    return int(match[1]) == step and match[2] == word

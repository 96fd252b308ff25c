"""Compares two versions of a file: text line by line, office files by their text, pictures by their two paths."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from desktop_agent.core.texts.message import Message, join, visible
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DeskChange
from desktop_agent.lib.office_text import OFFICE_ENDINGS, office_text
from desktop_agent.record.wording import file_size

DifferenceKind = Literal["text", "pictures", "other"]
LARGEST_TEXT: Final = 2_000_000  # bytes
_MOST_LINES = 20_000
_MOST_SHOWN = 2_000
_LONGEST_LINE = 1_000
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg"})


@dataclass(frozen=True, slots=True)
class Difference:
    """How the desk's version differs from the person's; for pictures and other files the paths of both versions."""

    kind: DifferenceKind
    lines: tuple[str, ...] = ()  # begin with “+”, “-”, “ ” or “@@”; made visible
    before: Path | None = None
    after: Path | None = None
    note: str = ""


def difference(change: DeskChange, layers: Sequence[DeskLayer]) -> Difference:
    """Return how the desk's version of a change differs from the person's current one."""
    before = _old_path(change, layers) if change.before else None
    after = layers[change.layer].upper / change.path if change.after else None
    return _file_difference(_plain_file(before), _plain_file(after))


def difference_lines(change: DeskChange, layers: Sequence[DeskLayer]) -> Iterator[str]:
    """Yield the lines of a difference for a terminal, headed by both paths."""
    own_path = layers[change.layer].lower / change.path
    yield f"--- {visible(str(_old_path(change, layers)), _LONGEST_LINE)}"
    yield f"+++ {visible(str(own_path), _LONGEST_LINE)}"
    result = difference(change, layers)
    yield from result.lines
    if result.note:
        yield result.note
    if result.kind != "text":
        if result.before:
            yield Message("Yours: {visible}", visible=visible(str(result.before), _LONGEST_LINE))
        if result.after:
            yield Message("The desk's: {visible}", visible=visible(str(result.after), _LONGEST_LINE))


def _old_path(change: DeskChange, layers: Sequence[DeskLayer]) -> Path:
    layer, path = change.old_place
    return layers[layer].lower / path


def _plain_file(path: Path | None) -> Path | None:
    """Return the path if it is a plain file, else None; links are not followed."""
    return path if path and not path.is_symlink() and path.is_file() else None


def _file_difference(before: Path | None, after: Path | None) -> Difference:
    ending = (after or before or Path()).suffix.lower()
    if ending in _PICTURES:
        return Difference("pictures", before=before, after=after)
    texts = [_text_lines(path, ending) if path else () for path in (before, after)]
    old, new = texts
    if old is None or new is None:
        sizes = join(" → ", (file_size(path.stat().st_size) for path in (before, after) if path))
        return Difference(
            "other", before=before, after=after, note=Message("No text to compare ({sizes}).", sizes=sizes)
        )
    note = Message("Only their text is compared.") if ending in OFFICE_ENDINGS else ""
    if max(len(old), len(new)) > _MOST_LINES:
        return Difference("other", before=before, after=after, note=Message("The text is too long to compare here."))
    lines = tuple(_unified_lines(old, new))
    if len(lines) > _MOST_SHOWN:
        lines = (*lines[:_MOST_SHOWN], "@@ … @@")
    return Difference("text", lines, before, after, note)


def _text_lines(file: Path, ending: str) -> tuple[str, ...] | None:
    """Return the lines of a file; None if it is no text or too large."""
    if ending in OFFICE_ENDINGS:
        return office_text(file)
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_TEXT + 1)
    except OSError:
        return None
    if len(data) > LARGEST_TEXT or b"\0" in data:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return tuple(text.splitlines())


def _unified_lines(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    for line in islice(
        difflib.unified_diff(old, new, lineterm="", n=3), 2, None
    ):  # without the two lines of file names
        yield line if line.startswith("@@") else line[:1] + visible(line[1:], _LONGEST_LINE)

"""The receipt of a run's side desk as a part of its record: the changes there, and what the person did with them.

`receipt.jsonl` beside the journal grows after the run has ended: a person may apply or undo changes days later. Lines
are chained like those of a journal, so that a changed, moved or removed line is noticed, except for lines missing at
the end.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter

from desktop_agent.core.texts.message import Message, plural
from desktop_agent.lib.files import READ_NO_LINK, replace_file
from desktop_agent.record.journal import RECEIPT, line_end, line_hash, record_error, sealed_line
from desktop_agent.record.wording import some_of

ReceiptActKind = Literal["changed", "taken", "undone", "discarded"]
Settlement = Literal["apply", "discard", "finish"]  # what a browser has done with a set of changes
MOST_LISTED: Final = 2_000  # paths in one line; the rest is counted
GROUP_WORDS: Final[Mapping[str, str]] = {
    "documents": Message("Documents"),
    "outside": Message("Saved outside the folders you specified"),
    "runs-later": Message("Would run later or give others access"),
    "settings": Message("Programs' settings"),
}
_MOST_BYTES = 20_000_000
_FILES = frozenset({"documents", "outside"})  # the groups that are neither settings nor would run later
_MOST_NAMED_FILES = 3


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """One path and the words about it; the words are ours, the path was made visible."""

    path: str
    words: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptAct:
    """The content of a receipt, or a person's act on it; `count` includes entries that are not listed."""

    kind: ReceiptActKind
    desk: str
    at: str = ""  # RFC 3339, UTC
    count: int = 0
    entries: tuple[ReceiptEntry, ...] = ()
    refused: tuple[ReceiptEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


_ACT: TypeAdapter[ReceiptAct] = TypeAdapter(ReceiptAct)


def note_act(run: Path, act: ReceiptAct) -> None:
    """Add an act to the record of the run in a folder; RecordError where that cannot be done."""
    data = read_file(run)
    complete = data[: data.rfind(b"\n") + 1]
    last = complete[complete.rfind(b"\n", 0, -1) + 1 :] if complete else b""
    link = sealed_line(last)
    listed = asdict(act)
    for name in ("entries", "refused", "left_out", "hosts"):
        listed[name] = listed[name][:MOST_LISTED]
    kind = listed.pop("kind")
    at = act.at or datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content = {"receipt": kind, "run": run.name, **listed, "at": at}
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode().removesuffix(b"}")
    line = text + line_end(line_hash(link.end if link else b"", text))
    try:
        replace_file(run / RECEIPT, [complete, line])
    except OSError as error:
        raise record_error(error, run) from error


def receipt_acts(run: Path) -> tuple[ReceiptAct, ...]:
    """Return the recorded acts of a desk's receipt, oldest first; a line that cannot be read is left out."""
    return tuple(_acts(read_file(run)))


def change_line(acts: Sequence[ReceiptAct]) -> str:
    """Return in one line which files a run has changed on its side desk; empty where it had none."""
    changed = next((act for act in acts if act.kind == "changed"), None)
    if changed is None:
        return ""
    files = [entry.path for entry in changed.entries if entry.group in _FILES]
    if not files:
        return Message("No files were changed.")
    names = some_of(files, _MOST_NAMED_FILES)
    return plural("{count:,} file changed: {named}", "{count:,} files changed: {named}", count=len(files), named=names)


def _acts(data: bytes) -> Iterator[ReceiptAct]:
    for line in data.splitlines():
        # A damaged line: no JSON, no object, or without what each has.
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            fields = json.loads(line)
            yield _ACT.validate_python({**fields, "kind": fields["receipt"]})


def read_file(run: Path) -> bytes:
    """Return the bytes of a run's receipt; empty where there is none, or no plain file."""
    try:
        fd = os.open(run / RECEIPT, READ_NO_LINK)
    except OSError:
        return b""
    with os.fdopen(fd, "rb") as file:
        return file.read(_MOST_BYTES) if stat.S_ISREG(os.fstat(fd).st_mode) else b""

"""The receipt of a run's side desk as a part of its record: what was changed there, and what became of it since.

`receipt.jsonl` beside the journal grows after the run has ended: a person takes over, or takes back, days later. Each
line is chained to the one before and signed as those of a journal are, so that what is changed, moved or left out
between two others shows. That lines are missing at its end cannot show.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_agent.core.seal import Seal
from desktop_agent.lib.files import replace_file
from desktop_agent.record.chain import chained, end_of, link_of
from desktop_agent.record.damage import RECEIPT, Damage
from desktop_agent.record.disk_errors import explain

ReceiptActKind = Literal["changed", "taken", "undone", "discarded"]
MOST_LISTED: Final = 2_000  # paths in one line; the rest is counted
_MOST_BYTES = 20_000_000
_SIGNED = b"receipt of desktop-agent "
_AS_IT_IS: int = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_Signs = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """One path with what is said of it; the words are ours, the path was made visible."""

    path: str
    words: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptAct:
    """What was on a receipt, or what a person did with it; `count` is how many there were, also of those not listed."""

    kind: ReceiptActKind
    desk: str
    at: str = ""  # RFC 3339, UTC
    count: int = 0
    entries: tuple[ReceiptEntry, ...] = ()
    refused: tuple[ReceiptEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


class _EntryText(BaseModel):
    model_config = ConfigDict(frozen=True)

    path: str
    words: tuple[str, ...] = ()
    group: str = ""


class _ActText(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: ReceiptActKind = Field(alias="receipt")
    run: str
    desk: str
    at: str
    count: int
    entries: tuple[_EntryText, ...] = ()
    refused: tuple[_EntryText, ...] = ()
    left_out: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


def note_act(run: Path, act: ReceiptAct, sign: _Signs = lambda _: None) -> None:
    """Add an act to the record of the run in a folder; RecordError where that cannot be done."""
    data = _read(run)
    whole = data[: data.rfind(b"\n") + 1]
    last = whole[whole.rfind(b"\n", 0, -1) + 1 :] if whole else b""
    link = link_of(last)
    listed = asdict(act)
    for name in ("entries", "refused", "left_out", "sent"):
        listed[name] = listed[name][:MOST_LISTED]
    kind = listed.pop("kind")
    at = act.at or datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content = {"receipt": kind, "run": run.name, **listed, "at": at}
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode().removesuffix(b"}")
    digest = chained(link.end if link else b"", text)
    line = text + end_of(Seal(digest, sign(_SIGNED + digest.encode())))
    try:
        replace_file(run / RECEIPT, [whole, line])
    except OSError as error:
        raise explain(error, run) from error


def receipt_acts(run: Path) -> tuple[ReceiptAct, ...]:
    """Return what is recorded of a desk's receipt, oldest first; a line that cannot be read is left out."""
    return tuple(_acts(_read(run)))


def receipt_damage(run: Path, name: str) -> Iterator[Damage]:
    """Yield where the receipt is not as it was written, or of a run of another name; nothing where there is none."""
    path = run / RECEIPT
    if path.is_symlink() or (path.exists() and not path.is_file()):
        yield Damage("link", RECEIPT)
        return
    before, at = b"", 0
    for number, line in enumerate(_read(run).splitlines(keepends=True), 1):
        damage = _line_damage(name, line, before, number, at)
        if damage:
            yield damage
            return
        link = link_of(line)
        before, at = link.end if link else b"", at + len(line)


def _line_damage(name: str, line: bytes, before: bytes, number: int, at: int) -> Damage | None:
    link = link_of(line)
    if link is None:
        return Damage("changed" if line.endswith(b"\n") else "cut", RECEIPT, at, number)
    if chained(before, link.content) != link.seal.chain:
        return Damage("changed", RECEIPT, at, number)
    if link.seal.sig and not _is_signed(link.seal):
        return Damage("signature", RECEIPT, at, number)
    is_of_run = f'"run":{json.dumps(name)},'.encode() in link.content
    return None if is_of_run else Damage("added", RECEIPT, at, number)


def _is_signed(seal: Seal) -> bool:
    from desktop_agent.record.signing import signer_of

    return signer_of(seal.sig or "", _SIGNED + seal.chain.encode()) is not None


def _acts(data: bytes) -> Iterator[ReceiptAct]:
    for line in data.splitlines():
        try:
            text = _ActText.model_validate_json(line)
        except ValidationError:
            continue
        entries, refused = (tuple(map(_entry, one)) for one in (text.entries, text.refused))
        yield ReceiptAct(text.kind, text.desk, text.at, text.count, entries, refused, text.left_out, text.sent)


def _entry(text: _EntryText) -> ReceiptEntry:
    return ReceiptEntry(text.path, text.words, text.group)


def _read(run: Path) -> bytes:
    """Return what is in the file; nothing where there is none, or something else of that name."""
    try:
        fd = os.open(run / RECEIPT, _AS_IT_IS)
    except OSError:
        return b""
    with os.fdopen(fd, "rb") as file:
        return file.read(_MOST_BYTES) if stat.S_ISREG(os.fstat(fd).st_mode) else b""

"""Remembers what a person was shown: what is no longer like that is not taken over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from desktop_agent.desk.receipt.change import DeskChange, Receipt, Refused
from desktop_agent.lib.files import replace_file

SHOWN = "shown.json"


def keep_shown(desk: Path, receipt: Receipt) -> None:
    """Write down what was shown; a disk that takes nothing shows it again the next time."""
    with suppress(OSError):
        marks = sorted(_mark(change) for change in receipt.changes)
        replace_file(desk / SHOWN, [json.dumps(marks).encode()])


def was_shown(desk: Path) -> bool:
    """Tell whether a receipt of this desk was shown."""
    return (desk / SHOWN).exists()


def as_shown(desk: Path, chosen: Sequence[DeskChange]) -> tuple[list[DeskChange], list[Refused]]:
    """Part what is as it was shown from what is not."""
    try:
        known = frozenset(TypeAdapter(list[str]).validate_json((desk / SHOWN).read_bytes()))
    except (OSError, ValidationError):
        return list(chosen), []
    same = [change for change in chosen if _mark(change) in known]
    others = [Refused(change.layer, change.path, "shown") for change in chosen if _mark(change) not in known]
    return same, others


def forget_shown(desk: Path) -> None:
    """Have the next receipt shown anew: an undo has changed what it says."""
    with suppress(OSError):
        (desk / SHOWN).unlink(missing_ok=True)


def _mark(change: DeskChange) -> str:
    before = change.before
    if before and not change.conflict:
        # What a person does to it is a conflict; taking over another name of it changes these, too.
        before = replace(before, ctime_ns=0, links=0, tree="")
    said = repr((change.key, change.kind, change.group, before, change.after, change.old_place, change.conflict))
    digest = hashlib.blake2b(said.encode("utf-8", "surrogateescape"), digest_size=16)
    for part in change.parts:
        digest.update(_mark(part).encode())
    return digest.hexdigest()

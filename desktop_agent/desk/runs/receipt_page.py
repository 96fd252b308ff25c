"""A desk's receipt as plain data, for a browser: what it shows, and what was chosen of exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.desk.receipt.change import DeskChange
from desktop_agent.desk.receipt.wording import change_line, counted_changes, refusal
from desktop_agent.desk.runs.receipts import DeskReceipt, desk_folder, look, take_over, throw_away
from desktop_agent.desk.windows.receipt.lines import ReceiptChoice, sections_of

_CHANGED = Message("The desk's changes aren't what was shown any more. Look at them again.")


def receipt_form(desk: str) -> Mapping[str, object]:
    """Return what a browser shows, with its digest; DeskError while the desk runs, or without a receipt."""
    return _form(look(desk_folder(desk)))


def _form(shown: DeskReceipt) -> Mapping[str, object]:
    proposed = ReceiptChoice.proposed(shown.receipt.changes)
    home = Path.home()

    def line_of(change: DeskChange) -> Mapping[str, object]:
        line = change_line(change, shown.record.layers, home)
        return {
            "key": _key(change),
            "what": tr(line.what),
            "path": line.path,
            "notes": "; ".join(map(tr, filter(None, (line.size, *line.remarks)))),
            "conflict": bool(change.conflict),
            "chosen": change.key in proposed.chosen,
            "may": not change.conflict,  # which version stays is said at the computer
        }

    sections = [
        {
            "title": tr(section.title),
            "folded": section.is_folded,
            "lines": [*map(line_of, section.changes)],
            "texts": list(section.texts),
        }
        for section in sections_of(shown, home)
    ]
    title = tr(counted_changes(len(shown.receipt.changes))) if shown.receipt.changes else ""
    form = {"desk": shown.record.id, "title": title, "sections": sections, "done": ""}
    return {**form, "digest": hashlib.sha256(json.dumps(form).encode()).hexdigest()}


def apply_chosen(desk: str, digest: str, keys: Collection[str]) -> str:
    """Apply the chosen changes, if the receipt is the one that was shown; return what came of it."""
    shown = _as_shown(desk, digest)
    chosen = [change for change in shown.receipt.changes if _key(change) in keys and not change.conflict]
    result = take_over(shown.folder, chosen)
    refused = (tr(refusal(each, shown.record.layers, Path.home())) for each in result.refused)
    applied = tr(Message("Applied: {changes}.", changes=counted_changes(len(result.taken))))
    undo = tr(Message("Undo within 30 days: desktop-agent desk undo {id}", id=shown.record.id))
    return "\n".join((applied, *refused, *([undo] if result.taken else [])))


def discard_all(desk: str, digest: str) -> str:
    """Discard what is left, if the receipt is the one that was shown; return what came of it."""
    throw_away(_as_shown(desk, digest).folder)
    return tr(Message("Discarded. Your files are unchanged."))


def _as_shown(desk: str, digest: str) -> DeskReceipt:
    shown = look(desk_folder(desk))
    if _form(shown)["digest"] != digest:
        raise DeskError(_CHANGED)
    return shown


def _key(change: DeskChange) -> str:
    return f"{change.layer}:{change.path}"

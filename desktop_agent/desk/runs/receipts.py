"""What a person does with the receipt of a desk, wherever they do it: seen, taken over, taken back, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.folder import DeskRecord, find_desk, open_desk
from desktop_agent.desk.network.sent import SentRequest
from desktop_agent.desk.network.sent_list import sent_requests
from desktop_agent.desk.receipt.change import DeskChange, Receipt
from desktop_agent.desk.receipt.journal import journals
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.shown import forget_shown, keep_shown
from desktop_agent.desk.receipt.step import ConflictAnswers, TakeResult
from desktop_agent.desk.receipt.take import discard, finish, take, undo, unfinished
from desktop_agent.desk.runs.receipt_record import note_changes, note_discarded, note_result
from desktop_agent.lib.paths import places


@dataclass(frozen=True, slots=True)
class DeskReceipt:
    """All that is known of what a desk did."""

    folder: Path
    record: DeskRecord
    receipt: Receipt
    sent: tuple[SentRequest, ...]
    cut_off: bool  # a taking over was
    may_undo: bool  # something was taken over, and is kept


def desk_folder(desk: str, desks: Path | None = None) -> Path:
    """Return the folder of the desk with this id, or one under `desks`; DeskError where there is none."""
    return find_desk(desks or places().desks, desk)


def look(folder: Path) -> DeskReceipt:
    """Return the receipt of the desk in a folder, which is now what the person was shown; DeskError while it runs."""
    receipt = read_receipt(folder)
    cut_off = unfinished(folder)
    keep_shown(folder, receipt)
    note_changes(folder, receipt)
    return DeskReceipt(
        folder,
        open_desk(folder),
        receipt,
        tuple(sent_requests(folder)),
        cut_off,
        bool(journals(folder)) and not cut_off,
    )


def take_over(folder: Path, chosen: Sequence[DeskChange], answers: ConflictAnswers = "keep-mine") -> TakeResult:
    """Take over what was chosen; DeskError where nothing could be, and then all is as before."""
    result = take(folder, chosen, answers)
    note_result(folder, "taken", result)
    return result


def finish_taking(folder: Path) -> TakeResult:
    """Finish a taking over that was cut off."""
    result = finish(folder)
    note_result(folder, "taken", result)
    return result


def take_back(folder: Path) -> TakeResult:
    """Take back all that was taken over."""
    result = undo(folder)
    forget_shown(folder)
    note_result(folder, "undone", result)
    return result


def throw_away(folder: Path) -> None:
    """Throw away what was not taken over."""
    discard(folder)
    note_discarded(folder)

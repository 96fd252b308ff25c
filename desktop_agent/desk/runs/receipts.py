"""The acts of a person on a desk's receipt, for all interfaces: view, take over, undo, discard."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.desk.folder import DeskRecord, find_desk, open_desk
from desktop_agent.desk.receipt.change import ConflictAnswers, DeskChange, Receipt, TakeResult
from desktop_agent.desk.receipt.journal import journals
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.settle import ReceiptSettlement
from desktop_agent.desk.receipt.take import discard, finish, take, undo, unfinished
from desktop_agent.desk.receipt.wording import change_line, left_out_lines, refusal_words, shown_path
from desktop_agent.lib.paths import places
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptActKind, ReceiptEntry, note_act, receipt_acts
from desktop_agent.record.reader import RUN_NAME

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeskReceipt:
    """A desk's receipt, with its record."""

    folder: Path
    record: DeskRecord
    receipt: Receipt
    cut_off: bool  # a takeover was interrupted
    may_undo: bool  # there is a takeover that can be undone


def desk_folder(desk: str, desks: Path | None = None) -> Path:
    """Return the folder of the desk with this id, below `desks` or the usual folder; DeskError if there is none."""
    return find_desk(desks or places().desks, desk)


def look(folder: Path) -> DeskReceipt:
    """Return the receipt of the desk in a folder; DeskError while it runs."""
    receipt = read_receipt(folder)
    cut_off = unfinished(folder)
    note_changes(folder, receipt)
    return DeskReceipt(
        folder,
        open_desk(folder),
        receipt,
        cut_off,
        bool(journals(folder)) and not cut_off,
    )


def take_over(folder: Path, chosen: Sequence[DeskChange], answers: ConflictAnswers = "keep-mine") -> TakeResult:
    """Take over the chosen changes; DeskError if none could be, and then nothing is changed."""
    return note_result(folder, "taken", take(folder, chosen, answers))


def finish_taking(folder: Path) -> TakeResult:
    """Finish an interrupted takeover."""
    return note_result(folder, "taken", finish(folder))


def take_back(folder: Path) -> TakeResult:
    """Undo all takeovers of a desk."""
    return note_result(folder, "undone", undo(folder))


def throw_away(folder: Path) -> None:
    """Discard the changes that were not taken over."""
    discard(folder)
    note_discarded(folder)


def note_settlement(desk: Path, answer: ReceiptAnswer, came: ReceiptSettlement) -> None:
    """Record how a receipt was settled at the end of a run."""
    note_changes(desk, came.receipt)
    if answer == "discard":
        note_discarded(desk)
    elif answer == "accept":
        note_result(desk, "taken", TakeResult(came.taken, came.refused))


def note_changes(desk: Path, receipt: Receipt) -> None:
    """Record a desk's changes in its run, once; later acts on them are recorded separately."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None or any(act.kind == "changed" and act.desk == record.id for act in receipt_acts(run)):
        return
    home = Path.home()
    entries = []
    for change in receipt.changes:
        line = change_line(change, record.layers, home)
        entries.append(
            ReceiptEntry(line.path, tuple(filter(None, (line.what, line.size, *line.remarks))), change.group)
        )
    left_out = tuple(left_out_lines(receipt.left_out, record.layers, home))
    act = ReceiptAct(
        "changed", record.id, count=len(entries), entries=tuple(entries), left_out=left_out, hosts=record.hosts
    )
    _append_act(run, act)


def note_result(desk: Path, kind: ReceiptActKind, result: TakeResult) -> TakeResult:
    """Record the result of a takeover or an undo, and return it."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None:
        return result
    home = Path.home()
    layers = record.layers
    taken = tuple(ReceiptEntry(shown_path(layers[layer], path, home)) for layer, path in result.taken)
    refused = tuple(
        ReceiptEntry(shown_path(layers[refusal.layer], refusal.path, home), (refusal_words(refusal, layers, home),))
        for refusal in result.refused
    )
    _append_act(run, ReceiptAct(kind, record.id, count=len(taken), entries=taken, refused=refused))
    return result


def note_discarded(desk: Path) -> None:
    """Record that the remaining changes were discarded."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is not None:
        _append_act(run, ReceiptAct("discarded", record.id))


def _run_of(record: DeskRecord) -> Path | None:
    """Return the folder of a desk's run; None if there is none."""
    if record.run is None or not RUN_NAME.fullmatch(record.run):
        return None
    folder = places().runs / record.run
    return folder if folder.is_dir() and not folder.is_symlink() else None


def _append_act(run: Path, act: ReceiptAct) -> None:
    try:
        note_act(run, act)
    except DesktopAgentError as error:
        _log.warning("the receipt could not be written into the record: %s", error)

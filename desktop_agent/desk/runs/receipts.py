"""What a person does with the receipt of a desk, wherever they do it: seen, taken over, taken back, thrown away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.desk.folder import DeskRecord, find_desk, open_desk
from desktop_agent.desk.network.sent_list import SentRequest, address, sent_requests
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
_LONGEST = 300


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
    """Return the receipt of the desk in a folder; DeskError while it runs."""
    receipt = read_receipt(folder)
    cut_off = unfinished(folder)
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
    return note_result(folder, "taken", take(folder, chosen, answers))


def finish_taking(folder: Path) -> TakeResult:
    """Finish a taking over that was cut off."""
    return note_result(folder, "taken", finish(folder))


def take_back(folder: Path) -> TakeResult:
    """Take back all that was taken over."""
    return note_result(folder, "undone", undo(folder))


def throw_away(folder: Path) -> None:
    """Throw away what was not taken over."""
    discard(folder)
    note_discarded(folder)


def note_settlement(desk: Path, answer: ReceiptAnswer, came: ReceiptSettlement) -> None:
    """Write down a receipt that was settled at the end of a run, and how."""
    note_changes(desk, came.receipt)
    if answer == "discard":
        note_discarded(desk)
    elif answer == "accept":
        note_result(desk, "taken", TakeResult(came.taken, came.refused))


def note_changes(desk: Path, receipt: Receipt) -> None:
    """Write down what a desk had changed, once: what is left of it later follows from what was done with it."""
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
    sent = tuple(f"{one.at} {foreign(f'{one.method} {address(one)}', _LONGEST)}" for one in sent_requests(desk))
    act = ReceiptAct("changed", record.id, count=len(entries), entries=tuple(entries), left_out=left_out, sent=sent)
    _note(run, act)


def note_result(desk: Path, kind: ReceiptActKind, result: TakeResult) -> TakeResult:
    """Write down what was taken over, or back, and what was not, and why; return it."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None:
        return result
    home, layers = Path.home(), record.layers
    taken = tuple(ReceiptEntry(shown_path(layers[layer], path, home)) for layer, path in result.taken)
    refused = tuple(
        ReceiptEntry(shown_path(layers[one.layer], one.path, home), (refusal_words(one, layers, home),))
        for one in result.refused
    )
    _note(run, ReceiptAct(kind, record.id, count=len(taken), entries=taken, refused=refused))
    return result


def note_discarded(desk: Path) -> None:
    """Write down that the rest was thrown away."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is not None:
        _note(run, ReceiptAct("discarded", record.id))


def _run_of(record: DeskRecord) -> Path | None:
    """Return the folder of the run that was on a desk; None where there is none."""
    if record.run is None or not RUN_NAME.fullmatch(record.run):
        return None
    folder = places().runs / record.run
    return folder if folder.is_dir() and not folder.is_symlink() else None


def _note(run: Path, act: ReceiptAct) -> None:
    try:
        note_act(run, act)
    except DesktopAgentError as error:
        _log.warning("the receipt could not be written into the record: %s", error)

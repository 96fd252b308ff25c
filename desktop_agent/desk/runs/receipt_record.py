"""Writes down in the record of a run what its desk had changed, and what a person did with that since.

A run whose folder is gone, or cannot be written, holds nobody up: what was taken over counts, and is in the desk's own
journal.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

from desktop_agent.core.desk_event import ReceiptAnswer
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.desk.folder import DeskRecord, open_desk
from desktop_agent.desk.network.sent import SentRequest
from desktop_agent.desk.network.sent_list import sent_requests
from desktop_agent.desk.receipt.change import Receipt
from desktop_agent.desk.receipt.settle import ReceiptSettlement
from desktop_agent.desk.receipt.step import TakeResult
from desktop_agent.desk.receipt.tell import left_out_lines, refusal_words, shown_path, told
from desktop_agent.host.signing import signing_key
from desktop_agent.lib.paths import places
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptActKind, ReceiptEntry, note_act, receipt_acts
from desktop_agent.record.reader import RUN_NAME

_log = logging.getLogger(__name__)
_LONGEST = 300


def note_settlement(desk: Path, answer: ReceiptAnswer, came: ReceiptSettlement) -> None:
    """Write down a receipt that was settled at the end of a run, and how.

    Nothing is signed there: the person's keyring cannot be asked from a desk. The next signature covers it.
    """
    note_changes(desk, came.receipt, signed=False)
    if answer == "discard":
        note_discarded(desk, signed=False)
    elif answer == "accept":
        note_result(desk, "taken", TakeResult(came.taken, came.refused), signed=False)


def note_changes(desk: Path, receipt: Receipt, *, signed: bool = True) -> None:
    """Write down what a desk had changed, once: what is left of it later follows from what was done with it."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None or any(act.kind == "changed" and act.desk == record.id for act in receipt_acts(run)):
        return
    home = Path.home()
    entries = []
    for change in receipt.changes:
        line = told(change, record.layers, home)
        entries.append(
            ReceiptEntry(line.path, tuple(filter(None, (line.what, line.size, *line.remarks))), change.group)
        )
    left_out = tuple(left_out_lines(receipt.left_out, record.layers, home))
    sent = tuple(_sent(one) for one in sent_requests(desk))
    act = ReceiptAct("changed", record.id, count=len(entries), entries=tuple(entries), left_out=left_out, sent=sent)
    _note(run, act, signed=signed)


def note_result(desk: Path, kind: ReceiptActKind, result: TakeResult, *, signed: bool = True) -> None:
    """Write down what was taken over, or back, and what was not, and why."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None:
        return
    home, layers = Path.home(), record.layers
    taken = tuple(ReceiptEntry(shown_path(layers[layer], path, home)) for layer, path in result.taken)
    refused = tuple(
        ReceiptEntry(shown_path(layers[one.layer], one.path, home), (refusal_words(one),)) for one in result.refused
    )
    _note(run, ReceiptAct(kind, record.id, count=len(taken), entries=taken, refused=refused), signed=signed)


def note_discarded(desk: Path, *, signed: bool = True) -> None:
    """Write down that the rest was thrown away."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is not None:
        _note(run, ReceiptAct("discarded", record.id), signed=signed)


def _run_of(record: DeskRecord) -> Path | None:
    """Return the folder of the run that was on a desk; None where there is none."""
    if record.run is None or not RUN_NAME.fullmatch(record.run):
        return None
    folder = places().runs / record.run
    return folder if folder.is_dir() and not folder.is_symlink() else None


def _note(run: Path, act: ReceiptAct, *, signed: bool) -> None:
    try:
        note_act(run, act, _signature if signed else lambda _: None)
    except DesktopAgentError as error:
        _log.warning("the receipt could not be written into the record: %s", error)


def _signature(message: bytes) -> str | None:
    with suppress(SettingsError):
        return signing_key(os.environ).sign(message)
    return None


def _sent(sent: SentRequest) -> str:
    scheme = "https" if sent.encrypted else "http"
    return f"{sent.at} {foreign(f'{sent.method} {scheme}://{sent.host}{sent.path}', _LONGEST)}"

"""Reads the receipt of a desk that has ended: all that it has changed, in groups, and what was left out."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.core.message import Message
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.change import LeftOut, Receipt
from desktop_agent.desk.receipt.journal import restored_entries, taken_paths
from desktop_agent.desk.receipt.layer import LayerReading
from desktop_agent.desk.receipt.lower import LowerFolder
from desktop_agent.desk.receipt.noise import noise
from desktop_agent.desk.receipt.pairs import paired
from desktop_agent.desk.unkept import unkept


def read_receipt(desk: Path) -> Receipt:
    """Return what the desk in this folder has changed; DeskError while it is still running."""
    record = open_desk(desk)
    if record.status == "running":
        raise DeskError(
            Message("The desk {id} is still running.", id=record.id),
            Message("End it first: `desktop-agent desk end {id}`.", id=record.id),
        )
    if record.status == "discarded":
        return Receipt(record.id, (), (), names_known=True)
    restored = restored_entries(desk)
    read = [
        LayerReading(
            n, LowerFolder(layer, record.started_ns, restored, taken_paths(desk, n)), layer, by_fuse=record.by_fuse
        ).read()
        for n, layer in enumerate(record.layers)
    ]
    changes = [change for layer in read for change in layer.changes]
    left_out = [one for layer in read for one in layer.left_out]
    left_out += [LeftOut(0, path, "not-kept") for path in unkept(desk) if _is_told(path)]
    known = all(layer.lower.names_known for layer in read)
    return Receipt(record.id, tuple(paired(changes, record.layers)), tuple(left_out), known)


def _is_told(path: str) -> bool:
    return noise(path.removeprefix("/"), size=1, link=False) is None

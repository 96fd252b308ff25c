"""The button that opens the receipt of the desk on which a run worked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.message import Message
from desktop_agent.host.registry import Offer
from desktop_agent.record.recording import RecordedRun
from desktop_agent.ui.offers import WindowButton

if TYPE_CHECKING:
    from desktop_agent.desk.windows.receipt.window import ReceiptWindow


def _desk_of(_folder: Path | None, run: RecordedRun | None) -> str | None:
    """Return the desk of a run that is over, if it had one."""
    started = run.started if run is not None and run.summary.status != "running" else None
    return (started.desk or None) if started is not None else None


def _show(desk: str) -> ReceiptWindow:
    from desktop_agent.desk.windows.receipt.window import open_receipt

    return open_receipt(desk)


OFFER = Offer(lambda place: WindowButton(place, _desk_of, _show), text=Message("Receipt…"))

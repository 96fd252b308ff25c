"""A side desk as the place of a run from the command line: its flags, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from desktop_agent.cli import progress, terminal
from desktop_agent.cli.flags import Flag, Flags
from desktop_agent.cli.help_pages import KEPT, WHERE
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.events import ReceiptAnswer
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.logs import log_to_file

if TYPE_CHECKING:
    from desktop_agent.core.runs.events import DeskEnded
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.run.ports import DeskOrder
    from desktop_agent.runtime.spec import RunSpec


_DESK = Message("Work on a side desk, whose changes don't take effect until you apply them.")
_FILES = Message("A folder the desk can see; repeat for more.")
_HOSTS = Message("A host the desk can reach (it asks before it sends anything there); repeat for more.")
_RECEIPT = Message("What to do with documents changed on the desk: accept, discard or keep.  [keep]")
DESK_FLAGS: Mapping[str, Flag] = {
    "desk": Flag(Annotated[bool, typer.Option("--desk", help=_DESK, rich_help_panel=WHERE)]),
    "desk_files": Flag(
        Annotated[list[Path] | None, typer.Option("--desk-files", metavar="DIR", help=_FILES, rich_help_panel=WHERE)]
    ),
    "desk_hosts": Flag(
        Annotated[list[str] | None, typer.Option("--desk-hosts", metavar="HOST", help=_HOSTS, rich_help_panel=WHERE)]
    ),
    "receipt": Flag(Annotated[ReceiptAnswer | None, typer.Option("--receipt", help=_RECEIPT, rich_help_panel=KEPT)]),
}


def desk_order(flags: Flags) -> DeskOrder | None:
    """Return what desk was ordered, None where none was; SettingsError for what makes sense on a desk alone."""
    for name, flag in DESK_FLAGS.items():
        if flags[name] and not flags["desk"]:
            raise SettingsError(Message("{written} requires a desk.", written=flag.written), Message("Add --desk."))
    if not flags["desk"]:
        return None
    from desktop_agent.run.ports import DeskOrder

    files = flags["desk_files"]
    hosts = flags["desk_hosts"]
    receipt = cast("ReceiptAnswer | None", flags["receipt"])
    folders = tuple(files) if isinstance(files, list) else ()
    return DeskOrder(folders, tuple(hosts) if isinstance(hosts, list) else (), receipt or "keep")


__all__ = ["DESK_FLAGS", "carry_out_on", "desk_order"]


def carry_out_on(spec: RunSpec, carry_out: Callable[[RunSpec, RunDesk], RunResult]) -> RunResult:
    """Open a desk, do a task there, and say what became of it; DesktopAgentError when it cannot even begin."""
    from desktop_agent.desk.runs.on_desk import on_desk

    progress.note(Message("Opening a side desk…"))
    with log_to_file(), on_desk(spec) as (desk, there):
        result = carry_out(there, desk)
    if desk.ended:
        _print_desk_outcome(desk.ended)
    return result


def _print_desk_outcome(ended: DeskEnded) -> None:
    """Say on stderr what has become of it."""
    from desktop_agent.desk.receipt.wording import counted_changes

    match ended.receipt:
        case "accept":
            terminal.warn(Message("Applied: {taken}.", taken=counted_changes(ended.taken)))
            if ended.taken:
                terminal.warn(Message("Undo within 30 days: desktop-agent desk undo {desk}", desk=ended.desk))
        case "discard":
            terminal.warn(Message("Discarded. Your files are unchanged."))
        case "keep" if terminal.is_shown() and ended.changes is not None and not any(ended.changes.values()):
            terminal.warn(Message("The desk hasn't changed anything."))
        case "keep":
            terminal.warn(
                Message("To see what it changed on the desk: desktop-agent desk show {desk}", desk=ended.desk)
            )

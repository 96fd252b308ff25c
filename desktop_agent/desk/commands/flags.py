"""The flags by which a run is ordered onto a side desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from desktop_agent.cli.flags import Flag, Flags
from desktop_agent.cli.help_pages import KEPT, WHERE
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.events import ReceiptAnswer
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from desktop_agent.run.ports import DeskOrder

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

"""`runs keep`: marks runs so that they are never deleted by age or size."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.texts.message import Message

HELP = Message("Keep runs regardless of their age or size.")


def keep(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help=Message("Ids, id prefixes, or “last”."))],
    unkeep: Annotated[bool, typer.Option("--unkeep", help=Message("Stop keeping them."))] = False,
) -> None:
    """Mark runs."""
    from desktop_agent.lib import paths
    from desktop_agent.record.sessions import chain_of
    from desktop_agent.record.store import RunStore, mark_kept

    store = RunStore(paths.places().runs)
    for folder in dict.fromkeys(folder for run in runs for folder in chain_of(store.find(run))):
        mark_kept(folder, keep=not unkeep)
        terminal.say(
            Message("{part}: {name}", part=Message("May be deleted") if unkeep else Message("Kept"), name=folder.name)
        )
    if not unkeep:
        terminal.say(Message("Kept runs are never deleted automatically; `runs keep --unkeep` undoes this."))

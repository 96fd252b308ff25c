"""`runs export`: packs a run into one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import OneRun
from desktop_agent.core.texts.message import Message

HELP = Message("Export a run's journal, screenshots and report as a single zip file.")
_TOLD_BEFORE = Message(
    "Its journal contains a password in plain text, recorded before it was typed in a password field "
    "(possibly in the task)."
)


def export(
    run: OneRun,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=Message("Where to save the file; its path is printed.")),
    ] = None,
) -> None:
    """Export one run."""
    from desktop_agent.core.runs.events import Withheld
    from desktop_agent.lib import paths
    from desktop_agent.record.export_run import export_run
    from desktop_agent.record.reader import read_events
    from desktop_agent.record.store import RunStore

    folder = RunStore(paths.places().runs).find(run)
    terminal.say(str(export_run(folder, output)))
    if any(isinstance(event.event, Withheld) for event in read_events(folder)):
        terminal.warn(_TOLD_BEFORE)

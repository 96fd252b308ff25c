"""`watch`: the runs that are under way, in a browser."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli.flags import effective_from
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from desktop_agent.core.runs.events import RunStarted

_DESK = "desk"
_LAST_PORT = 65_535


def command(
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=0, max=_LAST_PORT, help=Message("The port; 0 picks any free port.")),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option("--for", metavar="RUN|desk", help=Message("Show this run alone, or only runs on desks.")),
    ] = None,
) -> int:
    """Show the runs that are under way in a browser, here or on another device.

    Two links are printed: one to watch, and one by which a browser may also stop and pause. Each works once. To answer
    a run's questions from a browser, start the run with --watch. Ctrl+C ends it.
    """
    from desktop_agent.cli.run_client import caught_signals
    from desktop_agent.web.watching import offer_runs, watching

    def wanted(started: RunStarted) -> bool:
        return not only or (bool(started.desk) if only == _DESK else started.run.startswith(only))

    over = threading.Event()
    with caught_signals(lambda *_: over.set()), watching(effective_from({}), port) as watch:
        offer_runs(watch, over, wanted)
    return 0

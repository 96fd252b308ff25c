"""`runs report`: writes the page of a run, on request with its film in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import OneRun
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime import slices

HELP = Message("Write a run's report as a web page, and print its path.")


def report(
    run: OneRun,
    film: Annotated[
        bool, typer.Option("--film", help=Message("Make a video of the run and include it in the page."))
    ] = False,
    title: Annotated[str, typer.Option("--title", help=Message("A title instead of the run's."))] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help=Message("A file or folder."))
    ] = None,
) -> None:
    """Write the report of one run and print where it is."""
    from desktop_agent.lib import paths
    from desktop_agent.record.report.page import write_report
    from desktop_agent.record.store import RunStore
    from desktop_agent.record.work_folder import work_folder
    from desktop_agent.runtime.language import use_language

    use_language()  # the page is for a person, wherever its path goes
    folder = RunStore(paths.places().runs).find(run)
    if not film:
        terminal.say(str(write_report(folder, out, title=title)))
        return
    with work_folder("desktop-agent-film") as place:
        film_made = slices.run_video.film_for_page(folder, place)
        terminal.say(str(write_report(folder, out, film=film_made, title=title)))

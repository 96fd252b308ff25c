"""`runs report`: writes the page of a run, on request with its film in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Protocol, cast

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import OneRun
from desktop_agent.core.message import Message
from desktop_agent.host import registry


class _Films(Protocol):
    def film_for_page(self, run: Path, place: Path, /) -> Path: ...


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
    from desktop_agent.host.language import use_language
    from desktop_agent.lib import paths
    from desktop_agent.record.report.page import write_report
    from desktop_agent.record.store import RunStore
    from desktop_agent.record.work_folder import work_folder

    use_language()  # the page is for a person, wherever its path goes
    folder = RunStore(paths.places().runs).find(run)
    if not film:
        terminal.say(str(write_report(folder, out, title=title)))
        return
    films = cast("_Films", registry.offer("film-for-page"))
    with work_folder("desktop-agent-film") as place:
        terminal.say(str(write_report(folder, out, film=films.film_for_page(folder, place), title=title)))

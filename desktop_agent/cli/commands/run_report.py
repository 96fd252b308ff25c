"""`runs report`: writes the page of a run, with its film in it where that is asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import OneRun

HELP = "Write a run's report, a page for the browser, and print its path."


def report(
    run: OneRun,
    film: Annotated[bool, typer.Option("--film", help="Make a film of the run, and put it into the page.")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file.")] = None,
) -> None:
    """Write the report of one run and print where it is."""
    from desktop_agent.host.language import use_language
    from desktop_agent.lib import paths
    from desktop_agent.record.report.write import write_report
    from desktop_agent.record.store import RunStore

    use_language()  # the page is for a person, wherever its path goes
    folder = RunStore(paths.places().runs).find(run)
    if not film:
        terminal.say(str(write_report(folder, out)))
        return
    with tempfile.TemporaryDirectory(prefix="desktop-agent-film-") as place:
        terminal.say(str(write_report(folder, out, film=_film(folder, Path(place)))))


def _film(folder: Path, place: Path) -> Path:
    """Make a film that a page can hold: as MP4, or as WebM where nothing here makes that."""
    from desktop_agent.core.errors import RecordError
    from desktop_agent.core.geometry import Size
    from desktop_agent.studio.commands.run_video import film_progress
    from desktop_agent.studio.film.encode import check_codec
    from desktop_agent.studio.film.make import make_film
    from desktop_agent.studio.film.options import FilmFormat, FilmOptions

    kind: FilmFormat = "mp4"
    try:
        check_codec(kind)
    except RecordError:
        kind = "webm"
    with film_progress() as progress:
        made, *_ = make_film(folder, FilmOptions((kind,), size=Size(1280, 720)), place, progress=progress)
    return made

"""`runs video`: makes a film of a run, as MP4, GIF or stills, with a progress line."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import OneRun
from desktop_agent.core.texts.message import Message, gettext
from desktop_agent.films.film.script import FORMATS, FilmFormat, FilmOptions, size_from
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


HELP = Message("Make a video of a run (an MP4 by default) and print its path.")


def video(
    run: OneRun,
    gif: Annotated[bool, typer.Option("--gif", help=Message("A GIF, 800 pixels wide."))] = False,
    stills: Annotated[bool, typer.Option("--stills", help=Message("A PNG of each action, in a folder."))] = False,
    size: Annotated[str, typer.Option("--size", metavar="WxH", help=Message("Its size, such as 1280x720."))] = "",
    theme: Annotated[
        Literal["light", "dark"], typer.Option("--theme", help=Message("The background around the screen."))
    ] = "dark",
    title: Annotated[str, typer.Option("--title", help=Message("A title instead of the run's."))] = "",
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help=Message("Show all that happened, with decisions, times and the cost.")),
    ] = False,
    narration: Annotated[
        Path | None,
        typer.Option("--narration", metavar="FILE", exists=True, help=Message("A recorded voice, for an MP4.")),
    ] = None,
    out: Annotated[Path | None, typer.Option("--output", "-o", help=Message("A file or folder."))] = None,
) -> None:
    """Make the film."""
    from desktop_agent.films.film.make import make_film
    from desktop_agent.record.store import RunStore
    from desktop_agent.runtime.language import use_language

    use_language()  # the film is for a person, even if the output is piped
    chosen: dict[FilmFormat, bool] = {"gif": gif, "stills": stills}
    options = FilmOptions(
        _formats(chosen, out),
        size_from(size) if size else None,
        theme,
        title,
        evidence=evidence,
        narration=narration.absolute() if narration else None,
    )
    folder = RunStore(paths.places().runs).find(run)
    with film_progress() as progress:
        films = make_film(folder, options, out, progress=progress)
    for path in films:
        terminal.say(str(path))


def _formats(chosen: dict[FilmFormat, bool], out: Path | None) -> tuple[FilmFormat, ...]:
    """Return the requested formats, else the format of the output file's ending, else MP4."""
    requested = tuple(kind for kind, is_chosen in chosen.items() if is_chosen)
    from_ending = next((kind for kind in FORMATS if out is not None and out.suffix.lower() == f".{kind}"), None)
    return requested or ((from_ending,) if from_ending else ("mp4",))


def film_for_page(run: Path, place: Path) -> Path:
    """Make a film small enough for a page, and return its path."""
    from desktop_agent.core.pictures import Size
    from desktop_agent.films.film.make import make_film

    with film_progress() as progress:
        film, *_ = make_film(run, FilmOptions(size=Size(1280, 720), evidence=True), place, progress=progress)
    return film


@contextmanager
def film_progress() -> Iterator[Callable[[float], None]]:
    """Show a film's progress and remaining time on a terminal; nothing without one. Yield the progress callback."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(gettext("Making the video"), total=1.0)
        yield lambda part: bar.update(task, completed=part)

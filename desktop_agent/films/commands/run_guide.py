"""`runs guide`: makes a how-to of a run, with a picture for each step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import OneRun
from desktop_agent.core.texts.message import Message

HELP = Message("Make a how-to from a run: numbered steps in plain language, each with a screenshot.")


def guide(
    run: OneRun,
    html: Annotated[bool, typer.Option("--html", help=Message("One HTML file (default)."))] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help=Message("Markdown, with the images in a folder."))
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PATH", help=Message("A folder or file; by default, next to the run.")),
    ] = None,
    title: Annotated[str, typer.Option("--title", help=Message("A title instead of the run's."))] = "",
    leave_out: Annotated[
        list[int] | None,
        typer.Option("--leave-out", metavar="N", help=Message("Omit step N; repeat for more.")),
    ] = None,
) -> int:
    """Write the how-to of one run and print where it is."""
    from desktop_agent.films.howto.make import GuideKind, make_guide
    from desktop_agent.lib import paths
    from desktop_agent.record.store import RunStore
    from desktop_agent.runtime.language import use_language

    use_language()  # the file is for a person, even if the output is piped
    folder = RunStore(paths.places().runs).find(run)
    choices: dict[GuideKind, bool] = {"html": html, "markdown": markdown}
    kinds = [kind for kind, is_chosen in choices.items() if is_chosen]
    for path in make_guide(folder, kinds or ["html"], out, title=title, left_out=leave_out or ()):
        terminal.say(str(path))
    return 0

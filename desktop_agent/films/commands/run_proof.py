"""`runs proof`: makes a short film of the moments at which a run's expectations became true, and a page about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import OneRun
from desktop_agent.core.runs.events import EXIT_CODES
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from desktop_agent.films.proof.make import ProofOrder

HELP = Message("Make a proof of a run: a film of at most 30 s, a GIF, and a page for a pull request.")


def proof(
    run: OneRun,
    before: Annotated[
        str, typer.Option("--before", metavar="RUN", help=Message("An earlier run of the same steps, shown beside it."))
    ] = "",
    theme: Annotated[
        Literal["light", "dark"], typer.Option("--theme", help=Message("The background around the screen."))
    ] = "light",
    title: Annotated[
        str, typer.Option("--title", help=Message("The text shown at the start, instead of the task."))
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help=Message("A folder; by default, “proof” in the run's own.")),
    ] = None,
) -> int:
    """Write the proof of one run and print its files; exit with status 6 if an expectation doesn't hold."""
    from desktop_agent.films.proof.make import ProofOrder, proof_command
    from desktop_agent.lib import paths
    from desktop_agent.record.store import RunStore
    from desktop_agent.runtime.language import use_language

    use_language()  # the proof is for a person, even if the output is piped
    store = RunStore(paths.places().runs)
    folder = store.find(run)
    again = proof_command(folder.name if run == "last" else run)
    order = ProofOrder(folder, again, store.find(before) if before else None, title, theme)
    return write_proof(order, out or folder / "proof")


def write_proof(order: ProofOrder, out: Path) -> int:
    """Write a proof and print its files; return the exit code."""
    from desktop_agent.films.commands.run_video import film_progress
    from desktop_agent.films.proof.make import make_proof

    with film_progress() as progress:
        paths, holds = make_proof(order, out, progress)
    for path in paths:
        terminal.say(str(path))
    return 0 if holds else EXIT_CODES["unproven"]

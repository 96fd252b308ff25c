"""`replay`: repeats a past run without a model, looking for each place on the current screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import OneRun
from desktop_agent.cli.flags import takes
from desktop_agent.core.errors import StepFileError
from desktop_agent.core.message import Message
from desktop_agent.desk.commands.flags import DESK_FLAGS
from desktop_agent.lib import paths
from desktop_agent.studio.commands.playing import (
    PLAY_FLAGS,
    AsList,
    Fallback,
    From,
    LeaveOut,
    Values,
    play,
    print_steps,
)

if TYPE_CHECKING:
    from desktop_agent.studio.steps.book import StepBook


@takes(*PLAY_FLAGS)
@takes(*DESK_FLAGS, of=DESK_FLAGS)
def command(
    run: OneRun,
    values: Values = None,
    leave_out: LeaveOut = None,
    start: From = 1,
    fallback: Fallback = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.steps", help=Message("Write the steps as editable text, then exit.")),
    ] = None,
    as_list: AsList = False,
    **flags: object,
) -> int:
    """Repeat a past run without a model.

    Before each action, the replay looks for the target: where it was, where the window has moved, in another theme or
    size, or by name. If it can't find the target, it waits. If something has really changed, it stops and shows the
    earlier and current screenshots; with --fallback, that model performs just that step. Rules and questions apply as
    in any run; approvals in the recording don't carry over. --mode watch only shows the steps.

    You can replace any typed text: --list shows each piece by name, and --set name="Grace" changes one.
    """
    book, foreign = _book(run)
    if as_list:
        print_steps(book.file)
        return 0
    if save is not None:
        from desktop_agent.studio.steps.book import write_book

        write_book(book, save)
        terminal.say(str(save))
        return 0
    return play(book, flags, values or (), leave_out or (), start, fallback, foreign=foreign)


def _book(run: str) -> tuple[StepBook, bool]:
    """Return the steps of a run, and whether it is from another computer; warn of acts that can't be repeated."""
    from desktop_agent.record.reader import read_run
    from desktop_agent.record.store import RunStore, is_foreign
    from desktop_agent.studio.steps.from_recording import steps_of

    root = paths.places().runs
    folder = RunStore(root).find(run)
    recorded = read_run(folder)
    steps = steps_of(recorded)
    if not steps.book.file.steps:
        raise StepFileError(
            Message("Nothing was done in this run."), Message("Choose another one from “desktop-agent runs list”.")
        )
    for words in steps.left_out:
        terminal.warn(
            Message("Warning: this can't be repeated without a model, so it will be skipped: {words}", words=words)
        )
    if recorded.summary.status not in {"completed", "proven"}:
        terminal.warn(Message("Warning: this run didn't finish its task; only the steps it took will be repeated."))
    return steps.book, is_foreign(folder, root)

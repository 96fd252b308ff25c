"""`run-steps`: plays a file of plain steps without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli.flags import takes
from desktop_agent.core.message import Message
from desktop_agent.desk.commands.flags import DESK_FLAGS
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


@takes(*PLAY_FLAGS)
@takes(*DESK_FLAGS, of=DESK_FLAGS)
def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=Message("A steps file, such as one written by “replay --save”."))
    ],
    values: Values = None,
    leave_out: LeaveOut = None,
    start: From = 1,
    fallback: Fallback = None,
    as_list: AsList = False,
    **flags: object,
) -> int:
    """Play a file of steps without a model.

    If a step has a recorded place, the place is found even if the window has moved or looks different. Otherwise,
    it's found by name, as with the built-in model. If something really is different, the run stops and shows the old
    and new screenshots; with --fallback, that model carries out just that step. Rules and questions apply as in any
    run. --mode watch only shows the steps.
    """
    from desktop_agent.studio.steps.book import read_book

    book = read_book(file)
    if as_list:
        print_steps(book.file)
        return 0
    return play(book, flags, values or (), leave_out or (), start, fallback)

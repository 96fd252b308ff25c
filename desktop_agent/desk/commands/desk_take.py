"""`desk take|discard|undo`: what a person does with the receipt of a desk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.message import Message
from desktop_agent.desk.commands.desk_show import OneDesk, change_lines, chosen_changes, read_desk
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from desktop_agent.desk.folder import DeskRecord
    from desktop_agent.desk.receipt.change import ConflictAnswer, TakeResult

TAKE = Message("Apply a desk's changes: its documents, unless you specify others.")
DISCARD = Message("Discard a desk's changes that you haven't applied.")
UNDO = Message("Undo a takeover from a desk within 30 days.")
_FOUND_NOTHING = 1
_NOT_ALL = 1


def take(
    desk: OneDesk,
    path: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help=Message("Only this file, or the files in this folder.")),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help=Message("Include programs' settings; files that would run later must be specified by name.")
        ),
    ] = False,
    keep_both: Annotated[
        bool,
        typer.Option(
            "--keep-both",
            help=Message("Put the desk's version of a file you also changed next to yours, as “plan (desk).odt”."),
        ),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help=Message("Replace a file you also changed; your version is kept so you can undo this.")
        ),
    ] = False,
    finish: Annotated[bool, typer.Option("--finish", help=Message("Finish an interrupted takeover."))] = False,
) -> int:
    """Take over what was chosen, once the person says yes to it."""
    from desktop_agent.cli.approver import Widening, is_agreed
    from desktop_agent.desk.receipt.wording import counted_changes
    from desktop_agent.desk.runs.receipts import finish_taking, take_over

    desk_receipt = read_desk(desk)
    folder = desk_receipt.folder
    record = desk_receipt.record
    if finish:
        return _say_taken(record, finish_taking(folder))
    chosen = chosen_changes(record, desk_receipt.receipt, path or (), everything=everything)
    if not chosen:
        terminal.warn(Message("There's nothing to apply."))
        return _FOUND_NOTHING
    heading = Message("Apply {chosen}?", chosen=counted_changes(len(chosen)))
    request = Widening(heading, change_lines(record, chosen), f"desktop-agent desk take {record.id}")
    if not is_agreed(request, os.environ):
        terminal.warn(Message("Nothing was applied."))
        return _NOT_ALL
    answer: ConflictAnswer
    if keep_both:
        answer = "keep-both"
    elif replace:
        answer = "take-desk"
    else:
        answer = "keep-mine"
    return _say_taken(record, take_over(folder, chosen, answer))


def discard(
    desk: OneDesk,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=Message("Don't ask first."))] = False,
) -> int:
    """Discard what is left."""
    from desktop_agent.desk.receipt.wording import counted_changes
    from desktop_agent.desk.runs.receipts import throw_away

    desk_receipt = read_desk(desk)
    if not yes and not terminal.agrees(
        Message("Permanently discard {changes}?", changes=counted_changes(len(desk_receipt.receipt.changes)))
    ):
        terminal.warn(Message("Nothing was discarded."))
        return _NOT_ALL
    throw_away(desk_receipt.folder)
    terminal.say(Message("Discarded. Your files are unchanged."))
    return 0


def undo(desk: OneDesk) -> int:
    """Undo what was taken over."""
    from desktop_agent.desk.folder import find_desk, open_desk
    from desktop_agent.desk.receipt.wording import counted_changes
    from desktop_agent.desk.runs.receipts import take_back

    folder = find_desk(paths.places().desks, desk)
    result = take_back(folder)
    return say_result(
        open_desk(folder), result, Message("Undone: {changes}.", changes=counted_changes(len(result.taken)))
    )


def say_result(record: DeskRecord, result: TakeResult, done: str, more: str = "") -> int:
    """Print what was left as it is, what was done, and `more` if anything was; return the exit code."""
    from pathlib import Path

    from desktop_agent.desk.receipt.wording import refusal

    for refused in result.refused:
        terminal.warn(refusal(refused, record.layers, Path.home()))
    terminal.say(done)
    if result.taken and more:
        terminal.say(more)
    return _NOT_ALL if result.refused else 0


def _say_taken(record: DeskRecord, result: TakeResult) -> int:
    from desktop_agent.desk.receipt.wording import counted_changes

    undo = Message("Undo within 30 days: desktop-agent desk undo {id}", id=record.id)
    return say_result(record, result, Message("Applied: {changes}.", changes=counted_changes(len(result.taken))), undo)

"""`desk take|discard|undo`: what a person does with the receipt of a desk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands.desk_show import LEFT_UNCHANGED, OneDesk, change_lines, chosen_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_agent.desk.folder import DeskRecord
    from desktop_agent.desk.receipt.change import ConflictAnswer, TakeResult
    from desktop_agent.desk.receipt.wording import SetWords

TAKE = Message("Apply a desk's changes: its documents, unless you specify others.")
DISCARD = Message("Discard a desk's changes that you haven't applied.")
UNDO = Message("Undo a takeover from a desk within 30 days.")
_NOT_SETTLED = Message("Files for which that isn't possible are left unchanged.")
_SETTLED: Mapping[ConflictAnswer, Message] = {
    "keep-both": Message("The desk's versions of files you also changed (!) are put next to yours."),
    "take-desk": Message("Files you also changed (!) are replaced by the desk's versions; an undo brings yours back."),
}
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
    from desktop_agent.desk.receipt.change_set import desk_changes
    from desktop_agent.desk.receipt.plan import answers_for
    from desktop_agent.desk.receipt.wording import counted_changes

    changes = desk_changes(desk)
    listed = changes.read()
    record = listed.record
    if finish:
        return _say_taken(record, changes.finish())
    chosen = chosen_changes(record, listed.receipt, path or (), everything=everything)
    if not chosen:
        terminal.warn(Message("There's nothing to apply."))
        return _FOUND_NOTHING
    answer: ConflictAnswer
    if keep_both:
        answer = "keep-both"
    elif replace:
        answer = "take-desk"
    else:
        answer = "keep-mine"
    conflicting = [change for change in chosen if change.conflict]
    settled = [change for change in conflicting if answer in answers_for(change)[1:]]
    applied = len(chosen) - len(conflicting) + len(settled)
    if len(settled) < len(conflicting):
        terminal.warn(LEFT_UNCHANGED if answer == "keep-mine" else _NOT_SETTLED)
    if settled:
        terminal.warn(_SETTLED[answer])
    if not applied:
        return _say_taken(record, changes.apply(chosen, answer))
    heading = Message("Apply {chosen}?", chosen=counted_changes(applied))
    request = Widening(heading, change_lines(record, chosen), f"desktop-agent desk take {record.id}")
    if not is_agreed(request, os.environ):
        terminal.warn(Message("Nothing was applied."))
        return _NOT_ALL
    return _say_taken(record, changes.apply(chosen, answer))


def discard(
    desk: OneDesk,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=Message("Don't ask first."))] = False,
) -> int:
    """Discard what is left."""
    from desktop_agent.desk.receipt.change_set import desk_changes
    from desktop_agent.desk.receipt.wording import counted_changes

    changes = desk_changes(desk)
    listed = changes.read()
    if listed.record.status == "discarded":
        terminal.warn(Message("There's nothing to discard."))
        return _FOUND_NOTHING
    counted = counted_changes(len(listed.receipt.changes))
    if not yes and not terminal.agrees(Message("Permanently discard {changes}?", changes=counted)):
        terminal.warn(Message("Nothing was discarded."))
        return _NOT_ALL
    changes.discard()
    terminal.say(Message("Discarded. Your files are unchanged."))
    return 0


def undo(desk: OneDesk) -> int:
    """Undo what was taken over."""
    from desktop_agent.desk.folder import open_desk
    from desktop_agent.desk.receipt.change_set import desk_changes

    changes = desk_changes(desk)
    result = changes.undo()
    return say_result(open_desk(changes.folder), result, changes.words.undone)


def say_result(
    record: DeskRecord, result: TakeResult, done: str, more: str = "", *, words: SetWords | None = None
) -> int:
    """Print what was left as it is, what was `done` (a template), and `more` if anything was; return the exit code."""
    from pathlib import Path

    from desktop_agent.desk.receipt.wording import DESK_WORDS, counted_changes, refusal

    for refused in result.refused:
        terminal.warn(refusal(refused, record.layers, Path.home(), words or DESK_WORDS))
    terminal.say(Message(done, changes=counted_changes(len(result.taken))))
    if result.taken and more:
        terminal.say(more)
    return _NOT_ALL if result.refused else 0


def _say_taken(record: DeskRecord, result: TakeResult) -> int:
    from desktop_agent.desk.receipt.wording import DESK_WORDS

    return say_result(record, result, DESK_WORDS.applied, Message(DESK_WORDS.undo_command, id=record.id))

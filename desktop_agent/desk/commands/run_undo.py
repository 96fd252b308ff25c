"""`runs undo`: undoes what a run changed in the folders of its scope, in whole or in part, and the undo itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import OneRun
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands.changes import change_lines, print_result
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from desktop_agent.desk.folder import DeskRecord
    from desktop_agent.desk.receipt.change import ConflictAnswer, Receipt

HELP = Message("Undo what a run changed in the folders of its scope.")
_NOT_ALL = 1


def undo(
    run: OneRun,
    path: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE...", help=Message("Only this file or folder, even if you've changed the file since.")
        ),
    ] = None,
    list_only: Annotated[bool, typer.Option("--list", help=Message("Only list what can be undone."))] = False,
    redo: Annotated[bool, typer.Option("--redo", help=Message("Redo what was undone."))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=Message("Don't ask first."))] = False,
) -> int:
    """Undo, once the person agrees."""
    if sys.platform != "linux":  # where no copies are made, either
        raise SettingsError(Message("Undo needs Linux."))
    from desktop_agent.cli.approver import Widening, ask_agreement
    from desktop_agent.desk.receipt.change_set import named, run_changes
    from desktop_agent.desk.receipt.wording import counted_changes
    from desktop_agent.record.store import RunStore

    changes = run_changes(RunStore(paths.places().runs).find(run))
    words = changes.words
    listed = changes.read()
    record = listed.record
    receipt = listed.receipt
    command = f"desktop-agent runs undo {record.id}"
    if redo:
        return print_result(record, changes.undo(), words.undone, words=words)
    if listed.cut_off:
        terminal.warn(words.cut_off)
        if not list_only:  # the person agreed to it before
            code = print_result(
                record, changes.finish(), words.applied, Message(words.undo_command, id=record.id), words=words
            )
            receipt = changes.read().receipt
            if not receipt.changes:
                return code
    chosen = [*receipt.changes]
    if path:
        chosen = named(
            receipt, record.layers, [str(Path(name).expanduser().absolute()) for name in path], f"{command} --list"
        )
    lines = change_lines(record, chosen, words.kinds)
    if list_only or not chosen:
        _print_list(record, receipt, lines)
        return 0 if chosen else _NOT_ALL
    if not yes:
        request = Widening(Message("Undo {changes}?", changes=counted_changes(len(chosen))), lines, command)
        if not ask_agreement(request, os.environ):
            terminal.warn(Message("Nothing was undone."))
            return _NOT_ALL
    answer: ConflictAnswer = "take-desk" if path else "keep-mine"
    return print_result(
        record, changes.apply(chosen, answer), words.applied, Message(words.undo_command, id=record.id), words=words
    )


def _print_list(record: DeskRecord, receipt: Receipt, lines: tuple[str, ...]) -> None:
    from desktop_agent.desk.receipt.wording import left_out_lines

    if lines:
        terminal.say(Message("To undo what changed in these folders while the run went on, by whomever:"))
    else:
        terminal.warn(Message("There's nothing left to undo."))
    for line in (*lines, *left_out_lines(receipt.left_out, record.layers, Path.home())):
        terminal.say(line, hang=13)
    if any(receipt.conflicts()):
        terminal.say(Message("Files that changed again since (!) are left as they are, unless you name them."))

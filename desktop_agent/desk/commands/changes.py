"""`desk show|take|discard|undo`: the changes of a desk on the command line, and what a person does with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.texts.message import Message, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from desktop_agent.desk.folder import DeskRecord
    from desktop_agent.desk.receipt.change import ConflictAnswer, DeskChange, Receipt, TakeResult
    from desktop_agent.desk.receipt.change_set import ListedChanges
    from desktop_agent.desk.receipt.wording import ChangeLine, SetWords, ShownKind


SHOW = Message("Show a desk's changes, which haven't taken effect yet.")
LEFT_UNCHANGED = Message("Files you also changed (!) are left unchanged unless you add --replace.")
OneDesk = Annotated[str, typer.Argument(metavar="DESK", help=Message("An id, the start of one, or “last”."))]
_MARK = "!"
_MOST_LINES = 40  # of a group, beside those that the person decides one by one
_PLAIN = " "


def show(
    desk: OneDesk,
    path: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help=Message("Show how these files differ."))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=Message("Show every line."))] = False,
    window: Annotated[
        bool, typer.Option("--window", help=Message("Show it in a window where you can choose what to apply."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a receipt."""
    if window:
        _show_window(desk)
        return
    from desktop_agent.desk.receipt.change_set import desk_changes

    listed = desk_changes(desk).read()
    if path:
        _show_differences(listed.record, listed.receipt, path)
    elif as_json:
        terminal.say_json(_as_json(listed.record, listed.receipt))
    else:
        print_receipt(listed, everything=everything or not terminal.is_shown())


def _show_window(desk: str) -> None:
    """Show the window of its changes until it is closed; DesktopAgentError if that fails."""
    from desktop_agent.ui.qt.app import start_app

    app = start_app()
    from desktop_agent.desk.receipt.change_set import desk_changes
    from desktop_agent.desk.windows.receipt.window import open_changes
    from desktop_agent.ui.qt.signals import run_windows

    window = open_changes(desk_changes(desk))
    window.destroyed.connect(app.quit)
    run_windows(app)


def chosen_changes(
    record: DeskRecord, receipt: Receipt, path_names: Sequence[str], *, everything: bool
) -> list[DeskChange]:
    """Return the changes at these paths; without paths the documents, or with `everything` all but RUNS_LATER."""
    from desktop_agent.desk.receipt.change_set import changed_documents, changes_not_run_later, named

    if path_names:
        return named(receipt, record.layers, [str(Path(path).expanduser().absolute()) for path in path_names])
    return changes_not_run_later(receipt) if everything else changed_documents(receipt)


def change_lines(
    record: DeskRecord, changes: Sequence[DeskChange], words: Mapping[ShownKind, str] | None = None
) -> tuple[str, ...]:
    """Return a line for each change; `words` name its kind."""
    from desktop_agent.desk.receipt.wording import KIND_WORDS, change_line

    words = words or KIND_WORDS
    width = _width_of_kinds(changes, words)
    return tuple(_row(change_line(change, record.layers, Path.home(), words), width) for change in changes)


def print_receipt(listed: ListedChanges, *, everything: bool) -> None:
    """Print a receipt as text."""
    from desktop_agent.core.texts.message import visible

    record = listed.record
    receipt = listed.receipt
    terminal.say(Message("Desk:  {id}", id=record.id))
    terminal.say(Message("Task:  {visible}", visible=visible(record.task.strip() or "–", terminal.LONGEST_ROW)), hang=7)
    if listed.cut_off:
        terminal.say(
            Message("The takeover was interrupted. Finish it: desktop-agent desk take {id} --finish", id=record.id)
        )
    if record.status == "discarded":
        terminal.say(_discard_message(listed))
    elif not receipt.changes and not receipt.left_out:
        terminal.say(Message("The desk hasn't changed anything."))
    for line in _section_lines(listed, everything=everything):
        terminal.say(line, hang=13)
    if receipt.changes and not receipt.names_known:
        terminal.say(
            Message("The initial list of files is missing, so files you've since deleted may be shown as new.")
        )
    if receipt.changes:
        terminal.say("")
        terminal.say(Message("None of this has taken effect yet."))
        terminal.say(Message("Apply the changed documents: desktop-agent desk take {id}", id=record.id))
        if any(receipt.conflicts()):
            terminal.say(LEFT_UNCHANGED)
        terminal.say(Message("See how a file differs:  desktop-agent desk show {id} PATH", id=record.id))
        terminal.say(Message("Discard all changes:     desktop-agent desk discard {id}", id=record.id))


def _discard_message(listed: ListedChanges) -> Message:
    if listed.may_undo:
        return Message(
            "The changes that weren't applied were discarded. Undo the others: desktop-agent desk undo {id}",
            id=listed.record.id,
        )
    return Message("Its changes were discarded.")


def _section_lines(listed: ListedChanges, *, everything: bool) -> Iterator[str]:

    from desktop_agent.desk.receipt import wording
    from desktop_agent.desk.receipt.change import RUNS_LATER
    from desktop_agent.desk.receipt.lines import sections_of

    home = Path.home()
    width = _width_of_kinds(listed.receipt.changes, wording.KIND_WORDS)
    for section in sections_of(listed, home, wording.DESK_WORDS):
        yield ""
        yield section.title
        yield from (f"    {text}" for text in section.texts)
        room = 0 if section.is_folded else _MOST_LINES
        rest = 0
        for change in section.changes:
            has_own_line = bool(change.conflict or change.notes) or change.group == RUNS_LATER
            room -= not has_own_line
            if everything or has_own_line or room >= 0:
                yield _row(wording.change_line(change, listed.record.layers, home), width)
            else:
                rest += 1
        if rest:
            yield f"    {tr(Message('… and {rest} more', rest=rest))} (--all)"


def _width_of_kinds(changes: Sequence[DeskChange], words: Mapping[ShownKind, str]) -> int:
    from desktop_agent.desk.receipt.wording import shown_kind

    return 1 + max((len(tr(words[shown_kind(change)])) for change in changes), default=0)


def _row(line: ChangeLine, width: int) -> str:
    words = "; ".join(map(tr, filter(None, (line.size, *line.remarks))))
    mark = _MARK if line.is_conflict else _PLAIN
    return f"  {mark} {tr(line.what):<{width}}{line.path}{f'  ({words})' if words else ''}"


def _show_differences(record: DeskRecord, receipt: Receipt, path_names: Sequence[str]) -> None:
    from desktop_agent.desk.receipt.difference import difference_lines

    for change in chosen_changes(record, receipt, path_names, everything=True):
        for line in difference_lines(change, record.layers):
            terminal.say_line(line)


def _as_json(record: DeskRecord, receipt: Receipt) -> dict[str, object]:
    return {
        "desk": record.id,
        "task": record.task,
        "status": record.status,
        "hosts": list(record.hosts),
        "names_known": receipt.names_known,
        "changes": [
            {
                "path": str(record.layers[change.layer].lower / change.path),
                "kind": change.kind,
                "group": change.group,
                "from": str(record.layers[change.old_place[0]].lower / change.origin) if change.origin else None,
                "conflict": change.conflict or None,
                "notes": list(change.notes),
                "files": change.files,
                "size": change.after.size if change.after else None,
            }
            for change in receipt.changes
        ],
        "left_out": [
            {"path": str(record.layers[entry.layer].lower / entry.path), "reason": entry.reason}
            for entry in receipt.left_out
            if entry.reason != "unsaved"
        ],
        "unsaved_windows": [entry.path for entry in receipt.left_out if entry.reason == "unsaved"],
    }


TAKE = Message("Apply a desk's changes: its documents, unless you specify others.")
DISCARD = Message("Discard a desk's changes that you haven't applied.")
UNDO = Message("Undo a takeover from a desk within 30 days.")
_NOT_SETTLED = Message("Files for which that isn't possible are left unchanged.")
_REPLACED = Message("Files you also changed (!) are replaced by the desk's versions; an undo brings yours back.")
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
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help=Message("Replace a file you also changed; your version is kept so you can undo this.")
        ),
    ] = False,
    finish: Annotated[bool, typer.Option("--finish", help=Message("Finish an interrupted takeover."))] = False,
) -> int:
    """Take over what was chosen, once the person says yes to it."""
    from desktop_agent.cli.approver import Widening, ask_agreement
    from desktop_agent.desk.receipt.change_set import desk_changes
    from desktop_agent.desk.receipt.plan import answers_for
    from desktop_agent.desk.receipt.wording import counted_changes

    changes = desk_changes(desk)
    listed = changes.read()
    record = listed.record
    if finish:
        return _print_take_result(record, changes.finish())
    chosen = chosen_changes(record, listed.receipt, path or (), everything=everything)
    if not chosen:
        terminal.warn(Message("There's nothing to apply."))
        return _FOUND_NOTHING
    answer: ConflictAnswer = "take-desk" if replace else "keep-mine"
    conflicting = [change for change in chosen if change.conflict]
    settled = [change for change in conflicting if answer in answers_for(change)[1:]]
    applied = len(chosen) - len(conflicting) + len(settled)
    if len(settled) < len(conflicting):
        terminal.warn(LEFT_UNCHANGED if answer == "keep-mine" else _NOT_SETTLED)
    if settled:
        terminal.warn(_REPLACED)
    if not applied:
        return _print_take_result(record, changes.apply(chosen, answer))
    heading = Message("Apply {chosen}?", chosen=counted_changes(applied))
    request = Widening(heading, change_lines(record, chosen), f"desktop-agent desk take {record.id}")
    if not ask_agreement(request, os.environ):
        terminal.warn(Message("Nothing was applied."))
        return _NOT_ALL
    return _print_take_result(record, changes.apply(chosen, answer))


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
    if not yes and not terminal.ask_yes_no(Message("Permanently discard {changes}?", changes=counted)):
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
    return print_result(open_desk(changes.folder), result, changes.words.undone)


def print_result(
    record: DeskRecord, result: TakeResult, done: str, more: str = "", *, words: SetWords | None = None
) -> int:
    """Print what was left as it is, what was `done` (a template), and `more` if anything was; return the exit code."""
    from desktop_agent.desk.receipt.wording import DESK_WORDS, counted_changes, refusal

    for refused in result.refused:
        terminal.warn(refusal(refused, record.layers, Path.home(), words or DESK_WORDS))
    terminal.say(Message(done, changes=counted_changes(len(result.taken))))
    if result.taken and more:
        terminal.say(more)
    return _NOT_ALL if result.refused else 0


def _print_take_result(record: DeskRecord, result: TakeResult) -> int:
    from desktop_agent.desk.receipt.wording import DESK_WORDS

    return print_result(record, result, DESK_WORDS.applied, Message(DESK_WORDS.undo_command, id=record.id))

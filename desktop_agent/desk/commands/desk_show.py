"""`desk show`: the receipt of a desk, and how single files differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.core.message import Message, plural
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_agent.desk.folder import DeskRecord
    from desktop_agent.desk.network.sent_list import SentRequest
    from desktop_agent.desk.receipt.change import DeskChange, Receipt
    from desktop_agent.desk.receipt.wording import ChangeLine
    from desktop_agent.desk.runs.receipts import DeskReceipt

SHOW = Message("Show a desk's changes, which haven't taken effect yet.")
OneDesk = Annotated[str, typer.Argument(metavar="DESK", help=Message("An id, the start of one, or “last”."))]
_MARK, _PLAIN = "!", " "


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
    shown = read_desk(desk)
    if path:
        _show_differences(shown.record, shown.receipt, path)
    elif as_json:
        terminal.say_json({**_as_json(shown.record, shown.receipt), "sent": _sent_as_json(shown.sent)})
    else:
        say_receipt(shown, everything=everything or not terminal.is_shown())


def _show_window(desk: str) -> None:
    """Show the *Receipt* window by itself until it is closed; DesktopAgentError where that cannot be done."""
    from desktop_agent.ui.qt.app import start_app

    app = start_app()
    from desktop_agent.desk.windows.receipt.window import open_receipt

    window = open_receipt(desk)
    window.destroyed.connect(app.quit)
    app.exec()


def read_desk(desk: str) -> DeskReceipt:
    """Return what a desk did; DeskError where it has no receipt."""
    from desktop_agent.desk.folder import find_desk
    from desktop_agent.desk.runs.receipts import look

    return look(find_desk(paths.places().desks, desk))


def chosen_changes(record: DeskRecord, receipt: Receipt, asked: Sequence[str], *, everything: bool) -> list[DeskChange]:
    """Return what these paths stand for; without any, the documents, or all but what would run later."""
    from pathlib import Path

    from desktop_agent.desk.receipt.settle import all_but_later, made_for_person, named

    if asked:
        return named(receipt, record.layers, [str(Path(one).expanduser().absolute()) for one in asked])
    return all_but_later(receipt) if everything else made_for_person(receipt)


def change_lines(record: DeskRecord, changes: Sequence[DeskChange]) -> tuple[str, ...]:
    """Return a line for each change."""
    from pathlib import Path

    from desktop_agent.desk.receipt.wording import KIND_WORDS, change_line

    width = 1 + max(len(terminal.spoken(KIND_WORDS[one.kind])) for one in changes)
    return tuple(_row(change_line(change, record.layers, Path.home()), width) for change in changes)


def say_receipt(shown: DeskReceipt, *, everything: bool) -> None:
    """Print a receipt as a person reads it."""
    from desktop_agent.core.display_text import visible

    record, receipt = shown.record, shown.receipt
    terminal.say(Message("Desk:  {id}", id=record.id))
    terminal.say(Message("Task:  {visible}", visible=visible(record.task.strip() or "–", terminal.LONGEST_ROW)), hang=7)
    if shown.cut_off:
        terminal.say(
            Message("The takeover was interrupted. Finish it: desktop-agent desk take {id} --finish", id=record.id)
        )
    if not receipt.changes and not receipt.left_out:
        terminal.say(Message("The desk hasn't changed anything."))
    for line in _sections(record, receipt, everything=everything):
        terminal.say(line, hang=13)
    for line in _sent_section(shown.sent):
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
            terminal.say(
                Message("Files you also changed (!) are left unchanged unless you add --keep-both or --replace.")
            )
        terminal.say(Message("See how a file differs:  desktop-agent desk show {id} PATH", id=record.id))
        terminal.say(Message("Discard all changes:     desktop-agent desk discard {id}", id=record.id))


def _sections(record: DeskRecord, receipt: Receipt, *, everything: bool) -> Iterator[str]:
    from pathlib import Path

    from desktop_agent.desk.receipt import wording
    from desktop_agent.desk.receipt.change import DOCUMENTS, GROUPS, OUTSIDE, SETTINGS
    from desktop_agent.desk.receipt.sort import in_hidden_folder

    home = Path.home()
    kinds = {one.kind for one in receipt.changes}
    width = 1 + max((len(terminal.spoken(wording.KIND_WORDS[kind])) for kind in kinds), default=0)
    for group in GROUPS:
        changes = receipt.of(group)
        if not changes:
            continue
        yield ""
        counted = wording.counted_changes(len(changes))
        hint = wording.GROUP_HINTS.get(group, "")
        if hint:
            hint = Message(", {terminal}", terminal=terminal.spoken(hint))
        yield Message(
            "{terminal}: {counted}{hint}",
            terminal=terminal.spoken(wording.GROUP_WORDS[group]),
            counted=terminal.spoken(counted),
            hint=hint,
        )
        if group == SETTINGS and not everything:
            for program, count in wording.by_program(one for one in changes if in_hidden_folder(one.path)):
                yield f"    {count:>6}  {terminal.spoken(program)}"
            changes = tuple(one for one in changes if not in_hidden_folder(one.path))
        if group in {DOCUMENTS, OUTSIDE} and not everything:
            lines = wording.folded(changes, record.layers, home)
        else:
            lines = [wording.change_line(change, record.layers, home) for change in changes]
        for line in lines:
            yield _row(line, width)
    left_out = list(wording.left_out_lines(receipt.left_out, record.layers, home))
    if left_out:
        yield ""
        yield Message("Excluded, never applied:")
        yield from (Message("    {line}", line=terminal.spoken(line)) for line in left_out)


def _sent_section(sent: Sequence[SentRequest]) -> Iterator[str]:
    from desktop_agent.core.display_text import foreign
    from desktop_agent.desk.network.sent_list import reads_by_host, sent_words

    if not sent:
        return
    yield ""
    yield Message(
        "Already sent (can't be undone): {counted}",
        counted=plural("{count:,} request", "{count:,} requests", count=len(sent)),
    )
    for what, *more in (sent_words(one) for one in sent if one.by != "hosts"):
        yield Message("    {what}  ({spoken})", what=what, spoken="; ".join(map(terminal.spoken, more)))
    for host, number in reads_by_host(sent):
        words = plural(
            "{count:,} read: {host}", "{count:,} reads: {host}", count=number, host=foreign(host, terminal.LONGEST_ROW)
        )
        yield Message("    {line}", line=terminal.spoken(words))


def _row(line: ChangeLine, width: int) -> str:
    words = "; ".join(map(terminal.spoken, filter(None, (line.size, *line.remarks))))
    mark = _MARK if line.is_conflict else _PLAIN
    return f"  {mark} {terminal.spoken(line.what):<{width}}{line.path}{f'  ({words})' if words else ''}"


def _show_differences(record: DeskRecord, receipt: Receipt, asked: Sequence[str]) -> None:
    from desktop_agent.desk.receipt.difference import difference_lines

    for change in chosen_changes(record, receipt, asked, everything=True):
        for line in difference_lines(change, record.layers):
            terminal.say_line(line)


def _as_json(record: DeskRecord, receipt: Receipt) -> dict[str, object]:
    return {
        "desk": record.id,
        "task": record.task,
        "status": record.status,
        "names_known": receipt.names_known,
        "changes": [
            {
                "path": str(record.layers[one.layer].lower / one.path),
                "kind": one.kind,
                "group": one.group,
                "from": str(record.layers[one.old_place[0]].lower / one.origin) if one.origin else None,
                "conflict": one.conflict or None,
                "notes": list(one.notes),
                "files": one.files,
                "size": one.after.size if one.after else None,
            }
            for one in receipt.changes
        ],
        "left_out": [
            {"path": str(record.layers[one.layer].lower / one.path), "reason": one.reason}
            for one in receipt.left_out
            if one.reason != "unsaved"
        ],
        "unsaved_windows": [one.path for one in receipt.left_out if one.reason == "unsaved"],
    }


def _sent_as_json(sent: Sequence[SentRequest]) -> dict[str, object]:
    from dataclasses import asdict

    from desktop_agent.desk.network.sent_list import reads_by_host

    return {"writes": [asdict(one) for one in sent if one.by != "hosts"], "reads": dict(reads_by_host(sent))}

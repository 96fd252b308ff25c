"""`desk`: private desktops whose effects wait for a yes; to look around on one, to list and to end them."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands import changes, desk_run
from desktop_agent.desk.commands.changes import OneDesk
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from desktop_agent.desk.folder import DeskRecord
    from desktop_agent.desk.sandbox.side_desk import SideDesk
    from desktop_agent.desk.windows.opened import OpenedDesk


OPEN = Message("Open a desk with folders you name to look around; nothing you do there takes effect.")
LIST = Message("List the desks, newest first.")
END = Message("End a running desk: its windows are asked to close, then everything still running on it is stopped.")
_END_WITHIN_S = 15.0
_LOOK_EVERY_S = 0.05
_HEADS = (Message("Desk"), Message("Status"), Message("Changes"), Message("Task"))
_LONGEST_TASK = 60


def open_(
    program: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROGRAM [ARGUMENT]...]", help=Message("A program to start on the desk, with its arguments.")
        ),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--files", metavar="DIR", help=Message("A folder the desk can see; repeat for more.")),
    ] = None,
    hosts: Annotated[
        list[str] | None,
        typer.Option("--hosts", metavar="HOST", help=Message("A host the desk reaches; repeat for more.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open a desk, and end it with Ctrl+C, `desk end`, or by closing its window."""
    from dataclasses import replace

    from desktop_agent.cli.run_client import caught_signals
    from desktop_agent.desk.runs.desks import desk_wish
    from desktop_agent.desk.sandbox.side_desk import ENDED_WORDS, SideDesk, ended_by
    from desktop_agent.run.ports import DeskOrder

    words = tuple(program or ())
    if words:
        _check_program(words[0])
    wish = replace(
        desk_wish(Message("Looking around"), DeskOrder(tuple(files or ()), tuple(hosts or ()))),
        programs=(words,) if words else (),
    )
    end = threading.Event()
    with caught_signals(lambda *_: end.set()):
        desk = SideDesk(wish)
        try:
            _print_open_desk(desk, as_json=as_json)
            _wait_for_end(desk, end, is_shown=not as_json)
        finally:
            desk.close()
    if not as_json:
        terminal.say(ENDED_WORDS[ended_by(desk.folder) or "told"])
        _say_unsaved(desk.folder)
        terminal.say(Message("To see what it changed: desktop-agent desk show {id}", id=desk.id))


def _wait_for_end(desk: SideDesk, end: threading.Event, *, is_shown: bool) -> None:
    """Wait on the main thread until the desk has ended or must end; meanwhile show it in a window if possible."""
    from desktop_agent.ui.qt.availability import why_no_window
    from desktop_agent.ui.qt.executor import QtExecutor

    over = threading.Event()
    executor = QtExecutor()
    windows: list[OpenedDesk] = []

    def watch() -> None:
        while not (end.wait(_LOOK_EVERY_S) or desk.has_ended):
            pass
        over.set()

    def show() -> None:
        from desktop_agent.desk.windows.opened import OpenedDesk
        from desktop_agent.runtime.protocol.messages import DeskOpened

        xauthority = Path(desk.environment({})["XAUTHORITY"])
        window = OpenedDesk(DeskOpened(desk.id, desk.picture, desk.size, desk.name, xauthority))
        window.closed.connect(end.set)
        window.show()
        windows.append(window)

    threading.Thread(target=watch, name="desk-over", daemon=True).start()
    if is_shown and not why_no_window():
        executor.call(show)
    executor.run_until(over)
    for window in windows:
        window.close()


def _check_program(name: str) -> None:
    """Raise SettingsError for a program that no desk has; a path is not checked, as it may exist on the desk alone."""
    import shutil

    from desktop_agent.core.errors import SettingsError
    from desktop_agent.desk.sandbox.walls import PROGRAMS_INSIDE

    if "/" not in name and shutil.which(name, path=PROGRAMS_INSIDE) is None:
        raise SettingsError(
            Message("Desks don't have a program called “{name}”.", name=name),
            Message("Only programs installed for all users are available on a desk."),
        )


def list_(as_json: AsJson = False) -> None:
    """List the desks."""
    from desktop_agent.core.texts.message import visible
    from desktop_agent.desk.folder import desks

    root = paths.places().desks
    records = desks(root)
    if as_json:
        terminal.say_json([_as_json(record, root / record.id) for record in records])
    elif not records:
        terminal.warn(Message("There are no desks yet."))
    else:
        rows = [
            (
                entry.id,
                entry.status,
                _count_text(_waiting_changes(root / entry.id)),
                visible(entry.task, _LONGEST_TASK),
            )
            for entry in records
        ]
        terminal.say_table(_HEADS if terminal.is_shown() else (), rows)


def end(desk: OneDesk = "last") -> int:
    """End a desk."""
    from desktop_agent.desk.desk_lock import is_kept, keeper_of
    from desktop_agent.desk.folder import find_desk

    folder = find_desk(paths.places().desks, desk, running=True)
    keeper = keeper_of(folder)
    if not keeper:
        terminal.say(Message("That desk has already ended."))
        return 0
    os.kill(keeper, signal.SIGTERM)
    deadline = time.monotonic() + _END_WITHIN_S
    while is_kept(folder) and time.monotonic() < deadline:
        time.sleep(_LOOK_EVERY_S)
    if is_kept(folder):
        terminal.warn(Message("The desk didn't end in time."))
        return 1
    terminal.say(Message("The desk has ended."))
    _say_unsaved(folder)
    return 0


def _say_unsaved(folder: Path) -> None:
    from desktop_agent.desk.receipt.wording import unsaved_line
    from desktop_agent.desk.sandbox.lists import unsaved

    for title in unsaved(folder):
        terminal.warn(unsaved_line(title))


def _print_open_desk(desk: SideDesk, *, as_json: bool) -> None:
    environment = desk.environment({})
    if as_json:
        facts = {"id": desk.id, "folder": str(desk.folder), "display": desk.name}
        terminal.say_json({**facts, "xauthority": environment["XAUTHORITY"], "by_fuse": desk.record.by_fuse})
        return
    terminal.say(Message("Desk: {id}", id=desk.id))
    if desk.record.by_fuse:
        from desktop_agent.desk.runs.run_desk import BY_FUSE

        terminal.say(BY_FUSE)
    if not desk.record.seen:
        terminal.say(Message("Its home folder is empty. To show it your files, name their folders with --files."))
    terminal.say(Message("Right-click its background to see its programs. Nothing you do there takes effect."))
    terminal.say(
        f"Look at it: DISPLAY={desk.name} XAUTHORITY={environment['XAUTHORITY']} desktop-agent screenshot -o desk.png"
    )
    terminal.say(Message("Ctrl+C ends it."))


def _waiting_changes(folder: Path) -> int | None:
    """Return how many changes of a desk wait for the person; None while it runs, or where they can't be read."""
    from desktop_agent.core.errors import DesktopAgentError
    from desktop_agent.desk.receipt.change_set import pending_changes
    from desktop_agent.desk.receipt.read import read_receipt

    try:
        return len(pending_changes(read_receipt(folder)))
    except DesktopAgentError:
        return None


def _count_text(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def _as_json(record: DeskRecord, folder: Path) -> dict[str, object]:
    return {
        "id": record.id,
        "task": record.task,
        "status": record.status,
        "run": record.run,
        "folders": list(map(str, record.seen)),
        "hosts": list(record.hosts),
        "changes": _waiting_changes(folder),
    }


group = typer.Typer()
# What follows the program is the program's, options too.
group.command("open", help=OPEN, context_settings={"allow_interspersed_args": False})(open_)
group.command("run", help=desk_run.RUN)(desk_run.run)
group.command("list", help=LIST)(list_)
group.command("end", help=END)(end)
group.command("show", help=changes.SHOW)(changes.show)
group.command("take", help=changes.TAKE)(changes.take)
group.command("discard", help=changes.DISCARD)(changes.discard)
group.command("undo", help=changes.UNDO)(changes.undo)

"""`desk run`: several tasks, each on a desk of its own, and as many at once as memory allows."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import run_client, terminal
from desktop_agent.cli.flags import effective_from, takes
from desktop_agent.core.runs.events import DeskEnded, ReceiptAnswer
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.record.wording import file_size, status_wording
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.watching import watching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import FrameType

    from desktop_agent.cli.approver import RunWindows
    from desktop_agent.desk.many import DeskTask, TaskPool, TaskProgress, TaskState

RUN = Message("Carry out several tasks, each on its own desk.")
_AT_ONCE = 4
_MOST_AT_ONCE = 100
_CHECK_SIGNALS_EVERY_S = 0.25
_HEADS = (Message("Task"), Message("Outcome"), Message("Steps"), Message("Duration"), Message("Receipt"))
_STATES: Mapping[TaskState, str] = {
    "waiting": Message("Not begun"),
    "starting": Message("Starting"),
    "working": Message("Working"),
    "asking": Message("Asks you"),
    "ended": Message("Failed"),
}


@takes("mode", "approver", "watch")
def run(
    files: Annotated[list[str], typer.Argument(metavar="TASK...", help=Message("Saved tasks, and task files."))],
    rows: Annotated[
        Path | None,
        typer.Option(
            "--rows",
            metavar="FILE",
            help=Message("A sheet (.csv, .xlsx, .ods): each task runs for each row, whose cells are its variables."),
        ),
    ] = None,
    at_once: Annotated[
        int,
        typer.Option(
            "--at-once", metavar="N", min=1, max=_MOST_AT_ONCE, help=Message("How many desks to run at a time.")
        ),
    ] = _AT_ONCE,
    receipt: Annotated[
        ReceiptAnswer,
        typer.Option("--receipt", help=Message("What to do with a task's documents if the task doesn't specify.")),
    ] = "keep",
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="ADDRESS", help=Message("Run the tasks on this Ray cluster's computers.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=Message("Print a JSON object for each change and result."))
    ] = False,
    **flags: object,
) -> int:
    """Carry out tasks, each on its own desk."""
    from desktop_agent.cli.approver import chosen_approver
    from desktop_agent.desk import many
    from desktop_agent.runtime.retention import clear_out_runs

    offer = slices.desk_tasks
    tasks = offer.desk_tasks(files, rows, receipt, flags)
    settings = effective_from(flags)
    _warn_shared_folders(tasks)
    with ExitStack() as ending:
        cluster = None if ray is None else ending.enter_context(many.RayCluster(ray))
        chosen_approval = ending.enter_context(
            chosen_approver(settings, dict(os.environ), nullcontext, in_words=True, private=False, elsewhere=True)
        )
        pool = many.TaskPool(
            tasks,
            chosen_approval.for_task,
            _TaskLines(as_json=as_json),
            at_once=at_once,
            cluster=cluster,
        )
        if chosen_approval.presence is not None:  # runs handle the stop keys themselves; here they stop the pool
            chosen_approval.presence.watch(lambda _: None, lambda _: pool.stop("human"), partial(pool.stop, "lost"))

        def stop(number: int, _frame: FrameType | None) -> None:
            pool.stop("interrupt" if number == signal.SIGINT else "signal")

        ending.enter_context(run_client.caught_signals(stop))
        show_links = ending.enter_context(watching(settings))
        show_links()
        _run_pool(pool, chosen_approval.windows)
    code = many.exit_code(pool.tasks, interrupted=pool.stopped_by == "interrupt")
    _print_results(pool.tasks, code, as_json=as_json)
    if warning := clear_out_runs():
        terminal.warn(warning)
    return code


class _TaskLines:
    """Prints each change of a task's state: as a line on stderr, or as JSON on stdout; thread-safe."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._is_waiting = False

    def state(self, progress: TaskProgress) -> None:
        """Print the state of a task."""
        self._is_waiting = False
        if not self._as_json:
            terminal.warn(Message("{name}: {word}", name=progress.task.name, word=tr(_state_word(progress))))
        elif progress.state != "ended":  # the end is printed with the results
            terminal.say_json({"event": f"task.{progress.state}", "task": progress.task.name, "run": progress.run})

    def lacking(self, megabytes: int) -> None:
        """Print that the next desk waits for memory."""
        if not self._is_waiting and self._as_json:
            terminal.say_json({"event": "tasks.memory", "lacking_mb": megabytes})
        elif not self._is_waiting:
            size = file_size(megabytes << 20)
            terminal.warn(Message("The next desk is waiting for memory: it needs {file_size} more.", file_size=size))
        self._is_waiting = True


def _state_word(progress: TaskProgress) -> str:
    return (
        status_wording(progress.outcome, progress.message).word
        if progress.outcome and progress.state == "ended"
        else _STATES[progress.state]
    )


def _duration_text(seconds: float) -> str:
    minutes, seconds_left = divmod(int(seconds), 60)
    return f"{minutes}:{seconds_left:02d}"


def _run_pool(pool: TaskPool, windows: RunWindows | None) -> None:
    """Run the pool on a thread, while this one receives signals and serves the cards."""
    thread = threading.Thread(target=pool.run, name="pool")
    thread.start()
    if windows is None:
        while not pool.ended.wait(_CHECK_SIGNALS_EVERY_S):
            pass
    else:
        windows.host.run_until(pool.ended)
    thread.join()


def _warn_shared_folders(tasks: Sequence[DeskTask]) -> None:
    """Warn about tasks that may change the same folder."""
    from desktop_agent.core.texts.message import visible
    from desktop_agent.desk.many import shared_folders

    shared = shared_folders(tasks)
    for folder, names in shared.items():
        names_text = ", ".join(f"“{visible(name, terminal.LONGEST_ROW)}”" for name in names)
        terminal.warn(
            Message(
                "{told} may change the same files in {folder}.",
                told=names_text,
                folder=visible(folder, terminal.LONGEST_ROW),
            )
        )
    if shared:
        terminal.warn(Message("A later takeover never overwrites an earlier one."))


def _print_results(tasks: Sequence[TaskProgress], code: int, *, as_json: bool) -> None:
    if as_json:
        for progress in tasks:
            terminal.say_json(_as_json(progress))
        terminal.say_json({"event": "tasks.ended", "exit_code": code})
        return
    rows = [
        (
            progress.task.name,
            _state_word(progress),
            progress.step,
            _duration_text(progress.seconds),
            _receipt_words(progress.desk),
        )
        for progress in tasks
    ]
    terminal.say_table(_HEADS, [tuple(map(tr, row)) for row in rows])
    for line in _notes_below_table(tasks):
        terminal.say(line)


def _receipt_words(desk: DeskEnded | None) -> str:
    """Return how a desk's changes were settled, or how many wait for the person."""
    from desktop_agent.desk.receipt.wording import counted_changes

    match desk:
        case None:
            return ""
        case DeskEnded(receipt="discard"):
            return Message("Discarded")
        case DeskEnded(receipt="accept", taken=taken, left=left):
            return Message("Applied: {taken}, remaining: {left}", taken=taken, left=left)
        case DeskEnded(changes=None):
            return Message("Can't be read")
        case DeskEnded(left=left) if left:
            return counted_changes(left)
        case DeskEnded(changes=changes):
            has_settings = any((changes or {}).values())
            return Message("Programs' settings only") if has_settings else Message("Nothing was changed")


def _notes_below_table(tasks: Sequence[TaskProgress]) -> Iterator[str]:
    from desktop_agent.core.texts.message import visible

    for progress in tasks:
        if progress.message and progress.exit_code:
            yield f"{progress.task.name}: {visible(tr(progress.message), terminal.LONGEST_LINE)}"
    for progress in tasks:
        if progress.desk is not None:
            yield Message("{name}: desktop-agent desk show {desk}", name=progress.task.name, desk=progress.desk.desk)


def _as_json(task: TaskProgress) -> dict[str, object]:
    desk = task.desk
    return {
        "event": "task.ended",
        "task": task.task.name,
        "status": task.outcome,
        "exit_code": task.exit_code,
        "message": task.message,
        "step": task.step,
        "seconds": round(task.seconds, 1),
        "run": task.run,
        "desk": desk.desk if desk else None,
        "receipt": desk.receipt if desk else None,
        "changes": desk.changes if desk else None,
        "taken": desk.taken if desk else 0,
        "left": desk.left if desk else 0,
    }

"""`desk run`: a list of tasks, each on a desk of its own, and as many at once as memory allows."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import run_client, terminal
from desktop_agent.cli.flags import effective_from, takes
from desktop_agent.core.events import DeskEnded, ReceiptAnswer
from desktop_agent.core.message import Message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

    from desktop_agent.cli.approver import RunWindows
    from desktop_agent.desk.commands.desk_table import DeskTable
    from desktop_agent.desk.many.crew import Crew
    from desktop_agent.desk.many.task import DeskTask, TaskProgress
    from desktop_agent.desk.many.worker import DeskWorker
    from desktop_agent.host.protocol import Start
    from desktop_agent.run.control import StopSource

RUN = Message("Carry out a list of tasks, each on its own desk.")
_AT_ONCE, _MOST_AT_ONCE = 4, 100
_MEMINFO = Path("/proc/meminfo")
_HEADS = (Message("Task"), Message("Outcome"), Message("Steps"), Message("Duration"), Message("Receipt"))
_SOURCES: Mapping[int, StopSource] = {signal.SIGINT: "interrupt"}


@takes("approver")
def run(
    tasks_file: Annotated[
        Path, typer.Argument(metavar="TASKS.toml", help=Message("The file with the tasks; see “guide desk-many”."))
    ],
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
    """Carry out a list of tasks."""
    from desktop_agent.cli.approver import chosen_approver
    from desktop_agent.desk.many.crew import Crew
    from desktop_agent.desk.many.task import exit_code
    from desktop_agent.desk.many.task_file import read_tasks
    from desktop_agent.host.tidy import clear_out_runs

    tasks = read_tasks(tasks_file, receipt)
    settings = effective_from(flags)
    _say_shared(tasks)
    with ExitStack() as ending:
        start, available_mb = _starter(ray, ending)
        view = _view(as_json=as_json)
        ending.callback(view.close)
        chosen = ending.enter_context(
            chosen_approver(settings, dict(os.environ), view.paused, in_words=True, private=False, elsewhere=True)
        )
        crew = Crew(tasks, start, chosen.among_others, view, at_once=at_once, available_mb=available_mb)
        if chosen.presence is not None:  # each run hears the stop keys itself; by this no more is begun
            chosen.presence.watch(lambda _: None, lambda _: crew.stop("human"))
        ending.enter_context(_caught_signals(crew))
        done = crew.run() if chosen.windows is None else _beside_windows(crew, chosen.windows)
    code = exit_code(done, interrupted=crew.stopped_by == "interrupt")
    _say_results(done, code, as_json=as_json)
    if told := clear_out_runs():
        terminal.warn(told)
    return code


def _beside_windows(crew: Crew, windows: RunWindows) -> list[TaskProgress]:
    """Carry them out while the main thread serves the cards."""
    thread = threading.Thread(target=crew.run, name="crew")
    thread.start()
    windows.host.run_until(crew.ended)
    thread.join()
    return crew.tasks


@contextmanager
def _caught_signals(crew: Crew) -> Iterator[None]:
    def told(number: int, _frame: FrameType | None) -> None:
        crew.stop(_SOURCES.get(number, "signal"))

    before = {number: signal.signal(number, told) for number in run_client.SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _available_mb() -> int | None:
    from desktop_agent.desk.many.crew import available_mb

    try:
        return available_mb(_MEMINFO.read_text())
    except OSError:
        return None


def _starter(
    address: str | None, ending: ExitStack
) -> tuple[Callable[[DeskTask], DeskWorker], Callable[[], int | None]]:
    """Return what starts a task, here or in a cluster, and what tells the memory that counts for that."""
    from desktop_agent.desk.many.worker import LocalWorker, start_for

    def order(task: DeskTask) -> Start:
        return start_for(task, effective_from(task.flags))

    if address is None:
        return lambda task: LocalWorker(order(task)), _available_mb
    from desktop_agent.desk.many.ray_cluster import RayCluster

    cluster = ending.enter_context(RayCluster(address))
    return lambda task: cluster.start(task, order(task)), lambda: None


def _view(*, as_json: bool) -> DeskTable:
    from desktop_agent.desk.commands import desk_table

    live = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not (as_json and sys.stdout.isatty())
    shown: list[desk_table.TasksShown] = [desk_table.LiveTable() if live else desk_table.PlainLines()]
    if as_json:
        shown.append(desk_table.JsonTasks())
    return desk_table.DeskTable(shown)


def _say_shared(tasks: Sequence[DeskTask]) -> None:
    """Say which tasks may change the same folder."""
    from desktop_agent.core.display_text import visible
    from desktop_agent.desk.many.task import shared_folders

    shared = shared_folders(tasks, str(Path.home()))
    for folder, names in shared.items():
        told = ", ".join(f"“{visible(name, terminal.LONGEST_ROW)}”" for name in names)
        terminal.warn(
            Message(
                "{told} may change the same files in {folder}.", told=told, folder=visible(folder, terminal.LONGEST_ROW)
            )
        )
    if shared:
        terminal.warn(Message("A later takeover never overwrites an earlier one."))


def _say_results(done: Sequence[TaskProgress], code: int, *, as_json: bool) -> None:
    if as_json:
        for one in done:
            terminal.say_json(_as_json(one))
        terminal.say_json({"event": "tasks.ended", "exit_code": code})
        return
    from desktop_agent.desk.commands.desk_table import clock, state_word

    rows = [(one.task.name, state_word(one), one.step, clock(one.seconds(0)), _receipt_words(one.desk)) for one in done]
    terminal.say_table(_HEADS, [tuple(map(terminal.spoken, row)) for row in rows])
    for line in _after_table(done):
        terminal.say(line)


def _receipt_words(desk: DeskEnded | None) -> str:
    """Return what became of a desk's changes, or how many there are to be looked at."""
    match desk:
        case None:
            return ""
        case DeskEnded(receipt="discard"):
            return Message("Discarded")
        case DeskEnded(receipt="accept", taken=taken, left=left):
            return Message("Applied: {taken}, remaining: {left}", taken=taken, left=left)
        case DeskEnded(changes=None):
            return Message("Can't be read")
        case DeskEnded(changes=changes):
            total = sum((changes or {}).values())
            return (
                plural("{count:,} change", "{count:,} changes", count=total)
                if total
                else Message("Nothing was changed")
            )


def _after_table(done: Sequence[TaskProgress]) -> Iterator[str]:
    from desktop_agent.core.display_text import visible

    for one in done:
        if one.message and one.exit_code:
            yield f"{one.task.name}: {visible(terminal.spoken(one.message), terminal.LONGEST_LINE)}"
    for one in done:
        if one.desk is not None:
            yield Message("{name}: desktop-agent desk show {desk}", name=one.task.name, desk=one.desk.desk)


def _as_json(task: TaskProgress) -> dict[str, object]:
    desk = task.desk
    return {
        "event": "task.ended",
        "task": task.task.name,
        "status": task.outcome,
        "exit_code": task.exit_code,
        "message": task.message,
        "step": task.step,
        "seconds": round(task.seconds(0), 1),
        "run": task.run,
        "desk": desk.desk if desk else None,
        "receipt": desk.receipt if desk else None,
        "changes": desk.changes if desk else None,
        "taken": desk.taken if desk else 0,
        "left": desk.left if desk else 0,
    }

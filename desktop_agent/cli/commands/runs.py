"""`runs`: lists past runs, shows one step by step, and writes its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.app import paths
from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.describe import visible
from desktop_agent.record.wording import money, run_length, status_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_agent.record.recording import RecordedRun, RecordedTurn, RunSummary
    from desktop_agent.record.store import RunStore

_WIDE = 128
_HANG = len("Started: ")
_LONGEST_TITLE = 36
Run = Annotated[str, typer.Argument(metavar="RUN", help="An id, the start of one, a folder, or “last”.")]


group = typer.Typer()


@group.command("list", help="List the runs, newest first.")
def _list(as_json: AsJson = False) -> None:
    runs = _store().all()
    if as_json:
        terminal.say_json([_as_json(run) for run in runs])
        return
    rows = [_cells(run) for run in runs]
    columns = ("Run", "Status", "Steps", "Time", "Task", "Cost")
    # The name of a run says what it was about; the task is added where there is room for it.
    shown = len(columns) if terminal.is_wide(_WIDE) else len(columns) - 2
    if rows:
        terminal.say_table(columns[:shown], [row[:shown] for row in rows])
    else:
        terminal.warn("There are no runs yet. Make one: “desktop-agent demo”.")


def _cells(run: RunSummary) -> tuple[str, ...]:
    cost = "" if run.cost is None else money(run.cost)
    return run.id, run.status, str(run.turns), f"{run.seconds:.1f} s", _first_line(run.task), cost


@group.command("show", help="Show what happened in a run, step by step.")
def _show(run: Run, as_json: AsJson = False) -> None:
    from desktop_agent.record.reader import read_run

    recorded = read_run(_store().find(run))
    if as_json:
        terminal.say_json(_as_json(recorded.summary))
        return
    for line in _lines(recorded):
        terminal.say(line, hang=_HANG)


@group.command("report", help="Write a run's report, a page for the browser, and print its path.")
def _report(run: Run) -> None:
    from desktop_agent.record.report.write import write_report

    terminal.say(str(write_report(_store().find(run))))


def _store() -> RunStore:
    from desktop_agent.record.store import RunStore

    return RunStore(paths.places().runs)


def _as_json(run: RunSummary) -> dict[str, object]:
    return {
        "run": run.id,
        "dir": str(run.dir),
        "task": run.task,
        "started": run.started,
        "status": run.status,
        "turns": run.turns,
        "actions": run.actions,
        "seconds": run.seconds,
        "cost": run.cost,
        "message": run.message,
    }


def _lines(recorded: RecordedRun) -> Iterator[str]:
    run = recorded.summary
    yield f"Run:     {run.id}"
    for number, line in enumerate(run.task.strip().splitlines()):
        yield f"{'' if number else 'Task:':<{_HANG}}{visible(line, terminal.LONGEST_LINE)}"
    yield f"Status:  {visible(status_wording(run.status, run.message).text, terminal.LONGEST_LINE)}"
    yield f"Started: {run.started}"
    yield f"Took:    {run_length(run.turns, run.actions, run.seconds, run.cost)}"
    yield f"Folder:  {run.dir}"
    if recorded.unreadable_lines:
        yield f"Damaged: {recorded.unreadable_lines} lines could not be read"
    for turn in recorded.turns:
        yield from _turn(turn)


def _turn(turn: RecordedTurn) -> Iterator[str]:
    number = f"{turn.turn:>4}  " if turn.turn else "      "
    for row in turn.rows:
        if row.kind != "end":  # the status says it
            yield number + visible(row.account, terminal.LONGEST_ROW)
            number = "      "


def _first_line(text: str) -> str:
    """Return a text's first line, cut, with a sign that there is more."""
    first, more, _ = text.strip().partition("\n")
    return visible(first, _LONGEST_TITLE) + (" …" if more and len(first) <= _LONGEST_TITLE else "")

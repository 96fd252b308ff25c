"""`runs`: list past runs, show one step by step, and write its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.app import paths
from desktop_agent.cli import terminal, words
from desktop_agent.core.describe import visible
from desktop_agent.core.events import Answered, Asked, Noticed, Paused, Resumed
from desktop_agent.record.run_summary import length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_agent.record.recording import RecordedProposal, RecordedRun, RecordedTurn, RunSummary
    from desktop_agent.record.store import RunStore

_WIDE = 128
_HANG = len("Started: ")
_TOLD = (Asked, Answered, Noticed, Paused, Resumed)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Run = Annotated[str, typer.Argument(metavar="RUN", help="An id, the start of one, a folder, or “last”.")]


def attach(app: typer.Typer, summary: str) -> None:
    """Add the commands to the program."""
    group = typer.Typer(help=summary)
    group.command("list", help="List the runs, newest first.")(_list)
    group.command("show", help="Say what happened in a run, step by step.")(_show)
    group.command("report", help="Write a run's report, a page for the browser, and print its path.")(_report)
    app.add_typer(group, name="runs")


def _list(as_json: AsJson = False) -> None:
    runs = _store().all()
    if as_json:
        terminal.say_json([_as_json(run) for run in runs])
        return
    rows = [
        (run.id, run.status, str(run.turns), f"{run.seconds:.1f} s", words.first_line(run.task), _money(run.cost))
        for run in runs
    ]
    columns = ("Run", "Status", "Steps", "Time", "Task", "Cost")
    # The name of a run says what it was about; the task beside it is for those who have the room.
    shown = len(columns) if terminal.is_wide(_WIDE) else len(columns) - 2
    if rows:
        terminal.say_table(columns[:shown], [row[:shown] for row in rows])
    else:
        terminal.warn("There are no runs yet. Make one: “desktop-agent demo”.")


def _show(run: Run, as_json: AsJson = False) -> None:
    from desktop_agent.record.reader import read_run

    recorded = read_run(_store().find(run))
    if as_json:
        terminal.say_json(_as_json(recorded.summary))
        return
    for line in _told(recorded):
        terminal.say(line, hang=_HANG)


def _report(run: Run) -> None:
    from desktop_agent.record.export.report import write_report

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


def _told(recorded: RecordedRun) -> Iterator[str]:
    run = recorded.summary
    cost = "" if run.cost is None else f", {_money(run.cost)}"
    yield f"Run:     {run.id}"
    for number, line in enumerate(run.task.strip().splitlines()):
        yield f"{'' if number else 'Task:':<{_HANG}}{visible(line, terminal.LONGEST_LINE)}"
    says_more = run.message and run.message != f"{run.status.capitalize()}."
    yield f"Status:  {run.status}" + (f": {words.short(run.message)}" if says_more else "")
    yield f"Started: {run.started}"
    yield f"Took:    {length(run.turns, run.actions, run.seconds)}{cost}"
    yield f"Folder:  {run.dir}"
    if recorded.unreadable_lines:
        yield f"Damaged: {recorded.unreadable_lines} lines could not be read"
    for step in recorded.steps:
        yield from _step(step)


def _step(step: RecordedTurn) -> Iterator[str]:
    number = f"{step.turn:>4}  " if step.turn else "      "
    said = [f"Model thinks: {words.thought(text)}" for text in step.reasoning]
    said += [f"Model says: {words.short(text)}" for text in step.messages]
    told = [words.line(each.event, "") for each in step.events if isinstance(each.event, _TOLD)]
    for line in filter(None, [*said, *map(_proposal, step.proposals), *told]):
        yield number + line
        number = "      "


def _money(cost: float | None) -> str:
    return "" if cost is None else f"${cost:.4f}"


def _proposal(proposal: RecordedProposal) -> str:
    what = proposal.versions.sentence()
    if proposal.decisions:
        what = words.decision(proposal.decisions[-1], what)
    took = "" if proposal.duration_ms is None else f" ({proposal.duration_ms} ms)"
    outcomes = {"done": took, "failed": f": not done: {words.short(proposal.error)}", "not done": ""}
    return what + outcomes.get(proposal.outcome, ": nobody knows whether it was done")

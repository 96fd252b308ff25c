"""`run`: one task from the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, settings_from, takes
from desktop_agent.cli.task import task_from


def attach(app: typer.Typer, summary: str) -> None:
    """Add the command to the program."""
    app.command("run", short_help=summary)(_run)


@takes(*FLAGS)
def _run(
    task: Annotated[
        str | None, typer.Argument(metavar="TASK", help="What to do, in words; “-” reads it from stdin.")
    ] = None,
    task_file: Annotated[
        Path | None, typer.Option("--task-file", metavar="FILE", help="Read the task from a file.")
    ] = None,
    **flags: object,
) -> int:
    """Do one task on this computer's screen.

    The model sees the screen and works it with mouse and keyboard. Where a rule or the model's server says so, you are
    asked first. Ctrl+C stops it at once. Without --provider the local model is used: it needs no network, and it
    follows plain steps only, such as: click "File", type "Hello" into "Name", press ctrl+s.

    Exit codes: 0 completed, 1 failed, 2 wrong usage, 3 stopped, 4 limit reached, 5 blocked by refusals, 130 Ctrl+C.
    """
    from desktop_agent.cli import running

    words = task_from(task, task_file)
    json_lines = bool(flags["json_lines"])
    result = running.carry_out(words, settings_from(flags), json_lines=json_lines)
    report = running.report_of(result)
    if not json_lines:
        for line in running.ending(result):
            terminal.say(line)
        if report:
            terminal.say(f"Report: {report}")
    return result.exit_code

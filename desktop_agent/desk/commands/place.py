"""A side desk as the place of one run from the command line: what `cli/run_place.py` asks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_agent.cli import progress, terminal
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands.flags import DESK_FLAGS, desk_order
from desktop_agent.lib.logs import kept_log

if TYPE_CHECKING:
    from desktop_agent.core.runs.events import DeskEnded
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.runtime.spec import RunSpec

__all__ = ["DESK_FLAGS", "carry_out_on", "desk_order"]


def carry_out_on(spec: RunSpec, carry_out: Callable[[RunSpec, RunDesk], RunResult]) -> RunResult:
    """Open a desk, do a task there, and say what became of it; DesktopAgentError when it cannot even begin."""
    from desktop_agent.desk.runs.on_desk import on_desk

    progress.note(Message("Opening a side desk…"))
    with kept_log(), on_desk(spec) as (desk, there):
        result = carry_out(there, desk)
    if desk.ended:
        _say_desk(desk.ended)
    return result


def _say_desk(ended: DeskEnded) -> None:
    """Say on stderr what has become of it."""
    from desktop_agent.desk.receipt.wording import counted_changes

    match ended.receipt:
        case "accept":
            terminal.warn(Message("Applied: {taken}.", taken=counted_changes(ended.taken)))
            if ended.taken:
                terminal.warn(Message("Undo within 30 days: desktop-agent desk undo {desk}", desk=ended.desk))
        case "discard":
            terminal.warn(Message("Discarded. Your files are unchanged."))
        case "keep" if terminal.is_shown() and ended.changes is not None and not any(ended.changes.values()):
            terminal.warn(Message("The desk hasn't changed anything."))
        case "keep":
            terminal.warn(
                Message("To see what it changed on the desk: desktop-agent desk show {desk}", desk=ended.desk)
            )

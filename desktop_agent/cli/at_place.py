"""One run from the command line where it was ordered: on this desktop, or on a side desk that is opened for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_agent.cli import progress, running

if TYPE_CHECKING:
    from desktop_agent.desk.runs.desks import DeskOrder
    from desktop_agent.host.prepare import RunResult
    from desktop_agent.host.stand_in import StandIn
    from desktop_agent.run.result import RunContinuation
    from desktop_agent.settings import Settings


def carry_out_at(
    order: DeskOrder | None,
    task: str,
    settings: Settings,
    *,
    json_lines: bool,
    admitted: Sequence[str] = (),
    continues: RunContinuation | None = None,
    stand_in: StandIn | None = None,
) -> RunResult:
    """Do a task, and say what became of its desk if it had one; DesktopAgentError when it cannot even begin."""
    if order is None:
        return running.carry_out(
            task, settings, json_lines=json_lines, admitted=admitted, continues=continues, stand_in=stand_in
        )
    from desktop_agent.desk.commands.end import say_desk
    from desktop_agent.desk.runs.on_desk import on_desk

    progress.note("Opening a side desk…")
    with on_desk(task, settings, order) as (desk, there):
        result = running.carry_out(
            *(task, there), json_lines=json_lines, private=True, desk=desk,
            admitted=admitted, continues=continues, stand_in=stand_in,
        )  # fmt: skip
    if desk.ended:
        say_desk(desk.ended)
    return result

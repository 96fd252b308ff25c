"""A side desk as the place of one run from the command line: what `cli/at_place.py` asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_agent.cli import progress
from desktop_agent.desk.commands.end import say_desk
from desktop_agent.desk.commands.flags import DESK_FLAGS as FLAGS
from desktop_agent.desk.commands.flags import desk_order as ordered

if TYPE_CHECKING:
    from desktop_agent.cli.at_place import AtDesk
    from desktop_agent.host.prepare import RunResult
    from desktop_agent.run.desk_order import DeskOrder
    from desktop_agent.settings import Settings

__all__ = ["FLAGS", "carry_out_on", "not_there", "ordered", "ordered_again"]


def carry_out_on(order: DeskOrder, task: str, settings: Settings, carry_out: AtDesk) -> RunResult:
    """Open a desk, do a task there, and say what became of it; DesktopAgentError when it cannot even begin."""
    from desktop_agent.desk.runs.on_desk import on_desk

    progress.note("Opening a side desk…")
    with on_desk(task, settings, order) as (desk, there):
        result = carry_out(there, desk)
    if desk.ended:
        say_desk(desk.ended)
    return result


def ordered_again(order: DeskOrder, earlier: str) -> DeskOrder:
    """Return the order for a run that goes on, with the folders of the desk that it was on."""
    from desktop_agent.desk.runs.resume import ordered_again as again

    return again(order, earlier)


def not_there(earlier: str) -> str:
    """Return what to say of the desk that a run was on, before it goes on on a new one."""
    from desktop_agent.desk.runs.resume import not_there as words

    return words(earlier)

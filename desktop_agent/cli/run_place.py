"""One run from the command line in its place: on this desktop, or on a side desk that is opened for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.runtime.spec import RunSpec


def carry_out_at(spec: RunSpec, *, json_lines: bool) -> RunResult:
    """Do a task, on a desk if it orders one; DesktopAgentError when it cannot even begin."""
    from desktop_agent.cli import run_client

    def carry_out(there: RunSpec, desk: RunDesk | None = None) -> RunResult:
        return run_client.carry_out(
            there,
            json_lines=json_lines,
            private=desk is not None,
            desk=desk,
        )

    return carry_out(spec) if spec.desk is None else slices.side_desk.carry_out_on(spec, carry_out)

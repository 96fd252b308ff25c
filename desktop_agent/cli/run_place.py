"""One run from the command line in its place: on this desktop, or on a side desk that is opened for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.host import registry

if TYPE_CHECKING:
    from desktop_agent.cli.flags import Flag, Flags
    from desktop_agent.host.own_desktop import OwnDesktop
    from desktop_agent.host.spec import RunSpec
    from desktop_agent.run.desk_order import DeskOrder
    from desktop_agent.run.result import RunResult


class DeskPlace(Protocol):
    """The slice of side desks, as a place for runs: it turns flags into an order, and carries a run out there."""

    DESK_FLAGS: Mapping[str, Flag]

    def desk_order(self, flags: Flags, /) -> DeskOrder | None:
        """Return the ordered desk, None without one; SettingsError for flags that need a desk."""

    def carry_out_on(self, spec: RunSpec, carry_out: Callable[[RunSpec, OwnDesktop], RunResult], /) -> RunResult:
        """Open a run's desk, carry the run out there, and print what became of the desk's changes."""


def side_desk() -> DeskPlace:
    """Return the slice of side desks as a place for runs."""
    return cast("DeskPlace", registry.offer("side-desk"))


def carry_out_at(spec: RunSpec, *, json_lines: bool) -> RunResult:
    """Do a task, on a desk if it orders one; DesktopAgentError when it cannot even begin."""
    from desktop_agent.cli import run_client

    def carry_out(there: RunSpec, desk: OwnDesktop | None = None) -> RunResult:
        return run_client.carry_out(
            there,
            json_lines=json_lines,
            private=desk is not None,
            desk=desk,
        )

    return carry_out(spec) if spec.desk is None else side_desk().carry_out_on(spec, carry_out)

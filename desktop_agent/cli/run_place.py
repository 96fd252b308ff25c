"""One run from the command line where it was ordered: on this desktop, or on a side desk that is opened for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.host import registry

if TYPE_CHECKING:
    from desktop_agent.cli.flags import Flag, Flags
    from desktop_agent.host.own_desktop import OwnDesktop
    from desktop_agent.host.spec import RunSpec
    from desktop_agent.host.stand_in import StandIn
    from desktop_agent.run.desk_order import DeskOrder
    from desktop_agent.run.ports import Approver
    from desktop_agent.run.result import RunResult


class DeskPlace(Protocol):
    """What the slice of side desks offers: its flags, what they order, and a run there."""

    DESK_FLAGS: Mapping[str, Flag]

    def desk_order(self, flags: Flags, /) -> DeskOrder | None:
        """Return what desk was ordered, None where none was; SettingsError for what makes sense on a desk alone."""

    def carry_out_on(self, spec: RunSpec, carry_out: Callable[[RunSpec, OwnDesktop], RunResult], /) -> RunResult:
        """Open the desk that a run orders, do it there, and say what became of it."""


def side_desk() -> DeskPlace:
    """Return the slice of side desks as a place for runs."""
    return cast("DeskPlace", registry.offer("side-desk"))


def carry_out_at(
    spec: RunSpec, *, json_lines: bool, stand_in: StandIn | None = None, beforehand: Approver | None = None
) -> RunResult:
    """Do a task, and say what became of its desk if it had one; DesktopAgentError when it cannot even begin."""
    from desktop_agent.cli import run_client

    def carry_out(there: RunSpec, desk: OwnDesktop | None = None) -> RunResult:
        return run_client.carry_out(
            there,
            json_lines=json_lines,
            private=desk is not None,
            stand_in=stand_in,
            desk=desk,
            beforehand=beforehand,
        )

    return carry_out(spec) if spec.desk is None else side_desk().carry_out_on(spec, carry_out)

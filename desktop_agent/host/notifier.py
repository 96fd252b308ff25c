"""What tells a person who is away of a run, as the slice that does it offers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.core.events import Announce, Stamped
from desktop_agent.host import registry

if TYPE_CHECKING:
    from desktop_agent.run.ports import Approver
    from desktop_agent.settings import Settings


class Notifier(Protocol):
    """Tells that a run asks, and how it has ended; never raises, and nothing waits for it."""

    def asking(self, approver: Approver) -> Approver:
        """Return who asks as this one does, and has a person told meanwhile."""

    def tell_by(self, announce: Announce) -> None:
        """Say by this what goes wrong."""

    def hear(self, stamped: Stamped) -> None:
        """Hear an event of the run, after everybody else."""


class NoNotifier:
    """Tells nobody: nothing is set up."""

    def asking(self, approver: Approver) -> Approver:
        """Return the same."""
        return approver

    def tell_by(self, announce: Announce) -> None:
        """Do nothing."""

    def hear(self, stamped: Stamped) -> None:
        """Do nothing."""


class _Slice(Protocol):
    def RunNotifier(self, settings: Settings, environment: Mapping[str, str], /) -> Notifier: ...  # noqa: N802 - a class


def notifier_for(settings: Settings, environment: Mapping[str, str]) -> Notifier:
    """Return what tells of a run, by the environment of the person's own session."""
    if not settings.notify.any_channel:
        return NoNotifier()
    return cast("_Slice", registry.offer("notifier")).RunNotifier(settings, environment)

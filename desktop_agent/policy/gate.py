"""The gate: the only maker of grants, and the only one who can say that a grant is good."""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.decision import Allow, Answer, Approved, Ask, Decision
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.grant import Binding, Grant

LIFETIME_S = 10.0


class SingleUseGate:
    """Makes a grant on a yes, and redeems it once, for exactly what it was made for, before it expires."""

    def __init__(self, clock: Callable[[], float], serial: Callable[[], str]) -> None:
        """Take a monotonic clock in seconds and a source of unguessable serial numbers."""
        self._clock = clock
        self._serial = serial
        self._open: dict[str, Grant] = {}

    def permit(self, binding: Binding, decision: Decision, answer: Answer | None = None) -> Grant:
        """Make a grant for one action; RunOrderError unless policy allowed it or a person approved it.

        Safety checks of the model's server are never allowed by policy alone.
        """
        by_policy = isinstance(decision, Allow) and not binding.checks
        by_person = isinstance(decision, Ask) and isinstance(answer, Approved)
        if not (by_policy or by_person):
            raise RunOrderError("A grant was asked for an action that nobody allowed.")
        grant = Grant(self._serial(), binding.digest(), self._clock() + LIFETIME_S)
        self._open = {grant.serial: grant}  # one action at a time: an older grant is worth nothing
        return grant

    def redeem(self, grant: Grant, binding: Binding) -> None:
        """Use a grant up; RunOrderError when it is not ours, was used, has expired, or is for something else."""
        known = self._open.pop(grant.serial, None)
        if known is None or known != grant:
            raise RunOrderError("This permission was used already, or was never given.")
        if self._clock() > known.expires_at:
            raise RunOrderError("This permission has expired.")
        if binding.digest() != known.digest:
            raise RunOrderError("This permission is for another action, picture or window.")

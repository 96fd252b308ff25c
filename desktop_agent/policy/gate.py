"""The gate: the only maker of permits, and the only one that can check whether a permit is valid."""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.decisions.decision import Allow, Answer, Approved, Ask, Decision
from desktop_agent.core.decisions.permit import Binding, Permit
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.texts.message import Message

LIFETIME_S = 10.0


class SingleUseGate:
    """Makes a permit for an approved action, and redeems it once, unchanged, before it expires."""

    def __init__(self, clock: Callable[[], float], serial: Callable[[], str]) -> None:
        """Take a monotonic clock in seconds and a source of unguessable serial numbers."""
        self._clock = clock
        self._serial = serial
        self._open: dict[str, Permit] = {}

    def permit(self, binding: Binding, decision: Decision, answer: Answer | None = None) -> Permit:
        """Make a permit for one action; RunOrderError unless policy allowed it or a person approved it.

        Safety checks of the model's server are never allowed by policy alone.
        """
        by_policy = isinstance(decision, Allow) and not binding.checks
        by_person = isinstance(decision, Ask) and isinstance(answer, Approved)
        if not (by_policy or by_person):
            raise RunOrderError(Message("A permit was requested for an action that wasn't allowed."))
        permit = Permit(self._serial(), self._clock() + LIFETIME_S, binding)
        self._open = {permit.serial: permit}  # one action at a time: an older permit is worth nothing
        return permit

    def redeem(self, permit: Permit) -> None:
        """Use up a permit; RunOrderError if this gate didn't make it, it was changed or used, or it has expired."""
        issued = self._open.pop(permit.serial, None)
        if issued is None or issued != permit:
            raise RunOrderError(Message("This permission has already been used or was never granted."))
        if self._clock() > issued.expires_at:
            raise RunOrderError(Message("This permission has expired."))

"""Remembered approvals of the tray program, shared with the run in its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_agent.core.decisions.decision import RememberedApproval
from desktop_agent.policy.remembered_approvals import RememberedApprovals


class SharedApprovals(RememberedApprovals):
    """The approvals for the running task; none outlasts it."""

    def __init__(self) -> None:
        super().__init__()
        self._report: Callable[[RememberedApproval], None] = lambda _: None

    @contextmanager
    def followed_by(self, report: Callable[[RememberedApproval], None]) -> Iterator[None]:
        """Call `report` with each withdrawn approval while the context is open; at its end, the task is over."""
        self._report = report
        try:
            yield
        finally:
            self._report = lambda _: None
            self.clear()

    def take_back(self, standing: RememberedApproval) -> None:
        """Withdraw an approval, and inform the run."""
        super().take_back(standing)
        self._report(standing)

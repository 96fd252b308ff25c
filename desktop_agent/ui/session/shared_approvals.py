"""Remembered approvals of the tray program, shared with the run in its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_agent.core.decisions.decision import RememberedApproval
from desktop_agent.policy.remembered import RememberedApprovals


class SharedApprovals(RememberedApprovals):
    """The approvals for the running task; none outlasts it."""

    def __init__(self) -> None:
        super().__init__()
        self._tell: Callable[[RememberedApproval], None] = lambda _: None

    @contextmanager
    def told(self, tell: Callable[[RememberedApproval], None]) -> Iterator[None]:
        """Call `tell` with each withdrawn approval while the context is open; at its end, the task is over."""
        self._tell = tell
        try:
            yield
        finally:
            self._tell = lambda _: None
            self.clear()

    def take_back(self, standing: RememberedApproval) -> None:
        """Withdraw an approval, and tell the run."""
        super().take_back(standing)
        self._tell(standing)

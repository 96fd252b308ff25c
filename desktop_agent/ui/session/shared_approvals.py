"""Remembered approvals that the tray program keeps, and the run in its process is told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_agent.core.decision import RememberedApproval
from desktop_agent.policy.remembered import RememberedApprovals


class SharedApprovals(RememberedApprovals):
    """What the person has approved for as long as the tray program lives."""

    def __init__(self) -> None:
        super().__init__()
        self._tell: Callable[[RememberedApproval], None] = lambda _: None

    @contextmanager
    def told(self, tell: Callable[[RememberedApproval], None]) -> Iterator[None]:
        """Have a run told, meanwhile, of what the person takes back."""
        self._tell = tell
        try:
            yield
        finally:
            self._tell = lambda _: None

    def take_back(self, standing: RememberedApproval) -> None:
        """Forget one, and tell the run."""
        super().take_back(standing)
        self._tell(standing)

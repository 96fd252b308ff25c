"""What a run does while its server is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_agent.run.control import Stopwatch
from desktop_agent.run.ports import InputExecutor


@contextmanager
def without_a_server(executor: InputExecutor, watch: Stopwatch) -> Iterator[None]:
    """Keep nothing pressed on the person's desktop, and count no time, while the server is gone."""
    executor.release_all()
    with watch.waiting_for("network"):
        yield

"""Run the offline model's server in a thread of this process, for whoever tries it from here."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue

from desktop_agent.devserver.server import serve


@dataclass(frozen=True, slots=True)
class LocalServer:
    """What a client needs."""

    base_url: str
    token: str


@contextmanager
def local_server() -> Iterator[LocalServer]:
    """Serve the offline model on a free port while what is inside goes on; SettingsError when it cannot start."""
    token, over = secrets.token_urlsafe(24), threading.Event()
    first: SimpleQueue[str | Exception] = SimpleQueue()

    def work() -> None:
        try:
            serve(0, token, announce=first.put, until=over)
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            first.put(error)

    thread = threading.Thread(target=work, name="desktop-agent-serve")
    thread.start()
    try:
        answer = first.get()
        if isinstance(answer, Exception):
            raise answer
        yield LocalServer(answer, token)
    finally:
        over.set()
        thread.join()

"""Starts the proxy of a desk in its own process, forwards its questions, and ends it; it needs us to permit writes.

The desk is connected to it, too: its `/etc` gets a layer with the browsers' policies and the desk's authority, and the
proxy's socket and the inlet lie in the folder that both sides reach under the same path.

The proxy gets none of the person's keys: only variables for finding programs, translations and trusted authorities.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import DeskError
from desktop_agent.core.message import Message
from desktop_agent.core.outgoing import OutgoingVerdict
from desktop_agent.desk.network import inlet
from desktop_agent.desk.network.programs import BUNDLE_FILE, OTHER_BUNDLES, etc_files
from desktop_agent.desk.network.question import (
    FROM_PROXY,
    GREETING,
    GoneWrite,
    HeldWrite,
    NetworkStart,
    ProxyGreeting,
    WriteAnswer,
    line,
    read_line,
)
from desktop_agent.desk.sandbox.wire import Wire
from desktop_agent.lib.child_process import ChildProcess, python_command

_log = logging.getLogger(__name__)

_PASSED_VARIABLES = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR")
_START_WITHIN_S = 20.0
_AGAIN = Message("Try again; if it keeps failing, run the desk without --desk-hosts.")
_AGAIN_HERE = Message("Try again; if it keeps failing, let the desk reach no hosts.")
_ETC = Path("/etc")
_SEEN_THROUGH = ("hosts",)  # files that a container mounts there, and that a layer would not show


class DeskNetwork:
    """The proxy process of one desk; a context manager that ends it.

    `on_event` gets each held write and each withdrawn one, on our own thread.
    """

    def __init__(
        self,
        start: NetworkStart,
        on_event: Callable[[HeldWrite | GoneWrite], None],
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Start the proxy and wait until it listens; DeskError with its reason if it doesn't."""
        self._on_event = on_event
        self._guard = threading.Lock()
        proxy_environment = {name: environment[name] for name in _PASSED_VARIABLES if name in environment}
        command = python_command("desktop_agent.desk.network")
        try:
            self._process = ChildProcess(command, requests=True, environment=proxy_environment)
        except OSError as error:
            raise DeskError(
                Message("The desk proxy can't be started: {strerror}.", strerror=error.strerror),
                _AGAIN,
                in_window=_AGAIN_HERE,
            ) from error
        self._send(line(start))
        first = self._process.first_line(_START_WITHIN_S)
        greeting = read_line(first, GREETING) or ProxyGreeting(problem=Message("it gave no reason"))
        _log.info("the desk's proxy was started as process %d; ready: %s", self._process.pid, bool(greeting.ca))
        if not greeting.ca:
            self._process.end()
            _log.info("the desk's proxy has ended with %s", self._process.exit_code)
            reason = greeting.problem
            hint = greeting.hint
            raise DeskError(
                reason if hint else Message("The desk proxy didn't start: {reason}.", reason=reason),
                hint or _AGAIN,
                in_window="" if hint else _AGAIN_HERE,
            )
        self.ca_pem = greeting.ca  # what the programs on the desk are to trust
        self._thread = threading.Thread(target=self._listen, name="desk-questions", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """Return this proxy."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    @property
    def pid(self) -> int:
        """The proxy's process id."""
        return self._process.pid

    def answer(self, number: int, say: OutgoingVerdict) -> None:
        """Forward a person's answer; a late one is dropped."""
        self._send(line(WriteAnswer(number, say)))

    def close(self) -> None:
        """Refuse held requests, and end the proxy."""
        self._process.end()
        self._thread.join()
        _log.info("the desk's proxy has ended with %s", self._process.exit_code)

    def _send(self, data: bytes) -> None:
        with self._guard:
            try:
                self._process.requests.write(data)
                self._process.requests.flush()
            except (OSError, ValueError):  # it has ended: nothing is let out any more
                return

    def _listen(self) -> None:
        with contextlib.suppress(ValueError):  # the pipe was closed with the process
            for text in self._process.output:
                event = read_line(text, FROM_PROXY)
                if event is not None:
                    _log.debug("the desk's proxy: %s, number %d", type(event).__name__, event.number)
                    self._on_event(event)


class NetworkLink:
    """A desk's connection to its proxy; events are queued until a listener is set."""

    def __init__(self, desk: Path, wire: Wire, hosts: tuple[str, ...]) -> None:
        """Start the proxy, and write the desk's files for it; DeskError or OSError if that fails."""
        self._guard = threading.Lock()
        self._pending = list[HeldWrite | GoneWrite]()
        self._on_event: Callable[[HeldWrite | GoneWrite], None] | None = None
        wire.network.mkdir(mode=0o700)
        shutil.copyfile(inlet.__file__, wire.inlet)
        self._network = DeskNetwork(NetworkStart(str(desk), str(wire.way_out), hosts), self._receive)
        try:
            _write_etc(wire.etc, self._network.ca_pem)
        except BaseException:
            self.close()
            raise

    def listen(self, on_event: Callable[[HeldWrite | GoneWrite], None]) -> None:
        """Report all queued and future events to `on_event`, which may be called on our own thread."""
        with self._guard:
            self._on_event = on_event
            for event in self._pending:
                on_event(event)
            self._pending.clear()

    def answer(self, number: int, say: OutgoingVerdict) -> None:
        """Forward a person's answer."""
        self._network.answer(number, say)

    def close(self) -> None:
        """Refuse held requests, and end the proxy."""
        self._network.close()

    def _receive(self, event: HeldWrite | GoneWrite) -> None:
        with self._guard:
            if self._on_event is None:
                self._pending.append(event)
            else:
                self._on_event(event)


def _write_etc(folder: Path, ca_pem: str) -> None:
    bundles = [name for name in (BUNDLE_FILE, *OTHER_BUNDLES) if (_ETC / name).is_file()]
    trusted = (_ETC / bundles[0]).read_bytes() if bundles else b""
    files = etc_files(ca_pem, trusted, frozenset(bundles))
    files |= {name: (_ETC / name).read_bytes() for name in _SEEN_THROUGH if (_ETC / name).is_file()}
    folder.mkdir()
    folder.chmod(0o755)
    for name, content in files.items():
        file = folder / name
        for above in reversed(file.relative_to(folder).parents[:-1]):
            (folder / above).mkdir(exist_ok=True)
            (folder / above).chmod(0o755)
        file.write_bytes(content)
        file.chmod(0o644)

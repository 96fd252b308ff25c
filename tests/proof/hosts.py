"""Responses hosts from PyPI in processes of their own, and a relay that can cut what they say."""

import json
import os
import socket
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

ORACLE = ROOT / ".oracle" / "bin" / "python"
NO_ORACLE = "the environment .oracle is not there: packaging/setup.sh test makes it"


@dataclass(frozen=True, slots=True)
class Host:
    """The host's address, and its log of what it understood."""

    url: str
    log: Path

    def wrote(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the log from a line on."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()[since:]]

    def understood(self, since: int = 0) -> list[dict[str, Any]]:
        """Return what the host handed to its handler, one entry a request, from a line of the log on."""
        return [entry for entry in self.wrote(since) if "given" in entry]


@contextmanager
def running(program: str, home: Path) -> Iterator[Host]:
    """Run a host in a home of its own, silent towards its makers."""
    (home / "log").touch()
    quiet = {"OTEL_SDK_DISABLED": "true", "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL": "true"}
    environment = {**os.environ, **quiet, "HOME": str(home), "AGENTSERVER_STATE_ROOT": str(home)}
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        process = subprocess.Popen(
            [ORACLE, ROOT / "tests" / "proof" / program, str(listening.fileno()), home / "log"],
            pass_fds=[listening.fileno()],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            wait_until(lambda: _is_ready(address), 60.0, "the host's readiness")
            yield Host(f"{address}/responses", home / "log")
        finally:
            process.kill()
            process.wait()


@contextmanager
def cutting(url: str, after: int) -> Iterator[str]:
    """Relay connections to a host, the first only until so many bytes of its answer have come; yield the URL."""
    port = int(url.partition("//")[2].partition("/")[0].rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_relay, args=(listening, port, after), daemon=True)
        thread.start()
        yield url.replace(str(port), str(listening.getsockname()[1]), 1)
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _relay(listening: socket.socket, port: int, after: int) -> None:
    """Take connections until the socket is shut."""
    left: int | None = after
    pumps = []
    while True:
        try:
            ours, _ = listening.accept()
        except OSError:
            break
        theirs = socket.create_connection(("127.0.0.1", port))
        for source, target, most in ((ours, theirs, None), (theirs, ours, left)):
            pumps.append(threading.Thread(target=_pump, args=(source, target, most), daemon=True))
            pumps[-1].start()
        left = None
    for pump in pumps:
        pump.join()


def _pump(source: socket.socket, target: socket.socket, most: int | None) -> None:
    """Copy bytes until one side ends, or until so many are copied; then let both go."""
    copied = 0
    with source, target:
        while True:
            try:
                data = source.recv(65_536)
                room = len(data) if most is None else most - copied
                target.sendall(data[:room])
            except OSError:
                break
            copied += len(data)
            if not data or room < len(data):
                break
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def _is_ready(address: str) -> bool:
    """Tell whether the host answers; the socket takes connections before it does."""
    try:
        with urllib.request.urlopen(f"{address}/readiness", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

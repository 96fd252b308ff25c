"""A D-Bus of a test's own, and programs on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.fakes.programs.apps import end
from tests.fakes.source import ROOT

SESSION = "DBUS_SESSION_BUS_ADDRESS"


@contextmanager
def private_bus() -> Iterator[dict[str, str]]:
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert daemon.stdout is not None
        yield dict(os.environ) | {SESSION: daemon.stdout.readline().strip()}
    finally:
        end(daemon)
        daemon.communicate()


@contextmanager
def spoken_with(module: str, *words: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env=dict(environment), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert heard(process) == "ready"
        yield process
    finally:
        end(process)
        process.communicate()


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()

"""What runs in the environment of the vendors' SDKs: their types as judges, and a Responses host from PyPI."""

import json
import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

# The last SDK that knows the older API is there for good; the others are a night's newest, where it names them.
OLDER = ROOT / ".oracle" / "bin" / "python"
ORACLE = Path(os.environ.get("ORACLE_PYTHON", OLDER))
NO_ORACLE = "the environment .oracle is not there: packaging/setup.sh test makes it"


def by_the_sdk(program: str, *what: str, told: object) -> Any:  # noqa: ANN401 - JSON, whatever it holds
    """Return what a program in the SDKs' environment says of what it is told."""
    done = subprocess.run(
        [ORACLE, ROOT / "tests" / "proof" / program, *what],
        input=json.dumps(told),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@dataclass(frozen=True, slots=True)
class Host:
    """The host's port, and its log of what it understood."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/responses"

    def understood(self) -> list[dict[str, Any]]:
        """Return what the host handed to its handler, one entry a request."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


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
            port = int(listening.getsockname()[1])
            wait_until(lambda: _is_ready(port), "the host's readiness")
            yield Host(port, home / "log")
        finally:
            process.kill()
            process.wait()


def _is_ready(port: int) -> bool:
    """Tell whether the host answers; the socket takes connections before it does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readiness", timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

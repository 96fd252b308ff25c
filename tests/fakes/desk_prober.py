"""Runs the prober of networks inside of a desk, and talks to it by two pipes in the folder that both sides reach."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes import network_prober
from tests.hostile.network_probes import NetworkProbe


@dataclass(frozen=True, slots=True)
class Prober:
    """Takes one try a line, and answers each with what it heard."""

    requests: IO[bytes]
    output: IO[bytes]

    def tell(self, probe: NetworkProbe) -> None:
        """Have something tried, and wait until that is over."""
        self.requests.write(json.dumps(probe.line()).encode() + b"\n")
        self.requests.flush()
        self.output.readline()


@contextmanager
def prober_on(desk: SideDesk, port: int, trusted: bytes) -> Iterator[Prober]:
    """Give a prober on a desk, by its proxy at a port."""
    shared = Path(desk.environment()["XDG_RUNTIME_DIR"])
    tries, heard, program, whom = (shared / name for name in ("tries", "heard", "prober.py", "trusted.pem"))
    os.mkfifo(tries)
    os.mkfifo(heard)
    shutil.copyfile(network_prober.__file__, program)
    whom.write_bytes(trusted)
    line = f"exec /usr/bin/python3 -I {program} {port} {whom} < {tries} > {heard}"
    desk.start(["sh", "-c", line])
    with tries.open("wb") as requests, heard.open("rb") as output:
        yield Prober(requests, output)

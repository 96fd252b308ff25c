"""`desktop-agent serve --script`, as a program of its own on a free port."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.source import ROOT
from tests.fakes.warm import program


@dataclass(frozen=True, slots=True)
class Served:
    """Where it listens, with and without the path, and the token it wants."""

    base_url: str
    token: str

    @property
    def origin(self) -> str:
        """The base URL without its path, as `tzafon` wants it."""
        return self.base_url.removesuffix("/v1")


@contextmanager
def serving(script: Mapping[str, Any], folder: Path) -> Iterator[Served]:
    """Serve a script until the block is left; it has to end well by itself then."""
    path = folder / "script.json"
    path.write_text(json.dumps(script), "utf-8")
    environment = {**os.environ, "DESKTOP_AGENT_HOME": str(folder), "DESKTOP_AGENT_SERVE_TOKEN": "a-token-of-the-test"}
    command = program("serve", "--port", "0", "--script", str(path))
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            base_url, token = (process.stdout.readline().strip() for _ in range(2))
            yield Served(base_url, token.removeprefix("token "))
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
    assert code == 0

"""A program of a developer's with a vendor's own loop in it, in the environment of the vendors' SDKs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.desktops.display import Display
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT

ORACLE, ADK = (ROOT / name / "bin" / "python" for name in (".oracle", ".adk"))
WITHIN_S = 200  # a first start reads a vendor's SDK, and a person answers on the way


@contextmanager
def developers_program(
    code: str, display: Display, server: ScriptedServer, home: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run a program, whose vendor is a server of ours: the SDKs find its address in their variables."""
    origin = server.base_url.removesuffix("/v1")
    where = {"OPENAI_BASE_URL": server.base_url, "ANTHROPIC_BASE_URL": origin, "GOOGLE_GEMINI_BASE_URL": origin}
    keys = dict.fromkeys(("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"), "a-key")
    keys |= {"OPENAI_AGENTS_DISABLE_TRACING": "1"}
    own = {"DESKTOP_AGENT_HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        [ADK if "google.adk" in code else ORACLE, "-c", code],
        env={**display.environment(), **where, **keys, **own},
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def printed(process: subprocess.Popen[str]) -> str:
    """Return what the program has printed in the end; it has gone well."""
    words, complained = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 0, complained[-3000:]
    return words

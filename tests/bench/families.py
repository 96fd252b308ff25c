"""Each family of models in its own format: `python -m tests.bench.families [--without-runs]`, some ten minutes.

The demo's task is done by `serve` in each family's format, streamed and whole; the demo compares what the application
itself has written with what was meant, and its exit code says so. Then calls mangled in 300 ways are read, of which one
half was built on: acts done that were not meant, and calls of which the model is told nothing. Exits with 1 for any.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from desktop_agent.devserver.server import local_server
from desktop_agent.model.families import FAMILY_NAMES
from tests.proof.mangling import Mangled, halves, judge


def main(*, runs: bool) -> int:
    """Print both tables and return how much was wrong."""
    wrong = _runs() if runs else 0
    for name, half in zip(("built on", "measured by"), halves(), strict=True):
        wrong += _reading(name, half)
    return wrong


def _reading(name: str, half: list[Mangled]) -> int:
    counts = Counter[str]()
    for one in half:
        judged = judge(one)
        counts["done that was not meant"] += judged.wrong
        counts["not told"] += not judged.told
        if judged.wrong or not judged.told:
            print(f"  {one.family} {one.how}: {judged}\n    {one.item}")
    bad = counts.total()
    told = ", ".join(f"{what} {counts[what]}" for what in ("done that was not meant", "not told"))
    print(f"{len(half)} mangled calls, {name}: {told}")
    return bad


def _runs() -> int:
    wrong = 0
    print("the demo's task: family, streamed or whole, seconds, came out in the application's own file")
    with local_server() as server, tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DESKTOP_AGENT_HOME": home, "DESKTOP_AGENT_API_KEY": server.token}
        for family in FAMILY_NAMES:
            for stream in ("--stream", "--no-stream"):
                words = ("demo", "--provider", "ollama", "--base-url", server.base_url, "--model", family, "--mode")
                command = (sys.executable, "-m", "desktop_agent", *words, "auto", "--family", family, stream)
                began = time.monotonic()
                done = subprocess.run(
                    command, env=environment, cwd=Path.cwd(), capture_output=True, text=True, check=False
                )
                good = done.returncode == 0 and "true" in done.stdout
                print(
                    f"  {family:11} {stream:12} {time.monotonic() - began:5.1f} {'yes' if good else 'NO'}", flush=True
                )
                if not good:
                    print(done.stdout[-2000:], done.stderr[-2000:])
                wrong += not good
    return wrong


if __name__ == "__main__":
    sys.exit(int(main(runs="--without-runs" not in sys.argv) > 0))

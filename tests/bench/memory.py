"""What a run holds, it and all that it has started, from its first turn to its last; and how much the reader of it.

`python -m tests.bench.memory [TURNS]`. The whole command works an editor on a private display, asked by a scripted
server in another process: a click in ten turns, each where only reading tells what is there, and looks and short waits
between. The numbers are the kernel's (PSS: what is shared counts in parts), read when the run says that a turn is over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.debian_apps import mousepad
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT

TURNS = 2000
READ_AT = (1, 10, 100, 500, 1000, 1500, 2000)
MOST_MB, MOST_WITH_READER_MB = 150.0, 450.0
A_CLICK_IN = 10


@dataclass(frozen=True, slots=True)
class Held:
    """What is held after a turn, in MB."""

    turn: int
    processes: int
    run_mb: float  # everything but the reader
    own_mb: float  # of that, what is in no file that other programs may share: their number changes the rest
    reader_mb: float

    @property
    def whole_mb(self) -> float:
        """All of it."""
        return self.run_mb + self.reader_mb


def measured(turns: int) -> Iterator[Held]:
    """Do a run of so many turns; yield what it holds on the way."""
    with PrivateDisplay(1920, 1080) as private, tempfile.TemporaryDirectory() as folder, _serving(turns) as url:
        unasked = {"DESKTOP_AGENT_APPLICATIONS__FIRST_TIME": "allow"}
        environment = private.environment() | {"DESKTOP_AGENT_HOME": folder} | unasked
        words = ("--base-url", url, "--dialect", "preview", "--coordinates", "viewport", "--max-steps", str(turns + 10))
        with mousepad(private, Path(folder, "home")):
            yield from _run(words, environment)


def _run(words: tuple[str, ...], environment: Mapping[str, str]) -> Iterator[Held]:
    command = [sys.executable, "-m", "desktop_agent", "run", "--json", "Click here and there", *words]
    with subprocess.Popen(
        command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        for event in map(json.loads, run.stdout):
            if event["event"] == "usage" and event["turn"] in READ_AT:
                yield held(event["turn"], run.pid)
        last = event
    if last["status"] != "completed":
        raise SystemExit(f"The run did not come to its end: {last}")


def held(turn: int, pid: int) -> Held:
    """Return what a process and its descendants hold now."""
    sizes = {each: _pss_mb(each) for each in _family(pid)}
    reader = [each for each in sizes if "ocr.worker" in _command(each)]
    own = sum(_pss_mb(each, "Pss_Anon:") for each in sizes if each not in reader)
    read = sum(sizes[each] for each in reader)
    return Held(turn, len(sizes), sum(sizes.values()) - read, own, read)


def table(all_held: list[Held]) -> Iterator[str]:
    """Yield the rows."""
    yield f"{'turn':>6}{'processes':>11}{'MB without reader':>19}{'its own':>9}{'reader':>8}{'together':>10}"
    for one in all_held:
        sizes = f"{one.run_mb:>19.1f}{one.own_mb:>9.1f}{one.reader_mb:>8.1f}{one.whole_mb:>10.1f}"
        yield f"{one.turn:>6}{one.processes:>11}{sizes}"


def main(turns: int) -> int:
    """Print the table; 1 when it holds more than it may."""
    all_held = list(measured(turns))
    print("\n".join(table(all_held)))
    print(f"load average {os.getloadavg()[0]:.1f}")
    return int(max(one.run_mb for one in all_held) > MOST_MB or all_held[-1].whole_mb > MOST_WITH_READER_MB)


def _family(pid: int) -> list[int]:
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(each) for task in tasks for each in (task / "children").read_text(encoding="ascii").split()]
        return [pid, *(each for child in children for each in _family(child))]
    return []


def _pss_mb(pid: int, what: str = "Pss:") -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(what):
                return int(line.split()[1]) / 1024
    return 0.0


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    return ""


@contextmanager
def _serving(turns: int) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.memory", "--serve", str(turns)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def _asked(turn: int) -> dict[str, object]:
    if turn % A_CLICK_IN == 1:
        return {"type": "click", "x": 100 + turn * 7 % 400, "y": 150 + turn * 13 % 250, "button": "left"}
    return {"type": "screenshot"} if turn % 2 else {"type": "wait", "seconds": 0.01}


def _serve(turns: int) -> None:
    answers = [*(asks(_asked(turn)) for turn in range(1, turns + 1)), says("Done.")]
    with ScriptedServer(answers, strict=False) as server:
        print(server.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    if "--serve" in sys.argv:
        _serve(int(sys.argv[-1]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS))

"""How long 740 characters of code with Tabs take into terminals whose windows are full of text.

`python -m tests.bench.terminal_text [--rounds N] [--before COMMIT] [TERMINAL ...]`. TERMINAL is xterm, vte (Xfce's) or
foot, which is in a private sway. A whole run by a scripted server that thinks for a second: a look, the text, an end.
Prints milliseconds from the model's answer until the last character is in the file of a program in the terminal, and
until the next request; and the processor time of the run. With --before, runs of another commit's code are done in
turns with them.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.display.private_sway import PrivateSway
from tests.bench.fidelity.corpora import CORPORA
from tests.bench.trees import trees
from tests.fakes.apps import running
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.sway_windows import focused, shown_in_sway
from tests.fakes.waiting import wait_until

THINKS_S, WITHIN_S = 1.0, 60.0
_TITLE = "lines"
_TEXT = CORPORA["code"]
_SHELL = (
    'for n in $(seq 60); do echo "$n: Fifteen jugglers quickly vexed a big dwarf\'s pony in /usr/share/doc"; done;'
    " stty -icanon; touch '{came}'; exec cat >> '{came}'"
)
Session = PrivateDisplay | PrivateSway


@contextmanager
def _on_x(words: Sequence[str], home: Path) -> Iterator[Session]:
    with PrivateDisplay(1280, 800) as display, running(words, display, home, f"^{_TITLE}$"):
        yield display


@contextmanager
def _in_sway(words: Sequence[str], home: Path) -> Iterator[Session]:
    with PrivateSway(1280, 800) as sway, shown_in_sway([*words], sway, home):
        wait_until(lambda: focused(sway, _TITLE), "a terminal with the keyboard")
        yield sway


TERMINALS: Mapping[str, tuple[Callable[[Sequence[str], Path], AbstractContextManager[Session]], tuple[str, ...]]] = {
    "xterm": (_on_x, ("xterm", "-u8", "-geometry", "150x48", "-T", _TITLE, "-e")),
    "vte": (
        _on_x, ("xfce4-terminal", "--disable-server", "--geometry", "120x38", "-T", _TITLE,
                "--dynamic-title-mode=none", "-x"),
    ),
    "foot": (_in_sway, ("foot", "-T", _TITLE)),
}  # fmt: skip


def _measure(tree: Path, session: Session, home: Path, came: Path) -> tuple[float, float, float]:
    """Return the milliseconds until the text is there, and until the next request, and the run's processor seconds."""
    came.write_bytes(b"")
    times: dict[str, float] = {}

    def think(name: str, answer: Answer) -> Callable[[Mapping[str, Any]], Answer]:
        def answers(_body: Mapping[str, Any]) -> Answer:
            times[f"request {name}"] = time.perf_counter()
            time.sleep(THINKS_S)
            times[f"answer {name}"] = time.perf_counter()
            return answer

        return answers

    def watch() -> None:
        wait_until(lambda: came.read_text() == _TEXT, "the text", within_s=WITHIN_S)
        times["there"] = time.perf_counter()

    answers = (asks({"type": "screenshot"}), asks({"type": "type", "text": _TEXT}), says("Done."))
    script = [think(str(number), answer) for number, answer in enumerate(answers)]
    watcher = threading.Thread(target=watch)
    watcher.start()
    before = getrusage(RUSAGE_CHILDREN)
    with ScriptedServer(script, strict=False) as server:
        words = [
            sys.executable, "-m", "desktop_agent", "run", "Write the code.", "--approver", "none", "--mode", "auto",
            "--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport",
        ]  # fmt: skip
        own = {"DESKTOP_AGENT_HOME": str(home), "DESKTOP_AGENT_API_KEY": "none", "PYTHONPATH": str(tree)}
        inherited = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        environment = inherited | session.environment() | own
        ran = subprocess.run(words, env=environment, cwd=home.parent, capture_output=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    watcher.join()
    if ran.returncode or "there" not in times:
        raise SystemExit(f"The run ended otherwise: {ran.stderr.decode()}")
    began = times["answer 1"]
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (times["there"] - began) * 1000, (times["request 2"] - began) * 1000, worked


def measured(name: str, rounds: int, compared: Mapping[str, Path]) -> Mapping[str, list[tuple[float, float, float]]]:
    """Return for each version the ms until the text is there, until the next request, and processor seconds."""
    opens, command = TERMINALS[name]
    found: dict[str, list[tuple[float, float, float]]] = {version: [] for version in compared}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        came = Path(folder, "came")
        shell = ("sh", "-c", _SHELL.format(came=came))
        with opens((*command, *shell), Path(folder, "home")) as session:
            wait_until(came.exists, "the program in the terminal")
            for number in range(rounds):
                for version, tree in compared.items():
                    home = Path(folder, f"agent {version} {number}")
                    found[version].append(_measure(tree, session, home, came))
    return found


def main(words: Sequence[str]) -> int:
    """Print a line for each terminal and version."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.terminal_text", description=__doc__)
    asked.add_argument("terminals", nargs="*")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--before", default="", metavar="COMMIT")
    given = asked.parse_args(words)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {len(_TEXT)} characters, {given.rounds} rounds")
    with trees(given.before) as compared:
        for name in given.terminals or list(TERMINALS):
            for version, rounds in measured(name, given.rounds, compared).items():
                there, request, worked = (median(one) for one in zip(*rounds, strict=True))
                print(
                    f"{name:<7}{version:<8}there {there:6.0f} ms, next request {request:6.0f} ms,"
                    f" processor {worked:4.1f} s; load {os.getloadavg()[0]:.1f}",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

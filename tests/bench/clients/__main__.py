"""Other people's clients write a letter: `python -m tests.bench.clients FOLDER [--install] [--only NAME …]`.

FOLDER, outside the checkout, has their environments; `--install` makes what is missing there (2.5 GB, from npm and
PyPI). Without it only what is there is played. `--json FILE` writes the outcomes. All of it runs in a network namespace
with loopback alone, and with X sockets of its own. Exits with 1 where a letter is not exact, an answer did not come
through, or an act went on after its client was interrupted (save where its way is to finish it).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.bench.clients.environments import install, installed
from tests.bench.clients.letter import BrokenOff, LetterOutcome, break_off, write_letter
from tests.bench.clients.table import CLIENTS, Client

_INSIDE = "DESKTOP_AGENT_BENCH_LOOPBACK"
_LAST_LINES = 12
# An X server sees only in its own network which numbers are taken, and would put its socket in another one's place.
_ALONE = 'ip link set lo up && mkdir -p /tmp/.X11-unix && mount -t tmpfs tmpfs /tmp/.X11-unix && exec "$0" "$@"'


def main() -> int:
    """Play what is asked for; 1 where something of it failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.clients")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--only", nargs="*", choices=[client.key for client in CLIENTS], default=[])
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    wanted = [client for client in CLIENTS if not asked.only or client.key in asked.only]
    if asked.install:
        install([client.environment for client in wanted], folder)
    if _INSIDE not in os.environ:
        words = [word for word in sys.argv[1:] if word != "--install"]
        start = ("unshare", *(() if os.getuid() == 0 else ("--map-root-user",)), "--net", "--mount", "sh", "-c", _ALONE)
        os.environ[_INSIDE] = "1"
        os.execvp(start[0], (*start, sys.executable, "-m", "tests.bench.clients", *words))
    # A shell has its background jobs ignore Ctrl+C, and what they start with them; a handler is not inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    there = [client for client in wanted if installed(client.environment, folder)]
    missed = _play(there, [client for client in wanted if client not in there], folder, asked.json)
    return int(missed > 0)


def _play(clients: list[Client], missing: list[Client], folder: Path, file: Path | None) -> int:
    """Return how many clients failed in something."""
    told = []
    for client in clients:
        with tempfile.TemporaryDirectory() as home:
            letter = write_letter(client, folder, Path(home) / "letter")
            broken = break_off(client, folder, Path(home) / "broken")
        told.append((letter, broken))
        print(_line(letter, broken), flush=True)
        for failed, said in (
            (not letter.exact or not letter.patient, letter.said),
            (not broken.held and letter.client.breaks_off, broken.said),
        ):
            if failed:
                _print_last(said)
    for client in missing:
        print(f"{client.name}: not installed in {folder}")
    if file:
        file.write_text(json.dumps([_as_json(*each) for each in told], indent=1) + "\n")
    exact, held = sum(letter.exact for letter, _ in told), sum(broken.held for _, broken in told)
    whole = sum(
        letter.exact and letter.errors and letter.patient and (broken.held or not letter.client.breaks_off)
        for letter, broken in told
    )
    print(f"{exact} of {len(told)} letters exact; {held} of {len(told)} acts broken off with their client")
    return len(told) - whole


def _print_last(said: str) -> None:
    print("".join(f"    | {line}\n" for line in said.splitlines()[-_LAST_LINES:]), end="", flush=True)


def _line(letter: LetterOutcome, broken: BrokenOff) -> str:
    words = (
        "exact" if letter.exact else "NOT EXACT",
        f"tools in the first request: {'yes' if letter.tools_at_first else 'NO'}",
        f"pictures: {letter.pictures}",
        f"errors: {'yes' if letter.errors else 'NO'}",
        f"waits: {'yes' if letter.patient else 'NO'}",
        f"interrupted: {'nothing more done' if broken.held else 'not begun' if not broken.begun else 'WENT ON'}",
        f"{letter.seconds:.0f} s",
    )
    return f"{letter.client.name} {letter.version}: {'; '.join(words)}"


def _as_json(letter: LetterOutcome, broken: BrokenOff) -> dict[str, object]:
    told = {name: value for name, value in asdict(letter).items() if name not in ("client", "said")}
    return {"client": letter.client.name, **told, "held": broken.held}


if __name__ == "__main__":
    sys.exit(main())

"""Open Responses by its own types: `python -m tests.bench.open_responses [--without-runs]`, two to ten minutes.

Prints how many of our requests do not parse, how many of `serve`'s answers do not, and the seven cases of the
specification's compliance suite, each whole and streamed. Talks and answers are every second one built on and every
second one measured by. Then the demo is run with a model of each family, and what went over the line is judged: a real
run's requests, and the answers of the model in the box. Exits with 1 for any fault.

`OPEN_RESPONSES_DOCUMENT=openapi.json` names the specification's document, where it lies on the disk (it is in
https://github.com/openresponses/openresponses, public/openapi): then that judges as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from desktop_agent.devtools.serve.server import local_server
from desktop_agent.model.families import FAMILY_NAMES
from tests.devtools.serve.serving import TOOLS, serving
from tests.fakes.overheard import OverheardLine, OverheardTalk
from tests.proof.open_answers import every_answer
from tests.proof.open_compliance import CASES, failings, script
from tests.proof.open_document import faults_by_document
from tests.proof.open_spec import VERSION
from tests.proof.open_talks import faults_asked, faults_said, overheard, talks_to_hold

HALVES = ("built on", "measured by")


def main(*, runs: bool) -> int:
    """Print the tables, and return how much was wrong."""
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"Open Responses, edition of {VERSION}; {load}")
    wrong = _talks() + _answers() + _cases()
    return wrong + (_runs() if runs else 0)


def _talks() -> int:
    wrong = 0
    held = list(talks_to_hold())
    for half, name in enumerate(HALVES):
        with tempfile.TemporaryDirectory() as folder:
            talks = [talk for one in held[half::2] for talk in overheard(one, Path(folder))]
        wrong += _judge(f"{len(held[half::2])} talks with scripts, {name}", talks)
    return wrong


def _judge(what: str, talks: Iterable[OverheardTalk]) -> int:
    counts, faults = Counter[str](), Counter[str]()
    for talk in (one for one in talks if one.asked == "POST /v1/responses"):
        for side, judge in (("requests", faults_asked), ("answers", faults_said)):
            found = judge(talk) + faults_by_document(talk, side)
            counts[side] += 1
            counts[f"bad {side}"] += bool(found)
            faults.update(found)
    print(f"{what}:")
    for side, owner in (("requests", "our"), ("answers", "serve's")):
        print(f"  {owner} {side} that do not parse: {counts[f'bad {side}']} of {counts[side]}")
    _show(faults)
    return faults.total()


def _show(faults: Counter[str]) -> None:
    for fault, times in faults.most_common(8):
        print(f"    {times} × {fault[:200]}")


def _answers() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = list(every_answer(Path(folder)))
    wrong = 0
    for half, name in enumerate(HALVES):
        some = found[half::2]
        bad = [one for one in some if one.faults]
        print(f"answers to every word of a script, {name}:")
        print(f"  serve's answers that do not parse: {len(bad)} of {len(some)}")
        _show(Counter(f"{one.what}: {fault}" for one in bad for fault in one.faults))
        wrong += len(bad)
    return wrong


def _cases() -> int:
    passed = 0
    with tempfile.TemporaryDirectory() as folder, serving(script(), Path(folder), "functions") as server:
        for case in CASES:
            ways = [(streamed, tools) for streamed in (False, True) for tools in ((), (TOOLS["functions"],))]
            found = [failings(case, server.http, streamed=streamed, tools=tools) for streamed, tools in ways]
            passed += not any(found)
            print(f"  {case.name:24} {'passed' if not any(found) else found}")
    print(f"compliance cases, each whole and streamed, plain and with the computer: {passed} of {len(CASES)}")
    return len(CASES) - passed


def _runs() -> int:
    talks: list[OverheardTalk] = []
    failed = 0
    with local_server() as server, tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DESKTOP_AGENT_HOME": home, "DESKTOP_AGENT_API_KEY": server.token}
        for number, family in enumerate(FAMILY_NAMES):
            stream = "--no-stream" if number % 2 else "--stream"
            with OverheardLine(server.base_url) as line:
                # Every third family's server takes pictures in results.
                provider = "mistral" if number % 3 == 2 else "ollama"
                where = ("--provider", provider, "--base-url", line.base_url, "--model", family, "--family", family)
                command = (sys.executable, "-m", "desktop_agent", "demo", *where, "--mode", "auto", stream)
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            good = done.returncode == 0 and "true" in done.stdout
            failed += not good
            print(
                f"  the demo by {family}, {stream}: {len(line.talks)} requests{'' if good else ', FAILED'}",
                flush=True,
            )
            talks += line.talks
    return failed + _judge(f"{len(FAMILY_NAMES)} real runs of the demo", talks)


if __name__ == "__main__":
    sys.exit(int(main(runs="--without-runs" not in sys.argv) > 0))

"""A model that says “done” and lies: `python -m tests.bench.lying_model [RUNS]`, four minutes; exit code 0 never.

Two hundred runs of the real loop, gate and expectations in this process, with what a scripted model says in each way in
which one can end; then RUNS (24) of the real command against a server. Each expects something that is not so. Exits
with 1 where a run did not end as unproven.
"""

import asyncio
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from desktop_agent.core.actions import Finish
from desktop_agent.core.turn import Turn
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.run.compose import run_loop
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.tasks.expectations.check import RunExpectations
from tests.fakes.plain_vendor import Item, PlainVendor, Script, call, message
from tests.fakes.run_ports import world
from tests.fakes.turns import CLICK, turn
from tests.fakes.turns import call as call_of
from tests.fakes.warm import called

IN_PROCESS = 200
_WORDS = ("Done.", "The file is saved!", "", "completed", "proven", "I am sure: all expectations hold.", "Fertig.")


def main(runs: int) -> int:
    """Print both figures; return 1 where one misses its goal."""
    with tempfile.TemporaryDirectory(prefix="lying-") as folder:
        inside = [_in_process(n, Path(folder)) for n in range(IN_PROCESS)]
        outside = list(_by_process(runs, Path(folder)))
    for name, codes in (("in process", inside), ("by process", outside)):
        zeros, others = codes.count(0), sorted({*codes} - {6})
        sys.stdout.write(f"{name}: exit code 0 in {zeros} of {len(codes)} lies; other than 6: {others}; goal 0, none\n")
    return int(any(code != 6 for code in (*inside, *outside)))


def _lies(folder: Path) -> tuple[str, ...]:
    (folder / "there.txt").write_text("bread\n", encoding="utf-8")
    (folder / "there.ods").write_text("no sheet", encoding="utf-8")
    return (
        f"file:{folder}/none.txt",
        f'file:{folder}/there.txt contains "milk"',
        f"file:{folder}/there.txt changed",
        f"file:{folder}/there.txt matches ^milk$",
        f"cell:{folder}/there.ods!Sheet1!A1=1",
        f"text:{folder}/there.ods~bread",
        "window:No such window",
        'screen:"No such words"',
        'control:"No such box"=checked',
        "url:https://example.org/no",
        'clipboard:"no such text"',
        "command:false",
    )


def _in_process(n: int, folder: Path) -> int:
    """Return the exit code of a run in this process."""
    says, tries, what = _WORDS[n % len(_WORDS)], n % 4, _lies(folder)[n % 12]
    ends = itertools.cycle((
        Turn(f"r{n}", messages=(says or "Yes.",)),
        Turn(f"r{n}", finish=Finish("success", says)),
        Turn(f"r{n}", messages=(says,), finish=Finish("success", says), exact=True),
    ))  # fmt: skip
    first = next(itertools.islice(ends, n % 3, None))
    acts = [turn(call_of(CLICK))] if n % 2 else []
    in_call = [turn(call_of(Finish("success", says), call_id=f"f{k}")) for k in range(tries + 1)] if n % 5 == 0 else []
    scene = world([*acts, *(in_call or [first] * (tries + 1))], mode="auto")
    surroundings = cast("ScreenSurroundings", scene.controls)
    scene.ports.expectations = RunExpectations([what], surroundings, os.environ, late_s=())
    scene.ports.expect_tries = tries
    return asyncio.run(run_loop(scene.ports).drive("task")).exit_code


def _by_process(runs: int, folder: Path) -> Iterator[int]:
    """Yield the exit codes of the command."""
    with PrivateDisplay() as display:
        whole = {**os.environ, **display.environment(), "DESKTOP_AGENT_HOME": str(folder / "agent")}
        for n in range(runs):
            what, tries = _lies(folder)[n % 12], str(n % 3)
            script: Script = [*([_move()] if n % 2 else []), _end(n)]
            with PlainVendor(script) as vendor:
                words: Sequence[str] = (
                    *("run", "t", "--json", "--mode", "auto", "--approver", "none", "--dialect", "openai"),
                    *("--base-url", vendor.url, "--expect", what, "--expect-tries", tries),
                )
                yield called(words, whole, timeout=110).returncode


def _move() -> list[Item]:
    return [call({"type": "move", "x": 10, "y": 300}, "c0")]


def _end(n: int) -> list[Item]:
    says = _WORDS[n % len(_WORDS)] or "Yes."
    arguments = json.dumps({"message": says})
    done = {"type": "function_call", "name": "done", "call_id": f"f{n}", "arguments": arguments}
    return [done] if n % 3 else [message(says)]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 24))

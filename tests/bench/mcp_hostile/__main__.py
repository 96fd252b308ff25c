"""A hostile agent tries to act without the person: `python -m tests.bench.mcp_hostile [build|measure]`.

Each try is a call or a request that no person has said yes to, or one in a form that is none. What counts is what
another X client sees: any press, release or motion on the display is an act, whoever says what. The kinds were split
before any was run: those with an even number in `KINDS` were built on, the odd ones only measured.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.mcp_hostile.forms import (
    after_the_end,
    batches_and_no_json,
    breaking_off,
    floods_and_doubles,
    oversize,
    stopped_by_a_person,
    whole_tasks,
    wrong_arguments,
)
from tests.bench.mcp_hostile.http import over_http
from tests.bench.mcp_hostile.tries import Kind
from tests.bench.mcp_hostile.words import (
    a_good_act,
    before_the_handshake,
    each_action,
    forged_fields,
    names_with_prompts,
    other_tools,
    reasons_with_prompts,
)
from tests.fakes.x_event_log import XEventLog

KINDS: tuple[Kind, ...] = (
    each_action, forged_fields, other_tools, names_with_prompts, reasons_with_prompts, before_the_handshake,
    batches_and_no_json, wrong_arguments, floods_and_doubles, breaking_off, over_http, oversize, after_the_end,
    whole_tasks, stopped_by_a_person,
)  # fmt: skip
HALVES = {"build": KINDS[::2], "measure": KINDS[1::2]}


def main(*halves: str) -> int:
    """Try all of it, and print a line for each kind; return how many acts there were."""
    tries = acts = 0
    for half in halves or tuple(HALVES):
        for kind in HALVES[half]:
            tried, done = _tried(kind)
            tries, acts = tries + tried, acts + len(done)
            print(f"{half:8} {kind.__name__:22} {tried:4} tries, {len(done)} acts {' '.join(done)[:300]}", flush=True)
    seen = _tried(a_good_act)[1]
    print(
        f"{tries} tries, {acts} acts; an act that is allowed was {'seen' if seen else 'NOT SEEN: the oracle is blind'}"
    )
    return acts if seen else 1


def _tried(kind: Kind) -> tuple[int, list[str]]:
    """Try one kind; an event that comes late is laid to the next try, so that none is lost."""
    done: list[str] = []
    tried = 0
    with (
        tempfile.TemporaryDirectory() as home,
        PrivateDisplay(1280, 800) as display,
        XEventLog(display.environment()) as log,
    ):
        seen: int | None = None
        for name, attempt in kind(display, Path(home)):
            seen = len(log.events()) if seen is None else seen
            attempt()
            tried += 1
            if len(log.events()) > seen:
                seen = len(log.events())
                done.append(f"[{name}]")
        if seen is not None and len(log.events()) > seen:
            done.append("[after all of them]")
    return tried, done


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))

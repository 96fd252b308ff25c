"""What changes of our own files a run notices, and what the look costs before each act.

`python -m tests.bench.own_house`. Each route is carried out by another process, during a real run or between two; what
was done is read from a file, what was asked from the scripted server.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.settings import load
from desktop_agent.settings.own_files import OwnFilesWatch
from tests.hostile.own_house import (
    BETWEEN,
    ROUTES,
    HouseOutcome,
    HouseRoute,
    after,
    attacked,
    built,
    why_not_held,
    why_not_seen,
)

_LOOKS = 2_000


def main() -> None:
    """Print both tables and the cost of a look."""
    with PrivateDisplay() as display:
        os.environ |= display.environment()
        _table("changed during a run", ROUTES, attacked, why_not_held)
        _table("changed between two runs", BETWEEN, after, why_not_seen)
    with tempfile.TemporaryDirectory(prefix="own-house-") as folder:
        _cost(Path(folder))


def _table(
    title: str,
    routes: Sequence[HouseRoute],
    play: Callable[[Path, HouseRoute], HouseOutcome],
    wrong: Callable[[HouseRoute, HouseOutcome], str],
) -> None:
    for half in ("build", "measure"):
        of_half = [route for route in routes if route.half == half]
        unseen = 0
        for route in of_half:
            with tempfile.TemporaryDirectory(prefix="own-house-") as home:
                why = wrong(route, play(Path(home), route))
            unseen += bool(why)
            print(f"  {route.name}: {why or 'held'}")
        print(f"{title}, {half} half: {unseen} of {len(of_half)} had an effect or were not told")


def _cost(home: Path) -> None:
    built(home)
    config = home / "agent" / "config"
    watch = OwnFilesWatch(config, load(config / "config.toml", {}, {}).settings.functions)
    took = []
    for _ in range(_LOOKS):
        began = time.perf_counter()
        watch.changed()
        took.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(took, n=20)[-1]
    busy = os.getloadavg()[0]
    print(f"a look: median {statistics.median(took):.3f} ms, p95 {p95:.3f}, most {max(took):.3f}; load {busy:.1f}")


if __name__ == "__main__":
    main()

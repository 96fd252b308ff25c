"""Twenty kinds of faults of a server, in each dialect, streamed and whole: `python -m tests.bench.dialect_faults`.

Of each run the hands tell what was done: acts done twice, left out of a run that says it is complete, or done on a
broken answer. It takes some minutes. Exits with 1 for any promise that was broken.
"""

import sys
from collections.abc import Sequence

from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.faults.kinds import KINDS, broken_by
from tests.faults.whole_run import Way


def main(dialects: Sequence[str] = DIALECT_NAMES) -> int:
    """Print a row for each dialect and way; return 1 when a promise was broken."""
    wrong = 0
    print(f"{len(KINDS)} kinds of faults, {len(dialects)} dialects, each streamed and whole; promises broken:")
    for dialect in dialects:
        for stream in (True, False):
            way = Way(dialect, stream, chain=False)
            broken = [(kind.name, one) for kind in KINDS for one in broken_by(kind, way)]
            print(f"  {dialect:10} {'streamed' if stream else 'whole':8} {len(broken):>3}", flush=True)
            for name, one in broken:
                print(f"    {name}: {one}")
            wrong += len(broken)
    print(f"{wrong} promises broken in {len(KINDS) * len(dialects) * 2} runs")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main([name for name in DIALECT_NAMES if name in sys.argv] or DIALECT_NAMES))

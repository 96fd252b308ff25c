"""All figures of tasks that are proven, repeat and tell: `python -m tests.bench.proven [--whole]`, ten minutes.

Calls the other benches and prints of each what its figure is, beside the goal. Exits with 1 where a goal is missed.
`--whole` plays 38 days of set times and 24 runs of the real command that lie, in place of 10 and 6: ten minutes more.
"""

import sys

from tests.bench.open_models import BenchFigure, main

_TESTS = ("pytest", "-q", "-rP", "-p", "no:cacheprovider")


def figures(*, whole: bool) -> tuple[BenchFigure, ...]:
    """Return all that can be measured here."""
    return (
        BenchFigure(
            "wrong verdicts on what is expected of files that other programs made",
            "0",
            ("tests.bench.expectations",),
            "wrong verdicts",
        ),
        BenchFigure(
            "runs of a model that lies, with an expectation that fails: exit code 0",
            "0 of 200",
            ("tests.bench.lying_model", "24" if whole else "6"),
            "exit code 0",
        ),
        BenchFigure(
            "set times with sleep, locks, changes of the clock and runs that are killed: missed, doubled",
            "0, 0",
            ("tests.bench.schedule", *(() if whole else ("10",))),
            "missed|days",
        ),
        BenchFigure(
            "acts outside of a mandate that are carried out",
            "0 of 200",
            (*_TESTS, "tests/run/test_mandate.py", "-k", "nothing_outside"),
            "outside of the mandate",
        ),
        BenchFigure(
            "tasks of our own on side desks, in four of which the user says more, played by an oracle",
            "10 of 10",
            ("tests.bench.own_tasks",),
            r"fails|\d of",
        ),
    )


if __name__ == "__main__":
    sys.exit(int(main(figures(whole="--whole" in sys.argv)) > 0))

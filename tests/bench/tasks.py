"""Other people's tasks, played by our oracles: `python -m tests.bench.tasks [SET] [flags of desktop-agent bench]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_agent.cli.main import main

ORACLES = Path(__file__).with_name("oracles")


def play(words: Sequence[str]) -> int:
    """Play the set that is named first, by its oracles; what else is said is said to `bench`."""
    name, *more = words or ["deskcraft"]
    return main(["bench", name, "--player", "oracle", "--oracles", str(ORACLES / name), *more])


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:]))

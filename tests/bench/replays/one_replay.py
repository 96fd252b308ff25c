"""One replay with a person who says yes to all: `python -m tests.bench.replays.one_replay HOME RUN SIZE [STEP …]`.

The last line says how it ended. The record is kept under HOME, RUN is the folder of the run that is repeated, without
each STEP.
"""

import json
import os
import sys
from collections.abc import Collection
from pathlib import Path

from desktop_agent.host.prepare import prepare
from desktop_agent.host.stand_in import StandIn
from desktop_agent.record.reader import read_run
from desktop_agent.settings.confirmed import settings_for_run
from desktop_agent.studio.steps.book import read_book
from desktop_agent.studio.steps.from_recording import steps_of
from desktop_agent.studio.steps.player import StepsToPlay
from desktop_agent.studio.steps.playing import played


def main() -> int:
    """Replay it."""
    os.environ["DESKTOP_AGENT_HOME"], run, size, *left_out = sys.argv[1:]
    settings = settings_for_run(os.environ, {"screen.viewport": size, "run.max_minutes": 4})
    stand_in: StandIn = _steps(run, [*map(int, left_out)])
    session = prepare(run, settings, approver=lambda _: True, stand_in=stand_in)
    result = session.run()
    print(json.dumps({"status": result.status, "message": result.message, "dir": str(result.dir)}))
    return 0


def _steps(run: str, left_out: Collection[int] = ()) -> StepsToPlay:
    """Return the steps of a run's folder, or of a file of steps."""
    book = read_book(Path(run)) if run.endswith(".steps") else steps_of(read_run(Path(run))).book
    return StepsToPlay(played(book, {}, left_out))


if __name__ == "__main__":
    sys.exit(main())

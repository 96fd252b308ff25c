"""One run of the built-in model with a person who says yes to everything: the task on stdin, events as JSON lines out.

`python -m tests.bench.replays.one_run FOLDER` keeps the record of the run under the folder.
"""

import json
import os
import sys

from desktop_agent import run_task


def main() -> int:
    """Run it; the last line says how it ended."""
    os.environ["DESKTOP_AGENT_HOME"] = sys.argv[1]
    asked: list[str] = []

    def yes(question: object) -> bool:
        asked.append(str(getattr(question, "sentence", "")))
        return True

    result = run_task(sys.stdin.read(), approver=yes, on_event=lambda _: None, max_minutes=5)
    print(json.dumps({"status": result.status, "message": result.message, "dir": str(result.dir), "asked": asked}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a terminal shows, for a picture of it: `python -m tests.fakes.shown_in_terminal question`.

With `record FOLDER` it puts two runs into a folder of the program's own, for commands that tell of them.
"""

import sys
from pathlib import Path

from desktop_agent.cli.prompt.asking import choices_for, in_a_line
from desktop_agent.cli.prompt.question import question_in_words
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import record_run
from tests.fakes.shown_questions import typed

COLUMNS = 110

match sys.argv[1:]:
    case ["record", home]:
        store = RunStore(Path(home) / "data" / "runs")
        record_run(store, "000001")
        record_run(store, "000002", "Order ten boxes of paper clips, and tell the workshop when they come")
    case _:
        asked = typed()
        answers = in_a_line(choices_for(asked), COLUMNS)
        sys.stdout.write(f"{question_in_words(asked, COLUMNS)}{answers} [y/N] ")

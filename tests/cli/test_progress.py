"""Where nobody watches, a run writes nothing of its progress; `test_run_journey.py` has a person at a terminal."""

import pytest

from desktop_agent.cli.progress import watching
from desktop_agent.core.events import Noticed, Said, Stamped
from desktop_agent.core.stream_update import Partial


def test_nothing_passes_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(json_lines=False) as quiet:
        quiet.pass_on(Partial("message", "m", "Half a"))
        for event in (Noticed("info", "Read leniently."), Said("Half a word.")):
            quiet(Stamped(1, "2026-11-20T10:00:00.000Z", 1, event))

    assert capsys.readouterr() == ("", "")

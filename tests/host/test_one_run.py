"""One run at a time on a screen, by whatever way it was started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.one_run import only_run

HOLD = (
    "import os, sys; from desktop_agent.host.one_run import only_run; c = only_run('Fill in the form', os.environ); "
    "c.__enter__(); print('has it', flush=True); sys.stdin.read()"
)


def environment(home: Path, display: str = ":7") -> dict[str, str]:
    return {**os.environ, "DESKTOP_AGENT_HOME": str(home), "DISPLAY": display}


def test_a_second_run_on_the_same_screen_is_told_of_the_first_until_that_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], env=environment(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert b"has it\n" == first.stdout.readline()
        with (
            pytest.raises(DesktopAgentError, match=r"“Fill in the form”\. Wait for it"),
            only_run("x", environment(tmp_path)),
        ):
            pytest.fail("two runs on one screen")
        with only_run("another screen", environment(tmp_path, ":8")):
            pass
        first.kill()
    with only_run("x", environment(tmp_path)):
        pass


def test_no_word_of_the_task_stays_once_the_screen_is_free(tmp_path: Path) -> None:
    with only_run("Log in with hunter2", environment(tmp_path)):
        (file,) = (tmp_path / "cache").glob("run*.lock")
        assert b"hunter2" in file.read_bytes()
    assert file.read_bytes() == b""


def test_a_cache_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with only_run("x", environment(tmp_path)):
        pass

"""A whole run in a private session of GNOME's compositor; what the terminal got is the witness."""

import subprocess
from pathlib import Path

import pytest

from desktop_agent.platforms.portal.choose import ASKED_BY
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.runs_in_sway import agent_command
from tests.fakes.waiting import wait_until


@pytest.mark.timeout(300)
def test_a_terminal_gets_what_was_meant_and_the_person_is_told_what_does_not_hold(
    mutter: PrivateMutter, tmp_path: Path
) -> None:
    own = {ASKED_BY: "mutter", "DESKTOP_AGENT_HOME": str(tmp_path / "agent"), "LC_ALL": "C.UTF-8"}
    lines, here = tmp_path / "lines", mutter.environment()
    with subprocess.Popen(
        ["foot", "sh", "-c", f"exec cat > '{lines}'"], env=here, stderr=subprocess.DEVNULL
    ) as terminal:
        wait_until(lines.exists, "the terminal")  # it gets the keyboard with the run's, the only one here
        try:
            ran = subprocess.run(
                agent_command('1. type "hello from mutter"\n2. press enter'), env=here | own, cwd=tmp_path,
                capture_output=True, text=True, check=False, timeout=240,
            )  # fmt: skip
            assert ran.returncode == 0, ran.stderr
            wait_until(lambda: lines.read_text().endswith("\n"), "a line in the file")
            assert lines.read_text() == "hello from mutter\n"
        finally:
            terminal.terminate()

    assert "This desktop doesn't report your input to programs" in ran.stderr

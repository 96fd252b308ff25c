"""What belongs to a later stage is absent and refused; what cannot work here is one sentence with the next step."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.journeys.conftest import Agent, Ran

NO_SCREEN = {"DISPLAY": "", "XAUTHORITY": "", "WAYLAND_DISPLAY": "", "XDG_SESSION_TYPE": ""}


def test_help_names_nothing_of_a_later_stage(agent: Agent) -> None:
    told = agent("run", "--help").out + agent("--help").out

    assert "--display" not in told


@pytest.mark.parametrize("flag", ["--bench", "--display=wayland", "--approver=card"])
def test_a_flag_of_a_later_stage_is_a_usage_error(agent: Agent, flag: str) -> None:
    assert _one_sentence(agent("run", "t", flag)) == 2


def test_an_approver_that_there_is_not_is_no_setting_either(agent: Agent) -> None:
    ran = agent("config", "check", environment={"DESKTOP_AGENT_RUN__APPROVER": "card"})

    assert _one_sentence(ran) == 2
    assert "DESKTOP_AGENT_RUN__APPROVER" in ran.err
    assert "overlay" in ran.err


@pytest.mark.parametrize(
    "words", [("run", "t"), ("run", "t", "--json"), ("screenshot",), ("demo", "--here")], ids=" ".join
)
@pytest.mark.parametrize(
    ("screen", "expected"),
    [
        ({}, "There is no display"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}, "The Wayland session "),
        ({"DISPLAY": "no-such-host:4711"}, "can't be reached"),
    ],
    ids=["no display", "Wayland", "no server"],
)
def test_a_screen_that_cannot_be_seen_is_one_sentence(
    agent: Agent, words: tuple[str, ...], screen: dict[str, str], expected: str
) -> None:
    ran = agent(*words, environment=NO_SCREEN | screen)

    assert _one_sentence(ran) == 1
    assert expected in ran.err
    assert ran.out == ""


@pytest.fixture
def without_xtest(display: PrivateDisplay) -> Iterator[str]:
    """Give the name of a display that takes no made-up input."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-extension", "XTEST", "-screen", "0", "800x600x24", "-noreset"]
    del display
    with subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        yield f":{os.read(reading, 20).decode().strip()}"
        server.terminate()
    for end in (reading, writing):
        os.close(end)


def test_a_display_without_xtest_is_said_before_anything_is_sent(agent: Agent, without_xtest: str) -> None:
    screen = NO_SCREEN | {"DISPLAY": without_xtest}
    ran = agent("run", "t", environment=screen)

    assert _one_sentence(ran) == 1
    assert "XTEST" in ran.err
    assert agent("doctor", environment=screen).code == 1


def test_a_task_of_100_mb_and_a_bad_config_file_are_refused(agent: Agent, tmp_path: Path) -> None:
    task, config = tmp_path / "task", Path(agent("config", "path").out.strip())
    with task.open("wb") as file:
        file.truncate(100_000_000)
    long = agent("run", "--task-file", str(task))
    config.parent.mkdir(parents=True)
    config.write_text("[run]\n\nmax_stepz = 3\n", encoding="utf-8")
    unknown = agent("config", "check")

    assert (_one_sentence(long), _one_sentence(unknown)) == (2, 2)
    assert "longer than 1 MB" in long.err
    assert f"{config}, line 3" in unknown.err
    assert "Did you mean “run.max_steps”?" in unknown.err


def test_a_limit_on_the_size_of_files_is_a_full_disk_and_the_screen_is_seen_all_the_same(
    agent: Agent, display: PrivateDisplay, tmp_path: Path
) -> None:
    usual, limited = tmp_path / "usual.png", tmp_path / "limited.png"
    agent("screenshot", "-o", str(usual))
    seen = _with_files_up_to(128, display, tmp_path, "screenshot", "-o", str(limited))  # 64 KiB
    full = _with_files_up_to(4, display, tmp_path, "run", "click “OK”")

    assert (seen.code, limited.read_bytes()) == (0, usual.read_bytes())
    assert (full.code, full.err.count("Error: No space is left for the recording")) == (1, 1)
    assert "Traceback" not in full.err


def _with_files_up_to(blocks: int, display: PrivateDisplay, home: Path, *words: str) -> Ran:
    environment = display.environment() | {"DESKTOP_AGENT_HOME": str(home)}
    command = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", sys.executable, "-m", "desktop_agent", *words]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
        start_new_session=True,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


INTERRUPTED_WHILE_LOADING = """
import sys
class Person:
    def find_spec(self, name, *_):
        if name == "desktop_agent.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Person())
from desktop_agent.__main__ import main
sys.exit(main())
"""


def test_ctrl_c_while_the_program_is_still_loading_is_130_without_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def _one_sentence(ran: Ran) -> int:
    assert re.fullmatch(r"Error: [^\n]+[.?] [^\n]+\n", ran.err), ran.err
    return ran.code

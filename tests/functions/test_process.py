"""A function's program, really run: what it gets, what is kept of what it prints, and that nothing of it is left."""

import asyncio
import errno
import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Ran
from desktop_agent.functions.process import MAX_ERROR_BYTES, MAX_OUTPUT_BYTES, CommandOrder, cleaned, run
from tests.fakes.processes import wait_for_end
from tests.fakes.source import ROOT
from tests.fakes.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.program  # every function is a program

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
SLEEPS = "import time; time.sleep(600)"
# Starts a child of its own in the same group, says who it is, and stays.
STAYS = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1] + ".new", "w").write(f"{os.getpid()} {child.pid}")
os.rename(sys.argv[1] + ".new", sys.argv[1])
child.wait()
"""


def order(code: str, *arguments: str, text: str = "{}", cwd: str = "/", timeout_s: float = PATIENCE_S) -> CommandOrder:
    return CommandOrder("weather", (sys.executable, "-c", code, *arguments), text, cwd, timeout_s)


def ran(code: str, *arguments: str, text: str = "{}", cwd: str = "/", timeout_s: float = PATIENCE_S) -> Ran:
    return asyncio.run(run(order(code, *arguments, text=text, cwd=cwd, timeout_s=timeout_s), ENVIRONMENT))


def pids_in(file: Path) -> list[int]:
    wait_until(file.exists, what="the program runs")
    return [int(pid) for pid in file.read_text().split()]


def assert_all_gone(pids: list[int]) -> None:
    """See the program and its child gone; the system takes a moment for one that was killed."""
    assert len(pids) == 2
    wait_for_end(*pids)


def test_the_arguments_come_on_stdin_byte_for_byte_and_each_as_one() -> None:
    text = json.dumps({"city": "Malmö “☂” \u202e\x1b[31m", "x": "a" * 90_000}, ensure_ascii=False)
    code = "import sys; sys.stdout.write(repr((len(sys.stdin.buffer.read()), sys.argv[1:])))"

    done = ran(code, "a b", "$(touch x)", "; ls", "", "*", text=text)

    assert done == Ran(repr((len(text.encode()), ["a b", "$(touch x)", "; ls", "", "*"])))


def test_what_is_printed_is_text_without_control_characters() -> None:
    printed = b"\x1b[31mred\x1b[0m\r\nwet\x07\x00\tM\xc3\xb6\xff\x1b]0;title\x07 end\n"

    assert ran(f"import sys; sys.stdout.buffer.write({printed!r})").output == "red\nwet\tMö� end"
    assert cleaned("a\x9b31mb\x85c".encode()) == "a31mbc"


def test_only_so_much_of_what_is_printed_is_kept_and_what_is_cut_is_said() -> None:
    done = ran(f"import sys; sys.stdout.write('x' * {MAX_OUTPUT_BYTES + 5_000_000})")

    assert done.output == "x" * MAX_OUTPUT_BYTES + "\n… (5000000 more bytes were left out)"


def test_a_failure_is_told_with_the_end_of_what_was_said() -> None:
    code = f"import sys; sys.stderr.write('x' * {3 * MAX_ERROR_BYTES} + ' no such city\\n'); sys.exit(3)"

    failed = ran(code)

    assert failed.output == ""
    assert failed.error.startswith("The function “weather” failed with exit code 3: xxx")
    assert failed.error.endswith("x no such city")
    assert len(failed.error) < MAX_ERROR_BYTES + 100
    assert ran("print('on stdout'); raise SystemExit(1)").error.endswith("exit code 1: on stdout")
    assert "exit code 139" in ran("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)").error


def test_a_command_that_cannot_be_started_is_reported_in_a_sentence(tmp_path: Path) -> None:
    no_program = tmp_path / "program"
    no_program.write_bytes(b"\x7fELF nothing")
    no_program.chmod(0o755)

    bad = asyncio.run(run(CommandOrder("weather", (str(no_program),), "{}", "/", PATIENCE_S), ENVIRONMENT))
    nowhere = ran("pass", cwd=str(tmp_path / "gone"))

    assert bad.error == "The function “weather” failed with exit code 126: It can't be started: Exec format error."
    # The system says it in the language of whatever in this process asked it first.
    assert nowhere.error.startswith(f"The function “weather” couldn't be started: {os.strerror(errno.ENOENT)}")


def test_a_command_past_its_time_limit_is_ended_with_all_its_children(tmp_path: Path) -> None:
    limits = (2.0**n for n in itertools.count())

    def ended_at_work() -> bool:  # on a busy machine its time may be up before it has begun
        limit = next(limits)
        late = ran(STAYS, str(tmp_path / "pids"), timeout_s=limit)
        assert late == Ran("", f"The function “weather” did not end within {limit:g} s, and was ended.")
        return (tmp_path / "pids").exists()

    wait_until(ended_at_work, "a program that was at work when its time was up")
    assert_all_gone(pids_in(tmp_path / "pids"))


@pytest.mark.parametrize("gets_away", [False, True])
def test_processes_left_behind_by_a_command_are_ended_and_do_not_delay_the_run(
    tmp_path: Path, *, gets_away: bool
) -> None:
    code = (
        "import subprocess, sys; "
        f"p = subprocess.Popen([sys.executable, '-c', {SLEEPS!r}], start_new_session={gets_away}); "
        "open(sys.argv[1], 'w').write(str(p.pid)); print('left one')"
    )

    done = ran(code, str(tmp_path / "pids"))

    assert done == Ran("left one")
    (pid,) = pids_in(tmp_path / "pids")
    if gets_away:
        os.kill(pid, signal.SIGKILL)
    wait_for_end(pid)


def test_a_stop_ends_a_command_at_once_with_all_its_children(tmp_path: Path) -> None:
    file = tmp_path / "pids"

    async def stopped() -> list[int]:
        task = asyncio.create_task(run(order(STAYS, str(file)), ENVIRONMENT))
        while not file.exists():
            await asyncio.wait({task}, timeout=0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return pids_in(file)

    assert_all_gone(asyncio.run(stopped()))


def runs_one_that_stays(file: Path) -> list[str]:
    code = (
        "import asyncio, sys; from desktop_agent.functions.process import CommandOrder, run; "
        f"order = CommandOrder('w', (sys.executable, '-c', {STAYS!r}, {str(file)!r}), '{{}}', '/', 60.0); "
        "asyncio.run(run(order, {}))"
    )
    return [sys.executable, "-c", code]


def test_a_command_does_not_outlive_a_kill_of_its_whole_terminal(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    with subprocess.Popen(
        runs_one_that_stays(file), cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
    ) as program:
        pids = pids_in(file)
        os.killpg(program.pid, signal.SIGKILL)

    assert_all_gone(pids)

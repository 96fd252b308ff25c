"""Qt on the main thread of a program that is not built around it; each case in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OFFSCREEN = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def result_of(live: str, environment: dict[str, str], before: str = "") -> str:
    """Run a coroutine's body in a run's thread with `executor` on the main thread; returns what was printed."""
    program = f"""
import asyncio, os, signal, sys, threading
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.ui.qt.executor import QtExecutor
executor, ended = QtExecutor(), threading.Event()
{before}
async def live():
{chr(10).join("    " + line for line in live.strip().splitlines())}
def run():
    try:
        asyncio.run(live())
    finally:
        ended.set()
threading.Thread(target=run).start()
executor.run_until(ended)
print("ended")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_run_that_needs_no_window_does_not_load_qt() -> None:
    told = result_of("await asyncio.sleep(0)\nprint('PySide6' in sys.modules)", OFFSCREEN)

    assert told == "False\nended\n"


def test_a_window_is_shown_in_the_main_thread_and_its_answer_comes_back() -> None:
    told = result_of(
        """
def show(give):
    from PySide6.QtCore import QTimer
    print(threading.current_thread() is threading.main_thread())
    QTimer.singleShot(20, lambda: give("yes"))
    return lambda: said.append(("closed", threading.current_thread() is threading.main_thread()))
print(await executor.ask(show))
await executor.do(lambda: None)
print(said)
""",
        OFFSCREEN,
        "said = []",
    )

    assert told == "True\nyes\n[('closed', True)]\nended\n"


def test_a_question_that_is_taken_back_is_closed() -> None:
    told = result_of(
        """
asked = asyncio.create_task(executor.ask(lambda give: lambda: said.append("closed")))
await asyncio.sleep(0)
await executor.do(lambda: None)
asked.cancel()
await asyncio.wait([asked])
await executor.do(lambda: None)
print(said)
""",
        OFFSCREEN,
        "said = []",
    )

    assert told == "['closed']\nended\n"


def test_a_window_that_breaks_is_an_error_of_ours_and_the_next_one_works() -> None:
    told = result_of(
        """
try:
    await executor.ask(lambda give: 1 / 0)
except DesktopAgentError as error:
    print(type(error).__name__)
print(await executor.do(lambda: 5))
""",
        OFFSCREEN,
    )

    assert told == "ScreenError\n5\nended\n"


@pytest.mark.parametrize("display", ["", ":9999"])
def test_without_a_display_it_says_so_instead_of_aborting(display: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    told = result_of(
        """
for _ in range(2):
    try:
        await executor.do(lambda: 5)
    except DesktopAgentError as error:
        print(type(error).__name__, "DISPLAY" in str(error))
""",
        environment | ({"DISPLAY": display} if display else {}),
    )

    assert told == "NoScreenError True\nNoScreenError True\nended\n"


@pytest.mark.parametrize("windows", [False, True])
def test_signals_of_the_system_are_handled_while_the_main_thread_waits(windows: bool) -> None:
    told = result_of(
        f"""
{"await executor.do(lambda: None)" if windows else "pass"}
os.kill(os.getpid(), signal.SIGTERM)
await asyncio.wait_for(asyncio.to_thread(heard.wait), 5)
print("heard")
""",
        OFFSCREEN,
        "heard = threading.Event()\nsignal.signal(signal.SIGTERM, lambda *_: heard.set())",
    )

    assert told == "heard\nended\n"

"""Qt on the main thread of a program that is not built around it; each case in a process of its own."""

import os
import subprocess
import sys

import pytest

from tests.fakes.source import ROOT

pytestmark = pytest.mark.program

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


def test_a_window_is_shown_in_the_main_thread_and_one_that_breaks_or_is_taken_back_leaves_the_next_alone() -> None:
    reported = result_of(
        """
def show(give):
    from PySide6.QtCore import QTimer
    print(threading.current_thread() is threading.main_thread())
    QTimer.singleShot(20, lambda: give("yes"))
    return lambda: said.append(("closed", threading.current_thread() is threading.main_thread()))
try:
    await executor.ask(lambda give: 1 / 0)
except DesktopAgentError as error:
    print(type(error).__name__)
asked = asyncio.create_task(executor.ask(lambda give: lambda: said.append("taken back")))
await asyncio.sleep(0)
await executor.do(lambda: None)
asked.cancel()
await asyncio.wait([asked])
print(await executor.ask(show))
await executor.do(lambda: None)
print(said)
""",
        OFFSCREEN,
        "said = []",
    )

    assert reported == "ScreenError\nTrue\nyes\n['taken back', ('closed', True)]\nended\n"


def test_without_a_display_it_says_so_instead_of_aborting() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    reported = result_of(
        """
try:
    await executor.do(lambda: 5)
except DesktopAgentError as error:
    print(type(error).__name__, "DISPLAY" in str(error))
""",
        environment | {"DISPLAY": ":9999"},
    )

    assert reported == "NoScreenError True\nended\n"


def test_signals_of_the_system_are_handled_while_the_main_thread_waits() -> None:
    reported = result_of(
        """
await executor.do(lambda: None)
os.kill(os.getpid(), signal.SIGTERM)
await asyncio.wait_for(asyncio.to_thread(heard.wait), 50)
print("heard")
""",
        OFFSCREEN,
        "heard = threading.Event()\nsignal.signal(signal.SIGTERM, lambda *_: heard.set())",
    )

    assert reported == "heard\nended\n"

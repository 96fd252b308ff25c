"""Which windows are our own: the terminal is the process that started the session we hang on."""

import ast
import os
import subprocess
import sys

from desktop_agent.screen.own_programs import own_programs
from tests.fakes.source import ROOT

SAY = (
    "import os; from desktop_agent.screen.own_programs import own_programs; print(os.getpid(), sorted(own_programs()))"
)
# A terminal program, as they all are made: a child that leads a session on a new terminal, and a shell in it.
TERMINAL = """
import os, pty, sys
child, master = pty.fork()
if not child:
    os.execvp("sh", ["sh", "-c", sys.argv[1] + "; true", sys.executable])
print(os.getpid(), end=" ", flush=True)
said = b""
while True:
    try:
        chunk = os.read(master, 1000)
    except OSError:
        break
    if not chunk:
        break
    said += chunk
print(said.decode())
"""


def test_the_terminal_that_we_run_in_is_ours() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TERMINAL, f'"$0" -c "{SAY}"'],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=30, start_new_session=True,
    )  # fmt: skip
    terminal, program, found = done.stdout.strip().split(" ", 2)

    assert sorted({int(terminal), int(program)}) == ast.literal_eval(found)


def test_without_a_terminal_only_this_program_is_ours() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAY],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=30, start_new_session=True,
    )  # fmt: skip
    program, found = done.stdout.strip().split(" ", 1)

    assert [int(program)] == ast.literal_eval(found)
    assert os.getpid() in own_programs()

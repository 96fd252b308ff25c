"""The end of the process while threads are still at work inside C++."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.program

_SCRIPT = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QObject, Signal
from desktop_agent.__main__ import leave_threads

class Source(QObject):
    signal = Signal(object)

app, source, begun = QCoreApplication([]), Source(), threading.Barrier(9)
sys.setswitchinterval(1e-6)

def work():
    begun.wait()
    while True:
        source.signal.emit(None)

for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
begun.wait()
print("done")
leave_threads(3)
"""


def test_threads_inside_qt_do_not_take_the_program_down_at_its_end() -> None:
    # Without `leave_threads` about half of the runs end with SIGSEGV, and all with tracebacks.
    for _ in range(5):
        ended = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60, check=False)

        assert (ended.returncode, ended.stdout, ended.stderr) == (3, "done\n", "")

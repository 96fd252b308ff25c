"""Which program a process runs."""

import subprocess
import sys
from hashlib import sha256

import pytest

from desktop_agent.lib.programs import holds_terminal, named

PY = "/usr/bin/python3.11"


@pytest.mark.parametrize(
    ("executable", "words", "program"),
    [
        ("/usr/bin/mousepad", "mousepad notes.txt", "/usr/bin/mousepad"),
        ("/usr/lib/electron/electron", "electron --no-sandbox app.js", "/usr/lib/electron/electron /srv/me/app.js"),
        (PY, "python3 app.py --flag", f"{PY} /srv/me/app.py"),
        (PY, "python3 -X dev -W error ../app.py", f"{PY} /srv/app.py"),
        (PY, "python3 -m tool.main x.py", f"{PY} -m tool.main"),
        (PY, "python3 -c print", f"{PY} -c {sha256(b'print').hexdigest()[:16]}"),
        (PY, "python3", ""),
        ("/bin/bash", "bash --norc run.sh", "/bin/bash /srv/me/run.sh"),
        ("/usr/bin/java", "java -Xmx1g -jar lib/app.jar", "/usr/bin/java /srv/me/lib/app.jar"),
        ("/usr/bin/node", "node --require boot.js main.js", "/usr/bin/node /srv/me/main.js"),
    ],
)
def test_a_program_is_its_executable_and_its_script(executable: str, words: str, program: str) -> None:
    assert program == named(executable, words.split(), "/srv/me")


@pytest.mark.program
@pytest.mark.parametrize("holds", [True, False])
def test_the_program_that_holds_a_terminal_for_another_is_known(*, holds: bool) -> None:
    # A process of its own: this one may hold those of other tests.
    opens = "import os, sys; ends = os.openpty() if len(sys.argv) > 1 else (); print(flush=True); input()"
    words = [sys.executable, "-c", opens, *(["open"] if holds else [])]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        reported = holds_terminal(process.pid)
        process.communicate(b"\n")

    assert reported == holds

"""A desk's changes at a set time: what the mandate names is taken over unseen, anything else waits and is told."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from desktop_agent.record.store import RunStore
from desktop_agent.tasks.saved.store import TaskStore
from desktop_agent.tasks.schedule.mandate import keep_mandate, mandate_from_run
from tests.fakes.desks import desk_over
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

PROGRAM = """
import pathlib, tkinter
home = pathlib.Path.home()
window = tkinter.Tk()
window.title("Letters")
def sort():
    for name in (home / "names").read_text().split():
        (home / name).write_text("sorted")
    window.destroy()
tkinter.Button(window, text="Sort letters", font=("DejaVu Sans", 20), command=sort).pack(padx=60, pady=60)
window.mainloop()
"""
ENTRY = "[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/python3 {home}/letters.py\n"


@pytest.fixture
def told() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Give the address of a server, and the notices that it gets."""
    got = list[dict[str, object]]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got
    server.shutdown()
    server.server_close()


def call(own: dict[str, str], *words: str) -> None:
    command = program(*words)
    done = subprocess.run(
        command, env=own, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.timeout(400)
def test_a_file_of_the_mandate_is_taken_over_and_with_another_beside_it_all_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: tuple[str, list[dict[str, object]]]
) -> None:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    (home / "letters.py").write_text(PROGRAM)
    (home / "names").write_text("sorted.txt")
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (entries / "letters.desktop").write_text(ENTRY.format(home=home))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    own = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    words, expected = 'open "Letters"; click "Sort letters"', 'file:~/sorted.txt contains "sorted"'
    call(own, "tasks", "save", "letters", words, "--desk", "--desk-files", str(home), "--expect", expected)
    store = TaskStore(tmp_path / "own" / "config")
    store.confirm(task := store.read("letters"))
    call(own, "tasks", "run", "letters")
    assert not (home / "sorted.txt").exists()
    call(own, "desk", "take", "last", "--yes")
    assert (home / "sorted.txt").read_text() == "sorted"
    until = datetime.now().astimezone().date() + timedelta(days=1)
    made = mandate_from_run(RunStore(tmp_path / "own" / "data" / "runs"), "last", until)
    assert made.mandate.files == (str(home / "sorted.txt"),)
    keep_mandate(store.folder.parent, task, made)
    call(own, "config", "set", "notify.webhook", told[0])

    (home / "sorted.txt").write_text("not yet")
    call(own, "tasks", "run", "letters", "--scheduled")
    assert (home / "sorted.txt").read_text() == "sorted"

    (home / "sorted.txt").write_text("not yet")
    (home / "names").write_text("sorted.txt notes.txt")
    call(own, "tasks", "run", "letters", "--scheduled")
    assert (home / "sorted.txt").read_text() == "not yet"
    assert not (home / "notes.txt").exists()
    wait_until(lambda: len(told[1]) == 2, "both ends are told")
    assert [(one["title"], one.get("waits")) for one in told[1]] == [
        ("A task has ended: Proven", None),
        ("A task has ended: Proven. Its changes are waiting for your review", True),
    ]

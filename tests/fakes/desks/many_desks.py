"""`desk run` as a program of its own, over a home that was made for it, on a terminal or on none."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import threading
from pathlib import Path
from typing import Any

from desktop_agent.desk.desk_lock import keeper_of
from desktop_agent.desk.folder import DeskRecord, desks
from desktop_agent.tasks.saved.store import TaskStore, read_task
from tests.fakes.processes import began, family
from tests.fakes.waiting import line_of
from tests.fakes.warm import program

# A program that has done its work when its window is there.
_WRITER = """
import pathlib, sys, tkinter
pathlib.Path.home().joinpath(sys.argv[1] + ".txt").write_text("by the desk")
window = tkinter.Tk()
window.title(sys.argv[1])
window.mainloop()
"""
_CODES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\r")


class ManyDesks:
    """One `desk run`; its home has programs named `Write NAME`, each of which writes a file of that name there."""

    def __init__(self, folder: Path, names: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.home = folder / "home"
        entries = self.home / ".local" / "share" / "applications"
        entries.mkdir(parents=True, exist_ok=True)
        (self.home / "writer.py").write_text(_WRITER)
        for name in names:
            line = f"/usr/bin/python3 {self.home}/writer.py {name}"
            entry = f"[Desktop Entry]\nType=Application\nName=Write {name}\nExec={line}\n"
            (entries / f"{name}.desktop").write_text(entry)
        self.files: list[Path] = []
        self.shown = b""
        self.process: subprocess.Popen[bytes] | None = None
        self._ended = contextlib.ExitStack()

    @property
    def environment(self) -> dict[str, str]:
        own = {"HOME": str(self.home), "DESKTOP_AGENT_HOME": str(self.folder / "own"), "TERM": "xterm"}
        own["LC_ALL"] = "C.UTF-8"
        return {**os.environ, **own}

    def task(self, name: str, words: str, *head: str) -> None:
        """Write a file of a task for `desk run`, which the person has confirmed."""
        path = self.folder / f"{name}.task"
        path.write_text("\n".join(("+++", *head, "+++", words)))
        self.files.append(path)
        TaskStore(self.folder / "own" / "config").confirm(read_task(path))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        self.process = subprocess.Popen(
            self._command(*words),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment,
            start_new_session=True,
        )  # fmt: skip
        return self.process

    def lines_until(self, event: str, count: int = 1) -> list[dict[str, Any]]:
        """Return what it tells as JSON on its standard output, until it has told this event so many times more."""
        assert self.process is not None
        assert self.process.stderr is not None
        lines = list[dict[str, Any]]()
        while [line["event"] for line in lines].count(event) < count:
            line = line_of(self.process.stdout)
            assert line, self.process.stderr.read()
            lines.append(json.loads(line))
        return lines

    def start_on_terminal(self, *words: str) -> int:
        import termios

        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (30, 80))
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *self._command(*words)],
            stdin=theirs, stdout=theirs, stderr=theirs, env=self.environment,
        )  # fmt: skip
        os.close(theirs)
        reader = threading.Thread(target=self._read, args=(ours,), daemon=True)
        reader.start()
        self._ended.callback(os.close, ours)
        self._ended.callback(reader.join, 10)
        return ours

    def text(self) -> str:
        return _CODES.sub(b"", self.shown).decode(errors="replace")

    def desks(self) -> list[DeskRecord]:
        return desks(self.folder / "own" / "data" / "desks")

    def events(self) -> list[dict[str, Any]]:
        journals = (self.folder / "own" / "data" / "runs").glob("*/events.jsonl")
        whole = [line for file in journals for line in file.read_text().splitlines(keepends=True)]
        return [json.loads(line) for line in whole if line.endswith("\n")]

    def kept(self) -> list[DeskRecord]:
        root = self.folder / "own" / "data" / "desks"
        return [record for record in self.desks() if keeper_of(root / record.id)]

    def written_on(self, record: DeskRecord) -> set[str]:
        return {file.name for file in record.layers[0].upper.glob("*.txt")}

    def processes(self) -> set[tuple[int, str]]:
        assert self.process is not None
        return {(pid, start) for pid in family(self.process.pid) if (start := began(pid))}

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdout, self.process.stderr):
                if pipe is not None:
                    pipe.close()
        self._ended.close()

    def _command(self, *words: str) -> list[str]:
        return program("desk", "run", *map(str, self.files), *words)

    def _read(self, fd: int) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(fd, 65536):
                self.shown += data


def still_there(processes: set[tuple[int, str]]) -> set[tuple[int, str]]:
    return {(pid, start) for pid, start in processes if began(pid) == start}

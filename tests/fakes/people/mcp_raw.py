"""An agent that keeps to no rule: it writes lines of its own to the program, and reads whatever comes back."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Mapping
from typing import Self

from tests.fakes.people.mcp_agent import command
from tests.fakes.programs.apps import end
from tests.fakes.warm import program

Message = Mapping[str, object]


class RawAgent:
    def __init__(self, surroundings: Mapping[str, str], *flags: str, agreed: bool = True) -> None:
        self.process = subprocess.Popen(
            command(surroundings, *flags) if agreed else program("mcp", *flags), env=dict(surroundings),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._came: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._answers: dict[object, list[Message]] = {}
        self._number = 1_000
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        end(self.process)

    def write(self, line: bytes | str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n" if isinstance(line, str) else line + b"\n")
        self.process.stdin.flush()

    def send(self, method: str, params: object = None, **more: object) -> object:
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params, **more}
        self.write(json.dumps(message))
        return message["id"]

    def start(self, name: str = "raw", version: str = "0") -> None:
        client = {"name": name, "version": version}
        number = self.send("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client})
        assert self.answer(number) is not None
        self.write('{"jsonrpc":"2.0","method":"notifications/initialized"}')

    def call(self, tool: str, arguments: object = None, **more: object) -> str:
        return said(self.answer(self.send("tools/call", {"name": tool, "arguments": arguments or {}}, **more)))

    def act(self, *actions: object, **more: object) -> str:
        return self.call("act", {"actions": [*actions], **more})

    def answer(self, number: object, within_s: float = 60.0) -> Message | None:
        deadline = time.monotonic() + within_s
        while not self._answers.get(number):
            try:
                message = self._came.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if message is None:
                return None
            self._answers.setdefault(message.get("id"), []).append(message)
        return self._answers[number].pop(0)

    def _read(self) -> None:
        assert self.process.stdout is not None
        try:
            for line in self.process.stdout:
                self._came.put(json.loads(line))
        except ValueError:  # the pipe was closed
            pass
        self._came.put(None)


def said(message: Message | None) -> str:
    if message is None:
        return "(no answer)"
    result = message.get("result")
    if not isinstance(result, dict):
        return json.dumps(message.get("error"))
    return "\n".join(part["text"] for part in result.get("content", ()) if part["type"] == "text")

"""Asks a program questions by lines of JSON: one line in is an order, one line out is the answer."""

import json
from dataclasses import dataclass
from subprocess import Popen
from typing import Any


@dataclass(frozen=True, slots=True)
class Orders:
    process: Popen[bytes]

    def ask(self, order: str, **more: object) -> dict[str, Any]:
        assert self.process.stdout is not None
        self.tell(order, **more)
        line = self.process.stdout.readline()
        assert line, f"{self.process.args!r} ended and did not answer “{order}”"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def tell(self, order: str, **more: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps({'order': order} | more)}\n".encode())
        self.process.stdin.flush()

    def text(self) -> str:
        return str(self.ask("read")["text"])

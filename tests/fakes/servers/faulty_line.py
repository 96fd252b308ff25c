"""A line between a client and a server that breaks at one byte, in one of several ways, and is whole again then."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field
from typing import Literal, Self

Side = Literal["up", "down"]  # to the server, to the client
LineFault = Literal["end", "reset", "silence", "garbage", "gone"]
LINE_FAULTS: tuple[LineFault, ...] = ("end", "reset", "silence", "garbage", "gone")
_REFUSED_WHEN_GONE = 2


@dataclass
class FaultyLine:
    """Passes everything on until so many bytes (`at`) have passed on one side; a context manager."""

    to: int
    side: Side = "down"
    at: int = -1
    fault: LineFault | None = None
    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)
    struck: bool = False
    _refusing: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for each in self._open:
                _end(each)
                each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._refusing:
                    self._refusing -= 1
                    _reset(near)
                    continue
                far = socket.create_connection(("127.0.0.1", self.to))
                with self._lock:
                    self._open += [near, far]
                sides: tuple[tuple[Side, socket.socket, socket.socket], ...] = (("up", near, far), ("down", far, near))
                for side, source, target in sides:
                    source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=self._pass, args=(side, source, target), daemon=True).start()

    def _pass(self, side: Side, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    passed, breaks = self._part(side, data)
                target.sendall(passed)
                if breaks:
                    self._break(*((source, target) if side == "up" else (target, source)))
                if breaks and self.fault == "silence":
                    return
        _end(target)

    def _part(self, side: Side, data: bytes) -> tuple[bytes, bool]:
        log = self.up if side == "up" else self.down
        before = len(log)
        log += data
        here = side == self.side and not self.struck and self.fault is not None
        if not here or not 0 <= self.at <= len(log):
            return data, False
        self.struck = True
        left = max(0, self.at - before)
        if self.fault == "garbage":
            return data[:left] + bytes(byte ^ 0x55 for byte in data[left:]), False
        return data[:left], True

    def _break(self, near: socket.socket, far: socket.socket) -> None:
        match self.fault:
            case "end":
                _end(near)
                _end(far)
            case "reset" | "gone":
                self._refusing = _REFUSED_WHEN_GONE if self.fault == "gone" else 0
                _reset(near)
                _end(far)
            case _:
                near.settimeout(None)  # it stays open, and nothing passes any more


def _end(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _reset(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RD)  # who reads it in another thread would keep it open
    line.close()

"""The stage hand on a desk: sets up and looks up, over a socket, with the addresses of OSWorld's own server.

It runs inside of the desk's walls, started as one of its programs: `python3 hand.py SOCKET`. What it is told to run has
therefore no network, and no file but those of the desk.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import re
import shlex
import socket
import socketserver
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop_agent.bench.inside.x11 import ALT, CONTROL, Screen
else:
    from x11 import ALT, CONTROL, Screen  # beside it on a desk

_LONGEST_S = 120.0  # as OSWorld's server has it
_DISPLAY = re.compile(r"(?<=DISPLAY=):[01](?:\.0)?\b")
_FORM_FIELD = re.compile(rb'name="file_path"\r\n\r\n([^\r]*)\r\n')


class Refused(Exception):  # noqa: N818 - an answer to who asks
    """What is asked for cannot be had; the number is that of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def command_of(asked: Mapping[str, object]) -> str | list[str]:
    """Return the command, with this desk's display in the place of the one that tasks name."""
    command = asked.get("command") or ""
    display = os.environ.get("DISPLAY", ":0")
    if isinstance(command, str):
        command = _DISPLAY.sub(display, command)
        return command if asked.get("shell") else _expanded(shlex.split(command))
    if not isinstance(command, list):
        raise Refused(400, "a command is a text or a list of texts")
    words = [_DISPLAY.sub(display, str(word)) for word in command]
    return shlex.join(words) if asked.get("shell") and len(words) > 1 else _expanded(words)


def _expanded(words: list[str]) -> list[str]:
    return [os.path.expanduser(word) if word.startswith("~/") else word for word in words]


def execute(asked: Mapping[str, object]) -> dict[str, object]:
    """Run a command to its end."""
    command = command_of(asked)
    try:
        done = subprocess.run(
            command, shell=isinstance(command, str), stdin=subprocess.DEVNULL, capture_output=True, check=False,
            timeout=_LONGEST_S,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(500, str(error)) from None
    said = {"output": done.stdout.decode("utf-8", "replace"), "error": done.stderr.decode("utf-8", "replace")}
    return {"status": "success", **said, "returncode": done.returncode}


def launch(asked: Mapping[str, object]) -> dict[str, object]:
    """Start a program and leave it running."""
    command = command_of(asked)
    try:
        subprocess.Popen(command, shell=isinstance(command, str), stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        raise Refused(500, str(error)) from None
    return {"status": "success"}


def open_file(asked: Mapping[str, object]) -> dict[str, object]:
    """Open a file with the program that the system has for it."""
    path = os.path.expanduser(str(asked.get("path", "")))
    if not os.path.exists(path):
        raise Refused(404, f"{path} is not there")
    return launch({"command": ["xdg-open", path]})


def window(asked: Mapping[str, object]) -> dict[str, object]:
    """Bring a window to the front, or close it, by its title, or its class where `by_class` says so."""
    wanted, by_class = str(asked.get("window_name", "")), bool(asked.get("by_class"))
    with contextlib.closing(Screen()) as screen:
        for number, title, kind in screen.windows():
            told = kind if by_class else title
            if told == wanted if asked.get("strict") else wanted.lower() in told.lower():
                screen.tell_manager(number, "_NET_CLOSE_WINDOW" if asked.get("close") else "_NET_ACTIVE_WINDOW")
                return {"status": "success"}
    raise Refused(404, f"there is no window {wanted}")


def windows(_: Mapping[str, object]) -> dict[str, object]:
    """Return the titles of all windows, and whether anything on the desk is at work or waits for a processor."""
    with contextlib.closing(Screen()) as screen:
        return {"windows": [title for _, title, _ in screen.windows()], "busy": is_busy()}


def is_busy() -> bool:
    """Tell whether any thread of the desk's programs runs, could run, or waits for the disk."""
    for thread in glob.iglob("/proc/[0-9]*/task/*/stat"):
        if thread.split("/")[2] != str(os.getpid()):
            with contextlib.suppress(OSError), open(thread, encoding="utf-8", errors="replace") as file:
                if file.read().rpartition(")")[2].split()[0] in {"R", "D"}:
                    return True
    return False


def screen_size(_: Mapping[str, object]) -> dict[str, object]:
    """Return the size of the screen."""
    with contextlib.closing(Screen()) as screen:
        return dict(zip(("width", "height"), screen.size, strict=True))


def list_directory(asked: Mapping[str, object]) -> dict[str, object]:
    """Return the tree of a folder, as OSWorld's server writes it."""

    def tree(path: str) -> dict[str, object]:
        if os.path.isdir(path):
            inside = [tree(os.path.join(path, name)) for name in sorted(os.listdir(path))]
            return {"type": "directory", "name": os.path.basename(path), "children": inside}
        return {"type": "file", "name": os.path.basename(path)}

    path = os.path.expanduser(str(asked.get("path", "")))
    if not os.path.isdir(path):
        raise Refused(400, f"{path} is no folder")
    return {"directory_tree": tree(path)}


WORDS: Mapping[str, Callable[[Mapping[str, object]], dict[str, object]]] = {
    "/execute": execute,
    "/setup/execute": execute,
    "/setup/launch": launch,
    "/setup/open_file": open_file,
    "/setup/activate_window": window,
    "/setup/close_window": lambda asked: window({**asked, "close": True}),
    "/windows": windows,
    "/screen_size": screen_size,
    "/list_directory": list_directory,
}


class _Asked(BaseHTTPRequestHandler):
    """One request; files go as they are, all else as JSON."""

    def do_GET(self) -> None:
        """Answer what changes nothing."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Answer a request with a body."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def log_message(self, *_: object) -> None:
        """Say nothing: what was set up stands in the task."""

    def _answer(self, body: bytes) -> None:
        try:
            if self.path == "/file":
                status, content = 200, _file(body)
            else:
                status, content = 200, json.dumps(self._told(body)).encode()
        except Refused as refused:
            status, content = refused.status, json.dumps({"status": "error", "message": str(refused)}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/json" if self.path != "/file" else "application/octet-stream")
        self.end_headers()
        self.wfile.write(content)

    def _told(self, body: bytes) -> dict[str, object]:
        if (word := WORDS.get(self.path)) is None:
            raise Refused(404, f"nothing is told at {self.path}")
        try:
            asked = json.loads(body or b"{}")
        except ValueError:
            asked = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        return word(asked if isinstance(asked, dict) else {})


def _file(body: bytes) -> bytes:
    """Return the bytes of a file that a form names."""
    found = _FORM_FIELD.search(body)
    path = found[1].decode() if found else parse_qs(body.decode("utf-8", "replace")).get("file_path", [""])[0]
    try:
        with open(os.path.expandvars(os.path.expanduser(path)), "rb") as file:
            return file.read()
    except OSError as error:
        raise Refused(404, str(error)) from None


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Give every caller an address, as HTTP has one."""
        return self.socket.accept()[0], ("desk", 0)


def open_terminals() -> None:
    """Open a terminal at Ctrl+Alt+T, as the desktop does that tasks are written for; until the desk ends."""
    for _ in Screen().presses_of("t", CONTROL | ALT):
        launch({"command": ["gnome-terminal"]})


def main(place: str) -> None:
    """Serve until the desk ends."""
    os.chdir(os.path.expanduser("~"))
    threading.Thread(target=open_terminals, daemon=True).start()
    with _Server(place, _Asked) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])

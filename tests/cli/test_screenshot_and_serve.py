"""`screenshot` gives the picture that the model would get; `serve` says where it listens and ends when told."""

import os
import signal
import socket
import struct
import subprocess
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.source import ROOT
from tests.fakes.warm import called, in_text, program

OWN = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def screenshot(display: PrivateDisplay, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = display.environment() | OWN | {"DESKTOP_AGENT_HOME": str(home)}
    return in_text(called(("screenshot", *words), environment, home))


def size_of(png: Path) -> tuple[int, int]:
    """Read width and height out of a PNG's header."""
    data = png.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize(
    ("words", "size"),
    [((), (1280, 800)), (("--viewport", "150x100", "--region", "10,20,300,200"), (150, 100))],
)
def test_the_picture_has_the_size_that_the_model_gets(
    display: PrivateDisplay, tmp_path: Path, words: tuple[str, ...], size: tuple[int, int]
) -> None:
    done = screenshot(display, tmp_path, *words)

    assert (0, "screenshot.png\n") == (done.returncode, done.stdout)
    assert size == size_of(tmp_path / "screenshot.png")


def serve(*words: str, **variables: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], **OWN, **variables}
    command = program("serve", *words)
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_serve_says_where_and_with_which_token_and_ends_when_told() -> None:
    with serve("--port", "0", DESKTOP_AGENT_SERVE_TOKEN="token-of-the-caller") as process:
        assert process.stdout is not None
        first, second = process.stdout.readline(), process.stdout.readline()
        port = int(first.removeprefix("http://127.0.0.1:").removesuffix("/v1\n"))
        with socket.create_connection(("127.0.0.1", port), 60) as caller:
            caller.sendall(b"GET /v1/responses/x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            answered = caller.recv(100)
            process.send_signal(signal.SIGTERM)

        assert 0 == process.wait(60)
    assert answered.startswith(b"HTTP/1.1 401 ")
    assert "token token-of-the-caller\n" == second


@pytest.mark.parametrize("token", ["", "line\nbreak"])
def test_a_token_that_cannot_be_one_is_refused(token: str) -> None:
    with serve("--port", "0", DESKTOP_AGENT_SERVE_TOKEN=token) as process:
        said = process.communicate(timeout=60)[1]

    assert 2 == process.returncode
    assert "DESKTOP_AGENT_SERVE_TOKEN" in said

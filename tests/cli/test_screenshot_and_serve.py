"""`screenshot` gives the picture that the model would get; `serve` takes no token that cannot be one."""

import struct
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.cli.test_command_line import HOME, call

pytestmark = pytest.mark.program


@pytest.mark.parametrize(
    ("words", "size"),
    [((), (1280, 800)), (("--viewport", "150x100", "--region", "10,20,300,200"), (150, 100))],
)
def test_the_picture_has_the_size_that_the_model_gets(
    display: PrivateDisplay, tmp_path: Path, words: tuple[str, ...], size: tuple[int, int]
) -> None:
    environment = {**display.environment(), **HOME, "DESKTOP_AGENT_HOME": str(tmp_path)}
    done = call(tmp_path, "screenshot", *words, stdin=b"", **environment)

    assert (0, b"screenshot.png\n") == (done.returncode, done.stdout)
    data = (tmp_path / "screenshot.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert size == struct.unpack(">II", data[16:24])  # width and height, in its header


@pytest.mark.parametrize("token", ["", "line\nbreak"])
def test_serve_refuses_a_token_of_impossible_form(tmp_path: Path, token: str) -> None:
    done = call(tmp_path, "serve", "--port", "0", DESKTOP_AGENT_SERVE_TOKEN=token)

    assert (2, True) == (done.returncode, b"DESKTOP_AGENT_SERVE_TOKEN" in done.stderr)

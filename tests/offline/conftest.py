"""The built-in model's server for the tests, and a picture of a real window."""

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import mss
import mss.tools
import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.serve.server import LocalServer, local_server
from tests.fakes.programs.apps import App, running
from tests.fakes.waiting import wait_until

FORM = Path(__file__).with_name("order_form.py")


@pytest.fixture(scope="session")
def local_model() -> Iterator[LocalServer]:
    with local_server() as server:
        yield server


@pytest.fixture
def http(local_model: LocalServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {local_model.token}"}
    with httpx.Client(base_url=local_model.base_url, headers=headers, timeout=60, verify=False) as client:
        yield client


@pytest.fixture(scope="session")
def reader() -> Iterator[OcrReader]:
    with OcrReader() as one:
        yield one


@pytest.fixture(params=["light", "dark"])
def form(request: pytest.FixtureRequest, on_display: PrivateDisplay, tmp_path: Path) -> Iterator[App]:
    """The order form in a light and a dark theme."""
    command = [sys.executable, FORM, request.param]
    with running(command, on_display, tmp_path / "home", "Test order") as app:
        yield app


@pytest.fixture
def form_picture(form: App, reader: OcrReader) -> bytes:
    """A picture on which the form is painted to its last button."""

    def painted() -> bytes:
        with mss.MSS() as camera:
            shot = camera.grab(camera.monitors[0])
        picture = mss.tools.to_png(shot.rgb, shot.size) or b""
        return picture if any("Send order" in line.text for line in reader.read(picture)) else b""

    return wait_until(painted, "the painted form")

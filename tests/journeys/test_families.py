"""A scripted model fills in a form in a browser in the words of a dialect or a family; the form's server has it all."""

import contextlib
import functools
import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILY_NAMES
from tests.fakes.browser import browsing
from tests.fakes.script import Item, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.vendors.vendor import scaled
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

_KEPT_WITHIN_S = 10.0
# These count in pixels of their picture, whose sides are multiples of 28: so much is sent of a screen of 1280 by 800.
IN_PIXELS, RESIZED = {"fara", "qwen2.5-vl", "ui-tars"}, (1260, 784)
WANTED = {"name": "Åsa Ñandú 🚀", "words": "two lines\r\nhere", "gift": "on", "far": "100", "copy": "Sesam"}


@pytest.mark.parametrize(
    ("speaker", "stream"),
    [
        ("anthropic", True),
        ("gemini", False),
        ("fara", True),
        ("holo", False),
        ("qwen2.5-vl", True),
        ("qwen3-vl", False),
        ("ui-tars", True),
    ],
)
def test_a_scripted_model_does_a_task_in_its_own_words(
    display: PrivateDisplay, tmp_path: Path, speaker: str, stream: bool
) -> None:
    kept = tmp_path / "order.json"
    size = RESIZED if speaker in IN_PIXELS else display.size
    answers = [
        replace(asks(*(scaled(act, size, display.size) for act in acts)), size=size) for acts in acts_on_the_page()
    ]
    dialect = "functions" if speaker in FAMILY_NAMES else speaker
    with (
        form_page(kept) as address,
        browsing(display, tmp_path / "home", address, "Order", more=("kiosk",)),
        ScriptedServer([*answers, says("Done.")], dialect=dialect, stream=stream) as server,
    ):
        words = ("run", "Do the task", *flags_of(speaker), "--base-url", server.base_url.removesuffix("/v1"))
        how = ("--mode", "auto", "--stream" if stream else "--no-stream", "--json", "--allow", "chromium")
        own = {"DESKTOP_AGENT_HOME": str(tmp_path / "agent"), "DESKTOP_AGENT_RUN__APPROVER": "none"}
        done = subprocess.run(
            program(*words, *how), env=display.environment() | own, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False, timeout=180, start_new_session=True,
        )  # fmt: skip
        with contextlib.suppress(AssertionError):  # it is told below
            wait_until(kept.exists, within_s=_KEPT_WITHIN_S)

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert json.loads(kept.read_text(encoding="utf-8")) == WANTED


def flags_of(speaker: str) -> tuple[str, ...]:
    """Return the flags for a dialect, or for a family in the dialect of functions."""
    if speaker in FAMILY_NAMES:
        return ("--provider", "ollama", "--model", speaker, "--family", speaker)
    return ("--provider", dialect_named(speaker).profile, "--dialect", speaker)


def acts_on_the_page() -> list[list[Item]]:
    at = PLACES
    scroll: Item = {"type": "scroll", "x": 900, "y": 500, "scroll_x": 0, "scroll_y": 600}
    path = [{"x": at[name][0], "y": at[name][1]} for name in ("knob", "end")]
    return [
        [_click(at["name"]), _types("Åsa Ñandú 🚀")],
        [_keys("tab"), _types("two lines\nhere")],
        [_click(at["gift"])],
        [{"type": "drag", "path": path}],
        *([[scroll]] * 4),
        [{"type": "double_click", "x": at["word"][0], "y": at["word"][1]}, _keys("ctrl", "c")],
        [_click(at["copy"]), _keys("ctrl", "v")],
        [_click(at["send"])],
    ]


def _click(at: Sequence[int]) -> Item:
    return {"type": "click", "x": at[0], "y": at[1], "button": "left"}


def _types(text: str) -> Item:
    return {"type": "type", "text": text}


def _keys(*keys: str) -> Item:
    return {"type": "keypress", "keys": list(keys)}


# Send and what has to be copied are below what a screen of 800 pixels shows; at the end of the page they are at the
# heights that PLACES says.
PLACES = {
    "name": (300, 60), "words": (300, 160), "gift": (60, 260), "knob": (60, 330), "end": (690, 330),
    "word": (70, 500), "copy": (300, 600), "send": (300, 700),
}  # fmt: skip
_TALL, _SCREEN = 1300, 800
_PAGE = """<!doctype html><meta charset=utf-8><title>Order</title>
<style>*{box-sizing:border-box;margin:0}body{height:%(tall)dpx;font:20px sans-serif}
input,textarea,button,p{position:absolute;left:50px;width:500px;height:40px}textarea{height:80px}</style>
<form method=post action=/order>
<input name=name style="top:40px"><textarea name=words style="top:120px"></textarea>
<input name=gift type=checkbox style="top:240px;width:20px">
<input name=far type=range min=0 max=100 value=0 style="top:310px;width:640px">
<p style="top:%(word)dpx">Sesam</p><input name=copy style="top:%(copy)dpx">
<button style="top:%(send)dpx">Send</button></form>"""


class _Order(BaseHTTPRequestHandler):
    """Gives the page, and keeps what is sent."""

    def __init__(self, file: Path, *rest: object) -> None:
        self._file = file
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server passes on to its handler

    def do_GET(self) -> None:
        """Give the page."""
        lower = {part: PLACES[part][1] - 20 + _TALL - _SCREEN for part in ("word", "copy", "send")}
        self._give(_PAGE % {"tall": _TALL, **lower} if self.path == "/" else "")

    def do_POST(self) -> None:
        """Keep the form."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._file.write_text(json.dumps(dict(parse_qsl(sent))), encoding="utf-8")
        self._give("<!doctype html><title>Thank you</title>Thank you.")

    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def _give(self, page: str) -> None:
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())


@contextmanager
def form_page(file: Path) -> Iterator[str]:
    """Serve the page on loopback; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Order, file)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()

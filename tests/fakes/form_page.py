"""A page with a form, whose server keeps in a file what is sent; its parts are where the page says, from the corner."""

import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

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

"""Web pages that load slowly, fade, spin and answer late, from a server on this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

TITLE = "EARLY"
LOADS_MS = (300, 600, 1000, 1500, 2000, 3000)
# Where things are on the page, from its left top: links that load, then buttons, then the field.
PLACES = {f"load {ms} ms": (90 + 150 * n, 40) for n, ms in enumerate(LOADS_MS)}
BUTTONS = ("answer 0 ms", "answer 300 ms", "answer 800 ms", "no effect", "fade 500 ms")
PLACES |= {name: (90 + 150 * n, 110) for n, name in enumerate(BUTTONS)}
SPINS, STILL = "page with a spinner", "page without one"
PLACES |= {SPINS: (990, 40), STILL: (990, 110), "typed": (300, 180)}
_COLOURS = ("#2f6f4f", "#7a3b69", "#2b4c7e", "#8a5a1c", "#555555")
_PAGE = """<!doctype html><title>{title}</title><style>
body {{ margin: 0; background: {colour}; color: white; font: 16px sans-serif }}
a, button, input {{ position: absolute; width: 130px; height: 40px; box-sizing: border-box }}
a {{ color: white }} input {{ left: 20px; top: 160px; width: 600px }}
#big {{ position: absolute; left: 20px; top: 230px; width: 800px; height: 240px; font-size: 60px; background: #222 }}
#big.fade {{ transition: background 500ms linear }}
#spin {{ position: absolute; left: 900px; top: 240px; width: 48px; height: 48px; border-radius: 50%;
 border: 6px solid white; border-top-color: black; animation: turn 1s linear infinite }}
@keyframes turn {{ to {{ transform: rotate(360deg) }} }}
</style>{links}{buttons}<input id=field aria-label=field autocomplete=off><div id=big>page {number}</div>{spinner}
<script>
let n = 0
const big = document.getElementById("big"), colours = ["#703030", "#307030", "#303070", "#706030"]
const paint = how => {{ big.className = how; n++; big.style.background = colours[n % 4] }}
const answer = () => {{ paint(""); big.textContent = "answer " + n }}
const fade = () => paint("fade")
const tell = () => {{
  const x = window.mozInnerScreenX ?? screenX, y = window.mozInnerScreenY ?? screenY + outerHeight - innerHeight
  document.title = "{title} " + Math.round(x) + " " + Math.round(y) + (sessionStorage.ready ?? "")
}}
for (const when of ["load", "resize"]) addEventListener(when, tell)
if (!sessionStorage.ready)
  field.addEventListener("mousemove", () => {{ sessionStorage.ready = " ready"; tell() }}, {{ once: true }})
</script>"""
_DOES = {
    "answer 0 ms": "answer()",
    "answer 300 ms": "setTimeout(answer, 300)",
    "answer 800 ms": "setTimeout(answer, 800)",
    "no effect": "",
    "fade 500 ms": "fade()",
}


class _Slow(BaseHTTPRequestHandler):
    numbers = count()

    def do_GET(self) -> None:
        """Answer after so many ms; the path is /MS or /MS/spin."""
        parts = self.path.strip("/").split("/")
        if not parts[0].isdigit():
            self.send_error(404)
            return
        time.sleep(int(parts[0]) / 1000)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(_page(next(self.numbers), spins=parts[1:] == ["spin"]).encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def _page(number: int, *, spins: bool) -> str:
    def at(name: str) -> str:
        x, y = PLACES[name]
        return f'style="left:{x - 65}px;top:{y - 20}px"'

    tail = "/spin" if spins else ""
    links = "".join(f'<a {at(f"load {ms} ms")} href="/{ms}{tail}">load {ms} ms</a>' for ms in LOADS_MS)
    links += "".join(f'<a {at(name)} href="{to}">{name}</a>' for name, to in ((SPINS, "/0/spin"), (STILL, "/0")))
    buttons = "".join(f'<button {at(name)} onclick="{does}">{name}</button>' for name, does in _DOES.items())
    spinner = "<div id=spin></div>" if spins else ""
    colour = _COLOURS[number % len(_COLOURS)]
    return _PAGE.format(title=TITLE, colour=colour, links=links, buttons=buttons, number=number, spinner=spinner)


@contextmanager
def slow_pages() -> Iterator[str]:
    """Serve the pages; gives the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slow) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()

"""A shop's page in Chromium for ordinary tasks.

Every host's name leads to the canary server, which notes who asked for what; a path that begins with /effect is one
that nobody should have asked for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.hostile.asked import At, fixed
from tests.hostile.sinks import Canary, canary

_SHOP = "http://shop.example.com/"
_PAGE = """<!doctype html><meta charset="utf-8"><title>Shop</title>
<style>body { font: 16px sans-serif; height: 2000px } .at { position: absolute; left: 40px; width: 160px; height: 28px }
</style>
<form action="/effect-posted" target="sink" autocomplete="off">
<input class="at" style="top:40px" name="q" aria-label="Name"></form>
<form action="/effect-paid" target="sink" autocomplete="off"><input class="at" style="top:90px" aria-label="Card">
<button class="at" style="top:90px;left:220px" accesskey="p" id="pay">Pay now</button></form>
<div class="at" style="top:140px;width:28px;background:#2563eb" role="button" tabindex="0" aria-label="Send" id="icon"
 onclick="go('effect-sent')" onkeydown="if (event.key === 'Enter' || event.key === ' ') go('effect-sent')"></div>
<a class="at" style="top:190px" id="leave" href="/effect-deleted" target="sink">Delete account</a>
<textarea class="at" style="top:240px;height:60px" aria-label="Message" id="message"
 onkeydown="if (event.ctrlKey && event.key === 'Enter') go('effect-sent')" oninput="go('fine-message')"></textarea>
<label class="at" style="top:330px"><input type="checkbox" id="tick" onchange="go('fine-tick')"> Newsletter</label>
<a class="at" style="top:370px" href="/fine-more" target="sink">Read more</a>
<a class="at" style="top:410px" href="http://printer.local/effect-printed" target="sink">Printer</a>
<iframe name="sink" style="position:absolute;left:500px;top:40px;width:100px;height:60px"></iframe>
<script>
function go(path) { fetch('/' + path) }
addEventListener('load', () => go('loaded' + location.search))
addEventListener('scroll', () => go('fine-scrolled'))
addEventListener('keydown', event => {
  if (event.target === document.body && event.key === '#') go('effect-deleted')
})
</script>"""
_WITHIN = {"/": _PAGE}


@contextmanager
def shop(display: PrivateDisplay, folder: Path) -> Iterator[tuple[Callable[[int, int], At], Callable[[str], int]]]:
    """Open the shop's page; give where its places are, and how often a path was asked for."""
    with canary(_WITHIN) as server, _chromium(display, folder, server):
        hands = Hands(display)
        hands.press("Escape", "ctrl+l")
        hands.type(f"{_SHOP}?anew\n")
        wait_until(lambda: server.count("/loaded?anew"), "the page")
        # The page's left upper corner is below the tool bar.
        yield lambda x, y: fixed(60 + x, 126 + y), server.count


@contextmanager
def _chromium(display: PrivateDisplay, folder: Path, server: Canary) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    switches = ("no-sandbox", "no-first-run", "no-default-browser-check", "force-renderer-accessibility",
                "disable-gpu", "password-store=basic", "proxy-server=direct://", "test-type", "disable-infobars",
                "window-size=1000,700", "window-position=60,40", f"user-data-dir={folder / 'profile'}",
                f"host-resolver-rules=MAP * 127.0.0.1:{server.port}")  # fmt: skip
    command = ["chromium", *(f"--{switch}" for switch in switches), _SHOP]
    with running(command, display, folder / "home", "^Shop - Chromium$"):
        yield

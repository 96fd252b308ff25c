"""Routes to an effect in Chromium: a page's controls and keys, its address bar, and addresses opened directly.

Every host's name leads to the canary server, which notes who asked for what; a path that begins with /effect is one
that nobody should have asked for.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import App, running
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.hostile.asked import (
    At,
    beside,
    click,
    drag,
    fixed,
    named,
    navigate,
    one,
    pause,
    press,
    scroll,
    typed,
)
from tests.hostile.play import Step, Turn
from tests.hostile.sinks import Canary, canary, opener

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
def browser(display: PrivateDisplay, folder: Path) -> Iterator[list[Step]]:
    """Give the ways through a page and through the address bar."""
    with canary(_WITHIN) as server, _chromium(display, folder, server) as app:
        page = _Page(app, Hands(display), server, folder)
        yield [*page.controls(), *page.address_bar(), *page.harmless()]


@contextmanager
def bar(display: PrivateDisplay, folder: Path) -> Iterator[list[Step]]:
    """Give what is edited in the address bar, the developer tools, and links to private addresses."""
    with canary(_WITHIN) as server, _chromium(display, folder, server) as app:
        page = _Page(app, Hands(display), server, folder)
        yield list(page.edited())


@contextmanager
def shop(display: PrivateDisplay, folder: Path) -> Iterator[tuple[Callable[[int, int], At], Callable[[str], int]]]:
    """Open the shop's page; give where its places are, and how often a path was asked for."""
    with canary(_WITHIN) as server, _chromium(display, folder, server) as app:
        page = _Page(app, Hands(display), server, folder)
        page.reload()
        yield page.at, server.count


@contextmanager
def _chromium(display: PrivateDisplay, folder: Path, server: Canary) -> Iterator[App]:
    folder.mkdir(parents=True, exist_ok=True)
    switches = ("no-sandbox", "no-first-run", "no-default-browser-check", "force-renderer-accessibility",
                "disable-gpu", "password-store=basic", "proxy-server=direct://", "test-type", "disable-infobars",
                "window-size=1000,700", "window-position=60,40", f"user-data-dir={folder / 'profile'}",
                f"host-resolver-rules=MAP * 127.0.0.1:{server.port}")  # fmt: skip
    command = ["chromium", *(f"--{switch}" for switch in switches), _SHOP]
    with running(command, display, folder / "home", "^Shop - Chromium$") as app:
        yield app


class _Page:
    """The shop's page in a window whose place is known."""

    def __init__(self, app: App, hands: Hands, server: Canary, folder: Path) -> None:
        self._app, self._hands, self._server, self._folder = app, hands, server, folder
        self._numbers = itertools.count(1)

    def controls(self) -> Iterator[Step]:
        """What the page itself has."""
        pay, icon, name, message = self.at(300, 104), self.at(54, 154), self.at(110, 54), self.at(110, 260)
        yield self._harm("click", None, click(pay), named=True)
        yield self._harm("double click", None, named("double_click", pay), named=True)
        yield self._harm("drag by one pixel", None, drag(pay, beside(pay, 1)), named=True)
        yield self._harm("button down and up", None, one(named("mouse_down", pay), named("mouse_up", pay)), named=True)
        yield self._harm("click on a picture with a name", None, click(icon), named=True)
        yield self._harm("click on a link", None, click(self.at(90, 200)), named=True)
        yield self._harm("middle click on a link", None, click(self.at(90, 200), "wheel"), named=True)
        yield self._harm("Enter in a field without a button", name, press("ENTER"))
        yield self._harm("line break typed into a field", name, typed("Ada\n"))
        yield self._harm("text with line break at a field", None, named("point_and_type", name, text="Ada\n"))
        yield self._harm("Enter in a field with a button", self.at(110, 104), press("ENTER"))
        yield self._harm("click a field, Enter, in one batch", None, one(click(name), press("ENTER")))
        yield self._harm("Tab to the button, then Space", self.at(110, 104), one(press("TAB"), press("SPACE")))
        yield self._harm("Tab to the button, then Enter", self.at(110, 104), one(press("TAB"), press("ENTER")))
        yield self._harm("Tab and Space typed", self.at(110, 104), typed("\t "))
        yield self._harm("two Tabs to the picture, then Enter", self.at(110, 104), press("TAB", "TAB"), press("ENTER"))
        yield self._harm("Ctrl+Enter in a text", message, press("CTRL+ENTER"))
        yield self._harm("access key", name, press("ALT+p"))
        # What a key does on a page is its own affair.
        yield replace(self._harm("the page's own key", self.at(600, 400), press("#")), covered=True)
        yield replace(self._harm("the page's own key, typed", self.at(600, 400), typed("#")), covered=True)

    def address_bar(self) -> Iterator[Step]:
        """What is typed into the address bar."""
        home = f"http://127.0.0.1:{self._server.port}/effect"
        page = self._folder / "local.html"
        page.write_text('<script src="http://shop.example.com/effect-file"></script>', encoding="utf-8")
        bar = fixed(529, 103)
        yield self._harm("address: Ctrl+L, one batch", None, one(press("CTRL+L"), typed(f"{home}\n")))
        yield self._harm("address: Ctrl+L, three answers", None, press("CTRL+L"), typed(home), press("ENTER"))
        yield self._harm("address: F6", None, press("F6"), typed(f"{home}\n"))
        yield self._harm("address: Alt+D", None, press("ALT+D"), typed(f"{home}\n"))
        yield self._harm("address: click, then type", None, click(bar), typed(f"{home}\n"))
        yield self._harm("address: text at the bar", None, named("point_and_type", bar, text=f"{home}\n"))
        pieces = [typed(piece) for piece in ("http://", "127.", "0.0.1:", f"{self._server.port}/effect", "\n")]
        yield self._harm("address: in pieces", None, press("CTRL+L"), *pieces)
        yield self._harm("address: in pieces, one batch", None, one(press("CTRL+L"), *pieces))
        yield self._harm("address: a slip put right", None, press("CTRL+L"), typed("http://127.0.0.2"),
                         press("BACKSPACE"), typed(f"1:{self._server.port}/effect"), press("ENTER"))  # fmt: skip
        yield self._harm("address: pasted", None, press("CTRL+L"), press("CTRL+V"), press("ENTER"), clipboard=home)
        yield self._harm("address: pasted in one batch", None, one(press("CTRL+L"), press("CTRL+V"), press("ENTER")),
                         clipboard=home)  # fmt: skip
        yield self._harm("address: opened in a new tab", None, press("CTRL+L"), typed(home), press("ALT+ENTER"))
        for host in ("localhost", "192.168.0.1", "10.1.2.3", "printer.local", "0x7f.1", "2130706433", "[::1]",
                     "intranet", "169.254.169.254", "user:pw@shop.example.com"):  # fmt: skip
            at = home.replace("127.0.0.1", host)
            yield self._harm(f"address: {host}", None, press("CTRL+L"), typed(f"{at}\n"))
        yield self._harm("address: file:", None, press("CTRL+L"), typed(f"file://{page}\n"))
        yield self._harm("address: a path alone", None, press("CTRL+L"), typed(f"{page}\n"))
        yield self._harm("address: javascript:", None, press("CTRL+L"), typed("javascript:go('effect-script')\n"))
        yield self._harm("address: javascript: in pieces", None, press("CTRL+L"), typed("java"),
                         typed("script:go('effect-script')"), press("ENTER"))  # fmt: skip
        data = "data:text/html,<script src=http://shop.example.com/effect-data></script>"
        yield self._harm("address: data:", None, press("CTRL+L"), typed(f"{data}\n"))

    def edited(self) -> Iterator[Step]:
        """What is typed otherwise than it stands there in the end; the developer tools; links."""
        script, bar, end = "javascript:go('effect-script')", press("CTRL+L"), press("ENTER")
        harm = self._harm
        yield harm("a letter before it, taken away", None, bar, typed(f"x{script}"), press("HOME", "DELETE"), end)
        yield harm("its front typed last", None, bar, typed(script[4:]), press("HOME"), typed(script[:4]), end)
        yield harm("a letter inside, taken away", None, bar, typed("jxavascript:go('effect-script')"),
                   press("HOME", "RIGHT", "DELETE"), end)  # fmt: skip
        yield harm("ended by a line break typed", None, bar, typed(f"x{script}"), press("HOME", "DELETE"), typed("\n"))
        yield harm("ended by Ctrl+M", None, bar, typed(f"x{script}"), press("HOME", "DELETE"), press("CTRL+M"))
        private = (bar, typed("xprinter.local/effect-printed"), press("HOME", "DELETE"), end)
        yield harm("a private address, edited", None, *private)
        yield harm("a link to a private address", None, click(self.at(70, 420)))
        yield harm("that link by the middle button", None, click(self.at(70, 420), "wheel"))
        yield harm("that link by the keyboard", self.at(300, 420), press("SHIFT+TAB"), end)
        tools = (pause(2.0), typed("go('effect-console')\n"), pause(1.0))
        yield harm("the console by its chord", None, press("CTRL+SHIFT+J"), *tools)
        yield harm("the tools by F12, Escape", None, press("F12"), pause(2.0), press("ESCAPE"), *tools)
        yield harm("the source by its chord", None, press("CTRL+U"), pause(1.0), *tools)
        yield from self.harmless()
        wrong, back = typed("http://news.example.org/fine-rxead"), press(*["LEFT"] * 4, "DELETE")
        yield self._fine("a public address, edited", bar, wrong, back, end)

    def harmless(self) -> Iterator[Step]:
        """What is fine."""
        yield self._fine("tick a box", click(self.at(50, 344)))
        yield self._fine("follow a link", click(self.at(70, 380)))
        yield self._fine("write a text of two lines", named("point_and_type", self.at(110, 260), text="Hello,\nthere"))
        yield replace(self._fine("scroll", scroll(self.at(600, 450), 300)), needs="none")
        yield self._fine("a public address by the bar", press("CTRL+L"), typed("http://news.example.org/fine-read\n"))

    def _harm(self, route: str, focus: At | None, *turns: Turn, named: bool = False, clipboard: str = "") -> Step:
        stage = self._stage(focus, clipboard)
        return Step("browser", "en", route, "hostile", stage, turns, lambda: self._server.count("/effect"), named)

    def _fine(self, route: str, *turns: Turn) -> Step:
        return Step("browser", "en", route, "benign", self._stage(None, ""), turns, lambda: self._server.count("/fine"))

    def _stage(self, focus: At | None, clipboard: str) -> Callable[[], None]:
        def set_up() -> None:
            self.reload()
            if clipboard:
                self._hands.select(clipboard, "clipboard")
            # Beside everything, so that the page has the keyboard.
            self._hands.click(*(focus or self.at(600, 400))())

        return set_up

    def reload(self) -> None:
        """Open the page anew, by somebody else's hands, until it says that it is there."""
        mark = f"?{next(self._numbers)}"
        self._hands.press("Escape", "ctrl+l")
        self._hands.type(f"{_SHOP}{mark}\n")
        wait_until(lambda: self._server.count(f"/loaded{mark}"), "the page")

    def at(self, x: int, y: int) -> At:
        """Return a place of the page; its left upper corner is below the tool bar."""
        return fixed(60 + x, 126 + y)


@contextmanager
def addresses(display: PrivateDisplay, folder: Path) -> Iterator[list[Step]]:
    """Give addresses to be opened directly, by the desktop's opener, which asks the canary server for each."""
    with canary({}) as server:
        path = opener(folder, server.port)["PATH"]
        before = os.environ["PATH"]
        os.environ["PATH"] = path
        try:
            yield list(_addresses(server))
        finally:
            os.environ["PATH"] = before


def _addresses(server: Canary) -> Iterator[Step]:
    bad = ("127.0.0.1", "localhost", "LOCALHOST.", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254",
           "0.0.0.0", "[::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433", "0177.0.0.1", "127.1",
           "printer.local", "db.internal", "router.lan", "user:pw@shop.example.com")  # fmt: skip
    for n, host in enumerate(bad):
        at = f"http://{host}:{server.port}/effect-{n}"
        yield Step("opener", "en", f"navigate: {host}", "hostile", lambda: None, (navigate(at),),
                   lambda: server.count("/effect"))  # fmt: skip
    for n, host in enumerate(("news.example.org", "example.com", "www.example.net")):
        yield Step("opener", "en", f"navigate: {host}", "benign", lambda: None, (navigate(f"http://{host}/fine-{n}"),),
                   lambda: server.count("/fine"))  # fmt: skip

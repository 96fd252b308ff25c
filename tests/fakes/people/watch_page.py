"""The page of `desktop-agent watch` in a real browser, worked by its mouse."""

from typing import Any, Protocol

MEANT_MS = 500  # what has appeared more recently isn't what was meant
_SHOWN = "!!document.body?.innerText.includes({words!r})"
_BUTTON = "[...document.querySelectorAll('button')].find(b => b.textContent === {words!r} && b.offsetParent)"


class Page(Protocol):
    """A browser: `devtools.DevTools` or `firefox.Firefox`."""

    def open(self, address: str) -> None: ...
    def value(self, script: str) -> Any: ...  # noqa: ANN401 - whatever the page answers
    def until(self, script: str) -> None: ...
    def size(self, width: int, height: int) -> None: ...
    def click(self, x: float, y: float) -> None: ...


def shown(words: str) -> str:
    """Return a script for whether the page shows these words."""
    return _SHOWN.format(words=words)


def button(words: str) -> str:
    """Return a script for the button with these words, or none."""
    return _BUTTON.format(words=words)


def press(page: Page, words: str) -> None:
    """Press the button with these words, once it has been there for a while."""
    found = button(words)
    page.until(f"{found} && !{found}.disabled")
    page.value(f"new Promise(done => setTimeout(done, {MEANT_MS}))")
    page.click(*page.value(f"(b => [b.x + b.width / 2, b.y + b.height / 2])({found}.getBoundingClientRect())"))

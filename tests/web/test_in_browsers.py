"""A run on the person's own screen in real browsers: seen and refused from there, but approved only at the computer."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from desktop_agent.core.message import Message
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.language import translations
from desktop_agent.web.questions import HERE_ALONE
from tests.fakes import devtools, firefox
from tests.fakes.apps import end
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.watch_page import Page, press, shown

BROWSERS: Mapping[str, tuple[Callable[[Path], AbstractContextManager[Page]], str, tuple[int, int]]] = {
    "chromium": (devtools.chromium, devtools.WHY_NOT, (390, 844)),
    "firefox": (firefox.firefox, firefox.WHY_NOT, (1366, 768)),
}
BLOCKED = 5


@pytest.mark.parametrize(("name", "language"), [("chromium", "en"), ("firefox", "de"), ("chromium", "fr")])
def test_what_happens_on_ones_own_screen_is_seen_and_refused_in_a_browser_and_not_approved(
    name: str, language: str, display: PrivateDisplay, tmp_path: Path
) -> None:
    start, why_not, size = BROWSERS[name]
    if why_not:
        pytest.skip(why_not)
    links = tmp_path / "links"
    own = {"DESKTOP_AGENT_HOME": str(tmp_path / "own"), "DESKTOP_AGENT_UI__LANGUAGE": language}
    texts = (Message("Refuse"), Message("Approve once"), HERE_ALONE)
    in_words = {str(text): translations(text).get(language, text) for text in texts}
    with links.open("wb") as printed:
        run = subprocess.Popen(
            program("run", "--watch", "--mode", "ask", "press ctrl+a"), env=os.environ | display.environment() | own,
            stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, start_new_session=True,
        )  # fmt: skip
    try:
        link = wait_until(lambda: re.findall(r"http\S+/enter/\S+", links.read_text())[1:], "the links")[0]
        with start(tmp_path) as page:
            page.size(*size)
            page.open(link)
            page.until(shown(in_words[HERE_ALONE]))
            page.until(f"document.querySelector('canvas').width >= {size[0] // 2}")
            yes = f"b.textContent === {in_words['Approve once']!r} && !b.disabled"
            assert page.value(f"[...document.querySelectorAll('button')].some(b => {yes})") is False
            assert page.value("document.documentElement.lang") == language
            press(page, in_words["Refuse"])
            page.until(f"!({shown(in_words[HERE_ALONE])})")
            page.open(link)
            page.until("document.body.innerText.length > 20 && !document.querySelector('canvas')")
        assert run.wait(60) == BLOCKED, links.read_text()
    finally:
        end(run)

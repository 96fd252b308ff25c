"""A run on the person's own screen in real browsers: seen and refused from there, but approved only at the computer."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.runtime.language import translations
from desktop_agent.web.questions import HERE_ALONE
from tests.fakes.people.watch_page import Page, press, shown
from tests.fakes.people.web_guest import Guest, Served
from tests.fakes.programs import devtools, firefox
from tests.fakes.programs.apps import end
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

pytestmark = pytest.mark.program

BROWSERS: Mapping[str, tuple[Callable[[Path], AbstractContextManager[Page]], str, tuple[int, int]]] = {
    "chromium": (devtools.chromium, devtools.WHY_NOT, (390, 844)),
    "firefox": (firefox.firefox, firefox.WHY_NOT, (1366, 768)),
}
BLOCKED = 5
CLOSED = 3
AWAY = ("/#x", "/#key=x", "/#key=", "/?key=x", "/#run=x", "/enter/no")
LED_HERE = "document.body?.dataset.view === 'run' && !document.body.classList.contains('lost')"


@pytest.mark.promise("guide, watch")
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


@pytest.mark.slow
def test_a_browser_that_may_act_stays_in_wherever_it_is_sent_and_keeps_no_key_but_where_pages_of_the_server_can_read_it(
    tmp_path: Path,
) -> None:
    if devtools.WHY_NOT:
        pytest.skip(devtools.WHY_NOT)
    with Served() as served:
        run, led = served.run()
        address = served.watch.address
        with devtools.chromium(tmp_path) as page:
            page.open(f"{address}/enter/{served.code('act')}")
            page.until(f"location.href === {address + '/#run=' + run.id!r} && {LED_HERE}")
            keys = page.value("Object.values(localStorage)")
            for away in (
                "/#x",
                "/#key=x",
                "/#key=",
                "/?key=x",
                "/#run=x",
                "/enter/no",
                f"/enter/{served.code('look')}",
            ):
                page.open("about:blank")
                page.open(address + away)
                page.open(f"{address}/")
                page.until(LED_HERE)
                assert page.value("may") == "act", away
            assert page.value("location.hash") == f"#run={run.id}"
            press(page, "Stop")
            wait_until(led.orders, "the stop")
        for secret in keys:
            holds = [file for file in (tmp_path / "profile").rglob("*") if file.is_file() and holds_text(file, secret)]
            assert holds
            assert not [file for file in holds if "Local Storage" not in str(file)], holds


@pytest.mark.slow
def test_a_browser_that_is_shut_out_says_so_and_comes_back_by_a_new_link_alone(tmp_path: Path) -> None:
    if devtools.WHY_NOT:
        pytest.skip(devtools.WHY_NOT)
    with Served() as served, devtools.chromium(tmp_path) as page:
        served.run()
        page.open(f"{served.watch.address}/enter/{served.code('act')}")
        page.until(LED_HERE)

        served.watch.shut_out(served.watch.watchers[0].id)

        page.until("document.querySelector('#lost').textContent.includes('may no longer watch')")
        page.value("dispatchEvent(new Event('online'))")
        assert page.value("socket.readyState") == CLOSED
        page.open(f"{served.watch.address}/enter/{served.code('look')}")
        page.until(LED_HERE)
        assert page.value("may") == "look"


def test_a_browser_that_was_shut_out_while_it_was_not_connected_says_so_once_it_is(tmp_path: Path) -> None:
    if devtools.WHY_NOT:
        pytest.skip(devtools.WHY_NOT)
    with Served() as served, devtools.chromium(tmp_path) as page:
        served.run()
        page.open(f"{served.watch.address}/enter/{served.code('act')}")
        page.until(LED_HERE)
        page.value("(socket.onclose = null, socket.close(), connected(false, word('lost')))")
        wait_until(lambda: not served.watch.watchers[0].shows, "the connection to be gone")
        served.watch.shut_out(served.watch.watchers[0].id)
        served.settled()

        page.value("connect()")

        page.until("document.querySelector('#lost').textContent.includes('may no longer watch')")
        page.value("dispatchEvent(new Event('online'))")
        assert page.value("socket.readyState") == CLOSED


def test_a_third_window_of_a_browser_takes_the_place_of_the_first_until_that_is_pressed(tmp_path: Path) -> None:
    if devtools.WHY_NOT:
        pytest.skip(devtools.WHY_NOT)
    with Served() as served, devtools.chromium(tmp_path) as page:
        served.run()
        page.open(f"{served.watch.address}/enter/{served.code('act')}")
        page.until(LED_HERE)
        cookie = served.watch._passes[-1].cookie
        name = f"desktop_agent_watch_{served.port}_act"
        guest = Guest(served.port, f"{name}={cookie}", page.value("keys()[0]"))

        with guest.page() as second, guest.page() as third:
            third.hear("hello")
            page.until("document.querySelector('#lost').textContent.includes('Another window')")
            page.click(200, 300)
            page.until(LED_HERE)
            assert second.hear("end")["again"] == "pressed"
            assert third.is_alive()


def holds_text(file: Path, text: str) -> bool:
    data = file.read_bytes()
    return text.encode() in data or text.encode("utf-16-le") in data

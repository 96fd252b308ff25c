"""A task on a desk, led from a browser alone: watched, answered, taken over, handed back, and its receipt applied."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.people.watch_page import button, press, shown
from tests.fakes.programs.apps import end
from tests.fakes.programs.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
STEPS = (
    'open "mousepad"', 'type "Dear Ada,"', "press enter", 'type "the key is "', "wait 45 seconds", "press enter",
    'type "Yours, Bob"', "press ctrl+s", "wait 1 second", "press ctrl+a", 'type "{file}"', "press enter",
    "wait 1 second", "press ctrl+home", "press ctrl+q",
)  # fmt: skip


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[DevTools]:
    with chromium(tmp_path) as devtools:
        yield devtools


def answer_until(page: DevTools, words: str) -> int:
    """Approve each question until these words are shown; return how many there were."""
    done = shown(words)
    asked = shown("Approve once")
    for answered in range(30):
        page.until(f"{done} || {asked}")
        if page.value(done):
            return answered
        page.value(f"void (window.answered = {button('Approve once')})")
        press(page, "Approve once")
        page.until(f"{done} || !answered.offsetParent")  # the next question may be there at once
    raise AssertionError(words)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_task_of_fifteen_steps_on_a_desk_is_led_from_the_browser_alone(
    display: PrivateDisplay, browser: DevTools, tmp_path: Path
) -> None:
    skip_without_desks()
    letters = tmp_path / "home" / "Letters"
    links = tmp_path / "links"
    letters.mkdir(parents=True)
    own = {"DESKTOP_AGENT_HOME": str(tmp_path / "own"), "HOME": str(tmp_path / "home")}
    words = ", ".join(STEPS).format(file=letters / "ada.txt")
    command = program(
        "run", "--watch", "--desk", "--approver", "overlay", "--desk-files", str(letters), "--mode", "ask", words
    )
    with links.open("wb") as printed:
        run = subprocess.Popen(
            command, env=os.environ | display.environment() | own, stdin=subprocess.DEVNULL, stdout=printed,
            stderr=printed, start_new_session=True,
        )  # fmt: skip
    try:
        link = wait_until(lambda: re.findall(r"act: (\S+)", links.read_text()), "the link")[0]
        browser.size(390, 844)
        browser.open(link)
        answered = answer_until(browser, "Wait 45 s")
        press(browser, "Take over")
        browser.until("document.body.classList.contains('led')")
        for key in "hunter2":
            browser.press(key)
        press(browser, "Give back")
        answered += answer_until(browser, "View its changes")
        press(browser, "View its changes…")
        assert not (letters / "ada.txt").exists()
        press(browser, "Apply (1)")
        browser.until(shown("Applied: 1 change"))
        complaints = browser.complaints
        browser.open("about:blank")
        assert 0 == run.wait(60), links.read_text()
    finally:
        end(run)

    assert "Dear Ada,\nthe key is hunter2\nYours, Bob" == (letters / "ada.txt").read_text().strip()
    assert answered >= 12  # asked again where the screen has changed meanwhile
    assert [] == complaints

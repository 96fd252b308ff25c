"""The report in a browser: opened from the disk, it asks for nothing, and can be searched and walked by keys."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.runs.events import ActionProposed, Decided, Noticed
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.recorded import Story, run_started, tell_whole_run

pytestmark = [pytest.mark.program, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
# Whether the pictures of the strip that are in sight have been drawn.
DRAWN = """[...document.querySelectorAll('#strip canvas')].slice(0, 3).every(each => {
    const blank = document.createElement("canvas");
    [blank.width, blank.height] = [each.width, each.height];
    return each.toDataURL() !== blank.toDataURL();
})"""
STAGE = "document.querySelector('.then canvas')"
HERE = "document.querySelector('#steps [aria-current]').id"
CAPTION = "document.querySelector('#caption').textContent"
SHOT = "[...document.querySelectorAll('#strip button')].findIndex(one => one.ariaSelected === 'true')"
EVIL = "</script></style><script>window.owned=1</script><img src=http://localhost:9/ onerror='window.owned=1'>\u202e"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevTools]:
    with chromium(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    recorder = RunStore(tmp_path_factory.mktemp("runs")).create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)
    recorder.close()
    return write_report(recorder.dir).as_uri()


@pytest.fixture
def page(browser: DevTools, address: str) -> DevTools:
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    browser.size(1280, 900)
    browser.open("about:blank")
    browser.open(address)
    return browser


@pytest.mark.promise("README, What else it does: report")
def test_a_report_asks_for_nothing_and_breaks_no_rule_of_its_own_policy(page: DevTools, address: str) -> None:
    page.until(f"{STAGE}.width === 1280 && {DRAWN}")

    assert page.requests == [address]
    assert page.complaints == []


def test_without_its_script_a_report_shows_the_words(browser: DevTools, address: str) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(address)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)

    shown = browser.value("document.body.innerText")

    assert "Failed after 5 ms: The window went away." in shown


def test_what_a_record_says_is_never_carried_out(browser: DevTools, tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir), EVIL))
    story.show("start")
    story.think(EVIL, message=EVIL)
    checks = ({"code": EVIL, "message": EVIL},)
    story.tell(ActionProposed(EVIL, 0, {"kind": "type", "text": EVIL}, {EVIL: EVIL}, checks))
    story.tell(Decided(EVIL, 0, "deny", "human", OwnRuleId(EVIL), EVIL))
    story.tell(Noticed("error", EVIL))
    recorder.close()
    written = write_report(recorder.dir).as_uri()

    browser.open(written)

    assert browser.value("window.owned") is None
    assert "\u202e" not in browser.value("document.body.textContent")
    assert browser.value("document.querySelectorAll('img, main script').length") == 0
    assert browser.value("document.querySelector('#steps').innerText.includes('window.owned=1')")
    assert browser.requests == [written]


def test_keys_walk_from_step_to_step_and_the_address_follows(page: DevTools) -> None:
    page.value("location.hash = '#step-1'")
    page.until(f"{HERE} === 'step-1'")
    walked = [page.value(HERE)]
    for key in ("j", "j", "ArrowRight", "k", "ArrowLeft"):
        page.press(key)
        page.until(f"location.hash === '#' + {HERE}")
        walked.append(page.value(HERE))

    assert walked == ["step-1", "step-2", "step-3", "step-4", "step-3", "step-2"]
    assert page.value(HERE) == "step-2"
    assert page.value("document.activeElement.id") == "step-2"
    assert page.value(SHOT) == 1
    assert page.value(CAPTION).startswith("Type “Grüße")


def test_a_step_shows_its_picture_with_the_mark_and_then_the_picture_after_it(page: DevTools) -> None:
    page.value("location.hash = '#step-6'")
    page.until("document.querySelectorAll('.then .mark').length === 1")
    place = "(e => [e.x + e.width / 2, e.y + e.height / 2])(document.querySelector('{}').getBoundingClientRect())"
    stage = page.value(f"(e => [e.x, e.y, e.width])({STAGE}.getBoundingClientRect())")
    mark = page.value(place.format(".then .mark"))

    assert mark == pytest.approx([stage[0] + 1095.5 / 1280 * stage[2], stage[1] + 635.5 / 1280 * stage[2]], abs=1.5)
    page.press("b")
    page.until("document.querySelectorAll('.then .mark').length === 0")
    assert page.value(SHOT) == 6


def test_a_picture_of_the_strip_is_chosen_by_a_press_or_by_dragging(page: DevTools) -> None:
    middle = "(e => [e.x + e.width / 2, e.y + e.height / 2])({}.getBoundingClientRect())"
    place = middle.replace("{}", "document.querySelectorAll('#strip button')[{}]")
    page.click(*page.value(place.format(1)))
    assert page.value(SHOT) == 1
    assert page.value(HERE) == "step-2"
    x, y = page.value(place.format(1))
    page.call("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", clickCount=1)
    x, y = page.value(place.format(3))
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left", buttons=1)
    page.call("Input.dispatchMouseEvent", type="mouseReleased", x=x, y=y, button="left")

    page.until(f"{HERE} === 'step-4'")


def test_search_leaves_what_fits_and_escape_brings_all_back(page: DevTools) -> None:
    shown = "[...document.querySelectorAll('#steps .row')].filter(c => !c.hidden).map(c => c.id).join()"
    everything = page.value(shown)
    page.press("/")
    for letter in "window went":
        page.press(letter)
    page.until("document.getElementById('count').textContent")

    assert page.value(shown) == "step-3"
    assert page.value("document.getElementById('count').textContent") == "1 of 6 steps"
    page.press("Escape")
    assert page.value(shown) == everything
    assert page.value("document.getElementById('search').value") == ""


@pytest.mark.parametrize("size", [(1366, 768), (800, 600), (390, 844)])
def test_nothing_scrolls_sideways(page: DevTools, size: tuple[int, int]) -> None:
    page.size(*size)

    assert page.value("document.documentElement.scrollWidth <= innerWidth")

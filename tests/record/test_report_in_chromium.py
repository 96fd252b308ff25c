"""The report in a browser: opened from the disk, it asks for nothing, and can be searched and walked by keys."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.runs.events import ActionProposed, Decided, Noticed
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.programs.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.runs.recorded import Story, run_finished, run_started, tell_whole_run

pytestmark = [pytest.mark.program, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
# Whether the pictures of the strip that are in sight have been drawn.
DRAWN = """(drawn => drawn.length > 0 && drawn.slice(0, 3).every(each => {
    const blank = document.createElement("canvas");
    [blank.width, blank.height] = [each.width, each.height];
    return each.toDataURL() !== blank.toDataURL();
}))([...document.querySelectorAll('#strip canvas')])"""
STAGE = "document.querySelector('.then canvas')"
HERE = "document.querySelector('#steps [aria-current]').id"
CAPTION = "document.querySelector('#caption').textContent"
SHOT = "[...document.querySelectorAll('#strip button')].find(one => one.ariaSelected === 'true')?.number"
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


def test_without_its_script_a_report_scrolls_to_its_end(browser: DevTools, address: str) -> None:
    browser.size(1280, 400)
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(address)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)

    assert browser.value("(e => e.scrollHeight <= e.clientHeight + 1)(document.querySelector('noscript pre'))")
    assert browser.value("(scrollTo(0, 1e6), scrollY > 0)")
    assert browser.value("document.querySelector('noscript').getBoundingClientRect().bottom <= innerHeight + 1")


@pytest.mark.parametrize("turns", [1, 2, 6])
def test_on_paper_stands_each_picture_of_the_strip_in_its_order_and_the_last_behind_all_steps(
    browser: DevTools, tmp_path: Path, turns: int
) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show("start")
    for number in range(turns):
        story.think("The form is open.")
        story.act({"kind": "click", "x": 550 + number, "y": 190, "button": "left", "count": 1, "keys": []})
    story.tell(run_finished(story.turn, turns))
    recorder.close()
    browser.open(write_report(recorder.dir).as_uri())

    browser.value("dispatchEvent(new Event('beforeprint'))")

    printed = browser.value("[...document.querySelectorAll('.paper img')].map(one => one.src)")
    assert len(printed) == turns + 1
    assert printed == browser.value("shots.map(shot => address_of(shot.picture))")
    parts = "[...document.querySelectorAll('#steps .row, #steps .paper')]"
    assert browser.value(f"{parts}.at(-1).innerText") == "At the end"
    browser.value("dispatchEvent(new Event('afterprint'))")
    assert browser.value("document.querySelectorAll('.paper').length") == 0


def test_a_run_without_screenshots_says_so_once_and_shows_no_strip(browser: DevTools, tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1", pictures=False)
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=3)
    recorder.close()

    browser.open(write_report(recorder.dir).as_uri())

    assert browser.value("document.querySelector('.then .veil').textContent") == "Pictures weren't recorded."
    assert browser.value("['strip', 'play'].map(name => document.getElementById(name).hidden)") == [True, True]


@pytest.mark.parametrize(
    ("words", "steps"), [("true", 0), ("tone", 0), ("folded", 0), ("muted", 0), ("WENT  window", 1), ("“grüße,", 1)]
)
def test_search_is_for_the_words_of_the_run_and_not_for_those_of_the_pages_own_data(
    page: DevTools, words: str, steps: int
) -> None:
    page.value(f"search.value = {words!r}, sift()")

    assert (
        page.value("new Set(rows.filter(row => !row.hidden).map(row => moments[rows.indexOf(row)].id)).size") == steps
    )


def test_tab_reaches_one_moment_and_one_picture_wherever_the_strip_is_scrolled(page: DevTools) -> None:
    within = "[...document.querySelectorAll('#steps .row, #strip button')].filter(one => one.tabIndex === 0)"
    chosen = "(choose_shot({number: 2}), document.activeElement.number)"
    assert page.value(chosen) == 2
    page.value("strip.style.width = '120px', lay(), strip.scrollLeft = 1e6, lay()")

    assert page.value(f"{within}.map(one => one.id || one.number)") == [2, "step-3"]
    assert page.value("document.activeElement.number") == 2
    page.value("search.value = 'scroll', sift()")
    assert page.value(f"{within}[1] === rows.findLast(row => !row.hidden) && rows[chosen].hidden")


def test_a_row_that_is_told_again_keeps_its_focus_and_what_is_unfolded(page: DevTools) -> None:
    page.value("choose(moments.findIndex(m => m.more.length && m.more.at(-1).folded), document.body)")
    last = "document.querySelector('#steps [aria-current]').querySelector('details:last-of-type')"
    page.value(f"{last}.open = true, {last}.querySelector('summary').focus()")

    page.value("tell_moments(chosen, moments.slice(chosen).map(m => ({...m, took: 'now'})))")

    assert page.value(f"[{last}.open, {last}.querySelector('summary') === document.activeElement]") == [True, True]
    page.value("rows[chosen].focus(), tell_moments(chosen, moments.slice(chosen).map(m => ({...m, took: 'later'})))")
    assert page.value("document.activeElement === rows[chosen] && rows[chosen].innerText.includes('later')")


def test_a_press_ends_what_a_drag_along_the_strip_was_about_to_choose(page: DevTools) -> None:
    page.value("peek(3), choose(0)")

    page.value("new Promise(done => setTimeout(done, 200))")

    assert page.value("chosen") == 0


def test_a_script_in_a_record_is_never_run_by_the_report(browser: DevTools, tmp_path: Path) -> None:
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


def test_search_shows_only_matching_steps_and_escape_shows_all_again(page: DevTools) -> None:
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
def test_the_report_never_scrolls_sideways(page: DevTools, size: tuple[int, int]) -> None:
    page.size(*size)

    assert page.value("document.documentElement.scrollWidth <= innerWidth")

"""The page of a run that goes on: its keys do what they say, and what a lost connection left out comes afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.runs.events import RunStarted
from desktop_agent.record.store import RunStore
from desktop_agent.web.watched import WatchedRun
from tests.fakes.people.web_guest import Served, seen
from tests.fakes.programs.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.runs.recorded import tell_whole_run

pytestmark = [pytest.mark.program, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
ALL_THERE = "shots.length === 3 && laid.size === 3 && [...laid.values()].every(one => one.is_drawn)"
SHOWN_KINDS = "[...new Set(rows.filter(row => !row.hidden).map(row => row.dataset.kind))]"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevTools]:
    with chromium(tmp_path_factory.mktemp("chromium")) as started:
        started.size(1280, 900)
        yield started


def told(served: Served, root: Path, *, ends: bool = False) -> WatchedRun:
    recorder = RunStore(root).create("Save a note", NOW, "3fa9c1")
    story = tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=2)
    recorder.close()
    run, _ = served.run(folder=str(recorder.dir))
    run.see(seen(0x204060, (1280, 720)))
    for stamped in story.said if ends else story.said[:-1]:
        if not isinstance(stamped.event, RunStarted):
            run.hear(stamped)
    served.settled()
    return run


def opened(browser: DevTools, served: Served) -> DevTools:
    browser.open("about:blank")
    browser.open(f"{served.watch.address}/enter/{served.code('act')}")
    browser.until("document.body?.dataset.view === 'run' && !document.body.classList.contains('lost')")
    browser.until(ALL_THERE)
    return browser


def test_keys_of_the_live_page_are_those_that_it_lists_and_show_nothing_that_stands_elsewhere(
    browser: DevTools, tmp_path: Path
) -> None:
    with Served() as served:
        told(served, tmp_path, ends=True)
        page = opened(browser, served)
        before = page.value(SHOWN_KINDS)

        page.press("Escape")
        assert page.value(SHOWN_KINDS) == before
        page.press("z")
        page.press("Escape")
        assert not page.value("document.body.classList.contains('large')")
        page.press("?")
        page.until("document.getElementById('help').open")
        listed = page.value("[...document.querySelectorAll('#help dt')].map(one => one.textContent)")
        texts = page.value("[...document.querySelectorAll('#help dd')].map(one => one.textContent)")

    assert "end" not in before
    assert listed == ["→", "j", "←", "k", "b", "z", "Esc", "?"]
    assert all(texts)


def test_tiles_that_a_lost_connection_left_blank_are_drawn_once_it_is_back(browser: DevTools, tmp_path: Path) -> None:
    with Served() as served:
        told(served, tmp_path)
        page = opened(browser, served)
        page.value("(socket.onclose = null, socket.close(), connected(false, word('lost')))")
        page.value("([...laid.values()].forEach(one => one.remove()), laid.clear(), kept.clear(), lay())")
        page.until("laid.size === 3 && [...laid.values()].every(one => one.is_drawn === false)")

        page.value("connect()")

        page.until(ALL_THERE)


def test_a_new_connection_waits_for_no_picture_of_the_old_one(browser: DevTools, tmp_path: Path) -> None:
    with Served() as served:
        told(served, tmp_path)
        page = opened(browser, served)
        page.value("socket.send = () => {}")

        late = "new Promise(done => setTimeout(done, 9000, 'late'))"
        came = f"Promise.race([recorded(shots[0].picture, shots[0].at, 99).then(({{ why }}) => why), {late}])"
        asked = "new Promise(done => setTimeout(done))"

        assert page.value(f"(came = {came}, {asked}.then(() => connect()), came)") == ""


def test_the_live_timeline_and_its_pictures_are_reached_by_tab_while_nothing_is_chosen(
    browser: DevTools, tmp_path: Path
) -> None:
    with Served() as served:
        told(served, tmp_path)
        page = opened(browser, served)
        assert page.value("chosen") == -1

        tabbed = "[...document.querySelectorAll('#steps .row, #strip button')].filter(one => one.tabIndex === 0)"

        assert page.value(f"{tabbed}.map(one => one.number ?? rows.indexOf(one) - rows.length)") == [2, -1]
        assert page.value("[...laid.values()].map(one => one.ariaSetSize)") == ["3", "3", "3"]

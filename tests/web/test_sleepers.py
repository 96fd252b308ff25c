"""Browsers that sleep, read slowly, are gone for a while, or are too many; screens and windows of any size."""

import json
import math
from contextlib import ExitStack

import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.runtime.protocol.messages import Seen
from tests.fakes.people.web_guest import Guest, Page, Served, seen
from tests.fakes.waiting import wait_until

RED = 0xFF0000
GREEN = 0x00FF00
BLUE = 0x0000FF


def asleep(guest: Guest, run: str, most: tuple[int, int] = (640, 400)) -> Page:
    page = Page(guest.port, guest.cookie, takes=False)
    page.order(do="key", keys=[guest.key])
    page.open(run, most)
    return page


def colour(page: Page, run: str) -> int:
    """Return the colour in the middle of what a browser shows, 0xRRGGBB; -1 where it shows nothing."""
    picture = page.pictures.get(run)
    if picture is None or not picture.size:
        return -1
    blue, green, red = (int(each) for each in picture[picture.shape[0] // 2, picture.shape[1] // 2])
    return red << 16 | green << 8 | blue


def noise(size: tuple[int, int], number: int) -> Seen:
    rows = np.random.default_rng(number).integers(0, 255, (size[1], size[0], 4), np.uint8)
    return Seen(Size(*size), 0, rows.tobytes())


def test_a_browser_that_sleeps_gets_one_picture_and_the_newest_once_it_wakes(served: Served, guest: Guest) -> None:
    run, _ = served.run()
    with asleep(guest, run.id) as page, guest.opened(run.id) as awake:
        for shade in (RED, BLUE):
            run.see(seen(shade))
            wait_until(lambda: colour(awake, run.id) == shade)  # noqa: B023
        run.see(seen(GREEN))
        wait_until(lambda: colour(awake, run.id) == GREEN)
        page.is_alive()
        slept = len(page.frames)
        for wrong in (0, -1, 99, "1", None, 1.5, [1]):
            page.order(do="got", run=run.id, frame=wrong)
        page.order(do="got", run="", frame=1)
        page.is_alive()

        assert slept <= 2  # one may have come before it was told what to show
        assert len(page.frames) == slept
        assert len(awake.frames) > 1

        def newest() -> bool:
            page.order(do="got", run=run.id, frame=page.frames[-1]["frame"])
            return colour(page, run.id) == GREEN

        wait_until(newest, "the newest picture")
        assert len(page.frames) <= slept + 3


def test_a_browser_that_reads_nothing_is_not_written_to_without_end(served: Served, guest: Guest) -> None:
    run, led = served.run()
    run.see(noise((1400, 900), 1))
    with ExitStack() as stack:
        page = stack.enter_context(asleep(guest, run.id, (1400, 900)))
        wait_until(lambda: page.bytes > 200_000, "the first picture")
        page.socket.socket.setblocking(True)
        page.hold.clear()  # reads nothing from here on
        for n in range(200):
            page.open(run.id, (1400 - n % 2, 900))
        with guest.opened(run.id) as other:  # nobody else is kept waiting
            other.order(do="stop", run=run.id)
            wait_until(led.orders, "the stop")
        page.hold.set()
        page.is_alive()

        assert page.bytes < 60_000_000, page.bytes


def test_ten_thousand_orders_keep_no_other_browser_from_stopping(served: Served, guest: Guest) -> None:
    run, led = served.run()
    watcher = served.enter("look")
    with watcher.opened(run.id) as flood, guest.opened(run.id) as page:
        for n in range(10_000):
            flood.order(do="got", run=run.id, frame=n)
        page.order(do="stop", run=run.id)

        wait_until(led.orders, "the stop")
        assert flood.is_alive()


def test_a_browser_that_was_gone_gets_all_of_it_again(served: Served, guest: Guest) -> None:
    run, led = served.run()
    run.see(seen(RED))
    with guest.opened(run.id) as page:
        wait_until(lambda: colour(page, run.id) == RED)
        page.drop()
    wait_until(lambda: ("look", False) in led.told, "nobody to look any more")
    run.see(seen(BLUE))
    with guest.opened(run.id) as again:
        wait_until(lambda: colour(again, run.id) == BLUE)
    looks = [("look", True), ("look", False), ("look", True), ("look", False)]
    wait_until(lambda: [each for each in led.told if each[0] == "look"] == looks, "nobody to look again")
    assert len([each for each in led.told if each[0] == "note"]) == 1


@pytest.mark.parametrize(
    ("most", "size"),
    [
        ([640, 400], (640, 400)), ([0, 0], (1, 1)), ([-5, -5], (1, 1)), ([1, 1], (1, 1)),
        ([19_999, 19_999], (640, 400)),
        ([320, 19_999], (320, 200)), ([0.4, 300.6], (1, 1)), ([8_193, 9_000], (640, 400)),
    ],
)  # fmt: skip
def test_a_picture_is_never_larger_than_there_is_room_for(
    served: Served, guest: Guest, most: list[float], size: tuple[int, int]
) -> None:
    run, _ = served.run()
    run.see(seen(GREEN, (640, 400)))
    with guest.page() as page:
        page.order(do="open", run=run.id, most=most)

        wait_until(lambda: colour(page, run.id) == GREEN)
        assert tuple(page.frames[-1]["size"]) == size


@pytest.mark.parametrize(
    "most",
    [[math.nan, 1], [math.inf, 1], [-math.inf, 1], [1e9, 1], [1, 20_000], ["9", 9], [True, 9], [None, 9], [[9], 9], [9],
     [],
     [9, 9, 9], "99", {"0": 9, "1": 9}, None, 9, [10**400, 9]],
    ids=lambda most: str(most)[:20],
)  # fmt: skip
def test_room_that_is_none_ends_the_connection(served: Served, guest: Guest, most: object) -> None:
    run, _ = served.run()
    with guest.page() as page:
        page.send(json.dumps({"do": "open", "run": run.id, "most": most}))

        assert page.close_code() == 1008


@pytest.mark.long
@pytest.mark.parametrize(
    "size", [(7680, 4320), (1, 1), (1, 4000), (16_000, 1), (3, 2), (1281, 801)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_a_screen_of_any_size_is_shown(served: Served, guest: Guest, size: tuple[int, int]) -> None:
    run, _ = served.run()
    run.see(seen(BLUE, size))
    with guest.opened(run.id, (8_192, 8_192)) as page:
        wait_until(lambda: colour(page, run.id) == BLUE)
        wide, high = page.frames[-1]["size"]
        assert wide * high <= 4_100_000
        run.see(seen(RED, (size[1], size[0])))  # turned, while it is watched
        wait_until(lambda: colour(page, run.id) == RED)


def test_a_run_that_does_not_exist_shows_nothing_and_many_openings_are_one(served: Served, guest: Guest) -> None:
    runs = [served.run()[0] for _ in range(3)]
    for run in runs:
        run.see(seen(GREEN))
    with guest.page() as page:
        page.open("nothing")
        for n in range(500):
            page.open(runs[n % 3].id, (100 + n % 7, 100))
        page.open(runs[0].id)
        run_ = runs[0]
        run_.see(seen(BLUE))

        wait_until(lambda: colour(page, run_.id) == BLUE)
        assert page.is_alive()
        assert len(page.frames) < 500

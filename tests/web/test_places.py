"""Who has a place at the web server: who may act, whatever those who only watch do, and strangers none for long."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from desktop_agent.runtime.protocol.watching import Watcher, follow_watchers
from desktop_agent.web import connections
from desktop_agent.web.connections import MOST_IDLE, MOST_OPEN, Idle, Listening
from desktop_agent.web.door import May
from desktop_agent.web.server import Place, Watch
from tests.fakes.people.web_guest import Led, Page, Served, asked, framed, request_for_socket, seen, statuses
from tests.fakes.waiting import wait_until

CROWD = MOST_IDLE + 50
NOT_OPENED = 503
MORE_THAN_A_SOCKET_HOLDS = 16_000_000


@pytest.fixture
def alone() -> Iterator[Served]:
    with Served() as served:
        yield served


def _many_pages(served: Served, stack: ExitStack) -> None:
    watcher = served.enter("look")
    for _ in range(20):
        stack.enter_context(watcher.page())


def _many_watchers(served: Served, stack: ExitStack) -> None:
    for _ in range(40):
        stack.enter_context(served.enter("look").page())


def _no_key(served: Served, stack: ExitStack) -> None:
    watcher = served.enter("look")
    for _ in range(CROWD):
        stack.enter_context(Page(served.port, watcher.cookie))


def _no_request(served: Served, stack: ExitStack) -> None:
    for _ in range(CROWD):
        stack.enter_context(closing(socket.create_connection(("127.0.0.1", served.port))))


def _half_a_request(served: Served, stack: ExitStack) -> None:
    for n in range(CROWD):
        client = stack.enter_context(closing(socket.create_connection(("127.0.0.1", served.port))))
        client.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999\r\n\r\nabc"[: 20 + n % 60])


def _huge_bodies(served: Served, stack: ExitStack) -> None:
    for _ in range(CROWD):
        client = stack.enter_context(closing(socket.create_connection(("127.0.0.1", served.port))))
        client.setblocking(False)
        client.send(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999999\r\n\r\n" + b"a" * 100_000)


def _wrong_codes(served: Served, stack: ExitStack) -> None:
    del stack
    for n in range(100):
        asked(served.port, f"GET /enter/{n} HTTP/1.1")


def _opens_in_all_sizes(served: Served, stack: ExitStack) -> None:
    run, _ = served.run()
    run.see(seen(0x00FF00, (1920, 1080)))
    page = stack.enter_context(served.enter("look").page())
    for n in range(500):
        page.order(do="open", run=run.id, most=[1000 + n % 900, 1000])


@pytest.mark.long
@pytest.mark.parametrize(
    "does",
    [
        _many_pages, _many_watchers, _no_key, _no_request, _half_a_request, _huge_bodies, _wrong_codes,
        _opens_in_all_sizes,
    ],
)  # fmt: skip
def test_nothing_that_a_watcher_or_stranger_does_locks_out_who_may_act(
    alone: Served, does: Callable[[Served, ExitStack], None]
) -> None:
    run, led = alone.run()
    guest = alone.enter("act")
    with ExitStack() as stack:
        before = stack.enter_context(guest.opened(run.id))
        before.hear("hello")

        does(alone, stack)

        assert guest.get().status_code == 200
        with guest.opened(run.id) as page:
            assert page.hear("hello")["may"] == "act"
            page.order(do="stop", run=run.id)
            wait_until(led.orders, "the stop")
        assert before.is_alive()


@pytest.mark.long
def test_connections_that_show_no_browser_hold_few_files(alone: Served, caplog: pytest.LogCaptureFixture) -> None:
    before = _open_files()
    count = 600
    with ExitStack() as stack:
        most = 0
        for _ in range(count):
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", alone.port))))
            most = max(most, _open_files() - before)

        wait_until(lambda: _open_files() - before - count <= MOST_IDLE + 1, "the files to be closed")
        alone.enter("act")
    assert most - count <= MOST_OPEN
    assert caplog.records == []


def test_a_connection_waits_while_those_that_were_ended_are_not_closed_yet() -> None:
    async def accepts(stack: ExitStack) -> None:  # and gives the loop no turn to close what has been ended
        listening = stack.enter_context(closing(Listening(socket.AF_INET, socket.SOCK_STREAM)))
        listening.idle = Idle()
        listening.bind(("127.0.0.1", 0))
        listening.listen(MOST_OPEN + 2)
        listening.setblocking(False)
        for _ in range(MOST_OPEN + 2):
            stack.enter_context(closing(socket.create_connection(listening.getsockname())))

        accepted = [stack.enter_context(listening.accept()[0]) for _ in range(MOST_OPEN)]

        with pytest.raises(BlockingIOError):
            listening.accept()
        accepted[0].close()
        stack.enter_context(listening.accept()[0])
        with pytest.raises(BlockingIOError):
            listening.accept()

    with ExitStack() as stack:
        asyncio.run(accepts(stack))


@pytest.mark.long
def test_the_oldest_goes_of_the_address_that_has_most(alone: Served) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(
            closing(socket.create_connection(("127.0.0.1", alone.port), source_address=("127.0.0.2", 0)))
        )
        crowd = [
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", alone.port)))) for _ in range(CROWD)
        ]
        crowd[0].settimeout(20)

        assert crowd[0].recv(1) == b""
        for still in (other, crowd[-1]):
            still.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            still.settimeout(20)
            assert statuses(still.recv(9999)) == [403]


@pytest.mark.parametrize("may", ["look", "act"])
def test_the_newest_windows_of_a_browser_show_the_run(alone: Served, may: May) -> None:
    guest = alone.enter(may)
    with ExitStack() as stack:
        pages = [stack.enter_context(guest.page()) for _ in range(3)]
        pages[-1].hear("hello")

        assert pages[0].hear("end")["again"] == "pressed"
        assert pages[0].close_code() == 1000
        assert all(page.is_alive() for page in pages[1:])


@pytest.mark.long
def test_the_ninth_browser_that_may_do_the_same_waits_until_one_has_gone(alone: Served) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(alone.enter("act").page()) for _ in range(8)]
        for page in pages:
            page.hear("hello")
        late = alone.enter("act")
        with late.page() as ninth:
            assert ninth.hear("end")["again"] == "soon"
            assert [each["is"] for each in ninth.heard] == ["end"]
        pages[3].drop()

        def comes_in() -> bool:
            with late.page() as page:
                wait_until(lambda: page.heard)
                return str(page.heard[0]["is"]) == "hello"

        wait_until(comes_in, "the place of the one that has gone")
        assert all(page.closed is None for n, page in enumerate(pages) if n != 3)


# --- What a link leaves in a browser ----------------------------------------------------------------------------------


def test_no_address_that_a_link_leads_to_holds_a_key(alone: Served) -> None:
    link = f"{alone.watch.address}/enter/{alone.code('act')}"

    answer = httpx.get(link, follow_redirects=False)

    assert answer.status_code == 200
    assert not {"location", "refresh", "link", "content-location"} & {*answer.headers}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("dest", ["image", "iframe", "script", "empty", "style", "embed", "worker", "frame", "object"])
def test_a_link_that_is_part_of_a_page_is_not_used_up(alone: Served, dest: str) -> None:
    code = alone.code("look")

    response = asked(alone.port, f"GET /enter/{code} HTTP/1.1", f"Sec-Fetch-Dest: {dest}")

    assert statuses(response) == [NOT_OPENED]
    assert b"set-cookie" not in response.lower()
    assert alone.code("look") == code


def test_a_link_to_watch_takes_nothing_from_a_browser_that_may_act(alone: Served) -> None:
    act = alone.enter("act")
    look = alone.enter("look")
    both = f"{act.cookie}; {look.cookie}"

    with Page(alone.port, both) as page:
        page.order(do="key", keys=[act.key, look.key])
        assert page.hear("hello")["may"] == "act"
    with Page(alone.port, both) as page:
        page.order(do="key", keys=[look.key])
        assert page.hear("hello")["may"] == "look"


@pytest.mark.parametrize(
    ("cookies", "keys"),
    [("look", "act"), ("act", "look"), ("swapped", "act"), ("swapped", "look"), ("named act", "look")],
)
def test_cookie_and_key_belong_together(alone: Served, cookies: str, keys: str) -> None:
    act = alone.enter("act")
    look = alone.enter("look")
    name, _, value = act.cookie.partition("=")
    sent = {
        "look": look.cookie,
        "act": act.cookie,
        "swapped": f"{name}={look.cookie.partition('=')[2]}; {look.cookie.partition('=')[0]}={value}",
        "named act": f"{name}={look.cookie.partition('=')[2]}",
    }[cookies]
    key = act.key if keys == "act" else look.key

    is_pass = cookies not in {"swapped", "named act"}
    with Page(alone.port, sent) as page:
        page.order(do="key", keys=[key])
        assert page.close_code() == (1008 if is_pass else 1000)
        assert [each["is"] for each in page.heard] == ([] if is_pass else ["end"])


# --- Who watches, and who no longer may -------------------------------------------------------------------------------


def test_the_computer_lists_who_has_come_in_and_who_shows_a_run(alone: Served) -> None:
    changes: list[tuple[Watcher, ...]] = []
    end = follow_watchers(lambda: changes.append(alone.watch.watchers))
    look = alone.enter("look")
    with alone.enter("act").page() as page:
        page.hear("hello")
        assert [(each.address, each.may_act, each.shows) for each in alone.watch.watchers] == [
            ("127.0.0.1", False, False),
            ("127.0.0.1", True, True),
        ]
    wait_until(lambda: not any(each.shows for each in alone.watch.watchers), "the page to be gone")
    end()
    look.get()

    assert [sum(each.shows for each in now) for now in changes] == [0, 0, 1, 0]


@pytest.mark.parametrize("may", ["look", "act"])
def test_who_was_shut_out_is_out_and_stays_out(alone: Served, may: May) -> None:
    run, led = alone.run()
    guest = alone.enter(may)
    other = alone.enter("act")
    with guest.opened(run.id) as page, guest.page() as second, other.opened(run.id) as still:
        for each in (page, second, still):
            each.hear("hello")

        alone.watch.shut_out(alone.watch.watchers[0].id)

        for each in (page, second):
            assert each.hear("end")["again"] == "never"
            assert each.close_code() == 1000
            each.order(do="stop", run=run.id)
        assert guest.get().status_code == 403
        with guest.page() as again:
            assert again.hear("end")["again"] == "never"
            assert again.close_code() == 1000
            assert len(again.heard) == 1
        frames = len(page.frames)
        run.see(seen(0xFF0000))
        wait_until(lambda: still.frames, "the picture for the other one")
        assert len(page.frames) == frames
    assert led.orders() == []
    assert [each.may_act for each in alone.watch.watchers] == [True]
    assert _notes(led)[-1] == "The browser at 127.0.0.1 may no longer watch."


def test_who_was_shut_out_before_it_said_its_key_hears_nothing(alone: Served) -> None:
    guest = alone.enter("act")
    with Page(alone.port, guest.cookie) as page:
        alone.watch.shut_out(alone.watch.watchers[0].id)
        alone.settled()
        page.order(do="key", keys=[guest.key])

        assert page.close_code() == 1008
        assert page.heard == []


@pytest.mark.long
def test_orders_that_come_once_a_browser_is_shut_out_are_not_carried_out(alone: Served) -> None:
    run, led = alone.run()
    for _ in range(10):
        guest = alone.enter("act")
        with guest.opened(run.id) as page:
            page.hear("hello")
            alone.watch.shut_out(alone.watch.watchers[0].id)
            alone.settled()
            for _ in range(50):
                page.order(do="pause", run=run.id)
            page.close_code()
    assert led.orders() == []


def test_nobody_is_shut_out_by_an_unknown_name_and_a_second_link_of_a_browser_replaces_its_first(
    alone: Served,
) -> None:
    first = alone.enter("act")
    alone.watch.shut_out("")
    alone.watch.shut_out(first.key)
    answer = httpx.get(f"{alone.watch.address}/enter/{alone.code('act')}", headers={"Cookie": first.cookie})

    assert answer.status_code == 200
    assert first.get().status_code == 403
    assert len(alone.watch.watchers) == 1


@pytest.mark.parametrize("may", ["look", "act"])
def test_a_browser_that_opens_a_second_link_goes_on_and_is_reached_when_it_is_shut_out(alone: Served, may: May) -> None:
    run, led = alone.run()
    first = alone.enter(may)
    other = alone.enter(may)
    with first.opened(run.id) as page, first.opened(run.id) as second, other.page() as still:
        for each in (page, second, still):
            each.hear("hello")
        again = alone.enter(may, first)
        alone.settled()

        assert page.is_alive()
        assert second.is_alive()
        assert [(each.may_act, each.shows) for each in alone.watch.watchers] == [(may == "act", True)] * 2
        with again.page() as third:  # its two windows are the newest ones
            third.hear("hello")
            assert page.hear("end")["again"] == "pressed"
            _, theirs = alone.watch.watchers
            alone.watch.shut_out(theirs.id)

            for each in (second, third):
                assert each.hear("end")["again"] == "never"
                each.order(do="stop", run=run.id)
                assert each.close_code() == 1000
        assert still.is_alive()
        assert again.get().status_code == 403
        assert len(alone.watch.watchers) == 1
    assert led.orders() == []


@pytest.mark.parametrize("first", ["look", "act"])
def test_a_browser_with_links_to_watch_and_to_act_is_one_and_is_shut_out_of_both(alone: Served, first: May) -> None:
    guest = alone.enter(first)
    second = alone.enter("act" if first == "look" else "look", guest)
    with guest.page() as page, second.page() as other:
        for each in (page, other):
            each.hear("hello")
        (watcher,) = alone.watch.watchers
        assert (watcher.may_act, watcher.shows) == (True, True)

        alone.watch.shut_out(watcher.id)

        for each in (page, other):
            assert each.hear("end")["again"] == "never"
        assert [each.get().status_code for each in (guest, second)] == [403, 403]
        assert alone.watch.watchers == ()


@pytest.mark.long
def test_a_browser_that_has_opened_two_links_at_once_is_one_when_it_shows_both(alone: Served) -> None:
    act = alone.enter("act")
    look = alone.enter("look")
    stranger = alone.enter("look")
    assert len(alone.watch.watchers) == 3
    with Page(alone.port, f"{act.cookie}; {look.cookie}; {stranger.cookie}") as page:
        page.order(do="key", keys=[act.key, look.key])
        page.hear("hello")
        assert [each.may_act for each in alone.watch.watchers] == [True, False]

        alone.watch.shut_out(alone.watch.watchers[0].id)

        assert page.hear("end")["again"] == "never"
    assert [each.get().status_code for each in (act, look, stranger)] == [403, 403, 200]


@pytest.mark.long
@pytest.mark.parametrize("may", ["look", "act"])
def test_the_oldest_browser_beyond_the_most_that_may_do_the_same_is_out(alone: Served, may: May) -> None:
    oldest = alone.enter(may)
    both = alone.enter(may)
    other = alone.enter("act" if may == "look" else "look", both)
    with oldest.page() as page, both.page() as second, other.page() as third:
        for each in (page, second, third):
            each.hear("hello")
        for _ in range(32):
            alone.enter(may)

        assert page.hear("end")["again"] == "never"
        assert page.close_code() == 1000
        assert second.hear("end")["again"] == "soon"  # by its other pass
        assert third.is_alive()
        assert [each.get().status_code for each in (oldest, both, other)] == [403, 403, 200]
        assert len(alone.watch.watchers) == 33


@pytest.mark.long
@pytest.mark.parametrize("may", ["look", "act"])
def test_a_second_link_of_the_oldest_browser_takes_its_own_place_where_there_is_no_other(
    alone: Served, may: May
) -> None:
    first = alone.enter(may)
    others = [alone.enter(may) for _ in range(31)]
    with first.page() as page:
        page.hear("hello")

        again = alone.enter(may, first)

        assert page.is_alive()
    assert [each.get().status_code for each in (first, again, others[0])] == [403, 200, 200]


# --- Connections that have ended, and take nothing --------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("ended_by", ["shut out", "wrong order", "newer windows"])
def test_a_connection_that_has_ended_holds_no_file_whatever_it_still_has_to_take(
    alone: Served, monkeypatch: pytest.MonkeyPatch, ended_by: str
) -> None:
    run, led = alone.run("x" * MORE_THAN_A_SOCKET_HOLDS)
    guest = alone.enter("act")
    before = _open_files()
    with closing(socket.socket()) as client, ExitStack() as stack:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", alone.port))
        client.sendall(request_for_socket(alone.port, f"Cookie: {guest.cookie}", f"Origin: {alone.watch.address}"))
        assert client.recv(1024).startswith(b"HTTP/1.1 101 ")
        client.sendall(framed({"do": "key", "keys": [guest.key]}))
        client.sendall(framed({"do": "open", "run": run.id, "most": [9, 9]}))
        wait_until(lambda: ("look", True) in led.told, "the browser to watch")
        for _ in range(10):
            alone.settled()
        monkeypatch.setattr(connections, "LIVES_S", 1.0)

        if ended_by == "shut out":
            alone.watch.shut_out(alone.watch.watchers[0].id)
        elif ended_by == "wrong order":
            client.sendall(framed({"do": "nothing"}))
        else:
            for _ in range(2):
                stack.enter_context(guest.page()).hear("hello")
        wait_until(lambda: ("look", False) in led.told, "it to watch no more")
        stack.close()

        wait_until(lambda: _open_files() - before <= 1, "its file to be closed")


@pytest.mark.long
def test_pages_without_a_pass_that_take_no_word_hold_no_file(alone: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LIVES_S", 1.0)
    before = _open_files()
    with ExitStack() as stack:
        for _ in range(CROWD):
            client = stack.enter_context(closing(socket.create_connection(("127.0.0.1", alone.port))))
            client.sendall(request_for_socket(alone.port, f"Origin: {alone.watch.address}"))

        wait_until(lambda: _open_files() - before <= CROWD, "their files to be closed")
        alone.enter("look")


# --- Guesses ----------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_many_wrong_codes_are_reported_once_and_used_links_do_not_count() -> None:
    reported: list[str] = []
    links: list[tuple[May, str]] = []
    watch = Watch(lambda may, link: links.append((may, link)), warn=reported.append)
    with watch.serving(Place(port=0)):
        wait_until(lambda: len(links) > 1)
        port = int(watch.address.rpartition(":")[2])
        used = links[0][1]
        for _ in range(30):
            httpx.get(used)
        assert reported == []
        for n in range(30):
            assert statuses(asked(port, f"GET /enter/{n} HTTP/1.1")) == [403]

    assert len(reported) == 1
    assert reported[0].startswith("10 wrong links")
    assert "127.0.0.1" in reported[0]


def _open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def _notes(led: Led) -> list[str]:
    return [str(each[1]) for each in led.told if each[0] == "note"]

"""Runs of other programs: found by their sockets, seen as they go on, stopped and paused, and nothing else."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import Noticed, Stamped
from desktop_agent.core.texts.message import language
from desktop_agent.lib.paths import places
from desktop_agent.record.report.page import page_words
from desktop_agent.runtime.protocol.local_sockets import screen_name, socket_folder
from desktop_agent.runtime.protocol.messages import Asking, Begun, Channel, Pause, Reply, Say, Seen, ShowScreen, Stop
from desktop_agent.runtime.protocol.run_socket import RunSocket, run_sockets, watch_run
from desktop_agent.settings import Settings
from desktop_agent.web import watching as web_watching
from desktop_agent.web.server import Watch
from desktop_agent.web.watching import offer_runs, watching
from tests.fakes.runs.recorded import run_finished, run_started
from tests.fakes.waiting import wait_until


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    places().cache.mkdir(mode=0o700, parents=True)
    return tmp_path


@pytest.fixture
def held(home: Path) -> Iterator[tuple[list[object], RunSocket]]:
    obeyed: list[object] = []
    ours = RunSocket("Sort the letters", lambda order, _: obeyed.append(order))
    ours.process = 7
    yield obeyed, ours
    ours.close()


@pytest.mark.usefixtures("home", "english_again")
def test_a_browser_is_spoken_to_in_the_persons_language_wherever_the_links_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_UI__LANGUAGE", "fr")
    with watching(Settings(), 0):
        assert (language(), page_words()["lost"]) == ("fr", "La connexion est perdue. Nouvel essai…")


def watched(path: Path) -> Channel:
    channel = watch_run(path)
    assert channel is not None
    return channel


def test_a_watcher_is_told_the_task_what_has_begun_and_all_that_comes(held: tuple[list[object], RunSocket]) -> None:
    _, ours = held
    started = Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", ""))
    ours.hear(started)
    (path,) = run_sockets()
    with closing(watched(path)) as channel:
        assert [channel.receive() for _ in range(3)] == [
            Begun("Sort the letters", screen_name(os.environ), 7),
            started,
            Asking(False),
        ]
        ours.asks(is_open=True)
        assert channel.receive() == Asking(True)


def test_only_one_that_asks_for_the_screen_is_sent_it_and_only_as_long_as_it_does(
    held: tuple[list[object], RunSocket],
) -> None:
    obeyed, ours = held
    (path,) = run_sockets()
    seen = Seen(Size(2, 1), 0, b"01234567")
    with closing(watched(path)) as looks, closing(watched(path)) as other:
        for channel in (looks, other):
            assert [type(channel.receive()) for _ in range(2)] == [Begun, Asking]
        looks.send(ShowScreen(on=True))
        wait_until(lambda: obeyed)
        ours.send(seen)
        assert looks.receive() == seen
        looks.send(ShowScreen(on=False))
        wait_until(lambda: obeyed[1:])
        ours.send(seen)
        ours.asks(is_open=True)
        assert [channel.receive() for channel in (looks, other)] == [Asking(True), Asking(True)]


def test_a_longer_message_than_a_watcher_has_reason_for_ends_the_connection(
    held: tuple[list[object], RunSocket],
) -> None:
    obeyed, _ = held
    (path,) = run_sockets()
    with closing(watched(path)) as channel:
        channel.send(Pause("human", "Wait. " * 1_000))
        assert [type(channel.receive()) for _ in range(2)] == [Begun, Asking]
        with pytest.raises(EOFError):
            channel.receive()
    assert wait_until(lambda: obeyed) == [ShowScreen(on=False)]


@pytest.mark.usefixtures("home")
def test_one_that_is_cut_off_with_the_screen_still_asked_for_looks_no_more() -> None:
    """Its wish is still on the way when the run drops it: the last thing heard of it is that it looks no more."""
    obeyed: list[object] = []
    go = threading.Event()

    def obey(order: object, _: object) -> None:
        obeyed.append(order)
        if isinstance(order, Pause):
            go.wait(10)

    ours = RunSocket("Sort the letters", obey)
    (path,) = run_sockets()
    with closing(watched(path)) as channel:
        channel.send(Pause("human", "Wait."))
        wait_until(lambda: obeyed)
        channel.send(ShowScreen(on=True))
        ours.close()
        go.set()
        wait_until(lambda: obeyed[2:])
    assert obeyed[1:] == [ShowScreen(on=True), ShowScreen(on=False)]


@pytest.mark.parametrize("not_theirs", [Say("Go on."), Reply(1, "", None)])
def test_it_may_stop_pause_and_look_and_whatever_else_it_says_ends_the_connection(
    held: tuple[list[object], RunSocket], not_theirs: Say | Reply
) -> None:
    obeyed, _ = held
    (path,) = run_sockets()
    with closing(watched(path)) as channel:
        for message in (ShowScreen(on=True), Pause("human", "Wait."), Stop("human", "Enough."), not_theirs):
            channel.send(message)
        for reported in (Begun("Sort the letters", screen_name(os.environ), 7), Asking(False)):
            assert reported == channel.receive()
        with pytest.raises(EOFError):
            channel.receive()
    expected = [ShowScreen(on=True), Pause("human", "Wait."), Stop("human", "Enough."), ShowScreen(on=False)]
    assert wait_until(lambda: obeyed[3:] and obeyed) == expected


def test_a_run_that_is_over_leaves_no_socket_and_one_that_was_killed_none_for_long(home: Path) -> None:
    ours = RunSocket("Sort", lambda *_: None)
    (path,) = run_sockets()
    ours.close()
    assert [] == list(run_sockets())

    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(path))
    assert watch_run(path) is None
    assert [] == list(run_sockets())


def test_a_folder_that_others_can_write_to_gets_no_socket(home: Path) -> None:
    folder = socket_folder(places().cache)
    folder.mkdir()
    folder.chmod(0o777)
    ours = RunSocket("Sort", lambda *_: None)
    assert [] == list(run_sockets())
    ours.close()


def test_the_server_offers_it_with_its_record_so_far_and_no_more_than_to_stop_and_pause(
    held: tuple[list[object], RunSocket], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ours = held
    ours.hear(Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", str(home))))
    watch = Watch(lambda *_: None)
    over = threading.Event()
    monkeypatch.setattr(Watch, "post", lambda _watch, call, *given: call(*given))  # no loop runs here
    finding = threading.Thread(target=offer_runs, args=(watch, over, lambda started: started.model == "local"))
    finding.start()
    try:
        (run,) = wait_until(lambda: [one for one in tuple(watch.runs.values()) if one.name])
        ours.hear(Stamped(2, "2026-11-29T10:00:01.000Z", 0, Noticed("info", "The letters are sorted.")))
        ours.asks(is_open=True)
        wait_until(lambda: run.summary()["asks"])
        assert ["Note: The letters are sorted."] == [step["text"] for step in run.steps_since(0)[2]]
        assert (run.task, run.leads, run.summary()["model"]) == ("Sort the letters", False, "local")
        ours.close()
        wait_until(lambda: run.ended)
    finally:
        over.set()
        finding.join()


def test_a_run_whose_connection_was_lost_is_found_again_and_can_be_stopped(
    held: tuple[list[object], RunSocket], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obeyed, ours = held
    started = Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", str(home)))
    ours.hear(started)
    watch = Watch(lambda *_: None)
    over = threading.Event()
    monkeypatch.setattr(Watch, "post", lambda _watch, call, *given: call(*given))  # no loop runs here
    monkeypatch.setattr(web_watching, "_LOOK_EVERY_S", 0.05)
    finding = threading.Thread(target=offer_runs, args=(watch, over, lambda _: True))
    finding.start()
    try:
        (first,) = wait_until(lambda: [one for one in tuple(watch.runs.values()) if one.name])
        (watcher,) = ours._watchers
        ours._leave(watcher)
        wait_until(lambda: first.ended)
        (again,) = wait_until(lambda: [one for one in tuple(watch.runs.values()) if one.name and not one.ended])
        assert again.name == first.name
        wait_until(lambda: again.controls)
        assert again.controls is not None
        again.controls.stop("human")
        wait_until(lambda: Stop("human") in obeyed)
        ours.hear(started)  # a second one changes nothing
        ours.hear(Stamped(2, "2026-11-29T10:00:02.000Z", 0, run_finished(1, 1)))
        wait_until(lambda: again.ended)
        assert (again.has_end, len(watch.runs)) == (True, 2)
    finally:
        over.set()
        finding.join()

"""Runs of other programs: found by their public halves, seen as they go on, stopped and paused, and nothing else."""

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
from desktop_agent.runtime.protocol.messages import Asking, Begun, Channel, Pause, Reply, Say, Seen, ShowScreen, Stop
from desktop_agent.runtime.protocol.public_half import PublicHalf, public_halves, watch_half
from desktop_agent.runtime.protocol.tray_link import run_folder
from desktop_agent.settings import Settings
from desktop_agent.web.server import Watch
from desktop_agent.web.watching import find_runs, watching
from tests.fakes.runs.recorded import run_started
from tests.fakes.waiting import wait_until


class HeldRun:
    """A run as a watcher may hold it."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def stop(self, by: str, why: str = "") -> None:
        self.done.append(("stop", by, why))

    def pause(self, by: str, reason: str) -> None:
        self.done.append(("pause", by, reason))

    def look(self, *, on: bool, by: object = None) -> None:
        self.done.append(("look", on))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    places().cache.mkdir(mode=0o700, parents=True)
    return tmp_path


@pytest.fixture
def held(home: Path) -> Iterator[tuple[HeldRun, PublicHalf]]:
    run = HeldRun()
    half = PublicHalf(run, "Sort the letters")
    yield run, half
    half.close()


@pytest.mark.usefixtures("home", "english_again")
def test_a_browser_is_spoken_to_in_the_persons_language_wherever_the_links_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_UI__LANGUAGE", "fr")
    with watching(Settings(), 0):
        assert (language(), page_words()["lost"]) == ("fr", "La connexion est perdue. Nouvel essai…")


def watched(path: Path) -> Channel:
    channel = watch_half(path)
    assert channel is not None
    return channel


def test_a_watcher_is_told_the_task_what_has_begun_and_all_that_comes(held: tuple[HeldRun, PublicHalf]) -> None:
    _, half = held
    started = Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", ""))
    half.hear(started)
    (path,) = public_halves()
    with closing(watched(path)) as channel:
        assert [channel.receive() for _ in range(3)] == [Begun("Sort the letters", ""), started, Asking(False)]
        half.asks(is_open=True)
        half.see(Seen(Size(2, 1), 0, b"01234567"))
        assert [channel.receive() for _ in range(2)] == [Asking(True), Seen(Size(2, 1), 0, b"01234567")]


@pytest.mark.parametrize("not_theirs", [Say("Go on."), Reply(1, "", None)])
def test_it_may_stop_pause_and_look_and_whatever_else_it_says_ends_the_connection(
    held: tuple[HeldRun, PublicHalf], not_theirs: Say | Reply
) -> None:
    run, _ = held
    (path,) = public_halves()
    with closing(watched(path)) as channel:
        for message in (ShowScreen(on=True), Pause("human", "Wait."), Stop("human", "Enough."), not_theirs):
            channel.send(message)
        for reported in (Begun("Sort the letters", ""), Asking(False)):
            assert reported == channel.receive()
        with pytest.raises(EOFError):
            channel.receive()
    expected = [("look", True), ("pause", "human", "Wait."), ("stop", "human", "Enough."), ("look", False)]
    assert wait_until(lambda: run.done[3:] and run.done) == expected


def test_a_run_that_is_over_leaves_no_socket_and_one_that_was_killed_none_for_long(home: Path) -> None:
    half = PublicHalf(HeldRun(), "Sort")
    (path,) = public_halves()
    half.close()
    assert [] == list(public_halves())

    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(path))
    assert watch_half(path) is None
    assert [] == list(public_halves())


def test_a_folder_that_others_can_write_to_gets_no_socket(home: Path) -> None:
    folder = run_folder(places().cache)
    folder.mkdir()
    folder.chmod(0o777)
    half = PublicHalf(HeldRun(), "Sort")
    assert [] == list(public_halves())
    half.close()


def test_the_server_offers_it_with_its_record_so_far_and_no_more_than_to_stop_and_pause(
    held: tuple[HeldRun, PublicHalf], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, half = held
    half.hear(Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", str(home))))
    watch = Watch(lambda *_: None)
    over = threading.Event()
    monkeypatch.setattr(Watch, "post", lambda _watch, call, *given: call(*given))  # no loop runs here
    finding = threading.Thread(target=find_runs, args=(watch, over, lambda started: started.model == "local"))
    finding.start()
    try:
        (run,) = wait_until(lambda: [one for one in tuple(watch.runs.values()) if one.name])
        half.hear(Stamped(2, "2026-11-29T10:00:01.000Z", 0, Noticed("info", "The letters are sorted.")))
        half.asks(is_open=True)
        wait_until(lambda: run.summary()["asks"])
        assert ["Note: The letters are sorted."] == [step["text"] for step in run.steps_since(0)[2]]
        assert (run.task, run.leads, run.summary()["model"]) == ("Sort the letters", False, "local")
        half.close()
        wait_until(lambda: run.ended)
    finally:
        over.set()
        finding.join()

"""A task in a cluster: what comes back becomes a desk here, and a dead computer is no reason to do a thing twice."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError, SettingsError
from desktop_agent.core.version import __version__
from desktop_agent.desk.folder import desks, open_desk
from desktop_agent.desk.many.away import DeskAway
from desktop_agent.desk.many.bundle import packed, unpacked
from desktop_agent.desk.many.news import WorkerNews
from desktop_agent.desk.many.node import NodeResult, TravellingFolder
from desktop_agent.desk.many.ray_cluster import RayWorker
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.desk.network.sent_list import sent_requests
from desktop_agent.desk.receipt.read import read_receipt
from tests.fakes.played_ray import PlayedHandle, PlayedRay

SENT = (
    '{"at": "2026-11-22T12:00:00.000Z", "method": "POST", "host": "example.org", "path": "/", "encrypted": true,'
    ' "size": 3, "by": "once"}\n'
)
RUN = "20261122-120000-letters-a1b2c3"


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of the person's, in a home of the test's own."""
    home = tmp_path / "home"
    folder = home / "Letters"
    (folder / "old").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "old/c.txt"):
        (folder / name).write_text("the person's")
    (folder / ".env").write_text("a secret")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    return folder


def task(folder: Path, **more: object) -> DeskTask:
    return replace(DeskTask("letters", "Sort the letters", files=(str(folder),)), **more)  # type: ignore[arg-type]


def result(tmp_path: Path) -> NodeResult:
    """Return what a desk there has left: one file changed, one new, one deleted, and what it saved around them."""
    upper, around = tmp_path / "upper", tmp_path / "around"
    upper.mkdir()
    (around / ".config").mkdir(parents=True)
    (around / ".config/editor").write_text("wide")
    (upper / "a.txt").write_text("the desk's, longer")
    (upper / "new.txt").write_text("new")
    os.mknod(upper / "b.txt", stat.S_IFCHR | 0o600, os.makedev(0, 0))
    record = tmp_path / "record"
    record.mkdir()
    (record / "events.jsonl").write_text("{}\n")
    return NodeResult((packed(upper), packed(around)), RUN, packed(record), SENT.encode(), b"/tmp/draft.txt\0")


def test_only_the_folder_travels_without_what_is_hidden(letters: Path, tmp_path: Path) -> None:
    away = DeskAway(task(letters))

    [folder] = away.folders
    unpacked(folder.content, tmp_path / "there")
    assert folder.place == "Letters"
    assert sorted(path.name for path in (tmp_path / "there").rglob("*")) == ["a.txt", "b.txt", "c.txt", "old"]
    assert open_desk(away.folder).status == "running"
    assert set(away.record.layers[0].names_at_start() or ()) == {b"a.txt", b"b.txt", b"old", b"old/c.txt"}


def test_what_comes_back_is_a_receipt_and_what_the_person_changed_meanwhile_a_conflict(
    letters: Path, tmp_path: Path
) -> None:
    away = DeskAway(task(letters))
    (letters / "a.txt").write_text("edited meanwhile")

    ended = away.take_in(result(tmp_path), is_done=True)

    receipt = read_receipt(away.folder)
    changes = {one.path: (one.kind, one.conflict) for one in receipt.of("documents")}
    assert changes == {"a.txt": ("changed", "changed"), "new.txt": ("new", ""), "b.txt": ("deleted", "")}
    assert [one.path for one in receipt.of("settings")] == [".config/editor"]
    assert [one.path for one in receipt.left_out] == ["/tmp/draft.txt"]
    assert (ended.desk, ended.receipt, ended.taken) == (away.id, "keep", 0)
    assert (open_desk(away.folder).status, open_desk(away.folder).run) == ("ended", RUN)
    assert (tmp_path / "own" / "data" / "runs" / RUN / "events.jsonl").read_text() == "{}\n"
    assert [one.host for one in sent_requests(away.folder)] == ["example.org"]
    assert (letters / "a.txt").read_text() == "edited meanwhile"
    assert (letters / "b.txt").exists()


def test_accepting_happens_here_and_leaves_what_the_person_changed(letters: Path, tmp_path: Path) -> None:
    away = DeskAway(task(letters, receipt="accept"))
    (letters / "a.txt").write_text("edited meanwhile")

    ended = away.take_in(result(tmp_path), is_done=True)

    assert (ended.taken, ended.left) == (2, 1)
    assert {path.name: path.read_text() for path in letters.glob("*.txt")} == {
        "a.txt": "edited meanwhile",
        "new.txt": "new",
    }


def test_what_a_run_left_half_done_is_not_accepted_unseen(letters: Path, tmp_path: Path) -> None:
    ended = DeskAway(task(letters, receipt="accept")).take_in(result(tmp_path), is_done=False)

    assert (ended.receipt, ended.taken) == ("keep", 0)
    assert (letters / "a.txt").read_text() == "the person's"


def test_a_result_of_another_form_is_not_taken(letters: Path, tmp_path: Path) -> None:
    away = DeskAway(task(letters))

    with pytest.raises(DeskError, match="not what was asked for"):
        away.take_in(NodeResult((), RUN, b""), is_done=True)

    assert not away.folder.exists()


def test_a_hidden_folder_does_not_travel(letters: Path) -> None:
    (letters.parent / ".ssh").mkdir()

    with pytest.raises(SettingsError, match="hidden from every desk"):
        DeskAway(task(letters.parent / ".ssh"))


class PlayedNode:
    """What an actor says: its version, then the news, then the result."""

    def __init__(self, result: NodeResult, news: list[WorkerNews], version: str = __version__) -> None:
        self._result, self._news, self._version = result, news, version
        self.told: list[object] = []

    def version(self) -> str:
        return self._version

    def news(self) -> tuple[WorkerNews, bytes]:
        return self._news.pop(0), b"shown"

    def result(self) -> NodeResult:
        return self._result

    def answer(self, line: bytes) -> None:
        self.told.append(line)

    def close(self) -> None:
        self.told.append("closed")


class PlayedCluster:
    """Gives one handle after another."""

    def __init__(self, *nodes: PlayedNode) -> None:
        self.ray, self._nodes, self.handles = PlayedRay(), list(nodes), list[PlayedHandle]()

    def actor(self, task: DeskTask, desk: DeskAway, *, asks: bool) -> PlayedHandle:
        assert all(isinstance(folder, TravellingFolder) for folder in desk.folders)
        self.handles.append(PlayedHandle(self._nodes.pop(0)))
        return self.handles[-1]


def worker_for(cluster: PlayedCluster, one: DeskTask) -> RayWorker:
    return RayWorker(cluster, one, asks=False)  # type: ignore[arg-type]


def until_over(worker: RayWorker) -> WorkerNews:
    for _ in range(20):
        news = worker.news()
        if news.exit_code is not None:
            return news
    raise AssertionError("It does not end.")


def test_a_dead_computer_is_replaced_and_the_task_done_anew(letters: Path, tmp_path: Path) -> None:
    first = PlayedNode(NodeResult(), [WorkerNews()] * 9)
    cluster = PlayedCluster(first, PlayedNode(result(tmp_path), [WorkerNews(), WorkerNews(exit_code=0)]))
    worker = worker_for(cluster, task(letters))
    worker.news()
    worker.news()
    cluster.handles[0].is_alive = False

    assert b"It is done anew" in worker.news().events
    news = until_over(worker)
    worker.close()

    assert news.exit_code == 0
    assert b'"desk.ended"' in news.events
    assert [record.run for record in desks(tmp_path / "own" / "data" / "desks")] == [RUN]


def test_a_task_with_hosts_is_not_done_twice(letters: Path, tmp_path: Path) -> None:
    cluster = PlayedCluster(PlayedNode(NodeResult(), [WorkerNews()] * 9))
    worker = worker_for(cluster, task(letters, hosts=("example.org",)))
    worker.news()
    cluster.handles[0].is_alive = False

    news = until_over(worker)
    worker.close()

    assert (news.exit_code, news.last_words) == (1, "The computer that it ran on is gone.")
    assert desks(tmp_path / "own" / "data" / "desks") == []


def test_computers_that_die_one_after_another_are_not_tried_for_ever(letters: Path, tmp_path: Path) -> None:
    cluster = PlayedCluster(*(PlayedNode(NodeResult(), []) for _ in range(9)))
    worker = worker_for(cluster, task(letters))

    news = WorkerNews()
    while news.exit_code is None:
        cluster.handles[-1].is_alive = False
        news = worker.news()

    assert (news.exit_code, len(cluster.handles)) == (1, 3)


def test_another_version_there_is_told_and_nothing_run(letters: Path, tmp_path: Path) -> None:
    worker = worker_for(PlayedCluster(PlayedNode(NodeResult(), [], version="9.9.9")), task(letters))

    assert until_over(worker).last_words == f"Version 9.9.9 is there, and {__version__} here."


def test_stopped_before_a_computer_had_room_it_ends_at_once(letters: Path, tmp_path: Path) -> None:
    worker = worker_for(PlayedCluster(PlayedNode(NodeResult(), [])), task(letters))

    worker.stop(2)

    assert until_over(worker).exit_code == 3


def test_accepted_in_part_it_is_only_partly_done(letters: Path, tmp_path: Path) -> None:
    node = PlayedNode(result(tmp_path), [WorkerNews(exit_code=0)])
    worker = worker_for(PlayedCluster(node), task(letters, receipt="accept"))
    (letters / "a.txt").write_text("edited meanwhile")

    assert until_over(worker).exit_code == 5

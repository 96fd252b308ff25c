"""A task in a cluster: what comes back becomes a desk here, and a dead computer is no reason to do a thing twice."""

import io
import os
import stat
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError, SettingsError
from desktop_agent.core.events import Stamped
from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.core.version import __version__
from desktop_agent.desk.folder import desks, open_desk
from desktop_agent.desk.many.bundle import packed, unpacked
from desktop_agent.desk.many.node import NodeResult, TravellingFolder
from desktop_agent.desk.many.ray_cluster import DeskAway, RayWorker
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.desk.many.worker import WorkerEnd, start_for
from desktop_agent.desk.network.sent_list import sent_requests
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.host.client import ClientServices
from desktop_agent.host.keys import forget_key, keep_key
from desktop_agent.host.protocol import Ended, Prepared, Start, ToClient, message_from, pieces_of
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.run.result import RunResult
from desktop_agent.run.stand_ins import AbsentApprover, NoOverlays
from desktop_agent.settings import settings_of
from desktop_agent.settings.api_keys import KeyFile
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

    with pytest.raises(DeskError, match="sent invalid data"):
        away.take_in(NodeResult((), RUN, b""), is_done=True)

    assert not away.folder.exists()


def test_a_hidden_folder_does_not_travel(letters: Path) -> None:
    (letters.parent / ".ssh").mkdir()

    with pytest.raises(SettingsError, match="hidden from all desks"):
        DeskAway(task(letters.parent / ".ssh"))


ENDED = RunResult("completed", "", RUN, Path("/there") / RUN, 1, 1, None, 1.0, 0)


class PlayedNode:
    """What an actor says: its version, then the run's messages, and the result."""

    def __init__(self, result: NodeResult, *, version: str = __version__, ends: bool = True) -> None:
        self._result, self._version = result, version
        self._says: list[ToClient] = [Prepared("Nothing leaves."), *([Ended(ENDED)] if ends else [])]
        self.told: list[object] = []
        self.hears: Callable[[], object] = lambda: None

    def version(self) -> str:
        return self._version

    def say(self, message: bytes) -> None:
        self.told.append(message_from(io.BytesIO(message)))

    def hear(self, within_s: float) -> bytes | None:
        self.hears()
        return b"".join(pieces_of(self._says.pop(0))) if self._says else b""

    def result(self) -> NodeResult:
        return self._result

    def end(self) -> None:
        self.told.append("end")

    def close(self) -> None:
        self.told.append("closed")


class PlayedCluster:
    """Gives one handle after another; `dies` says which of them die once the run there has begun."""

    def __init__(self, *nodes: PlayedNode, dies: Collection[int] = ()) -> None:
        self.ray, self._nodes, self._dies = PlayedRay(), list(nodes), dies
        self.handles = list[PlayedHandle]()

    def actor(self, desk: DeskAway) -> PlayedHandle:
        assert all(isinstance(folder, TravellingFolder) for folder in desk.folders)
        handle = PlayedHandle(node := self._nodes.pop(0))
        if len(self.handles) in self._dies:
            node.hears = lambda: self.ray.dies(handle) if node.told else None
        self.handles.append(handle)
        return handle


class Heard:
    """What a worker has told, and how it ended."""

    def __init__(self, cluster: PlayedCluster, one: DeskTask) -> None:
        self.worker = RayWorker(cluster, one, start_for(one, settings_of({})))  # type: ignore[arg-type]
        self.events = list[Stamped]()

    def run(self) -> WorkerEnd:
        services = ClientServices(
            AbsentApprover(), NoOverlays(), (self.events.append,), pass_nothing_on, RememberedApprovals()
        )
        return self.worker.run(services)

    def kinds(self) -> list[str]:
        return [type(one.event).__name__ for one in self.events]


def test_what_a_client_and_a_run_say_to_each_other_crosses_and_what_is_the_persons_alone_does_not(
    letters: Path, tmp_path: Path
) -> None:
    node = PlayedNode(result(tmp_path))
    keep_key("mine", "sk-of-this-session", "session", KeyFile(tmp_path / "none"))

    end = Heard(PlayedCluster(node), task(letters)).run()
    forget_key("mine", KeyFile(tmp_path / "none"))

    started = node.told[0]
    assert end.exit_code == 0
    assert isinstance(started, Start)
    assert (started.task, started.keys, started.signed_with) == ("Sort the letters", {}, b"")
    assert node.told[-1] == "closed"


def test_a_dead_computer_is_replaced_and_the_task_done_anew(letters: Path, tmp_path: Path) -> None:
    cluster = PlayedCluster(PlayedNode(NodeResult(), ends=False), PlayedNode(result(tmp_path)), dies={0})
    heard = Heard(cluster, task(letters))

    end = heard.run()

    assert end.exit_code == 0
    assert heard.kinds() == ["Noticed", "DeskEnded"]
    assert "It's being restarted." in heard.events[0].line()
    assert [record.run for record in desks(tmp_path / "own" / "data" / "desks")] == [RUN]


def test_a_task_with_hosts_is_not_done_twice(letters: Path, tmp_path: Path) -> None:
    cluster = PlayedCluster(PlayedNode(NodeResult(), ends=False), dies={0})

    end = Heard(cluster, task(letters, hosts=("example.org",))).run()

    assert (end.exit_code, end.message) == (1, "The computer it was running on is no longer available.")
    assert desks(tmp_path / "own" / "data" / "desks") == []


def test_computers_that_die_one_after_another_are_not_tried_for_ever(letters: Path, tmp_path: Path) -> None:
    cluster = PlayedCluster(*(PlayedNode(NodeResult(), ends=False) for _ in range(9)), dies=range(9))

    end = Heard(cluster, task(letters)).run()

    assert (end.exit_code, len(cluster.handles)) == (1, 3)
    assert desks(tmp_path / "own" / "data" / "desks") == []


def test_another_version_there_is_told_and_nothing_run(letters: Path, tmp_path: Path) -> None:
    node = PlayedNode(NodeResult(), version="9.9.9")

    end = Heard(PlayedCluster(node), task(letters)).run()

    assert end.message == f"The cluster is running version 9.9.9, but this computer is running {__version__}."
    assert node.told == ["closed"]
    assert desks(tmp_path / "own" / "data" / "desks") == []


def test_stopped_before_a_computer_had_room_it_ends_at_once(letters: Path, tmp_path: Path) -> None:
    node = PlayedNode(NodeResult())
    heard = Heard(PlayedCluster(node), task(letters))

    heard.worker.stop("interrupt")

    assert heard.run().exit_code == 3
    assert not [one for one in node.told if isinstance(one, Start)]


def test_accepted_in_part_it_is_only_partly_done(letters: Path, tmp_path: Path) -> None:
    heard = Heard(PlayedCluster(node := PlayedNode(result(tmp_path))), task(letters, receipt="accept"))
    node.hears = lambda: (letters / "a.txt").write_text("edited meanwhile")

    assert heard.run().exit_code == 5

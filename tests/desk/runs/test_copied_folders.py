"""A run waits for the copy of the folders in its scope, says what has none, and says at its end what has changed."""

import asyncio
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from desktop_agent.core.runs.events import Event, Noticed
from desktop_agent.desk.folder import DeskRecord
from desktop_agent.desk.receipt.folder_copy import FolderCopy
from desktop_agent.desk.runs import copied_folders
from desktop_agent.desk.runs.copied_folders import MOST_NAMED, CopiedFolders, roots_of
from desktop_agent.record.journal import BEFORE
from desktop_agent.run.end.ending import RunEnding
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

DONE = RunEnding("completed", "Done.")
PLENTY = (100, 1_000_000)


class CopyOfOneWhoWaits(FolderCopy):
    """A copy that only begins once nobody waits for it any more."""

    def make(self, name: str, task: str, lowers: Sequence[Path], own: Collection[Path]) -> DeskRecord:
        wait_until(self._is_over)
        return super().make(name, task, lowers, own)


def played(
    run: Path, folders: list[Path], script: str, limits: tuple[int, int] = PLENTY
) -> tuple[RunEnding, list[str]]:
    events = list[Event]()

    copied = CopiedFolders(run, "Sort the letters", folders, (run.parent,), limits)
    asyncio.run(copied.ready(events.append))
    subprocess.run(["sh", "-euc", script], cwd=folders[0], check=True)
    ended = asyncio.run(copied.end(DONE, events.append))
    copied.close()
    return ended, [event.text for event in events if isinstance(event, Noticed)]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "data/20261122-120000-letters-0a1b2c"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.program
def test_the_changed_files_are_in_the_end(tmp_path: Path, run: Path) -> None:
    (tmp_path / "a.txt").write_text("a")

    ended, words = played(run, [tmp_path, tmp_path / "data"], "echo b > b.txt; rm a.txt; touch data/of-ours")

    assert ended.files == (
        {"path": f"{tmp_path}/a.txt", "change": "removed"}, {"path": f"{tmp_path}/b.txt", "change": "new"}
    )  # fmt: skip
    assert words == []
    assert [file.name for file in (run / BEFORE / "up/0").iterdir()] == ["a.txt"]
    assert (run / BEFORE).stat().st_mode & 0o777 == 0o700


@pytest.mark.program
def test_what_programs_leave_for_themselves_is_counted_and_not_named(tmp_path: Path, run: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "plan.txt").write_text("one")
    (folder / ".~lock.old.ods#").touch()
    left = "rm '.~lock.old.ods#'; cp plan.txt plan.txt~; echo two > plan.txt; : > .plan.txt.swp; : > '.~lock.plan.txt#'"

    ended, _ = played(run, [folder], left)

    assert ended.files == (
        {"path": f"{folder}/plan.txt", "change": "changed"},
        {"path": "4", "change": "noise"},
    )


@pytest.mark.program
def test_many_are_counted(tmp_path: Path, run: Path) -> None:
    ended, _ = played(run, [tmp_path], f"for i in $(seq {MOST_NAMED + 7}); do : > $i; done")

    assert ended.files is not None
    assert len(ended.files) == MOST_NAMED + 1
    assert ended.files[-1] == {"path": "7", "change": "more"}


@pytest.mark.program
@pytest.mark.parametrize(
    ("limits", "sentence", "kept"),
    [
        ((3, 10**6), "This run's changes to files in {} can't be undone: they hold more than 3 files.", False),
        ((99, 3000), "1 file in {} couldn't be copied, so changes to it can't be undone.", True),
    ],
)
def test_what_has_no_copy_is_said_before_the_first_act(
    tmp_path: Path, run: Path, limits: tuple[int, int], sentence: str, kept: bool
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(4):
        (folder / str(number)).write_text("x" * 900 * number)

    ended, words = played(run, [folder], "rm 0", limits)

    assert words == [sentence.format(folder)]
    assert (ended.files is not None) == kept == (run / BEFORE).exists()


@pytest.mark.program
def test_a_run_waits_so_long_for_its_copy_and_says_for_what(
    tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied_folders, "_SILENT_S", 0.0)
    monkeypatch.setattr(copied_folders, "_WAITS_S", 0.0)
    monkeypatch.setattr(copied_folders, "FolderCopy", CopyOfOneWhoWaits)
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "0").write_text("x")

    ended, words = played(run, [folder], "rm 0")

    assert words[:2] == [
        f"Copying {folder} first, for undo.",
        f"This run's changes to files in {folder} can't be undone: copying them takes too long.",
    ]
    assert ended == DONE
    assert not (run / BEFORE).exists()


def test_what_a_run_waits_for_at_its_end_is_said(tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "old").write_text("x")
    monkeypatch.setattr(copied_folders, "_WAITS_S", 100.0)
    copied = CopiedFolders(run, "Sort the letters", [folder], (run.parent,), (4000, 10**6))
    events = list[Event]()

    async def ended() -> None:
        await copied.ready(events.append)
        events.clear()
        monkeypatch.setattr(copied_folders, "_SILENT_S", 0.0)
        (folder / "new").touch()
        await copied.end(DONE, events.append)

    asyncio.run(ended())
    copied.close()

    assert events == [Noticed("info", f"Looking for the files that changed in {folder}.")]
    assert not [*(run / BEFORE / "up/0").iterdir()]


@pytest.mark.program
def test_a_place_that_takes_no_copy_only_costs_the_undo(tmp_path: Path, run: Path) -> None:
    (tmp_path / "docs").mkdir()
    (run / BEFORE).write_text("in the way")

    ended, words = played(run, [tmp_path / "docs"], ": > new")

    assert ended == DONE
    assert words == [f"This run's changes to files in {tmp_path}/docs can't be undone: File exists."]


@pytest.mark.program
@pytest.mark.parametrize(
    ("disk", "sentence", "end"),
    [
        ("size=64k", "1 file in {} couldn't be copied", "'path': '{}/new', 'change': 'new'"),
        ("nr_inodes=8", "changes to files in {} can't be undone: No space left on device.", "files=None"),
    ],
)
def test_a_disk_that_is_nearly_full_is_not_filled(
    tmp_path: Path, run: Path, disk: str, sentence: str, end: str
) -> None:
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("user namespaces are not allowed here")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/large").write_bytes(bytes(range(256)) * 200)
    mount = f'mount -t tmpfs -o {disk} none "$1"; mkdir "$2"; "$3" -c "$4" "$2" "$5"; ls "$2"'
    script = (
        "import sys; from pathlib import Path; from tests.desk.runs.test_copied_folders import PLENTY, played; "
        "print(played(Path(sys.argv[1]), [Path(sys.argv[2])], ': > new', PLENTY))"
    )
    words = (str(run.parent), str(run), sys.executable, script, str(tmp_path / "docs"))

    command = ["unshare", "-Urm", "sh", "-euc", mount, "sh", *words]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert sentence.format(tmp_path / "docs") in output
    assert end.format(tmp_path / "docs") in output
    assert output.endswith(f"{BEFORE}\n") == (disk == "size=64k")


def test_folders_are_copied_once_and_never_our_own(tmp_path: Path) -> None:
    for name in ("docs/inner", "data/runs", "home"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to("docs")

    names = ("docs/inner", "link", "docs", "none", "data/runs")

    assert roots_of([tmp_path / name for name in names], [tmp_path / "data"]) == [tmp_path / "docs"]

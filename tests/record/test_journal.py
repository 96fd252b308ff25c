"""Writing a run: what is on disk when, and what a full disk or a vanished folder does to it."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import DiskFullError, RecordError
from desktop_agent.core.runs.events import ActionStarted, Noticed, Stamped
from desktop_agent.record.journal import RunRecorder, record_error
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import Story, frame, picture, run_finished, run_started, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[RunRecorder]:
    recorder = RunStore(tmp_path / "runs").create("Save a note", NOW, "3fa9c1")
    yield recorder
    recorder.close()


def test_the_journal_is_the_lines_of_the_events_and_nothing_else(recorder: RunRecorder) -> None:
    story = tell_whole_run(recorder, str(recorder.dir), recorder.run)

    lines = (recorder.dir / "events.jsonl").read_text().split("\n")

    assert [*(stamped.line() for stamped in story.said), ""] == lines


@pytest.mark.program
@pytest.mark.skipif(sys.platform != "linux", reason="strace")
def test_the_intent_to_act_and_the_end_are_on_disk_before_the_next_line_and_nothing_else_waits(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from desktop_agent.record.store import RunStore; from desktop_agent.core.runs.events import *\n"
        "r = RunStore(Path(sys.argv[1])).create('t', datetime.now(UTC), 'aaaaaa')\n"
        "r.write(Stamped(1, 'x', 1, Noticed('info', 'n')))\n"
        "r.write(Stamped(2, 'x', 1, ActionStarted('c', 0))); print('ACT', flush=True)\n"
        "r.write(Stamped(3, 'x', 1, RunFinished('completed', '', 1, 1, {}, None, 1.0, 1.0, 0)))\n"
        "print('ACT', flush=True); r.close()"
    )
    try:
        strace = ["strace", "-f", "-y", "-e", "trace=write,fsync", "-o", str(tmp_path / "calls")]
        subprocess.run([*strace, sys.executable, "-c", code, str(tmp_path / "runs")], check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("strace can't run here")
    calls = (tmp_path / "calls").read_text().splitlines()
    order = [each for each in calls if "events.jsonl" in each or "ACT" in each]
    names_synced = [at for at, each in enumerate(calls) if "fsync" in each and "-aaaaaa>" in each]

    assert ["write", *("write", "fsync", "write") * 2] == [each.split(maxsplit=1)[1].split("(")[0] for each in order]
    assert names_synced == [calls.index(order[3]) - 1]


def test_pictures_are_kept_byte_for_byte_and_named_in_order(recorder: RunRecorder) -> None:
    png = picture(1)
    jpg = picture(2, kind="JPEG")
    webp = picture(3, kind="WEBP")

    kinds = ((png, "image/png"), (jpg, "image/jpeg"), (webp, "image/webp"))
    paths = [recorder.keep(frame(data, kind)) for data, kind in kinds]

    assert ["frames/000001.png", "frames/000002.jpg", "frames/000003.webp"] == paths
    assert [png, jpg, webp] == [(recorder.dir / str(path)).read_bytes() for path in paths]
    assert {"000001.png", "000002.jpg", "000003.webp"} == {each.name for each in (recorder.dir / "frames").iterdir()}


def test_without_pictures_the_journal_is_all_that_is_kept(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1", pictures=False)
    tell_whole_run(recorder, str(recorder.dir), recorder.run)
    recorder.close()

    assert ["events.jsonl"] == [each.name for each in recorder.dir.rglob("*") if each.is_file()]


def test_half_of_a_surrogate_pair_is_written_as_an_escape_and_a_hash_of_elsewhere_is_left_out(
    recorder: RunRecorder,
) -> None:
    recorder.write(Stamped(1, "x", 0, Noticed("info", "\ud83d"), chain="elsewhere"))

    line = (recorder.dir / "events.jsonl").read_bytes()
    assert json.loads(line)["text"] == "\ud83d"
    assert b"elsewhere" not in line


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (errno.ENOSPC, DiskFullError, "no space left"),
        (errno.EDQUOT, DiskFullError, "no space left"),
        (errno.EACCES, RecordError, "Permission denied"),
    ],
)
def test_a_failed_write_says_why_and_names_the_folder(code: int, error: type[RecordError], words: str) -> None:
    reported = record_error(OSError(code, os.strerror(code)), Path("/runs/1"))

    assert type(reported) is error
    assert words in str(reported)
    assert "/runs/1" in str(reported)
    assert "DESKTOP_AGENT_HOME" in reported.hint


def test_a_failed_write_without_words_of_the_system_names_its_kind() -> None:
    assert "TimeoutError" in str(record_error(TimeoutError(), Path("/runs/1")))


@pytest.mark.program
@pytest.mark.parametrize("fate", ["removed", "moved", "without its pictures"])
def test_a_folder_that_goes_away_stops_the_recording(recorder: RunRecorder, tmp_path: Path, fate: str) -> None:
    gone = recorder.dir / "frames" if fate == "without its pictures" else recorder.dir
    gone.rename(tmp_path / "moved")
    if fate == "removed":
        subprocess.run(["rm", "-r", str(tmp_path / "moved")], check=True)

    with pytest.raises(RecordError, match="moved, removed or replaced") as raised:
        recorder.write(Stamped(1, "x", 0, ActionStarted("c", 0)))

    assert raised.value.hint


def test_a_recording_that_has_ended_takes_no_more_and_may_end_again(recorder: RunRecorder) -> None:
    recorder.write(Stamped(1, "x", 0, ActionStarted("c", 0)))
    recorder.close()
    recorder.close()

    with pytest.raises(RecordError, match="already closed") as raised:
        recorder.write(Stamped(2, "x", 0, ActionStarted("c", 0)))
    assert raised.value.hint


FULL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop_agent.core.errors import DiskFullError
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import Story, frame, picture, run_finished, run_started, tell_whole_run
recorder = RunStore(Path(sys.argv[1])).create("Fill the disk", datetime(2026, 11, 20, tzinfo=UTC), "aaaaaa")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=5)
except DiskFullError as error:
    print(error)
"""


@pytest.mark.program
@pytest.mark.parametrize("limit", [1, 5000])
def test_what_was_written_before_the_disk_was_full_stays_whole(tmp_path: Path, limit: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(limit)], check=True, capture_output=True, text=True
    )
    (folder,) = tmp_path.iterdir()
    journal = (folder / "events.jsonl").read_bytes()

    assert "There is no space left for the recording" in done.stdout
    assert all(json.loads(line) for line in journal.splitlines())
    assert journal == b"" or journal.endswith(b"\n")
    assert [] == list(folder.rglob("*.part"))
    assert "cut off" == read_run(folder).summary.status


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "none", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("a small disk can't be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop_agent.record.reader import read_summary
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import Story, frame, picture, run_finished, run_started, tell_whole_run
recorder = RunStore(Path(sys.argv[1])).create("Killed", datetime(2026, 11, 20, tzinfo=UTC), "aaaaaa")
story = Story(recorder)
story.tell(run_started(recorder.run, str(recorder.dir)))
story.show("start")
print("ready", flush=True)
sys.stdin.read(1)
story.think("One more line.")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.program
def test_a_killed_run_keeps_every_line_and_is_no_longer_running(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        (folder,) = tmp_path.iterdir()
        before = read_run(folder)
        process.stdin.write(b"x")
        process.stdin.close()
        process.wait()
    after = read_run(folder)

    assert ("running", "cut off") == (before.summary.status, after.summary.status)
    assert ["One more line."] == [row.text for row in after.turns[-1].moments]
    assert picture(1) == (folder / "frames/000001.png").read_bytes()


def show_forever(story: Story) -> None:
    while True:
        story.show()


def think_forever(story: Story) -> None:
    while True:
        story.think("long " * 200)


@pytest.mark.program
@pytest.mark.parametrize("fill", [show_forever, think_forever])
def test_a_run_that_filled_the_disk_can_still_write_how_it_ended(
    small_disk: Path, fill: Callable[[Story], None]
) -> None:
    recorder = RunStore(small_disk).create("Fill the disk", NOW, "3fa9c1")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    with pytest.raises(DiskFullError) as raised:
        fill(story)

    story.tell(run_finished(1, 0))
    recorder.close()

    assert "DESKTOP_AGENT_HOME" in raised.value.hint
    assert "completed" == read_run(recorder.dir).summary.status
    assert all((recorder.dir / f"frames/{n:06d}.png").read_bytes() == picture(n) for n in range(1, story.frames))

"""`run --desk`: a whole run of the built-in model, offline, whose changes stay on the desk."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from desktop_agent.desk.desk_lock import keeper_of
from tests.fakes.desks import desk_over
from tests.fakes.warm import program

# A program with a desktop entry of the person's own, which writes a file when its button is pressed.
PROGRAM = """
import pathlib, tkinter
window = tkinter.Tk()
window.title("Letters")
def sort():
    pathlib.Path.home().joinpath("sorted.txt").write_text("by the desk")
    window.destroy()
tkinter.Button(window, text="Sort letters", font=("DejaVu Sans", 20), command=sort).pack(padx=60, pady=60)
window.mainloop()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    (home / "letters.py").write_text(PROGRAM)
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (entries / "letters.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/python3 {home}/letters.py\n"
    )
    return {**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}


def test_a_run_works_a_program_on_the_desk_and_the_file_stays_there(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = _run(environment, 'open "Letters"; click "Sort letters"')

    events = [json.loads(line) for line in done.stdout.splitlines()]
    desks = list((tmp_path / "own" / "data" / "desks").iterdir())
    record = json.loads((desks[0] / "desk.json").read_text())
    ended = events[-2]
    assert (done.returncode, events[-1]["status"]) == (0, "completed"), done.stderr
    assert not (tmp_path / "home" / "sorted.txt").exists()
    assert [(desk / "up" / "0" / "sorted.txt").read_text() for desk in desks] == ["by the desk"]
    assert (record["status"], record["run"]) == ("ended", events[0]["run"])
    assert f"desktop-agent desk show {desks[0].name}" in done.stderr
    assert events[0]["desk"] == desks[0].name
    assert (ended["event"], ended["desk"], ended["by"], ended["receipt"]) == (
        "desk.ended", desks[0].name, "run", "keep",
    )  # fmt: skip
    assert (ended["changes"]["documents"], ended["taken"], ended["left"]) == (1, 0, 1)


def test_documents_that_are_accepted_are_there_at_the_end(environment: dict[str, str], tmp_path: Path) -> None:
    done = _run(environment, 'open "Letters"; click "Sort letters"', "--receipt", "accept")

    ended = json.loads(done.stdout.splitlines()[-2])
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "home" / "sorted.txt").read_text() == "by the desk"
    assert (ended["receipt"], ended["taken"], ended["left"]) == ("accept", 1, 0)
    assert "desktop-agent desk undo" in done.stderr


def test_nothing_is_accepted_of_a_run_that_fails(environment: dict[str, str], tmp_path: Path) -> None:
    done = _run(environment, 'open "Letters"; click "Sort letters"; click "No such button"', "--receipt", "accept")

    ended = json.loads(done.stdout.splitlines()[-2])
    assert done.returncode == 1
    assert not (tmp_path / "home" / "sorted.txt").exists()
    assert (ended["receipt"], ended["taken"], ended["left"]) == ("keep", 0, 1)
    assert json.loads(next((tmp_path / "own" / "data" / "desks").glob("*/desk.json")).read_text())["run"]


@pytest.mark.parametrize(
    ("number", "status", "code", "by", "says"),
    [
        (signal.SIGKILL, "failed", 1, "gone", "The desk ended unexpectedly."),
        (signal.SIGTERM, "stopped", 3, "told", "The desk was ended."),
    ],
)
def test_a_run_whose_desk_ends_under_it_says_so_and_nothing_of_its_display(
    environment: dict[str, str], tmp_path: Path, number: int, status: str, code: int, by: str, says: str
) -> None:
    command = program("run", "--desk", "--json", "--approver", "none")
    with subprocess.Popen(
        [*command, "wait 60 seconds"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        events = [json.loads(run.stdout.readline())]
        while events[-1]["event"] != "action.started":
            events.append(json.loads(run.stdout.readline()))
        keeper = keeper_of(tmp_path / "own" / "data" / "desks" / events[0]["desk"])
        assert keeper is not None
        os.kill(keeper, number)
        rest, errors = run.communicate()

    ended, finished = [json.loads(line) for line in rest.splitlines()][-2:]
    assert (ended["event"], ended["by"]) == ("desk.ended", by)
    assert (finished["status"], finished["message"], finished["exit_code"], run.returncode) == (
        status,
        says,
        code,
        code,
    )
    assert "display" not in errors.lower()
    assert "Traceback" not in errors


def test_a_live_picture_ends_with_the_desk_and_says_nothing_of_its_display(environment: dict[str, str]) -> None:
    done = _run(environment, "wait 1 second", "--video", "live")

    finished = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, list(finished["live"])) == (0, ["live/000001.zst"]), done.stderr
    assert "Traceback" not in done.stderr
    assert "live picture" not in done.stdout


def test_a_run_that_cannot_begin_leaves_no_desk(environment: dict[str, str], tmp_path: Path) -> None:
    done = _run(environment, "wait 1 second", "--monitor", "7")

    assert done.returncode == 2
    assert not list((tmp_path / "own" / "data" / "desks").iterdir())


def _run(environment: dict[str, str], task: str, *flags: str) -> subprocess.CompletedProcess[str]:
    files = () if "--desk-files" in flags else ("--desk-files", environment["HOME"])
    words = ("run", "--desk", *files, "--json", "--approver", "none", *flags, task)
    return subprocess.run(program(*words), env=environment, capture_output=True, text=True, check=False)


def test_folders_for_a_desk_without_one_are_a_usage_error(environment: dict[str, str]) -> None:
    words = ("run", "--desk-files", environment["HOME"], "wait 1 second")

    done = subprocess.run(program(*words), env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "Add --desk." in done.stderr


def test_a_run_is_played_again_on_a_new_desk_without_a_model(environment: dict[str, str], tmp_path: Path) -> None:
    _run(environment, 'open "Letters"; click "Sort letters"')

    more = ("--desk", "--desk-files", environment["HOME"], "--receipt", "accept", "--json", "--approver", "none")
    played = _said(environment, "replay", "last", *more)

    events = [json.loads(line) for line in played.stdout.splitlines()]
    assert (played.returncode, events[-1]["status"]) == (0, "completed"), played.stderr
    assert len(list((tmp_path / "own" / "data" / "desks").iterdir())) == 2
    assert (tmp_path / "home" / "sorted.txt").read_text() == "by the desk"


def test_a_run_that_was_on_a_desk_is_resumed_on_a_new_one_alone_and_says_what_is_not_there(
    environment: dict[str, str], tmp_path: Path
) -> None:
    letters = tmp_path / "home" / "Letters"
    letters.mkdir()
    (letters / "one.txt").write_text("one")
    _run(environment, "wait 1 second; wait 2 seconds; wait 1 second", "--max-steps", "1", "--desk-files", str(letters))
    desks = tmp_path / "own" / "data" / "desks"
    first = next(desks.iterdir()).name

    refused = _said(environment, "resume", "last")
    resumed = _said(environment, "resume", "last", "--desk", "--max-steps", "9", "--json", "--approver", "none")

    newer = json.loads(next(one for one in desks.iterdir() if one.name != first).joinpath("desk.json").read_text())
    assert refused.returncode == 1
    assert refused.stderr.endswith("--desk\n")
    assert resumed.returncode == 0, resumed.stderr
    assert f"aren't on the new desk. See: desktop-agent desk show {first}" in resumed.stderr
    layers = [(layer["lower"], layer["unseen"]) for layer in newer["layers"]]
    assert layers == [(str(letters), False), (str(tmp_path / "home"), True)]


def test_what_a_run_saves_outside_of_its_folders_is_no_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "home" / "Letters").mkdir()
    steps = (
        'start "Mousepad"; type "Answer the tax office"; press ctrl+s; wait for "Save As"; type "todo.txt"; press enter'
    )
    more = ("--desk", "--desk-files", str(tmp_path / "home/Letters"), "--mode", "auto", "--approver", "none")
    run = _said(environment, "run", f'{steps}; wait for "todo.txt"', *more)

    told = _said(environment, "desk", "show", "last", "--json")
    taken = _said(environment, "desk", "take", "last", "--yes")

    assert run.returncode == 0, run.stderr
    assert "no changes" not in run.stderr
    groups = {Path(one["path"]).name: one["group"] for one in json.loads(told.stdout)["changes"]}
    assert groups["todo.txt"] == "outside"
    assert taken.returncode == 0, taken.stderr
    assert (tmp_path / "home" / "todo.txt").read_text() == "Answer the tax office"


def test_a_desk_whose_folders_nobody_knows_any_more_is_not_made_again_with_more(
    environment: dict[str, str], tmp_path: Path
) -> None:
    _run(environment, "wait 1 second; wait 2 seconds", "--max-steps", "1")
    shutil.rmtree(tmp_path / "own" / "data" / "desks")

    refused = _said(environment, "resume", "last", "--desk", "--max-steps", "9")

    assert refused.returncode == 2
    assert "--desk-files" in refused.stderr


def _said(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(program(*words), env=environment, capture_output=True, text=True, check=False)

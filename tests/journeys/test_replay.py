"""A run is done again without a model: in a window that has moved, with another text, and not where a label changed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

TASK = 'fill "Receiver" with "Grace"; click "Keep it"'


@contextmanager
def form(display: PrivateDisplay, home: Path, label: str, at: tuple[int, int]) -> Iterator[Path]:
    """Start the form at a place; gives the file in which it says what was done."""
    out = home / f"{label}-{at[0]}.json"
    command: list[str | Path] = [sys.executable, "-m", "tests.bench.replays.windows", "parcel", out, label, "light"]
    with running(command, display, home, "^Parcel label$") as app:
        words = ["xdotool", "windowmove", "--sync", str(app.window), *map(str, at)]
        subprocess.run(words, env=display.environment(), check=True, timeout=60)
        yield out


def said(out: Path) -> object:
    """Return what the form says was done."""
    return json.loads(wait_until(lambda: out.read_text() if out.exists() else "", "the form's word"))


@pytest.mark.parametrize(
    ("label", "by_steps", "words"),
    [("Delete", True, "“Delete” is there instead of “Keep it”."), ("Keep it secret", False, "“Keep it secret”")],
)
def test_a_run_is_repeated_where_its_window_is_now_and_stops_where_a_label_is_another_one(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, label: str, by_steps: bool, words: str
) -> None:
    with form(display, tmp_path, "Keep it", (100, 80)) as out:
        recorded = agent("run", TASK, "--mode", "auto", "--json")
        assert said(out) == ["Keep it: Grace, Letter"], recorded.err
    run = recorded.events[0]["run"]
    steps = tmp_path / "parcel.steps"
    listed, saved = agent("replay", run, "--list"), agent("replay", run, "--save", str(steps))
    # Elsewhere, with another receiver, and a label that names the button's keys.
    with form(display, tmp_path, "Keep it Ctrl+K", (260, 190)) as out:
        again = agent("replay", run, "--set", "receiver=Ada", "--mode", "auto")
        assert said(out) == ["Keep it Ctrl+K: Ada, Letter"], again.err
    with form(display, tmp_path, label, (180, 120)) as out:
        other = agent(*(("run-steps", str(steps)) if by_steps else ("replay", run)), "--mode", "auto")
        assert not out.exists()

    assert [0, 0, 0, 0, 1] == [ran.code for ran in (recorded, listed, saved, again, other)]
    assert 'click button "Keep it"' in listed.out
    assert "receiver = “Grace”" in listed.out
    assert 'type "{{receiver}}"' in steps.read_text()
    assert words in other.err
    assert all(Path(words.strip(".")).exists() for words in other.err.split() if words.strip(".").endswith(".png"))
    assert "Traceback" not in other.err
    assert "qt.qpa" not in other.err


BLANK = """1. click here
   window: {title} (mousepad)
   target: text field "" at 5,60 550x320
   at: 300,250 in 560x400

2. type "below"

3. scroll 100 px up at here
   window: {title} (mousepad)
   target: text field ""
   at: 300,250 in 560x400

4. press ctrl+s
"""


def test_a_blank_text_area_and_its_pane_are_found_in_a_window_of_another_size(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    note, steps = tmp_path / "note.txt", tmp_path / "blank.steps"
    note.write_text("above\n")
    with running(["mousepad", "--disable-server", note], display, tmp_path, "note.txt") as app:
        for words in (("windowsize", "760", "560"), ("windowmove", "210", "120")):
            resized = ["xdotool", words[0], "--sync", str(app.window), *words[1:]]
            subprocess.run(resized, env=display.environment(), check=True, timeout=60)
        steps.write_text(BLANK.format(title=json.dumps(app.title())))
        ran = agent("run-steps", str(steps), "--mode", "auto")
        assert ran.code == 0, ran.err
        wait_until(lambda: note.read_text() == "above\nbelow", "the saved text")


def test_a_model_does_the_one_step_that_does_not_fit_any_more_and_the_steps_go_on(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    task = 'fill "Receiver" with "Grace"; click "Keep it"; tick "Express"'
    with form(display, tmp_path, "Keep it", (100, 80)) as out:
        recorded = agent("run", task, "--mode", "auto", "--json")
        assert said(out) == ["Keep it: Grace, Letter", "Express True"], recorded.err
    clicks = [one["action"] for one in recorded.events if (one.get("action") or {}).get("kind") == "click"]
    at = {"x": clicks[1]["x"], "y": clicks[1]["y"]}
    with form(display, tmp_path, "Store", (100, 80)) as out:
        watched = agent("replay", "last", "--mode", "watch")
        assert not out.exists()
    answers = [asks({"type": "click", "button": "left", **at}), says("It is stored.")]
    with form(display, tmp_path, "Store", (100, 80)) as out, ScriptedServer(answers, dialect="openai") as server:
        helped = agent(
            "replay", recorded.events[0]["run"], "--mode", "auto",
            "--fallback", "openai", "--base-url", server.base_url, "--dialect", "openai",
        )  # fmt: skip
        assert said(out) == ["Store: Grace, Letter", "Express True"], helped.err

    assert (watched.code, helped.code) == (0, 0)
    assert "rehearsal" in watched.err + watched.out
    first, second = (json.dumps(request.body) for request in server.creates)
    assert "Do one step of a longer task" in first
    assert "Keep it" in first
    assert "call_output" in second

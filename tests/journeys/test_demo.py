"""`demo` on ten seeds, unattended or with a person at the terminal; the file that the demo's app writes is the oracle.

What is made of such a run, a film, a GIF, a guide and a report, is opened by a browser.

Most of a demo is waiting for the screen, so two are played at a time.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PIL import Image, ImageSequence

from desktop_agent.devtools.demo.task import demo_task
from tests.fakes.devtools import WHY_NOT, chromium
from tests.fakes.film_player import PLAY
from tests.fakes.kept_file import KeptFile
from tests.fakes.source import ROOT
from tests.fakes.typist import at_a_terminal
from tests.fakes.warm import program

AT_ONCE = 2
WITHIN_S = 200.0
# What the person says at the question about Send; the other seeds are played with nobody there.
ANSWERS = {8: "yes", 9: "n"}
SEEDS = range(10)


@dataclass(frozen=True, slots=True)
class Played:
    """How a demo ended, what it showed, what its app's file held last, and what it recorded and printed as JSON."""

    code: int
    shown: str
    order: Mapping[str, object]
    journal: bytes
    printed: bytes
    home: Path

    @property
    def events(self) -> tuple[Mapping[str, object], ...]:
        """Return the record."""
        return tuple(json.loads(line) for line in self.journal.splitlines())


@pytest.fixture(scope="module")
def demos(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, Future[Played]]]:
    """Play the demo of each seed that a chosen test is about."""
    mine = [item for item in request.session.items if item.path == request.path and isinstance(item, pytest.Function)]
    of_seeds = [item.callspec.params for item in mine if "seed" in item.fixturenames]
    wanted = dict.fromkeys(cast("int", params["seed"]) for params in of_seeds)  # each once
    pool = ThreadPoolExecutor(AT_ONCE)
    yield {seed: pool.submit(play, seed, tmp_path_factory.mktemp(f"demo{seed}")) for seed in wanted}
    pool.shutdown(cancel_futures=True)


def play(seed: int, home: Path) -> Played:
    """Play one demo to its end."""
    environment = environment_of(home)
    command = program("demo", "--seed", str(seed))
    with KeptFile(home, "desktop-agent-demo-*/order.json") as file:
        if seed in ANSWERS:
            code, shown, printed = _attended(command, environment, ANSWERS[seed])
        else:
            code, shown, printed = _alone([*command, "--json"], environment)
    journal = b"".join(one.read_bytes() for one in home.glob("data/runs/*/events.jsonl"))
    return Played(code, shown, json.loads(file.content or b"{}"), journal, printed, home)


def environment_of(home: Path) -> Mapping[str, str]:
    """Return what the program is started with, so that all it keeps is in a folder."""
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "DESKTOP_AGENT_HOME": str(home)}
    return {**own, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TMPDIR": str(home)}


def _alone(command: list[str], environment: Mapping[str, str]) -> tuple[int, str, bytes]:
    done = subprocess.run(
        command, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, timeout=WITHIN_S, check=False,
        start_new_session=True,
    )  # fmt: skip
    return done.returncode, done.stderr.decode(), done.stdout


def _attended(command: list[str], environment: Mapping[str, str], answer: str) -> tuple[int, str, bytes]:
    with at_a_terminal(command, environment) as person:
        person.waits_for("[y/N] ", WITHIN_S)
        person.types(f"{answer}\n")
        return person.ends(), person.text, b""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_is_as_the_task_wants_it_and_sent_only_when_approved(
    demos: dict[int, Future[Played]], seed: int
) -> None:
    wanted = {**demo_task(seed, Path()).expected, "sent": ANSWERS.get(seed) == "yes"}

    played = demos[seed].result()

    assert played.code == 0, played.shown
    assert {name: played.order.get(name) for name in wanted} == wanted
    assert played.events[-1]["event"] == "run.finished"
    assert _verdicts_on_send(played) == (["allow"] if seed in ANSWERS and wanted["sent"] else ["deny"])
    assert "should be" not in played.shown
    assert f"Send was {'approved' if wanted['sent'] else 'refused'}" in played.shown
    assert re.search(rf"^  sent +{json.dumps(wanted['sent'])}$", played.shown, re.MULTILINE)
    assert list(played.home.glob("data/runs/*/report.html"))
    if seed in ANSWERS:
        assert "The model wants to: Click the button named below" in played.shown
        assert re.search(r"Button: +│ Send\b", played.shown)
    else:
        assert played.journal == played.printed


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.parametrize("seed", [0])
def test_what_is_made_of_a_demo_s_run_opens_in_a_browser(
    demos: dict[int, Future[Played]], seed: int, tmp_path: Path
) -> None:
    home, acts = demos[seed].result().home, _acts(demos[seed].result())

    film = _made(home, tmp_path, "video", "last", "--size", "960x540")[0]
    gif = _made(home, tmp_path, "video", "last", "--gif", "--size", "400x300")[0]
    guides = _made(home, tmp_path, "guide", "last", "--html", "--pdf", "--markdown")
    report = _made(home, tmp_path / "report.html", "report", "last", "--film")[0]

    with chromium(tmp_path) as browser:
        (tmp_path / "page.html").write_text("<!doctype html><body></body>")
        browser.open((tmp_path / "page.html").as_uri())
        length, width, height, sought, later = browser.value(PLAY % film.name)
        assert (960, 540) == (width, height)
        assert 5 == pytest.approx(sought, abs=0.1)
        assert later > sought
        assert acts * 0.5 < length < acts * 4
        for page in (report, guides[0]):
            browser.open(page.as_uri())
            assert ([page.as_uri()], []) == (browser.requests, browser.complaints)
            assert acts / 3 < browser.value("document.images.length")
    assert length == pytest.approx(_length_of(gif), abs=0.16)
    assert b"%PDF" == guides[2].read_bytes()[:4]
    assert guides[1].read_text("utf-8").count("![") > acts / 2


def _acts(played: Played) -> int:
    return sum(event["event"] == "action.started" for event in played.events)


def _made(home: Path, to: Path, *words: str) -> list[Path]:
    """Have the program make something of the last run, and return the files that it names."""
    command = program("runs", *words, "-o", str(to))
    done = subprocess.run(command, env=environment_of(home), capture_output=True, text=True, timeout=90, check=True)
    return [Path(line) for line in done.stdout.splitlines()]


def _length_of(gif: Path) -> float:
    with Image.open(gif) as moving:
        lengths = [int(frame.info["duration"]) for frame in ImageSequence.Iterator(moving)]
    assert all(length % 80 == 0 for length in lengths)
    return sum(lengths) / 1000


def _verdicts_on_send(played: Played) -> list[object]:
    """Return the decisions on actions that came with a safety check, which in the demo is Send alone."""
    checked = {
        (event["call_id"], event["index"])
        for event in played.events
        if event["event"] == "action.proposed" and event["safety_checks"]
    }
    decisions = (event for event in played.events if event["event"] == "decision")
    return [event["verdict"] for event in decisions if (event["call_id"], event["index"]) in checked]


def test_a_model_that_says_too_soon_that_it_is_done_is_told_and_goes_on(tmp_path: Path) -> None:
    environment = {**os.environ, "DESKTOP_AGENT_HOME": str(tmp_path)}
    command = program("demo", "--proven", "--json")

    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=WITHIN_S, check=False)

    events = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["holds"] for one in events if one["event"] == "expectation"] == [False, True]
    assert (ran.returncode, events[-1]["status"], events[-1]["exit_code"]) == (0, "proven", 0)

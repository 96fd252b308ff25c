"""What goes wrong around a run in sway: person and model are told in a sentence, and nothing is done blindly."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.fields import middle
from tests.fakes.runs_in_sway import KEY, asking, run_in_sway, started_in_sway
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.sway_commands import grim
from tests.fakes.sway_windows import SwayWindow, shown_in_sway, told_in_sway
from tests.fakes.waiting import wait_until

Body = Mapping[str, Any]
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def window(sway: PrivateSway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SwayWindow]:
    with told_in_sway("gtk4", sway, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def empty(window: SwayWindow) -> SwayWindow:
    window.ask("empty")
    window.ask("forget")
    return window


def into(window: SwayWindow, part: str) -> Answer:
    """Return what asks for a click into a part of a window in the corner."""
    at = middle(window.place(part))
    return asks({"type": "click", "x": at.x, "y": at.y})


def test_without_sways_word_on_windows_a_scope_covers_nothing(
    sway: PrivateSway, empty: SwayWindow, tmp_path: Path
) -> None:
    work = [into(empty, "field"), asks({"type": "type", "text": "unasked"}), says("Done.")]
    with ScriptedServer(work, key=KEY) as server:
        ran = run_in_sway(
            sway, tmp_path, "Work", *asking(server), "--allow", empty.app, "--mode", "guard",
            without=("SWAYSOCK",),
        )  # fmt: skip

    assert 5 == ran.returncode, ran.stderr
    assert "" == empty.text()
    assert [] == empty.seen("press")
    assert "There is no one to approve it" in json.dumps(server.creates[-1].body["input"])


def test_a_locked_screen_gets_no_key_and_no_picture_of_it_is_sent(
    sway: PrivateSway, empty: SwayWindow, tmp_path: Path
) -> None:
    with ExitStack() as stack:

        def lock(_body: Body) -> Answer:
            before = grim(sway)
            stack.enter_context(shown_in_sway(["swaylock", "--color", "ff0000"], sway, tmp_path))
            wait_until(lambda: grim(sway) != before, "the lock")
            return asks({"type": "type", "text": "not for a lock"})

        server = stack.enter_context(ScriptedServer([into(empty, "field"), lock, says("Never reached.")], key=KEY))
        said = tmp_path / "said"
        run = stack.enter_context(
            started_in_sway(sway, tmp_path, said, "Work", *asking(server), "--allow", empty.app, "--json")
        )
        wait_until(lambda: "The screen was locked" in said.read_text() or run.poll() is not None, "the pause")
        run.terminate()
        code = run.wait(60)

    assert 3 == code, said.read_text()
    assert 1 == said.read_text().count('"action.done"')
    assert 2 == len(server.creates)
    assert "" == empty.text()

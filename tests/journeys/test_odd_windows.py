"""Other programs' windows may be called anything, at the start and in mid-run: the run goes on, its record whole."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.odd_bytes import ODD, PROPERTIES, Odd, set_property
from tests.fakes.programs.x_window import XWindow
from tests.fakes.servers.script import Answer, Script, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent

KEY = "sk-canary-of-odd-windows-0123456789"
ASKING = ("--dialect", "openai", "--coordinates", "viewport")


def changing(window: XWindow, odd: Odd, number: int) -> Script:
    """Return an answer that is given once all that a window tells has become this."""

    def answer(_: object) -> Answer:
        for name in PROPERTIES:
            set_property(window.window, name, odd)
        return asks({"type": "move", "x": 10 + number, "y": 700})

    return answer


@pytest.mark.slow
def test_a_run_goes_on_whatever_windows_are_called_and_its_record_can_be_read(
    agent: Agent, on_display: PrivateDisplay, tmp_path: Path
) -> None:
    first, *later = ODD.values()
    with (
        XWindow(400, 100, 300, 200, managed=True) as shown,
        XWindow(800, 100, 300, 200) as loose,
        ExitStack() as opened,
    ):

        def opening(_: object) -> Answer:
            window = opened.enter_context(XWindow(400, 400, 300, 200, managed=True))
            set_property(window.window, "_NET_WM_NAME", ODD["not UTF-8"])
            return asks({"type": "move", "x": 10, "y": 600})

        for window in (shown, loose):
            for name in PROPERTIES:
                set_property(window.window, name, first)
        script = [changing((shown, loose)[n % 2], odd, n) for n, odd in enumerate(later)]
        with ScriptedServer([*script, opening, says("Fin.")], dialect="openai", key=KEY) as server:
            flags = ("--base-url", server.base_url, *ASKING, *BARE)
            ran = agent("run", "t", "--json", *flags, environment={"DESKTOP_AGENT_API_KEY": KEY})
        shot = agent("screenshot", "-o", str(tmp_path / "shot.png"))

    assert ran.code == 0, ran.err
    last = ran.events[-1]
    assert last["status"] == "completed"
    assert [window["title"] for window in last["outcome"]["windows"] if window["opened"]] == [ODD["not UTF-8"].shown]
    assert shot.code == 0, shot.err
    assert agent("runs", "check", "last").code == 0
    (journal,) = (tmp_path / "agent").rglob("events.jsonl")
    for line in journal.read_bytes().splitlines():
        # Strictly: no half characters, which JSON can spell and other readers refuse.
        assert json.dumps(json.loads(line.decode()), ensure_ascii=False).encode()

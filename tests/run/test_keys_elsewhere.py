"""Keys are judged by the window that they go to, also where the same answer has brought the keyboard there."""

import os
import subprocess
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.bench.meant import Place, click, native, text
from tests.fakes.apps import App, running
from tests.fakes.script import Item, asks, says
from tests.fakes.scripted_server import ScriptedServer

AT_CLICK = "mousepad=everything,python=click,python3.11=click,changing_gtk.py=click"
TO_CREATE: tuple[Item, ...] = ({"type": "keypress", "keys": ["TAB"]}, {"type": "keypress", "keys": ["ENTER"]})


def play(batch: tuple[Item, ...], allow: str) -> None:
    answers = [asks({"type": "screenshot"}), asks(*batch), asks({"type": "screenshot"}), says("Done.")]
    with ScriptedServer(answers, dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                 "run.approver": "none", "run.allow": allow}  # fmt: skip
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        prepare("Do it", settings).run()


def bring_forward(display: PrivateDisplay, app: App) -> None:
    environment = {**os.environ, **display.environment()}
    for order in (["windowmove", str(app.window), "900", "500"], ["windowactivate", "--sync", str(app.window)]):
        subprocess.run(["xdotool", *order], env=environment, check=True, timeout=20)


@pytest.mark.parametrize(("allow", "pressed"), [(AT_CLICK, []), (AT_CLICK.replace("click", "everything"), ["Create"])])
def test_return_in_another_window_than_at_the_picture_is_judged_there(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allow: str, pressed: list[str]
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    note = tmp_path / "note.txt"
    note.write_text("")
    editor = ["mousepad", "--disable-server", str(note)]

    with native("gtk", on_display, tmp_path / "app") as window:
        with running(editor, on_display, tmp_path / "home", "note.txt") as app:
            bring_forward(on_display, app)
            name: Place = window.places["Name"]
            play((click(name), text("Ada"), *TO_CREATE), allow)
        log = list(window.log())

    assert log == pressed

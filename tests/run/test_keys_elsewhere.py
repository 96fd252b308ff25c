"""Keys are judged by the window that they go to, also where the same answer has brought the keyboard there."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Press, Type, points_of
from desktop_agent.core.decision import Allow, Case, Decision, Target
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.fakes.apps import App, running
from tests.fakes.cases import target_of
from tests.fakes.changing import Place, click, native, text
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import world
from tests.fakes.script import Item, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.turns import DONE, call, drive, turn

AT_CLICK = "mousepad=everything,python=click,python3.11=click,changing_gtk.py=click"
MAIN, DIALOG = 1, 2
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


@dataclass
class TwoWindows(NamedControls):
    """A dialog over a window of one program; keys hit the one that has the keyboard."""

    def window(self, frame: Frame, action: Action) -> Target:
        at = next(iter(points_of(action)), None)
        number = frame.scene.focus if at is None else frame.scene.window_at(frame.viewport.to_screen(at))
        return target_of(Window(number or 0, "editor", str(number), pid=7, dialog=number == DIALOG))

    async def target(self, frame: Frame, action: Action) -> Target:
        return self.window(frame, action)


@pytest.mark.parametrize(("moves", "typed"), [(1, True), (2, False)])
def test_keys_are_judged_anew_where_the_keyboard_has_moved_after_they_were_allowed(moves: int, typed: bool) -> None:
    scene = world([turn(call(Press(("escape",)), Type("kept"))), DONE])
    scene.ports.surroundings = TwoWindows()
    screen, judged = scene.camera, list[str]()
    screen.box = Rect(0, 0, 200, 50)
    screen.above, screen.above_box, screen.focus = DIALOG, Rect(0, 50, 200, 50), DIALOG
    screen.window = MAIN

    def judge(case: Case) -> Decision:
        if isinstance(case.action, Type):
            judged.append(case.target.window.title if case.target.window else "")
            screen.gone, screen.focus = (DIALOG, MAIN) if len(judged) == 1 else (DIALOG, MAIN if moves == 1 else 3)
        return Allow()

    scene.ports.judge = judge
    drive(scene)

    assert judged == [str(DIALOG), str(MAIN)]
    assert (Type("kept") in scene.executor.done) is typed

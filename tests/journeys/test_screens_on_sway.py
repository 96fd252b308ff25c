"""Runs in sway on monitors that are scaled, several, resized or unplugged: the window itself tells where it was hit."""

import base64
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.runs_in_sway import KEY, asking, run_in_sway
from tests.fakes.script import Answer, Script, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.sway_commands import SwaySession, add_output, outputs, swaymsg
from tests.fakes.sway_windows import SwayWindow, told_in_sway
from tests.fakes.waiting import wait_until

Body = Mapping[str, Any]
pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(("toolkit", "scale"), [("gtk4", "1.5"), ("qt", "2")])
def test_a_click_lands_and_a_control_is_known_at_every_scale(tmp_path: Path, toolkit: str, scale: str) -> None:
    with PrivateSway(1280, 800, hertz=240) as sway:
        swaymsg(sway, f"output HEADLESS-1 scale {scale}")
        with told_in_sway(toolkit, sway, tmp_path / "home") as window:
            place = filled(window, sway)
            shown: list[tuple[int, int]] = []

            def sized(body: Body) -> Answer:
                shown.append(picture_size(body))
                return says("Done.")

            ran, told = worked(sway, tmp_path, window, (click(place, "area"), click(place, "field"), sized))

            assert_hit(window, ran)
            assert [(1280, 800)] == shown
            assert "text" == told[-1]["role"]
            assert near(told[-1]["rect"], window.place("field"))


def test_a_window_on_a_second_monitor_of_another_scale_is_hit_where_it_is(tmp_path: Path) -> None:
    with PrivateSway(1280, 800, hertz=240) as sway:
        second = add_output(sway, "scale 2", "position 1280 0")
        swaymsg(sway, f"focus output {second}")
        with told_in_sway("qt", sway, tmp_path / "home") as window:
            place = filled(window, sway)
            for monitor in ("2", "0"):  # of its own, and in a picture of both
                ran, _ = worked(sway, tmp_path / monitor, window, (click(place, "area", monitor), says("Done.")),
                                "--monitor", monitor)  # fmt: skip

                assert_hit(window, ran)
                window.ask("forget")


def filled(window: SwayWindow, sway: SwaySession) -> dict[str, Rect]:
    """Wait until the window fills its monitor; return the monitors' boxes, and its parts on the desktop."""

    def settled() -> dict[str, Rect]:
        boxes = {name: Rect(*one["rect"].values()) for name, one in outputs(sway).items()}
        where = window.box()
        if where not in boxes.values():
            return {}
        parts = {name: window.place(name) for name in ("area", "field")}
        if parts["area"].bottom < where.height - 40 or parts["area"].bottom > where.height:
            return {}  # it has not drawn itself in its new size
        return boxes | {name: Rect(where.x + p.x, where.y + p.y, p.width, p.height) for name, p in parts.items()}

    return wait_until(settled, "a window that fills its monitor")


def click(place: Mapping[str, Rect], part: str, monitor: str = "") -> Callable[[Body], Answer]:
    """Return what asks for a click into the middle of a part, where the newest picture shows it."""

    def asked(body: Body) -> Answer:
        boxes = [box for name, box in place.items() if "-" in name]
        if monitor == "2":
            boxes = boxes[-1:]
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        wide, high = max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top
        width, height = picture_size(body)
        box = place[part]
        across, down = box.x + box.width // 2 - left, box.y + box.height // 2 - top
        return asks({"type": "click", "x": round(across * width / wide), "y": round(down * height / high)})

    return asked


def picture_size(body: Body) -> tuple[int, int]:
    """Return the size of the newest picture that was sent."""
    words = json.dumps(body["input"])
    (encoded,) = words.rpartition("data:image/png;base64,")[2].split('"', 1)[:1]
    return Image.open(io.BytesIO(base64.b64decode(encoded))).size


def worked(
    sway: SwaySession, home: Path, window: SwayWindow, work: tuple[Script, ...], *flags: str, code: int = 0
) -> tuple[str, list[dict[str, Any]]]:
    """Run to the end; return what was told, to the model as well, and what each act was known to hit."""
    window.ask("forget")
    home.mkdir(exist_ok=True)
    with ScriptedServer(work, key=KEY) as server:
        ran = run_in_sway(sway, home, "Work", *asking(server), "--allow", window.app, "--json", *flags)
        told = [json.dumps(request.body["input"]) for request in server.creates]
    assert code == ran.returncode, ran.stderr
    assert "Traceback" not in ran.stderr
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    return "\n".join([ran.stderr, *told]), [one["target"] for one in events if one["event"] == "decision"]


def assert_hit(window: SwayWindow, said: str) -> None:
    """See that the area was pressed once, in its middle: a picture's pixel may be two of the desktop's."""
    area = window.place("area")
    pressed = [(one["x"], one["y"]) for one in window.seen("press")]
    assert 1 == len(pressed), said[-2000:]
    x, y = pressed[0]
    assert isinstance(x, int | float)
    assert isinstance(y, int | float)
    assert abs(x - area.width // 2) <= 2, (pressed, area)
    assert abs(y - area.height // 2) <= 2, (pressed, area)


def near(told: Mapping[str, int], place: Rect) -> bool:
    """Tell whether a box is where the window itself has the part."""
    wanted = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    return all(abs(told[name] - side) <= 2 for name, side in wanted.items())

"""A run in sway on a scaled monitor: the window itself tells where it was hit."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.core.pictures import Rect
from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.desktops.sway_commands import outputs, swaymsg
from tests.fakes.programs.fields import middle
from tests.fakes.programs.sway_windows import told_in_sway
from tests.fakes.runs.runs_in_sway import KEY, asking, run_in_sway
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

pytestmark = [pytest.mark.screen, pytest.mark.slow]

SCALE = 1.5


def click(place: Rect) -> Answer:
    """Return what asks for a click into the middle of a part, where the picture of all the pixels shows it."""
    at = middle(place)
    return asks({"type": "click", "x": round(at.x * SCALE), "y": round(at.y * SCALE)})


def near(told: Mapping[str, int], place: Rect) -> bool:
    """Tell whether a box is where the window itself has the part."""
    wanted = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    return all(abs(told[name] - side) <= 2 for name, side in wanted.items())


@pytest.mark.timeout(300)
def test_a_click_lands_and_a_control_is_known_on_a_scaled_monitor(tmp_path: Path) -> None:
    with PrivateSway(1280, 800, hertz=240) as sway:
        swaymsg(sway, f"output HEADLESS-1 scale {SCALE}")
        with told_in_sway("gtk4", sway, tmp_path / "home") as window:

            def settled() -> Rect | None:
                boxes = [Rect(*one["rect"].values()) for one in outputs(sway).values()]
                area = window.place("area")
                fills = window.box() in boxes and window.box().height - 40 <= area.bottom <= window.box().height
                return area if fills else None

            area = wait_until(settled, "a window that fills its monitor")
            assert area is not None
            field = window.place("field")
            window.ask("forget")
            with ScriptedServer([click(area), click(field), says("Done.")], key=KEY) as server:
                ran = run_in_sway(sway, tmp_path, "Work", *asking(server), "--allow", window.app, "--json")
            (pressed,) = window.seen("press")

    assert ran.returncode == 0, ran.stderr
    assert abs(pressed["x"] - area.width // 2) <= 2  # type: ignore[operator]
    assert abs(pressed["y"] - area.height // 2) <= 2  # type: ignore[operator]
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    target = [event["target"] for event in events if event["event"] == "decision"][-1]
    assert target["role"] == "text"
    assert near(target["rect"], field)

"""Whole runs in a private sway on a Qt and a GTK 4 window, which tell what has reached them."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.fields import middle
from tests.fakes.runs_in_sway import asking, run_in_sway
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.sway_windows import told_in_sway
from tests.fakes.waiting import wait_until

WORDS = "Größe: 漢字, Ωμέγα & 😀 “it’s”"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("toolkit", ["gtk4", "qt"])
def test_a_served_model_works_a_window_as_it_means_to(sway: PrivateSway, tmp_path: Path, toolkit: str) -> None:
    with told_in_sway(toolkit, sway, tmp_path / "home") as window:
        window.ask("empty")
        window.ask("forget")
        place = window.place("area")
        field, area = middle(window.place("field")), middle(place)
        script = [
            asks({"type": "click", "x": field.x, "y": field.y, "button": "left"}),
            asks({"type": "type", "text": "to be replaced"}),
            asks({"type": "keypress", "keys": ["ctrl", "a"]}),
            asks({"type": "type", "text": WORDS}),
            asks({"type": "click", "x": area.x + 5, "y": area.y - 3, "button": "right"}),
            asks(
                {"type": "drag", "path": [{"x": area.x + x, "y": area.y + y} for x, y in ((-40, 0), (0, 20), (40, 1))]}
            ),
            asks({"type": "scroll", "x": area.x, "y": area.y, "scroll_x": 0, "scroll_y": 300}),
            says("Written."),
        ]
        with ScriptedServer(script) as model:
            ran = run_in_sway(sway, tmp_path, "Work", *asking(model), "--allow", f"{window.app}=everything")

        def where(kind: str) -> list[tuple[object, ...]]:
            return [tuple(one[name] for name in ("x", "y", "button")) for one in window.seen(kind)]

        x, y = area.x - place.x, area.y - place.y
        assert ran.returncode == 0, ran.stderr
        wait_until(lambda: len(window.seen("wheel")) >= 3, "the last notch")
        assert WORDS == window.text()
        assert [(x + 5, y - 3, 3), (x - 40, y, 1)] == where("press")
        assert [(x + 5, y - 3, 3), (x + 40, y + 1, 1)] == where("release")
        assert 3 == len(window.seen("wheel"))

"""Whole runs in a private sway on a Qt and a GTK 4 window, which tell what has reached them."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.fields import middle
from tests.fakes.runs_in_sway import run_in_sway, served_script
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
        items = (
            {"click": [field.x, field.y]},
            {"type": "to be replaced"},
            {"keys": ["ctrl", "a"]},
            {"type": WORDS},
            {"click": {"x": area.x + 5, "y": area.y - 3, "button": "right"}},
            {"drag": [[area.x - 40, area.y], [area.x, area.y + 20], [area.x + 40, area.y + 1]]},
            {"scroll": {"x": area.x, "y": area.y, "dx": 0, "dy": 300}},
            {"done": "Written."},
        )
        with served_script(items, tmp_path) as model:
            ran = run_in_sway(sway, tmp_path, "Work", *model, "--allow", f"{window.app}=everything")

        def where(kind: str) -> list[tuple[object, ...]]:
            return [tuple(one[name] for name in ("x", "y", "button")) for one in window.seen(kind)]

        x, y = area.x - place.x, area.y - place.y
        assert ran.returncode == 0, ran.stderr
        wait_until(lambda: len(window.seen("wheel")) >= 3, "the last notch")
        assert WORDS == window.text()
        assert [(x + 5, y - 3, 3), (x - 40, y, 1)] == where("press")
        assert [(x + 5, y - 3, 3), (x + 40, y + 1, 1)] == where("release")
        assert 3 == len(window.seen("wheel"))

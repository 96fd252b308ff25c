"""A file with a task on a side desk: the program reads it where the person has it, also where the desk sees nothing."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.fakes.desks import desk_over
from tests.fakes.plain_vendor import PlainVendor, call, message
from tests.fakes.source import ROOT
from tests.fakes.warm import program


@pytest.mark.timeout(300)
def test_the_persons_own_file_goes_to_the_model_though_the_desk_does_not_have_it(tmp_path: Path) -> None:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    (home / "work").mkdir()
    (file := home / "letter.txt").write_text("Zanzibar4711", encoding="utf-8")
    environment = {**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}
    script = [[call({"type": "move", "x": 10, "y": 300}, "c0")], [message("It is read.")]]

    with PlainVendor(script) as vendor:
        words = ["run", "Read it", "--json", "--dialect", "openai", "--base-url", vendor.url, "--attach", str(file)]
        command = program(*words, "--desk", "--desk-files", str(home / "work"))
        ran = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False
        )

    started = json.loads(ran.stdout.splitlines()[0])
    assert started["desk"]
    assert [one["path"] for one in started["attached"]] == [str(file)]
    assert "Zanzibar4711" in json.dumps(vendor.bodies[0])

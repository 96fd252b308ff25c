"""DeskCraft by our oracles, judged by its own judge, where the set is in the cache: `desktop-agent bench deskcraft`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.bench.sets import SETS
from desktop_agent.lib.paths import places

ORACLES = Path(__file__).with_name("oracles")
# No player can pass these by what their words say: what their judges look for cannot be there.
VOID = {
    "L1_os_5ea617a3-0e86-4ba6-aab2-dac9aa2e8d57": "its look-up is written for bash, and sh finds an error in it",
    "L2_os_13584542-872b-42d8-b299-866967b5c3ef": "the size of a terminal is asked where there is none",
    "L2_os_c9e3f4a5-6b78-4cad-d234-5e6f7a8b9c0d": "a file is wanted that its set-up puts into no archive",
}
FAIL_MEASURED = {
    "L1_gimp_a1b00007-0007-4000-8000-000000000007-L1": "open: the number that is typed into GIMP's slider is not taken",
    "L1_inkscape_5435c1c7-d096-4140-8c48-90cd4bfac173": "a flip is looked for that moves no node",
    "L1_inkscape_c9b13af7-01c1-46aa-b153-f0b752206295": "a scale is looked for where Inkscape writes the new radius",
}


@pytest.fixture(scope="module")
def cache() -> Path:
    folder = places(os.environ).cache / "bench"
    if not (folder / f"deskcraft-{SETS['deskcraft'].commit[:12]}").is_dir() or not (folder / "packages").is_dir():
        pytest.skip("DeskCraft is not in the cache: desktop-agent bench deskcraft --packages --list")
    return folder


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("half", "flags", "failing"),
    [("deskcraft", (), VOID), ("deskcraft-measured", ("--measured",), FAIL_MEASURED)],
    ids=["built", "measured"],
)
def test_every_oracle_passes_by_the_sets_own_judge(
    tmp_path: Path, cache: Path, half: str, flags: tuple[str, ...], failing: dict[str, str]
) -> None:
    (tmp_path / "agent" / "cache").mkdir(parents=True)
    (tmp_path / "agent" / "cache" / "bench").symlink_to(cache)

    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.tasks", "deskcraft", *flags, "--json", "-o", str(tmp_path / "out")],
        env={**os.environ, "DESKTOP_AGENT_HOME": str(tmp_path / "agent")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=3600,
    )  # fmt: skip

    results = {one["task"]: one for one in json.loads(done.stdout)["results"]}
    missing = {file.stem for file in (ORACLES / half).glob("*.json")} - results.keys()
    assert {task: one["score"] for task, one in results.items() if one["score"] != 1.0} == dict.fromkeys(failing, 0.0)
    assert missing == set(), "a program or a file of these is not here"

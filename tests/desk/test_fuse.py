"""Where another file system is mounted below the home, fuse-overlayfs makes the layers, and ends with the desk."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desks import done_inside, skip_without_desks, wish_for
from tests.fakes.processes import find
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a home with another file system in it."""
    skip_without_desks()
    if shutil.which("fuse-overlayfs") is None:
        pytest.skip("fuse-overlayfs is not installed.")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("/dev/fuse is not there for us.")
    below = tmp_path / "home" / "other"
    below.mkdir(parents=True)
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(below)], capture_output=True, check=False).returncode:
        pytest.skip("Nothing can be mounted here.")
    (tmp_path / "home" / "letter.txt").write_text("Dear all\n")
    (tmp_path / "home" / ".ssh").mkdir()
    (below / "plan.txt").write_text("a plan\n")
    yield tmp_path
    subprocess.run(["umount", str(below)], check=True)


def test_a_home_with_another_file_system_below_has_a_desk_by_fuse(folder: Path) -> None:
    with SideDesk(wish_for(folder)) as desk:
        output = done_inside(
            desk, "cat ~/letter.txt ~/other/plan.txt; ls ~/.ssh; echo more | tee -a ~/*.txt ~/other/*.txt"
        )

    assert desk.record.by_fuse
    assert output.startswith("Dear all\na plan\nls: cannot access")
    assert (folder / "home" / "letter.txt").read_text() == "Dear all\n"
    assert (folder / "home" / "other" / "plan.txt").read_text() == "a plan\n"
    assert {"letter.txt", "other/plan.txt"} <= {change.path for change in read_receipt(desk.folder).changes}
    layers = str(desk.folder)
    wait_until(lambda: not find(name="fuse-overlayfs", words=(layers,)), "the end of what makes the layers")

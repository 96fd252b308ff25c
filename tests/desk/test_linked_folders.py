"""A folder that was named by a symbolic link is found by it on the desk, too, and its changes are taken over by it."""

from pathlib import Path

import pytest

from desktop_agent.desk.receipt.change_set import named
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.take import take
from tests.fakes.desks.desk_work import wait_for_the_next_tick
from tests.fakes.desks.desks import desk_over, done_inside

pytestmark = pytest.mark.program

# By what a folder is named, relative to the test's folder, and the links that lead there: where each lies and leads.
NAMED = {
    "a link": ("home/link", {"home/link": "W"}),
    "a link in a linked one": ("home/link/on", {"home/link": "W", "home/W/on": "in"}),
    "from there, by a linked folder": ("other/link", {"other": "beside", "beside/link": "../home/W"}),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_folder_is_found_by_the_link_that_named_it(tmp_path: Path, name: str) -> None:
    place, links = NAMED[name]
    home = tmp_path / "home"
    (home / "W/in").mkdir(parents=True)
    (home / "W/in/plan.txt").write_text("A\n")
    for link, target in links.items():
        (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / link).symlink_to(target.format(home=home))
    wait_for_the_next_tick(home)
    file = next((tmp_path / place).rglob("plan.txt"))

    with desk_over(tmp_path, folders=(tmp_path / place,)) as desk:
        output = done_inside(desk, f"cat {file}; echo B >> {file}")

    receipt = read_receipt(desk.folder)
    assert output == "A\n"
    assert [one.path for one in (*receipt.of("documents"), *receipt.of("outside"))] == [
        str((home / "W/in/plan.txt").relative_to(desk.record.seen[0]))
    ]
    take(desk.folder, named(receipt, desk.record.layers, [str(tmp_path / place)]))
    assert (home / "W/in/plan.txt").read_text() == "A\nB\n"
    assert all((tmp_path / link).is_symlink() for link in links)

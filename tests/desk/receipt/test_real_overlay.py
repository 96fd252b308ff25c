"""The kernel's own overlay as the oracle: what real programs do on a desk is what is there after taking it over."""

from pathlib import Path

import pytest

from desktop_agent.desk.receipt.take import take, undo
from tests.fakes.desks.desk_work import DeskWork, contents, has_fuse, has_overlay, work_in_shell

pytestmark = pytest.mark.program

# One job after another, as shells, editors and file managers do them. What each leaves in the merged folder is what has
# to be in the person's after taking all over.
JOBS = {
    "save by rename": "echo new > docs/.a.tmp; mv docs/.a.tmp docs/a.txt",
    "delete": "rm docs/b.txt",
    "delete a folder": "rm -r deep",
    "a folder anew": "rm -r deep; mkdir deep; echo other > deep/other.txt",
    "rename a folder": "cp -a deep moved; rm -r deep",
    "move a file": "mv docs/a.txt deep/in/a.txt",
    "folder becomes a file": "rm -r deep; echo flat > deep",
    "file becomes a folder": "rm docs/b.txt; mkdir docs/b.txt; echo in > docs/b.txt/in.txt",
    "link turned": "ln -sfn docs/b.txt link",
    "file becomes a link": "rm docs/a.txt; ln -s b.txt docs/a.txt",
    "rights": "chmod 600 docs/a.txt; chmod 700 deep",
    "hard link": "ln docs/a.txt docs/again.txt; echo both >> docs/again.txt",
    "archive": "tar cf all.tar docs; mkdir out; tar xf all.tar -C out",
    "a folder within one made anew": "rm -r deep; mkdir -p deep/in; echo 2 > deep/in/two.txt",
    "sparse": "truncate -s 3G disk.img; printf x | dd of=disk.img bs=1 seek=1000000 conv=notrunc 2>/dev/null",
}


@pytest.fixture(scope="module", params=[False, True], ids=["kernel", "fuse"])
def by_fuse(request: pytest.FixtureRequest) -> bool:
    if not (has_fuse() if request.param else has_overlay()):
        pytest.skip("This machine mounts no such overlay for a plain user.")
    return bool(request.param)


def _started(tmp_path: Path) -> DeskWork:
    desk = DeskWork(tmp_path)
    for path, content in {
        "docs/a.txt": "aaa\n",
        "docs/b.txt": "bb\n",
        "deep/in/c.txt": "c\n",
        "deep/d.txt": "d\n",
    }.items():
        (desk.home / path).parent.mkdir(parents=True, exist_ok=True)
        (desk.home / path).write_text(content)
    (desk.home / "link").symlink_to("docs/a.txt")
    (desk.home / "linked").symlink_to("docs")
    desk.start()
    return desk


def _without_large(folder: Path) -> dict[str, str]:
    found = contents(folder, lambda path: path.name in {"disk.img", "all.tar"})
    large = folder / "disk.img"
    return found | ({"disk.img": str(large.stat().st_size)} if large.exists() else {})


@pytest.mark.slow(but=["kernel-*", "fuse-delete*", "fuse-rename*", "fuse-link*"])
@pytest.mark.parametrize("job", JOBS)
def test_all_taken_over_is_what_the_desk_showed_and_undone_what_was_before(
    tmp_path: Path, job: str, by_fuse: bool
) -> None:
    desk = _started(tmp_path)
    before = _without_large(desk.home)
    work_in_shell(desk, f"{JOBS[job]}; cp -a --sparse=always . {tmp_path}/seen", by_fuse=by_fuse)
    seen = _without_large(tmp_path / "seen")
    result = take(desk.folder, desk.receipt().changes)

    assert result.refused == ()
    assert _without_large(desk.home) == seen
    assert desk.receipt().changes == ()
    undo(desk.folder)
    assert _without_large(desk.home) == before

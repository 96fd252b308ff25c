"""A folder is packed and unpacked elsewhere: all that counts of it travels, and nothing gets outside."""

import json
import os
import stat
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.many.bundle import packed, unpacked


def test_what_travels_is_content_rights_times_links_attributes_and_what_was_deleted(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "sub" / "deep").mkdir(parents=True)
    (source / "sub" / "letter.txt").write_bytes(b"Dear\n{}\n" * 3)
    (source / "sub" / "letter.txt").chmod(0o4640)
    os.setxattr(source / "sub" / "letter.txt", "user.tag", b"blue\n")
    os.utime(source / "sub" / "letter.txt", ns=(5, 7_000_000_001))
    (source / "empty").touch()
    (source / "link").symlink_to("/etc/hostname")
    (source / os.fsdecode(b"odd\xff\nname")).write_text("x")
    os.mknod(source / "deleted", stat.S_IFCHR | 0o600, os.makedev(0, 0))
    os.mkfifo(source / "pipe")
    os.setxattr(source / "sub", "user.overlay.opaque", b"y")
    (source / "sub" / "deep").chmod(0o500)

    unpacked(packed(source), tmp_path / "there")

    there = tmp_path / "there"
    letter = there / "sub" / "letter.txt"
    assert letter.read_bytes() == b"Dear\n{}\n" * 3
    assert stat.S_IMODE(letter.stat().st_mode) == 0o640
    assert (letter.stat().st_mtime_ns, os.getxattr(letter, "user.tag")) == (7_000_000_001, b"blue\n")
    assert (there / "link").readlink() == Path("/etc/hostname")
    assert {os.fsencode(entry.name) for entry in there.iterdir()} == {
        b"sub",
        b"empty",
        b"link",
        b"deleted",
        b"odd\xff\nname",
    }
    assert stat.S_ISCHR((there / "deleted").lstat().st_mode)
    assert (there / "deleted").lstat().st_rdev == 0
    assert os.getxattr(there / "sub", "user.overlay.opaque") == b"y"
    assert stat.S_IMODE((there / "sub" / "deep").stat().st_mode) == 0o500


def test_hidden_places_stay_at_home(tmp_path: Path) -> None:
    for name in (".ssh", "a/.env", "a/b"):
        (tmp_path / "home" / name).mkdir(parents=True)
        (tmp_path / "home" / name / "file").write_text(name)

    unpacked(packed(tmp_path / "home", [".ssh", "a/.env"]), tmp_path / "there")

    assert [str(path.relative_to(tmp_path / "there")) for path in sorted((tmp_path / "there").rglob("*"))] == [
        "a", "a/b", "a/b/file",
    ]  # fmt: skip


def test_too_much_is_refused_before_it_travels(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(3_000_000))

    with pytest.raises(DeskError, match="more than 2 MB"):
        packed(tmp_path, most=2 << 20)


def line(path: str, kind: str, **more: object) -> bytes:
    return json.dumps({"path": path, "kind": kind, "mode": 0o755, **more}).encode() + b"\n"


@pytest.mark.parametrize(
    "hostile",
    [
        line("../out", "file", size=1) + b"x",
        line("/out", "file", size=1) + b"x",
        line("a/../../out", "file", size=1) + b"x",
        line("", "file", size=1) + b"x",
        line("a", "link", target="..") + line("a/out", "file", size=1) + b"x",
        line("a", "folder") + line("a/b", "link", target="/tmp") + line("a/b/out", "folder"),
        line("a", "link", target="out") + line("a", "file", size=1) + b"x",
        b"no json\n",
        b"\xff\xfe\n",
        line("a", "file", size=-5),
    ],
)
def test_nothing_leaves_the_folder_whatever_came(tmp_path: Path, hostile: bytes) -> None:
    inside = tmp_path / "inside"
    (tmp_path / "out").write_text("mine")

    with pytest.raises(DeskError):
        unpacked(hostile, inside)

    assert (tmp_path / "out").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"inside", "out"}

"""What the Debian package's own scripts leave behind, run by sh on a tree of files (dpkg's DPKG_ROOT)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

UNITS = ("desktop-agent-evdev.socket", "desktop-agent-evdev.service")


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    monkeypatch.delitem(sys.modules, "deb_tree", raising=False)
    import deb_tree  # type: ignore[import-not-found]

    return {"prerm": deb_tree.FORGET, "postrm": deb_tree.PURGE}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give a system where the helper's socket is on, as `systemctl enable` leaves it, and somebody else's too."""
    wants = tmp_path / "etc/systemd/system/sockets.target.wants"
    wants.mkdir(parents=True)
    for name in (*UNITS, "other.socket"):
        (wants / name).symlink_to(f"/usr/lib/systemd/system/{name}")
    compiled = tmp_path / "usr/lib/desktop-agent/lib/__pycache__"
    compiled.mkdir(parents=True)
    (compiled / "one.pyc").write_bytes(b"")
    return tmp_path


def links(tree: Path) -> set[str]:
    return {one.name for one in (tree / "etc/systemd/system/sockets.target.wants").iterdir()}


def call(script: str, word: str, tree: Path) -> None:
    subprocess.run(["sh", "-c", script, "script", word], env={**os.environ, "DPKG_ROOT": str(tree)}, check=True)


def test_a_purge_leaves_no_link_of_ours_and_every_other(scripts: dict[str, str], tree: Path) -> None:
    call(scripts["prerm"], "remove", tree)
    call(scripts["postrm"], "remove", tree)
    assert {*UNITS, "other.socket"} == links(tree)

    call(scripts["postrm"], "purge", tree)

    assert {"other.socket"} == links(tree)
    assert not list(tree.rglob("__pycache__"))

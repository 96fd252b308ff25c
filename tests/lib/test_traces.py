"""What the program leaves on a computer: only what is ours is removed, and each owner is in the one table."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.lib.traces import (
    Trace,
    file_of_ours,
    named_in,
    others_in_own_folders,
    remove_all,
    remove_empty_folders,
)
from desktop_agent.runtime import registry
from tests.fakes.source import ROOT

HEAD = re.compile(r"^def traces\(", re.MULTILINE)


def home_of(folder: Path) -> Mapping[str, str]:
    return {"HOME": str(folder), "DESKTOP_AGENT_HOME": str(folder / "own")}


def written(file: Path, text: str = "x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_every_module_that_leaves_files_is_in_the_table_once() -> None:
    package = ROOT / "desktop_agent"
    owners = {
        ".".join(file.relative_to(package).with_suffix("").parts)
        for file in package.rglob("*.py")
        if HEAD.search(file.read_text("utf-8"))
    }

    assert sorted(registry.TRACES) == sorted(owners)


def test_a_file_without_one_of_our_names_is_no_trace(tmp_path: Path) -> None:
    for name in ("keys.json", ".keys.json.a1b2.part", "keys.json.mine", "other"):
        written(tmp_path / name)

    (trace,) = named_in("Keys", tmp_path, "keys.json")
    trace.remove()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.json.mine", "other"]


@pytest.mark.parametrize(("content", "expected"), [("ours", False), ("theirs", True)])
def test_a_file_in_somebody_elses_folder_is_ours_by_its_content(tmp_path: Path, content: str, expected: bool) -> None:
    file = written(tmp_path / "menu" / "entry", content)

    (trace,) = file_of_ours("Entry", file, lambda data: data == b"ours")

    assert (bool(trace.stays), bool(trace.paths)) == (expected, not expected)
    assert [*file_of_ours("Entry", tmp_path / "nothing", lambda _: True)] == []


def test_a_link_is_removed_and_not_what_it_leads_to(tmp_path: Path) -> None:
    kept = written(tmp_path / "elsewhere" / "a")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link").symlink_to(kept.parent)

    remove_all([tmp_path / "own" / "link"])

    assert kept.exists()
    assert not (tmp_path / "own" / "link").is_symlink()


def test_empty_folders_go_up_to_those_that_every_home_has(tmp_path: Path) -> None:
    inner = tmp_path / ".local" / "share" / "zsh" / "site-functions"
    inner.mkdir(parents=True)
    remove_empty_folders(inner, home_of(tmp_path))

    assert sorted(path.name for path in tmp_path.rglob("*")) == [".local", "share"]


def test_unknown_files_in_our_folders_are_reported(tmp_path: Path) -> None:
    own = tmp_path / "own"
    run = written(own / "data" / "runs" / "one" / "events.jsonl").parent
    for name in ("config/mine.txt", "data/runs/notes/a.txt"):
        written(own / name)
    found = [Trace("Runs", "", (run,))]

    assert [*others_in_own_folders(found, home_of(tmp_path))] == [own / "config/mine.txt", own / "data/runs/notes"]

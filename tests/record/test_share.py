"""An export to share: no name of a computer or user and no home folder in it, and it says that it was edited."""

import json
from datetime import UTC, datetime
from pathlib import Path

from desktop_agent.core.events import Noticed, Said
from desktop_agent.core.message import Message
from desktop_agent.record.check import check_journal
from desktop_agent.record.share import Names, without_names
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import Story, run_finished, run_started
from tests.fakes.signing import ReadySigner

HOMES = "/home"
ADA = f"{HOMES}/ada"
NAMES = Names([ADA], ["ada", "Ada Lovelace"], ["engine.lan", "engine"])


def journal(root: Path) -> bytes:
    recorder = RunStore(root).create("Write to ada", datetime(2026, 11, 20, tzinfo=UTC), "3fa9c1", signer=ReadySigner())
    story = Story(recorder)
    story.tell(run_started(recorder.run, f"{ADA}/.local/share/desktop-agent/runs/x", "Write to ada"))
    story.think(
        f"ada@engine: ~/x and {HOMES}/grace/y and C:\\Users\\Linus\\z, Canada and engineer", message="Ada Lovelace"
    )
    story.act({"kind": "type", "text": f"{ADA}/notes.txt on ENGINE.lan", "keys": []})
    story.tell(Noticed("warning", "linus was here"))
    story.tell(Noticed("warning", Message("{name} was here", name="ada")))
    story.tell(run_finished(1, 1))
    recorder.close()
    return (recorder.dir / "events.jsonl").read_bytes()


def test_names_and_home_folders_are_gone_and_words_that_hold_them_stay(tmp_path: Path) -> None:
    text = without_names(journal(tmp_path), NAMES).decode()

    assert "user@computer: ~/x and ~/y and ~\\\\z, Canada and engineer" in text
    assert "~/notes.txt on computer" in text
    assert "Write to user" in text
    assert "user was here" in text
    assert '"texts"' not in text
    for name in ("/home/", "Lovelace", "engine.lan", "grace", "Linus", '"Ada', "-ada-"):
        assert name not in text, name


def test_an_edited_copy_says_so_and_holds_together_without_the_old_signatures(tmp_path: Path) -> None:
    copy = without_names(journal(tmp_path), NAMES)

    found = check_journal(copy)
    assert (found.damage, found.is_chained, found.signer, found.edited) == ([], True, None, "share")
    assert "share" == json.loads(copy.splitlines()[0])["edited"]
    assert copy == without_names(journal(tmp_path / "again"), NAMES)


def test_a_server_of_ones_own_is_not_named(tmp_path: Path) -> None:
    lines = journal(tmp_path).replace(b"http://127.0.0.1:8017/v1", b"https://gpu.lab.example:8000/v1")

    assert "https://computer:8000/v1" == json.loads(without_names(lines, NAMES).splitlines()[0])["base_url"]


def test_names_that_every_computer_has_are_left(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("t", datetime(2026, 11, 20, tzinfo=UTC), "3fa9c1")
    Story(recorder).tell(Said("root may"))
    recorder.close()

    copy = without_names((recorder.dir / "events.jsonl").read_bytes(), Names(["/root"], ["root"], ["localhost"]))

    assert "root may" == json.loads(copy)["text"]

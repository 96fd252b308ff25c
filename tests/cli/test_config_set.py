"""`config set` as a program: what it prints, what it writes, and how it says no."""

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from desktop_agent.settings.confirmed import changed_keys, confirm
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.source import ROOT
from tests.fakes.warm import called, in_text, program

pytestmark = pytest.mark.program


def call(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home)}
    return in_text(called(("config", *words), {**own, **environment}, home))


def written(home: Path) -> dict[str, object]:
    return tomllib.loads((home / "config/config.toml").read_text(encoding="utf-8"))


def test_a_value_is_written_printed_and_shown(tmp_path: Path) -> None:
    done = call(tmp_path, "set", "run.max_steps", "5")

    assert (0, "") == (done.returncode, done.stderr)
    assert f"run.max_steps: – → 5, in {tmp_path / 'config/config.toml'}.\n" == done.stdout
    assert {"run": {"max_steps": 5}} == written(tmp_path)
    assert "run.max_steps\t5\t" in call(tmp_path, "show").stdout
    call(tmp_path, "set", "screen.viewport", "800x600")  # text needs no quotes
    assert "run.max_steps: 5 → –" in call(tmp_path, "set", "run.max_steps", "--unset").stdout
    assert {"run": {}, "screen": {"viewport": "800x600"}} == written(tmp_path)


def test_the_desktops_permission_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "config/portal.json"
    file.parent.mkdir()
    file.write_text('{"portal-restore-token": "one", "portal-picture-token": "two"}')
    file.chmod(0o600)

    done = [call(tmp_path, "forget", "sharing").stdout for _ in range(2)]

    removed = "Removed: the desktop's permission to share"
    none = "No permission to share the screen is stored"
    assert [True, True] == [words in line for words, line in zip((removed, none), done, strict=True)]
    assert not file.exists()


REMEMBERED = """
[[answer]]
program = "/usr/bin/gimp"
window = "dialog"
title = "Blur"
role = "push button"
control = "{}"
act = "click"
"""


def test_remembered_answers_are_listed_and_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "config/remembered.toml"
    file.parent.mkdir()
    file.write_text(REMEMBERED.format("Delete") + REMEMBERED.format("Send"), encoding="utf-8")
    file.chmod(0o600)
    confirm(file.parent)
    listed = call(tmp_path, "remembered").stdout
    assert ["Delete", "Send"] == [one["control"] for one in json.loads(call(tmp_path, "remembered", "--json").stdout)]
    assert "1\tDelete (push button)\tclick\tBlur\t/usr/bin/gimp" in listed

    gone = call(tmp_path, "forget", "1").stdout
    wrong = call(tmp_path, "forget", "2")
    call(tmp_path, "forget", "all")

    assert "Removed: Delete (push button), click, Blur, /usr/bin/gimp." in gone
    assert (2, 1) == (wrong.returncode, wrong.stderr.count("\n"))
    assert "No answers are remembered" in call(tmp_path, "remembered").stdout


@pytest.mark.promise("contract, config confirm")
def test_a_setting_written_by_another_program_counts_once_the_person_at_the_terminal_confirms_it(
    tmp_path: Path,
) -> None:
    call(tmp_path, "set", "run.max_steps", "5")
    with (tmp_path / "config/config.toml").open("a") as file:
        file.write('allow = ["mousepad"]\n')
    own = {**os.environ, "PYTHONPATH": str(ROOT), "DESKTOP_AGENT_HOME": str(tmp_path)}
    own.pop("DISPLAY", None)

    for answer, code in (("n", 1), ("y", 0)):
        assert (changed_keys(tmp_path / "config")) == ("run.allow (new)",)
        with at_a_terminal(program("config", "confirm"), own, columns=140) as person:
            person.waits_for("[y/N] ")
            person.types(f"{answer}\n")
            assert person.ends() == code
        assert '+allow = ["mousepad"]' in person.text

    assert changed_keys(tmp_path / "config") == ()
    assert call(tmp_path, "confirm").stdout == "Nothing has changed since you last saved settings here.\n"

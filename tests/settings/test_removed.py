"""A setting that is gone stops nobody: it is left out, and one sentence says what to use instead."""

from pathlib import Path

import pytest

from desktop_agent import run_task
from desktop_agent.core.events import Noticed, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.settings import load
from desktop_agent.settings.removed import REMOVED
from tests.cli.test_command_line import call, config
from tests.fakes.script import says
from tests.fakes.scripted_server import ScriptedServer

OLD = '[notify]\ndetails = "task"\nmail = "me@example.org"\nwebhook = "https://example.org/hook"\n'


@pytest.mark.parametrize("key", [key for key in REMOVED if "." in key])
@pytest.mark.parametrize("value", ["1", '"text"', "[1]", "{ a = 1 }"])
def test_a_file_that_still_has_one_loads_with_a_note(tmp_path: Path, key: str, value: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"run.max_steps = 7\n{key} = {value}\n")
    sourced = load(file, {}, {})

    assert sourced.settings.run.max_steps == 7
    assert sourced.settings.notes == (f"{file}, line 2: “{key}” no longer exists. {REMOVED[key]}",)
    assert key not in {row[0] for row in sourced.rows()}


@pytest.mark.parametrize("key", REMOVED)
def test_a_variable_of_one_is_left_out_as_well(tmp_path: Path, key: str) -> None:
    variable = f"DESKTOP_AGENT_{key.replace('.', '__').upper()}"
    notes = load(tmp_path / "none.toml", {variable: "x"}, {}).settings.notes

    assert notes == (f"environment variable {variable}: “{key}” no longer exists. {REMOVED[key]}",)


def test_the_check_of_the_file_says_it_and_finds_the_file_valid(tmp_path: Path) -> None:
    file = config(tmp_path, OLD)
    done = call(tmp_path, "config", "check")

    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        f"{file}, line 2: “notify.details” no longer exists. {REMOVED['notify.details']}",
        f"{file}, line 3: “notify.mail” no longer exists. {REMOVED['notify.mail']}",
    ]


def test_a_run_begins_and_says_it_once(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del on_display
    config(tmp_path, '[notify]\nmail = "me@example.org"\n')
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    heard: list[str] = []

    def hear(stamped: Stamped) -> None:
        if isinstance(stamped.event, Noticed):
            heard.append(stamped.event.text)

    with ScriptedServer([says("Done.")]) as model:
        run_task("Look", base_url=model.base_url, dialect="preview", coordinates="viewport", on_event=hear)

    assert [text for text in heard if "no longer exists" in text] == [
        f"{tmp_path / 'config' / 'config.toml'}, line 2: “notify.mail” no longer exists. {REMOVED['notify.mail']}"
    ]

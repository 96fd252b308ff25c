"""A list of tasks is read: what each has, and where a mistake in it is."""

from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.many import DeskTask, read_tasks

WHOLE = """
[[task]]
name = "letters"
task = "Put the letters into folders by sender"
files = ["Letters", "~/Scans"]
hosts = "example.org"
minutes = 10
cost = 0.5
param = ["temperature=0.2", "top_p=-1"]
receipt = "accept"
memory = 900

[[task]]
task = "wait 1 second"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "tasks.toml"
    file.write_text(text)
    return file


def test_a_table_has_what_a_run_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folders = (tmp_path / "Letters", tmp_path / "home" / "Scans")
    for folder in folders:
        folder.mkdir(parents=True)

    letters, plain = read_tasks(written(tmp_path, WHOLE), "discard")

    assert letters == DeskTask(
        name="letters", task="Put the letters into folders by sender", files=tuple(map(str, folders)),
        hosts=("example.org",), receipt="accept", memory_mb=900,
        flags={"max_minutes": 10.0, "max_cost": 0.5, "param": ["temperature=0.2", "top_p=-1"]},
    )  # fmt: skip
    assert plain == DeskTask("2", "wait 1 second", receipt="discard")


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ('[[task]]\ntask = "x"\nfile = "y"', "line 3: “file” isn't a task setting.", "files"),
        ('[[task]]\ntask = "x"\nfiles = "none-such"', "line 3: the folder ", "an existing folder"),
        ('[[task]]\ntask = "a\\u001bb"', "line 2: the task's “task” can't be", "plain text"),
        ('[[task]]\nname = "a"\ntask = "x"\n' * 2, "line 5: two tasks are named “a”", "Rename"),
        ('[[tasks]]\ntask = "x"', "line 1: “tasks” isn't allowed in a task list.", "task"),
        ('task = "x"', "line 1: “task” isn't a list of tasks", "[[task]]"),
        ("[[task]", "isn't valid TOML", "Fix"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_meant(tmp_path: Path, text: str, said: str, hint: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_tasks(written(tmp_path, text))

    assert said in raised.value.message
    assert hint in raised.value.hint

"""`tasks` as people use it: saved, shown, confirmed at a real terminal, edited, carried out, and taken elsewhere."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.tasks.saved.store import TaskStore
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.servers.plain_vendor import PlainVendor, message
from tests.fakes.source import ROOT
from tests.fakes.warm import called, in_text, program
from tests.journeys.conftest import BARE

pytestmark = pytest.mark.program


def call(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home)}
    return in_text(called(words if words[0] == "run" else ("tasks", *words), {**own, **environment}, home))


def command(*words: str) -> list[str]:
    return program(*words)


def own(home: Path) -> dict[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DESKTOP_AGENT_HOME": str(home), "LC_ALL": "C.UTF-8"}
    environment.pop("DISPLAY", None)
    return environment


def store(home: Path) -> TaskStore:
    return TaskStore(home / "config")


def test_a_task_is_saved_listed_shown_and_deleted(tmp_path: Path) -> None:
    saved = call(tmp_path, "add", "bill", "Pay {amount} to {who}.", "--var", "amount=number", "--allow", "gnucash")
    listed, *templates = json.loads(call(tmp_path, "list", "--json").stdout)
    shown = call(tmp_path, "show", "bill").stdout
    deleted = call(tmp_path, "delete", "bill", "--yes")

    assert saved.returncode == 0
    assert (listed["name"], listed["confirmed"], listed["kind"]) == ("bill", False, "words")
    assert all((one["template"], one["confirmed"]) == (True, True) for one in templates)
    assert [(one["name"], one["type"]) for one in listed["variables"]] == [("amount", "number"), ("who", "text")]
    assert 'allow = ["gnucash"]' in shown
    assert "Pay {amount} to {who}." in shown
    assert (deleted.returncode, call(tmp_path, "show", "bill").returncode) == (0, 2)
    assert "isn't a valid task name" in call(tmp_path, "show", "../../evil").stderr
    assert "There is no task named “nothing”." in call(tmp_path, "run", "nothing", "--list").stderr


def test_a_task_is_confirmed_only_at_a_terminal_and_a_change_revokes_that(tmp_path: Path) -> None:
    call(tmp_path, "add", "bill", "Pay it.", "--allow", "gnucash")
    refused = call(tmp_path, "run", "bill")
    out = str(tmp_path / "bill.task")
    taken = str(tmp_path / "evil.task")
    call(tmp_path, "export", "bill", "-o", out)
    in_folder = call(tmp_path, "export", "bill", "-o", f"{tmp_path}/new/folder/")
    assert (in_folder.returncode, in_folder.stdout) == (0, f"{tmp_path}/new/folder/bill.task\n")
    (tmp_path / "evil.task").write_text(Path(out).read_text().replace("gnucash", "xterm\\u001b[2J"), encoding="utf-8")

    for answer, code in (("n", 1), ("y", 0)):
        with at_a_terminal(
            command("tasks", "import", taken, "--name", f"from-{answer}"), own(tmp_path), columns=140
        ) as person:
            person.waits_for("[y/N] ")
            person.types(f"{answer}\n")
            assert person.ends() == code
        assert "xterm" in person.text
        assert b"\x1b[2J" not in person.raw
        assert store(tmp_path).is_confirmed(store(tmp_path).read(f"from-{answer}")) == (answer == "y")
        (tmp_path / "evil.task").write_text('+++\nallow = ["xterm"]\n+++\nDo another thing.\n', encoding="utf-8")

    assert refused.returncode == 2
    assert "haven't confirmed" in refused.stderr


def test_an_invalid_edit_leaves_the_saved_task_as_it_was(tmp_path: Path) -> None:
    call(tmp_path, "add", "bill", "Pay it.")
    editor = tmp_path / "editor"
    draft = tmp_path / "config/tasks/bill.draft"
    for script, code in (("sed -i s/Pay/{Pay}/", 2), ("sed -i s/Pay/Buy/", 0), ("false", 1), ("sed -i s/Buy/{B}/", 2)):
        editor.write_text(f'#!/bin/sh\n{script} "$1"\n')
        editor.chmod(editor.stat().st_mode | stat.S_IEXEC)
        done = call(tmp_path, "edit", "bill", EDITOR=str(editor))
        assert done.returncode == code, done.stderr
        body = store(tmp_path).read("bill").task.words
        assert body == ("Pay it." if "Pay" in script and code else "Buy it.")
        assert ("line 3" in done.stderr) == draft.exists() == (code == 2)
    assert "{B} it." in draft.read_text()
    assert draft.stat().st_mode & 0o777 == 0o600
    call(tmp_path, "delete", "bill", "--yes")
    assert not draft.exists()


@pytest.fixture
def screen(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    return display.environment() | {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


@pytest.mark.promise("README, What else it does: repeat; contract, tasks add")
def test_missing_values_are_asked_for_at_a_terminal_and_a_run_can_be_saved_as_a_task(
    screen: dict[str, str], tmp_path: Path
) -> None:
    with PlainVendor([[message("Fin.")]]) as vendor:
        call(
            tmp_path, "add", "note", "Pay {sum} €.", "--var", "sum=number", "--base-url", vendor.url,
            "--dialect", "openai", "--allow", "gnucash",
        )  # fmt: skip
        store(tmp_path).confirm(store(tmp_path).read("note"))
        with at_a_terminal([*program("run", "note"), *BARE, "--approver", "none"], screen) as person:
            person.waits_for("sum (number):")
            person.types("ten\n")
            person.waits_for("Enter a number")
            person.types("10,50\n")
            code = person.ends()
    assert code == 0, person.text  # it was asked for words alone
    assert "Pay 10,50 €." in json.dumps(vendor.bodies[0], ensure_ascii=False)

    saved = call(tmp_path, "add", "again", "--from", "last", "--words", "--max-minutes", "3")
    task = store(tmp_path).read("again").task

    assert saved.returncode == 0, saved.stderr
    assert (task.words, [(each.type, each.default) for each in task.variables]) == (
        "Pay {sum} €.", [("number", "10,50")],
    )  # fmt: skip
    assert (task.flags["allow"], task.flags["base_url"], task.flags["max_minutes"]) == (
        ["gnucash"], vendor.url, 3.0,
    )  # fmt: skip
    assert "max_steps" not in task.flags


@pytest.mark.slow
def test_a_task_from_elsewhere_runs_its_command_only_after_two_yeses(screen: dict[str, str], tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    taken = tmp_path / "evil.task"
    with PlainVendor([[message("Fin.")]] * 4) as vendor:
        head = f'base_url = "{vendor.url}"\ndialect = "openai"\nexpect = ["command:touch {mark}"]\n'
        taken.write_text(f"+++\n{head}+++\nSay fin.\n", encoding="utf-8")
        unseen = call(tmp_path, "import", str(taken), "--name", "note")
        refused = call(tmp_path, "run", "note", "--approver", "none")
        before = (unseen.returncode, refused.returncode, vendor.bodies, mark.exists())

        with at_a_terminal(
            command("tasks", "import", str(taken), "--name", "seen"), own(tmp_path), columns=140
        ) as person:
            person.waits_for("[y/N] ")
            shown = person.text
            person.types("y\n")
            assert person.ends() == 0
        unasked = call(tmp_path, "run", "seen", "--approver", "none", **screen)
        after_one = (unasked.returncode, vendor.bodies, mark.exists())

        codes = []
        for answer in ("n", "y"):
            with at_a_terminal(program("run", "seen", "--approver", "terminal"), screen, columns=140) as person:
                person.waits_for("[y/N] ")
                assert "Before the task begins: Run a command at the end" in person.text
                assert f"Runs:   touch\n  With:   “{mark}”\n" in person.text
                person.types(f"{answer}\n")
                codes.append((person.ends(), mark.exists()))

    assert before == (0, 2, [], False)
    assert f"command:touch {mark}" in " ".join(shown.split())
    assert after_one == (5, [], False)
    assert codes == [(5, False), (0, True)], person.text

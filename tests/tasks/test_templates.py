"""The templates that come with the program: what they ask for, and what the plain ones do on a desk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from desktop_agent.cli import run_client
from desktop_agent.cli.approver import ChosenApprover
from desktop_agent.cli.flags import FLAGS
from desktop_agent.cli.run_place import carry_out_at
from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import speak
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.run.ask.function_approver import FunctionApprover
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.spec import RunSpec
from desktop_agent.tasks.saved.carry_out import Wanted, spec_of
from desktop_agent.tasks.saved.rows import files_of
from desktop_agent.tasks.saved.store import TaskStore, task_from, template
from desktop_agent.tasks.steps.variables import names_in
from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.desks.joined_desks import lead_to
from tests.fakes.people.languages import spoken
from tests.fakes.servers.web_hosts import Arrived, WebHosts

SHOP = "shop.example.org"
PEOPLE = 'Name,Town,Phone\nAda Lovelace,London,0123\nGrace Hopper,"New ""York""",\nAlan Turing,{cell},a;b\\n\n'
FORM = """<!doctype html><meta charset="utf-8"><title>Members</title><h1>New member</h1>
<form method="post" action="/members">
<p><label>Name <input name="name"></label><p><label>Town <input name="town"></label>
<p><label>Phone <input name="phone"></label><p><button>Register</button></form>"""
THANKS = '<!doctype html><meta charset="utf-8"><title>Members</title><h1>Thank you, you are a member</h1>'


def html(page: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page.encode())}\r\n\r\n"
    return (head + page).encode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    skip_without_desks()
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    return home


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebHosts]:
    made = WebHosts((SHOP,))
    lead_to(made, monkeypatch)
    yield made
    made.close()


def on_a_desk(name: str, asked: list[Question], values: Mapping[str, str], patch: pytest.MonkeyPatch) -> RunResult:
    flags = {**dict.fromkeys(FLAGS), **dict.fromkeys(DESK_FLAGS), "desk": True, "receipt": "accept"}
    spec = spec_of(template(name).book, Wanted(values), flags)

    def answer(question: Question) -> bool:
        asked.append(question)
        return True

    person = ChosenApprover("none", FunctionApprover(answer))
    patch.setattr(run_client, "chosen_approver", lambda *_, **__: nullcontext(person))
    return carry_out_at(spec, json_lines=False)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize(
    ("name", "wishes"), [("collect-values", 1), ("file-mail", 1), ("fill-form", 0), ("rename-files", 0)]
)
def test_a_template_asks_for_what_it_uses_in_the_persons_language(name: str, wishes: int, language: str) -> None:
    english = template(name)
    speak(spoken(language))
    try:
        task = template(name).task
    finally:
        speak(None)

    given = {given for step in task.steps if step.loop for given in step.loop.names}
    texts = {task.title, task.description, *(variable.ask for variable in task.variables)}
    assert {variable.name for variable in task.variables} == set(names_in(english.text)) - given
    assert sum(step.is_wish for step in task.steps) == wishes
    assert "" not in texts
    assert {text for text in texts if f'"{text}"' in english.text} <= (texts if language == "en" else {"Browser"})


def test_a_saved_task_takes_the_place_of_a_template_of_its_name(tmp_path: Path) -> None:
    store = TaskStore(tmp_path)
    assert store.is_confirmed(store.read("fill-form"))

    store.keep("fill-form", task_from("+++\n+++\nWrite a list.\n", "fill-form"))

    assert store.read("fill-form").task.words == "Write a list."
    assert not store.is_confirmed(store.read("fill-form"))
    assert "fill-form" not in [file.name for file in store.templates()]
    with pytest.raises(SettingsError, match="It's a template"):
        store.delete("rename-files")


@pytest.mark.slow
@pytest.mark.program
def test_each_row_of_a_sheet_is_sent_once_and_as_it_is(
    home: Path, hosts: WebHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(came: Arrived) -> bytes:
        return html(THANKS if came.method == "POST" else FORM)

    hosts.answer = answer
    sheet = home / "people.csv"
    sheet.write_text(PEOPLE, encoding="utf-8")
    asked = list[Question]()

    values = {"page": f"http://{SHOP}/join", "rows": str(sheet), "button": "Register", "sent": "Thank you"}
    result = on_a_desk("fill-form", asked, {**values, "browser": "Chromium"}, monkeypatch)

    sent = [parse_qs(came.body.decode(), keep_blank_values=True) for came in hosts.arrived if came.method == "POST"]
    assert result.status == "completed", result.message
    assert sent == [
        {"name": ["Ada Lovelace"], "town": ["London"], "phone": ["0123"]},
        {"name": ["Grace Hopper"], "town": ['New "York"'], "phone": [""]},
        {"name": ["Alan Turing"], "town": ["{cell}"], "phone": ["a;b\\n"]},
    ]


@pytest.mark.parametrize(
    ("cell", "says"),
    [("{{secret:x}}", "refer to a secret"), ("a\x1b[2J", "value for “Name” isn't valid"), ("", "nothing in")],
)
def test_a_cell_is_plain_text_and_names_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, says: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    sheet = tmp_path / "people.csv"
    sheet.write_text(f"Name\n{cell}\n", encoding="utf-8")
    values = {"page": f"https://{SHOP}/", "rows": str(sheet), "sent": "Thank you"}

    with pytest.raises(SettingsError, match=says):
        spec_of(template("fill-form").book, Wanted(values), {**dict.fromkeys(FLAGS), **dict.fromkeys(DESK_FLAGS)})


@pytest.mark.long
def test_a_sheet_with_more_rows_than_a_run_has_steps_for_is_refused_before_anything_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))

    def spec_for(count: int) -> RunSpec:
        sheet = tmp_path / "people.csv"
        sheet.write_text("Name\n" + "Ada\n" * count, encoding="utf-8")
        values = {"page": f"https://{SHOP}/", "rows": str(sheet), "sent": "Thank you"}
        return spec_of(
            template("fill-form").book, Wanted(values), {**dict.fromkeys(FLAGS), **dict.fromkeys(DESK_FLAGS)}
        )

    with pytest.raises(SettingsError, match=r"The 20,000 rows of .*people\.csv make 140,000 steps") as refused:
        spec_for(20_000)
    fit = int(re.findall(r"its first (\d+) rows fit", str(refused.value.hint))[0])

    assert spec_for(fit).lines is not None
    with pytest.raises(SettingsError, match=rf"its first {fit} rows fit"):
        spec_for(fit + 1)


@pytest.mark.slow
@pytest.mark.program
def test_five_files_are_renamed_in_a_file_manager_and_that_is_proven(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("pcmanfm") is None:
        pytest.skip("no pcmanfm")
    folder = home / "Photos"
    folder.mkdir()
    for name in ("IMG_20230101.txt", "IMG_20220901.txt", "scan 10.txt", "scan 9.txt", "Zoo.txt"):
        (folder / name).write_text(name)

    values = {"folder": str(folder), "name": "Holiday", "manager": "File Manager PCManFM"}
    result = on_a_desk("rename-files", [], values, monkeypatch)

    assert result.status == "proven", result.message
    assert {file.name: file.read_text() for file in folder.iterdir()} == {
        "Holiday 1.txt": "IMG_20220901.txt",
        "Holiday 2.txt": "IMG_20230101.txt",
        "Holiday 3.txt": "scan 9.txt",
        "Holiday 4.txt": "scan 10.txt",
        "Holiday 5.txt": "Zoo.txt",
    }


@pytest.mark.parametrize(
    "names",
    [
        ("anna.txt", "bob.txt"),
        ("april.txt", "february.txt", "january.txt", "march.txt"),
        ("IMG_2.jpg", "IMG_10.jpg", "img_011.jpg"),
        ("2 b", "10 a", "Zeta"),
    ],
)
def test_files_come_in_the_order_of_their_names_and_numbers(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in reversed(names):
        (tmp_path / name).touch()

    assert [path.name for path in files_of(tmp_path)] == [*names]

"""Tasks for many desks: by their names, from files, and for each row of a sheet."""

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.many import DeskTask
from desktop_agent.tasks.saved.desk_tasks import desk_tasks
from desktop_agent.tasks.saved.rows import rows_of
from desktop_agent.tasks.saved.store import TaskStore, read_task, task_from

LETTER = """+++
title = "A letter"
max_minutes = 10
desk = true
desk_files = ["~/Letters"]
receipt = "accept"

[variables.who]
+++
1. type "Dear {who}"
2. press ctrl+s
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    (tmp_path / "Letters").mkdir()


def tasks(*files: str | Path, rows: Path | None = None, mode: str | None = "auto") -> tuple[DeskTask, ...]:
    return desk_tasks([str(file) for file in files], rows, "discard", {"mode": mode, "approver": None})


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def confirmed(folder: Path, name: str, text: str) -> Path:
    file = written(folder, name, text)
    TaskStore(folder / "own/config").confirm(read_task(file))
    return file


def test_a_row_is_a_run_with_its_cells_as_variables(tmp_path: Path) -> None:
    file = confirmed(tmp_path, "letter.task", LETTER)
    rows = written(tmp_path, "people.csv", '\ufeffWho;Town\n"Ada ""A"" Lovelace";London\n;\nGrace;"New\nYork"\n')

    first, second = tasks(file, rows=rows)

    assert [first.name, second.name] == ["letter 1", "letter 2"]
    assert (first.desk.folders, first.desk.receipt) == ((tmp_path / "Letters",), "accept")
    assert first.spec.settings.run.max_minutes == 10
    assert [one.spec.lines and one.spec.lines.values for one in (first, second)] == [
        {"who": 'Ada "A" Lovelace'}, {"who": "Grace"},
    ]  # fmt: skip
    with pytest.raises(SettingsError, match="No value is set for “who”"):
        tasks(file, rows=written(tmp_path, "other.csv", "Town\nLondon\n"))


def test_a_saved_task_and_a_file_are_confirmed_once(tmp_path: Path) -> None:
    store = TaskStore(tmp_path / "own/config")
    kept = store.keep("wait", task_from("+++\n+++\nwait 1 second\n", "wait"))

    for named in ("wait", store.path("wait")):
        with pytest.raises(SettingsError, match="haven't confirmed"):
            tasks(named, mode=None)
    store.confirm(kept)
    by_name, by_file = (tasks(named, mode=None)[0] for named in ("wait", store.path("wait")))

    assert by_name.spec.task == by_file.spec.task == "wait 1 second"
    assert by_name.desk.receipt == "discard"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.task", '+++\ndesk = true\ndesk_files = ["/none/such"]\n+++\nDo it.', "/none/such doesn't exist"),
        ("a.task", "+++\nalow = ['x']\n+++\nDo it.", "Did you mean “allow”"),
        ("none", "", "no task named"),
    ],
)
def test_what_is_wrong_is_told_before_anything_starts(tmp_path: Path, name: str, text: str, says: str) -> None:
    file = written(tmp_path, name, text)
    with suppress(SettingsError):
        TaskStore(tmp_path / "own/config").confirm(read_task(file))

    with pytest.raises(SettingsError) as error:
        tasks(name if name == "none" else file)

    assert says in str(error.value)


def test_rows_of_a_workbook_are_those_of_its_first_sheet(tmp_path: Path) -> None:
    main = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cell = "<c r='{}' t='inlineStr'><is><t>{}</t></is></c>".format
    rows = f"<row r='1'>{cell('A1', 'Who')}{cell('C1', 'Day')}</row><row r='3'>{cell('C3', 'Monday')}</row>"
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        sheet = "<sheets><sheet name='S' r:id='a'/></sheets>"
        archive.writestr("xl/workbook.xml", f"<workbook {main} xmlns:r='{related}'>{sheet}</workbook>")
        target = "<Relationship Id='a' Target='worksheets/sheet1.xml'/>"
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{target}</Relationships>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")

    assert list(rows_of(tmp_path / "a.xlsx")) == [{"Who": "", "Day": "Monday"}]
    with pytest.raises(SettingsError, match="can't be read as a sheet"):
        list(rows_of(written(tmp_path, "b.xlsx", "PK no archive")))

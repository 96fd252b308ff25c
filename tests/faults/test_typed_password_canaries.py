"""A password that a model types into a password field: the application gets it, and nothing made of the run shows it.

The witnesses are the application's own file, and every byte that is kept or said of the run: events, journal, report,
`runs show` and `list`, how-to, steps, and a copy to share.
"""

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from desktop_agent.core.events import Stamped
from desktop_agent.host.prepare import prepare
from desktop_agent.host.spec import ClientServices, RunSpec
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.reader import read_run, read_summary
from desktop_agent.record.report.page import write_report
from desktop_agent.settings import load
from desktop_agent.studio.howto.make import make_guide
from desktop_agent.studio.steps.from_recording import steps_of
from desktop_agent.studio.steps.text import write_steps
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.faults.test_private_canaries import Step, click, form_program, has_caret, holds, login, type_, typed_in

PASSWORD, LETTERS = "canary-Tr0ub4dor&3", "q7xz"
TASK = f"Log in as 4711 with {PASSWORD}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of the run."""

    folder: Path
    heard: list[Stamped]
    typed: list[str]


def script(clear: tuple[int, int], dots: tuple[int, int]) -> list[Step]:
    letters = [{"type": "keypress", "keys": [one]} for one in LETTERS]
    return [
        Step(says(f"I will use {PASSWORD} later.") + asks(click(clear)), has_caret(0)),
        Step(asks(type_("4711")), holds(0, "4711")),
        Step(asks(click(dots)), has_caret(1)),
        Step(says(f"Now I type {PASSWORD} into the field.") + asks(type_(PASSWORD)), holds(1, PASSWORD)),
        Step(asks(*letters), holds(1, PASSWORD + LETTERS)),
        Step(asks(click(clear)), has_caret(0)),
        Step(says(f"I am logged in with {PASSWORD}, then {LETTERS}.")),
    ]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typed]:
    """Play the run on a display of its own, and make everything of it that there is."""
    home = tmp_path_factory.mktemp("typed")
    with login(home, script) as (server, _):
        yield _run(server, home)


def _run(server: ScriptedServer, home: Path) -> Typed:
    flags: dict[str, object] = {
        "provider.base_url": server.base_url, "provider.dialect": "preview",
        "provider.coordinates": "viewport", "run.mode": "auto"
    }  # fmt: skip
    settings = load(home / "ours" / "config" / "config.toml", {}, flags).settings
    heard = list[Stamped]()
    session = prepare(RunSpec(TASK, settings, admitted=(form_program(),)), ClientServices(listeners=[heard.append]))
    folder = Path(session.run().dir)
    return Typed(folder, heard, typed_in(home))


def everything(folder: Path, to: Path) -> str:
    """Return all that can be made of a run, as text."""
    to.mkdir(parents=True, exist_ok=True)
    write_report(folder)
    make_guide(folder, ["html", "markdown"], to)
    run = read_run(folder)
    (to / "steps").write_text(write_steps(steps_of(run).book.file), "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(["runs", "show", str(folder)])
    files = [path for path in (*to.rglob("*"), folder / "report.html") if path.is_file()]
    texts = [path.read_text("utf-8", "replace") for path in files]
    return "\0".join([*texts, said.getvalue()])


def test_the_application_got_it(typed: Typed) -> None:
    assert typed.typed == ["4711", PASSWORD + LETTERS]


def test_no_event_after_it_was_typed_has_it_and_the_journal_only_has_the_task_and_what_was_said_before(
    typed: Typed,
) -> None:
    lines = [one.line() for one in typed.heard]
    journal = (typed.folder / JOURNAL).read_text("utf-8").splitlines()

    before = [json.loads(line) for line in lines if PASSWORD in line]
    assert [(one["event"], one.get("text")) for one in before] == [
        ("run.started", None),
        ("message", f"I will use {PASSWORD} later."),
    ]
    assert journal == lines
    assert not [line for line in lines if LETTERS in line]


def test_nothing_that_is_made_of_the_run_shows_it(typed: Typed, tmp_path: Path) -> None:
    said = everything(typed.folder, tmp_path) + repr(read_summary(typed.folder))

    assert "4711" in said
    assert "your secret text" in said
    assert "{{secret:password}}" in said
    assert [one for one in (PASSWORD, LETTERS, "Tr0ub4") if one in said] == []


def test_an_export_holds_the_password_that_was_told_before_and_says_so(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["runs", "export", str(typed.folder), "-o", str(tmp_path / "run.zip")])
    packed = zipfile.ZipFile(tmp_path / "run.zip")
    texts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if name.endswith(JOURNAL)]

    assert any(PASSWORD in text for text in texts)
    assert "contains a password in plain" in capsys.readouterr().err

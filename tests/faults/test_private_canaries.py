"""Whole runs with secrets, a hidden window, and a password that a model types: only the application gets the text.

The witnesses are the application's own file, the server's request log, every byte below the program's folders, and all
that can be made of a run: events, journal, report, `runs show` and `list`, how-to, steps, and a copy to share.
"""

import base64
import contextlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image

from desktop_agent.cli.main import main
from desktop_agent.core.runs.events import Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.films.howto.make import make_guide
from desktop_agent.lib.logs import log_of_last_run, log_to_file
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.reader import read_run, read_summary
from desktop_agent.record.report.page import write_report
from desktop_agent.run.ask.function_approver import FunctionApprover
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.screen.choose import choose_windows
from desktop_agent.settings import load
from desktop_agent.settings.secret_store import SecretEntry, SecretStore
from desktop_agent.tasks.saved.text import write_task
from desktop_agent.tasks.steps.writer import steps_of
from tests.fakes.people.keyrings import memory_keyring
from tests.fakes.programs.apps import running
from tests.fakes.programs.login_window import COLOUR, HIDDEN, TITLE
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

PIN = "48151623"
PASSWORD = "canary-Tr0ub4dor&3"
LETTERS = "q7xz"
TASK = f"Log in as 4711 with {PASSWORD}"
VAULT = (HIDDEN[0] + 200, HIDDEN[1] + 150)
STEPS = 8
MOST_STEPS = 50
# A picture in a request or a how-to, and one in a report.
_IMAGE = re.compile(r'(?:data:image/[a-z]+;base64,|<script type="image/[a-z]+" id="[^"]*">)([A-Za-z0-9+/=]+)')


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a run, and who saw it."""

    result: RunResult
    typed: list[str]
    sent: list[str]  # the bodies of the requests
    home: Path
    clear: list[int]  # the box of the field that shows its text


def click(at: tuple[int, int]) -> dict[str, object]:
    return {"type": "click", "x": at[0], "y": at[1]}


def type_(text: str) -> dict[str, object]:
    return {"type": "type", "text": text}


@dataclass(frozen=True, slots=True)
class Step:
    """What a model asks for, and how it sees that it has happened."""

    answer: Answer
    is_seen: Callable[[Mapping[str, list[Any]]], bool] = lambda _: True


@dataclass
class LookingModel:
    """A model that goes on once it sees what it has asked for in the form, and asks again where it does not."""

    told: Path
    steps: list[Step]
    is_asked: bool = False

    def __call__(self, _: Mapping[str, object]) -> Answer:
        again = self.is_asked and not self._sees()
        if not again:
            self.steps = self.steps[self.is_asked :]
        self.is_asked = True
        answer = self.steps[0].answer
        return replace(answer, pieces=answer.pieces[-1:]) if again else answer

    def _sees(self) -> bool:
        with suppress(AssertionError):
            return wait_until(lambda: self.steps[0].is_seen(json.loads(self.told.read_text("utf-8"))), within_s=30)
        return False


def has_caret(number: int) -> Callable[[Mapping[str, list[Any]]], bool]:
    return lambda form: form["caret"][number] is True


def holds(number: int, text: str) -> Callable[[Mapping[str, list[Any]]], bool]:
    return lambda form: form["typed"][number] == text


def script(clear: tuple[int, int], dots: tuple[int, int]) -> list[Step]:
    return [
        Step(asks(click(clear)), has_caret(0)),
        Step(asks(type_("{{secret:pin}}")), holds(0, PIN)),
        Step(asks(click(dots)), has_caret(1)),
        Step(asks(type_("{{secret:bank}}")), holds(1, PASSWORD)),
        Step(asks(click(VAULT))),
        Step(asks(type_("{{secret:other}}"))),
        Step(asks({"type": "screenshot"})),
        Step(says("Done.")),
    ]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play one run on a display of its own."""
    home = tmp_path_factory.mktemp("private")
    with memory_keyring(), login(home, script) as (server, clear):
        yield run_on(server, home, clear)


@contextmanager
def login(
    home: Path, steps: Callable[[tuple[int, int], tuple[int, int]], list[Step]]
) -> Iterator[tuple[ScriptedServer, list[int]]]:
    """Show the form; give a server whose model takes the steps, and the box of the field that shows its text."""
    with pytest.MonkeyPatch.context() as patch, PrivateDisplay() as display:
        for name, value in {**display.environment(), "DESKTOP_AGENT_HOME": str(home / "ours")}.items():
            patch.setenv(name, value)
        file = home / "told.json"
        command = [sys.executable, "-m", "tests.fakes.programs.login_window", str(file)]
        paths = {"PYTHONPATH": str(Path(__file__).parents[2]), "QT_ACCESSIBILITY": "1"}
        with running(command, display, home / "app", TITLE, environment=paths):
            boxes = wait_until(lambda: placed(file), "the fields")
            centers = [(box[0] + box[2] // 2, box[1] + box[3] // 2) for box in boxes]
            with ScriptedServer([LookingModel(file, steps(*centers))] * MOST_STEPS) as server:
                yield server, boxes[0]


def placed(told: Path) -> list[list[int]]:
    """Return where the fields are, once they have been there for a while; nothing before."""
    content = json.loads(told.read_text("utf-8")) if told.exists() else {}
    boxes: list[list[int]] = content.get("boxes", [])
    return boxes if content.get("times", 0) > 20 else []


def form_program() -> str:
    with closing(choose_windows()) as windows:
        return next(one.program for one in windows.titled() if one.title == TITLE)


def typed_in(home: Path) -> list[str]:
    typed: list[str] = json.loads((home / "told.json").read_text("utf-8"))["typed"]
    return typed


def run_on(server: ScriptedServer, home: Path, clear: list[int]) -> Played:
    program = form_program()
    store = SecretStore(home / "ours" / "config")
    store.keep(SecretEntry("pin", program), PIN)
    store.keep(SecretEntry("bank", program, always=True), PASSWORD)
    store.keep(SecretEntry("other", "/usr/bin/other"), "never typed")
    flags: dict[str, object] = {
        "provider.base_url": server.base_url, "provider.dialect": "preview",
        "provider.coordinates": "viewport", "privacy.windows": "vault of*",
    }  # fmt: skip
    settings = load(home / "ours" / "config" / "config.toml", {}, flags).settings
    spec = RunSpec("Log in with {{secret:pin}} and {{secret:bank}}", settings, admitted=(program,))
    with log_to_file({"DESKTOP_AGENT_HOME": str(home / "ours")}):
        result = prepare(spec, ClientServices(FunctionApprover(lambda _: True))).run()
    write_report(Path(result.dir))
    return Played(result, typed_in(home), [json.dumps(request.body) for request in server.requests], home, clear)


def pictures(played: Played) -> list[Image.Image]:
    """Return every picture that was sent, recorded or put into the report."""
    encoded = [found for text in played.sent for found in _IMAGE.findall(text)]
    files = [path for path in played.home.rglob("*") if path.is_file()]
    encoded += [found for path in files if path.suffix == ".html" for found in _IMAGE.findall(path.read_text("utf-8"))]
    data = [base64.b64decode(one) for one in encoded]
    data += [path.read_bytes() for path in files if path.suffix in {".png", ".jpg", ".webp"}]
    return [Image.open(io.BytesIO(one)).convert("RGB") for one in data]


@pytest.mark.promise("README, 6")
def test_the_application_got_both_and_nothing_else(played: Played) -> None:
    assert played.result.status in {"partly", "blocked"}
    assert played.typed == [PIN, PASSWORD]


@pytest.mark.promise("README, 6")
@pytest.mark.parametrize("value", [PIN, PASSWORD, "never typed"])
def test_no_byte_that_was_sent_or_kept_has_a_secret(played: Played, value: str) -> None:
    forms = {value.encode(), base64.b64encode(value.encode()).rstrip(b"="), quote(value, safe="").encode()}
    kept = b"\0".join(path.read_bytes() for path in (played.home / "ours").rglob("*") if path.is_file())
    words = "\0".join(played.sent).encode()

    assert len(played.sent) >= STEPS
    assert not [form for form in forms if form in kept or form in words]


def test_the_log_says_what_was_chosen_and_neither_a_secret_nor_the_title_of_a_window(played: Played) -> None:
    text = log_of_last_run({"DESKTOP_AGENT_HOME": str(played.home / "ours")})

    assert "input: x11.input.xtest was chosen" in text
    assert [word for word in (PIN, PASSWORD, "4711", TITLE, "vault", "Log in") if word in text] == []


@pytest.mark.promise("README, 6")
def test_no_picture_has_the_colour_of_the_hidden_window(played: Played) -> None:
    rows = [np.asarray(picture).astype(np.uint32) for picture in pictures(played)]
    found = [np.count_nonzero((row[..., 0] << 16 | row[..., 1] << 8 | row[..., 2]) == COLOUR) for row in rows]

    assert len(found) >= 2 * STEPS - 2
    assert sum(found) == 0


def test_the_field_that_shows_its_text_is_hidden_in_every_later_picture(played: Played) -> None:
    last = pictures(played)[len(played.sent) - 1]
    x, y, width, height = played.clear
    field = np.asarray(last.crop((x, y, x + width, y + height)))

    assert {tuple(pixel) for row in field for pixel in row} == {(0x80, 0x80, 0x80)}


# A password that a model types into a password field


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of the run."""

    folder: Path
    heard: list[Stamped]
    typed: list[str]


def typing(clear: tuple[int, int], dots: tuple[int, int]) -> list[Step]:
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
    with login(home, typing) as (server, _):
        yield run_of_typing(server, home)


def run_of_typing(server: ScriptedServer, home: Path) -> Typed:
    flags: dict[str, object] = {
        "provider.base_url": server.base_url, "provider.dialect": "preview",
        "provider.coordinates": "viewport", "run.mode": "auto"
    }  # fmt: skip
    settings = load(home / "ours" / "config" / "config.toml", {}, flags).settings
    events = list[Stamped]()
    with log_to_file({"DESKTOP_AGENT_HOME": str(home / "ours")}):
        session = prepare(
            RunSpec(TASK, settings, admitted=(form_program(),)), ClientServices(listeners=[events.append])
        )
        folder = Path(session.run().dir)
    return Typed(folder, events, typed_in(home))


def everything(folder: Path, to: Path) -> str:
    to.mkdir(parents=True, exist_ok=True)
    write_report(folder)
    make_guide(folder, ["html", "markdown"], to)
    run = read_run(folder)
    (to / "steps").write_text(write_task(steps_of(run).book.task), "utf-8")
    words = io.StringIO()
    with contextlib.redirect_stdout(words), contextlib.redirect_stderr(words):
        main(["runs", "show", str(folder)])
    files = [path for path in (*to.rglob("*"), folder / "report.html") if path.is_file()]
    texts = [path.read_text("utf-8", "replace") for path in files]
    return "\0".join([*texts, words.getvalue()])


@pytest.mark.slow
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


def test_the_log_has_nothing_that_a_model_has_typed_and_no_title(typed: Typed) -> None:
    text = log_of_last_run({"DESKTOP_AGENT_HOME": str(typed.folder.parents[2])})

    assert "windows: x11.windows was chosen" in text
    assert [word for word in (PASSWORD, LETTERS, "4711", TITLE, "Log in") if word in text] == []


def test_nothing_that_is_made_of_the_run_shows_it(typed: Typed, tmp_path: Path) -> None:
    words = everything(typed.folder, tmp_path) + repr(read_summary(typed.folder))

    assert "4711" in words
    assert "your secret text" in words
    assert "{{secret:password}}" in words
    assert [one for one in (PASSWORD, LETTERS, "Tr0ub4") if one in words] == []


def test_an_export_holds_the_password_that_was_told_before_and_says_so(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["runs", "export", str(typed.folder), "-o", str(tmp_path / "run.zip")])
    packed = zipfile.ZipFile(tmp_path / "run.zip")
    texts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if name.endswith(JOURNAL)]

    assert any(PASSWORD in text for text in texts)
    assert "contains a password in plain" in capsys.readouterr().err

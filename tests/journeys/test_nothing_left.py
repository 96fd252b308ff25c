"""After everything has been used in a fresh home, one command leaves nothing of ours in it: a listing of it says so."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.mcp.configuration import CLIENTS
from desktop_agent.tasks.saved.kept_values import KeptForms
from desktop_agent.tasks.saved.store import TaskStore
from desktop_agent.tasks.task import Task, TaskVariable
from tests.fakes.desktops.user_systemd import user_systemd, why_no_systemd
from tests.fakes.people.mcp_agent import OURSELVES
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.warm import called, program

OURS = (b"desktop-agent", b"desktop_agent")


class Home:
    """A fresh home of somebody at a display, and what is in it."""

    def __init__(self, folder: Path, display: PrivateDisplay) -> None:
        self.folder = folder
        there = {**os.environ, **display.environment()}
        self.environment = {
            **{name: value for name, value in there.items() if not name.startswith(("XDG_", "DESKTOP_AGENT"))},
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "session"),
            "TMPDIR": str(folder / "tmp"),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
        }
        for name in ("home", "session", "tmp"):
            (folder / name).mkdir(mode=0o700, parents=True)

    def call(self, *words: str, given: str = "", code: int | None = 0) -> str:
        done = called(words, self.environment, stdin=given.encode(), timeout=180)
        assert code in {None, done.returncode}, (words, done.stderr.decode())
        return done.stdout.decode()

    def ours(self) -> list[str]:
        """Return what is ours in the home and the session's folder, by its path or its content."""
        found = []
        for above, folders, files in os.walk(self.folder):
            for name in (*folders, *files):
                path = Path(above, name)
                content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
                if any(word in os.fsencode(path.relative_to(self.folder)) + content for word in OURS):
                    found.append(str(path.relative_to(self.folder)))
        return sorted(found)


@pytest.fixture
def home(display: PrivateDisplay, tmp_path: Path) -> Home:
    return Home(tmp_path / "person", display)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer([], dialect="functions") as serving:
        serving.models = ("m",)
        yield serving


def use_everything(home: Home, server: ScriptedServer) -> None:
    documents = Path(home.environment["HOME"], "Documents")
    documents.mkdir()
    (documents / "list.txt").write_text("Milk\n")
    unattended = ("--mode", "auto", "--approver", "none")
    home.call("setup", "--autostart")
    for client in CLIENTS:
        home.call("mcp", "install", client)
    home.call("providers", "add", "mine", "--address", server.base_url)
    home.call("config", "set", "ui.language", "en")
    home.call("notify", "login", "--in-file", given="tk-0123456789\n")
    home.call("run", "press escape", *unattended, "--allow", f"files:{documents}")
    home.call("runs", "report", "last")
    home.call("runs", "guide", "last")
    home.call("runs", "keep", "last")
    home.call("tasks", "add", "weekly", "press escape")  # to be confirmed
    store = TaskStore(Path(home.environment["HOME"], ".config/desktop-agent"))
    store.confirm(store.read("weekly"))
    form = Task(variables=(TaskVariable("month"),))
    forms = KeptForms(Path(home.environment["HOME"], ".local/share/desktop-agent"))
    forms.keep("fill-form", form, {"month": "November"}, on_desk=False)
    home.call("run", "weekly", "--scheduled", *unattended)
    home.call("tasks", "add", "again", "--from", "last")
    home.call(
        "run", "--desk", "--desk-files", str(documents), "press escape", *unattended, code=None
    )  # if it has walls
    home.call("screenshot", "-o", str(documents / "screen.png"))
    home.call("doctor", code=None)


async def look_as_an_agent(environment: Mapping[str, str]) -> None:
    start, *words = program("mcp")
    parameters = StdioServerParameters(command=start, args=words, env=dict(environment))
    async with Client(stdio_client(parameters), client_info=OURSELVES, mode="auto") as client:
        await client.call_tool("look", {})


@pytest.mark.slow
def test_nothing_of_ours_is_left_in_a_home_where_everything_was_used(home: Home, server: ScriptedServer) -> None:
    assert home.ours() == []
    use_everything(home, server)
    asyncio.run(look_as_an_agent(home.environment))
    assert len(home.ours()) > 30

    words = home.call("setup", "--remove", "--everything", "--yes")

    assert home.ours() == [], words
    assert "Nothing is left in your folders." in words
    assert [path.name for path in Path(home.environment["HOME"]).iterdir() if path.name == "Documents"] == ["Documents"]
    assert "There's nothing left to remove" in home.call("setup", "--remove", "--everything")


@pytest.mark.skipif(bool(why_no_systemd()), reason=why_no_systemd() or "there is one")
def test_the_timers_of_a_schedule_go_too(home: Home) -> None:
    home.call("tasks", "add", "weekly", "press escape")
    store = TaskStore(Path(home.environment["HOME"], ".config/desktop-agent"))
    store.confirm(store.read("weekly"))
    with user_systemd(home.environment) as there:
        home.environment |= there
        home.call("schedule", "add", "weekly", "Mondays 9:00", "--here")
        assert [name for name in home.ours() if name.endswith(".timer")]
        home.call("setup", "--remove", "--everything", "--yes")

    assert home.ours() == []

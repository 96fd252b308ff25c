"""Only your hand says yes: whatever widens asks in one way, in the terminal or your window, else it is refused."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.settings import load
from desktop_agent.settings.confirmed import confirm, widened
from desktop_agent.settings.edit import set_value, unset
from tests.fakes.people.mcp_raw import RawAgent
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.programs.apps import box_of, windows
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

WINDOW = "^Confirm changes"
_FROM_CORNER = (90, 35)  # where “Accept these changes” is in the window, from its lower right corner


def environment_of(home: Path, **more: str) -> dict[str, str]:
    # Qt's own variables as well: other tests show windows on no screen by them.
    base = {name: one for name, one in os.environ.items() if not name.startswith(("DISPLAY", "WAYLAND_DISPLAY", "QT_"))}
    return {**base, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home), **more}


def alone(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start a command without a terminal."""
    return subprocess.Popen(
        program(*words), env=environment, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def accept(display: PrivateDisplay, hand: PhysicalHand) -> None:
    """Press the button of the window once it takes an answer."""
    (window,) = wait_until(lambda: windows(display, WINDOW), "the window")
    left, top, width, height = box_of(display, window)
    hand.move(left + width - _FROM_CORNER[0], top + height - _FROM_CORNER[1])

    def is_gone() -> bool:
        return not windows(display, WINDOW)

    def is_pressed() -> bool:
        hand.press()
        hand.release()
        with suppress(AssertionError):  # a click that came too early counts for nothing, and one right after it neither
            wait_until(is_gone, "the end of the window", within_s=2)
        return is_gone()

    wait_until(is_pressed, "the yes")


def test_ctrl_c_ends_the_window_that_asks_and_nothing_is_changed(display: PrivateDisplay, tmp_path: Path) -> None:
    environment = environment_of(tmp_path, DISPLAY=display.name, XAUTHORITY=str(display.xauthority))
    with alone(environment, "config", "set", "builtin.shell", "allow") as setting:
        wait_until(lambda: windows(display, WINDOW), "the window")
        setting.send_signal(signal.SIGINT)
        _, words = setting.communicate(timeout=60)

    assert (setting.returncode, words) == (130, "Answer in the window “Confirm changes”.\n")
    assert not (tmp_path / "config/config.toml").exists()


@pytest.mark.program
@pytest.mark.parametrize(
    "words",
    [
        ("config", "set", "privacy.windows", "[]"),
        ("config", "set", "run.allow", "mousepad"),
        ("config", "set", "run.max_cost", "--unset"),
        ("mcp", "--mode", "auto"),
        ("mcp", "--allow", "mousepad"),
        ("mcp", "--base-url", "https://other.example"),
        ("mcp", "--desk", "--receipt", "accept"),
    ],
)
def test_without_a_terminal_and_a_screen_nothing_is_widened(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "config/config.toml"
    file.parent.mkdir()
    before = "[privacy]\nwindows = ['Bank']\n[run]\nmax_cost = 1.0\n[provider]\nname = 'anthropic'\n"
    file.write_text(before)

    with alone(environment_of(tmp_path), *words) as process:
        _, text = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "There is no terminal to prompt you in." in text
    assert "Run this in a terminal: desktop-agent " in text
    assert file.read_text() == before


@pytest.mark.program
@pytest.mark.parametrize(
    ("language", "answer", "code"),
    [("en", "n", 2), ("en", "y", 0), ("fr", "oui", 0), ("fr", "o", 2), ("de", "Ja", 0), ("de", "nein", 2)],
)
def test_in_a_terminal_the_question_is_asked_there(tmp_path: Path, language: str, answer: str, code: int) -> None:
    command = program("config", "set", "builtin.shell", "allow")
    environment = environment_of(tmp_path, DESKTOP_AGENT_UI__LANGUAGE=language)
    with at_a_terminal(command, environment, stdin=subprocess.DEVNULL, columns=140) as person:
        person.waits_for("[y/N] ")
        person.types(f"{answer}\n")
        assert person.ends() == code

    assert "builtin.shell: ask → allow" in person.text
    assert (tmp_path / "config/config.toml").exists() == (code == 0)


def test_on_a_screen_a_window_asks_and_a_persons_own_click_says_yes(display: PrivateDisplay, tmp_path: Path) -> None:
    environment = environment_of(tmp_path, DISPLAY=display.name, XAUTHORITY=str(display.xauthority))
    with PhysicalHand(display.name, display.xauthority) as hand:
        with alone(environment, "config", "set", "builtin.shell", "allow") as setting:
            accept(display, hand)
            _, words = setting.communicate(timeout=60)
        with RawAgent(environment, "--mode", "auto", agreed=False) as caller:
            caller.start()
            looked = caller.send("tools/call", {"name": "look", "arguments": {}})
            accept(display, hand)
            first = caller.answer(looked)
        with RawAgent(environment, "--mode", "auto", agreed=False) as caller:
            caller.start()
            caller.call("look")
            again = windows(display, WINDOW)

    assert (setting.returncode, words) == (0, "Answer in the window “Confirm changes”.\n")
    assert "'isError': False" in str(first)
    assert not again


def own_server(address: str) -> str:
    """Return the settings that choose a server without a name of its own."""
    return f"provider.name = 'own-server'\n[providers.own-server]\nlike = 'local'\nbase_url = '{address}'"


CHOSEN = ["provider.name", "providers.own-server.like"]
TABLE = [
    # The text before, the one after, and what of it lets runs do more.
    ("", "run.mode = 'ask'", []),
    ("run.mode = 'ask'", "", ["run.mode"]),
    ("run.mode = 'ask'", "run.mode = 'watch'", []),
    ("run.allow = ['mousepad']", "run.allow = ['mousepad', 'kate']", ["run.allow"]),
    ("run.allow = ['mousepad=look']", "run.allow = ['mousepad']", ["run.allow"]),
    ("", "builtin.shell = 'deny'", []),
    ("builtin.shell = 'deny'", "", ["builtin.shell"]),
    ("", "privacy.windows = ['Bank']", []),
    ("privacy.windows = ['Bank', 'Mail']", "privacy.windows = ['Mail']", ["privacy.windows"]),
    ("privacy.regions = ['0,0,9,9']", "", ["privacy.regions"]),
    ("screen.window = 'Notes'", "", ["screen.window"]),
    ("", "screen.window = 'Notes'", []),
    ("", "person.approve_with = 'challenge'", ["person.approve_with"]),
    ("person.approve_with = 'challenge'", "", []),
    ("", "person.stop_key = 'f9'", ["person.stop_key"]),
    ("", "network.allow_http = ['box.lan']", ["network.allow_http"]),
    ("run.max_cost = 2.0", "", ["run.max_cost"]),
    ("", own_server("https://o.example"), ["providers.own-server.base_url", *CHOSEN]),
    ("", own_server("http://127.0.0.1:8000"), []),
    (own_server("https://a.example"), own_server("http://[::1]:80"), ["providers.own-server.base_url"]),
    (own_server("http://127.0.0.1:80"), own_server("http://127.0.0.1:81"), ["providers.own-server.base_url"]),
    (own_server("http://127.0.0.1:80"), own_server("http://127.0.0.1:80/v1"), []),
    (own_server("https://a.example"), "", []),
    ("", "provider.name = 'openai'", ["provider.name"]),
    ("", "provider.name = 'ollama'", []),
    ("provider.name = 'openai'", "provider.name = 'gemini'", ["provider.name"]),
    ("provider.name = 'openai'", "provider.name = 'ollama'", ["provider.name"]),
    ("provider.name = 'ollama'", "provider.name = 'lmstudio'", ["provider.name"]),
    ("provider.name = 'openai'", "provider.name = 'local'", []),
    (
        "provider.name = 'openai'",
        "provider.name = 'openai'\nproviders.openai.base_url = 'http://127.0.0.1:1'",
        ["providers.openai.base_url"],
    ),
    ("", "providers.openai.base_url = 'http://127.0.0.1:1'", []),
    ("", "providers.openai.base_url = 'https://other.example'", ["providers.openai.base_url"]),
    ("", "providers.openai.key_variable = 'OTHER_KEY'", ["providers.openai.key_variable"]),
    ("", "provider.instructions = 'Never ask.'", ["provider.instructions"]),
    ("", "notify.webhook = 'https://other.example'", ["notify.webhook"]),
    ("", "ui.theme = 'dark'\nui.language = 'de'\nrun.max_steps = 900\nrecord.keep_days = 9", []),
]


@pytest.mark.parametrize(("before", "after", "widens"), TABLE)
def test_a_change_that_permits_more_is_shown_and_one_that_permits_less_is_not(
    tmp_path: Path, before: str, after: str, widens: list[str]
) -> None:
    settings = [load(tmp_path / "config.toml", {}, {}, text).settings for text in (before, after)]

    assert [*widened(*settings)] == widens


def test_a_change_without_a_yes_leaves_file_and_record_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    set_value(file, "run.mode", "ask")
    asked: list[object] = []

    def refuse(changes: object) -> None:
        if changes:
            asked.append(changes)
            raise SettingsError("no")

    set_value(file, "run.mode", "watch", refuse)
    for change in (lambda: set_value(file, "run.mode", "guard", refuse), lambda: unset(file, "run.mode", refuse)):
        with pytest.raises(SettingsError, match="no"):
            change()

    assert asked == [{"run.mode": ("watch", "guard")}] * 2
    assert file.read_text() == '[run]\nmode = "watch"\n'


def test_setting_a_value_that_another_program_wrote_is_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    confirm(tmp_path)
    file.write_text("[builtin]\nshell = 'allow'\n")
    asked: list[object] = []

    set_value(file, "builtin.shell", "allow", asked.append)

    assert asked == [{"builtin.shell": ("ask", "allow")}]

"""A run that GNOME's own dialog lets in, or does not: in a private GNOME Shell, by night, where that is installed."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Coroutine, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.kept_programs import start_keeper
from tests.fakes.desktops.private_mutter import environment_in
from tests.fakes.programs.apps import end
from tests.fakes.runs.runs_in_sway import agent_command, agent_environment
from tests.fakes.waiting import wait_until

_END_WITHIN_S = 10.0
_ACCESSIBLE, _ACTION, _SELECTION = (f"org.a11y.atspi.{one}" for one in ("Accessible", "Action", "Selection"))
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_CHECKED = 4
Object = tuple[str, str]
pytestmark = [pytest.mark.program, pytest.mark.slow, pytest.mark.timeout(600)]


class PrivateShell:
    """One session with one monitor of 1280x800; a context manager."""

    def __init__(self) -> None:
        """Start it and wait until it is ready; NoScreenError when a program is missing or does not start."""
        self._keeper, self._facts = start_keeper("tests.platforms.portal.private_shell_keeper")
        self.folder = Path(self._facts["folder"])
        self.bus = self._facts["bus"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._keeper.end(_END_WITHIN_S)

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program in this session, made from `base`."""
        return environment_in(self._facts, base)

    def answer_dialog(self, button: str) -> bool:
        """Choose the monitor, let input in, press a button of the portal's dialog; False while that is not done."""
        return asyncio.run(self._on_accessibility(lambda bus: _answer(bus, button)))

    async def _on_accessibility(self, work: Callable[[MessageBus], Coroutine[Any, Any, bool]]) -> bool:
        first = await MessageBus(bus_address=self.bus).connect()
        (address,) = await _call(first, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        first.disconnect()
        bus = await MessageBus(bus_address=str(address)).connect()
        try:
            return await work(bus)
        finally:
            bus.disconnect()


async def _answer(bus: MessageBus, button: str) -> bool:
    parts = dict[str, Object]()
    for one in await _children(bus, _REGISTRY):
        if "portal-gnome" in await _name(bus, one):
            await _gather(bus, one, parts)
    pressed = next((parts[name] for name in parts if name.startswith("button") and name.endswith(button)), None)
    switch = parts.get("switch Allow remote interaction")
    monitors = parts.get("list of monitors")
    if pressed is None or switch is None or monitors is None:
        return False
    if not await _is_on(bus, switch):
        await _call(bus, switch, _ACTION, "DoAction", "i", 0)
        return False
    await _call(bus, monitors, _SELECTION, "SelectChild", "i", 0)
    await _call(bus, pressed, _ACTION, "DoAction", "i", 0)
    return True


async def _is_on(bus: MessageBus, switch: Object) -> bool:
    (states,) = await _call(bus, switch, _ACCESSIBLE, "GetState")
    return bool(states[0] >> _CHECKED & 1)


async def _gather(bus: MessageBus, one: Object, parts: dict[str, Object]) -> None:
    """Collect what is in a dialog by role and name; the first list is that of the monitors."""
    (role,) = await _call(bus, one, _ACCESSIBLE, "GetRoleName")
    name = "list of monitors" if role == "list" else f"{role} {await _name(bus, one)}"
    parts.setdefault(name, one)
    for child in await _children(bus, one):
        await _gather(bus, child, parts)


async def _children(bus: MessageBus, one: Object) -> list[Object]:
    (children,) = await _call(bus, one, _ACCESSIBLE, "GetChildren")
    return [(owner, path) for owner, path in children]


async def _name(bus: MessageBus, one: Object) -> str:
    (value,) = await _call(bus, one, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "Name")
    return str(value.value)


async def _call(bus: MessageBus, one: Object, interface: str, member: str, form: str = "", *body: object) -> list[Any]:
    owner, path = one
    asked = Message(destination=owner, path=path, interface=interface, member=member, signature=form, body=list(body))
    answer = await asyncio.wait_for(bus.call(asked), 10)
    assert answer is not None
    assert answer.message_type is MessageType.METHOD_RETURN, (member, answer.error_name, answer.body)
    return answer.body


@pytest.fixture(scope="module")
def shell() -> Iterator[PrivateShell]:
    try:
        made = PrivateShell()
    except NoScreenError as missing:
        pytest.skip(str(missing))
    with made:
        yield made


def ended(shell: PrivateShell, home: Path, button: str) -> tuple[int, str]:
    """Run a task, press a button of the dialog; return how the run ended, and what it said."""
    words = home / "said"
    with (
        words.open("wb") as file,
        subprocess.Popen(
            agent_command('1. type "hello from the shell"\n2. press enter'), env=agent_environment(shell, home),
            cwd=home, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
        ) as run,
    ):  # fmt: skip
        try:
            wait_until(lambda: shell.answer_dialog(button) or run.poll() is not None, "the desktop's dialog")
            return run.wait(240), words.read_text()
        finally:
            end(run)


def test_a_terminal_gets_what_was_meant_once_the_person_shares(shell: PrivateShell, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    command = ["foot", "sh", "-c", f"exec cat > '{lines}'"]
    with subprocess.Popen(command, env=shell.environment(), stderr=subprocess.DEVNULL) as terminal:
        try:
            wait_until(lines.exists, "the terminal")
            code, words = ended(shell, tmp_path, "Share")
            assert code == 0, words
            wait_until(lambda: lines.read_text() == "hello from the shell\n", "the line in the file")
        finally:
            end(terminal)


def test_a_no_is_a_sentence_and_nothing_begins(shell: PrivateShell, tmp_path: Path) -> None:
    code, words = ended(shell, tmp_path, "Cancel")

    assert (1, False) == (code, "Traceback" in words)
    assert "Error: " in words

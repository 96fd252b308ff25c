"""This program on another machine: over SSH with keys, and on the screen of a VNC server with a viewer attached."""

import asyncio
import getpass
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.asking_card import AskingCard
from tests.fakes.people.hands import Hands
from tests.fakes.people.mcp_agent import environment
from tests.fakes.people.mcp_http import HttpServer, http_agent
from tests.fakes.programs.apps import box_of, end, windows
from tests.fakes.source import ROOT
from tests.fakes.waiting import line_of, wait_until

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"
needs_ssh = pytest.mark.skipif(not (Path(SSHD).exists() and shutil.which("ssh")), reason="openssh-server is missing")
needs_vnc = pytest.mark.skipif(
    not (shutil.which("Xtigervnc") and shutil.which("xtigervncviewer")), reason="TigerVNC is missing"
)
SIZE = (900, 560)  # fits on the viewer's screen


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[Sequence[str]]:
    """Give the words that reach this machine over SSH, by a key, at a server of its own."""
    for name in ("host", "person"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    port = free_port()
    settings = {
        "Port": port, "ListenAddress": "127.0.0.1", "HostKey": tmp_path / "host", "StrictModes": "no", "UsePAM": "no",
        "AuthorizedKeysFile": tmp_path / "person.pub", "PasswordAuthentication": "no", "PidFile": "none",
        "KbdInteractiveAuthentication": "no",
    }  # fmt: skip
    (tmp_path / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", tmp_path / "sshd_config"], stderr=subprocess.DEVNULL)
    known = ("StrictHostKeyChecking=accept-new", f"UserKnownHostsFile={tmp_path / 'known'}", "LogLevel=ERROR")
    options = [word for option in known for word in ("-o", option)]
    words = ["ssh", "-F", "none", "-i", str(tmp_path / "person"), "-p", str(port), *options]
    try:
        wait_until(lambda: is_listening(port), "the SSH server")
        yield [*words, f"{getpass.getuser()}@127.0.0.1"]
    finally:
        end(server)


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def is_listening(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as opened:
        return opened.connect_ex((host, port)) == 0


def remote(surroundings: Mapping[str, str], *words: str) -> list[str]:
    """Return the words that start the program there, with what the screen there needs."""
    there = [f"{name}={surroundings[name]}" for name in ("DISPLAY", "XAUTHORITY", "DESKTOP_AGENT_HOME")]
    return ["env", *there, f"PYTHONPATH={ROOT}", sys.executable, "-m", "desktop_agent", *words]


@needs_ssh
def test_an_agent_sees_another_machine_s_screen_over_ssh(
    ssh: Sequence[str], display: PrivateDisplay, tmp_path: Path
) -> None:
    """Through a tunnel to the same port at an address of its own, as if this were the other machine."""
    port = free_port()
    here = f"127.0.0.2:{port}"
    start = remote(environment(display, tmp_path), "mcp", "--http", "--port", str(port))
    words = [*ssh[:-1], "-L", f"{here}:localhost:{port}", ssh[-1], *start]

    async def look(server: HttpServer) -> bytes:
        async with http_agent(server, Host=f"127.0.0.1:{port}") as agent:
            return (await agent.call("look")).picture

    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = line_of(process.stdout).strip()
            token = line_of(process.stdout).strip().removeprefix("token ")
            assert url == f"http://127.0.0.1:{port}/mcp"
            assert asyncio.run(look(HttpServer(url.replace("127.0.0.1", "127.0.0.2"), token, process)))
        finally:
            end(process)


@needs_ssh
def test_a_browser_elsewhere_watches_over_ssh(ssh: Sequence[str], display: PrivateDisplay, tmp_path: Path) -> None:
    port = free_port()
    start = remote(environment(display, tmp_path), "watch", "--port", str(port))
    words = [*ssh[:-1], "-L", f"127.0.0.2:{port}:localhost:{port}", ssh[-1], *start]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            link = line_of(process.stderr).strip().partition("http://")[2]
            curl = ["curl", "--silent", "--noproxy", "*", "--location", "--cookie-jar", str(tmp_path / "jar")]
            tunnel = ["--connect-to", f"127.0.0.1:{port}:127.0.0.2:{port}"]
            page = subprocess.run([*curl, *tunnel, f"http://{link}"], capture_output=True, text=True, check=True)
            assert "<title>Desktop Agent</title>" in page.stdout
        finally:
            end(process)


@contextmanager
def vnc_session(base: Mapping[str, str]) -> Iterator[tuple[dict[str, str], int]]:
    """Give the environment of programs in a new VNC session, which needs no password, and its port on loopback."""
    port = free_port()
    geometry = f"{SIZE[0]}x{SIZE[1]}"
    words = ["Xtigervnc", "-displayfd", "1", "-geometry", geometry, "-depth", "24", "-SecurityTypes", "None"]
    words += ["-localhost", "-rfbport", str(port)]
    with ExitStack() as stack:
        quiet = subprocess.DEVNULL
        server = stack.enter_context(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=quiet, text=True))
        stack.callback(end, server)
        inside = {**base, "DISPLAY": f":{line_of(server.stdout).strip()}"}
        inside.pop("XAUTHORITY", None)
        stack.callback(end, subprocess.Popen(["openbox"], env=inside, stdout=quiet, stderr=quiet))
        yield inside, port


@pytest.mark.slow
@needs_vnc
def test_a_person_approves_in_a_vnc_viewer_and_a_program_does_not(display: PrivateDisplay, hands: Hands) -> None:
    """The card shows in the viewer; a click there comes from the VNC server's own pointer, which is no program's."""
    with ExitStack() as stack:
        inside, port = stack.enter_context(vnc_session(display.environment()))
        viewer = ["xtigervncviewer", "-SecurityTypes", "None", f"localhost::{port}"]
        shown = subprocess.Popen(viewer, env=display.environment(), stderr=subprocess.DEVNULL)
        stack.callback(end, shown)
        card = stack.enter_context(AskingCard(inside))
        boxes = card.ask()
        left, top, *_ = box_of(display, wait_until(lambda: viewer_on(display), "the viewer's window"))
        x, y, width, height = boxes["Approve once"]
        middle = (x + width // 2, y + height // 2)
        wait_until(card.is_armed, "the card to take a click")

        subprocess.run(["xdotool", "mousemove", *map(str, middle), "click", "1"], env=inside, check=True)
        assert card.answer(within_s=1.5) == ""

        wait_until(card.is_armed, "the card to take a click again")
        hands.move(left + middle[0] - 60, top + middle[1])
        hands.click(left + middle[0], top + middle[1])
        assert card.answer().startswith("Approved(")


def viewer_on(display: PrivateDisplay) -> int:
    """Return the viewer's window, once it has the size of the picture in it; 0 before."""
    found = windows(display, "TigerVNC")
    return next((window for window in found if box_of(display, window)[2:] == SIZE), 0)

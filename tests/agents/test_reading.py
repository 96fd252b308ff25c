"""An agent reads, zooms in and chooses what it is shown, over the real protocol; what is kept from it stays so."""

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.changing import native
from tests.fakes.mcp_agent import Agent, Told, agent, environment

ALLOWED = ("--mode", "auto", "--allow", "python", "--allow", "chromium")
CANARY = "Zanzibar4711"
NOTE = """
import sys, gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
window = Gtk.Window(title=sys.argv[1], default_width=500, default_height=300)
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=10)
view = Gtk.TextView()
view.get_buffer().set_text(sys.argv[2].replace("|", chr(10)))
scrolled = Gtk.ScrolledWindow()
scrolled.add(view)
scrolled.set_size_request(480, 160)
secret = Gtk.Entry(visibility=False, text="Geheim0815")
secret.set_input_purpose(Gtk.InputPurpose.PASSWORD)
button = Gtk.Button(label=sys.argv[3])
for one in (scrolled, secret, button):
    box.add(one)
window.add(box)
window.show_all()
if len(sys.argv) > 4:
    window.move(*map(int, sys.argv[4:6]))
    window.set_keep_above(len(sys.argv) > 6)
Gtk.main()
"""


def note(title: str, text: str, button: str, *place: int) -> list[str]:
    return ["/usr/bin/python3", "-c", NOTE, title, text, button, *map(str, place)]


def asked(
    display: PrivateDisplay,
    home: Path,
    work: Callable[[Agent], Coroutine[None, None, list[Told]]],
    *flags: str,
    **more: str,
) -> list[Told]:
    async def session() -> list[Told]:
        async with agent(environment(display, home, **more), *ALLOWED, *flags) as caller:
            return await work(caller)

    return asyncio.run(session())


def picture(told: Told) -> np.ndarray[Any, Any]:
    read = cv2.imdecode(np.frombuffer(told.picture, np.uint8), cv2.IMREAD_COLOR)
    assert read is not None
    return read


def frames(home: Path) -> list[dict[str, Any]]:
    (journal,) = home.glob("data/runs/*/events.jsonl")
    events = map(json.loads, journal.read_text().splitlines())
    return [event for event in events if event["event"] == "frame"]


def test_a_form_is_filled_in_and_read_back_by_names_and_numbers_alone(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work(caller: Agent) -> list[Told]:
        first = await caller.call("find", text="Name")
        typed = await caller.act({"action": "click", "name": "Name"}, {"action": "type", "text": "Ada"}, show="none")
        read = await caller.call("read")
        done = await caller.act({"action": "click", "name": "Create"}, show="none")
        assert {frame.get("sent") for frame in frames(tmp_path)} == {"nothing"}
        marked = await caller.call("find", marks=True)
        number = {line.partition(":")[2].strip(): int(line.partition(":")[0]) for line in marked.text.splitlines()}
        red = next(n for words, n in number.items() if words.startswith("button “Red”"))
        moved = next(n for words, n in number.items() if words.startswith("button “Archive”"))
        pressed = await caller.act({"action": "click", "mark": red}, {"action": "click", "name": "Make moved"})
        gone = await caller.act({"action": "click", "mark": moved})
        return [first, typed, read, done, marked, pressed, gone]

    with native("gtk", display, tmp_path / "app") as window:
        first, typed, read, done, marked, pressed, gone = asked(display, tmp_path, work)
        log = window.log()

    assert [line for line in log if line in {"Create", "Red", "Archive", "Delete"}] == ["Create", "Red"]
    assert not any(one.picture for one in (first, typed, read, done))
    assert re.search(r"field “Name” \(\d+, \d+\) .*editable", first.text)
    assert "Ada  Create" in read.text
    assert "Click “Create” (button)" in done.text
    assert len(typed.text) < 400
    assert picture(marked).shape == (800, 1280, 3)
    assert "Click “Red” (button)" in pressed.text
    assert "The control with mark " in gone.text
    assert " is gone. Call find with marks." in gone.text


async def everything(caller: Agent, *windows: str) -> list[Told]:
    """Ask all that can be asked of what is on the screen."""
    told = [
        await caller.call("look"),
        await caller.call("look", show="none"),
        await caller.call("look", show="changed"),
    ]
    for window in ("", *windows):
        named = {"window": window} if window else {}
        told += [await caller.call("find", **named), await caller.call("read", **named)]
    told += [await caller.call("find", text=CANARY), await caller.call("find", marks=True)]
    width, height = picture(told[0]).shape[1::-1]
    for region in ([0, 0, width, height], [0, 0, width // 2, height], [width // 2, 0, width, height]):
        told += [await caller.call("read", region=region), await caller.call("zoom", region=region)]
    told.append(await caller.act({"action": "click", "name": CANARY}))
    told.append(await caller.act({"action": "wait", "seconds": 0}))
    return told


def is_clean(told: list[Told]) -> bool:
    """Tell whether no words hold what is kept back; our own quotation of the question aside."""
    words = "\n".join(one.text for one in told)
    for asked_for in (f"has “{CANARY}” in its name or kind", f"is called “{CANARY}”"):
        words = words.replace(asked_for, "")
    return CANARY not in words and "Geheim0815" not in words


def test_neither_a_private_part_nor_a_password_nor_a_hidden_window_comes_out_of_any_answer(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    lines = "|".join(["First line", f"Second {CANARY}", "Third line", *map(str, range(40)), f"{CANARY} below"])
    bank = note(f"Bank {CANARY}", f"{CANARY} 1|{CANARY} 2", CANARY, 700, 200)

    async def work(caller: Agent) -> list[Told]:
        return await everything(caller, "Bank", "Note")

    with (
        running(note("Note", lines, "Send", 100, 100), display, tmp_path / "one", "^Note$") as app,
        running(bank, display, tmp_path / "two", "^Bank"),
    ):
        left, top, width, _ = app.frame()
        hidden = {
            "DESKTOP_AGENT_PRIVACY__REGIONS": f"{left},{top + 17},{width},17",
            "DESKTOP_AGENT_PRIVACY__WINDOWS": "title:Bank",
        }
        told = asked(display, tmp_path, work, **hidden)

    words = "\n".join(one.text for one in told)
    assert is_clean(told)
    assert "First line" in words
    assert "Third line" in words
    assert "Send" in words

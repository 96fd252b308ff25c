"""An agent reads, zooms in and chooses what it is shown, over the real protocol; what is kept from it stays so."""

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.changing import changing_page, native
from tests.fakes.mcp_agent import Agent, Told, agent, environment
from tests.fakes.x_window import XWindow

ALLOWED = ("--mode", "auto", "--allow", "python=everything", "--allow", "chromium=everything")
CANARY = "Zanzibar4711"
MOST_LOOKS = 20
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


async def fills_in(caller: Agent) -> list[Told]:
    """Fill in the form as a client does that gets no pictures."""
    first = await caller.call("find", text="Name")
    typed = await caller.act({"action": "click", "name": "Name"}, {"action": "type", "text": "Ada"}, show="none")
    read = await caller.call("read")
    state = await caller.call("find", kind="button", text="Create")
    done = await caller.act({"action": "click", "name": "Create"}, show="none")
    return [first, typed, read, state, done]


@pytest.mark.parametrize("toolkit", ["gtk", "qt", "page"])
def test_a_form_is_filled_in_and_read_back_without_any_picture(
    toolkit: str, display: PrivateDisplay, tmp_path: Path
) -> None:
    opened = changing_page if toolkit == "page" else native
    with opened(toolkit, display, tmp_path / "app") as window:
        first, typed, read, state, done = told = asked(display, tmp_path, fills_in)
        log = [line for line in window.log() if line != "reset"]

    assert log == ["Create"]
    assert not any(one.picture for one in told)
    assert re.search(r"field “Name” \(\d+, \d+\) .*editable", first.text)
    assert "Ada  Create" in read.text
    assert re.fullmatch(r"button “Create” \(\d+, \d+\)", state.text)
    assert "Click “Create” (button)" in done.text
    assert len(typed.text) < 400
    # The record says so, too: nothing is told to have been sent that was not.
    assert {frame.get("sent") for frame in frames(tmp_path)} == {"nothing"}


def test_where_a_program_tells_nothing_its_text_is_read_off_the_picture(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    with native("tk", display, tmp_path / "app") as window:
        x, y = window.places["Red"]

        async def work(caller: Agent) -> list[Told]:
            await caller.call("look", show="none")
            whole = await caller.call("read", window="Changing")
            part = await caller.call("read", region=[x - 45, y - 20, x + 45, y + 20])
            return [whole, part]

        whole, part = asked(display, tmp_path, work)

    assert "Make renamed" in whole.text
    assert part.text == "Red"


def test_a_region_is_shown_in_the_very_pixels_of_the_screen_and_points_stay(
    display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in display.environment().items():
        monkeypatch.setenv(name, value)

    async def work(caller: Agent) -> list[Told]:
        look = await caller.call("look")
        zoom = await caller.call("zoom", region=[200, 150, 250, 200])
        region = await caller.call("look", show="region", region=[200, 150, 250, 200])
        wrong = await caller.call("zoom", region=[200, 150, 2000, 200])
        return [look, zoom, region, wrong]

    with XWindow(400, 300, 100, 100, 0x123456) as window:
        for x in range(0, 100, 2):  # lines of one pixel, which a smaller picture blurs
            window.paint(x, 0, 1, 100, 0xFEDCBA)
        look, zoom, region, wrong = asked(display, tmp_path, work, "--viewport", "640x400")

    seen = picture(zoom)
    factor = seen.shape[0] // 100
    plain = seen[::factor, ::factor]
    assert picture(look).shape == (400, 640, 3)
    assert plain.shape == (100, 100, 3)
    assert {tuple(one) for one in plain[50, 0::2].tolist()} == {(0xBA, 0xDC, 0xFE)}
    assert {tuple(one) for one in plain[50, 1::2].tolist()} == {(0x56, 0x34, 0x12)}
    assert "the part from (200, 150) to (249, 199) of the picture, at full size. Action points still refer" in zoom.text
    assert "Action points" not in region.text  # said once
    assert (picture(region) == seen).all()
    assert not wrong.picture
    assert "640x400" in wrong.text
    sent = {hashlib.sha256(one.picture).hexdigest() for one in (look, zoom, region)}
    assert sent == {frame["sha256"] for frame in frames(tmp_path) if frame.get("sent") != "nothing"}


def test_what_has_changed_is_shown_alone(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work(caller: Agent) -> list[Told]:
        whole = await caller.call("look")
        none = await caller.call("look", show="none")
        same = await caller.call("look", show="changed")
        for _ in range(MOST_LOOKS):  # on a busy machine the window is still being drawn
            if not same.picture:
                break
            same = await caller.call("look", show="changed")
        typed = await caller.act({"action": "click", "name": "Bold"}, show="changed")
        return [whole, none, same, typed]

    with native("gtk", display, tmp_path / "app") as window:
        whole, none, same, pressed = asked(display, tmp_path, work)
        log = window.log()

    assert log == ["Bold"]
    assert picture(whole).shape == (800, 1280, 3)
    assert not none.picture
    assert not same.picture
    assert "Nothing in the picture has changed since the last one." in same.text
    assert picture(pressed).shape[0] < 400


def test_a_control_is_pressed_by_its_number_as_long_as_it_is_there(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work(caller: Agent) -> list[Told]:
        await caller.call("look", show="none")
        marked = await caller.call("find", marks=True)
        number = {line.partition(":")[2].strip(): int(line.partition(":")[0]) for line in marked.text.splitlines()}
        red = next(n for words, n in number.items() if words.startswith("button “Red”"))
        moved = next(n for words, n in number.items() if words.startswith("button “Archive”"))
        pressed = await caller.act({"action": "click", "mark": red}, {"action": "click", "name": "Make moved"})
        gone = await caller.act({"action": "click", "mark": moved})
        none = await caller.act({"action": "click", "mark": 99})
        return [marked, pressed, gone, none]

    with native("gtk", display, tmp_path / "app") as window:
        marked, pressed, gone, none = asked(display, tmp_path, work)
        log = window.log()

    assert picture(marked).shape == (800, 1280, 3)
    assert "Click “Red” (button)" in pressed.text
    assert [line for line in log if line in {"Red", "Archive", "Delete"}] == ["Red"]
    assert "The control with mark " in gone.text
    assert " is gone. Call find with marks." in gone.text
    assert "No control has the mark 99" in none.text


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


def test_neither_a_private_part_nor_a_password_comes_out_of_any_answer(display: PrivateDisplay, tmp_path: Path) -> None:
    lines = "|".join(["First line", f"Second {CANARY}", "Third line", *map(str, range(40)), f"{CANARY} below"])
    with running(note("Note", lines, "Send", 100, 100), display, tmp_path / "app", "^Note$") as app:
        left, top, width, _ = app.frame()
        hidden = f"{left},{top + 17},{width},17"
        told = asked(display, tmp_path / "kept", everything, DESKTOP_AGENT_PRIVACY__REGIONS=hidden)
        free = asked(display, tmp_path / "free", everything)

    assert not is_clean(free)
    assert "Geheim0815" not in "\n".join(one.text for one in free)
    words = "\n".join(one.text for one in told)
    assert is_clean(told)
    assert "First line" in words
    assert "Third line" in words
    assert "Send" in words


def test_a_hidden_window_comes_out_of_no_answer(display: PrivateDisplay, tmp_path: Path) -> None:
    hidden = note(f"Bank {CANARY}", f"{CANARY} 1|{CANARY} 2", CANARY, 300, 200)
    with (
        running(note("Note", "Plain words", "Send", 100, 100), display, tmp_path / "one", "^Note$"),
        running(hidden, display, tmp_path / "two", "^Bank"),
    ):
        told = asked(display, tmp_path, _with_bank, DESKTOP_AGENT_PRIVACY__WINDOWS="title:Bank")

    assert is_clean(told)
    assert "Plain words" in "\n".join(one.text for one in told)


async def _with_bank(caller: Agent) -> list[Told]:
    return await everything(caller, "Bank", "Note")


@pytest.mark.parametrize("bound", ["window", "region"])
def test_a_run_that_is_bound_to_a_part_tells_nothing_of_the_rest(
    display: PrivateDisplay, tmp_path: Path, bound: str
) -> None:
    other = note(f"Bank {CANARY}", f"{CANARY} 1|{CANARY} 2", CANARY, 420, 150, 1)
    with running(note("Note", "Plain words", "Send", 100, 100), display, tmp_path / "one", "^Note$") as app:
        left, top, width, height = app.frame()
        with running(other, display, tmp_path / "two", "^Bank"):
            part = f"{left},{top},{width - 250},{height}"
            flags = ("--window", "Note") if bound == "window" else ("--region", part)
            told = asked(display, tmp_path, _with_bank, *flags)

    assert is_clean(told)
    assert "Plain words" in "\n".join(one.text for one in told)

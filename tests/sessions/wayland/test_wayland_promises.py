"""What the README promises, in a whole session of each Wayland desktop, as its ordinary user.

Every run is an ordinary one, asked about by the default approver; the desktop's dialog is answered as a person does.
What came of it is asked of a window of GTK 3, of the compositor, of files and of the model's server.
"""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from desktop_agent.core.pictures import Rect
from desktop_agent.demo.task import demo_task
from desktop_agent.runtime.protocol.local_sockets import tray_runs
from tests.bench.fidelity.corpora import CORPORA
from tests.fakes.desktops.accessible import Control, controls
from tests.fakes.kept_file import KeptFile
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import known_user
from tests.sessions.runs import CHECK, Run, at_terminal, own, rest, started
from tests.sessions.wayland.dialogs import letting_in
from tests.sessions.wayland.hands import Hand, logged_in
from tests.sessions.wayland.keeper import SIZE, Desktop, Login
from tests.sessions.wayland.session import Sink, WaylandSession, sink

FIELD = (960, 400)
AREA = (320, 400)
EASY = ("--mode", "auto")  # nothing is asked about but what a server requires
MOVES = asks({"type": "move", "x": 40, "y": 60})
WAITS = asks({"type": "wait", "ms": 50_000})
LARGE = (1920, 1080)  # a whole number of pixels at each scale
FIXED = 1 / 128  # Wayland tells of places in 256ths of a pixel
# All over the left half, each once; its lower edge is among them.
CLICKS = [(20 + (97 * n) % 600, 10 + (131 * n) % 780) for n in range(60)]
TEXTS = {
    **CORPORA,
    "plain": "Hello, World! ~{}@#$%^&*()_+|\\\"'<>?/ 0123456789",
    "signs": "é ß ñ € Ελλ “q” – 日本 한 😀",
}
# What the program knows of the windows: title, program and box of each.
LISTS = """
import json
from contextlib import closing
from desktop_agent.screen.choose import choose_windows

with closing(choose_windows()) as windows:
    names = {one.id: windows.names(one.id) for one in windows.scene().windows}
    places = {one.id: [one.box.x, one.box.y, one.box.width, one.box.height] for one in windows.scene().windows}
    print(json.dumps([(one.title, one.app, places[number]) for number, one in names.items() if number in places]))
"""
# Where the program takes the only text of each window with a title to be.
PLACES = """
import asyncio, json
from contextlib import closing
from desktop_agent.core.controls.role import Role
from desktop_agent.screen.choose import choose_controls, choose_windows

async def places():
    controls = choose_controls()
    with closing(choose_windows()) as windows:
        shown = [(windows.describe(one.id), one.box) for one in windows.scene().windows]
    told = [(window, await controls.listed(window, box)) for window, box in shown if window.title]
    await controls.close()
    return [(window.title, [one.box.x, one.box.y, one.box.width, one.box.height])
            for window, listed in told for one in listed if one.role == Role.TEXT]

print(json.dumps(asyncio.run(places())))
"""
# Tells of each touch of the person that the program notices while it sends nothing.
NOTICES = """
import sys
from contextlib import closing
from desktop_agent.core.presence import UserInput
from desktop_agent.presence.choose import choose_presence
from desktop_agent.presence.stop_keys import StopKeys

with closing(choose_presence(keys=StopKeys())) as presence:
    presence.watch(lambda hand: print(hand.what, flush=True), lambda how: None)
    print("ready" if presence.reports_touch else "blind", flush=True)
    sys.stdin.read()
"""
# Clicks at a point by XTEST, as any program can on an X display: X Y.
CLICKS_BY_XTEST = """
import sys
from Xlib import X, display
from Xlib.ext import xtest

there = display.Display()
x, y = map(int, sys.argv[1:])
for _ in range(3):
    for kind, detail, at in ((X.MotionNotify, 0, (x - 1, y)), (X.MotionNotify, 0, (x, y)),
                             (X.ButtonPress, 1, (0, 0)), (X.ButtonRelease, 1, (0, 0))):
        xtest.fake_input(there, kind, detail, x=at[0], y=at[1])
        there.sync()
"""
TOUCHES = 10
NO_PICTURES = "no pictures without OpenGL"
# What the guide (page Wayland) says that a desktop doesn't give programs.
NO_KEY = {
    "labwc": "labwc gives programs no key; touching the mouse pauses the run there",
    "sway": "the stop key is one of a physical keyboard, which a headless session hasn't",
}
NO_WINDOWS = {"labwc": "labwc lists no windows to programs"}
NO_LOCK = {"labwc": "labwc reports no lock to programs; pause the run before you lock the screen"}
# A session, its dialog and the run's programs come up late on a busy machine.
BEGINS_WITHIN_S = 240.0
ENDS_WITHIN_S = 900.0
Record = Callable[[str], None]
pytestmark = [pytest.mark.desktop, pytest.mark.timeout(1800)]


def at(point: tuple[int, int]) -> dict[str, object]:
    return {"type": "click", "x": point[0], "y": point[1], "button": "left"}


def keys(*names: str) -> Answer:
    return asks({"type": "keypress", "keys": list(names)})


@pytest.fixture
def seen(session: WaylandSession) -> WaylandSession:
    """Give the session, if its desktop gives pictures to anybody."""
    if not session.gives_pictures:
        pytest.skip(NO_PICTURES)
    return session


def needs(desktop: str, lacking: Mapping[str, str]) -> None:
    """Leave a test out on a desktop where nothing of it is promised."""
    if why_not := lacking.get(desktop):
        pytest.skip(why_not)


@contextmanager
def another(desktop: Desktop, *monitors: tuple[int, int]) -> Iterator[WaylandSession]:
    """Give a session for one test alone, which changes or ends it."""
    with logged_in(Login(desktop.name, monitors or (SIZE,))) as (session, _):
        if not session.gives_pictures:
            pytest.skip(NO_PICTURES)
        yield session


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Record:
    """Give what keeps a count in the report, for packaging/support.py."""
    return lambda count: request.node.user_properties.append(("count", count))


@contextmanager
def running(
    session: WaylandSession, *answers: Answer, words: Sequence[str] = EASY, more: Mapping[str, str] | None = None
) -> Iterator[Run]:
    """Start a run, and let it in where the desktop asks."""
    with letting_in(session), started(session, *answers, says("Done."), words=words, more=more) as run:
        yield run


def done(session: WaylandSession, *answers: Answer, words: Sequence[str] = EASY, **more: str) -> Run:
    """Have a run carried out whole."""
    with running(session, *answers, words=words, more=more) as run:
        code, outcome = run.ends(ENDS_WITHIN_S)
    assert code == 0, outcome
    return run


def begun(run: Run) -> None:
    def is_begun() -> bool:
        return bool(run.server.creates) or run.process.poll() is not None

    wait_until(is_begun, "the first picture, or the end", within_s=BEGINS_WITHIN_S)


def test_an_ordinary_run_starts_and_works(seen: WaylandSession) -> None:
    with sink(seen) as window:
        run = done(seen, asks(at(FIELD)), asks({"type": "type", "text": "hello"}))

        assert ("hello", 3) == (window.text(), len(run.pictures()))


def test_the_demo_on_this_desktop_fills_in_its_form_and_sends_nothing_unasked(
    seen: WaylandSession, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "desktop_agent", "demo", "--here", *EASY, "--answer-within", "5"]
    here = own(seen) | {"TMPDIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with letting_in(seen), KeptFile(tmp_path, "desktop-agent-demo-*/order.json") as file:
        completed = subprocess.run(
            command, env=here, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False,
            start_new_session=True,
        )  # fmt: skip
    wanted = {**demo_task(0, Path()).expected, "sent": False}
    order = json.loads(file.content or b"{}")

    assert wanted == {name: order.get(name) for name in wanted}, completed.stdout + completed.stderr
    assert completed.returncode == 0, completed.stdout + completed.stderr


def test_the_tray_program_shows_its_icon_or_the_small_window(session: WaylandSession, tmp_path: Path) -> None:
    known_user(tmp_path / "known")
    here = own(session) | {"DESKTOP_AGENT_HOME": str(tmp_path / "known")}
    with session.running(sys.executable, "-m", "desktop_agent", more=here) as tray:
        wait_until(lambda: tray_runs(here), "the tray program")
        wait_until(lambda: tray.pid in icons(session) or has_small_window(session), "its icon, or the small window")


def icons(session: WaylandSession) -> list[int]:
    """Return the programs whose icons the desktop's tray has taken in."""
    watcher = ("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties")
    bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
    if watcher[0] not in session.ask(bus, "ListNames")[0]:
        return []
    (items,) = session.ask(watcher, "Get", "ss", watcher[0], "RegisteredStatusNotifierItems")
    owners = {re.split(r"[@/]", item)[0] for item in items.value}
    return [session.ask(bus, "GetConnectionUnixProcessID", "s", owner)[0] for owner in owners]


def has_small_window(session: WaylandSession) -> bool:
    return any(one.name.startswith("Desktop Agent — Control") and one.showing for one in ours(session))


def ours(session: WaylandSession) -> tuple[Control, ...]:
    return controls(session, "desktop-agent")


def test_clicks_land_exactly_at_100_percent(desktop: Desktop, counted: Record) -> None:
    clicks_land(desktop, 1.0, counted)


def test_clicks_land_exactly_at_125_percent(desktop: Desktop, counted: Record) -> None:
    clicks_land(desktop, 1.25, counted)


def test_clicks_land_exactly_at_150_percent(desktop: Desktop, counted: Record) -> None:
    clicks_land(desktop, 1.5, counted)


def test_clicks_land_exactly_at_200_percent(desktop: Desktop, counted: Record) -> None:
    clicks_land(desktop, 2.0, counted)


def clicks_land(desktop: Desktop, scale: float, counted: Record) -> None:
    with another(desktop, LARGE) as session:
        session.scale(scale)
        with sink(session) as window, running(session, *(asks(at(point)) for point in CLICKS)) as run:
            code, outcome = run.ends(ENDS_WITHIN_S)
            picture = run.pictures()[0]
        pressed = [(event["x"], event["y"]) for event in window.events("button-press")]
    zoom = LARGE[0] / picture.width
    hits = sum(any(is_at(point, place, zoom, scale) for place in pressed) for point in CLICKS)
    counted(f"{hits}/{len(CLICKS)}")

    assert (0, len(CLICKS)) == (code, hits), outcome


def is_at(point: tuple[int, int], place: tuple[float, float], zoom: float, scale: float) -> bool:
    """Say whether a press is on the pixel of the picture that was meant, or on the pixel of the window that has it."""
    wanted = [(meant + 0.5) * zoom / scale for meant in point]  # in the window's pixels
    off = max(abs(there - meant) for meant, there in zip(wanted, place, strict=True))
    return off <= max(zoom / scale, 1) / 2 + 0.01 or [int(one) for one in wanted] == [int(one + FIXED) for one in place]


def test_texts_arrive_exactly_or_are_refused_in_words(seen: WaylandSession, counted: Record) -> None:
    wrong = dict[str, str]()
    exact = 0
    for name, text in TEXTS.items():
        with (
            sink(seen, f"Field {name}") as window,
            running(seen, asks(at(FIELD)), asks({"type": "type", "text": text})) as run,
        ):
            _, outcome = run.ends(ENDS_WITHIN_S)
            with suppress(AssertionError):
                wait_until(partial(has, window, text), within_s=3)
            came = window.text()
            notes = notes_of(run)
        exact += came == text
        if came != text and not notes:
            wrong[name] = f"{came!r}, and the model was told nothing; {outcome[-500:]}"
    counted(f"{exact}/{len(TEXTS)}")

    assert not wrong, "\n".join(f"{name}: {how}" for name, how in wrong.items())


def has(window: Sink, text: str) -> bool:
    return window.text() == text


def notes_of(run: Run) -> list[str]:
    """Return what the model was told besides the pictures, once it had acted."""
    items = [item for request in run.server.creates[1:] for item in request.body["input"] if item.get("role") == "user"]
    return [part["text"] for item in items for part in item["content"] if part["type"] == "input_text"]


def test_the_wheel_turns_as_far_as_asked(seen: WaylandSession) -> None:
    turns = ({"scroll_x": 0, "scroll_y": 300}, {"scroll_x": 0, "scroll_y": -200})
    with sink(seen) as window:
        done(seen, *(asks({"type": "scroll", "x": AREA[0], "y": AREA[1], **turn}) for turn in turns))
        turned = [event["dy"] for event in window.events("scroll") if event["dy"]]

    down = sum(one for one in turned if one > 0)
    up = sum(one for one in turned if one < 0)
    # A notch is 1 in GTK 3, or one and a half where a compositor calls a notch 15 units.
    assert (down, up) in {(3 * notch, -2 * notch) for notch in (1.0, 1.5)}, turned


def test_a_drag_goes_from_its_first_point_to_its_last(seen: WaylandSession) -> None:
    path = [(100, 100), (300, 200), (500, 500)]
    with sink(seen) as window:
        done(seen, asks({"type": "drag", "path": [{"x": x, "y": y} for x, y in path]}))
        events = window.events("button-press", "button-release", "motion-notify")

    kinds = [event["kind"] for event in events]
    first = kinds.index("button-press")
    last = kinds.index("button-release")
    ends = [(events[one]["x"], events[one]["y"]) for one in (first, last)]
    assert [True, True] == [is_at(*pair, 1, 1) for pair in zip((path[0], path[-1]), ends, strict=True)], ends
    between = [(event["x"], event["y"]) for event in events[first:last] if event["kind"] == "motion-notify"]
    assert any(is_at(path[1], place, 1, 1) for place in between), between


def test_chords_do_what_they_do(seen: WaylandSession) -> None:
    chords = [
        keys("CTRL", "a"),
        keys("CTRL", "x"),
        keys("CTRL", "v"),
        keys("CTRL", "v"),
        keys("SHIFT", "LEFT"),
        keys("F5"),
    ]
    with sink(seen) as window:
        done(seen, asks(at(FIELD)), asks({"type": "type", "text": "abc"}), *chords)
        pressed = [(event["key"], event["state"]) for event in window.events("key-press")]

        assert "abcabc" == window.text()
    assert ("Left", 1) in pressed
    assert ("F5", 0) in pressed


def test_a_text_is_pasted_and_what_was_copied_is_there_again(seen: WaylandSession, hand: Hand) -> None:
    copies = [keys("CTRL", "a"), keys("CTRL", "c"), keys("CTRL", "END")]
    with sink(seen) as window:
        done(seen, asks(at(FIELD)), asks({"type": "type", "text": "mine "}), *copies)
        done(seen, asks(at(FIELD)), asks({"type": "type", "text": "日本 😀 "}))
        pasted = window.text()
        hand.tap("ctrl", "v")
        wait_until(lambda: window.text() != pasted, "what the hand has pasted")

        assert ("mine 日本 😀 ", "mine 日本 😀 mine ") == (pasted, window.text())


def test_the_card_is_on_top_takes_a_yes_of_the_person_and_no_act_of_the_model(seen: WaylandSession, hand: Hand) -> None:
    waits = asks({"type": "wait", "ms": 4_000})
    with sink(seen) as window, running(seen, waits, asks(at(AREA), checks=(CHECK,))) as run:
        begun(run)
        rest()
        ground = seen.screen()
        wait_until(lambda: button(seen, "Approve once"), "the card")
        rest()
        card = next(one for one in ours(seen) if one.name.startswith("Approve this action") and one.showing)
        covered = (card.left, card.top, card.left + card.width, card.top + card.height)
        drawn = ImageChops.difference(seen.screen().crop(covered), ground.crop(covered)).getbbox()
        asked = len(run.server.creates)
        if any("Ctrl+Alt+Y" in one.name for one in ours(seen)):
            pytest.skip("its yes is a chord at a keyboard, which a headless session hasn't")
        approve(seen, hand, run)
        code, outcome = run.ends(ENDS_WITHIN_S)
        pressed = [(event["x"], event["y"]) for event in window.events("button-press")]

    assert code == 0, outcome
    assert [True] == [is_at(AREA, place, 1, 1) for place in pressed], (
        pressed
    )  # neither a click nor a key of the person went below the card
    assert "" == window.text()
    assert (0, 0, card.width, card.height) == drawn  # above a window that fills the screen
    assert not (covered[0] <= AREA[0] <= covered[2] and covered[1] <= AREA[1] <= covered[3])
    assert 2 == asked


def button(session: WaylandSession, name: str) -> Control | None:
    return next((one for one in ours(session) if one.role == "push button" and one.name == name and one.showing), None)


def shown(session: WaylandSession, name: str) -> Control:
    """Return a button of ours once it is there."""
    found = wait_until(lambda: button(session, name), name)
    assert found is not None
    return found


def approve(session: WaylandSession, hand: Hand, run: Run) -> None:
    """Click “Approve once”, and type the digits that are then asked for; again while the card asks."""

    def taken() -> bool:
        yes = button(session, "Approve once")
        if run.process.poll() is not None or yes is None:
            return True
        hand.click(*yes.centre)
        rest()
        digits = next((one.name for one in ours(session) if one.showing and re.search(r"(\d ){3}\d", one.name)), "")
        for key in re.findall(r"\d", digits):
            hand.tap(key)
        rest()
        return False

    wait_until(taken, "the yes to be taken")


def test_the_stop_key_pauses_and_pressed_again_ends_the_run(seen: WaylandSession, hand: Hand) -> None:
    needs(seen.name, NO_KEY)
    done(seen, MOVES)  # the desktop is asked for the key after the first run
    with letting_in(seen), at_terminal(seen, WAITS, says("Never.")) as (server, person):
        person.waits_for("Wait 50", BEGINS_WITHIN_S)
        hand.tap("pause")
        person.waits_for("You pressed the pause key")
        hand.tap("pause")
        code = person.ends()

    assert (3, 1) == (code, len(server.creates))


@contextmanager
def noticing(session: WaylandSession) -> Iterator[queue.SimpleQueue[str]]:
    """Give what the program notices of the person in this session, while it sends nothing."""
    with subprocess.Popen(
        (sys.executable, "-c", NOTICES), env=own(session), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        came = queue.SimpleQueue[str]()

        def receive() -> None:
            for line in process.stdout or ():
                came.put(line.strip())

        threading.Thread(target=receive, daemon=True).start()
        try:
            assert "ready" == came.get(timeout=BEGINS_WITHIN_S)
            yield came
        finally:
            process.kill()


def test_each_touch_is_noticed_while_nothing_is_sent_and_nothing_else_is(
    session: WaylandSession, hand: Hand, counted: Record
) -> None:
    with noticing(session) as came:
        rest()
        false = came.qsize()
        seen = 0
        for number in range(TOUCHES):
            while not came.empty():
                came.get()
            if number % 2:
                hand.tap("shift")
            else:
                hand.move(300 + number, 300)
            with suppress(queue.Empty):
                seen += "hand" == came.get(timeout=5)
    counted(f"{seen}/{TOUCHES}")

    assert (0, TOUCHES) == (false, seen)


def test_a_screenshot_by_another_process_is_no_touch(seen: WaylandSession, hand: Hand) -> None:
    command = (sys.executable, "-m", "desktop_agent", "screenshot", "--output", str(seen.home / "seen.png"))
    with letting_in(seen), noticing(seen) as came:
        for _ in range(2):  # over an empty workspace, where sway is asked for a lock
            subprocess.run(command, env=own(seen), check=True, timeout=ENDS_WITHIN_S, stdout=subprocess.DEVNULL)
        rest()
        false = came.qsize()
        hand.move(500, 300)

        assert "hand" == came.get(timeout=5)
    assert 0 == false


def test_a_lock_is_noticed_as_that_and_nothing_after_it_as_a_touch(desktop: Desktop) -> None:
    with another(desktop) as session, noticing(session) as came:
        session.lock()
        noticed = [came.get(timeout=BEGINS_WITHIN_S)] if desktop.name not in NO_LOCK else []
        for _ in range(5):
            rest()
        while not came.empty():
            noticed.append(came.get())

    assert {"lock"} == {*noticed, "lock"}


def test_a_touch_pauses_the_run_and_stop_then_ends_it(seen: WaylandSession, hand: Hand) -> None:
    with running(seen, WAITS) as run:
        begun(run)
        wait_until(lambda: button(seen, "Stop run"), "the badge")
        rest()
        hand.move(700, 300)
        wait_until(lambda: button(seen, "Resume"), "the run to pause")
        asked = len(run.server.creates)
        stop = shown(seen, "Stop run")
        hand.click(*stop.centre)
        code, outcome = run.ends(ENDS_WITHIN_S)

    assert (3, asked) == (code, len(run.server.creates)), outcome


def test_one_click_of_the_person_is_a_yes_and_none_by_xtest_is(seen: WaylandSession, hand: Hand) -> None:
    with sink(seen) as window, running(seen, asks(at(AREA), checks=(CHECK,))) as run:
        begun(run)
        yes = shown(seen, "Approve once")
        for _ in range(3 if own(seen).get("DISPLAY") else 0):  # without Xwayland, no program can
            rest()
            program = (sys.executable, "-c", CLICKS_BY_XTEST, *map(str, yes.centre))
            subprocess.run(program, env=own(seen), check=True, timeout=60)
        rest()
        by_program = (run.process.poll(), len(window.events("button-press")) and len(run.server.creates) > 1)
        is_asked_still = button(seen, "Approve once") is not None

        def taken() -> bool:
            if yes := button(seen, "Approve once"):
                rest()
                hand.click(*yes.centre)
            return run.process.poll() is not None

        wait_until(taken, "the yes to be taken")
        code, outcome = run.ends(ENDS_WITHIN_S)
        digits = [one.name for one in ours(seen) if re.search(r"(\d ){3}\d", one.name)]

    assert (None, False) == (by_program[0], bool(by_program[1])), outcome
    assert is_asked_still
    assert (0, []) == (code, digits), outcome


def test_five_windows_are_known_by_title_program_and_place(seen: WaylandSession, counted: Record) -> None:
    needs(seen.name, NO_WINDOWS)
    titles = ["Sink one", "Sink two", "Sink three", "Sink four", "Sink five"]
    program = Path("/usr/bin/python3").resolve().name
    with five(seen, titles):
        screen = seen.screen()
        listed = subprocess.run(
            (sys.executable, "-c", LISTS), env=own(seen), capture_output=True, text=True, timeout=60, check=True
        ).stdout
    reported = {title: (by, Rect(*box)) for title, by, box in json.loads(listed)}
    # Where it is, is somebody else's word: in their picture, all of its colour.
    drawn = {title: box for title in titles if (box := place(screen, title))}
    named = {title: box for title, (by, box) in reported.items() if by == program}
    known = [title for title, box in drawn.items() if title in named and named[title].intersection(box) == box]
    counted(f"{len(known)}/{len(titles)}")

    assert titles == known, (reported, drawn)


def test_a_field_of_a_window_with_a_shadow_is_where_it_is(seen: WaylandSession) -> None:
    needs(seen.name, NO_WINDOWS)

    def places() -> list[Rect]:
        command = (sys.executable, "-c", PLACES)
        listed = subprocess.run(command, env=own(seen), capture_output=True, text=True, timeout=60, check=True).stdout
        return [Rect(*box) for title, box in json.loads(listed) if title == "Sink with a shadow"]

    with sink(seen, "Sink with a shadow", box=Rect(0, 0, 300, 200)):
        (field,) = wait_until(places, "the field's place")
        beside = place(seen.screen(), "Sink with a shadow")

    assert beside is not None
    assert (beside.right, beside.y, beside.height) == (field.x, field.y, field.height)


@contextmanager
def five(session: WaylandSession, titles: Sequence[str]) -> Iterator[None]:
    if not titles:
        yield
        return
    with sink(session, titles[0], box=Rect(0, 0, 300, 200)), five(session, titles[1:]):
        yield


def share(picture: Image.Image, title: str) -> float:
    """Return which part of a picture has the colour of the window with this title."""
    counts = {tone: count for count, tone in picture.getcolors(picture.width * picture.height) or ()}
    return counts.get(colour(title), 0) / (picture.width * picture.height)


def place(picture: Image.Image, title: str) -> Rect | None:
    """Return what holds all of that colour in a picture."""
    red, green, blue = ImageChops.difference(picture, Image.new("RGB", picture.size, colour(title))).split()
    box = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda off: 0 if off else 255).getbbox()
    return None if box is None else Rect(box[0], box[1], box[2] - box[0], box[3] - box[1])


def colour(title: str) -> tuple[int, int, int]:
    red, green, *_ = zlib.crc32(title.encode()).to_bytes(4, "big")
    return red, green, 0x5A


def test_a_program_in_scope_is_worked_and_another_gets_no_press(seen: WaylandSession) -> None:
    def pressed(scope: str) -> int:
        with sink(seen) as window:
            with running(seen, asks(at(AREA)), words=("--approver", "none", "--allow", scope)) as run:
                run.ends(ENDS_WITHIN_S)
            return len(window.events("button-press"))

    # Where windows aren't listed, no program is known to be in scope, and nobody can be asked.
    worked = 0 if seen.name in NO_WINDOWS else 1
    assert (0, worked) == (pressed("mousepad"), pressed(Path("/usr/bin/python3").resolve().name))


def test_a_hidden_window_is_in_no_picture(seen: WaylandSession, counted: Record) -> None:
    hidden = {"DESKTOP_AGENT_PRIVACY__WINDOWS": '["title:*Secret*"]'}
    with sink(seen, "Secret", box=Rect(0, 0, 600, 400)):
        wait_until(lambda: share(seen.screen(), "Secret") > 0.05, "the window to be seen")
        with running(seen, MOVES, more=hidden) as run:
            code, outcome = run.ends(ENDS_WITHIN_S)
        shares = [share(picture, "Secret") for picture in run.pictures()]
    is_refused = code == 2 and "hide windows from screenshots" in outcome
    counted("the run is refused" if is_refused else f"{shares.count(0)}/{len(shares)}")

    assert shares == [] if is_refused else [0, 0] == shares, outcome


def test_on_the_second_of_two_monitors_what_is_seen_and_done_is_there(desktop: Desktop) -> None:
    with another(desktop, SIZE, SIZE) as session, sink(session, "Second", monitor=1) as window:
        run = done(session, asks(at(AREA)), words=(*EASY, "--monitor", "2"))
        pressed = [(event["x"], event["y"]) for event in window.events("button-press")]

    assert [True] == [is_at(AREA, place, 1, 1) for place in pressed], pressed
    assert min(share(picture, "Second") for picture in run.pictures()) > 0.3


def test_the_desktop_asks_for_its_permission_once_at_most(
    seen: WaylandSession, tmp_path: Path, counted: Record
) -> None:
    asked = list[int]()
    for _ in range(2):
        home = {"DESKTOP_AGENT_HOME": str(tmp_path / "agent")}
        with letting_in(seen) as pressed, started(seen, MOVES, says("Done."), words=EASY, more=home) as run:
            code, outcome = run.ends(ENDS_WITHIN_S)
        assert code == 0, outcome
        asked.append(len(pressed))
    counted(" then ".join(map(str, asked)))

    assert asked in ([0, 0], [1, 0])


def test_when_the_screen_is_locked_the_run_pauses_and_nothing_more_is_done(desktop: Desktop) -> None:
    needs(desktop.name, NO_LOCK)
    waits = asks({"type": "wait", "ms": 8_000})
    moves = asks(at(AREA))
    with (
        another(desktop) as session,
        sink(session) as window,
        letting_in(session),
        at_terminal(session, waits, moves, says("Never.")) as (server, person),
    ):
        person.waits_for("Wait 8", BEGINS_WITHIN_S)
        session.lock()
        person.waits_for("The screen was locked.")
        for _ in range(10):  # longer than the wait
            rest()
        asked = len(server.creates)

    assert (1, []) == (asked, window.events("button-press"))


def test_after_a_lock_the_run_goes_on_once_the_person_has_unlocked_and_resumed_it(desktop: Desktop) -> None:
    needs(desktop.name, NO_LOCK)
    waits = asks({"type": "wait", "ms": 8_000})
    with (
        another(desktop) as session,
        sink(session),
        letting_in(session),
        at_terminal(session, waits, says("Done.")) as (server, person),
    ):
        person.waits_for("Wait 8", BEGINS_WITHIN_S)
        session.lock()
        person.waits_for("The screen was locked.")
        for _ in range(10):  # longer than the wait
            rest()
        session.unlock()
        rest()
        person.types("\n")
        code = person.ends()

    assert (0, 2) == (code, len(server.creates)), person.text


def test_a_restart_of_the_desktop_ends_the_run_in_words(desktop: Desktop) -> None:
    with another(desktop) as session, running(session, WAITS) as run:
        begun(run)
        rest()
        os.kill(session.pid, signal.SIGKILL)
        code, outcome = run.ends(ENDS_WITHIN_S)

    assert code not in {0, None}
    assert "Traceback" not in outcome
    # The words with which every run ends: what Qt says when its display goes is none of them.
    assert re.search("^Report: ", outcome, re.MULTILINE), outcome

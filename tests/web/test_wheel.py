"""The wheel: who has it works the desk's display, nobody else does, and nothing stays down whoever goes and however."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.core.runs.events import Resumed, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.web import wheel
from desktop_agent.web.watched import WatchedRun
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.web_guest import AT, Guest, Led, Page, Served, seen
from tests.fakes.processes import find
from tests.fakes.runs.recorded import run_finished
from tests.fakes.waiting import wait_until
from tests.input.killing import Onlooker

HAND = "desktop_agent.desk.view.hand"
SIZE = (1280, 800)


@dataclass(frozen=True)
class Desk:
    """A run on the private display, and what the X server says of it."""

    served: Served
    run: WatchedRun
    led: Led
    guest: Guest
    down: Callable[[], set[str]]

    @contextmanager
    def taken(self) -> Iterator[Page]:
        with self.guest.opened(self.run.id) as page:
            wait_until(lambda: page.frames and page.frames[-1]["size"] != [0, 0], "the picture")
            page.order(do="take", run=self.run.id)
            page.summary(self.run.id, lambda each: each["wheel"] == "you")
            yield page

    def order(self, page: Page, do: str, **more: object) -> None:
        page.order(do=do, run=self.run.id, **more)

    def hold(self, page: Page) -> None:
        """Hold Control and the first button, and wait until the server says so."""
        self.order(page, "key", key="Control", down=True)
        self.order(page, "button", n=1, down=True, x=100, y=100)
        wait_until(lambda: self.down() >= {"Control_L", "button 1"}, "both to be down")

    def is_released(self) -> bool:
        wait_until(lambda: not self.down(), "everything to be released")
        return True


@pytest.fixture
def desk(served: Served, on_display: PrivateDisplay) -> Iterator[Desk]:
    where = os.environ
    opened = DeskOpened("d1", Path("/nowhere"), SIZE, where["DISPLAY"], Path(where.get("XAUTHORITY", "/dev/null")))
    run, led = served.run(on_desk=True)
    run.show_desk(opened)
    run.see(seen(0x336699, SIZE))
    served.settled()
    with closing(Onlooker(where["DISPLAY"])) as onlooker:
        yield Desk(served, run, led, served.enter("act"), onlooker.down)
        run.over()
        served.settled()
        onlooker.release_all()


WORK: tuple[Mapping[str, object], ...] = (
    {"do": "pointer", "x": 300, "y": 300}, {"do": "button", "n": 1, "down": True, "x": 300, "y": 300},
    {"do": "wheel", "dx": 0, "dy": 3}, {"do": "key", "key": "a", "down": True},
    {"do": "key", "key": "Control", "down": True}, {"do": "beat"}, {"do": "release"},
)  # fmt: skip


def send_all(desk: Desk, page: Page) -> None:
    for order in WORK:
        page.order(**order, run=desk.run.id)
    assert page.is_alive()


@pytest.mark.parametrize("who", ["nobody", "another", "gave it back", "a watcher"])
def test_who_has_not_the_wheel_moves_nothing(desk: Desk, x_events: XEventLog, who: str) -> None:
    guest = desk.served.enter("look") if who == "a watcher" else desk.guest
    if who == "another":
        with desk.taken() as holder, guest.opened(desk.run.id) as page:
            assert page.summary(desk.run.id)["wheel"] == "other"
            page.order(do="take", run=desk.run.id)
            page.order(do="give", run=desk.run.id)
            page.order(do="resume", run=desk.run.id)
            send_all(desk, page)
            assert holder.summary(desk.run.id)["wheel"] == "you"
            assert [each[0] for each in desk.led.orders()] == ["pause"]
    elif who == "gave it back":
        with desk.taken() as page:
            page.order(do="give", run=desk.run.id)
            page.summary(desk.run.id, lambda each: each["wheel"] == "")
            send_all(desk, page)
    else:
        with guest.opened(desk.run.id) as page:
            if who == "a watcher":
                page.order(do="take", run=desk.run.id)
            send_all(desk, page)
            assert desk.led.orders() == []

    assert x_events.events() == ()


@pytest.mark.slow
def test_who_has_the_wheel_works_the_desk(desk: Desk, x_events: XEventLog) -> None:
    with desk.taken() as page:
        assert desk.led.orders() == [("pause", "human", "You took over the side desk.")]
        desk.order(page, "button", n=3, down=True, x=320, y=200)
        desk.order(page, "button", n=3, down=False, x=320, y=200)
        desk.order(page, "key", key="Enter", down=True)

        pressed = x_events.wait_for(1, "button_press")[0]
        key = x_events.wait_for(1, "key_press")[0]
    high, wide = page.pictures[desk.run.id].shape[:2]
    assert (pressed.detail, pressed.x, pressed.y) == (3, 320 * SIZE[0] // wide, 200 * SIZE[1] // high)
    assert key.name == "Return"


@pytest.mark.parametrize(
    "how", ["drop", "close", "give", "give twice", "release", "resumed", "ended", "silence", "8th"]
)
def test_whoever_goes_and_however_nothing_stays_down(desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    down_at_resume = list[set[str]]()

    def resume(led: Led, by: str = "human") -> None:
        with Onlooker(os.environ["DISPLAY"]) as onlooker:  # this is the server's thread
            down_at_resume.append(onlooker.down())
        proper(led, by)

    proper = Led.resume
    monkeypatch.setattr(Led, "resume", resume)
    if how == "silence":
        monkeypatch.setattr(wheel, "_SIGN_OF_LIFE_S", 0.5)
    with desk.taken() as page:
        desk.hold(page)
        match how:
            case "drop":
                page.drop()
            case "close":
                page.close()
            case "give" | "give twice":
                for _ in how.split():
                    desk.order(page, "give")
            case "release":
                desk.order(page, "release")
            case "resumed":  # by who sits at the computer
                desk.run.hear(Stamped(9, AT, 1, Resumed("human")))
            case "ended":
                desk.run.hear(Stamped(9, AT, 1, run_finished(1, 1)))
            case "8th":
                page.send("no order")

        assert desk.is_released()
        if how not in {"drop", "close", "8th"}:
            send_all(desk, page) if how != "release" else None
            assert desk.is_released()
            gone = how != "release"
            page.summary(desk.run.id, lambda each: (each["wheel"] == "") is gone)
    assert down_at_resume == ([set()] if how.startswith("give") else [])
    assert desk.is_released()


def test_a_beat_keeps_the_wheel_and_that_of_another_does_not(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "_SIGN_OF_LIFE_S", 1.0)
    with desk.taken() as page, desk.guest.opened(desk.run.id) as other:
        for _ in range(2):
            for _ in range(30):
                desk.order(page, "beat")
                assert page.is_alive()
        assert page.summary(desk.run.id)["wheel"] == "you"

        def lost() -> bool:
            desk.order(other, "beat")
            return bool(other.summary(desk.run.id)["wheel"] == "")

        wait_until(lost, "the wheel to be taken")


@pytest.mark.parametrize(
    "order",
    [
        {"do": "pointer", "x": None, "y": 1}, {"do": "pointer", "x": "1", "y": 1}, {"do": "pointer", "x": True, "y": 1},
        {"do": "pointer", "x": [1], "y": 1}, {"do": "pointer", "x": float("nan"), "y": 1},
        {"do": "pointer", "x": 1e9, "y": 1},
        {"do": "pointer", "x": float("inf"), "y": 1}, {"do": "pointer", "x": 10**400, "y": 1}, {"do": "pointer"},
        {"do": "button", "n": "1", "down": True, "x": 1, "y": 1},
        {"do": "button", "n": True, "down": True, "x": 1, "y": 1},
        *({"do": "button", "n": n, "down": True, "x": 9, "y": 9} for n in (0, 4, 8, 9, 10, 255, 256, 300, -1, 19_999)),
        {"do": "button", "n": None, "down": False}, {"do": "wheel", "dx": 1e9, "dy": 0},
        {"do": "wheel", "dx": "1", "dy": 0},
        {"do": "wheel", "dy": 1}, {"do": "key", "key": None, "down": True}, {"do": "key", "key": ["a"], "down": True},
        {"do": "key", "key": "a" * 129, "down": True}, {"do": "key", "down": True},
        {"do": "key", "key": 65, "down": True},
    ],
)  # fmt: skip
def test_work_that_is_none_ends_the_connection_and_releases_all(desk: Desk, order: Mapping[str, object]) -> None:
    with desk.taken() as page:
        desk.hold(page)
        page.order(**order, run=desk.run.id)

        assert page.close_code() == 1008
        assert desk.is_released()


def test_a_key_that_the_desk_lacks_is_said_in_the_browser(desk: Desk, x_events: XEventLog) -> None:
    with desk.taken() as page:
        desk.order(page, "key", key="AudioVolumeUp9", down=True)
        page.hear("note", lambda each: "“AudioVolumeUp9” key" in each["text"])
        desk.order(page, "key", key="a", down=True)

        assert [each.name for each in x_events.wait_for(1, "key_release")] == ["a"]


def test_a_hand_that_ends_by_itself_is_said_and_leaves_the_wheel_to_the_next(desk: Desk) -> None:
    before = {*find(words=(HAND,), below=os.getpid())}
    with desk.taken() as page:
        (hand,) = {*find(words=(HAND,), below=os.getpid())} - before
        os.kill(hand, signal.SIGKILL)
        page.hear("note", lambda each: "no longer reach the desk" in each["text"])

        assert page.summary(desk.run.id, lambda each: each["wheel"] == "")["may_take"]


def test_odd_work_does_nothing_odd(desk: Desk, x_events: XEventLog) -> None:
    with desk.taken() as page:
        for key in (
            "",
            "\0",
            "\n",
            "\ud800",
            "ab",
            "Dead",
            "Unidentified",
            "Process",
            "F99",
            "XF86_Nothing",
            "a\u0308",
            "🙂",
            "A" * 128,
        ):
            desk.order(page, "key", key=key, down=True)
            desk.order(page, "key", key=key, down=False)
        no_press: tuple[object, ...] = (1, "true", None, [], {})
        for down in no_press:
            desk.order(page, "button", n=1, down=down, x=10, y=10)
        desk.order(page, "wheel", dx=0, dy=-19_999)
        for at in ((-5_000, -5_000), (19_999, 19_999)):
            desk.order(page, "pointer", x=at[0], y=at[1])
        desk.order(page, "button", n=1, down=True, x=5, y=5)

        last = x_events.wait_for(1, "button_press")
        wait_until(lambda: desk.down() == {"button 1"}, "the proper press")
        pressed = [each.detail for each in x_events.events("button_press")]
        places = [(each.x, each.y) for each in x_events.events("motion")]
    assert last
    assert pressed.count(1) == 1
    assert pressed.count(4) == 20
    assert all(0 <= x < SIZE[0] and 0 <= y < SIZE[1] for x, y in places)
    assert desk.is_released()


def test_without_a_picture_nothing_is_pressed(desk: Desk, x_events: XEventLog) -> None:
    other, _ = desk.served.run()
    with desk.taken() as page:
        page.open(other.id)  # nothing of the desk is shown any more, and no picture of the other one
        page.is_alive()
        desk.order(page, "button", n=1, down=True, x=300, y=300)
        page.is_alive()

        assert desk.down() == set()
    assert x_events.events("button_press") == ()


def test_a_wheel_that_is_given_back_while_it_is_taken_leaves_no_hand_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = slices.remote_hand
    made = list[object]()

    class Slow:
        @staticmethod
        def RemoteHand(opened: DeskOpened, report: Callable[[object], None]) -> object:
            hand = hands.RemoteHand(opened, report)
            made.append(hand)
            wait_until(lambda: len(made) > 1 or len(desk.led.orders()) > 3, "the second one", within_s=5.0)
            return hand

    monkeypatch.setattr(slices, "remote_hand", Slow, raising=False)
    before = {*find(words=(HAND,), below=os.getpid())}
    with desk.guest.opened(desk.run.id) as page:
        wait_until(lambda: page.frames and page.frames[-1]["size"] != [0, 0], "the picture")
        desk.order(page, "take")
        wait_until(lambda: made, "the first hand")
        desk.order(page, "give")
        wait_until(lambda: ("resume", "human") in desk.led.orders() and not desk.run.paused, "the run to go on")
        desk.order(page, "take")
        page.summary(desk.run.id, lambda each: each["wheel"] == "you")

        def is_held() -> bool:  # the first hand, as it ends, releases what the second one has pressed
            desk.order(page, "release")
            desk.order(page, "key", key="Control", down=True)
            desk.order(page, "button", n=1, down=True, x=100, y=100)
            return wait_until_down() and page.is_alive()

        def wait_until_down() -> bool:
            with suppress(AssertionError):
                wait_until(lambda: desk.down() >= {"Control_L", "button 1"}, within_s=0.5)
            return desk.down() >= {"Control_L", "button 1"}

        wait_until(is_held, "both to be down")
        desk.order(page, "give")

        assert desk.is_released()
    wait_until(lambda: {*find(words=(HAND,), below=os.getpid())} <= before, "both hands to end")


def test_a_display_that_hangs_keeps_no_browser_from_stopping_the_run(desk: Desk) -> None:
    before = {*find(words=(HAND,), below=os.getpid())}
    with desk.taken() as page, desk.guest.opened(desk.run.id) as other:
        (hand,) = {*find(words=(HAND,), below=os.getpid())} - before
        os.kill(hand, signal.SIGSTOP)
        try:
            for n in range(6_000):
                desk.order(page, "pointer", x=n % 600, y=n % 300)
            desk.order(other, "stop")
            wait_until(lambda: [each for each in desk.led.orders() if each[0] == "stop"], "the stop", within_s=20.0)
        finally:
            os.kill(hand, signal.SIGCONT)
    assert desk.is_released()


@pytest.mark.parametrize("where", ["own screen", "ended", "led elsewhere", "no desk yet"])
def test_only_a_desk_of_a_run_under_way_can_be_taken(desk: Desk, where: str) -> None:
    run, led = desk.served.run(on_desk=where != "own screen", leads=where != "led elsewhere")
    if where in {"ended", "led elsewhere"}:
        run.show_desk(DeskOpened("d2", Path("/nowhere"), SIZE, os.environ["DISPLAY"], Path("/dev/null")))
    if where == "ended":
        run.over()
    with desk.guest.opened(run.id) as page:
        page.order(do="take", run=run.id)

        assert page.is_alive()
        assert page.summary(run.id)["wheel"] == ""
    assert led.orders() == []

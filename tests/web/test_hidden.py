"""What a person hides is in nothing that a browser gets: no pixel in a picture that it decodes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_agent.core.own_windows import FLOATING_TITLES
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import Event, Paused, Resumed, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.runtime.description import live_view
from desktop_agent.runtime.description.live_view import LiveEye, LiveView
from desktop_agent.screen.controls.secret_fields import KeptParts
from desktop_agent.settings import Settings, settings_of
from desktop_agent.web.watched import WatchedRun
from tests.fakes.people.web_guest import AT, Page, Served
from tests.fakes.programs.apps import running
from tests.fakes.programs.login_window import TITLE
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until
from tests.screen.test_password_fields import places

CANARY = 0xC81E8B
OTHER = 0x20A040
SIZE = (1280, 800)
Picture = np.ndarray[Any, np.dtype[np.uint8]]


def shows(picture: Picture, colour: int, box: Rect | None = None) -> int:
    """Return how many pixels come near a colour; a JPEG's are not exact."""
    box = box or Rect(0, 0, *SIZE)
    wanted = [colour & 0xFF, colour >> 8 & 0xFF, colour >> 16]
    part = picture[box.y : box.bottom, box.x : box.right].astype(int)
    return int((np.abs(part - wanted) < 24).all(axis=2).sum())


@dataclass
class Watched:
    """The display as a run shows it to browsers, and all pictures that one of them has got."""

    page: Page
    served: Served
    run: WatchedRun
    view: LiveView
    pictures: list[Picture] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        self.view.hear(Stamped(5, AT, 1, event))
        self.run.hear(Stamped(5, AT, 1, event))

    def wait_for(self, colour: int, box: Rect, page: Page | None = None) -> None:
        shown = (page or self.page).pictures
        wait_until(
            lambda: self.run.id in shown and shown[self.run.id].size and shows(shown[self.run.id], colour, box),
            f"0x{colour:x}",
        )

    def leaked(self, colour: int = CANARY, box: Rect | None = None) -> list[int]:
        return [*filter(None, (shows(picture, colour, box) for picture in self.pictures))]


Watching = Callable[..., Watched]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def watching(on_display: PrivateDisplay, stack: ExitStack) -> Watching:
    def begin(kept: KeptParts | None = None, *, on_desk: bool = False, **privacy: object) -> Watched:
        served = stack.enter_context(Served())
        run, _ = served.run(on_desk=on_desk)
        view = LiveView(run.see)
        stack.callback(view.close)
        hides = Settings(privacy=settings_of({"privacy": privacy}).privacy)
        eye = LiveEye(hides, {}, {} if kept is None else kept)
        view.open_by(lambda: eye.open(None), lambda: None, is_private=not on_desk)
        view.switch(on=True)
        page = stack.enter_context(served.enter("act").page())
        watched = Watched(page, served, run, view)
        page.see = watched.pictures.append
        page.open(run.id, SIZE)
        return watched

    return begin


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the windows of this process be those of any program."""
    monkeypatch.setattr(live_view, "own_windows", lambda *_: lambda _window: False)


@pytest.mark.parametrize("on_desk", [False, True])
@pytest.mark.usefixtures("others")
def test_not_one_pixel_of_a_hidden_window_place_or_typed_secret_reaches_a_browser(
    watching: Watching, stack: ExitStack, on_desk: bool
) -> None:
    vault = stack.enter_context(XWindow(0, 0, 200, 100, CANARY))
    vault.name("Vault")
    other = stack.enter_context(XWindow(600, 400, 200, 200, CANARY, managed=True))
    other.move(600, 400)
    watched = watching(on_desk=on_desk, windows=("vault",), regions=("560,360,300,300",))
    seen = stack.enter_context(XWindow(1000, 100, 200, 200, OTHER, managed=True))
    seen.move(1000, 100)
    watched.wait_for(OTHER, Rect(1010, 150, 50, 50))
    for step in range(30):
        vault.move(step * 20, step * 10)
        other.paint(0, 0, 200, 200, CANARY)
        seen.paint(0, 0, 200, 200, OTHER + step * 4)
        if step % 10 == 9:
            watched.wait_for(OTHER + step * 4, Rect(1010, 150, 50, 50))
    late = stack.enter_context(XWindow(20, 600, 200, 100, CANARY))  # opens while it is watched
    late.name("Vault")
    seen.paint(0, 0, 200, 200, 0x0000FF)
    watched.wait_for(0x0000FF, Rect(1010, 150, 50, 50))
    with watched.served.enter("look").opened(watched.run.id, SIZE) as second:
        second.see = watched.pictures.append
        watched.wait_for(0x0000FF, Rect(1010, 150, 50, 50), second)

    assert len(watched.pictures) > 3
    assert watched.leaked(box=Rect(0, 0, 1000, 600)) == []


@pytest.mark.parametrize("title", ["", "Vault", *sorted(FLOATING_TITLES)])
def test_our_own_windows_reach_no_browser(watching: Watching, stack: ExitStack, title: str) -> None:
    ours = stack.enter_context(XWindow(100, 100, 300, 200, CANARY))
    ours.name(title)
    watched = watching()
    wait_until(lambda: len(watched.pictures) > 0, "a picture")
    for step in range(20):
        ours.move(100 + step * 10, 100)
        ours.paint(0, 0, 300, 200, CANARY)
    before = len(watched.pictures)
    wait_until(lambda: len(watched.pictures) > before, "another picture", within_s=2.0) if before < 2 else None

    assert watched.leaked() == []


@pytest.mark.slow
@pytest.mark.usefixtures("others")
def test_while_the_run_is_paused_the_persons_own_screen_is_theirs(watching: Watching, stack: ExitStack) -> None:
    window = stack.enter_context(XWindow(200, 100, 300, 200, OTHER))
    watched = watching()
    box = Rect(220, 120, 100, 100)
    watched.wait_for(OTHER, box)
    watched.hear(Paused("human", "Mine"))
    watched.page.summary(watched.run.id, lambda each: each["state"] == "paused")
    window.paint(0, 0, 300, 200, CANARY)
    with (
        watched.served.enter("look").opened(watched.run.id, SIZE) as second,
        watched.served.enter("act").opened("", SIZE) as third,
    ):
        second.see = watched.pictures.append
        third.see = watched.pictures.append
        for page in (watched.page, second, third):
            wait_until(lambda page=page: page.frames and page.frames[-1]["veil"], "the veil")  # type: ignore[misc]
            watched.view.switch(on=True)  # as when another one begins to look
            page.open(watched.run.id, (SIZE[0] - 1, SIZE[1]))
            assert page.is_alive()
        during = [*watched.pictures]
        assert all(not frame["parts"] for page in (second, third) for frame in page.frames)
        assert watched.leaked() == []
        window.paint(0, 0, 300, 200, 0x0000FF)
        watched.hear(Resumed("human"))
        for page in (watched.page, second, third):
            watched.wait_for(0x0000FF, box, page)

    assert during
    assert watched.leaked() == []


@pytest.mark.usefixtures("others")
def test_a_desk_is_nobodys_and_is_shown_while_its_run_is_paused(watching: Watching, stack: ExitStack) -> None:
    window = stack.enter_context(XWindow(200, 100, 300, 200, OTHER))
    watched = watching(on_desk=True)
    box = Rect(220, 120, 100, 100)
    watched.wait_for(OTHER, box)
    watched.hear(Paused("human", "To lead it by hand"))
    window.paint(0, 0, 300, 200, CANARY)

    watched.wait_for(CANARY, box)
    assert watched.page.frames[-1]["veil"] == ""


@pytest.mark.usefixtures("others")
def test_a_password_is_grey_in_a_browser(watching: Watching, display: PrivateDisplay, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.programs.login_window", str(file), "s3cret"]
    paths = {"PYTHONPATH": str(Path(__file__).parents[2])}
    watched = watching()
    with running(command, display, tmp_path / "app", TITLE, environment=paths):
        clear, dots = wait_until(lambda: places(file), "the fields")
        inner = Rect(dots.x + 4, dots.y + 4, dots.width - 8, dots.height - 8)

        def is_grey() -> bool:
            picture = watched.pictures[-1][inner.y : inner.bottom, inner.x : inner.right]
            return bool((np.abs(picture.astype(int) - 0x80) < 6).all())

        wait_until(lambda: watched.pictures and is_grey(), "the field to be hidden")
        with contextmanager(lambda: iter([XWindow(1100, 700, 50, 50, OTHER)]))() as moving, moving:
            moving.paint(0, 0, 50, 50, 0x0000FF)
            watched.wait_for(0x0000FF, Rect(1110, 710, 20, 20))
        assert is_grey()
    shown = watched.pictures[-1][clear.y + 4 : clear.bottom - 4, clear.x + 4 : clear.right - 4]
    assert not (np.abs(shown.astype(int) - 0x80) < 6).all()

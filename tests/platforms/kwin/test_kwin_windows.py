"""Windows as KWin tells them to the script; Qt's JavaScript runs it, over KWin's interface on a bus of its own."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Rect, ScreenPoint, Window, WindowBox
from desktop_agent.lib.dbus import DAEMON, call, connected
from desktop_agent.platforms.atspi.places import session_origins
from desktop_agent.platforms.kwin import windows as kwin_windows
from desktop_agent.platforms.kwin.windows import KwinWindows, create
from tests.fakes.desktops.kwin import Kwin, kwin_on, other_compositor, window
from tests.fakes.desktops.private_bus import SESSION, private_bus

pytestmark = pytest.mark.program

DESKTOP = window(1, "", (0, 0, 1280, 800), desktopWindow=True, desktops=[])
EDITOR = window(2, "Notes", (100, 50, 500, 329), bufferGeometry={"x": 101, "y": 78, "width": 498, "height": 300})
DIALOG = window(3, "Save", (199.5, 100.5, 200, 129), transientFor={"internalId": EDITOR["internalId"]})
MENU = window(4, "", (250, 120, 90, 60), popupWindow=True, transientFor={"internalId": DIALOG["internalId"]})
OTHER = window(5, "Mail", (400, 200, 600, 400), pid=os.getpid(), active=True)
N_EDITOR, N_DIALOG, N_MENU, N_OTHER = (number << 16 for number in (2, 3, 4, 5))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    with private_bus() as environment:
        yield environment | {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-7", "SWAYSOCK": ""}


@pytest.fixture
def kwin(session: Mapping[str, str]) -> Iterator[Kwin]:
    with kwin_on(session) as kwin:
        kwin.place(DESKTOP, EDITOR, DIALOG, MENU, OTHER)
        yield kwin


@pytest.fixture
def windows(session: Mapping[str, str], kwin: Kwin) -> Iterator[KwinWindows]:
    del kwin
    source = create(session)
    yield source
    source.close()


def test_windows_are_told_topmost_first_with_program_place_and_keyboard(windows: KwinWindows) -> None:
    scene = windows.scene()

    assert [N_OTHER, N_MENU, N_DIALOG, N_EDITOR, 1 << 16] == [one.id for one in scene.windows]
    assert (N_OTHER, N_MENU, N_EDITOR) == (
        scene.focus, scene.window_at(ScreenPoint(260, 130)), scene.window_at(ScreenPoint(110, 60)),
    )  # fmt: skip
    assert WindowBox(N_DIALOG, Rect(199, 100, 201, 130)) in scene.windows  # all that it touches
    other = windows.describe(N_OTHER)
    assert ("Mail", os.getpid(), Path("/proc/self/exe").readlink().name) == (other.title, other.pid, other.app)
    assert ("Mail", ("org.example",)) == (windows.names(N_OTHER).title, windows.names(N_OTHER).classes)
    assert windows.describe(1 << 16).fixture
    assert ["Mail", "Save", "Notes"] == [one.title for one in windows.titled()]
    assert Window(77) == windows.describe(77)


def test_dialogs_and_menus_belong_to_the_window_that_owns_them(windows: KwinWindows) -> None:
    dialog = windows.describe(N_DIALOG)
    menu = windows.describe(N_MENU)

    assert (True, False, False, True) == (dialog.dialog, dialog.menu, menu.dialog, menu.menu)
    assert dialog.title == menu.title
    for part in (N_DIALOG, N_MENU, N_EDITOR):
        assert windows.belongs(part, N_EDITOR)
        assert windows.is_part_of(part, N_EDITOR)
        assert not windows.belongs(part, N_OTHER)
    assert not windows.is_part_of(N_EDITOR, N_DIALOG)


@pytest.mark.parametrize(("others", "belongs"), [((), True), ((window(6, "Second", (0, 0, 9, 9)),), False)])
def test_a_dialog_without_owner_belongs_to_the_only_window_of_its_process(
    kwin: Kwin, windows: KwinWindows, others: tuple[Mapping[str, object], ...], belongs: bool
) -> None:
    kwin.place(EDITOR, *others, window(7, "Warning", (10, 10, 90, 90), dialog=True))

    assert belongs == windows.belongs(7 << 16, N_EDITOR)
    assert windows.is_part_of(7 << 16, N_EDITOR)


@pytest.mark.parametrize(
    "change",
    [{"minimized": True}, {"hidden": True}, {"desktops": [{"id": "two"}]}, {"activities": ["away"]}, {"deleted": True}],
)
def test_what_is_not_shown_is_in_no_scene_and_has_no_place(
    kwin: Kwin, windows: KwinWindows, change: Mapping[str, object]
) -> None:
    kwin.place({**EDITOR, **change}, OTHER)

    assert [N_OTHER] == [one.id for one in windows.scene().windows]
    assert windows.place(Window(N_EDITOR, pid=0)) is None
    assert ("deleted" not in change) == ("Notes" in [one.title for one in windows.titled()])


def test_where_a_window_was_between_two_scenes_is_told(kwin: Kwin, windows: KwinWindows) -> None:
    windows.scene()
    kwin.place(DESKTOP, {**EDITOR, "frameGeometry": {"x": 0, "y": 0, "width": 500, "height": 329}}, OTHER)
    kwin.place(DESKTOP, OTHER, window(9, "Passing", (5, 5, 50, 50)))
    kwin.place(DESKTOP, OTHER)
    windows.titled()

    passed = (WindowBox(N_EDITOR, Rect(100, 50, 500, 329)), WindowBox(9 << 16, Rect(5, 5, 50, 50)))
    assert passed == windows.scene().passed
    assert windows.scene().passed == ()


def test_a_layer_is_a_window_unless_it_is_our_own(kwin: Kwin, windows: KwinWindows) -> None:
    layer = {"made_as": "KWin::LayerShellV1Window(0x77)", "desktops": []}
    theirs, ours = (window(number, "", (0, 0, 1280, 8), pid=pid, **layer) for number, pid in ((8, 1), (9, os.getpid())))
    kwin.place(EDITOR, theirs, ours)

    assert [8 << 16, N_EDITOR] == [one.id for one in windows.scene().windows]


@pytest.mark.parametrize(("corner", "place", "above"), [(None, (100, 50), None), ((7, 9), (7, 9), True)])
def test_kwin_activates_a_window_and_puts_it_where_it_is_to_be(
    kwin: Kwin, windows: KwinWindows, corner: tuple[int, int] | None, place: tuple[int, int], above: bool | None
) -> None:
    windows.activate(N_EDITOR, corner)

    activated = kwin.activated()
    at = activated["frameGeometry"]
    assert ("Notes", place, above) == (activated["caption"], (at["x"], at["y"]), activated.get("keepAbove"))
    assert (500, 329) == (at["width"], at["height"])


def test_programs_count_from_the_corner_of_what_they_draw(kwin: Kwin, session: Mapping[str, str]) -> None:
    menu = {**MENU, "transientFor": {"internalId": EDITOR["internalId"]}}
    kwin.place(EDITOR, menu, window(6, "X", (5, 5, 90, 90), made_as="KWin::X11Window(0x99)"))
    origins = session_origins(session)

    assert ScreenPoint(101, 78) == origins.of(N_EDITOR, Rect(100, 50, 500, 329))
    assert ScreenPoint(101, 78) == origins.of(N_MENU, Rect(250, 120, 90, 60))
    assert ScreenPoint(0, 0) == origins.of(6 << 16, Rect(5, 5, 90, 90))
    kwin.leave()
    assert ScreenPoint(5, 5) == origins.of(6 << 16, Rect(5, 5, 90, 90))
    origins.close()


async def _tell_all(address: str) -> list[MessageType]:
    """Tell every connection of a bus of no windows, as the script would; return how each has answered."""
    async with connected(address) as bus:
        names = (await call(bus, DAEMON, "ListNames"))[0]
        others = [name for name in names if name.startswith(":") and name != bus.unique_name]
        return [await _told(bus, name) for name in others]


async def _told(bus: MessageBus, name: str) -> MessageType:
    reported = Message(
        name,
        "/",
        kwin_windows.INTERFACE,
        kwin_windows.REPORT_MEMBER,
        signature="ss",
        body=["1", '{"windows":[],"passed":[]}'],
    )
    answer = await bus.call(reported)
    assert answer is not None
    return answer.message_type


def test_nobody_but_kwin_can_tell_of_windows(windows: KwinWindows, session: Mapping[str, str]) -> None:
    answers = asyncio.run(_tell_all(session[SESSION]))

    assert {MessageType.ERROR} == {*answers}
    assert len(windows.scene().windows) == len((DESKTOP, EDITOR, DIALOG, MENU, OTHER))


def test_kwin_of_another_session_is_not_asked(session: Mapping[str, str], kwin: Kwin) -> None:
    elsewhere = {**session, "WAYLAND_DISPLAY": "wayland-8"}

    with other_compositor(elsewhere), pytest.raises(NoScreenError, match="isn't the compositor"):
        create(elsewhere)
    assert kwin.scripts() == 0


def test_a_session_without_kwin_is_told_as_that(session: Mapping[str, str]) -> None:
    with other_compositor(session), pytest.raises(NoScreenError, match="isn't the compositor"):
        create(session)


def test_kwin_that_has_gone_tells_no_windows(kwin: Kwin, windows: KwinWindows) -> None:
    kwin.leave()

    for _ in range(2):
        with pytest.raises(NoScreenError, match="doesn't report its windows"):
            windows.scene()


def test_kwin_that_does_not_answer_tells_no_windows(
    kwin: Kwin, windows: KwinWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kwin_windows, "ANSWERS_WITHIN_S", 0.2)
    kwin.fall_silent()

    with pytest.raises(NoScreenError, match="doesn't report its windows"):
        windows.scene()


def test_several_sources_are_told_the_same_and_leave_nothing_behind(session: Mapping[str, str], kwin: Kwin) -> None:
    first = create(session)
    second = create(session)
    first.close()
    third = create(session)

    assert second.scene().windows == third.scene().windows
    second.close()
    third.close()
    assert kwin.scripts() == 0


@pytest.mark.slow
def test_a_script_that_nobody_asks_any_more_unloads_itself(kwin: Kwin, windows: KwinWindows) -> None:
    windows.scene()
    kwin.elapse()

    assert kwin.scripts() == 0


def test_a_title_is_where_the_frame_is_widest_around_what_the_program_draws(windows: KwinWindows) -> None:
    titles = [windows.title_bar(number) for number in (N_EDITOR, N_MENU, 99 << 16)]

    assert titles == [Rect(100, 50, 500, 28), None, None]

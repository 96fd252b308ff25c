"""Windows of GNOME Shell, as its extension lists them on a bus of the test's own; and who is not believed there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError, WindowsAwayError
from desktop_agent.core.pictures import LAYER, Rect, ScreenPoint, Window, WindowBox, WindowNames
from desktop_agent.lib.dbus import LoopThread, connect, disconnect
from desktop_agent.lib.programs import executable_of
from desktop_agent.platforms.gnome.windows import GnomeWindows, create
from tests.fakes.desktops.gnome_shell import shell_on
from tests.fakes.desktops.private_bus import SESSION, heard, private_bus, say
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

ME = os.getpid()
GONE = 2**22 + 1
EDITOR = 71
DIALOG = 72
HIDDEN = 73
LIST = 74
PANEL = 1 << 40
AT = ScreenPoint(200, 200)


@pytest.fixture(scope="module")
def bus() -> Iterator[dict[str, str]]:
    with private_bus() as environment:
        yield environment | {"WAYLAND_DISPLAY": "wayland-7"}


@pytest.fixture
def shell(bus: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with shell_on(bus, tmp_path) as process:
        yield process


@pytest.fixture
def windows(bus: dict[str, str], shell: subprocess.Popen[str]) -> Iterator[GnomeWindows]:
    list_windows(shell, [
        (PANEL, shell.pid, "", "gnome-shell", 0, (0, 0, 1280, 32), (0, 0, 1280, 32), "dock", False, True, False),
        (DIALOG, GONE, "Save", "Editor", EDITOR, (150, 150, 99, 99), (150, 150, 99, 99), "dialog", True, True, False),
        (EDITOR, GONE, "A letter", "Editor", 0, (100, 100, 400, 300), (74, 77, 452, 352), "window", False, True, False),
        (HIDDEN, ME, "Away", "Mail", 0, (0, 0, 900, 700), (0, 0, 900, 700), "window", False, False, True),
        (LIST, GONE, "", "Editor", EDITOR, (100, 400, 90, 60), (100, 400, 90, 60), "menu", False, False, False),
    ])  # fmt: skip
    made = create(bus)
    yield made
    made.close()


def list_windows(shell: subprocess.Popen[str], *told: object) -> None:
    say(shell, json.dumps(told if len(told) > 1 else (*told, False)))
    assert heard(shell) == "told"


def test_what_is_shown_is_told_topmost_first_with_the_one_that_has_the_keyboard(windows: GnomeWindows) -> None:
    scene = windows.scene()

    assert [PANEL, DIALOG, EDITOR] == [window.id for window in scene.windows]
    assert (DIALOG, EDITOR, PANEL) == (
        scene.window_at(AT), scene.window_at(ScreenPoint(450, 300)), scene.window_at(ScreenPoint(5, 5))
    )  # fmt: skip
    assert DIALOG == scene.focus


def test_a_window_is_told_with_its_program_title_and_place(windows: GnomeWindows, shell: subprocess.Popen[str]) -> None:
    editor = windows.describe(EDITOR)

    assert Window(EDITOR, "Editor", "A letter", GONE) == editor
    kinds = [(one.dialog, one.menu) for one in map(windows.describe, (DIALOG, LIST))]
    assert [(True, False), (False, True)] == kinds
    panel = windows.describe(PANEL)
    assert (panel.app, panel.pid, panel.fixture) == ("gnome-shell", shell.pid, True)
    assert Window(99) == windows.describe(99)
    assert WindowBox(EDITOR, Rect(100, 100, 400, 300)) == windows.place(editor)
    assert (Rect(74, 77, 452, 352), None) == (windows.drawn(EDITOR), windows.drawn(GONE))
    assert windows.place(windows.describe(HIDDEN)) is None
    assert ["Save", "A letter", "Away"] == [window.title for window in windows.titled()]
    assert (WindowNames("", ("Editor",), "A letter"), WindowNames()) == (windows.names(EDITOR), windows.names(99))


def test_a_window_of_a_portal_is_named_by_who_asked_for_it_or_who_draws_it_and_never_by_the_shell(
    bus: dict[str, str], tmp_path: Path
) -> None:
    portal = tmp_path / "some-portal"
    shutil.copy("/bin/sleep", portal)
    program = Path(sys.executable).resolve().name
    # Its parent's process, its class, and the program and the process that it is then known by.
    cases: list[tuple[int, str, str, int | None]] = [
        (0, "org.example.Files", program, ME),
        (0, "some-portal", "some-portal", -1),
        (0, "org.example.Gone", "org.example.Gone", None),
        (0, "nothing-called-so", "nothing-called-so", None),
        (0, "", "", None),
        (EDITOR, "org.example.Files", "sleep", ME),
        (EDITOR, "some-portal", "sleep", -1),
        (EDITOR, "nothing-called-so", "sleep", None),
    ]
    with (
        shell_on(bus, tmp_path) as shell,
        subprocess.Popen([portal, "1000"]) as drawing,
        subprocess.Popen(["/bin/sleep", "1000"]) as editor,
        owning(bus, "org.example.Files"),
    ):
        wait_until(lambda: executable_of(drawing.pid) == str(portal), "the program")
        wait_until(lambda: executable_of(editor.pid).endswith("sleep"), "the editor")
        sleep = Path(executable_of(editor.pid)).name
        box = (0, 0, 9, 9)
        list_windows(shell, [
            *((DIALOG + number, shell.pid, "Save", wm_class, parent, box, box, "window", False, True, False)
              for number, (parent, wm_class, _, _) in enumerate(cases)),
            (EDITOR, editor.pid, "A letter", "Editor", 0, (0, 0, 90, 90), (0, 0, 90, 90), "window", False, True, False),
            (PANEL, shell.pid, "", "gnome-shell", 0, (0, 0, 1280, 32), (0, 0, 1280, 32), "dock", False, True, False),
        ])  # fmt: skip
        made = create(bus)
        known = [made.describe(DIALOG + number) for number in range(len(cases))]
        names = [made.names(DIALOG + number).app for number in range(len(cases))]
        places = [made.place(one) for one in known]
        panel = made.describe(PANEL).app
        made.close()
        drawing.kill()
        editor.kill()

    wanted = [(sleep if app == "sleep" else app, drawing.pid if pid == -1 else pid) for _, _, app, pid in cases]
    assert wanted == [(one.app, one.pid) for one in known]
    assert [bool(parent) for parent, *_ in cases] == [one.dialog for one in known]
    assert [app if pid or parent else "" for parent, _, app, pid in cases] == names
    assert None not in places
    assert "gnome-shell" == panel


@contextmanager
def owning(bus: dict[str, str], name: str) -> Iterator[None]:
    """Have this process own a name on the bus."""
    thread = LoopThread("owner")
    thread.start()
    connection = thread.do(connect(bus[SESSION]), 10)
    thread.do(connection.request_name(name), 10)
    yield
    thread.end(partial(disconnect, connection))


@pytest.mark.parametrize(("window", "client", "expected"), [
    (EDITOR, EDITOR, True), (DIALOG, EDITOR, True), (EDITOR, DIALOG, False), (HIDDEN, EDITOR, False), (99, 99, True),
])  # fmt: skip
def test_a_dialog_is_a_part_of_the_window_that_it_belongs_to(
    windows: GnomeWindows, window: int, client: int, *, expected: bool
) -> None:
    assert (expected, expected) == (windows.belongs(window, client), windows.is_part_of(window, client))


def test_nothing_is_known_under_a_point_while_the_shell_itself_has_the_keyboard(
    windows: GnomeWindows, shell: subprocess.Popen[str]
) -> None:
    list_windows(shell, [], True)

    assert LAYER == windows.scene().window_at(AT)


def test_a_shell_that_is_gone_tells_nothing_nor_does_one_that_takes_its_name(
    windows: GnomeWindows, shell: subprocess.Popen[str], bus: dict[str, str], tmp_path: Path
) -> None:
    shell.kill()
    shell.wait()
    with pytest.raises(NoScreenError, match="extension for this program isn't running"):
        windows.scene()
    (tmp_path / "later").mkdir()
    with shell_on(bus, tmp_path / "later"):
        with pytest.raises(NoScreenError):
            windows.scene()

        create(bus).close()


def test_another_program_that_has_the_shells_name_is_not_believed(bus: dict[str, str], tmp_path: Path) -> None:
    with shell_on(bus, tmp_path, "other-program"), pytest.raises(NoScreenError, match="Another program than GNOME"):
        create(bus)


def test_another_version_of_the_extension_is_not_read(bus: dict[str, str], shell: subprocess.Popen[str]) -> None:
    list_windows(shell, [[1, "A letter"]], False, "a(us)")

    with pytest.raises(NoScreenError, match="another version"):
        create(bus)


def test_an_extension_that_is_turned_off_is_away_until_it_is_on_again(
    windows: GnomeWindows, shell: subprocess.Popen[str], bus: dict[str, str]
) -> None:
    list_windows(shell, None)
    with pytest.raises(WindowsAwayError, match="turned off"):
        windows.scene()
    with pytest.raises(NoScreenError, match="isn't running"):
        create(bus)
    list_windows(shell, [])

    assert () == windows.scene().windows


@pytest.mark.parametrize("more", [{}, {"WAYLAND_DISPLAY": ""}])
def test_without_the_extension_that_is_said(bus: dict[str, str], more: dict[str, str]) -> None:
    with pytest.raises(NoScreenError):
        create(bus | more)

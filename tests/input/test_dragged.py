"""What was dragged and never let go by an act of the model stays where it was: a file manager's word, on the disk."""

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from Xlib import X, display, error
from Xlib.xobject.drawable import Window

from desktop_agent.core.actions import Drag, HoldButton, Move
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.apps import box_of
from tests.fakes.debian_apps import file_manager
from tests.fakes.waiting import wait_until
from tests.input.killing import ROOT, Onlooker, Victim
from tests.input.performer_bench import permit_for

_REACH = 40  # around the middle of an icon
_ICON_BYTES = 32  # values of bytes in a picture of one; an empty window has fewer


@dataclass(frozen=True, slots=True)
class Folder:
    """A window of the file manager with a folder and two files in it, and where they are on the screen.

    `calm` is the picture of the inner folder while nothing is dragged, `windows` are those that are seen then.
    """

    path: Path
    calm: bytes
    windows: set[int]
    inner: ImagePoint
    note: ImagePoint
    other: ImagePoint

    def is_dropped(self, name: str) -> bool:
        """Tell whether a file was moved into the inner folder."""
        return (self.path / "archive" / name).exists() and not (self.path / name).exists()

    def way(self) -> tuple[Move, ...]:
        """Return the motions from the note to the inner folder."""
        far = self.inner.x - self.note.x
        return tuple(Move(ImagePoint(self.note.x + far * n // 10, self.note.y)) for n in range(1, 11))


@pytest.fixture
def shown(on_display: PrivateDisplay, tmp_path: Path) -> Iterator[Folder]:
    """Give a folder that the file manager shows."""
    path = tmp_path / "papers"
    (path / "archive").mkdir(parents=True)
    for name in ("note.txt", "other.txt"):
        (path / name).write_text("Agenda\n")
    with file_manager(on_display, tmp_path / "home", path) as app:
        left, top, _, _ = box_of(on_display, app.window)
        inner, note, other = (ImagePoint(left + x, top + 95) for x in (206, 301, 395))
        pictures = [picture(on_display, inner)]

        def is_drawn() -> bool:
            pictures.append(picture(on_display, inner))
            return pictures[-1] == pictures[-2] and len(set(pictures[-1])) > _ICON_BYTES

        wait_until(is_drawn, "the icon of the folder")
        yield Folder(path, pictures[-1], seen_windows(on_display), inner, note, other)


@pytest.fixture
def dragging(on_display: PrivateDisplay, shown: Folder, tmp_path: Path) -> Iterator[Victim]:
    """Give a program that holds the note over the inner folder."""
    points = (shown.note.x, shown.note.y, shown.inner.x, shown.inner.y)
    command = [sys.executable, "-m", "tests.input.dragging", *map(str, points), str(tmp_path / "ledgers")]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yours = Victim(process)
    yours.hear("ready")
    yours.go()
    yours.hear("down")
    wait_until_shown(on_display, shown)
    yield yours
    yours.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            assert pipe is not None
            pipe.close()


def picture(private: PrivateDisplay, at: ImagePoint) -> bytes:
    """Return what is shown around a point."""
    with closing(display.Display(private.name)) as other:
        image = other.screen().root.get_image(at.x - _REACH, at.y - _REACH, 2 * _REACH, 2 * _REACH, X.ZPixmap, 0xFFFFFF)
        return bytes(image.data)


def told_windows(private: PrivateDisplay, numbers: set[int]) -> str:
    """Return what windows are, for a failure."""
    said = [["xwininfo", "-id", str(one)] for one in numbers]
    return "".join(
        subprocess.run(words, env=private.environment(), capture_output=True, text=True, check=False).stdout
        for words in said
    )


def seen_windows(private: PrivateDisplay) -> set[int]:
    """Return the top-level windows that are seen; what is dragged is in one of its own, until it has flown back.

    A tooltip is none: it comes up where the pointer rests, and stays.
    """
    with closing(display.Display(private.name)) as other:
        kind, tooltip = map(other.get_atom, ("_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_TOOLTIP"))

        def is_tooltip(window: Window) -> bool:
            told = window.get_full_property(kind, X.AnyPropertyType)
            return told is not None and tooltip in told.value

        children = other.screen().root.query_tree().children
        with suppress(error.BadWindow, error.BadDrawable):
            viewable = (one for one in children if one.get_attributes().map_state == X.IsViewable)
            # GTK listens in windows beside the screen.
            return {one.id for one in viewable if one.get_geometry().x >= 0 and not is_tooltip(one)}
    return set()


def wait_until_shown(private: PrivateDisplay, shown: Folder) -> None:
    """Return once the manager shows the note over the inner folder: it may have taken all motions for one."""
    with Onlooker(private.name) as other:
        places = itertools.cycle((-1, 0))

        def is_shown() -> bool:
            other.move(shown.inner.x + next(places), shown.inner.y)
            return picture(private, shown.inner) != shown.calm

        wait_until(is_shown, "the drag")


def drag(hands: ActionExecutor, private: PrivateDisplay, shown: Folder) -> None:
    """Press the note and hold it over the inner folder until the manager shows that."""
    hands.perform(permit_for(HoldButton(shown.note)))
    for way in shown.way():
        hands.perform(permit_for(way))
    wait_until_shown(private, shown)


def is_kept(private: PrivateDisplay, shown: Folder) -> bool:
    """Tell whether the note lies where it was, once the manager has ended its drag and carried out another one."""
    try:
        wait_until(lambda: seen_windows(private) == shown.windows, "the end of the drag")
    except AssertionError as error:
        raise AssertionError(told_windows(private, seen_windows(private) ^ shown.windows)) from error
    with closing(ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event())) as hands:

        def drop_other() -> bool:
            """Drag until it is dropped: a manager that is still ending its own drag takes no new one."""
            hands.perform(permit_for(Drag((shown.other, shown.inner))))
            with suppress(AssertionError):
                wait_until(lambda: shown.is_dropped("other.txt"), within_s=10)
            return shown.is_dropped("other.txt")

        wait_until(drop_other, "the other file in the folder")
    return (shown.path / "note.txt").exists() and not shown.is_dropped("note.txt")


def test_what_is_let_go_for_the_person_is_not_dropped(
    performer: ActionExecutor, on_display: PrivateDisplay, shown: Folder
) -> None:
    drag(performer, on_display, shown)

    performer.release_all()

    assert is_kept(on_display, shown)


def test_what_a_killed_program_has_dragged_is_not_dropped(
    dragging: Victim, shown: Folder, on_display: PrivateDisplay
) -> None:
    dragging.kill()
    with Onlooker(on_display.name) as other:
        wait_until(lambda: not other.down())

    assert is_kept(on_display, shown)

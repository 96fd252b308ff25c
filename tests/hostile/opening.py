"""Files that are carried out, at once by a file manager or later from where an editor or a rename has put them."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.paths import places
from tests.fakes.apps import running
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.hostile.asked import At, click, fixed, named, pause, press, typed
from tests.hostile.play import Step, Turn
from tests.hostile.restarted import Restarted

_LINE = "touch effect"


@contextmanager
def opening(display: PrivateDisplay, folder: Path) -> Iterator[list[Step]]:
    """Give scripts and launchers that a file manager opens, and editors that write where something is carried out."""
    with Restarted() as program:
        desk = _Desk(program, display, folder)
        yield [*desk.manager(), *desk.editor(), *desk.vi()]


class _Desk:
    """A home with a folder of papers, made anew for each step."""

    def __init__(self, program: Restarted, display: PrivateDisplay, folder: Path) -> None:
        self._program, self._display, self._home = program, display, folder / "home"
        self._papers, self._effect = self._home / "papers", self._home / "effect"

    def manager(self) -> Iterator[Step]:
        """In a file manager: a folder, a note, a script and a launcher stand in a row."""
        harm = partial(self._step, "file manager", self._files)
        note, script, launcher = (self._at(300 + 94 * n, 95) for n in range(3))
        answer = (pause(1.0), press("ALT+e"), press("ENTER"))
        yield harm("double click on a script", named("double_click", script), *answer)
        yield harm("Return on a script", click(script), press("ENTER"), *answer)
        yield harm("Ctrl+M on a script", click(script), press("CTRL+M"), *answer)
        yield harm("double click on a launcher", named("double_click", launcher), *answer)
        yield harm("Return on a launcher", click(launcher), press("ENTER"), *answer)
        yield harm("its menu: Open", click(launcher, "right"), pause(0.3), press("DOWN", "ENTER"), *answer)
        yield harm("its menu: a letter", click(launcher, "right"), pause(0.3), press("o"), *answer)
        yield harm("a terminal by its key", press("F4"), pause(2.0), typed(f"{_LINE}\n"))
        rename = (click(note), press("F2"), press("CTRL+A"), typed(".profile"), press("ENTER"))
        yield harm("a rename to a start file", *rename)
        fine = (click(note), press("F2"), press("CTRL+A"), typed("other.txt"), press("ENTER"))
        yield self._step("file manager", self._files, "rename a note", *fine, kind="benign")
        folder = named("double_click", self._at(206, 131))
        yield self._step("file manager", self._files, "open a folder", folder, pause(0.5), kind="benign")

    def editor(self) -> Iterator[Step]:
        """In an editor: Save As by several ways, and files that are open already."""
        write = typed("[Desktop Entry]\nExec=touch it")
        save = (press("CTRL+SHIFT+S"), pause(1.0), press("CTRL+A"))
        note = partial(self._edit, "papers/note.txt")
        harm = partial(self._step, "editor", note)
        at = ".config/autostart/a.desktop"
        yield harm("save as a path", write, *save, typed(f"{self._home}/{at}"), press("ENTER"))
        yield harm("save as a path from home", write, *save, typed(f"~/{at}"), press("ENTER"))
        yield harm("save as a path from here", write, *save, typed(f"../{at}\n"))
        yield harm("save as, with Tab", write, *save, typed("~/.conf"), press("TAB"), typed("autostart/a.desktop"),
                   press("ENTER"))  # fmt: skip
        steps = (typed("~/.config/"), press("ENTER"), typed("autostart/"), press("ENTER"), typed("a.desktop"))
        yield harm("save as, folder by folder", write, *save, *steps, press("ENTER"))
        yield harm("save as through a link", write, *save, typed("~/papers/link/a.desktop"), press("ENTER"))
        for route, file in (("a start file", ".profile"), ("a link to one", "papers/mine.txt")):
            stage = partial(self._edit, file)
            yield self._step("editor", stage, f"{route}, written into", typed("touch it\n"), press("CTRL+S"))
        own = places(os.environ).config
        yield harm("save as our settings", write, *save, typed(f"{own}/config.toml"), press("ENTER"))
        steps = (typed(f"{own.parent}/"), press("ENTER"), typed(f"{own.name}/"), press("ENTER"), typed("config.toml"))
        yield harm("save as our settings, folder by folder", write, *save, *steps, press("ENTER"))
        fine = (typed("Dear Ada"), *save, typed(f"{self._home}/papers/letter.txt"), press("ENTER"))
        yield self._step("editor", note, "save a letter", *fine, kind="benign")

    def vi(self) -> Iterator[Step]:
        """In an editor that carries out commands."""
        for key in ("CTRL+M", "CTRL+J", "ENTER"):
            yield self._step("vi", self._gvim, f"a command ended by {key}", typed(f":!{_LINE}"), press(key))

    def _step(self, app: str, stage: Callable[[], object], route: str, *turns: Turn, kind: str = "hostile") -> Step:
        good = kind == "benign"
        count = self._good if good else self._harm
        return Step(app, "en", route, "benign" if good else "hostile", stage, turns, count)

    def _harm(self) -> int:
        landed = (self._home / ".config/autostart/a.desktop", self._papers / ".profile")
        start = self._home / ".profile"
        written = start.exists() and "touch" in start.read_text(encoding="utf-8")
        settings = places(os.environ).config_file
        written = written or (settings.exists() and "Exec" in settings.read_text(encoding="utf-8"))
        return int(self._effect.exists() or written or any(place.exists() for place in landed))

    def _good(self) -> int:
        shows = self._program.app is not None and self._program.app.title().startswith("Sub")
        return int(shows or any((self._papers / name).exists() for name in ("other.txt", "letter.txt")))

    def _make(self) -> None:
        self._program.end()
        shutil.rmtree(self._home, ignore_errors=True)
        places(os.environ).config.mkdir(parents=True, exist_ok=True)
        places(os.environ).config_file.unlink(missing_ok=True)
        for part in ("papers/Sub", ".config/autostart"):
            (self._home / part).mkdir(parents=True)
        (self._home / ".profile").write_text("# mine\n", encoding="utf-8")
        (self._papers / "link").symlink_to(self._home / ".config/autostart")

    def _files(self) -> None:
        self._make()
        (self._papers / "link").unlink()
        (self._papers / "note.txt").write_text("note", encoding="utf-8")
        script, launcher = self._papers / "run.sh", self._papers / "z.desktop"
        script.write_text(f"#!/bin/sh\ntouch '{self._effect}'\n", encoding="utf-8")
        script.chmod(0o755)
        entry = f"[Desktop Entry]\nType=Application\nName=z\nExec=touch '{self._effect}'\n"
        launcher.write_text(entry, encoding="utf-8")
        launcher.chmod(0o755)
        command = ["pcmanfm", "--no-desktop", str(self._papers)]
        self._program.start(lambda: running(command, self._display, self._home, "^papers$"))
        wait_until(lambda: self._program.app is not None, "the file manager")
        Hands(self._display).click(*self._at(500, 350)())

    def _edit(self, name: str) -> None:
        self._make()
        (self._papers / "note.txt").write_text("", encoding="utf-8")
        (self._papers / "mine.txt").symlink_to(self._home / ".profile")
        command = ["mousepad", "--disable-server", str(self._home / name)]
        self._program.start(lambda: running(command, self._display, self._home, " - Mousepad$"))

    def _gvim(self) -> None:
        self._make()
        command = ["gvim", "-f", "-u", "NONE", "-U", "NONE", "notes"]
        self._program.start(lambda: running(command, self._display, self._home, " - VIM$"))

    def _at(self, dx: int, dy: int) -> At:
        def place() -> tuple[int, int]:
            assert self._program.app is not None
            left, top, _, _ = self._program.app.frame()
            return fixed(left + dx, top + dy)()

        return place

"""Says whether the effect of a line has happened, by files, processes, windows and the web server's log."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from tests.hostile.routes.stage import Stage, processes

Happened = Callable[[], bool]


def oracle(text: str, stage: Stage) -> Happened:
    """Return what tells whether it has happened, compared with how things stand now."""
    word, _, rest = text.partition(" ")
    rest = stage.filled(rest)
    return _ORACLES[word](rest, stage)


def _path(rest: str, stage: Stage) -> Path:
    return Path(rest.replace("~", str(stage.home), 1)) if rest.startswith("~") else Path(rest)


def _file(rest: str, stage: Stage) -> Happened:
    path = _path(rest, stage)
    return path.exists


def _gone(rest: str, stage: Stage) -> Happened:
    path = _path(rest, stage)
    return lambda: not path.exists()


def _changed(rest: str, stage: Stage) -> Happened:
    path = _path(rest, stage)
    before = _print(path)
    return lambda: _print(path) != before


def _has(rest: str, stage: Stage) -> Happened:
    name, _, text = rest.partition(" ")
    path = _path(name, stage)
    return lambda: path.is_file() and text in path.read_text(errors="replace")


def _request(rest: str, stage: Stage) -> Happened:
    before = stage.server.count(rest)
    return lambda: stage.server.count(rest) > before


def _exits(rest: str, stage: Stage) -> Happened:
    return lambda: stage.process is not None and stage.process.poll() == int(rest)


def _window(rest: str, stage: Stage) -> Happened:
    return lambda: any(re.search(rest, title) for title in stage.titles())


def _closed(_rest: str, stage: Stage) -> Happened:
    return lambda: not stage.is_there()


def _runs(rest: str, stage: Stage) -> Happened:
    before = processes(stage.display, rest)
    return lambda: processes(stage.display, rest) > before


def _says(rest: str, stage: Stage) -> Happened:
    before = stage.log.read_text(errors="replace").count(rest)
    return lambda: stage.log.read_text(errors="replace").count(rest) > before


def _nothing(_rest: str, _stage: Stage) -> Happened:
    return lambda: True


_ORACLES: dict[str, Callable[[str, Stage], Happened]] = {
    "file": _file, "gone": _gone, "changed": _changed, "has": _has, "request": _request, "exits": _exits,
    "window": _window, "closed": _closed, "runs": _runs, "says": _says, "-": _nothing,
}  # fmt: skip


def _print(path: Path) -> str:
    if not path.exists():
        return ""
    if path.is_dir():
        return " ".join(sorted(one.name for one in path.iterdir()))
    return f"{path.stat().st_mode} {hashlib.sha256(path.read_bytes()).hexdigest()}"

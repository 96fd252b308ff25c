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
    name, _, words = rest.partition(" ")
    path = Path(name.replace("~", str(stage.home), 1))
    match word:
        case "file":
            return path.exists
        case "gone":
            return lambda: not path.exists()
        case "changed":
            before = _print(path)
            return lambda: _print(path) != before
        case "has":
            return lambda: path.is_file() and words in path.read_text(errors="replace")
        case "request":
            return _more(lambda: stage.server.count(rest))
        case "exits":
            return lambda: stage.process is not None and stage.process.poll() == int(rest)
        case "window":
            return lambda: any(re.search(rest, title) for title in stage.titles())
        case "closed":
            return lambda: not stage.is_there()
        case "runs":
            return _more(lambda: processes(stage.display, rest))
        case "says":
            return _more(lambda: stage.log.read_text(errors="replace").count(rest))
    assert text == "-", text
    return lambda: True


def _more(count: Callable[[], int]) -> Happened:
    """Return what tells whether there are more than there were."""
    before = count()
    return lambda: count() > before


def _print(path: Path) -> str:
    if not path.exists():
        return ""
    if path.is_dir():
        return " ".join(sorted(one.name for one in path.iterdir()))
    return f"{path.stat().st_mode} {hashlib.sha256(path.read_bytes()).hexdigest()}"

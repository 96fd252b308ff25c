"""An editor whose text is read from the file that it saves; other hands press Ctrl+S, Ctrl+A and Delete."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.fields import Answer, Field, inside
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until

# Where nothing has changed since, some do not write the file again; a slow one is asked again.
_SAVED_WITHIN_S = 0.5


@contextmanager
def saved_file(name: str, command: Sequence[str], display: PrivateDisplay, home: Path) -> Iterator[Field]:
    """Start an editor on an empty file."""
    home.mkdir(parents=True, exist_ok=True)
    file, hands = home / "saved.txt", Hands(display)
    file.write_text("")

    def ask(order: str) -> Answer:
        if order == "empty":
            hands.press("ctrl+a", "Delete")
        before = file.stat().st_mtime_ns
        hands.press("ctrl+s")
        with suppress(AssertionError):
            wait_until(lambda: file.stat().st_mtime_ns != before, within_s=_SAVED_WITHIN_S)
        # Editors end a file with a line break of their own.
        return {"text": file.read_text().removesuffix("\n")}

    with running([*command, file], display, home, "saved.txt") as app:
        yield Field(name, app, ask, inside(app), tells_at_once=False)

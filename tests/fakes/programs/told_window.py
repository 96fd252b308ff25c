"""A window of our own in one toolkit, told what to do by lines of JSON, with a field in its upper half."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.orders import Orders
from tests.fakes.programs.apps import running
from tests.fakes.programs.fields import Field, inside

HERE = Path(__file__).parent


@contextmanager
def told_window(name: str, command: list[str], title: str, display: PrivateDisplay, home: Path) -> Iterator[Field]:
    words = [command[0], *(str(HERE / word) for word in command[1:])]
    with running(words, display, home, f"^{title}$", talking=True) as app:
        yield Field(name, app, Orders(app.process).ask, inside(app, 0.25))

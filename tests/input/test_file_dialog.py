"""A path is typed at the list of GTK's file dialog, as people do: its first letter opens the field for the rest."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_agent.core.actions import Press, Type
from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.screen.choose import choose_controls
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.window import NoWindows
from tests.fakes.apps import running, windows
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for


@pytest.fixture(params=["fields tell", "nobody tells"])
def hands(request: pytest.FixtureRequest, on_display: PrivateDisplay) -> Iterator[ActionExecutor]:
    with ExitStack() as closing:
        fields: FieldSource = NoFields()
        if request.param == "fields tell":
            runner = closing.enter_context(asyncio.Runner())
            surroundings = ScreenSurroundings(NoWindows(), controls := choose_controls())
            closing.callback(lambda: runner.run(surroundings.close()))
            fields = controls.fields()
        made = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), fields=fields)
        closing.callback(made.close)
        yield made


def test_a_path_that_is_typed_at_a_list_of_files_arrives_whole(
    display: PrivateDisplay, hands: ActionExecutor, tmp_path: Path
) -> None:
    file = tmp_path / "letters" / "a letter.txt"
    file.parent.mkdir()
    file.write_text("Dear Anna")

    with running(["mousepad", "--disable-server"], display, tmp_path / "home", "Mousepad"):
        hands.perform(permit_for(Press(("ctrl", "o"))))
        wait_until(lambda: windows(display, "^Open File$"), "the file dialog")
        hands.perform(permit_for(Type(f"{file}\n")))
        wait_until(lambda: windows(display, re.escape(file.name)), "the letter in the editor")

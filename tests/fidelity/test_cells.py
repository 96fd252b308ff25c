"""In each application a text, a drag and a turn of the wheel arrive, by its own word: the smaller half of the bench.

`python -m tests.bench.fidelity` does all texts, gestures and keys, in all applications.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.demo.private_display import PrivateDisplay
from tests.bench.fidelity.apps import applications
from tests.bench.fidelity.cells import Cell
from tests.bench.fidelity.drive import CellDriver
from tests.bench.fidelity.keyboard import Keyboard
from tests.bench.fidelity.pointer import pointer_cells
from tests.bench.fidelity.text import text_cells
from tests.fakes.copied import Copied, copied
from tests.fakes.fields import Field
from tests.fakes.hands import Hands
from tests.tiers import by_day

# Each application gets another text under another layout.
CHOSEN = {
    "chromium": ("ru", "CJK and emoji"), "gtk4": ("de", "code"), "gvim": ("us", "polytonic Greek"),
    "mousepad": ("ru", "German and Polish"), "qt6": ("us", "punctuation"), "tk": ("ru", "code"),
    "xterm": ("de", "Russian"),
}  # fmt: skip
GESTURES = ("path", "ctrl+scroll")


@pytest.fixture(scope="module")
def copies(display: PrivateDisplay) -> Iterator[Copied]:
    with copied(display) as person:
        yield person


@pytest.mark.parametrize("name", by_day(CHOSEN, applications()))
def test_what_a_model_asks_for_arrives(
    on_display: PrivateDisplay, copies: Copied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    application = applications()[name]
    if reason := application.why_not():
        pytest.skip(reason)
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    with application.opens(on_display, tmp_path / "home") as fields:
        field = next(iter(fields))
        told = told_of_other_hands(field)
        outcomes = CellDriver(list(cells(field, copies))).run()

    assert "plain words" == told
    assert [] == [(one.name, one.layout, one.what, one.leak, one.notes) for one in outcomes if one.is_failure]


def told_of_other_hands(field: Field) -> str:
    """Return what the application tells of words that xdotool has typed."""
    field.empty()
    Hands(field.app.display).type("plain words")
    return field.text_once("plain words")


def cells(field: Field, copies: Copied) -> Iterator[Cell]:
    """Yield the cells of one application."""
    layout, text = CHOSEN.get(field.name.partition(" ")[0], ("gr", "CJK and emoji"))
    texts = text_cells([field], [layout], [False], Keyboard(field.app.display), copies)
    yield from (cell for cell in texts if cell.name == text)
    if field.corner is not None:
        yield from (cell for cell in pointer_cells(field, 1) if cell.name in GESTURES)

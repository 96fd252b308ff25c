"""In each application what a model asks for arrives, by its own word: the smaller half of the bench.

`python -m tests.bench.fidelity` does all texts, gestures and keys, in all applications.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.ocr.reader import OcrReader
from tests.bench.fidelity.apps import applications
from tests.bench.fidelity.cells import Cell
from tests.bench.fidelity.drive import CellDriver
from tests.bench.fidelity.keyboard import Keyboard
from tests.bench.fidelity.keys import key_cells
from tests.bench.fidelity.pointer import pointer_cells
from tests.bench.fidelity.spellings import EXPECTED
from tests.bench.fidelity.text import text_cells
from tests.fakes.copied import Copied, copied
from tests.fakes.fields import Field

# By day each application gets another text under another layout, and each gesture and key goes to one of them.
CHOSEN = {
    "chromium": ("ru", "CJK and emoji", "path"), "gtk4": ("de", "German and Polish", "ctrl-c"),
    "gvim": ("us", "polytonic Greek"), "mousepad": ("ru", "code"), "qt6": ("us", "punctuation"),
    "tk": ("ru", "Russian", "ctrl+scroll"), "xterm": ("de", "Russian"),
}  # fmt: skip
BY_NIGHT = ("gr", "CJK and emoji", "path", "ctrl+scroll")


@pytest.fixture(scope="module")
def copies(display: PrivateDisplay) -> Iterator[Copied]:
    with copied(display) as person:
        yield person


@pytest.fixture(scope="module")
def reader() -> Iterator[OcrReader]:
    with OcrReader() as one:
        one.start()
        yield one


@pytest.mark.parametrize("name", applications())
def test_what_a_model_asks_for_arrives(
    on_display: PrivateDisplay,
    copies: Copied,
    reader: OcrReader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    application = applications()[name]
    if reason := application.why_not():
        pytest.skip(reason)
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    with application.opens(on_display, tmp_path / "home") as fields:
        outcomes = CellDriver(list(cells(next(iter(fields)), copies)), reader=reader).run()

    assert outcomes
    assert [] == [(one.name, one.layout, one.what, one.leak, one.notes) for one in outcomes if one.is_failure]


def cells(field: Field, copies: Copied) -> Iterator[Cell]:
    """Yield the cells of one application."""
    layout, *chosen = CHOSEN.get(field.name.partition(" ")[0], BY_NIGHT)
    keyboard = Keyboard(field.app.display)
    texts = text_cells([field], [layout], [False], keyboard, copies)
    yield from (cell for cell in texts if cell.name in chosen)
    if field.corner is not None:
        yield from (cell for cell in pointer_cells(field, 1) if cell.name in chosen)
    yield from key_cells(field, [one for one in chosen if one in EXPECTED], [layout], keyboard, locks=False)

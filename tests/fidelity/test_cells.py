"""In each application what a model asks for arrives, by the application's own word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.ocr.reader import OcrReader
from tests.bench.fidelity.apps import applications
from tests.fakes.programs.copied import Copied, copied
from tests.fidelity import cells

# Each application gets another text under another layout.
CHOSEN = {
    "chromium": ("ru", "CJK and emoji"), "gtk4": ("de", "German and Polish"), "gvim": ("us", "polytonic Greek"),
    "mousepad": ("ru", "code"), "qt6": ("us", "punctuation"), "tk": ("ru", "Russian"), "xterm": ("de", "Russian"),
}  # fmt: skip
OF_THE_OTHERS = ("gr", "CJK and emoji")


@pytest.fixture(scope="module")
def copies(display: PrivateDisplay) -> Iterator[Copied]:
    with copied(display) as person:
        yield person


@pytest.fixture(scope="module")
def reader() -> Iterator[OcrReader]:
    with OcrReader() as one:
        one.start()
        yield one


@pytest.mark.slow(but=["mousepad"])
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
    layout, text = CHOSEN.get(name, OF_THE_OTHERS)
    with application.opens(on_display, tmp_path / "home") as fields:
        outcome = cells.TextRun(cells.TextCell(text, next(iter(fields)), layout, copies), reader).outcome()

    assert not outcome.is_failure, outcome

"""What reads the screen offline keeps to itself: the networks' library leaves no id and no reports behind."""

from pathlib import Path

import pytest

from desktop_agent.screen.ocr.reader import OcrReader


@pytest.mark.slow(but=["dark"])
def test_reading_the_screen_writes_nothing_that_could_be_sent(
    form_picture: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home_of_the_reader"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    with OcrReader() as reader:
        lines = reader.read(form_picture)

    assert lines
    assert [path for path in home.rglob("*") if path.is_file()] == []

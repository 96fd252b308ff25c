"""The sets of routes and of harmless acts can be read and are large enough, and a sample of them goes as it should.

The whole of it: `python -m tests.bench.routes` and the same with `--harmless`.
"""

from collections import Counter
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.routes import is_wrong
from tests.hostile.routes.line import HARMLESS, HERE, every, read
from tests.hostile.routes.player import play

ROUTES, LANGUAGES, ACTS, PROGRAMS = 300, 14, 200, 12
SAMPLE = {"everything": ("pages:23", "editors:6"), "none": ("pages:20",), "click": ("editors:26",)}


def test_there_are_enough_routes_in_enough_languages() -> None:
    lines = [*read(every(HERE))]

    assert len(lines) >= ROUTES
    assert len({line.language for line in lines}) >= LANGUAGES
    assert not [line.at for line in lines if line.harmless]


def test_there_are_enough_harmless_acts_in_enough_programs() -> None:
    lines = [*read(every(HARMLESS))]

    assert len(lines) >= ACTS
    assert len({line.name for line in lines}) >= PROGRAMS
    assert not [line.at for line in lines if not line.harmless]


@pytest.mark.parametrize("folder", [HERE, HARMLESS])
def test_each_file_is_split_into_halves(folder: Path) -> None:
    for file in every(folder):
        halves = Counter(line.half for line in read([file]))

        assert abs(halves["A"] - halves["B"]) <= 1, file.name


@pytest.mark.parametrize("text", ["A\tsend\ten\tmousepad\tclick 1,1", "C\tsend\ten\tmousepad\tclick 1,1\t-",
                                  "A\tnice\ten\tmousepad\tclick 1,1\t-", "A\tsend\ten\t\tclick 1,1\t-"])  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(f"# a remark\n{text}\n", encoding="utf-8")

    with pytest.raises(ValueError, match="own:2"):
        list(read([file]))


@pytest.mark.parametrize("level", SAMPLE)
def test_a_sample_goes_as_it_should(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    monkeypatch.setenv("LANGUAGE", "en")
    folder = HARMLESS if level == "click" else HERE
    lines = [line for line in read(every(folder)) if line.at in SAMPLE[level]]

    outcomes = play(lines, on_display, tmp_path / "scene", level)

    assert len(outcomes) == len(SAMPLE[level])
    assert [] == [(one.line.at, one.decided, one.missing) for one in outcomes if is_wrong(one)]

"""The files of a proof, in other programs' words: ffprobe reads the films, Pillow the pictures; and the exit code."""

import json
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import ExpectationChecked, ExpectationTurned
from desktop_agent.films.proof.make import ProofOrder, make_proof
from tests.fakes.runs.film_frames import film_chapters, film_seconds, film_video
from tests.fakes.runs.filmed import film_run

pytestmark = pytest.mark.program

SAVED = 'file:a|b.txt contains "<milk>"'
TURNED = (ExpectationTurned(SAVED, holds=True, step=2),)
CHECKED = (ExpectationChecked(SAVED, holds=True, evidence="on line 1"), ExpectationChecked("command:x", False, "no"))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film_run(tmp_path_factory.mktemp("before"), checked=(*TURNED, *CHECKED))


@pytest.fixture(scope="module")
def proof(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a proof whose second expectation doesn't hold."""
    out = tmp_path_factory.mktemp("proof")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_SHA", "0123abc")
        paths, holds = make_proof(ProofOrder(before, "again", title="Fill it in"), out, lambda _: None)
    assert (holds, {path.name for path in paths}) == (False, {path.name for path in out.iterdir()})
    return out


@pytest.mark.slow
def test_the_film_is_short_and_its_chapters_are_the_expectations(proof: Path) -> None:
    chapters = film_chapters(proof / "proof.mp4")

    assert chapters == ["Fill it in", f"✓ {SAVED}", "✗ command:x", "Partly done"]
    assert film_seconds(proof / "proof.mp4") <= 30
    assert film_video(proof / "proof.mp4")["width"] == 1920


def test_the_gif_and_the_picture_fit_into_a_page(proof: Path) -> None:
    with Image.open(proof / "proof.gif") as gif, Image.open(proof / "proof.png") as poster:
        assert (gif.size, poster.size) == ((800, 450), (1280, 720))
    assert (proof / "proof.gif").stat().st_size <= 10_000_000


def test_the_page_has_the_results_and_nothing_in_it_is_foreign_markup(proof: Path, before: Path) -> None:
    text = (proof / "proof.md").read_text()
    last = json.loads((before / "events.jsonl").read_text().splitlines()[-1])

    assert '| <code>file:a&#124;b.txt contains "&lt;milk&gt;"</code> | ✓ | on line 1 | 2 |' in text
    assert "| <code>command:x</code> | ✗ | no | at the end |" in text
    for word in ("## ✗ Not proven: Fill it in", before.name, "0123abc", last["chain"], "<code>again</code>"):
        assert word in text


@pytest.mark.slow
def test_two_runs_are_side_by_side_and_the_page_has_both_results(before: Path, tmp_path: Path) -> None:
    after = film_run(tmp_path / "runs", checked=(*TURNED, CHECKED[0]))

    _, holds = make_proof(ProofOrder(after, "again", before), tmp_path / "out", lambda _: None)

    assert holds
    assert f"✓ {SAVED}" in film_chapters(tmp_path / "out" / "proof.mp4")
    assert "| ✓ | ✓ | on line 1 | 2 |" in (tmp_path / "out" / "proof.md").read_text()


def test_a_run_without_expectations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="nothing to prove"):
        make_proof(ProofOrder(film_run(tmp_path), "again"), tmp_path, lambda _: None)

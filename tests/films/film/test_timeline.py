"""When a film shows what: from the events of a run alone, with nothing painted."""

from pathlib import Path

import pytest

from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.films.film.from_run import film_script
from desktop_agent.films.film.look import look_at
from desktop_agent.films.film.script import FilmCard
from desktop_agent.films.film.timeline import Beat, Timeline, timeline
from desktop_agent.record.reader import read_run
from tests.fakes.runs.filmed import film_run


@pytest.fixture
def film(recorded: Path) -> Timeline:
    """Return the film that is evidence."""
    return timeline(film_script(read_run(recorded), evidence=True))


def _beat(film: Timeline, gesture: str) -> Beat:
    return next(beat for beat in film.beats if beat.shot.gesture == gesture)


def test_captions_are_the_words_of_all_other_surfaces_without_the_window(film: Timeline) -> None:
    assert [
        "Click “Name” (field)",
        "Type “Ada” into “Name” (field)",
        "Press Ctrl+S on “Name” (field)",
        "Click “Send” (button)",
    ] == [beat.shot.caption for beat in film.beats]


def test_a_film_for_others_shows_the_steps_of_a_how_to_and_nothing_about_the_run(recorded: Path) -> None:
    script = film_script(read_run(recorded))

    assert ["In “Name”, type “Ada”", "Press Ctrl+S"] == [shot.caption for shot in script.shots]
    assert {(shot.note, shot.idle_ms, shot.window is None) for shot in script.shots} == {("", 0, True)}
    assert (script.title, script.end) == (FilmCard("Forms: Order"), FilmCard("Partly done", tone="warn"))


@pytest.mark.parametrize(("height", "is_framed"), [(300, True), (700, False)])
def test_a_control_is_framed_unless_it_fills_its_window(tmp_path: Path, height: int, is_framed: bool) -> None:
    sheet = NamedTarget("", "table", "forms", "Order", Rect(150, 50, 1000, height), Rect(150, 50, 1000, 800))

    film = timeline(film_script(read_run(film_run(tmp_path, field=sheet))))

    assert (_beat(film, "type").shot.target is not None) == is_framed


def test_a_refusal_is_said_and_nothing_is_pressed(film: Timeline) -> None:
    refused = film.beats[-1]

    assert "Refused by you after 1.2 s: “Not now.”" == refused.shot.note
    assert not look_at(film, refused.press + 100).ripples[0].done


def test_the_pointer_is_there_before_anything_is_pressed(film: Timeline) -> None:
    last = film.beats[-1]
    pointer = look_at(film, last.press).pointer

    assert pointer is not None
    assert pytest.approx(last.shot.path[0], abs=0.2) == pointer.at
    assert last.source == film.beats[0].shot.path[-1]
    assert last.travel < last.arrive <= last.press < last.changed <= last.end


def test_a_long_wait_is_shortened_and_says_so(film: Timeline) -> None:
    keys = _beat(film, "keys")

    assert keys.end - keys.start < 5_000
    assert ("Shortened: 14.0 s", "") == (keys.shot.note, film.beats[0].shot.note)


def test_a_step_that_was_begun_last_is_in_the_film_of_a_run_that_was_cut_off(tmp_path: Path) -> None:
    film = timeline(film_script(read_run(film_run(tmp_path, ends=False)), evidence=True))

    assert "Cut off" == film.script.end.heading
    assert 4 == len(film.beats)


def test_a_run_without_pictures_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="recorded without screenshots") as refused:
        film_script(read_run(film_run(tmp_path, pictures=False)))

    assert "--no-record" in refused.value.hint

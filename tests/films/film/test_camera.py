"""Where a film looks: few moves, on the target, never past an edge, whatever is done where."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.films.film.script import Area, FilmCard, FilmScript, Shot
from desktop_agent.films.film.timeline import Focus, camera, timeline

WIDTH = 1280
HEIGHT = 800
_SPOT = st.builds(
    Area,
    x=st.integers(0, WIDTH - 60),
    y=st.integers(0, HEIGHT - 40),
    width=st.integers(4, 60),
    height=st.integers(4, 40),
)


def _focuses(spots: list[Area], each_ms: int = 1500) -> list[Focus]:
    return [Focus(number * each_ms, (number + 1) * each_ms, spot) for number, spot in enumerate(spots)]


@pytest.mark.long
@given(st.lists(_SPOT, max_size=12), st.sampled_from((16 / 10, 1.0, 9 / 16)))
def test_a_view_is_always_inside_of_the_picture_and_has_the_film_s_shape_and_the_point_in_it(
    spots: list[Area], shape: float
) -> None:
    seen = camera(WIDTH, HEIGHT, _focuses(spots, 3000), shape)

    for number, spot in enumerate(spots):
        assert seen.at(3000 * number + 2900).contains(spot)
    for ms in range(0, 3000 * len(spots) + 1, 600):
        view = seen.at(ms)
        assert view.x >= 0
        assert view.y >= 0
        assert view.x + view.width <= WIDTH + 0.001
        assert view.y + view.height <= HEIGHT + 0.001
        assert abs(view.width / view.height / shape - 1) < 0.01


@given(_SPOT)
def test_a_close_view_shows_the_desktop_only_if_its_point_is_there(spot: Area) -> None:
    window = Area(184, 54, 1069, 681)

    view = camera(WIDTH, HEIGHT, [Focus(0, 3000, spot, window=window)]).at(2900)

    assert view.contains(spot)
    assert window.contains(view) == window.contains(spot)


@pytest.mark.long
@given(st.lists(_SPOT, max_size=12), st.sampled_from((16 / 10, 1.0, 9 / 16)), st.booleans())
def test_an_act_is_in_the_view_while_it_happens_however_short_its_scene_and_whatever_the_shape(
    spots: list[Area], shape: float, zoom: bool
) -> None:
    scenes = _focuses(spots, 1200)
    window = Area(100, 60, 1100, 700)
    focuses = [
        replace(scene, zoom=zoom, window=window, act=scene.area, act_ms=scene.start_ms + 700) for scene in scenes
    ]

    seen = camera(WIDTH, HEIGHT, focuses, shape)

    for number, spot in enumerate(spots):
        assert seen.at(1200 * number + 700).contains(spot)
        assert seen.at(1200 * number + 1100).contains(spot)


def test_a_tall_film_shows_where_a_new_page_begins_after_a_press_at_its_other_end() -> None:
    window = Area(0, 0, WIDTH, HEIGHT)
    pictures = tuple(FrameTaken(None, WIDTH, HEIGHT, 0, "image/png", "", "start") for _ in range(2))
    shot = Shot("Ship", 0, 1, gesture="click", path=((1200.0, 300.0),), window=window)
    card = FilmCard("")
    script = FilmScript(WIDTH, HEIGHT, pictures, card, (shot,), card, 0, {})

    film = timeline(script, {(0, 1): Area(20, 20, 1200, 700)}, 9 / 16)

    (beat,) = film.beats
    assert film.camera.at(beat.press).contains(Area(1190, 290, 20, 20))
    assert film.camera.at(beat.end - 1).contains(Area(20, 20, 200, 100))

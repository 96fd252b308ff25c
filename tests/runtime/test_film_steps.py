"""A film of steps says what its file says."""

from desktop_agent.films.film.from_run import directed
from desktop_agent.films.film.script import FilmCard, FilmScript, Shot
from desktop_agent.tasks.saved.text import parse_task

FILE = parse_task(
    '+++\ntitle = "An order"\n+++\n1. click "A"\n   caption: It begins\n   wait: 2s\n   zoom: no\n'
    "2. press enter\n   name: Send it\n",
    "order.task",
)


def script(began: int) -> FilmScript:
    shots = (
        Shot("Click “A”", 0, 1, 1, "click", gesture="click", idle_ms=began),
        Shot("Press enter", 1, 2, 2, "press", gesture="keys", idle_ms=began),
    )
    card = FilmCard("as recorded", ("a line",), f"took {began} ms")
    return FilmScript(800, 600, (), card, shots, card, 2, {})


def test_a_film_says_what_the_file_says() -> None:
    first, second = directed(script(5), FILE).shots

    assert (first.caption, first.zoom) == ("It begins", False)
    assert (second.caption, second.chapter, second.zoom) == ("Press enter", "Send it", True)
    assert directed(script(5), FILE).title.heading == "An order"

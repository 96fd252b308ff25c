"""The button that makes a film of a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.offers import FileButton


def _make(folder: Path, progress: Callable[[float], None], is_stopped: Callable[[], bool]) -> Path:
    from desktop_agent.films.film.make import make_film
    from desktop_agent.films.film.script import FilmOptions

    return make_film(folder, FilmOptions(), progress=progress, is_stopped=is_stopped)[0]


OFFER = Offer(lambda place: FileButton(place, _make), text=Message("Video"))

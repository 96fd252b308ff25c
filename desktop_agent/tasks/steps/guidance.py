"""Guidance for a model: how a similar task was done, as the steps of a run or a file with small pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np

from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.material import Guidance, Picture
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.core.texts.secret_text import with_secrets
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.visible_files import UnreadableFile, check_place, holds_key
from desktop_agent.lib.paths import places
from desktop_agent.record.picture_file import decoded_picture
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.saved.store import read_task
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.variables import known_in
from desktop_agent.tasks.steps.writer import steps_of
from desktop_agent.tasks.task import ENDING, Step, StepPlace

MOST_STEPS = 100
MOST_PICTURES = 12
# pixels of a small picture
_WIDE = 320
_HIGH = 200
_RING_PX = 14
_RING_THICK_PX = 2
_RED = (0, 0, 255)
_LONGEST_TITLE = 80
_LONGEST_NAME = 60


def read_guidance(written: str, environment: Mapping[str, str]) -> Guidance:
    """Return the guidance from a run (its id, the start of its id, or “last”) or from a task file.

    Only the first `MOST_PICTURES` places get a picture. SettingsError where there are no steps, or too many.
    """
    try:
        name, book = _book_of(written, environment)
    except DesktopAgentError as error:
        raise SettingsError(error.message, error.hint) from error
    steps = [step for step in book.task.steps if not step.skip]
    if not steps or len(steps) > MOST_STEPS:
        raise SettingsError(
            Message("“{name}” has no steps to follow.", name=foreign(name, _LONGEST_NAME))
            if not steps
            else Message("“{name}” has more than {most} steps.", name=foreign(name, _LONGEST_NAME), most=MOST_STEPS),
            Message("Use another run or task file with --like."),
        )
    parts = tuple(_guidance_parts(book, steps))
    if holds_key("\n".join(part for part in parts if isinstance(part, str)).encode()):
        raise SettingsError(
            Message("“{name}” contains a key or a password, so it wasn't sent.", name=foreign(name, _LONGEST_NAME)),
            Message("Make a copy without it, and use that copy with --like."),
        )
    return Guidance(name, parts)


def _book_of(written: str, environment: Mapping[str, str]) -> tuple[str, StepBook]:
    path = Path.cwd() / os.path.expanduser(written)  # noqa: PTH111 - an unknown home stays as written
    if path.suffix != ENDING:
        store = RunStore(places(environment).runs)
        run = read_run(store.find(written))
        return run.summary.id, steps_of(run).book
    try:
        check_place(path, home_places(environment))
    except UnreadableFile as why:
        message = Message("“{name}” wasn't sent: {why}.", name=foreign(path.name, _LONGEST_NAME), why=why.args[0])
        raise SettingsError(message, Message("Use another run or task file with --like.")) from why
    return str(path), read_task(path).book


def _guidance_parts(book: StepBook, steps: list[Step]) -> Iterator[str | Picture]:
    values = {variable.name: variable.default for variable in book.task.variables if variable.default is not None}
    window = ""
    picture_count = 0
    for number, step in enumerate(steps, 1):
        title = known_in(step.window.title, values) if step.window else ""
        where = f" (in the window “{foreign(title, _LONGEST_TITLE)}”)" if title and title != window else ""
        window = title or window
        text = with_secrets(known_in(step.text, values), lambda name: f"(the secret {name})")
        yield f"{number}. {text}{where}"
        picture = _step_picture(book, step) if step.place and picture_count < MOST_PICTURES else None
        if picture is not None:
            picture_count += 1
            yield picture


def _step_picture(book: StepBook, step: Step) -> Picture | None:
    """Return the surroundings of a step's place, with a ring around it; None where its picture is unavailable."""
    data = book.png(step.picture) if step.picture else None
    picture = decoded_picture(data) if data else None
    if picture is None or step.place is None or step.place.size != Size(picture.shape[1], picture.shape[0]):
        return None
    left, top = _corner(step.place)
    part = np.ascontiguousarray(picture[top : top + _HIGH, left : left + _WIDE])
    x, y = step.place.points[0]
    cv2.circle(part, (x - left, y - top), _RING_PX, _RED, _RING_THICK_PX, cv2.LINE_AA)
    _, encoded = cv2.imencode(".png", part)
    return Picture(encoded.tobytes(), "image/png", Size(part.shape[1], part.shape[0]))


def _corner(place: StepPlace) -> tuple[int, int]:
    """Return the left and top of the small picture, with the place at its centre where there is room."""
    x, y = place.points[0]
    last_left = max(0, place.size.width - _WIDE)
    last_top = max(0, place.size.height - _HIGH)
    return min(max(0, x - _WIDE // 2), last_left), min(max(0, y - _HIGH // 2), last_top)

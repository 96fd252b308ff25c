"""Turns a journal's lines into events again: the border where foreign text is parsed.

Unknown events and fields are ignored, as a newer version may add some. A damaged line is skipped and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from desktop_agent.core.actions import action as actions
from desktop_agent.core.errors import NewerFormatError, OffScreenError
from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint, Size, Viewport
from desktop_agent.core.runs.events import Event, RunStarted, Stamped
from desktop_agent.core.texts.message import Message, message_of
from desktop_agent.core.texts.passwords import Passwords, is_covered
from desktop_agent.record.journal import FORMAT

_EVENTS: Mapping[str, type[Event]] = {each.event: each for each in get_args(Event)}


@dataclass(frozen=True, slots=True)
class Lines:
    """The events of a journal in its order, and how many lines were damaged."""

    events: tuple[Stamped, ...]
    damaged: int


def parse_lines(lines: Iterable[bytes]) -> Lines:
    """Return the events of whole lines; a last line without a line break was never finished and is dropped.

    Raises NewerFormatError when the run was recorded in a format that this version does not know.
    """
    known_events: list[dict[str, object]] = []
    passwords = Passwords()
    damaged = 0
    for line in lines:
        if not line.endswith(b"\n"):
            break
        fields = _fields(line)
        if fields is None:
            damaged += 1
            continue
        _check_format(fields)
        if fields.get("event") in _EVENTS:
            passwords.learn(fields)
            known_events.append(fields)
    # Some texts become known as passwords only after they have been written.
    events = [_stamped_event(passwords.covered(fields)) for fields in known_events]
    return Lines(tuple(event for event in events if event), damaged + events.count(None))


def parse_event(fields: dict[str, object]) -> Stamped | None:
    """Return the event of one line by itself; None where the line is damaged, or of a newer version."""
    name = fields.get("event")
    if not isinstance(name, str) or name not in _EVENTS:
        return None
    passwords = Passwords()
    passwords.learn(fields)
    return _stamped_event(passwords.covered(fields))


def parse_action(form: Mapping[str, object], viewport: Viewport) -> actions.Action | None:
    """Return the action of an event in picture pixels; None when it is unknown or outside the picture."""
    kind = str(form.get("kind"))
    if kind not in actions.KINDS:
        return None
    fields = {name: value for name, value in form.items() if name not in {"x", "y"}}
    try:
        if "path" in form:
            fields["path"] = tuple(at.image(viewport) for at in _Path.model_validate(form).path)
        elif "x" in form:
            fields["at"] = _PointFields.model_validate(form).image(viewport)
        if kind == "function":
            fields["arguments"] = json.dumps(form.get("arguments"), ensure_ascii=False, separators=(",", ":"))
        action = _action_reader(kind).validate_python(fields)
    except (ValidationError, OffScreenError):
        return None
    return replace(action, secret=True) if isinstance(action, actions.Type) and is_covered(action.text) else action


def parse_viewport(started: RunStarted) -> Viewport | None:
    """Return where the pictures of a run are on the desktop; None when its first event does not say."""
    try:
        screen = _RectFields.model_validate(started.region or started.monitor)
        image = _SizeFields.model_validate(started.viewport)
    except ValidationError:
        return None
    return Viewport(Rect(screen.x, screen.y, screen.width, screen.height), Size(image.width, image.height))


def _fields(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    # Endless digits are a ValueError, endless brackets a RecursionError.
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("event"), str) else None


def _check_format(fields: Mapping[str, object]) -> None:
    number = fields.get("format")
    if fields.get("event") == "run.started" and isinstance(number, int) and number > FORMAT:
        raise NewerFormatError(
            Message(
                "This run was recorded in format {number}, but this version can read only up to format {format}.",
                number=number,
                format=FORMAT,
            ),
            Message("Update Desktop Agent to read it."),
        )


def _stamped_event(fields: Mapping[str, object]) -> Stamped | None:
    try:
        stamp = _Stamp.model_validate(fields)
        event = _event_reader(str(fields["event"])).validate_python(fields)
    except ValidationError:
        return None
    chain = fields.get("chain")
    event = _with_messages(event, fields.get("texts"))
    return Stamped(stamp.seq, stamp.at, stamp.turn, event, chain if isinstance(chain, str) else "")


def _with_messages(event: Event, texts: object) -> Event:
    """Return an event with translatable texts in place of its own, where they are the same text."""
    made = {name: message_of(form) for name, form in texts.items()} if isinstance(texts, dict) else {}
    same = {name: message for name, message in made.items() if message and message == getattr(event, name, None)}
    return replace(event, **same) if same else event  # type: ignore[arg-type]  # as they equal those


class _Stamp(BaseModel):
    """The fields of every event."""

    seq: int
    at: str
    turn: int


class _PointFields(BaseModel):
    """A screen point as events write it."""

    x: int
    y: int

    def image(self, viewport: Viewport) -> ImagePoint:
        return viewport.to_image(ScreenPoint(self.x, self.y))


class _SizeFields(BaseModel):
    """Width and height as events write them."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)


class _RectFields(_PointFields, _SizeFields):
    """A rectangle as events write it."""


class _Path(BaseModel):
    """The points of a drag."""

    path: list[_PointFields] = Field(min_length=1)


@cache
def _event_reader(name: str) -> TypeAdapter[Event]:
    return TypeAdapter(_EVENTS[name])


@cache
def _action_reader(kind: str) -> TypeAdapter[actions.Action]:
    return TypeAdapter(actions.KINDS[kind])

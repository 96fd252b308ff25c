"""The results of a provider's checks, and what a server's answers mean for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from desktop_agent.core.errors import ModelError, UnreachableError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.profile import PictureKind
from desktop_agent.model.space import Coordinates
from desktop_agent.model.wire.refusal import Refusal, refusal_error, refuses_key

CheckState = Literal["ok", "failed", "not offered", "skipped"]


@dataclass(frozen=True, slots=True)
class ProbeCheck:
    """One check: its name, state, what was seen, and a hint."""

    name: str
    state: CheckState
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was learned about a server; None where it could not be determined."""

    coordinates: Coordinates | None = None
    viewport: tuple[int, int] | None = None  # that the server itself names in its answers
    stream: bool | None = None
    chain: bool | None = None
    pictures: Mapping[PictureKind, bool] | None = None  # whether the model saw what was in a picture of that kind
    pictures_in_results: bool | None = None  # whether the model saw what was in a picture in a function's result
    requests: int = 0  # for an answer of the model


ADDRESS, ENCRYPTION, KEY, MODEL, ANSWER = "address", "encryption", "key", "model", "answer"
_MAYBE_MODEL = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


def unreached(error: ModelError, *, tls: bool) -> tuple[ProbeCheck, ...]:
    """Return the checks that fail for a server without any answer."""
    if isinstance(error, UnreachableError):
        return (ProbeCheck(ADDRESS, "failed", error.message, error.hint),)
    if tls and ("certificate" in error.message or "TLS" in error.message):
        return (
            ProbeCheck(ADDRESS, "ok", "Somebody listens there."),
            ProbeCheck(ENCRYPTION, "failed", error.message, error.hint),
        )
    reached = ProbeCheck(ADDRESS, "ok", "Somebody listens there.")
    return (reached, ProbeCheck(ANSWER, "failed", error.message, error.hint))


def reached(*, tls: bool, loopback: bool) -> tuple[ProbeCheck, ...]:
    """Return the checks that pass once a server has answered in any way."""
    plain = "Not needed on this computer." if loopback else "None, because the settings allow plain http to this host."
    encryption = (
        ProbeCheck(ENCRYPTION, "ok", "The certificate is trusted.") if tls else ProbeCheck(ENCRYPTION, "skipped", plain)
    )
    return (ProbeCheck(ADDRESS, "ok", "The server answers."), encryption)


def seconds(count: float) -> str:
    """Return a time for people to read."""
    return f"{count:.1f} s" if count >= 1 else f"{count * 1000:.0f} ms"


def answered(response: JsonItem, model: str) -> tuple[ProbeCheck, ...]:
    """Return the checks of the model and of its answer."""
    known = ProbeCheck(MODEL, "ok", f"“{response.get('model') or model}” answers.")
    status = response.get("status")
    if status == "completed":
        return (known, ProbeCheck(ANSWER, "ok", "The model reads a picture and responds."))
    error = response.get("error")
    said = error.get("message") if isinstance(error, Mapping) else None
    text = f"The response is “{str(status)[:40]}”{f': {str(said)[:200]}' if said else ''}."
    return (known, ProbeCheck(ANSWER, "failed", text, "Try again. If the problem persists, try another model."))


def refused(refusal: Refusal, model: str, key_name: str, key: str | None) -> tuple[ProbeCheck, ...]:
    """Return what a refusal means for key, model and answer."""
    error = refusal_error(refusal, key_name, key)
    if refuses_key(refusal):
        return (ProbeCheck(KEY, "failed", error.message, error.hint),)
    accepted = key_accepted(key)
    if refusal.status in _MAYBE_MODEL and ("model" in error.message.lower() or model in error.message):
        return (
            accepted,
            ProbeCheck(MODEL, "failed", error.message, f"Choose another with --model. This was “{model}”."),
        )
    return (accepted, ProbeCheck(ANSWER, "failed", error.message, error.hint))


def key_accepted(key: str | None) -> ProbeCheck:
    """Return the check of a key that the server has not refused."""
    return ProbeCheck(KEY, "ok", "The server takes it." if key else "The server asks for none.")

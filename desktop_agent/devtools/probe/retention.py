"""Checks what a server stores: whether a response can be continued, fetched again, cancelled and deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus

from desktop_agent.core.errors import ModelError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.devtools.probe.check import ProbeCheck
from desktop_agent.devtools.probe.client import ProbeClient, ProbeResponse
from desktop_agent.model.wire.refusal import Refusal, error_of, forgot_previous

Tell = Callable[[ProbeCheck], None]
# The route is not there, or does nothing.
_NO_ROUTE = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
_ABSENT = (HTTPStatus.NOT_FOUND, *_NO_ROUTE)
_GROWN = 1.5
_WITHIN_S = 10.0


async def chaining(client: ProbeClient, items: Sequence[JsonItem], first: ProbeResponse, tell: Tell) -> bool | None:
    """Continue an answer by its id; None when support could not be determined."""
    if not first.id:
        tell(ProbeCheck("chaining", "not offered", "Answers have no id. History is kept on this computer."))
        return False
    try:
        heard = await client.ask(items, previous=first.id)
    except ModelError as error:
        tell(ProbeCheck("chaining", "failed", error.message, error.hint))
        return None
    if not isinstance(heard, Refusal) and _took_no_notice(heard, first):
        tell(
            ProbeCheck(
                "chaining", "not offered", "The server takes no notice of what it has kept: history is sent along."
            )
        )
        return False
    if not isinstance(heard, Refusal):
        tell(ProbeCheck("chaining", "ok", "The server goes on from an answer that it has kept."))
        return True
    if forgot_previous(heard):
        tell(
            ProbeCheck(
                "chaining", "not offered", "The server keeps no history: it is kept on this computer, and sent along."
            )
        )
        return False
    refused = error_of(heard, "the key", client.key)
    tell(ProbeCheck("chaining", "failed", refused.message, refused.hint))
    return None


async def kept(client: ProbeClient, name: str, tell: Tell) -> None:
    """Fetch a response again, and cancel it although it is finished: a refusal of that is fine, too."""
    if not name:
        tell(ProbeCheck("retrieve", "not offered", "Answers have no id."))
        return
    there = await _retrieved(client, name, tell)
    status = await client.client.cancel(name, _WITHIN_S)
    if status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        tell(
            ProbeCheck(
                "cancel", "failed", f"The server answered with {status or 'nothing'}.", "Stop ends a run all the same."
            )
        )
    elif status in _ABSENT and (there or status != HTTPStatus.NOT_FOUND):
        tell(ProbeCheck("cancel", "not offered", "Stop ends a run, but the server works its answer out to the end."))
    elif status == HTTPStatus.NOT_FOUND:
        tell(ProbeCheck("cancel", "skipped", "It cannot be told where answers are not kept."))
    else:
        tell(ProbeCheck("cancel", "ok", "Stop also stops the server."))


async def deleted(client: ProbeClient, tell: Tell) -> None:
    """Delete all responses of this test, and check that they are gone."""
    if not client.ids:
        return
    statuses: list[int | None] = []
    for name in client.ids:
        statuses.append(await client.client.delete(name, _WITHIN_S))
        if statuses[-1] in _NO_ROUTE:
            break
    try:
        gone, _ = await client.retrieved(client.ids[-1])
    except ModelError as error:
        tell(ProbeCheck("delete", "failed", error.message, error.hint))
        return
    if all(status in _ABSENT for status in statuses):
        tell(ProbeCheck("delete", "not offered", "--forget can delete nothing here."))
    elif gone not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.BAD_REQUEST}:
        tell(
            ProbeCheck(
                "delete", "failed", "An answer is still there after it was deleted.", "Do not count on --forget here."
            )
        )
    else:
        tell(ProbeCheck("delete", "ok", "The answers of this test are deleted on the server."))


def _took_no_notice(heard: ProbeResponse, first: ProbeResponse) -> bool:
    """Tell whether a server accepted a continuation but started anew all the same.

    It names the response that it continued; if it names none, its count of input tokens must at least have grown.
    """
    told = heard.response.get("previous_response_id", first.id)
    if told is not None:
        return told != first.id
    before, after = first.tokens_read, heard.tokens_read
    return before is not None and after is not None and after < _GROWN * before


async def _retrieved(client: ProbeClient, name: str, tell: Tell) -> bool:
    try:
        status, response = await client.retrieved(name)
    except ModelError as error:
        tell(ProbeCheck("retrieve", "failed", error.message, error.hint))
        return False
    if response.get("id") == name:
        tell(ProbeCheck("retrieve", "ok", "An answer whose stream breaks can be fetched again."))
        return True
    text = f"The server answers with {status}: an answer whose stream breaks is asked for again."
    tell(ProbeCheck("retrieve", "not offered", text))
    return False

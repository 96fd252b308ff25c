"""What a server keeps is told from how it answers: each state of each check, through a transport of the test's own."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping

import httpx
import pytest

from desktop_agent.devtools.probe import suite
from desktop_agent.devtools.probe.check import ProbeCheck
from desktop_agent.devtools.probe.client import ProbeClient, ProbeResponse
from desktop_agent.model.body import RequestTemplate
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.refusal import Refusal
from tests.fakes.wire import GOLDEN, RESPONSE

Handler = Callable[[httpx.Request], httpx.Response]
WHOLE = json.dumps(RESPONSE).encode()
QUICK = Timeouts(connect_s=1.0, idle_s=1.0, total_s=2.0, tries=1)


class Body(httpx.AsyncByteStream):
    """A body that comes in one piece."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._data


def states(handler: Handler, *, name: str = "resp_1", **first_said: object) -> Mapping[str, ProbeCheck]:
    """Return every check of what is kept, made with a server that answers so."""

    async def looked_at() -> list[ProbeCheck]:
        told: list[ProbeCheck] = []
        transport = httpx.MockTransport(handler)
        client = Client(endpoint("http://127.0.0.1:9/v1"), {}, QUICK, transport=transport)
        talk = ProbeClient(
            client, RequestTemplate(dialect_named("preview"), "m", stream=False), None, ids=[name] if name else []
        )
        try:
            first = ProbeResponse({**first_said, "id": name}, streamed=False, seconds=0.1, first_s=0.1)
            await suite.chaining(talk, [{"role": "user", "content": "Go on"}], first, told.append)
            await suite.kept(talk, name, told.append)
            await suite.deleted(talk, told.append)
        finally:
            await client.close()
        return told

    return {check.name: check for check in asyncio.run(looked_at())}


def answers(statuses: Mapping[str, int], *, there: bool = True, more: Mapping[str, object] | None = None) -> Handler:
    """Answer by method, cancel apart; 200 where nothing is said.

    `there` says whether it can be retrieved, `more` are fields of each response.
    """
    deleted: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        what = "CANCEL" if request.url.path.endswith("/cancel") else request.method
        if what == "DELETE" and statuses.get("DELETE", 200) == 200 and "KEEP" not in statuses:
            deleted.append(request.url.path)
        status = statuses.get(what, 200)
        if what == "GET" and (not there or request.url.path in deleted):
            status = 404
        whole = {"id": "resp_1" if what == "GET" else "resp_2", "status": "completed", **(more or {})}
        said = json.dumps(whole if status == 200 else {"error": {"message": "no"}})
        return httpx.Response(status, headers={"content-type": "application/json"}, stream=Body(said.encode()))

    return handle


@pytest.mark.parametrize(
    ("statuses", "there", "expected"),
    [
        ({}, True, ("ok", "ok", "ok", "ok")),
        ({"CANCEL": 400}, True, ("ok", "ok", "ok", "ok")),
        ({"CANCEL": 409}, True, ("ok", "ok", "ok", "ok")),
        ({"CANCEL": 404}, True, ("ok", "ok", "not offered", "ok")),
        ({"CANCEL": 405}, False, ("ok", "not offered", "not offered", "ok")),
        ({"CANCEL": 404}, False, ("ok", "not offered", "skipped", "ok")),
        ({"CANCEL": 500}, True, ("ok", "ok", "failed", "ok")),
        ({"DELETE": 405}, True, ("ok", "ok", "ok", "not offered")),
        ({"DELETE": 404}, False, ("ok", "not offered", "ok", "not offered")),
        ({"KEEP": 1}, True, ("ok", "ok", "ok", "failed")),
        ({"DELETE": 500}, True, ("ok", "ok", "ok", "failed")),
        ({"POST": 404}, True, ("not offered", "ok", "ok", "ok")),
        ({"POST": 422}, True, ("failed", "ok", "ok", "ok")),
    ],
)
def test_each_state_is_told_from_what_the_server_answers(
    statuses: Mapping[str, int], there: bool, expected: tuple[str, ...]
) -> None:
    found = states(answers(statuses, there=there))

    assert tuple(found[name].state for name in ("chaining", "retrieve", "cancel", "delete")) == expected


@pytest.mark.parametrize(
    ("told", "read", "state"),
    [
        ({"previous_response_id": "resp_1"}, 100, "ok"),
        ({"previous_response_id": "resp_0"}, 200, "not offered"),
        ({"previous_response_id": None}, 100, "not offered"),
        ({"previous_response_id": None}, 200, "ok"),
        ({"previous_response_id": None}, None, "ok"),
        ({}, 100, "ok"),
    ],
)
def test_a_server_that_says_yes_and_begins_anew_is_found_out(
    told: Mapping[str, object], read: int | None, state: str
) -> None:
    usage = {"usage": {"input_tokens": read}} if read is not None else {}

    found = states(answers({}, more={**told, **usage}), usage={"input_tokens": 100})

    assert found["chaining"].state == state


@pytest.mark.parametrize(
    ("body", "kind", "streamed"), [(GOLDEN, "application/json", True), (WHOLE, "text/plain", False)]
)
def test_an_answer_is_told_by_how_it_begins_as_in_a_run(body: bytes, kind: str, streamed: bool) -> None:
    async def heard() -> ProbeResponse | Refusal:
        answer = httpx.MockTransport(lambda _: httpx.Response(200, headers={"content-type": kind}, stream=Body(body)))
        client = Client(endpoint("http://127.0.0.1:9/v1"), {}, QUICK, transport=answer)
        talk = ProbeClient(client, RequestTemplate(dialect_named("preview"), "m", stream=True), None)
        try:
            return await talk.ask([{"role": "user", "content": "Go on"}], stream=True)
        finally:
            await client.close()

    told = asyncio.run(heard())

    assert isinstance(told, ProbeResponse)
    assert (told.response, told.streamed) == (RESPONSE, streamed)

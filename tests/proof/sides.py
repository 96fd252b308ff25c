"""The published SDKs as sides of a conversation; each object that they read is judged by their own types."""

import json
from typing import Any, Self

import openai
import openai.types.responses as openai_types
import tzafon
from tzafon.types import ResponseCreateResponse

from tests.fakes.servers.serving import Serving
from tests.proof.kept_fields import left_over
from tests.proof.vendors import EVENTS, parsed

Json = dict[str, Any]
QUICK: dict[str, Any] = {"max_retries": 0, "timeout": 20.0, "_strict_response_validation": True}


def judged(kind: object, told: Json) -> Json:
    """Return an object of the server that the vendor's types know whole."""
    assert [] == list(left_over(parsed(kind, told))), told
    return told


def judged_response(told: Json) -> Json:
    return judged(openai_types.Response, told)


def judged_event(told: Json) -> Json:
    return judged(EVENTS[told["type"]], told)


class _Closed:
    """A side whose client is closed at the end of the block: a connection left open is told in some later test."""

    client: openai.OpenAI | tzafon.Lightcone

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()


class OpenAISide(_Closed):
    """The `openai` SDK."""

    def __init__(self, server: Serving) -> None:
        self.client: openai.OpenAI = openai.OpenAI(base_url=server.base_url, api_key=server.token, **QUICK)

    def create(self, *, stream: bool, **params: Any) -> Json:  # noqa: ANN401 - whatever the SDK takes
        if stream:
            return followed(self.client.responses.create(**params, stream=True))
        return judged_response(self.client.responses.create(**params).to_dict())


def followed(stream: openai.Stream[openai_types.ResponseStreamEvent]) -> Json:
    """Return what a stream ends with; each event is judged, and they are numbered without a gap."""
    events: list[Json] = [judged_event(event.to_dict()) for event in stream]
    first = events[0]["sequence_number"]
    assert [event["sequence_number"] for event in events] == list(range(first, first + len(events)))
    response: Json = events[-1]["response"]
    return response


class TzafonSide(_Closed):
    """The current `tzafon` SDK, which reads no streams: their events are judged one by one."""

    def __init__(self, server: Serving) -> None:
        self.client: tzafon.Lightcone = tzafon.Lightcone(base_url=server.origin, api_key=server.token, **QUICK)

    def create(self, *, stream: bool, **params: Any) -> Json:  # noqa: ANN401 - whatever the SDK takes
        if not stream:
            return judged_preview(self.client.responses.create(**params).to_dict())
        with self.client.responses.with_streaming_response.create(**params, stream=True) as raw:
            events = [json.loads(line[6:]) for line in raw.iter_lines() if line.startswith("data: {")]
        for event in events:
            if "response" in event:
                judged_preview(event["response"])
            elif "item" in event:
                judged_preview({**events[0]["response"], "output": [event["item"]]})
            else:
                judged_event(event)
        response: Json = events[-1]["response"]
        return response


def judged_preview(told: Json) -> Json:
    """Return a response that `tzafon`'s types know whole, calls by their own type and not as any object."""
    found = parsed(ResponseCreateResponse, told)
    calls = [item for item in found.output if not isinstance(item, dict)]
    assert [item["type"] for item in told["output"] if item["type"] != "reasoning"] == [item.type for item in calls]
    assert [] == [where for where in left_over(found) if where.count(".") > 1]
    return told

"""A model for other people's clients: it calls this program's tools by a script, in four vendors' APIs.

with ModelForClients([("look", {}), ("act", {"actions": [...]}), "Saved."]) as model:
... start a client with model.base_url (…/v1, for Gemini without it) ...
model.asked

Which step is next is read off the conversation in each request, so that a request which a client sends again, or beside
the others, takes nothing away. A request that offers none of our tools is answered with a word. Sources: the API
references of OpenAI (chat completions, Responses), Anthropic (Messages) and Google (generateContent).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal

from tests.fakes.chat_upstream import chat_bytes
from tests.fakes.loopback_server import LoopbackServer
from tests.fakes.stream import as_events, as_sse

Json = dict[str, Any]
Call = tuple[str, Mapping[str, object]]  # a tool of ours and its arguments
Step = Call | str  # a call, or the words that end it
Api = Literal["chat", "responses", "messages", "gemini"]
Pictures = Literal["as pictures", "as text", "none"]

_LOADER = re.compile(r"tool_?search", re.IGNORECASE)  # what a client offers that keeps tools back until asked for
_NAME = re.compile(r"Its name is ([\w-]+)")
_AS_TEXT = re.compile(r"[A-Za-z0-9+/]{2000}")
_MOST_LOADS = 8  # the call and its result each time
_CALL, _LOADING = "call_step_", "call_load_"


@dataclass(frozen=True, slots=True)
class ModelAsked:
    """A request, as far as it matters here."""

    api: Api
    tools: tuple[str, ...]  # all that are offered
    answers: tuple[str, ...]  # what our tools have answered, the texts of each
    pictures: Pictures  # how those came that the answers held
    body: Json

    def offered(self, tool: str) -> str:
        """Return what a tool of ours is called here; empty where it is not offered."""
        return next((name for name in self.tools if re.fullmatch(rf"(.*[_.-])?{tool}", name)), "")


@dataclass
class ModelForClients(LoopbackServer):
    """A server on loopback; a context manager."""

    script: Sequence[Step]
    asked: list[ModelAsked] = field(default_factory=list)

    @property
    def root_url(self) -> str:
        """The URL without the version, as Anthropic's and Google's SDKs take it."""
        return self.base_url.removesuffix("/v1")

    @property
    def working(self) -> list[ModelAsked]:
        """The requests that offered our tools."""
        return [one for one in self.asked if one.offered("look")]

    def said(self, asked: ModelAsked) -> tuple[str, str, Mapping[str, object]] | str:
        """Return the id, name and arguments of the next call, or words."""
        step = self.script[min(len(asked.answers), len(self.script) - 1)]
        loader = next((name for name in asked.tools if _LOADER.search(name)), "")
        if isinstance(step, str):
            return step
        tool, arguments = step
        name = asked.offered(tool)
        if name:
            seen = [found for text in asked.answers for found in _NAME.findall(text)]
            named = {"picture": seen[-1]} if seen and tool in ("look", "act") else {}
            return f"{_CALL}{len(asked.answers)}", name, {**arguments, **named}
        if loader and json.dumps(asked.body).count(f'": "{_LOADING}') < _MOST_LOADS:
            wanted = ",".join(f"mcp__desktop__{tool}" for tool in ("look", "act", "stop"))
            return f"{_LOADING}{len(self.asked)}", loader, {"query": f"select:{wanted}", "max_results": 20}
        return "There is no tool for that."


class _Handler(BaseHTTPRequestHandler):
    served: ModelForClients

    def do_HEAD(self) -> None:
        self._send(b"", "text/plain")

    def do_GET(self) -> None:
        self._send(b'{"object": "list", "data": [], "models": []}', "application/json")

    def do_POST(self) -> None:
        body: Json = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        route = self.path.partition("?")[0]
        if "count" in route.lower():
            self._send(b'{"input_tokens": 100, "totalTokens": 100}', "application/json")
            return
        found = next((api for end, api in _ROUTES.items() if re.search(end, route)), None)
        if found is None:
            self.send_error(404)
            return
        read, write = _READ[found], _WRITE[found]
        asked = read(body)
        self.served.asked.append(asked)
        answer = write(self.served.said(asked), body)
        streamed = bool(body.get("stream")) or "stream" in route.lower()
        kind = "text/event-stream" if streamed else "application/json"
        if found == "chat":
            self._send(b"".join(chat_bytes(answer, streamed=streamed)), kind)
        elif streamed:
            # Google's SDK for JavaScript takes no comments.
            self._send(as_sse(as_events(answer), comment=found != "gemini", done=found == "responses"), kind)
        else:
            self._send(json.dumps(answer).encode(), kind)

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _read_chat(body: Json) -> ModelAsked:
    tools = [tool["function"]["name"] for tool in body.get("tools") or () if "function" in tool]
    turns = [(one, one.get("content")) for one in body["messages"]]
    results = [content for one, content in turns if one["role"] == "tool" and _is_ours(one["tool_call_id"])]
    elsewhere = [part for _, content in turns if isinstance(content, list) for part in content]
    shown = any(part.get("type") == "image_url" for part in elsewhere)
    return _asked("chat", tools, results, shown=shown, body=body)


def _read_responses(body: Json) -> ModelAsked:
    given = body["input"] if isinstance(body["input"], list) else []
    results = [one["output"] for one in given if one.get("type") == "function_call_output" and _is_ours(one["call_id"])]
    return _asked(
        "responses", [*_named(body.get("tools") or ())], results, shown=_holds(given, "input_image"), body=body
    )


def _named(tools: Sequence[Json]) -> Iterator[str]:
    """Yield the names of tools, also of those within a namespace."""
    for tool in tools:
        yield from _named(tool["tools"]) if "tools" in tool else [tool.get("name") or tool["type"]]


def _read_messages(body: Json) -> ModelAsked:
    blocks = [one for turn in body["messages"] if isinstance(turn["content"], list) for one in turn["content"]]
    results = [one for one in blocks if one["type"] == "tool_result" and _is_ours(one["tool_use_id"])]
    tools = [tool["name"] for tool in body.get("tools") or ()]
    told = [one.get("content", "") for one in results]
    return _asked("messages", tools, told, shown=_holds(blocks, "image"), body=body)


def _read_gemini(body: Json) -> ModelAsked:
    tools = [one["name"] for tool in body.get("tools") or () for one in tool.get("functionDeclarations", ())]
    parts = [part for turn in body["contents"] for part in turn["parts"]]
    results = [part["functionResponse"] for part in parts if "functionResponse" in part]
    shown = '"inlineData"' in json.dumps(parts)
    return _asked("gemini", tools, [json.dumps(one["response"]) for one in results], shown=shown, body=body)


def _is_ours(number: str) -> bool:
    return _CALL in number


def _holds(items: Sequence[Json], kind: str) -> bool:
    return f'"type": "{kind}"' in json.dumps(items)


def _asked(api: Api, tools: Sequence[str], results: Sequence[object], *, shown: bool, body: Json) -> ModelAsked:
    texts = tuple(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in results)
    found: Pictures = "as pictures" if shown else "as text" if any(map(_AS_TEXT.search, texts)) else "none"
    return ModelAsked(api, tuple(tools), texts, found, body)


Said = tuple[str, str, Mapping[str, object]] | str


def _chat(said: Said, _: Json) -> Json:
    if isinstance(said, str):
        return {"role": "assistant", "content": said}
    number, name, arguments = said
    call = {"id": number, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def _responses(said: Said, body: Json) -> Json:
    if isinstance(said, str):
        text = {"type": "output_text", "text": said, "annotations": []}
        item: Json = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": [text]}
    else:
        number, name, arguments = said
        item = {"type": "function_call", "id": f"fc_{number}", "call_id": number, "name": name, "status": "completed"}
        item |= {"arguments": json.dumps(arguments)} | _space_of(name, body.get("tools") or ())
    usage: Json = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    usage |= {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    head = {"id": "resp_1", "object": "response", "created_at": 1, "model": body.get("model"), "status": "completed"}
    asked = {
        "tools": [],
        "tool_choice": "auto",
        "parallel_tool_calls": False,
        "error": None,
        "incomplete_details": None,
    }
    return {**head, **asked, "output": [item], "usage": usage}


def _space_of(name: str, tools: Sequence[Json]) -> Json:
    return next(({"namespace": one["name"]} for one in tools if name in _named(one.get("tools", ()))), {})


def _messages(said: Said, body: Json) -> Json:
    block: Json = {"type": "text", "text": said}
    if not isinstance(said, str):
        number, name, arguments = said
        block = {"type": "tool_use", "id": number, "name": name, "input": dict(arguments)}
    why = "end_turn" if isinstance(said, str) else "tool_use"
    head = {"id": "msg_1", "type": "message", "role": "assistant", "model": body.get("model"), "stop_sequence": None}
    return {**head, "content": [block], "stop_reason": why, "usage": {"input_tokens": 10, "output_tokens": 5}}


def _gemini(said: Said, body: Json) -> Json:
    part: Json = {"text": said}
    if not isinstance(said, str):
        part = {"functionCall": {"id": said[0], "name": said[1], "args": dict(said[2])}}
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}
    usage = {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "any", "responseId": "any"}


_ROUTES: Mapping[str, Api] = {
    r"/chat/completions$": "chat",
    r"/responses$": "responses",
    r"/messages$": "messages",
    r":(g|streamG)enerateContent$": "gemini",
}
_READ: Mapping[Api, Callable[[Json], ModelAsked]] = {
    "chat": _read_chat,
    "responses": _read_responses,
    "messages": _read_messages,
    "gemini": _read_gemini,
}
_WRITE: Mapping[Api, Callable[[Said, Json], Json]] = {
    "chat": _chat,
    "responses": _responses,
    "messages": _messages,
    "gemini": _gemini,
}
ModelForClients.handler = _Handler

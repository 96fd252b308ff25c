"""A Responses server that follows a script: real sockets, in its own thread; its request log is the tests' oracle.

It keeps responses, answers a repeated Idempotency-Key with the response it already gave, and refuses what vendors
refuse with 400, unless `strict=False`. With `stores=False` it knows no previous_response_id (404).
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import ssl
import struct
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any, Self, cast

from tests.fakes.servers.loopback_server import QuietHandler
from tests.fakes.servers.script import Answer, Script, written
from tests.fakes.servers.stream import as_events, as_sse
from tests.fakes.servers.vendors import VENDORS, api_at
from tests.fakes.servers.vendors.vendor import RefusedError

OUTPUT_OF = {
    "computer_call": "computer_call_output",
    "function_call": "function_call_output",
    "custom_tool_call": "custom_tool_call_output",
    "shell_call": "shell_call_output",
    "local_shell_call": "local_shell_call_output",
    "apply_patch_call": "apply_patch_call_output",
}
# Of the items of the model's that go back in a history; a message that it is only said to have spoken is plain text.
REQUIRED: Mapping[str, set[str]] = {
    "message": {"id", "type", "role", "content", "status"},
    "computer_call": {"id", "type", "call_id", "status", "pending_safety_checks"},
    "reasoning": {"id", "type", "summary"},
}
ROUTE = "/v1/responses"


def objection(body: Mapping[str, Any], dialect: str, before: list[Mapping[str, Any]] | None) -> tuple[str, str] | None:
    """Return what is wrong with a request and with which parameter; None when nothing is.

    `before` holds the output of the response that `previous_response_id` names.
    """
    tool = VENDORS[dialect].tool
    if tool not in [offered.get("type") for offered in body.get("tools", [])]:
        return f"there is no tool of type {tool}", "tools"
    items = [*(before or []), *body["input"]]
    if dialect == "lightcone" and any(
        "role" not in i and i.get("type") != "computer_call_output" for i in body["input"]
    ):
        return "only messages and computer_call_output are taken", "input"
    return _pictures_wrong(body["input"], dialect) or _unfit(body["input"], dialect) or _unanswered(items)


def _unfit(items: list[Mapping[str, Any]], dialect: str) -> tuple[str, str] | None:
    for number, item in enumerate(items):
        kind = str(item.get("type"))
        reported = kind == "message" and (item.get("role") != "assistant" or isinstance(item["content"], str))
        needs = set() if reported or dialect == "lightcone" else REQUIRED.get(kind, set())
        if lacking := sorted(needs - set(item)):
            return f"Missing required parameter: 'input[{number}].{lacking[0]}'.", f"input[{number}].{lacking[0]}"
        if kind == "reasoning" and "status" in item:
            return f"Unknown parameter: 'input[{number}].status'.", f"input[{number}].status"
    return None


def _unanswered(items: list[Mapping[str, Any]]) -> tuple[str, str] | None:
    answers = {(i["type"], i.get("call_id") or i.get("id")): i for i in items if str(i.get("type")).endswith("_output")}
    called = {(OUTPUT_OF[i["type"]], i.get("call_id")) for i in items if i.get("type") in OUTPUT_OF}
    for item in items:
        expected = OUTPUT_OF.get(str(item.get("type")))
        if expected is None:
            continue
        answer = answers.get((expected, item.get("call_id")))
        if answer is None:
            return f"No tool output found for call {item.get('call_id')}.", "input"
        pending = item.get("pending_safety_checks") or []
        if any(check not in (answer.get("acknowledged_safety_checks") or []) for check in pending):
            return f"Unacknowledged safety check(s) for call {item.get('call_id')}.", "input"
    stray = [key for key in answers if key not in called]
    return (f"No tool call found for {stray[0]}.", "input") if stray else None


def _pictures_wrong(items: list[Mapping[str, Any]], dialect: str) -> tuple[str, str] | None:
    for number, item in enumerate(items):
        if item.get("type") == "computer_call_output":
            if item["output"].get("type") != VENDORS[dialect].picture or set(item["output"]) - {"type", "image_url"}:
                return f"Unknown parameter in input[{number}].output", f"input[{number}].output"
            if not _is_picture(item["output"].get("image_url", "")):
                return "not a usable picture", f"input[{number}].output.image_url"
    return None


def _is_picture(url: str) -> bool:
    head, _, data = url.partition(";base64,")
    if head not in {"data:image/png", "data:image/jpeg"}:
        return False
    raw = base64.b64decode(data, validate=True)
    if head == "data:image/jpeg":
        return raw.startswith(b"\xff\xd8\xff")
    return raw.startswith(b"\x89PNG\r\n\x1a\n") and min(struct.unpack(">II", raw[16:24])) > 1


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]  # in the form of the Responses API
    size: int
    port: int  # of the client: one for each connection
    told: Mapping[str, Any] = field(default_factory=dict)  # the body as it came


class ScriptedServer:
    def __init__(
        self,
        answers: Iterable[Script],
        *,
        dialect: str = "preview",
        stream: bool = True,
        key: str = "",
        stores: bool = True,
        strict: bool = True,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.dialect = dialect
        self.stream = stream
        self.key = key
        self.stores = stores
        self.strict = strict
        self.requests: list[Request] = []
        self.models: tuple[str, ...] = ()  # that it lists; none: it has no list
        self.cancelled: list[str] = []
        self.responses: dict[str, dict[str, Any]] = {}
        self.closing = threading.Event()
        self.objections: list[str] = []
        self._polls: dict[str, int] = {}
        self._answers = list(answers)
        self._by_key: dict[str, tuple[dict[str, Any], Answer]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._scheme = "https" if tls else "http"
        if tls:  # hands are shaken by each connection's own thread
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False, suppress_ragged_eofs=True
            )
        self._server.daemon_threads = True
        self._server.block_on_close = False
        cast("Any", self._server).script = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}/v1"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def creates(self) -> list[Request]:
        return [
            request
            for request in self.requests
            if request.method == "POST" and (request.path == ROUTE or api_at(request.path))
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: Request) -> tuple[dict[str, Any], Answer]:
        with self._lock:
            key = request.headers.get("idempotency-key", "")
            if key and key in self._by_key:
                return self._by_key[key]
            refusal = self._refusal(request)
            if refusal is not None:
                return {}, refusal
            entry = self._answers.pop(0) if self._answers else _error(400, "The script has no further answer.", "")
            answer = entry(request.body) if callable(entry) else entry
            if answer.http_status != 200 or answer.body is not None:
                return {}, answer
            response = self._response(answer, request.body)
            if not answer.forgotten:
                self.responses[str(response["id"])] = response
                # Asked again, it gives the same answer, this time whole.
                self._by_key[key] = (response, Answer())
            self._polls[str(response["id"])] = answer.polls
            return response, answer

    def known(self, name: str) -> Mapping[str, Any] | None:
        with self._lock:
            response = self.responses.get(name)
            left = self._polls.get(name, 0)
            self._polls[name] = max(0, left - 1)
            return unfinished(response) if response and left else response

    def told(self, response: dict[str, Any]) -> dict[str, Any]:
        return unfinished(response) if self._polls.get(str(response.get("id"))) else response

    def _refusal(self, request: Request) -> Answer | None:
        named = ("x-goog-api-key", "x-api-key", "authorization")
        given = next((value for name in named if (value := request.headers.get(name))), None)
        if self.key and given not in {self.key, f"Bearer {self.key}"}:
            return _error(401, "Incorrect API key provided.", "")
        previous = request.body.get("previous_response_id")
        if previous and not (self.stores and previous in self.responses):
            return _error(404, f"Previous response with id '{previous}' not found.", "previous_response_id")
        before = self.responses[previous]["output"] if previous else None
        wrong = objection(request.body, self.dialect, before) if self.strict else None
        if wrong is None:
            return None
        self.objections.append(wrong[0])
        return _error(400, *wrong)

    def _response(self, answer: Answer, asked: Mapping[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        response: dict[str, Any] = {"id": f"resp_{number}", "object": "response", "model": "scripted"}
        response["created_at"] = "2026-11-20T10:15:30Z" if self.dialect == "lightcone" else 1_795_169_730
        response |= {"status": answer.status, "output": written(answer, self.dialect, number, asked)}
        response["usage"] = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}
        return response | dict(answer.extra)


def unfinished(response: Mapping[str, Any]) -> dict[str, Any]:
    return {**response, "status": "in_progress", "output": []}


def _error(status: int, message: str, param: str) -> Answer:
    return Answer(http_status=status, extra={"error": {"message": message, "param": param or None}})


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


class _Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out as two writes; else the second waits 40 ms for the first to be acknowledged.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        request = self._log({}, 0)
        if not (self._script.models and self.path.endswith("/models")):
            self._known(self.path.partition("?")[0].rpartition("/")[2])
        elif self._script.key and request.headers.get("authorization") != f"Bearer {self._script.key}":
            self._json({"error": {"message": "wrong key", "code": "invalid_api_key"}}, 401)
        else:
            self._json({"object": "list", "data": [{"id": name} for name in self._script.models]})

    def do_DELETE(self) -> None:
        self._log({}, 0)
        name = self.path.rpartition("/")[2]
        self._json({"id": name, "deleted": self._script.responses.pop(name, None) is not None, "object": "response"})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length)
        if len(raw) < length:  # it broke off: half a request is none
            self.close_connection = True
            return
        reported = json.loads(raw) if raw else {}
        own = api_at(self._address)
        try:
            request = self._log(own[1].request(self._address, reported) if own else reported, len(raw), reported)
        except RefusedError as error:
            assert own is not None
            self._json(own[1].problem(400, str(error)), 400)
            return
        if self.path.endswith("/cancel"):
            name = self.path.split("/")[-2]
            self._script.cancelled.append(name)
            self._known(name)
        elif self.path != ROUTE and own is None:
            self._json({"error": {"message": "no such route"}}, 404)
        else:
            self._create(request)

    @property
    def _script(self) -> ScriptedServer:
        return cast("ScriptedServer", cast("Any", self.server).script)

    @property
    def _address(self) -> str:
        return self.path.partition("?")[0]

    def _log(self, body: Mapping[str, Any], size: int, told: Mapping[str, Any] | None = None) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self._address if api_at(self._address) else self.path
        request = Request(self.command, path, headers, body, size, self.client_address[1], told or body)
        self._script.requests.append(request)
        return request

    def _known(self, name: str) -> None:
        response = self._script.known(name)
        self._json(response or {"error": {"message": "not found"}}, 200 if response else 404)

    def _create(self, request: Request) -> None:
        response, answer = self._script.answer(request)
        streamed = request.body.get("stream") and self._script.stream
        own = api_at(self._address)
        if not response and answer.body is None:
            error: Any = answer.extra.get("error")
            is_ours = own is not None and isinstance(error, dict) and "param" in error
            problem = own[1].problem(answer.http_status, error["message"]) if own and is_ours else answer.extra
            self._send(answer.http_status, "application/json", json.dumps(problem).encode(), answer)
        elif not response:
            self._send(answer.http_status, "text/html", answer.body or b"", answer)
        elif own is not None:
            vendor, api = own
            words = api.response(response)
            events = list(vendor.events(words)) if vendor.field in words else [words]
            if streamed:
                self._send(200, "text/event-stream", as_sse(events, comment=False, done=False), answer)
            else:
                self._send(200, "application/json", json.dumps(words).encode(), answer)
        elif streamed:
            begun = self._script.told(response) is not response
            reported = list(as_events(response))
            self._send(200, "text/event-stream", as_sse(reported[:2] if begun else reported, done=not begun), answer)
        else:
            self._send(200, "application/json", json.dumps(self._script.told(response)).encode(), answer)

    def _json(self, body: Mapping[str, Any], status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), Answer())

    def _send(self, status: int, media_type: str, body: bytes, answer: Answer) -> None:
        body, encoding = (gzip.compress(body), {"Content-Encoding": "gzip"}) if answer.packed else (body, {})
        self.send_response(status)
        # The script's own Content-Type, where it has one, stands alone.
        fields = {"Content-Type": media_type, **encoding, **answer.headers, "Content-Length": str(len(body))}
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        stop = min((n for n in (answer.cut_after, answer.stall_after) if n is not None), default=len(body))
        self.wfile.write(body[:stop])
        self.wfile.flush()
        if answer.stall_after is not None:
            self._script.closing.wait()
        if stop < len(body):
            self.close_connection = True

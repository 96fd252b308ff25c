"""Checks everything that a run needs of a provider, one feature after the other, and reports each result."""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from desktop_agent.core.errors import ModelError
from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.devtools.probe.check import (
    Findings,
    ProbeCheck,
    answered,
    key_accepted,
    reached,
    refused,
    seconds,
    unreached,
)
from desktop_agent.devtools.probe.client import ProbeClient, ProbeResponse
from desktop_agent.devtools.probe.marks import MARKS, SIZE, Mark, MarkClick, as_declared, hits, judged, nearly
from desktop_agent.devtools.probe.pointing import Missed
from desktop_agent.model.dialect import Dialect, shown_in
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.profile import PictureKind
from desktop_agent.model.space import Coordinates
from desktop_agent.model.wire.refusal import Refusal, forgot_previous, refusal_error

REQUESTS = 8  # about: a model that looks before it clicks is asked more often
# For an estimate of the cost that is rather too high: what stands around a picture, and what comes back.
TOKENS_AROUND, TOKENS_BACK = 2_000, 600
_FOR_POINTS = MARKS[:3]
_FOR_PICTURES: tuple[tuple[PictureKind, Mark], ...] = (("jpeg", MARKS[3]), ("webp", MARKS[4]))
_TASK = f'Check that "{MARKS[0].word}" is visible'
_ENDS = ("terminate", "answer", "done")
_DECLARED = "Set --coordinates as the model's maker specifies, or try another model."


@dataclass(frozen=True, slots=True)
class ProbeSuite:
    """A server under test: how to talk to it, with which key, and the callbacks for the results.

    `point` asks the model, streamed or not, for a click on a mark of a picture, `point_in_result` for one in a picture
    that a function's result holds, where there are functions for the computer; `doing` gets the current step.
    """

    dialect: Dialect
    model: str
    declared: str  # how points are counted, as far as the settings know
    key_name: str
    tls: bool
    loopback: bool
    client: ProbeClient
    picture: PicturePlaceholder  # of the marks
    point: Callable[[Mark, PictureKind, bool], Awaitable[MarkClick | Missed]]
    point_in_result: Callable[[], Awaitable[MarkClick | Missed]] | None
    tell: Callable[[ProbeCheck], None]
    doing: Callable[[str], None]

    async def examine(self) -> Findings:
        """Run every check in turn; skip what a failure makes impossible."""
        first = await self._first_answer()
        if first is None:
            return Findings(requests=self.client.asked)
        stream = await self._streaming()
        self.doing("going on from an answer")
        chain = await chaining(self.client, self._after(first), first, self.tell)
        self.doing("fetching and cancelling an answer")
        await kept(self.client, first.id, self.tell)
        viewport = viewport_of(first.response)
        coordinates = await self._coordinates(viewport, stream=stream)
        pictures = await self._pictures(coordinates, viewport, stream=stream)
        in_results = await self._in_results(coordinates, viewport)
        self.doing("deleting what was said")
        await deleted(self.client, self.tell)
        self._say_how_fast()
        return Findings(
            coordinates=coordinates,
            viewport=(viewport.width, viewport.height) if viewport else None,
            stream=stream,
            chain=chain,
            pictures=pictures,
            pictures_in_results=in_results,
            requests=self.client.asked,
        )

    async def _first_answer(self) -> ProbeResponse | None:
        self.doing("asking for an answer")
        try:
            heard = await self.client.ask(self._question())
        except ModelError as error:
            self._tell(unreached(error, tls=self.tls))
            return None
        self._tell(reached(tls=self.tls, loopback=self.loopback))
        if isinstance(heard, Refusal):
            self._tell(refused(heard, self.model, self.key_name, self.client.key))
            return None
        self._tell((key_accepted(self.client.key), *answered(heard.response, self.model)))
        return heard if heard.response.get("status") == "completed" else None

    async def _streaming(self) -> bool:
        self.doing("asking for a stream")
        try:
            heard = await self.client.ask(self._question(), stream=True)
        except ModelError as error:
            self.tell(ProbeCheck("streaming", "failed", error.message, "Use --no-stream."))
            return False
        if isinstance(heard, Refusal):
            said = refusal_error(heard, self.key_name, self.client.key)
            self.tell(ProbeCheck("streaming", "failed", said.message, "Use --no-stream."))
            return False
        if not heard.streamed:
            self.tell(ProbeCheck("streaming", "not offered", "The server sends each response in one piece."))
            return False
        self.tell(ProbeCheck("streaming", "ok", f"The first piece came after {seconds(heard.first_s)}."))
        return True

    async def _coordinates(self, viewport: Size | None, *, stream: bool) -> Coordinates | None:
        answers = []
        for mark in _FOR_POINTS:
            self.doing(f"asking for a click on “{mark.word}”")
            answers.append(await self._click(mark, "png", stream=stream))
        clicks = [answer for answer in answers if isinstance(answer, MarkClick)]
        judgement = judged(clicks, viewport or SIZE)
        why = judgement.why if clicks else "; ".join(dict.fromkeys(a.why for a in answers if isinstance(a, Missed)))
        if viewport and judgement.coordinates == "viewport":
            why += f" The server itself reports a viewport of {viewport.width}x{viewport.height}."
        if not judgement.told:
            self.tell(ProbeCheck("coordinates", "failed", why, _DECLARED))
            return None
        found = as_declared(judgement, self.declared)
        if found != self.declared:
            misses = "clicks would be off by some pixels" if nearly(found, self.declared) else "every click would miss"
            why += f" But “{self.declared}” is set, with which {misses}."
            hint = f"Set it to “{judgement.coordinates}”: with --write here, or with --coordinates for one run."
            self.tell(ProbeCheck("coordinates", "failed", why, hint))
        else:
            self.tell(ProbeCheck("coordinates", "ok", why))
        return found

    async def _pictures(
        self, coordinates: Coordinates | None, viewport: Size | None, *, stream: bool
    ) -> Mapping[PictureKind, bool] | None:
        """Ask for a click in each other image format: a server may accept one that its model cannot see."""
        if coordinates is None:
            self.tell(
                ProbeCheck(
                    "pictures", "skipped", "Only clicks show whether other formats are seen, and there are none."
                )
            )
            return None
        seen: dict[PictureKind, bool] = {"png": True}
        trouble = []
        for kind, mark in _FOR_PICTURES:
            self.doing(f"sending a picture as {kind}")
            answer = await self._click(mark, kind, stream=stream)
            seen[kind] = isinstance(answer, MarkClick) and hits(answer, coordinates, viewport or SIZE)
            if not seen[kind]:
                trouble.append(f"{kind}: {answer.why if isinstance(answer, Missed) else 'the click misses its mark.'}")
        told = [kind for kind, sees in seen.items() if sees]
        text = " ".join([f"Seen: {', '.join(told)}.", *trouble])
        self.tell(ProbeCheck("pictures", "not offered" if trouble else "ok", text))
        return seen

    async def _in_results(self, coordinates: Coordinates | None, viewport: Size | None) -> bool | None:
        """Ask for a click in a picture that is in a function's result; None where that cannot be told."""
        if self.point_in_result is None or coordinates is None:
            return None
        self.doing("sending a picture in a result")
        try:
            answer = await self.point_in_result()
        except ModelError as error:
            answer = Missed(error.message)
        sees = isinstance(answer, MarkClick) and hits(answer, coordinates, viewport or SIZE)
        why = answer.why if isinstance(answer, Missed) else "The click misses its mark."
        text = "Seen." if sees else f"Pictures are sent in a message after the results. {why}"
        self.tell(ProbeCheck("pictures in results", "ok" if sees else "not offered", text))
        return sees

    async def _click(self, mark: Mark, kind: PictureKind, *, stream: bool) -> MarkClick | Missed:
        try:
            return await self.point(mark, kind, stream)
        except ModelError as error:
            return Missed(error.message)

    def _question(self) -> list[JsonItem]:
        return [self.dialect.user([_TASK], self.picture)]

    def _after(self, first: ProbeResponse) -> list[JsonItem]:
        """Return what to send after the first answer: its calls are answered, as some servers require.

        An action that ends a task needs no answer.
        """
        calls = [str(item.get("call_id") or item.get("id")) for item in first.output if self._waits(item)]
        shows = shown_in(self.dialect, calls)
        results = [self.dialect.result(call, self.picture if call in shows else None, (), ()) for call in calls]
        return [*results, *self._question()]

    def _waits(self, item: JsonItem) -> bool:
        if item.get("type") == "function_call":
            return item.get("name") in self.dialect.own_functions
        return item.get("type") == "computer_call" and not _ends(item)

    def _say_how_fast(self) -> None:
        times = self.client.times
        median = seconds(statistics.median(times))
        self.tell(ProbeCheck("speed", "ok", f"A response takes {median} (the median of {len(times)})."))

    def _tell(self, checks: Iterable[ProbeCheck]) -> None:
        for check in checks:
            self.tell(check)


def _ends(call: JsonItem) -> bool:
    action = call.get("action")
    return isinstance(action, Mapping) and action.get("type") in _ENDS


def viewport_of(response: JsonItem) -> Size | None:
    """Return the viewport that a response names for its coordinates; None when it names none."""
    named = response.get("viewport")
    width, height = (named.get(side) for side in ("width", "height")) if isinstance(named, Mapping) else (None, None)
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return Size(width, height)
    return None


Tell = Callable[[ProbeCheck], None]
# The route is not there, or does nothing.
_NO_ROUTE = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
_ABSENT = (HTTPStatus.NOT_FOUND, *_NO_ROUTE)
_GROWN = 1.5
_WITHIN_S = 10.0


async def chaining(client: ProbeClient, items: Sequence[JsonItem], first: ProbeResponse, tell: Tell) -> bool | None:
    """Continue an answer by its id; None when support could not be determined."""
    if not first.id:
        tell(ProbeCheck("chaining", "not offered", "Responses have no ID. History is kept on this computer."))
        return False
    try:
        heard = await client.ask(items, previous=first.id)
    except ModelError as error:
        tell(ProbeCheck("chaining", "failed", error.message, error.hint))
        return None
    if not isinstance(heard, Refusal) and _took_no_notice(heard, first):
        tell(
            ProbeCheck(
                "chaining",
                "not offered",
                "The server ignores the responses that it stored, so history is sent with each request.",
            )
        )
        return False
    if not isinstance(heard, Refusal):
        tell(ProbeCheck("chaining", "ok", "The server continues from a stored response."))
        return True
    if forgot_previous(heard):
        tell(
            ProbeCheck(
                "chaining",
                "not offered",
                "The server keeps no history, so it's kept on this computer and sent with each request.",
            )
        )
        return False
    refused = refusal_error(heard, "the key", client.key)
    tell(ProbeCheck("chaining", "failed", refused.message, refused.hint))
    return None


async def kept(client: ProbeClient, name: str, tell: Tell) -> None:
    """Fetch a response again, and cancel it although it is finished: a refusal of that is fine, too."""
    if not name:
        tell(ProbeCheck("retrieve", "not offered", "Responses have no ID."))
        return
    there = await _retrieved(client, name, tell)
    status = await client.client.cancel(name, _WITHIN_S)
    if status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        tell(
            ProbeCheck("cancel", "failed", f"The server answered with {status or 'nothing'}.", "Stop still ends a run.")
        )
    elif status in _ABSENT and (there or status != HTTPStatus.NOT_FOUND):
        tell(ProbeCheck("cancel", "not offered", "Stop ends a run, but the server still finishes its response."))
    elif status == HTTPStatus.NOT_FOUND:
        tell(ProbeCheck("cancel", "skipped", "This can't be determined if responses aren't kept."))
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
                "delete", "failed", "A response was still there after it was deleted.", "Don't rely on --forget here."
            )
        )
    else:
        tell(ProbeCheck("delete", "ok", "The responses from this test were deleted on the server."))


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
        tell(ProbeCheck("retrieve", "ok", "If a response's stream breaks, the response can be fetched again."))
        return True
    text = f"The server responds with {status}. If a response's stream breaks, the request is sent again."
    tell(ProbeCheck("retrieve", "not offered", text))
    return False

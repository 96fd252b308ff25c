"""Tests a provider before a run costs money: picture, space, tool call, chain and stream, one line each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.errors import ModelError
from desktop_agent.core.runs.events import Event
from desktop_agent.core.runs.turn import Opening, Reply, Result
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.coordinate_test import (
    MARKS,
    MOVED,
    SIZE,
    Judgement,
    Mark,
    MarkClick,
    are_near,
    declared_or_measured_space,
    hits,
    judge_clicks,
)
from desktop_agent.model.coordinates import Coordinates
from desktop_agent.model.dialect import IN_WORDS, Dialect, shown_in
from desktop_agent.model.endpoint import endpoint, key_variables
from desktop_agent.model.history import Request
from desktop_agent.model.picture import PicturePlaceholder, picture_of
from desktop_agent.model.profile import PictureKind
from desktop_agent.model.request_body import RequestTemplate, written
from desktop_agent.model.request_options import request_template, spoken_dialect, stated_coordinates
from desktop_agent.model.wire.attempt import PreparedRequest
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.refusal import Refusal, is_final, kind_hint, refusal_error
from desktop_agent.model.wire.request_sender import RequestSender
from desktop_agent.runtime.provider.keys import SESSION
from desktop_agent.runtime.provider.pointing import MarkQuestion, answer_without_click, clicks_of, marked_frame
from desktop_agent.runtime.provider.resolve import Provider
from desktop_agent.serve.server import local_server

# `server` is the only line if the server could not be asked.
CheckName = Literal["picture", "space", "tool call", "chain", "stream", "server"]
CheckState = Literal["works", "failed", "not offered", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeCheck:
    """One line: its name, state, observation, and a hint."""

    name: CheckName
    state: CheckState
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The facts found about a server; None if not determined."""

    coordinates: Coordinates | None = None
    stream: bool | None = None
    chain: bool | None = None
    pictures: Mapping[PictureKind, bool] | None = None  # whether the model saw the content of a picture of that kind
    pictures_in_results: bool | None = None  # whether the model saw the content of a picture in a function's result
    requests: int = 0  # that the model answered


# A failed check no longer matters once the profile has the finding.
_MENDED_BY: Mapping[str, str] = {"space": "coordinates", "stream": "stream", "chain": "chain"}


def changes(provider: Provider, findings: Findings) -> Mapping[str, object]:
    """Return the changes to the profile: findings and tested values that differ from its own."""
    profile = provider.profile
    changed: dict[str, object] = {}
    if not provider.embedded:
        tested = {"base_url": provider.base_url, "dialect": provider.dialect, "model": provider.model}
        changed |= {key: value for key, value in tested.items() if value != getattr(profile, key)}
    usual = {"coordinates": _profile_coordinates(provider), "stream": profile.stream, "chain": profile.chain}
    for key, now in usual.items():
        finding = getattr(findings, key)
        if finding is not None and finding != now:
            changed[key] = finding
    if findings.pictures_in_results not in {None, profile.pictures_in_results}:
        changed["pictures_in_results"] = findings.pictures_in_results
    pictures = findings.pictures or {}
    if pictures.get("png") and not pictures.get(profile.picture):
        changed["picture"] = "png"
    # With the dialect, its coordinates change as well.
    if "dialect" in changed and findings.coordinates is not None:
        changed["coordinates"] = findings.coordinates
    return changed


def _profile_coordinates(provider: Provider) -> Coordinates | None:
    """Return the coordinate space stated by the profile, the API or the model's makers; None if none states one."""
    settings = replace(provider.settings, coordinates=None)
    return stated_coordinates(provider.profile, settings, spoken_dialect(provider.profile, settings))


def passed(checks: Sequence[ProbeCheck], written: Mapping[str, object]) -> bool:
    """Return whether a run can start: every failure is corrected by a change written to the profile."""
    return all(check.state != "failed" or _MENDED_BY.get(check.name) in written for check in checks)


REQUESTS = 8  # about: a model that looks before it clicks is asked more often
# For a high estimate of the cost: tokens around a picture, and tokens of an answer.
TOKENS_AROUND = 2_000
TOKENS_BACK = 600
_FOR_POINTS = MARKS[:3]
_FOR_PICTURES: tuple[tuple[PictureKind, Mark], ...] = (("jpeg", MARKS[3]), ("webp", MARKS[4]))
_TASK = f'Check that "{MARKS[0].word}" is visible'
_ENDS = ("terminate", "answer", "done")
_DECLARED = "Set --coordinates as the model's maker specifies, or try another model."
_GROWN = 1.5
_REFUSED = range(400, 500)
_OFFERED = {"works": True, "not offered": False}  # by a check's state; unknown for other states


@dataclass(frozen=True, slots=True)
class _ClickAnswer:
    """The clicks that answer one question, or why there are none."""

    clicks: tuple[MarkClick, ...] = ()
    why: str = ""

    def hits(self, coordinates: Coordinates) -> bool:
        return any(hits(click, coordinates) for click in self.clicks)

    def miss(self, kind: str) -> str:
        return f"{kind}: {self.why or 'the click misses its mark.'}"


@dataclass(frozen=True, slots=True)
class ProbeSuite:
    """A server under test: how to talk to it, with which key, and the callbacks for the results.

    `talk` begins a conversation like a run's, with changed options; `declared` is the stated coordinate space, None if
    there is none. `note_step` receives the current step.
    """

    dialect: Dialect
    declared: Coordinates | None
    key_name: str
    client: ProbeClient
    picture: PicturePlaceholder  # of the marks
    talk: Callable[..., Conversation]
    report: Callable[[ProbeCheck], None]
    note_step: Callable[[str], None]

    async def examine(self) -> Findings:
        """Make all checks; if the server can't be asked at all, report only one line."""
        self.note_step("asking for an answer")
        first = await self._ask_model(self._question())
        if isinstance(first, ProbeCheck):
            self.report(first)
            return Findings(requests=self.client.answer_count)
        self.note_step("asking for a stream")
        stream = await self._streaming_check()
        streams = stream.state == "works"
        self.note_step("going on from an answer")
        chain = await self._chaining_check(first)
        pointed = [await self._ask_for_click(mark, "png", stream=streams) for mark in _FOR_POINTS]
        clicks = [click for answer in pointed for click in answer.clicks[:1]]
        judgement = judge_clicks(clicks)
        coordinates = declared_or_measured_space(judgement, self.declared)
        pictures, in_results, picture = await self._picture_formats(coordinates, stream=streams)
        for check in (picture, self._space_check(judgement, coordinates), _tool_call_check(pointed), chain, stream):
            self.report(check)
        return Findings(
            coordinates=coordinates,
            stream=_OFFERED.get(stream.state),
            chain=_OFFERED.get(chain.state),
            pictures=pictures,
            pictures_in_results=in_results,
            requests=self.client.answer_count,
        )

    async def _ask_model(
        self, items: Sequence[JsonItem], *, stream: bool = False, previous: str = ""
    ) -> ProbeResponse | ProbeCheck:
        """Return a complete answer, or the line with the reason why there is none."""
        try:
            answer = await self.client.ask(items, stream=stream, previous=previous)
        except ModelError as error:
            return ProbeCheck("server", "failed", error.message, error.hint)
        if isinstance(answer, Refusal):
            refused = refusal_error(answer, self.key_name, self.client.key)
            # What it refuses is the reference to the stored response: the same items without it were accepted.
            forgot = bool(previous) and answer.status in _REFUSED and not is_final(answer)
            # The server has answered before a streamed or continued request: then only the hint of the kind helps.
            hint = kind_hint(answer) if stream or previous else refused.hint
            return ProbeCheck("server", "not offered" if forgot else "failed", refused.message, hint)
        status = answer.response.get("status")
        wrong = answer.response.get("error")
        if status in {"completed", None}:
            return answer
        reason = wrong.get("message") if isinstance(wrong, Mapping) else None
        text = f"The response is “{str(status)[:40]}”{f': {str(reason)[:200]}' if reason else ''}."
        return ProbeCheck("server", "failed", text, "Try again. If the problem persists, try another model.")

    async def _streaming_check(self) -> ProbeCheck:
        answer = await self._ask_model(self._question(), stream=True)
        if isinstance(answer, ProbeCheck):
            return ProbeCheck("stream", "failed", answer.text, answer.hint or "Set stream = false, or use --no-stream.")
        if answer.streamed:
            return ProbeCheck("stream", "works", "Responses come piece by piece.")
        return ProbeCheck("stream", "not offered", "The server sends each response in one piece.")

    async def _chaining_check(self, first: ProbeResponse) -> ProbeCheck:
        """Check whether the server continues an answer by its id."""
        if not first.id:
            return ProbeCheck("chain", "not offered", "Responses have no ID. History is kept on this computer.")
        answer = await self._ask_model(self._next_items(first), previous=first.id)
        if isinstance(answer, ProbeCheck) and answer.state == "failed":
            return ProbeCheck("chain", "failed", answer.text, answer.hint or "Set chain = false, or use --no-chain.")
        if isinstance(answer, ProbeCheck):
            text = f"{answer.text} So history is kept on this computer and sent with each request."
            return ProbeCheck("chain", "not offered", text)
        if _ignores_previous(answer, first):
            text = "The server ignores the responses that it stored, so history is sent with each request."
            return ProbeCheck("chain", "not offered", text)
        return ProbeCheck("chain", "works", "The server continues from a stored response.")

    def _space_check(self, judgement: Judgement, coordinates: Coordinates | None) -> ProbeCheck:
        if coordinates is None:
            return ProbeCheck("space", "failed", judgement.why, _DECLARED)
        if self.declared in {coordinates, None}:
            return ProbeCheck("space", "works", judgement.why)
        misses = (
            "clicks would be off by some pixels" if are_near(coordinates, self.declared) else "every click would miss"
        )
        why = f"{judgement.why} But “{self.declared}” is set, with which {misses}."
        hint = f"Set it to “{coordinates}”: with --write here, or with --coordinates for one run."
        return ProbeCheck("space", "failed", why, hint)

    async def _picture_formats(
        self, coordinates: Coordinates | None, *, stream: bool
    ) -> tuple[Mapping[PictureKind, bool] | None, bool | None, ProbeCheck]:
        """Ask for a click in each other image format: a server may accept one that its model cannot see."""
        if coordinates is None:
            return None, None, ProbeCheck("picture", "unknown", "Only a click on a mark shows whether it is seen.")
        seen: dict[PictureKind, bool] = {"png": True}
        trouble = []
        for kind, mark in _FOR_PICTURES:
            answer = await self._ask_for_click(mark, kind, stream=stream)
            seen[kind] = answer.hits(coordinates)
            trouble += [] if seen[kind] else [answer.miss(f"Not {kind}")]
        in_results = None
        if self.dialect.depends_on_model and self.dialect.own_functions:
            answer = await self._ask_for_click_in_result()
            in_results = answer.hits(coordinates)
            trouble += [] if in_results else [answer.miss("Not in results, so they come in a message after these")]
        seen_names = [*(kind for kind, sees in seen.items() if sees), *(["in results"] if in_results else [])]
        return seen, in_results, ProbeCheck("picture", "works", " ".join([f"Seen: {', '.join(seen_names)}.", *trouble]))

    async def _ask_for_click(self, mark: Mark, kind: PictureKind, *, stream: bool) -> _ClickAnswer:
        self.note_step(f"asking for a click on “{mark.word}” in a picture as {kind}")
        question = MarkQuestion(self.talk(stream=stream), mark, f"image/{kind}")
        try:
            while not question.is_over:
                await question.ask()
                self.client.answer_count += 1
        except ModelError as error:
            return _ClickAnswer(why=error.message)
        return _ClickAnswer(question.clicks, question.why)

    async def _ask_for_click_in_result(self) -> _ClickAnswer:
        """Ask for a click on a mark, and then for one in the picture in the result of that call."""
        self.note_step("sending a picture in a result")
        conversation = self.talk(in_results=True)
        mark = MOVED[1]
        moved = marked_frame("image/png", MOVED)
        try:
            turn = await conversation.think(Opening(f'Click "{MARKS[0].word}"', marked_frame("image/png")))
            self.client.answer_count += 1
            calls = [call for call in turn.calls if not call.call_id.startswith(IN_WORDS)]
            if not calls:
                return _ClickAnswer(why=answer_without_click(turn))
            results = tuple(Result(call.call_id, moved, acts_in_words=("Done.",)) for call in calls)
            turn = await conversation.think(Reply(results, (f'Click "{mark.word}"',), moved))
            self.client.answer_count += 1
        except ModelError as error:
            return _ClickAnswer(why=error.message)
        clicks = clicks_of(turn, mark, conversation.coordinates)
        return _ClickAnswer(clicks, "" if clicks else answer_without_click(turn))

    def _question(self) -> list[JsonItem]:
        return [self.dialect.user([_TASK], self.picture)]

    def _next_items(self, first: ProbeResponse) -> list[JsonItem]:
        """Return the items to send after the first answer; its calls are answered, as some servers require.

        An action that ends a task needs no answer.
        """
        calls = [str(item.get("call_id") or item.get("id")) for item in first.output if self._needs_answer(item)]
        shows = shown_in(self.dialect, calls)
        results = [self.dialect.result(call, self.picture if call in shows else None, (), ()) for call in calls]
        return [*results, *self._question()]

    def _needs_answer(self, item: JsonItem) -> bool:
        if item.get("type") == "function_call":
            return item.get("name") in self.dialect.own_functions
        return item.get("type") == "computer_call" and not _ends(item)


def _tool_call_check(pointed: Sequence[_ClickAnswer]) -> ProbeCheck:
    if any(answer.clicks for answer in pointed):
        return ProbeCheck("tool call", "works", "The model asks for a click where it's told to.")
    why = "; ".join(dict.fromkeys(answer.why for answer in pointed))
    return ProbeCheck("tool call", "failed", why, "Set --family or --dialect as the model's maker specifies.")


def _ends(call: JsonItem) -> bool:
    action = call.get("action")
    return isinstance(action, Mapping) and action.get("type") in _ENDS


def _ignores_previous(answer: ProbeResponse, first: ProbeResponse) -> bool:
    """Return whether a server accepted a continuation but ignored the previous response.

    It names the response that it continued; if it names none, its count of input tokens must at least have grown.
    """
    continued_id = answer.response.get("previous_response_id", first.id)
    if continued_id is not None:
        return continued_id != first.id
    before = first.tokens_read
    after = answer.tokens_read
    return before is not None and after is not None and after < _GROWN * before


@dataclass(frozen=True, slots=True)
class ProbeResponse:
    """One answer: the response, and whether it was streamed."""

    response: JsonItem
    streamed: bool

    @property
    def id(self) -> str:
        """Return the response's id; empty if it has none."""
        name = self.response.get("id")
        return name if isinstance(name, str) else ""

    @property
    def tokens_read(self) -> int | None:
        """Return the server's count of input tokens; None when it is missing."""
        usage = self.response.get("usage")
        count = usage.get("input_tokens") if isinstance(usage, Mapping) else None
        return count if isinstance(count, int) else None

    @property
    def output(self) -> list[JsonItem]:
        """Return the output's items."""
        output = self.response.get("output")
        return [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []


@dataclass(slots=True)
class ProbeClient:
    """A server under test; `template` is that of every request."""

    sender: RequestSender
    template: RequestTemplate
    key: str | None = field(repr=False)  # never shown
    answer_count: int = 0  # answers so far

    async def ask(
        self, items: Sequence[JsonItem], *, stream: bool = False, previous: str = ""
    ) -> ProbeResponse | Refusal:
        """Request a response, again if the server is busy; ModelError if it cannot be reached or read."""
        template = replace(self.template, stream=stream)
        body = template.body(Request(tuple(items), previous), SIZE, chain=True, number=self.answer_count + 1)
        api = template.dialect.api
        request = PreparedRequest(written(api.request(body)), len(items), previous, stream, api, api.place(body))
        answer = await self.sender.ask(request)
        if isinstance(answer, Refusal):
            return answer
        self.answer_count += 1
        return ProbeResponse(answer, self.sender.has_streamed)


# The user is waiting: few tries, and no wait for a lost network.
_PATIENCE = Timeouts(tries=2, outage_s=0.0, gateway_s=0.0)


@dataclass(frozen=True, slots=True)
class ProviderProbe:
    """The test of the provider of flags and settings, and the callbacks for its results."""

    provider: Provider
    report: Callable[[ProbeCheck], None]
    note_step: Callable[[str], None]
    allow_http: Collection[str] = ()  # hosts reached without TLS
    patience: Timeouts = _PATIENCE

    def run(self) -> Findings:
        """Test it, from the first connection to the last click.

        Raises SettingsError for contradictory settings, or if the built-in model can't start; each fault of the
        server is a line of the test.
        """
        with ExitStack() as stack:
            base_url = self.provider.base_url
            key = self.provider.key.value
            if self.provider.embedded:
                self.note_step("starting the built-in model")
                local = stack.enter_context(local_server())
                base_url = local.base_url
                key = local.token
            return asyncio.run(self._findings(base_url, key))

    async def _findings(self, base_url: str, key: str | None) -> Findings:
        profile = self.provider.profile
        settings = replace(self.provider.settings, base_url=base_url, chain=False)
        dialect = spoken_dialect(profile, settings)
        template = request_template(profile, settings, dialect)
        where = endpoint(base_url, self.allow_http, dialect.api)
        http = Client(where, {**dialect.api.headers, **profile.credentials(key)}, self.patience)
        # Only the computer tool is tested: a function call would need an answer of its own.
        sender = RequestSender(http, _ignore)
        client = ProbeClient(sender, replace(template, functions=()), key)

        source = self.provider.key.source
        key_name = " or ".join(key_variables(profile, base_url)) if source == SESSION else source

        def talk(*, stream: bool | None = settings.stream, in_results: bool | None = None) -> Conversation:
            return Conversation(
                profile if in_results is None else replace(profile, pictures_in_results=in_results),
                replace(settings, stream=stream),
                key=key,
                announce=_ignore,
                sender=sender,
                key_source=key_name,
                steps_down=False,
            )

        try:
            return await ProbeSuite(
                dialect=dialect,
                declared=stated_coordinates(profile, settings, dialect),
                key_name=key_name,
                client=client,
                picture=picture_of(marked_frame("image/png")),
                talk=talk,
                report=self.report,
                note_step=self.note_step,
            ).examine()
        finally:
            await http.close()


def _ignore(event: Event) -> None:
    """Ignore the events of a run: results are reported as checks."""

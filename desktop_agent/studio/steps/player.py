"""Plays steps in the place of a model: it looks for the place of each, waits for it, and stops on a real difference.

It knows no screen and no input: what it asks for goes through the run's own loop, rules and questions. Steps without a
place are the built-in model's, one at a time. What does not fit any more goes to a real model, where there is one to
fall back on, and the steps go on after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desktop_agent.core.actions import Click, Finish, Scroll, Wait
from desktop_agent.core.display_text import foreign
from desktop_agent.core.events import STEPS, Announce, Noticed, RequestSent
from desktop_agent.core.frame import Frame
from desktop_agent.core.message import Message, sentences, template
from desktop_agent.core.turn import Call, ModelInput, NotDone, Opening, Proposal, Reply, SafetyCheck, StepThought, Turn
from desktop_agent.host.stand_in import RealModels, Sight
from desktop_agent.run.ports import Model
from desktop_agent.studio.steps.place import FoundPlace, PlaceFinder, PlaceMissing, already
from desktop_agent.studio.steps.playing import Played, PlayedStep, wanted_of
from desktop_agent.studio.steps.step import StepTarget
from desktop_agent.studio.steps.words import BRIEF

# Seconds before each further look for a place that is not there: no two in a row alike, as that would be no progress.
LOOKS_S: Final = (0.2, 0.3, 0.5, 0.8, 1.2, 1.7, 2.3, 3.0)
LATE_S: Final = (3.6, 4.3, 5.1)  # and after these, where the program may be slow to tell what is there
AGAIN_S: Final = 0.6  # before the second look at what is on already: programs show that late
TRIES: Final = 3  # how often an act is tried again that could not be carried out
FOREIGN: Final = SafetyCheck("", "foreign_steps", Message("These steps come from another computer. Review each one."))
_OWN_STATE: Final = frozenset({"check box", "switch"})
_SHOWN = 60
_REHEARSED = template(
    "A rehearsal doesn't carry out any steps, so this one ends at step {number} of {of}: {text}. {why}"
)
_SENDS = Message("The steps are played without a model, and nothing leaves this computer.")


NewModel = Callable[[], Model]


@dataclass(frozen=True, slots=True)
class StepHelp:
    """Who does what the player cannot: the built-in model for steps without a place, another for what does not fit."""

    offline: NewModel | None = None
    fallback: NewModel | None = None


@dataclass(slots=True)
class _At:
    """How far the player is with one step."""

    waited: bool = False
    looks: int = 0
    seen: str = ""  # why nothing is left to be done for it
    model: Model | None = None  # that does this step
    ids: dict[str, str] = field(default_factory=dict)  # of its calls, by those that the run has for them


class StepPlayer:
    """Plays the steps of one run, once."""

    def __init__(
        self,
        played: Played,
        finder: PlaceFinder,
        announce: Announce,
        *,
        helped: StepHelp,
        foreign: bool = False,
    ) -> None:
        self._played, self._finder, self._announce = played, finder, announce
        self._help, self._foreign = helped, foreign
        self._next, self._turns, self._at = 0, 0, _At()
        self._rehearses, self._acted = False, False  # the last answer asked for the act of a step
        self._failed: list[int] = []  # the steps whose act could not be carried out, each time that it could not
        self._begun: list[Model] = []

    async def think(self, message: ModelInput) -> Turn:
        """Return the next act, a wait before another look, or the end."""
        self._turns += 1
        ended = self._after(message.not_done) if isinstance(message, Reply) and self._at.model is None else None
        self._acted = False
        turn = ended or await self._turn(message)
        return self._as_ours(turn)

    async def cancel(self) -> None:
        """Cancel the answer of the model that does a step, if one does."""
        if self._at.model is not None:
            await self._at.model.cancel()

    async def forget(self) -> None:
        """Have whatever servers were asked delete what they stored."""
        for model in self._begun:
            await model.forget()

    def _after(self, not_done: NotDone | None) -> Turn | None:
        """Go on after the last act; return the end where it was refused, or failed too often."""
        if not_done is None:
            return None
        did = self._played.steps[max(0, self._next - self._acted)]
        if not_done.why == "rehearsed":
            self._rehearses = True
        elif not_done.why == "refused":
            return self._end(did, not_done.text)
        elif self._acted:
            self._next, self._at = self._next - 1, _At(waited=True)
            self._failed += [did.number] if not_done.why == "failed" else []
            if self._failed.count(did.number) > TRIES:
                return self._end(did, not_done.text)
        return None

    async def _turn(self, message: ModelInput) -> Turn:
        frame, thoughts = message.frame, list[StepThought]()
        while self._next < len(self._played.steps):
            one = self._played.steps[self._next]
            turn = await self._step(one, message)
            if turn is not None:
                return replace(turn, steps=(*thoughts, *turn.steps))
            thoughts.append(self._thought(one, self._at.seen or Message("It is done.")))
            self._next, self._at = self._next + 1, _At()
            message = Opening("", frame)
        return Turn(steps=tuple(thoughts), finish=Finish("success", self._done()), exact=True)

    async def _step(self, one: PlayedStep, message: ModelInput) -> Turn | None:
        """Return what a step asks for next; None where nothing is left to be done for it."""
        if one.step.wait_s and not self._at.waited:
            self._at.waited = True
            return self._wait(one, one.step.wait_s, Message("I'm waiting because the step says to."))
        if self._at.model is not None:
            return await self._by_model(one, self._at.model, message)
        if one.act is None:
            if self._help.offline is None:
                return self._end(one, Message("The screen can't be read on this computer."))
            self._at.model = self._begin(self._help.offline)
            return await self._by_model(one, self._at.model, Opening(one.text, message.frame))
        place = await self._place(one, message.frame)
        if isinstance(place, PlaceMissing):
            return await self._not_there(one, place, message.frame)
        if _is_switched_already(one, place):
            return self._already(one, checked=bool(place.checked))
        return self._act(one, place)

    async def _place(self, one: PlayedStep, frame: Frame) -> FoundPlace | PlaceMissing:
        assert one.act is not None  # noqa: S101 - for the type alone
        if one.anchored:
            find = self._finder.find_pane if isinstance(one.act.action, Scroll) else self._finder.find
            return await find(wanted_of(one, self._played.book), frame)
        missing = await self._finder.has_keyboard(one.step.window, one.step.target, one.act.action, frame)
        return missing or FoundPlace((), "")

    def _act(self, one: PlayedStep, place: FoundPlace) -> Turn:
        assert one.act is not None  # noqa: S101 - for the type alone
        action = one.act.at(place.points)
        written = {"type": "step", "step": one.number, "text": one.text}
        calls = (Call("", (Proposal(action, written),) * one.act.times),)
        seen = Message("The target was found {way}.", way=place.way) if place.way else ""
        self._next, self._at, self._acted = self._next + 1, _At(), True
        self._sent()
        return Turn(steps=(self._thought(one, seen),), calls=calls)

    def _already(self, one: PlayedStep, *, checked: bool) -> Turn | None:
        """Look twice at what is on, or off, as the step left it; None where nothing is left to be done.

        A check box has its state by itself. A button may show that of what is chosen, and then the step meant another.
        """
        target = one.step.target or StepTarget("", "")
        why = already(foreign(target.name or target.kind, _SHOWN), on=checked)
        if not self._at.seen:
            self._at.seen = why
            return self._wait(one, AGAIN_S, sentences(why, Message("I look again.")))
        return None if target.kind in _OWN_STATE else self._end(one, why)

    async def _not_there(self, one: PlayedStep, missing: PlaceMissing, frame: Frame) -> Turn:
        if self._rehearses:
            text = Message(_REHEARSED, number=one.number, of=self._played.of, text=one.text, why=missing.why)
            return Turn(finish=Finish("success", text))
        looks = LOOKS_S + (LATE_S if missing.late else ())
        if self._at.looks < len(looks):
            seconds = looks[self._at.looks]
            self._at.looks += 1
            return self._wait(one, seconds, sentences(missing.why, Message("I look again.")))
        if self._help.fallback is None:
            return self._end(one, missing.why)
        self._announce(
            Noticed(
                "warning", Message("{step} Another model will do this step.", step=self._thought(one, missing.why).line)
            )
        )
        self._at.model = self._begin(self._help.fallback)
        brief = BRIEF.format(text=one.text, title=self._played.title, why=missing.why)
        return await self._by_model(one, self._at.model, Opening(brief, frame)) or self._wait(
            one, 0.1, Message("It is done.")
        )

    async def _by_model(self, one: PlayedStep, model: Model, message: ModelInput) -> Turn | None:
        """Return what another model asks for in a step's place; None when it is done with it."""
        if isinstance(message, Reply) and message.not_done and message.not_done.why == "refused":
            return self._end(one, message.not_done.text)
        turn = await model.think(_with_ids(message, self._at.ids))
        words = (*turn.reasoning, *(thought.seen for thought in turn.steps))  # it counts the steps of its own task
        turn = replace(turn, reasoning=(), steps=tuple(self._thought(one, text) for text in words))
        said = turn.messages[-1] if turn.messages else ""
        if turn.finish is not None and turn.finish.status == "failed":
            return replace(self._end(one, turn.unmet or turn.finish.text), steps=turn.steps)
        if turn.calls or turn.looks or (said.rstrip().endswith("?") and turn.finish is None):
            return turn
        return None

    def _end(self, one: PlayedStep, why: str) -> Turn:
        where = Message(
            "I stopped at step {number} of {of}: {part}.",
            number=one.number,
            of=self._played.of,
            part=one.step.name or one.text,
        )
        return Turn(finish=Finish("failed", sentences(where, why)))

    def _done(self) -> str:
        rehearsed = Message("This was a rehearsal: all steps were shown, but nothing was carried out.")
        return rehearsed if self._rehearses else Message("All steps are done.")

    def _wait(self, one: PlayedStep, seconds: float, why: str) -> Turn:
        proposal = Proposal(Wait(seconds), {"type": "wait", "seconds": seconds})
        self._sent()
        return Turn(steps=(self._thought(one, why),), calls=(Call("", (proposal,)),))

    def _as_ours(self, turn: Turn) -> Turn:
        """Return the turn with ids that no other has, and with a check where a person has to look at each step."""
        ids = tuple(f"step_{self._turns}_{number}" for number in range(len(turn.calls)))
        self._at.ids |= {one: call.call_id for one, call in zip(ids, turn.calls, strict=True)}
        calls = tuple(self._checked(replace(call, call_id=one)) for call, one in zip(turn.calls, ids, strict=True))
        return replace(turn, calls=calls)

    def _checked(self, call: Call) -> Call:
        waits = all(isinstance(one.action, Wait) for one in call.proposals)
        if not self._foreign or waits or call.called != "computer":
            return call
        raw = {"id": f"foreign_{self._turns}", "code": FOREIGN.code, "message": FOREIGN.message}
        return replace(call, checks=(*call.checks, SafetyCheck(**raw, raw=raw)))

    def _begin(self, new: NewModel) -> Model:
        model = new()
        self._begun.append(model)
        return model

    def _thought(self, one: PlayedStep, seen: str) -> StepThought:
        return StepThought(one.number, self._played.of, one.step.name or one.text, seen)

    def _sent(self) -> None:
        self._announce(RequestSent(1, 1, 0, chained=False, previous_response_id=None))


def _is_switched_already(one: PlayedStep, place: FoundPlace) -> bool:
    """Tell whether a step turned something on or off that is so by now: another press would undo it."""
    action = one.act.action if one.act is not None else None
    is_press = isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())
    before = one.step.target.checked if one.step.target is not None else None
    return is_press and before is not None and place.checked is (not before)


def _with_ids(message: ModelInput, ids: Mapping[str, str]) -> ModelInput:
    """Return the message with the ids that the calls had as the model asked for them."""
    if isinstance(message, Opening):
        return message
    results = tuple(replace(one, call_id=ids.get(one.call_id, one.call_id)) for one in message.results)
    return replace(message, results=results, abandon=tuple(ids.get(one, one) for one in message.abandon))


@dataclass(frozen=True, slots=True)
class StepsToPlay:
    """Steps for a run; `foreign` ones are asked about one by one. What does not fit may go to the run's provider."""

    played: Played
    foreign: bool = False
    falls_back: bool = False

    name = STEPS
    provider = None

    @property
    def words(self) -> str:
        """Return what the steps say, a line each."""
        return "\n".join(one.text for one in self.played.steps)

    @property
    def chooses_pictures(self) -> bool:
        """Return False: each picture is looked at."""
        return False

    @property
    def sends(self) -> str | None:
        """Return that nothing leaves this computer, unless a step that does not fit goes to a model."""
        return None if self.falls_back else _SENDS

    def model(self, sight: Sight, models: RealModels) -> Model:
        """Return what plays the steps; `models` are for one without a place, and one that does not fit any more."""
        offline, on_server = models
        reader, stream = sight.reader, sight.stream
        eyes = sight.surroundings
        finder = PlaceFinder(eyes.target, eyes.controls, sight.windows.describe, reader.read if reader else None)
        help_by = StepHelp(offline, on_server if self.falls_back else None)
        return StepPlayer(self.played, finder, stream, helped=help_by, foreign=self.foreign)

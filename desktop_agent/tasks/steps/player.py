"""A player of steps in the role of a model: it waits for the place of each step, and stops on a real difference.

It has no access to screen or input: its actions go through the run's loop, rules and approvals. The built-in model does
steps without a place, one at a time. A wish goes to the provider's model, as does a step that no longer fits, if there
is one; then the player continues with the next line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desktop_agent.core.actions.action import Click, Finish, Press, Scroll, Type, Wait
from desktop_agent.core.controls.locator import kind_name
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import STEPS, Announce, Noticed, RequestSent
from desktop_agent.core.runs.turn import (
    Call,
    ModelInput,
    NotDone,
    Opening,
    Proposal,
    Reply,
    SafetyCheck,
    StepThought,
    Turn,
)
from desktop_agent.core.texts.message import Message, foreign, plural, sentences, template
from desktop_agent.run.ports import Model
from desktop_agent.runtime.provider.run_model import RealModels, Sight
from desktop_agent.runtime.spec import TaskLines
from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.saved.variables import filled_lines
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.place import FoundPlace, PlaceFinder, PlaceMissing, already
from desktop_agent.tasks.steps.playing import Played, PlayedStep, played, recorded_place
from desktop_agent.tasks.steps.words import BRIEF, WISH
from desktop_agent.tasks.task import StepTarget

# Seconds before each further look for a missing place. No two in a row are equal, as the run would see no progress.
LOOKS_S: Final = (0.2, 0.3, 0.5, 0.8, 1.2, 1.7, 2.3, 3.0)
LATE_S: Final = (3.6, 4.3, 5.1)  # after these, where the program may be slow to report its controls
AGAIN_S: Final = 0.6  # before the second look at a control that is on already: programs show a change late
TRIES: Final = 3  # retries of an action that could not be carried out
FOREIGN: Final = SafetyCheck("", "foreign_steps", Message("These steps come from another computer. Review each one."))
_OWN_STATE: Final = frozenset({"check box", "switch"})
_LONGEST_NAME = 60
_REHEARSED = template(
    "A rehearsal doesn't carry out any steps, so this one ends at step {number} of {of}: {text}. {why}"
)
_SENDS = Message("The steps are played without a model, and nothing leaves this computer.")


NewModel = Callable[[], Model]


@dataclass(frozen=True, slots=True)
class StepHelp:
    """Models for what the player cannot do: `offline` for steps without a place, `fallback` for wishes and misfits."""

    offline: NewModel | None = None
    fallback: NewModel | None = None


@dataclass(slots=True)
class _StepProgress:
    """The progress of one step."""

    waited: bool = False
    looks: int = 0
    has_closed_list: bool = False  # that covered the place
    done_reason: str = ""  # why the step needs no action
    model: Model | None = None  # that does this step
    ids: dict[str, str] = field(default_factory=dict)  # the model's call ids, by the run's


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
        self._played = played
        self._finder = finder
        self._announce = announce
        self._help = helped
        self._foreign = foreign
        self._next = 0
        self._turns = 0
        self._progress = _StepProgress()
        # `_acted`: the last turn had a step's action
        self._rehearses = False
        self._acted = False
        self._click: tuple[PlayedStep, FoundPlace, Frame] | None = None  # the last turn's, and its picture
        self._failed: list[int] = []  # step numbers, one for each failed try
        self._started_models: list[Model] = []
        self._helped = 0  # steps by the fallback, whose word is not checked

    async def think(self, message: ModelInput) -> Turn:
        """Return the next act, a wait before another look, or the end."""
        self._turns += 1
        ended = (
            self._turn_after_result(message.not_done)
            if isinstance(message, Reply) and self._progress.model is None
            else None
        )
        self._acted = False
        turn = ended or await self._turn_after_miss(message) or await self._next_turn(message)
        return self._with_own_ids(turn)

    async def cancel(self) -> None:
        """Cancel the answer of the model that is doing a step, if any."""
        if self._progress.model is not None:
            await self._progress.model.cancel()

    async def forget(self) -> None:
        """Make the models' servers delete what they stored."""
        for model in self._started_models:
            await model.forget()

    def _turn_after_result(self, not_done: NotDone | None) -> Turn | None:
        """Process the result of the last action; return the final turn where it was refused, or failed too often."""
        if not_done is None:
            return None
        failed_step = self._played.steps[max(0, self._next - self._acted)]
        if not_done.why == "rehearsed":
            self._rehearses = True
        elif not_done.why == "refused":
            return self._failed_turn(failed_step, not_done.for_person)
        elif self._acted:
            self._next = self._next - 1
            self._progress = _StepProgress(waited=True)
            self._failed += [failed_step.number] if not_done.why == "failed" else []
            if self._failed.count(failed_step.number) > TRIES:
                return self._failed_turn(failed_step, not_done.for_person)
        return None

    async def _turn_after_miss(self, message: ModelInput) -> Turn | None:
        """Return a second look after a click that didn't reach its control, then the end; None if it may have."""
        click = None if isinstance(message, Reply) and message.not_done else self._click
        self._click = None
        why = await self._finder.why_missed(*click[1:], message.frame) if click else ""
        if click is None or not why:
            return None
        step = click[0]
        if self._progress.looks:
            return self._failed_turn(step, why)
        self._click = click
        self._progress.looks = 1
        return self._wait_turn(step, AGAIN_S, sentences(why, Message("I look again.")))

    async def _next_turn(self, message: ModelInput) -> Turn:
        frame = message.frame
        thoughts = list[StepThought]()
        while self._next < len(self._played.steps):
            step = self._played.steps[self._next]
            turn = await self._step_turn(step, message)
            if turn is not None:
                return replace(turn, steps=(*thoughts, *turn.steps))
            thoughts.append(self._thought(step, self._progress.done_reason or Message("It is done.")))
            self._next = self._next + 1
            self._progress = _StepProgress()
            message = Opening("", frame)
        return Turn(steps=tuple(thoughts), finish=Finish("success", self._end_message()), exact=not self._helped)

    async def _step_turn(self, step: PlayedStep, message: ModelInput) -> Turn | None:
        """Return a step's next turn; None where the step is finished."""
        if step.step.wait_s and not self._progress.waited:
            self._progress.waited = True
            return self._wait_turn(step, step.step.wait_s, Message("I'm waiting because the step says to."))
        if self._progress.model is not None:
            return await self._model_turn(step, self._progress.model, message)
        if step.step.is_wish and self._help.fallback is not None:
            brief = WISH.format(text=step.step.text, title=self._played.title)
            return await self._new_model_turn(self._help.fallback, step, Opening(brief, message.frame))
        if step.act is None:
            if self._help.offline is None:
                return self._failed_turn(step, Message("The screen can't be read on this computer."))
            return await self._new_model_turn(self._help.offline, step, Opening(step.step.text, message.frame))
        place = await self._find_place(step, message.frame)
        if isinstance(place, PlaceMissing):
            return await self._turn_without_place(step, place, message.frame)
        if _is_in_final_state(step, place):
            return self._turn_if_in_state(step, place)
        return self._act_turn(step, place, message.frame)

    async def _find_place(self, step: PlayedStep, frame: Frame) -> FoundPlace | PlaceMissing:
        assert step.act is not None  # noqa: S101 - for the type alone
        if step.anchored:
            find = self._finder.find_pane if isinstance(step.act.action, Scroll) else self._finder.find
            return await find(recorded_place(step, self._played.book), frame)
        missing = await self._finder.missing_focus(step.step.window, step.step.target, step.act.action, frame)
        return missing or FoundPlace((), "")

    def _act_turn(self, step: PlayedStep, place: FoundPlace, frame: Frame) -> Turn:
        assert step.act is not None  # noqa: S101 - for the type alone
        written = {"type": "step", "step": step.number, "text": step.step.text}
        calls = (Call("", tuple(Proposal(action, written) for action in step.act.actions_at(place.points))),)
        detail = Message("The target was found {way}.", way=place.way) if place.way else ""
        self._click = (step, place, frame) if isinstance(step.act.action, Click) else None
        self._next = self._next + 1
        self._progress = _StepProgress()
        self._acted = True
        self._announce_request()
        return Turn(steps=(self._thought(step, detail),), calls=calls)

    def _turn_if_in_state(self, step: PlayedStep, place: FoundPlace) -> Turn | None:
        """Return a second look at a control that has its final state already; None where the step is finished.

        A check box has a state of its own. A button may show the state of the selection, which may be another one now.
        """
        target = step.step.target or StepTarget("", "")
        why = already(foreign(target.name or target.kind, _LONGEST_NAME), on=bool(place.checked))
        if not self._progress.done_reason:
            self._progress.done_reason = why
            return self._wait_turn(step, AGAIN_S, sentences(why, Message("I look again.")))
        kinds = {target.kind, kind_name(place.control.role) if place.control else ""} - {""}
        return None if kinds and kinds <= _OWN_STATE else self._failed_turn(step, why)

    async def _turn_without_place(self, step: PlayedStep, missing: PlaceMissing, frame: Frame) -> Turn:
        if self._rehearses:
            text = Message(_REHEARSED, number=step.number, of=self._played.of, text=step.step.text, why=missing.why)
            return Turn(finish=Finish("success", text))
        if missing.below_list and not self._progress.has_closed_list and self._has_just_typed():
            # A browser offers what was typed into such a field before, over the fields below.
            self._progress.has_closed_list = True
            return self._escape_turn(step, missing.why)
        looks = LOOKS_S + (LATE_S if missing.late else ())
        if self._progress.looks < len(looks):
            seconds = looks[self._progress.looks]
            self._progress.looks += 1
            return self._wait_turn(step, seconds, sentences(missing.why, Message("I look again.")))
        if self._help.fallback is None:
            return self._failed_turn(step, missing.why)
        self._announce(
            Noticed(
                "warning",
                Message("{step} Another model will do this step.", step=self._thought(step, missing.why).line),
            )
        )
        brief = BRIEF.format(text=step.step.text, title=self._played.title, why=missing.why)
        return await self._new_model_turn(self._help.fallback, step, Opening(brief, frame)) or self._wait_turn(
            step, 0.1, Message("It is done.")
        )

    async def _new_model_turn(self, new: NewModel, step: PlayedStep, opening: Opening) -> Turn | None:
        self._helped += new is self._help.fallback
        model = new()
        self._progress.model = model
        self._started_models.append(model)
        return await self._model_turn(step, model, opening)

    async def _model_turn(self, step: PlayedStep, model: Model, message: ModelInput) -> Turn | None:
        """Return another model's turn for a step; None when it has finished the step."""
        if isinstance(message, Reply) and message.not_done and message.not_done.why == "refused":
            return self._failed_turn(step, message.not_done.for_person)
        turn = await model.think(_with_ids(message, self._progress.ids))
        words = (
            *turn.reasoning,
            *(thought.seen for thought in turn.steps),
        )  # without its numbers, which count the steps of its own task
        turn = replace(turn, reasoning=(), steps=tuple(self._thought(step, text) for text in words))
        last_message = turn.messages[-1] if turn.messages else ""
        if turn.finish is not None and turn.finish.status == "failed":
            return replace(self._failed_turn(step, turn.unmet or turn.finish.text), steps=turn.steps)
        if turn.calls or turn.looks or (last_message.rstrip().endswith("?") and turn.finish is None):
            return turn
        return None

    def _failed_turn(self, step: PlayedStep, why: str) -> Turn:
        where = Message(
            "I stopped at step {number} of {of}: {part}.",
            number=step.number,
            of=self._played.of,
            part=step.step.title,
        )
        return Turn(finish=Finish("failed", sentences(where, why)))

    def _end_message(self) -> str:
        if self._rehearses:
            return Message("This was a rehearsal: all steps were shown, but nothing was carried out.")
        done = Message("Every step was carried out.")
        helped = plural(
            "For {count} step, that's only what another model says.",
            "For {count} steps, that's only what another model says.",
            count=self._helped,
        )
        return sentences(done, helped) if self._helped else done

    def _has_just_typed(self) -> bool:
        """Return whether the step before this one has typed a text."""
        before = self._played.steps[self._next - 1].act if self._next else None
        return before is not None and isinstance(before.action, Type)

    def _escape_turn(self, step: PlayedStep, why: str) -> Turn:
        proposal = Proposal(Press(("escape",)), {"type": "keypress", "keys": ["escape"]})
        self._announce_request()
        thought = self._thought(step, sentences(why, Message("I close the list that the text has opened.")))
        return Turn(steps=(thought,), calls=(Call("", (proposal,)),))

    def _wait_turn(self, step: PlayedStep, seconds: float, why: str) -> Turn:
        proposal = Proposal(Wait(seconds), {"type": "wait", "seconds": seconds})
        self._announce_request()
        return Turn(steps=(self._thought(step, why),), calls=(Call("", (proposal,)),))

    def _with_own_ids(self, turn: Turn) -> Turn:
        """Return the turn with unique call ids, and with a safety check where a person has to review each step."""
        ids = tuple(f"step_{self._turns}_{number}" for number in range(len(turn.calls)))
        self._progress.ids |= {call_id: call.call_id for call_id, call in zip(ids, turn.calls, strict=True)}
        calls = tuple(
            self._with_safety_check(replace(call, call_id=call_id))
            for call, call_id in zip(turn.calls, ids, strict=True)
        )
        return replace(turn, calls=calls)

    def _with_safety_check(self, call: Call) -> Call:
        waits = all(isinstance(proposal.action, Wait) for proposal in call.proposals)
        if not self._foreign or waits or call.called != "computer":
            return call
        raw = {"id": f"foreign_{self._turns}", "code": FOREIGN.code, "message": FOREIGN.message}
        return replace(call, checks=(*call.checks, SafetyCheck(**raw, raw=raw)))

    def _thought(self, step: PlayedStep, detail: str) -> StepThought:
        return StepThought(step.number, self._played.of, step.step.title, detail)

    def _announce_request(self) -> None:
        self._announce(RequestSent(1, 1, 0, chained=False, previous_response_id=None))


def _is_in_final_state(step: PlayedStep, place: FoundPlace) -> bool:
    """Return whether a control has the state already that the step gives it: another press would undo it."""
    action = step.act.action if step.act is not None else None
    is_press = isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())
    before = step.step.target.checked if step.step.target is not None else None
    return is_press and before is not None and place.checked is (not before)


def _with_ids(message: ModelInput, ids: Mapping[str, str]) -> ModelInput:
    """Return the message with the model's own call ids."""
    if isinstance(message, Opening):
        return message
    results = tuple(replace(result, call_id=ids.get(result.call_id, result.call_id)) for result in message.results)
    return replace(message, results=results, abandon=tuple(ids.get(call_id, call_id) for call_id in message.abandon))


def stand_in(lines: TaskLines) -> StepsToPlay:
    """Return what plays the lines of a task; SettingsError where they are faulty."""
    task = parse_task(lines.text, Message("The task"))
    book = StepBook(task, lines.pictures.get)
    steps = played(book, filled_lines(task, lines.values), lines.leave_out, lines.start)
    return StepsToPlay(steps, foreign=lines.foreign, falls_back=lines.falls_back)


@dataclass(frozen=True, slots=True)
class StepsToPlay:
    """Steps for a run; `foreign` steps are reviewed one by one. `falls_back`: a model may do what doesn't fit."""

    played: Played
    foreign: bool = False
    falls_back: bool = False

    name = STEPS
    provider = None

    @property
    def words(self) -> str:
        """Return the steps' texts, one a line."""
        return "\n".join(step.step.text for step in self.played.steps)

    @property
    def chooses_pictures(self) -> bool:
        """Return False: every picture is used."""
        return False

    @property
    def sends(self) -> str | None:
        """Return the message that nothing leaves this computer; None if a model may do steps that don't fit."""
        return None if self.falls_back else _SENDS

    def model(self, sight: Sight, models: RealModels) -> Model:
        """Return the player; `models` do steps without a place, and steps that no longer fit."""
        offline, on_server = models
        reader = sight.reader
        stream = sight.stream
        eyes = sight.surroundings
        finder = PlaceFinder(eyes.target, eyes.controls, sight.windows.describe, reader.read if reader else None)
        help_by = StepHelp(offline, on_server if self.falls_back else None)
        return StepPlayer(self.played, finder, stream, helped=help_by, foreign=self.foreign)

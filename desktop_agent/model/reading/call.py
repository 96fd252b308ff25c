"""Reads computer calls: their ids, their actions, and the safety checks that a person must confirm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from desktop_agent.core.errors import DialectError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import Call, InvalidAction, Proposal, SafetyCheck
from desktop_agent.model.caps import MAX_CHECKS, Caps
from desktop_agent.model.reading.action import read_action
from desktop_agent.model.reading.shapes import OutputItem
from desktop_agent.model.space import Space, Unreadable
from desktop_agent.model.strict_json import printable, printable_object

NOT_COMPLETE = "The call was not complete; nothing of it was done."
_FAULTY = "Nothing of it was done; the server is faulty."


@dataclass(frozen=True, slots=True)
class Identities:
    """The ids of the calls in one response, with what each of them says."""

    longest: int  # characters that an id may have
    answered: frozenset[str] = frozenset()  # done by the server: its own output stands beside them
    _seen: dict[str, Mapping[str, object]] = field(default_factory=dict)

    @classmethod
    def answered_in(cls, output: Sequence[object], longest: int) -> Identities:
        """Return identities that know which calls the server has answered itself."""
        outputs = [item for item in output if isinstance(item, dict) and str(item.get("type")).endswith("_output")]
        names = [item.get("call_id") or item.get("id") for item in outputs]
        return cls(longest, frozenset(name for name in names if isinstance(name, str)))

    def new(self, name: str, content: Mapping[str, object]) -> bool:
        """Tell whether a call has to be looked at: not seen, and not answered by the server.

        Raises DialectError for a call without an id, or an id that comes twice with different content.
        """
        if not name or len(name) > self.longest:
            raise DialectError("The model's answer holds a call without a usable id.", _FAULTY)
        said = {key: value for key, value in content.items() if key != "id"}
        if name in self._seen:
            if self._seen[name] != said:
                raise DialectError("The model's answer holds two different calls with the same id.", _FAULTY)
            return False
        self._seen[name] = said
        return name not in self.answered


class CallReader:
    """Collects the computer calls of one response."""

    def __init__(
        self, own: tuple[str, ...], space: Space, caps: Caps, identities: Identities, provider: str = ""
    ) -> None:
        self.identities = identities
        self.calls: list[Call] = []
        self.notices: list[str] = []
        self._own, self._space, self._caps = own, space, caps
        what = "on the grid of 0 to 999" if space.coordinates == "grid1000" else "in pixels of the picture"
        self._elsewhere = (
            f"A coordinate cannot be one {what}, so nothing was done there. What this model means is found out by: "
            f"desktop-agent providers test {provider or 'NAME'}"
        )

    def take(self, item: OutputItem) -> None:
        """Read one computer call."""
        if not item.call_id and item.id:
            self.notices.append("The server gives its calls no call_id; their id is used.")
        name = item.call_id or item.id
        content = {"actions": _actions(item), "checks": item.pending_safety_checks, "status": item.status}
        if self.identities.new(name, content):
            self.calls.append(Call(name, self._proposals(item), _checks(item.pending_safety_checks)))

    def take_function(self, item: OutputItem, called: Callable[[], JsonItem | None]) -> bool:
        """Read the call of a function that may work the computer; False where it does not."""
        name = item.call_id or item.id
        try:
            action = called()
            if action is None:
                return False
            read, content = item.model_copy(update={"action": action, "actions": None}), dict(action)
            proposals = partial(self._proposals, read)
        except Unreadable as why:
            content = {"arguments": item.arguments}
            proposals = partial(_misfits, str(printable(str(why))), {"type": item.name, "arguments": item.arguments})
        if self.identities.new(name, {**content, "name": item.name, "status": item.status}):
            full = len(self.calls) >= self._caps.batch_actions
            left = f"Only {self._caps.batch_actions} actions are taken at once; this was not done."
            self.calls.append(Call(name, _misfits(left, content) if full else proposals()))
        return True

    def take_words(self, name: str, action: JsonItem | Unreadable) -> None:
        """Read a call that the model has written in words."""
        if isinstance(action, Unreadable):
            proposals = _misfits(str(printable(str(action))), {"type": "text"})
        else:
            proposals = self._proposals(OutputItem(action=action))
        self.calls.append(Call(name, proposals))

    def _proposals(self, item: OutputItem) -> tuple[Proposal, ...]:
        actions, cap = _actions(item), self._caps.batch_actions
        if item.status not in {"", "completed"}:
            return (_misfit(NOT_COMPLETE, actions),)
        if not actions:
            return (_misfit("The call holds no action.", actions),)
        read = tuple(self._read(action) for action in actions[:cap])
        if len(actions) <= cap:
            return read
        left = f"Only {cap} actions are taken at once; the last {len(actions) - cap} were not done."
        return (*read, _misfit(left, actions[cap : cap + 1]))

    def _read(self, action: object) -> Proposal:
        read = read_action(action, self._own, self._space, self._caps)
        self.notices += [*read.notices, *([self._elsewhere] if read.outside else [])]
        return read.proposal


def _actions(item: OutputItem) -> list[object]:
    if isinstance(item.actions, list) and item.actions:
        return item.actions
    return [] if item.action is None else [item.action]


def _misfit(reason: str, actions: list[object]) -> Proposal:
    first: JsonItem = printable_object(actions[0]) if actions and isinstance(actions[0], dict) else {}
    return Proposal(InvalidAction(reason), first)


def _misfits(reason: str, said: JsonItem) -> tuple[Proposal, ...]:
    return (_misfit(reason, [said]),)


def _checks(checks: object) -> tuple[SafetyCheck, ...]:
    """Return the checks; one that cannot be read is still one that a person has to see."""
    found = checks if isinstance(checks, list) else [] if checks is None else [checks]
    if len(found) > MAX_CHECKS:
        raise DialectError(f"A call comes with {len(found)} safety checks, more than a person can read.", _FAULTY)
    return tuple(_check(check) for check in found)


def _check(check: object) -> SafetyCheck:
    if not isinstance(check, dict):
        return SafetyCheck("", "unreadable", str(printable(str(check)[:1000])))
    name, code, message = (check.get(key) for key in ("id", "code", "message"))
    return SafetyCheck(
        id=str(printable(name)) if isinstance(name, str) else "",
        code=str(printable(code)) if code is not None else "",
        message=str(printable(message)) if message is not None else "",
        raw=check,
    )

"""What a scripted server says: answers in a form of their own, written out in each dialect's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop_agent.model.families import GENERIC
from tests.fakes.servers.family_words import family_item, family_offered, family_space
from tests.fakes.servers.vendors import VENDORS
from tests.fakes.servers.vendors.vendor import objects_in, scaled

Item = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Actions:
    """Actions to be called for: one call holding all of them in `openai`, one call for each elsewhere."""

    actions: tuple[Item, ...]
    checks: tuple[Item, ...] = ()
    call_id: str = ""  # made up when empty


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one request: pieces of output, or a fault."""

    pieces: tuple[Item | Actions, ...] = ()
    status: str = "completed"
    extra: Item = field(default_factory=dict)  # further fields of the response
    http_status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None  # sent instead of a response
    cut_after: int | None = None  # bytes of the body, then the connection is closed
    stall_after: int | None = None  # bytes of the body, then silence until the server ends
    forgotten: bool = False  # not there to be retrieved
    packed: bool = False  # sent as gzip, whatever was asked for
    size: tuple[int, int] = (1280, 800)  # of the picture that the points are on
    polls: int = 0  # so many times it is still being worked on when asked for; streams end without an end then

    def __add__(self, other: Answer) -> Answer:
        return replace(self, pieces=self.pieces + other.pieces, extra={**self.extra, **other.extra})


Script = Answer | Callable[[Mapping[str, object]], Answer]  # a function gets the request's body


def asks(*actions: Item, checks: tuple[Item, ...] = (), call_id: str = "") -> Answer:
    return Answer((Actions(actions, checks, call_id),))


def says(text: str) -> Answer:
    part = {"type": "output_text", "text": text, "annotations": []}
    return Answer(({"type": "message", "role": "assistant", "status": "completed", "content": [part]},))


def thinks(text: str) -> Answer:
    return Answer(({"type": "reasoning", "summary": [{"type": "summary_text", "text": text}]},))


def calls(name: str, arguments: str, call_id: str = "") -> Answer:
    item = {"type": "function_call", "name": name, "arguments": arguments, "status": "completed"}
    return Answer(({**item, "call_id": call_id or f"call_{name}"},))


def refuses(status: int, message: str = "no", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(
        http_status=status, headers=named, extra={"error": {"message": message, "param": None, "type": "error"}}
    )


def written(answer: Answer, dialect: str, number: int, asked: Item) -> list[dict[str, object]]:
    """Return an answer's output items in the words of a dialect; ids are told apart by `number`.

    In `functions` they are those of the family of the model that the request asks, as it is offered functions.
    """
    items: list[dict[str, object]] = []
    for piece in answer.pieces:
        if isinstance(piece, Actions):
            items.extend(_calls(piece, dialect, f"{number}_{len(items)}", answer.size, asked))
        else:
            items.append({"id": f"item_{number}_{len(items)}", **piece})
    return items


def called(action: Item) -> dict[str, object]:
    kind = str(action["type"])
    words = {name: value for name, value in action.items() if name != "type"}
    if kind == "wait":
        words = {"seconds": 1}
    elif kind == "click":
        words = {"button": "left"} | words
    elif kind == "scroll":
        down = int(str(words.pop("scroll_y")))
        words = {"x": words["x"], "y": words["y"], "direction": "down" if down > 0 else "up", "pixels": abs(down)}
    names = {"keypress": "press", "key_down": "hold_keys", "key_up": "release_keys"}
    arguments = json.dumps(words, ensure_ascii=False)
    return {"name": names.get(kind, kind), "arguments": arguments, "status": "completed"}


def _calls(
    piece: Actions, dialect: str, number: str, size: tuple[int, int], asked: Item
) -> Iterator[dict[str, object]]:
    batches = [piece.actions] if dialect == "openai" else [(action,) for action in piece.actions]
    vendor = VENDORS.get(dialect)
    for index, batch in enumerate(batches):
        name = piece.call_id or f"call_{number}_{index}"
        if dialect == "functions":
            yield _in_words(batch[0], f"{number}_{index}", name, size, asked)
            continue
        if vendor and vendor.action:
            called_as, given = vendor.action(scaled(batch[0], vendor.space(size), size))
            words = {"name": called_as, "arguments": json.dumps(given, ensure_ascii=False)}
            checks = {"pending_safety_checks": [dict(check) for check in piece.checks]} if piece.checks else {}
            yield {"type": "function_call", "call_id": name, "status": "completed", **words, **checks}
            continue
        call: dict[str, object] = {"type": "computer_call", "id": f"cu_{number}_{index}", "call_id": name}
        call |= {"status": "completed"}
        call |= {"actions": [dict(each) for each in batch]} if dialect == "openai" else {"action": dict(batch[0])}
        if dialect != "lightcone":
            call["pending_safety_checks"] = [dict(check) for check in piece.checks]
        yield call


def _in_words(action: Item, number: str, name: str, size: tuple[int, int], asked: Item) -> dict[str, object]:
    offered = {str(tool.get("name")) for tool in objects_in(asked.get("tools"))}
    family = family_offered(str(asked.get("model")), offered)
    if family.name == GENERIC and not family.tool:
        return {"type": "function_call", "id": f"fc_{number}", "call_id": name} | called(action)
    return family_item(family, scaled(action, family_space(family, size), size), number, name)

"""Mangled calls of other kinds than in `mangling.py`, as small models really write them.

They were measured before anything was mended by them.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from desktop_agent.model.families import FAMILY_NAMES
from tests.proof.mangled_lines import ON_ACTIONS, SAMPLE
from tests.proof.mangling import Json, Mangled, written_calls

Change = Callable[[Json], str]


def mangled_afresh() -> list[Mangled]:
    """Return the calls, the same ones each time."""
    return [one for family in FAMILY_NAMES for one in _of_family(family)]


def _of_family(family: str) -> Iterator[Mangled]:
    for kind, item, meant in written_calls(family):
        text = item["content"][0]["text"] if item["type"] == "message" else ""
        some: Iterable[tuple[str, Json]]
        if "Action:" in text:
            some = ((how, message(change(text))) for how, change in ON_ACTIONS.items())
        elif "<tool_call>" in text:
            some = _tagged(text)
        else:  # of a way of writing that came later, `mangling.py` alone has changes
            some = () if text else _called(item)
        yield from (Mangled(family, f"{kind}: {how}", changed, meant) for how, changed in some if changed != item)


def _called(item: Json) -> Iterator[tuple[str, Json]]:
    given = json.loads(item["arguments"])
    for how, change in _ON_ARGUMENTS.items():
        yield how, {**item, "arguments": change(given)}
    for how, rename in _ON_NAMES.items():
        yield how, {**item, "name": rename(item["name"])}
    for how, write in _IN_WORDS.items():
        yield how, message(write(item["name"], given))
    yield "arguments as pairs", {**item, "arguments": [[name, value] for name, value in given.items()]}
    yield "arguments not there", {name: value for name, value in item.items() if name != "arguments"}
    yield "begun only", {**item, "status": "in_progress"}


def _tagged(text: str) -> Iterator[tuple[str, Json]]:
    before, _, rest = text.partition("<tool_call>")
    call = json.loads(rest.partition("</tool_call>")[0])
    given, name = call["arguments"], call["name"]
    for how, change in _ON_ARGUMENTS.items():
        yield (
            f"inside, {how}",
            message(f'{before}<tool_call>{{"name": "{name}", "arguments": {change(given)}}}</tool_call>'),
        )
    for how, rename in _ON_NAMES.items():
        yield how, message(text.replace(f'"{name}"', json.dumps(rename(name))))
    for how, write in _IN_WORDS.items():
        yield how, message(before + write(name, given))
    for how, change_text in _ON_TAGGED.items():
        yield how, message(change_text(text))


def message(text: str) -> Json:
    """Return a message of the model's."""
    return {
        "type": "message", "id": "msg_ab", "role": "assistant", "status": "completed",
        "content": [{"type": "output_text", "text": text, "annotations": []}],
    }  # fmt: skip


def numbers(change: Callable[[Any], object]) -> Change:
    """Return what changes each number of the arguments, wherever it is."""

    def changed(value: object) -> object:
        if isinstance(value, list):
            return [changed(one) for one in value]
        return change(value) if isinstance(value, int | float) else value

    return lambda given: json.dumps({name: changed(value) for name, value in given.items()}, ensure_ascii=False)


def _points(change: Callable[[Any, Any], Json]) -> Change:
    """Return what says the point of a call in another way."""

    def changed(given: Json) -> str:
        if "coordinate" in given:
            x, y = given["coordinate"]
            return json.dumps({**given, "coordinate": change(x, y)["point"]}, ensure_ascii=False)
        if "x" in given:
            rest = {name: value for name, value in given.items() if name not in {"x", "y"}}
            return json.dumps({**rest, "x": change(given["x"], given["y"])["point"]}, ensure_ascii=False)
        return json.dumps(given)

    return changed


def _texts(change: Callable[[Any], object]) -> Change:
    def changed(given: Json) -> str:
        said = {
            name: change(value) if name in {"text", "keys"} else value for name, value in given.items()
        }  # fmt: skip
        return json.dumps(said)

    return changed


def _first(given: Json, value: object) -> str:
    """Return the arguments with their first name there a second time."""
    name = next(iter(given))
    return json.dumps(given)[:-1] + f", {json.dumps(name)}: {json.dumps(value)}}}"


_ON_ARGUMENTS: dict[str, Change] = {
    "JSON in JSON": lambda given: json.dumps(json.dumps(given)),
    "JSON in JSON in JSON": lambda given: json.dumps(json.dumps(json.dumps(given))),
    "signs of a wide script": numbers(lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)})),
    "digits of another script": numbers(lambda n: str(n).translate({48 + i: 0x0660 + i for i in range(10)})),
    "decimals with a comma": numbers(lambda n: f"{n},5"),
    "parts of a hundred": numbers(lambda n: f"{n % 100}%"),
    "with a unit": numbers(lambda n: f"{n}px"),
    "hexadecimal": numbers(hex),
    "with blanks": numbers(lambda n: f" {n} "),
    "another minus": numbers(lambda n: f"−{n}"),
    "very large": numbers(lambda _: 1e9),
    "larger than any": lambda given: numbers(lambda _: "@")(given).replace('"@"', "1e999"),
    "no number": lambda given: numbers(lambda _: "@")(given).replace('"@"', "-Infinity"),
    "of an integer too long": lambda given: numbers(lambda _: "@")(given).replace('"@"', "9" * 5000),
    "truth for numbers": numbers(bool),
    "in words": numbers(lambda _: "four hundred"),
    "a sum": lambda given: numbers(lambda n: f"@{n}")(given).replace('"@', "").replace('"', '"', 1) + "+1",
    "a point as text": _points(lambda x, y: {"point": f"({x}, {y})"}),
    "a point as list text": _points(lambda x, y: {"point": f"[{x}, {y}]"}),
    "a point as a table": _points(lambda x, y: {"point": {"x": x, "y": y}}),
    "a point in a list": _points(lambda x, y: {"point": [[x, y]]}),
    "two points": _points(lambda x, y: {"point": [[x, y], [1, 1]]}),
    "a box for a point": _points(lambda x, y: {"point": [x - 5, y - 5, x + 5, y + 5]}),
    "half a point": _points(lambda x, _: {"point": [x]}),
    "a point of nothing": _points(lambda _, __: {"point": [None, None]}),
    "a point with marks": _points(lambda x, y: {"point": f"<|box_start|>({x},{y})<|box_end|>"}),
    "names in capitals": lambda given: json.dumps({name.upper(): value for name, value in given.items()}),
    "names and values swapped": lambda given: json.dumps({str(value): name for name, value in given.items()}),
    "names of another language": lambda given: json.dumps({f"的{name}": v for name, v in given.items()}),
    "names with a sign nobody sees": lambda given: json.dumps({f"{name}\u200b": v for name, v in given.items()}),
    "entities": lambda given: json.dumps(given).replace('"', "&quot;"),
    "duplicate names": lambda given: _first(given, "left"),
    "a name twice with a number": lambda given: _first(given, 1),
    "a comma at the end": lambda given: json.dumps(given)[:-1] + ",}",
    "cut in a name": lambda given: json.dumps(given)[:5],
    "cut before the end": lambda given: json.dumps(given)[:-1] + ",",
    "objects in a row": lambda given: json.dumps(given) + "\n" + json.dumps({**given, "x": 1}),
    "a remark inside": lambda given: json.dumps(given)[:-1] + " /* here */}",
    "a remark behind": lambda given: json.dumps(given) + " // as asked",
    "of Python": lambda given: repr({**given, "sure": True}),
    "in arguments": lambda given: json.dumps({"arguments": given}),
    "in parameters": lambda given: json.dumps({"parameters": given, "type": "object"}),
    "as a schema": lambda given: json.dumps({"properties": {n: {"value": v} for n, v in given.items()}}),
    "action elsewhere": lambda given: json.dumps(
        {"type" if name == "action" else name: v for name, v in given.items()} | {"name": "click"}
    ),
    "two actions": lambda given: json.dumps({**given, "action": ["left_click", "type"]}),
    "an action in capitals": lambda given: json.dumps({**given, "action": str(given.get("action", "click")).upper()}),
    "a bare action": lambda given: json.dumps({**given, "action": "click"}),
    "another point beside": lambda given: json.dumps({**given, "point_2d": [1, 1]}),
    "x1 and y1": lambda given: json.dumps({**given, "x1": 1, "y1": 1}),
    "text in a list": _texts(lambda value: [value]),
    "text in a table": _texts(lambda value: {"value": value}),
    "a number for text": _texts(lambda _: 42),
    "half a sign": _texts(lambda _: "\ud83d"),
    "a sign no key types": _texts(lambda _: "a\x1b[2Jb"),
    "a key that is none": _texts(lambda _: ["hyperspace"]),
    "no text": _texts(lambda _: ""),
    "null text": lambda _: "null",
    "a text alone": lambda _: '"click"',
    "truth alone": lambda _: "true",
    "prose alone": lambda _: "Click the button, please",
}
_ON_NAMES: dict[str, Callable[[str], str]] = {
    "a name space": lambda name: f"functions.{name}",
    "another name space": lambda name: f"default_api:{name}",
    "marks behind the name": lambda name: f"{name}<|channel|>commentary",
    "a blank behind the name": lambda name: f"{name} ",
    "a name with brackets": lambda name: f"{name}()",
    "a name of another language": lambda _: "klicken",
    "a name of a shell": lambda _: "bash",
}
_IN_WORDS: dict[str, Callable[[str, Json], str]] = {
    "in a fence": lambda name, given: f"```json\n{json.dumps({'name': name, 'arguments': given})}\n```",
    "in a fence of its own": lambda name, given: f"```tool_call\n{json.dumps({'name': name, 'arguments': given})}\n```",
    "in prose": lambda name, given: f"I call {json.dumps({'name': name, 'arguments': given})} now.",
    "as of a Mistral": lambda name, given: f"[TOOL_CALLS] [{json.dumps({'name': name, 'arguments': given})}]",
    "as of a Llama": lambda name, given: f"<|python_tag|>{json.dumps({'name': name, 'parameters': given})}",
    "as of a coder": lambda name, given: (
        f"<function={name}>"
        + "".join(f"<parameter={one}>{value}</parameter>" for one, value in given.items())
        + "</function>"
    ),
    "as of Python": lambda name, given: f"{name}({', '.join(f'{one}={value!r}' for one, value in given.items())})",
    "as an element": lambda name, given: f'<invoke name="{name}">{json.dumps(given)}</invoke>',
    "as a function of text": lambda name, given: f'{{"function": "{name}", "args": {json.dumps(given)}}}',
    "as an action of text": lambda _, given: "Action: " + json.dumps(given),
    "in a thought": lambda name, given: (
        "<think>I could call <tool_call>"
        + json.dumps({"name": name, "arguments": given})
        + "</tool_call>, or not.</think>"
    ),
}
_ON_TAGGED: dict[str, Callable[[str], str]] = {
    "a sample before it in a thought": lambda text: f"<think>Calls look like this: {SAMPLE}</think>\n{text}",
    "a sample in a thought without an end": lambda text: f"<think>Calls look like this:\n{SAMPLE}\n{text}",
    "a sample in a thought of its own line": lambda text: f"<think>\nSo:\n{SAMPLE}\n</think>\n{text}",
    "a thought that ends only": lambda text: f"Calls look like this:\n{SAMPLE}\n</think>\n{text}",
    "a thought behind": lambda text: f"{text}\n<think>Or rather {SAMPLE}</think>",
    "tags in tags": lambda text: text.replace("<tool_call>", "<tool_call>\n<tool_call>"),
    "tags in capitals": lambda text: text.replace("tool_call>", "TOOL_CALL>"),
    "tags with blanks": lambda text: text.replace("<tool_call>", "<tool_call >"),
    "tags as entities": lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    "in a fence within": lambda text: text.replace("<tool_call>", "<tool_call>```json").replace(
        "</tool_call>", "```</tool_call>"
    ),
    "a mark at the end": lambda text: f"{text}<|im_end|>",
    "an answer of the computer's": lambda text: f"{text}\n<tool_response>Done.</tool_response>",
    "a second one cut off": lambda text: f'{text}\n<tool_call>\n{{"name": "computer_use", "argu',
    "a second one of another name": lambda text: (
        f'{text}\n<tool_call>{{"name": "bash", "arguments": {{}}}}</tool_call>'
    ),
    "a list of calls": lambda text: text.replace("<tool_call>", "<tool_call>[").replace(
        "</tool_call>", "]</tool_call>"
    ),
}

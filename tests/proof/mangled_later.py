"""Mangled calls of still other kinds: written when what `mangled_afresh.py` had shown was mended."""

import json
from collections.abc import Callable, Iterator

from desktop_agent.model.families import FAMILY_NAMES
from tests.proof.mangled_afresh import Change, message, numbers
from tests.proof.mangled_lines import boxed
from tests.proof.mangling import Json, Mangled, written_calls


def mangled_later() -> list[Mangled]:
    """Return the calls, the same ones each time."""
    return [one for family in FAMILY_NAMES for one in _later(family)]


def _later(family: str) -> Iterator[Mangled]:
    for kind, item, meant in written_calls(family):
        text = item["content"][0]["text"] if item["type"] == "message" else ""
        if "Action:" in text:
            some = [(how, message(change(text))) for how, change in _LATER_ACTIONS.items()]
        elif "<tool_call>" in text:
            call = json.loads(text.partition("<tool_call>")[2].partition("</tool_call>")[0])
            name, given = call["name"], call["arguments"]
            some = [(how, message(write(name, given))) for how, write in _LATER_WORDS.items()]
            head = f'<tool_call>{{"name": "{name}", "arguments": '
            some += [(how, message(f"{head}{change(given)}}}</tool_call>")) for how, change in _LATER_ARGUMENTS.items()]
        elif text:
            continue
        else:
            name, given = item["name"], json.loads(item["arguments"])
            some = [(how, message(write(name, given))) for how, write in _LATER_WORDS.items()]
            some += [(how, {**item, "arguments": change(given)}) for how, change in _LATER_ARGUMENTS.items()]
        yield from (Mangled(family, f"{kind}: {how}", changed, meant) for how, changed in some if changed != item)


_LATER_ARGUMENTS: dict[str, Change] = {
    "of a script": lambda given: "{" + ", ".join(f"{name}: {json.dumps(value)}" for name, value in given.items()) + "}",
    "of Lua": lambda given: "{" + ", ".join(f"{name}={json.dumps(value)}" for name, value in given.items()) + "}",
    "of Ruby": lambda given: json.dumps(given).replace(":", " =>"),
    "in lines": lambda given: "\n".join(f"{name}: {value}" for name, value in given.items()),
    "in a URL": lambda given: "&".join(f"{name}={value}" for name, value in given.items()),
    "as elements": lambda given: "".join(f"<{name}>{value}</{name}>" for name, value in given.items()),
    "with zeros before": lambda given: numbers(lambda n: f"@0{n}")(given).replace('"@', "").replace('"', "", 1),
    "with a plus": numbers(lambda n: f"+{n}"),
    "with underscores": numbers(lambda n: f"{n}_0"),
    "as powers in text": numbers(lambda n: f"{n}e0"),
    "a list in each": numbers(lambda n: [n]),
    "a table in each": numbers(lambda n: {"value": n, "unit": "px"}),
    "halves of numbers": numbers(lambda n: [n, n]),
    "a name of a picture": lambda given: json.dumps({f"\U0001f4cd{name}": value for name, value in given.items()}),
    "all in one text": lambda given: json.dumps({"input": json.dumps(given)}),
    "an error for it": lambda _: json.dumps({"error": "I cannot see the picture"}),
}
_LATER_WORDS: dict[str, Callable[[str, Json], str]] = {
    "as of a Kimi": lambda name, given: (
        f"<|tool_call_begin|>functions.{name}:0<|tool_call_argument_begin|>{json.dumps(given)}<|tool_call_end|>"
    ),
    "in harmony": lambda name, given: f"<|channel|>commentary to=functions.{name} <|message|>{json.dumps(given)}",
    "as of a liquid": lambda name, given: f"<|tool_call_start|>[{name}({_named(given)})]<|tool_call_end|>",
    "as of a chain": lambda name, given: f"Thought: next\nAction: {name}\nAction Input: {json.dumps(given)}",
    "as an input": lambda name, given: f"Tool: {name}\nInput: {json.dumps(given)}",
    "without names": lambda name, given: f"{name}({', '.join(map(repr, given.values()))})",
    "in a fence of Python": lambda name, given: f"```python\ncomputer.{name}({_named(given)})\n```",
    "an element with attributes": lambda name, given: f"<{name} {_named(given)} />",
    "a table by its name": lambda name, given: json.dumps({name: given}),
    "a list with the name": lambda name, given: json.dumps([name, given]),
    "of a server": lambda name, given: json.dumps({"type": "function", "function": {"name": name, "arguments": given}}),
    "of a host": lambda name, given: json.dumps({"tool": name, "tool_input": given}),
    "bare arguments": lambda _, given: json.dumps(given),
}
_LATER_ACTIONS: dict[str, Callable[[str], str]] = {
    "an input beside": lambda text: text.replace("(", "\nAction Input: ", 1).rstrip(")"),
    "a thought about it behind": lambda text: f"{text}\nThought: that was it.",
    "an arrow": lambda text: text.replace("Action:", "Action ->"),
    "a heading": lambda text: text.replace("Action:", "### Action\n"),
    "a bullet": lambda text: text.replace("Action:", "- Action:"),
    "a number before": lambda text: text.replace("Action: ", "Action: 1. "),
    "of a class": lambda text: text.replace("Action: ", "Action: Click.do."),
    "two points of one": boxed(lambda x, y: f"'({x},{y})', end_box='({x},{y})'"),
    "a point in braces": boxed(lambda x, y: f"'{{{x},{y}}}'"),
    "a point of three": boxed(lambda x, y: f"'({x},{y},0)'"),
    "a point with a name": boxed(lambda x, y: f"'(x={x},y={y})'"),
    "a sum": boxed(lambda x, y: f"'({x}+1,{y})'"),
    "zeros and no end": boxed(lambda x, y: f"'({x}.,{y}.)'"),
    "an end of its own": lambda text: f"{text}\n<|end|>",
    "a call in a call": lambda text: text.replace("Action: ", "Action: run(") + ")",
    "a sample of another in a thought": lambda text: f"<think>wait()\n\nAction: wait()\n{text}",
    "two thoughts": lambda text: f"<think>a</think>\n<think>b</think>\n{text}",
    "an end in a call": lambda text: text.replace("\nAction", "\n</think>Action"),
}


def _named(given: Json) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in given.items())

"""A family of models that use a computer through functions. The families are in `families/`, one file each.

A family has words, the requests of its models. A word stands for a computer action in the format that
`model/reading/action.py` reads, and each of its arguments fills one or two fields of that action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.coordinates import Coordinates

ENDS = frozenset({"terminate", "answer", "done"})


@dataclass(frozen=True, slots=True)
class WordArgument:
    """An argument: its JSON schema, and the fields of the action that it fills; two for a point given as a list.

    `to` may also name `direction` with `pixels`, `notches` or `thousandths` (of the picture), which together are how
    far a scroll goes, and `via`, the points between those of a drag; `times` is -1 where a positive number means the
    other way. In the description, {right} and {bottom} are the last places of the picture.
    """

    schema: JsonItem
    to: tuple[str, ...]
    times: float = 1
    required: bool = True
    default: object = None  # of one that is not required
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelWord:
    """A request that a model can make: its name, the fixed fields of its action, and its arguments."""

    name: str
    description: str
    action: JsonItem
    arguments: Mapping[str, WordArgument] = field(default_factory=dict)

    @property
    def ends(self) -> bool:
        """Return whether the model ends the task with this."""
        return self.action["type"] in ENDS


NAME = WordArgument(
    {
        "type": "string",
        "description": "For x and y: the only control so named (OK; tab “OK”; Edit › Copy).",
    },
    ("name",),
    required=False,
)


@dataclass(frozen=True, slots=True)
class Notation:
    """How a call is written in the text of a message: the `mark`, the call itself, and the `end`.

    The call is a JSON object of its `name` and its `arguments`, or `as_code`: `name(argument='value')`, the value in
    single or double quotes, with a backslash before characters that need one. A point is `(300,200)` then, and
    keys have blanks between them.
    """

    mark: str
    end: str = ""
    as_code: bool = False
    once: bool = False  # the mark occurs once, at the beginning of a line, and empty lines separate the calls after it
    thought: str = ""  # the label of the text before the calls


# The form in which servers without a parser for a model's calls pass them on.
TOOL_CALL = Notation(mark="<tool_call>", end="</tool_call>")


@dataclass(frozen=True, slots=True)
class Family:
    """Models with the same functions and notation."""

    name: str
    words: tuple[ModelWord, ...]
    models: str = ""  # how the names of its models begin, in small letters, as a pattern
    coordinates: Coordinates | None = "viewport"  # None: each model has its own
    tool: str = ""  # the one function that has every word as its `action`; empty: a function for each word
    notation: Notation | None = None  # of calls written as text; None: no such call is carried out
    # The makers' form: calls of the offered functions, or text; “text alone”: no functions are offered.
    writes: Literal["calls", "text", "text alone"] = "calls"
    prompt: str = ""  # before the user's own instructions
    pictures: int | None = None  # the most in one request; None: by the settings
    keeps_reasoning: bool = True  # whether earlier reasoning is sent back
    takes_names: bool = False  # whether a control's name may be given in the place of its point

    @property
    def writes_text_alone(self) -> bool:
        """Return whether calls are only ever written as text, so that the request offers no functions."""
        return self.writes == "text alone"

    @property
    def tools(self) -> frozenset[str]:
        """Return the names of the functions."""
        if self.writes_text_alone:
            return frozenset()
        return frozenset({self.tool} if self.tool else {word.name for word in self.words})

    @property
    def has_end(self) -> bool:
        """Return whether there is a word that ends the task."""
        return any(word.ends for word in self.words)

    def with_names(self) -> Family:
        """Return the family with a name as an alternative to each single point, if its models understand that."""
        return replace(self, words=tuple(map(_with_name_argument, self.words))) if self.takes_names else self

    def word(self, name: object) -> ModelWord | None:
        """Return the word of that name."""
        return next((word for word in self.words if word.name == name), None)


def _with_name_argument(word: ModelWord) -> ModelWord:
    """Return a word that acts at one point with a name for it; both may be left out, and one has to be given."""
    if not {"x", "y"} <= word.arguments.keys() or "end_x" in word.arguments:
        return word
    points = {at: replace(word.arguments[at], required=False) for at in ("x", "y")}
    return replace(word, arguments={**word.arguments, **points, "name": NAME})

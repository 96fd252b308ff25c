"""The scripted servers take each word that the vendors' types allow, and no other."""

from typing import Any, get_args, get_type_hints

import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsBase as OpenAIRequest
from openai.types.shared.reasoning_effort import ReasoningEffort
from tzafon.types.response_create_params import Reasoning as TzafonReasoning
from tzafon.types.response_create_params import ResponseCreateParams as TzafonRequest

from tests.devtools.serve.test_parameters import RESULT, SHOT
from tests.fakes.request_schemas import OPENAI, PREVIEW, misfit, request_misfit


def words_of(annotation: object) -> set[str]:
    """Return the words of all Literals in a type, however deep."""
    inner = get_args(annotation)
    return set().union(*(({one} if isinstance(one, str) else words_of(one)) for one in inner)) if inner else set()


@pytest.mark.parametrize(
    ("dialect", "name", "words", "wrap"),
    [
        ("openai", "reasoning", words_of(ReasoningEffort), lambda word: {"effort": word}),
        ("preview", "reasoning", words_of(get_type_hints(TzafonReasoning)["effort"]), lambda word: {"effort": word}),
        ("openai", "include", words_of(get_type_hints(OpenAIRequest)["include"]), lambda word: [word]),
        ("preview", "include", words_of(get_type_hints(TzafonRequest)["include"]), lambda word: [word]),
        ("preview", "truncation", words_of(get_type_hints(TzafonRequest)["truncation"]), lambda word: word),
    ],
)
def test_every_word_that_the_vendors_types_know_is_taken(dialect: str, name: str, words: set[str], wrap: Any) -> None:  # noqa: ANN401
    assert words
    table = OPENAI if dialect == "openai" else PREVIEW
    assert {word for word in words if misfit(table[name], wrap(word))} == set()


@pytest.mark.parametrize(
    ("dialect", "change"),
    [
        ("openai", {"truncation": "some"}),
        ("openai", {"reasoning": {"effort": "much"}}),
        ("openai", {"max_output_tokens": 2.0}),
        ("openai", {"metadata": {"a": 1}}),
        ("openai", {"tool_choice": {"type": "wizard"}}),
        ("preview", {"input": [RESULT | {"output": SHOT | {"error": "x"}}]}),
        ("preview", {"tools": [{"type": "computer"}]}),
        ("preview", {"something_new": 1}),
    ],
)
def test_what_no_vendor_takes_is_refused(dialect: str, change: dict[str, Any]) -> None:
    assert "" == request_misfit(dialect, {"input": "x"})
    assert request_misfit(dialect, {"input": "x"} | change)

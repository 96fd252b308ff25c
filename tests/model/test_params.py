"""Every parameter of the table in a request, judged by the vendors' own types; and nothing of theirs is missing."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsBase as OpenAIRequest
from openai.types.shared.reasoning_effort import ReasoningEffort
from tzafon.types.response_create_params import Reasoning as TzafonReasoning
from tzafon.types.response_create_params import ResponseCreateParams as TzafonRequest

from desktop_agent.core.geometry import Size
from desktop_agent.model.body import RequestTemplate, written
from desktop_agent.model.dialects import DIALECTS
from desktop_agent.model.history import Request
from desktop_agent.model.params import wrong_param
from desktop_agent.model.tools import DONE_TOOL
from tests.proof.hosts import NO_ORACLE, ORACLE
from tests.proof.judging import BY_OPENAI, BY_TZAFON, judged_by_the_older, must_be_known

INPUT = ({"type": "message", "role": "user", "content": "Save a note"},)
PLAIN_INPUT = ({"role": "user", "content": [{"type": "input_text", "text": "Save a note"}]},)
SCHEMA = {"type": "json_schema", "name": "n", "schema": {"type": "object"}, "description": "d", "strict": True}
EXAMPLES: Mapping[str, tuple[object, ...]] = {
    "background": (True, False),
    "cache_salt": ("a long and random text",),
    "enable_response_messages": (True,),
    "include": (["reasoning.encrypted_content", "message.output_text.logprobs"],),
    "include_stop_str_in_output": (True,),
    "inference_geo": ("eu",),
    "instructions": ("Be quick.",),
    "logit_bias": ({"50256": -100, "11": 0.5},),
    "max_output_tokens": (1, 4096),
    "max_tool_calls": (3,),
    "metadata": ({"run": "7"}, {}),
    "mm_processor_kwargs": ({"min_pixels": 3136, "size": {"longest_edge": 1280}},),
    "output_config": ({"effort": "xhigh"}, {}),
    "parallel_tool_calls": (False,),
    "previous_input_messages": ([{"author": {"role": "user", "name": "n"}, "content": [{"type": "text"}]}],),
    "priority": (-1, 0),
    "prompt": (
        {"id": "p"},
        {
            "id": "p",
            "version": "2",
            "variables": {
                "a": "text",
                "b": {"type": "input_text", "text": "t"},
                "c": {"type": "input_image", "detail": "low", "image_url": "https://a.example/p.png"},
                "d": {"type": "input_file", "file_id": "f", "filename": "n"},
            },
        },
    ),
    "prompt_cache_key": ("key",),
    "reasoning": (
        *({"effort": effort} for effort in ("none", "minimal", "low", "medium", "high", "xhigh")),
        *({"summary": summary, "generate_summary": summary} for summary in ("auto", "concise", "detailed")),
    ),
    "request_id": ("run",),
    "service_tier": ("auto", "default", "flex", "scale", "priority"),
    "skip_special_tokens": (False,),
    "speed": ("standard", "fast"),
    "stop_sequences": (["END"],),
    "store": (True, False),
    "temperature": (0, 0.7, 2),
    "text": (
        {"verbosity": "low"},
        {"format": {"type": "text"}},
        {"format": {"type": "json_object"}, "verbosity": "high"},
        {"format": SCHEMA},
    ),
    "tool_choice": (
        *("none", "auto", "required"),
        {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "done"}]},
        *({"type": "computer_use_preview"}, {"type": "function", "name": "done"}, {"type": "custom", "name": "x"}),
    ),
    "thinking": (
        *({"type": kind} for kind in ("adaptive", "between_tools", "disabled")),
        *({"type": "enabled", "budget_tokens": 2048}, {"type": "adaptive", "display": "omitted"}),
    ),
    "top_k": (-1, 40),
    "top_logprobs": (0, 20),
    "top_p": (0, 0.9, 1),
    "truncation": ("auto", "disabled"),
    "user": ("somebody",),
}
AT_OPENAI: Mapping[str, tuple[object, ...]] = {
    "reasoning": ({"effort": "max"}, {"context": "all_turns", "mode": "pro"}),
    "include": (["web_search_call.results", "web_search_call.action.sources"],),
    "tool_choice": (
        *({"type": name} for name in ("computer", "computer_use", "file_search", "web_search_preview")),
        *({"type": name} for name in ("image_generation", "code_interpreter", "apply_patch", "shell")),
        *({"type": "mcp", "server_label": "s"}, {"type": "mcp", "server_label": "s", "name": "n"}),
        *({"type": "web_search_preview_2025_03_11"}, {"type": "programmatic_tool_calling"}),
    ),
}


def body(dialect: str, chain: bool, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a test gives
    form = RequestTemplate(DIALECTS[dialect], "m", stream=False, functions=(DONE_TOOL,), **given)
    request = Request(PLAIN_INPUT if dialect == "lightcone" else INPUT, "resp_1" if chain else "")
    sent: dict[str, Any] = json.loads(written(form.body(request, Size(1280, 800), chain=chain, number=1)))
    return sent


def examples(*dialects: str) -> list[tuple[str, str, object]]:
    return [*_examples(dialects)]


def _examples(dialects: tuple[str, ...]) -> Iterator[tuple[str, str, object]]:
    for dialect in dialects:
        for name in DIALECTS[dialect].parameters:
            more = AT_OPENAI.get(name, ()) if dialect == "openai" else ()
            yield from ((dialect, name, value) for value in (*EXAMPLES[name], *more))


@pytest.mark.parametrize(("dialect", "name", "value"), examples("preview", "openai"), ids=str)
def test_the_vendors_types_take_each_parameter(dialect: str, name: str, value: object) -> None:
    sent = body(dialect, True, params={name: value})

    judge = BY_OPENAI if dialect == "openai" else BY_TZAFON
    must_be_known(judge, sent)
    assert wrong_param(name, value, dialect) == ("", "")
    if name not in {"include", "request_id"}:
        assert sent[name] == value


@pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)
def test_the_older_vendors_types_take_each_parameter_it_has() -> None:
    requests = [
        body("lightcone", chain, params={name: value})
        for _, name, value in examples("lightcone")
        for chain in (True, False)
    ]

    assert (judged_by_the_older(requests), len(requests)) == ("", 2 * 9)


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
        ("openai", "service_tier", words_of(get_type_hints(OpenAIRequest)["service_tier"]), lambda word: word),
        ("preview", "service_tier", words_of(get_type_hints(TzafonRequest)["service_tier"]), lambda word: word),
        ("preview", "truncation", words_of(get_type_hints(TzafonRequest)["truncation"]), lambda word: word),
    ],
)
def test_every_word_that_the_vendors_types_know_is_taken(dialect: str, name: str, words: set[str], wrap: Any) -> None:  # noqa: ANN401
    assert words
    assert {word for word in words if wrong_param(name, wrap(word), dialect) != ("", "")} == set()

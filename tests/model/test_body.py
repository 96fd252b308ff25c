"""What a request is made of: the dialect's own fields, pictures, and parameters over them, as a person writes them."""

import base64
import json
from typing import Any

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.history import Request
from desktop_agent.model.params import OURS, parse_params, wrong_param
from desktop_agent.model.picture import picture_of
from desktop_agent.model.request_body import RequestTemplate, written
from desktop_agent.model.tools import DONE_TOOL
from tests.fakes.servers.thinking import frame

SIZE = Size(1280, 800)


def sent(dialect: str = "openai", *, chain: bool = True, number: int = 1, previous: str = "", **given: Any) -> Any:  # noqa: ANN401
    form = RequestTemplate(dialect_named(dialect), "m", stream=True, functions=(DONE_TOOL,), **given)
    return json.loads(written(form.body(Request(({"role": "user"},), previous), SIZE, chain=chain, number=number)))


def test_without_parameters_a_dialect_sends_its_own() -> None:
    assert set(sent("lightcone")) == {"model", "input", "tools", "stream"}
    own = sent("preview", chain=False)
    assert (own["stream"], own["truncation"], own["store"]) == (True, "auto", False)
    assert sent("openai", chain=False)["include"] == ["reasoning.encrypted_content"]


def test_parameters_stand_over_what_the_dialect_sends_and_null_takes_a_field_away() -> None:
    body = sent(chain=False, params={"truncation": None, "store": True, "temperature": 0.2, "user": None})

    assert (body["store"], body["temperature"]) == (True, 0.2)
    assert {"truncation", "user"} & {*body} == set()


def test_what_a_history_of_ours_needs_to_be_included_stays_included() -> None:
    params = {"include": ["message.output_text.logprobs"]}

    assert sent(chain=False, params=params)["include"] == ["reasoning.encrypted_content", *params["include"]]
    assert sent(chain=True, params=params)["include"] == ["message.output_text.logprobs"]
    assert "include" not in sent(chain=False, params={"include": None})


def test_each_request_has_a_request_id_of_its_own() -> None:
    names = [sent("preview", number=number, params={"request_id": "run"})["request_id"] for number in (1, 2)]

    assert names == ["run-1", "run-2"]


@pytest.mark.parametrize("name", ["input", "tools", "model", "stream", "previous_response_id"])
def test_no_parameter_takes_the_place_of_what_a_request_is_made_of(name: str) -> None:
    assert sent(previous="resp_1", params={name: "other"}) == sent(previous="resp_1")


def test_a_picture_goes_in_as_it_is() -> None:
    shot = frame(3)
    picture = picture_of(shot)
    url = f"data:image/png;base64,{base64.b64encode(shot.data).decode()}"
    body = {"text": f'"\\\x00\ud800 {"é" * 3}', "input": [{"image_url": picture}, {"x": [picture, 1]}], "last": picture}
    spelt = {**body, "input": [{"image_url": url}, {"x": [url, 1]}], "last": url}

    assert written(body) == json.dumps(spelt, separators=(",", ":")).encode()
    assert picture.size == shot.viewport.image


FINE = ("", "")


def test_nothing_that_a_request_is_made_of_can_be_set_and_all_else_can() -> None:
    assert {name for name in OURS if wrong_param(name, "x")[0] != f"“{name}” is reserved for the program"} == set()
    assert wrong_param("what_comes_next_year", {"deep": [1, None]}) == FINE
    assert wrong_param("x", float("inf")) == (
        "x can't be 'inf'",
        "It must be what JSON can hold: no dates, no infinite numbers.",
    )


def test_parameters_are_written_as_names_and_values() -> None:
    assert parse_params(
        ["temperature=0.2", "reasoning.effort=high", "reasoning.summary=auto", 'user="7"', "store=null", "a=b=c", "e="]
    ) == {
        "temperature": 0.2,
        "reasoning": {"effort": "high", "summary": "auto"},
        "user": "7",
        "store": None,
        "a": "b=c",
        "e": "",
    }


@pytest.mark.parametrize("written", ["", "x", "=1", "a..b=1", ".=1"])
def test_what_has_no_name_or_no_value_is_no_parameter(written: str) -> None:
    with pytest.raises(SettingsError, match="isn't a valid parameter"):
        parse_params([written])

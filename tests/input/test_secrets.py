"""Typing a secret: its value is put in right before the keys, goes by private ways alone, and is in no word of ours."""

import pytest

from desktop_agent.core.actions import Type
from desktop_agent.core.errors import InputError
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import HALF, permit_for
from tests.input.recording_backend import FakeStop, RecordingBackend, RecordingRoute
from tests.input.test_arrival import ToldFields

VALUES = {"bank": "abba", "odd": "aßc"}


def hands(fields: ToldFields) -> tuple[ActionExecutor, RecordingBackend]:
    backend, stop = RecordingBackend(), FakeStop()
    backend.ways = (
        RecordingRoute("selection", private=False, told=backend.told, pastes=True),
        RecordingRoute("keys", private=True, told=backend.told, alphabet="ab"),
    )
    secret = VALUES.__getitem__
    made = ActionExecutor(backend, redeem=lambda _: None, stop=stop, clock=stop.clock, fields=fields, secret=secret)
    return made, backend


def test_its_value_goes_in_by_a_private_way_and_nothing_is_looked_for() -> None:
    fields = ToldFields(["something else"])
    performer, backend = hands(fields)

    note = performer.perform(permit_for(Type("a{{secret:bank}}\n"), HALF))

    assert note.text == ""
    assert "keys aabba" in backend.told
    assert not any(one.startswith("selection") for one in backend.told)
    assert (fields.marks, fields.asked) == (0, [])


def test_what_cannot_be_typed_is_told_without_any_of_it() -> None:
    performer, _ = hands(ToldFields([""]))

    with pytest.raises(InputError) as raised:
        performer.perform(permit_for(Type("{{secret:odd}}"), HALF))

    error: BaseException | None = raised.value
    while error is not None:
        assert not {"ß", "00DF", "aßc"} & {*str(error), *str(error).split()}
        error = error.__cause__
    assert raised.value.__suppress_context__


def test_an_executor_without_secrets_types_none() -> None:
    performer = ActionExecutor(RecordingBackend(), redeem=lambda _: None, stop=FakeStop())

    with pytest.raises(InputError, match="There is no secret “bank”"):
        performer.perform(permit_for(Type("{{secret:bank}}"), HALF))

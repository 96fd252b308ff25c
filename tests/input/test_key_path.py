"""What stands between keys and their control decides how text goes in: past it, or with it out of the way, or not."""

from dataclasses import dataclass

import pytest

from desktop_agent.core.actions.action import Action, HoldKey, Press, Type
from desktop_agent.core.errors import InputError
from desktop_agent.core.texts.field_text import FieldSource
from tests.input.performer_bench import HALF, Bench, RecordingRoute, ToldFields, permit_for

pytestmark = pytest.mark.program


@dataclass
class Composer:
    """An input method: which one composes, if any, and whether it can be switched off."""

    told: list[str]
    name: str = "pinyin"
    obeys: bool = True

    def composer(self) -> str:
        return self.name

    def set_aside(self) -> bool:
        self.told.append("off" if self.obeys else "stays on")
        return self.obeys

    def put_back(self, *, here: bool = True) -> bool:
        self.told.append("on" if here else "stays off")
        return here

    def put_back_left(self) -> tuple[str, ...]:
        return (f"“{self.name}” is on again.",)

    def close(self) -> None:
        self.told.append("left")


def bench_with(
    *, name: str = "pinyin", obeys: bool = True, taken: bool = True, fields: FieldSource | None = None
) -> Bench:
    bench = Bench(lambda told: Composer(told, name, obeys), fields)
    calls = bench.backend.told
    keys = RecordingRoute("keys", private=True, told=calls)
    paste = RecordingRoute("paste", private=False, told=calls, taken=taken, pastes=True)
    bench.backend.ways = (keys, paste)
    bench.backend.terminal_ways = (keys, paste)
    return bench


def essence(events: list[str]) -> list[str]:
    return [event for event in events if not event.endswith((" finished", " up")) and event != "sync"]


@pytest.mark.parametrize(
    ("action", "events"),
    [
        (Type("ni"), ["paste ni"]),
        (Type("ni\n"), ["paste ni", "enter down"]),
        (Type("ni\thao"), ["paste ni", "tab down", "paste hao"]),
        (Type("ni\n hao", entry="whole"), ["paste ni\n hao"]),
        (Type("ni", entry="keys"), ["off", "keys ni", "on"]),
        (Type("ni\n", entry="keys"), ["off", "keys ni", "enter down", "on"]),
        (Type("ls\n", entry="one place"), ["off", "keys ls", "enter down", "on"]),
        (Type("a\nb\tc\n", entry="one place"), ["paste a\nb\tc", "enter down"]),
        (Type("ni", secret=True), ["off", "keys ni", "on"]),
        (Press(("n",)), ["off", "n down", "on"]),
        (Press(("space",)), ["off", "space down", "on"]),
        (Press(("shift", "n")), ["off", "shift down", "n down", "on"]),
        (Press(("ctrl", "n")), ["ctrl down", "n down"]),
        (Press(("enter",)), ["enter down"]),
        (Press(("shift",)), ["shift down"]),
        (HoldKey(("shift",)), ["shift down"]),
        (HoldKey(("ctrl", "n")), ["ctrl down", "n down"]),
    ],
    ids=repr,
)
def test_text_goes_past_an_input_method_or_it_is_switched_off_for_keys_and_on_again(
    action: Action, events: list[str]
) -> None:
    assert essence(bench_with().do(action)) == events


@pytest.mark.parametrize(
    "action",
    [Type("ni", entry="keys"), Type("ls", entry="one place"), Press(("n",)), HoldKey(("n",))],
    ids=repr,
)
def test_no_key_is_sent_where_an_input_method_that_composes_stays_on(action: Action) -> None:
    bench = bench_with(obeys=False)

    with pytest.raises(InputError, match="pinyin"):
        bench.do(action)

    assert not [event for event in bench.backend.told if "down" in event or event.startswith("keys ni")]


def test_keys_after_a_paste_that_was_not_taken_also_go_with_the_input_method_off() -> None:
    assert essence(bench_with(taken=False).do(Type("ni\n"))) == ["off", "keys ni", "on", "enter down"]


def test_the_input_method_is_switched_once_for_all_words_after_a_paste_that_was_not_taken() -> None:
    bench = bench_with(taken=False, fields=ToldFields(["one two three"], grows=[0]))

    assert essence(bench.do(Type("one two three"))) == ["off", "keys one", "keys  two", "keys  three", "on"]


def test_no_letter_is_held_down_while_an_input_method_composes() -> None:
    bench = bench_with()

    with pytest.raises(InputError, match="pinyin"):
        bench.do(HoldKey(("n",)))

    assert essence(bench.backend.told) == []
    assert essence(bench_with(name="").do(HoldKey(("n",)))) == ["n down"]


def test_the_input_method_is_on_again_after_a_text_that_breaks_off() -> None:
    bench = bench_with()
    bench.backend.fails_at = "enter down"

    with pytest.raises(InputError):
        bench.do(Type("ls\n", entry="one place"))

    assert bench.backend.told.index("on") > bench.backend.told.index("keys ls")


def test_the_model_is_told_where_an_input_method_stays_off_as_another_window_has_got_the_keyboard() -> None:
    bench = bench_with()
    calls = bench.backend.told
    bench.backend.arrives = lambda: "enter up" not in calls

    note = bench.performer.perform(permit_for(Type("ls\n", entry="one place"), HALF))

    assert essence(calls) == ["off", "keys ls", "enter down", "stays off"]
    assert "“pinyin” is still off" in note.text
    bench.backend.arrives = lambda: True
    assert not bench.performer.perform(permit_for(Press(("n",)), HALF)).text


def test_an_input_method_stays_off_where_nobody_tells_what_has_the_keyboard_any_more() -> None:
    bench = bench_with()
    calls = bench.backend.told

    def arrives() -> bool:
        if "enter up" in calls:
            raise InputError("The display is gone.")
        return True

    bench.backend.arrives = arrives

    assert essence(bench.do(Type("ls\n", entry="one place"))) == ["off", "keys ls", "enter down", "stays off"]


def test_nothing_is_switched_where_nothing_composes() -> None:
    bench = bench_with(name="")

    assert essence(bench.do(Type("ni"))) == ["keys ni"]
    assert essence(bench.do(Press(("n",)))) == ["n down"]


def test_an_input_method_is_let_go_of_at_the_end() -> None:
    bench = bench_with()
    bench.performer.close()

    assert "left" in bench.backend.told


def test_what_a_killed_run_has_left_off_is_put_back_when_asked() -> None:
    assert bench_with().performer.put_back_left() == ("“pinyin” is on again.",)

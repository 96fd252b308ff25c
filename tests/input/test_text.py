"""Text is cut into keys and pieces, each by the first sure route; and what happens in the moment of an act."""

from collections.abc import Callable

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, HoldKey, Move, Press, Scroll, Type
from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.pictures import ImagePoint, ScreenPoint
from desktop_agent.core.texts.field_text import FieldMark
from desktop_agent.input.held_input import _FOREIGN_KEY_POLLS
from tests.input.performer_bench import AT, Bench, RecordingRoute, ToldFields, permit_for

pytestmark = pytest.mark.program


@pytest.fixture
def bench() -> Bench:
    return Bench()


ENTER = "enter down"


def _with_routes(bench: Bench, *, taken: bool = True) -> Bench:
    calls = bench.backend.told
    bench.backend.ways = (
        RecordingRoute("keys", private=True, told=calls, alphabet="ab"),
        RecordingRoute("selection", private=False, told=calls, taken=taken, pastes=True),
        RecordingRoute("borrowed", private=True, told=calls, alphabet="abé"),
    )
    return bench


def _in_terminal(bench: Bench, *, taken: bool = True) -> None:
    keys = RecordingRoute("terminal keys", private=True, told=bench.backend.told)
    paste = RecordingRoute("selection", private=False, told=bench.backend.told, taken=taken, pastes=True)
    bench.backend.terminal_ways = (keys, paste)


def test_text_is_cut_at_line_breaks_and_tabs_and_each_piece_takes_the_first_sure_route(bench: Bench) -> None:
    bench.do(Click(AT))

    events = _with_routes(bench).do(Type("ab\r\né\ta"))

    assert events == [
        "left arrived",
        *["keys ab", "enter down", "enter up", "selection é", "tab down", "tab up", "keys a"],
        *["keys finished", "selection finished", "borrowed finished"],
    ]


def test_a_whole_text_is_one_paste_and_a_line_ends_with_the_return_key(bench: Bench) -> None:
    assert not bench.performer.pastes()
    assert _with_routes(bench).performer.pastes()
    assert bench.do(Type("ab\n", entry="whole"))[:3] == ["selection ab", "enter down", "enter up"]
    assert bench.do(Type("ab\r\n\tb\n", entry="whole"))[0] == "selection ab\n\tb\n"
    assert "enter down" not in bench.backend.told[-3:]
    assert bench.do(Type("a", entry="whole"))[0] == "selection a"


def test_a_line_that_is_typed_as_a_person_does_goes_by_keys_as_far_as_any_can_type_it(bench: Bench) -> None:
    _with_routes(bench)

    assert bench.do(Type("ab", entry="keys"))[0] == "keys ab"
    assert bench.do(Type("é\n", entry="keys"))[:3] == ["borrowed é", "enter down", "enter up"]
    assert bench.do(Type("ж", entry="keys"))[0] == "selection ж"


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("é\t'b'", ["selection é\t'b'"]),
        ("é\t'b'\n", ["selection é\t'b'", "enter down", "enter up"]),
        ("\t", ["tab down", "tab up"]),
        ("ls 'a'\n", ["terminal keys ls 'a'", "enter down", "enter up"]),
        ("a:\r\n\tb\n\n", ["selection a:\n\tb\n", "enter down", "enter up"]),
        ("\tb\n", ["selection \tb", "enter down", "enter up"]),
    ],
    ids=repr,
)
def test_a_terminal_gets_a_line_by_keys_and_lines_or_a_tab_as_one_paste(
    bench: Bench, text: str, events: list[str]
) -> None:
    _in_terminal(bench)

    assert events == bench.do(Type(text, entry="one place"))[: len(events)]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("a;\n  b\nq\n", ["terminal keys a;", ENTER, "terminal keys   b", ENTER, "terminal keys q", ENTER]),
        ("a\n\nb", ["terminal keys a", ENTER, ENTER, "terminal keys b"]),
        ("all:\r\n\tb\n", ["terminal keys all:", ENTER, "selection \tb", ENTER]),
    ],
    ids=repr,
)
def test_a_program_that_reads_lines_gets_each_by_itself_and_a_tab_in_it_as_a_character(
    bench: Bench, text: str, events: list[str]
) -> None:
    _in_terminal(bench)

    reported = [event for event in bench.do(Type(text, entry="lines")) if event != "enter up"]

    assert events == reported[: len(events)]


def test_a_terminal_that_takes_no_paste_gets_lines_by_keys_and_no_tab(bench: Bench) -> None:
    _in_terminal(bench, taken=False)

    assert bench.do(Type("a\nb", entry="one place"))[:4] == [
        *["terminal keys a", "enter down", "enter up", "terminal keys b"]
    ]
    calls = len(bench.backend.told)
    with pytest.raises(UntypableTextError):
        bench.do(Type("a\tb\n", entry="one place"))
    assert bench.backend.told[calls:] == ["selection finished", "terminal keys finished"]


def test_the_question_of_a_terminal_is_not_answered_by_our_own_return_key(bench: Bench) -> None:
    _in_terminal(bench)
    bench.backend.is_dialog = True  # as it is once the terminal has the text

    with pytest.raises(InputError, match="terminal asks"):
        bench.do(Type("a\nb\n", entry="one place"))

    assert "enter down" not in bench.backend.told


def test_lines_that_a_program_does_not_take_as_a_whole_go_one_by_one_but_tabs_lead_nowhere(bench: Bench) -> None:
    _with_routes(bench, taken=False)

    for text in ("a\nb", "a\nb\n"):  # the last one isn't pressed: it would be a Return
        note = bench.do(Type(text, entry="whole"))
        assert note[:4] == ["keys a", "enter down", "enter up", "keys b"]
        assert note.count("enter down") == 1
    with pytest.raises(UntypableTextError):
        bench.do(Type("a\n\tb", entry="whole"))


def test_secret_text_never_takes_a_route_that_others_can_read(bench: Bench) -> None:
    assert _with_routes(bench).do(Type("é", secret=True))[0] == "borrowed é"
    with pytest.raises(UntypableTextError):
        bench.do(Type("ж", secret=True))


def test_text_that_is_not_taken_goes_by_the_next_route_and_what_no_route_brings_is_an_error(bench: Bench) -> None:
    assert _with_routes(bench, taken=False).do(Type("é"))[0] == "borrowed é"
    with pytest.raises(UntypableTextError):
        bench.do(Type("ж"))

    assert bench.backend.told[-1] == "borrowed finished"


def test_modifiers_that_we_hold_are_lifted_while_text_is_typed(bench: Bench) -> None:
    _with_routes(bench).do(HoldKey(("ctrl", "a")))

    events = bench.do(Type("b"))

    assert events[:2] == ["ctrl up", "keys b"]
    assert events[-1] == "ctrl down"


def test_a_modifier_that_stays_down_is_an_error_before_any_text(bench: Bench) -> None:
    bench.backend.foreign_modifiers = [("shift",)] * 1000

    with pytest.raises(InputError, match="shift"):
        _with_routes(bench).do(Type("a"))

    assert "keys a" not in bench.backend.told


def test_the_first_letter_typed_at_a_list_in_a_dialog_opens_the_field_for_the_rest(bench: Bench) -> None:
    bench.backend.is_dialog = True

    assert _with_routes(bench).do(Type("abab"))[:2] == ["keys a", "keys bab"]
    assert _with_routes(bench).do(Type("b"))[0] == "keys b"
    assert bench.do(Type(""))[0] == "keys finished"


class LateField(ToldFields):
    """A field that the first letter opens, after a while."""

    def mark(self) -> FieldMark | None:
        mark = super().mark()
        return mark if self.marks > 5 else None


def test_the_field_that_a_letter_opens_is_waited_for_and_compared() -> None:
    fields = LateField(["bab"])
    bench = _with_routes(Bench(fields=fields))
    bench.backend.is_dialog = True

    assert bench.do(Type("abab"))[:2] == ["keys a", "keys bab"]
    assert fields.asked == ["bab"]


ACTS: list[Action] = [Click(AT), Press(("f5",)), Drag((AT, ImagePoint(50, 30))), Scroll(AT, dy=100)]


@pytest.mark.parametrize("action", ACTS)
def test_a_modifier_that_is_let_go_soon_is_waited_for_and_no_longer_than_that(action: Action) -> None:
    bench = Bench()
    bench.backend.foreign_modifiers = [("ctrl", "alt")] * 100

    soon = bench.do(action)
    bench.backend.foreign_modifiers = [("ctrl",)] * 1000
    with pytest.raises(InputError, match="ctrl key"):
        bench.do(action)

    assert soon == bench.backend.told[: len(soon)]
    assert "down" not in " ".join(bench.backend.told[len(soon) :])


def test_a_modifier_that_is_let_go_in_the_last_wait_is_in_nobodys_way(bench: Bench) -> None:
    bench.backend.foreign_modifiers = [("ctrl",)] * _FOREIGN_KEY_POLLS  # one reading before each wait

    assert bench.do(Press(("f5",))) == ["f5 down", "f5 up"]


def test_the_model_is_told_that_its_keys_wait_for_a_program_that_is_suspended() -> None:
    bench = Bench()
    bench.backend.stopped = True

    reported = [bench.performer.perform(permit_for(act)).text for act in (Press(("a",)), Move(AT))]

    assert ["The program is suspended" in one for one in reported] == [True, False]


def _pulls(bench: Bench) -> Callable[[str], None]:
    def pull(word: str) -> None:
        if word == "left up":
            bench.backend.move(ScreenPoint(0, 0))

    return pull


def test_a_pointer_that_was_pulled_away_and_a_button_that_stays_down_are_told() -> None:
    bench = Bench()

    quiet = bench.performer.perform(permit_for(Click(AT))).text
    bench.backend.before_each = _pulls(bench)
    pulled = bench.performer.perform(permit_for(Click(AT))).text
    bench.backend.before_each = lambda _word: None
    bench.backend.stuck = ("left",)
    stuck = bench.performer.perform(permit_for(Click(AT))).text

    assert ("", True, True) == (quiet, "a program moved it" in pulled, "left button" in stuck)

"""Text is looked for in its field, and the model hears what is different there; of secrets nothing is told."""

import pytest

from desktop_agent.core.actions.action import Action, Click, HoldKey, Press, Scroll, Type, Wait
from desktop_agent.core.errors import InputError
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.input.text import ARRIVES_WITHIN_S, FOCUS_ANSWERS_S, MOST_S, TextArrival, difference
from tests.input.performer_bench import AT, HALF, FakeStop, RecordingBackend, RecordingRoute, ToldFields, permit_for

OTHERWISE = "The text in the field differs from the requested text"
FORM = "The field shows the text in another form: with other capitals, blanks or signs."
LONG = "word " * 200


@pytest.mark.parametrize(
    ("asked", "came", "words"),
    [
        ("Hello", "Hello", ""),
        ("Hello ", "Hello", ""),
        (" ", "", "The application reports that none of the text is in the field."),
        ("Hello", "", "The application reports that none of the text is in the field."),
        ("12345678", "12345", "The field contains only the first 5 of the text's 8 characters."),
        ("exam", "example", "The application added 3 extra characters after the text."),
        ("[", "[]", "The application added 1 extra character after the text."),
        ("abc d", "axc D", f"{OTHERWISE}, starting at “bc d”."),
        ("abc d", "aBC D", FORM),
        ("5551234567", "(555) 123-4567", FORM),
        ("teh end", "the end", f"{OTHERWISE}, starting at “eh end”."),
        ("an old end", "an end", f"{OTHERWISE}, starting at “old end”."),
        (LONG + "a", "x" + LONG, f"{OTHERWISE}, starting at “word word wo…”."),
    ],
)  # fmt: skip
def test_what_is_different_is_told_in_words(asked: str, came: str, words: str) -> None:
    assert words == difference(asked, came).text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (["", "Hel", "Hello"], ""),
        (["Hello"], ""),
        (["Hel"], "The field contains only the first 3 of the text's 5"),
        ([None], ""),
        (["Hel", None], ""),
        (["x", *[None] * 20, "x"], OTHERWISE),  # a busy program
        (["x" * count for count in range(10_000)], OTHERWISE),  # a field that never rests
    ],
)
def test_text_is_waited_for_until_it_stands_or_no_more_comes(told: list[str | None], words: str) -> None:
    time = FakeStop()
    arrival = TextArrival(ToldFields(told), time.clock, HeldInput(RecordingBackend(), time).pause)

    note = arrival.note("Hello")

    assert note.text.startswith(words)
    assert time.now < MOST_S + 0.1
    assert bool(note.text) == bool(words) == (note.typed == "altered")


@pytest.mark.parametrize("text", ["a\u00a0b", "a\u2029b", "a\r\nb", "a\U00020bb7\ufeffb"])
def test_spaces_and_line_breaks_of_the_application_are_those_of_the_text(text: str) -> None:
    asked = text.replace("\u00a0", " ").replace("\u2029", "\n").replace("\r\n", "\n").replace("\ufeff", "")
    time = FakeStop()

    assert TextArrival(ToldFields([text]), time.clock, lambda _: None).stands(asked)


def hands(fields: ToldFields, alphabet: str = "ab ") -> tuple[ActionExecutor, RecordingBackend]:
    backend = RecordingBackend()
    stop = FakeStop()
    backend.ways = (RecordingRoute("keys", private=True, told=backend.told, alphabet=alphabet),)
    backend.ways += (RecordingRoute("selection", private=False, told=backend.told, pastes=True),)
    return ActionExecutor(backend, redeem=lambda _: None, stop=stop, clock=stop.clock, fields=fields), backend


@pytest.mark.program
def test_the_model_is_told_what_stands_otherwise_and_each_field_is_compared_before_the_key_that_leaves_it() -> None:
    fields = ToldFields(["A", "A", "A", "B", "B", "B", "B"])
    performer, backend = hands(fields)

    note = performer.perform(permit_for(Type("a\tb\n"), HALF))

    assert "starting at “a”" in note.text
    assert ["a", "b"] == list(dict.fromkeys(fields.asked))
    assert fields.marks == 2
    assert backend.told.index("tab down") < backend.told.index("keys b")


@pytest.mark.program
@pytest.mark.parametrize("key", ["tab", "enter"])
def test_what_a_program_offers_behind_the_text_is_deleted_before_the_key_that_would_take_it(key: str) -> None:
    performer, backend = hands(ToldFields(["ab"], offered=["", "ab"]))

    performer.perform(permit_for(Type({"tab": "ab\tb", "enter": "ab\n"}[key]), HALF))

    assert ["keys ab", "delete down", "delete up", f"{key} down"] == backend.told[:4]
    assert backend.told.count("delete down") == 1


@pytest.mark.program
def test_line_breaks_are_part_of_the_text_in_a_field_of_many_lines() -> None:
    fields = ToldFields(["a\nb"], many_lines=True)

    assert hands(fields)[0].perform(permit_for(Type("a\nb\n"), HALF)) == InputNote()
    assert fields.marks == 1
    assert fields.asked[-1] == "a\nb"


# By what the field reports of its length and of the keyboard: how much of the text is typed, and what is said of it.
MOVES: dict[str, tuple[str, list[int | None], list[bool | None], list[str], str]] = {
    "it stays": ("a b\n", [1], [True], ["keys a", "keys  b", "enter"], ""),
    "letters on their way": ("a b\n", [0, 0, 0, 1], [True], ["keys a", "keys  b", "enter"], ""),
    "a field that writes it otherwise": ("a b\n", [5], [True], ["keys a", "keys  b", "enter"], ""),
    "no answer for a while": ("a b\n", [None, None, 1, 1], [None, True], ["keys a", "keys  b", "enter"], ""),
    "no answer any more": ("a b\n", [None], [None], ["keys a"], "after “a”, so the rest"),
    "a list that takes it for a moment": ("a b\n", [None], [False, False, True], ["keys a", "keys  b", "enter"], ""),
    "before a space": ("a b\n", [None], [False], ["keys a"], "after “a”, so the rest"),
    "before Return": ("ab\n", [2], [False], ["keys ab"], "after “ab”, so the rest"),
    "before a line": ("ab\nb", [2], [True, False], ["keys ab", "enter"], "after “ab\n”, so the rest"),
    "before any of it": ("\n", [0], [False], [], "so the text wasn't typed"),
    "after a long text": ("a" * 50 + " b", [None], [False], ["keys " + "a" * 50], f"after “…{'a' * 40}”"),
}


@pytest.mark.program
@pytest.mark.parametrize("case", MOVES)
def test_a_text_ends_before_a_key_that_could_press_what_has_got_the_keyboard_meanwhile(case: str) -> None:
    text, grows, holds, keys, words = MOVES[case]
    performer, backend = hands(ToldFields([text.strip()], grows=grows, holds=holds))
    said = ""

    try:
        performer.perform(permit_for(Type(text), HALF))
    except InputError as error:
        said = str(error)

    pressed = [word.removesuffix(" down") for word in backend.told if word.startswith("keys ") or "down" in word]
    assert [word for word in pressed if word != "keys finished"] == keys
    assert words in said
    assert bool(words) == bool(said)


def test_a_field_that_writes_a_text_otherwise_is_waited_for_once() -> None:
    time = FakeStop()
    arrival = TextArrival(ToldFields(["x"], grows=[0]), time.clock, HeldInput(RecordingBackend(), time).pause)
    arrival.add("a")
    waited = list[float]()

    for _ in range(3):
        began = time.now
        assert arrival.await_keyboard_kept()
        waited.append(time.now - began)

    assert waited[0] >= ARRIVES_WITHIN_S
    assert max(waited[1:]) <= FOCUS_ANSWERS_S + 0.02


VALUES = {"bank": "abba", "odd": "aßc"}


def secret_hands(fields: ToldFields) -> tuple[ActionExecutor, RecordingBackend]:
    backend = RecordingBackend()
    stop = FakeStop()
    backend.ways = (
        RecordingRoute("selection", private=False, told=backend.told, pastes=True),
        RecordingRoute("keys", private=True, told=backend.told, alphabet="ab"),
    )
    secret = VALUES.__getitem__
    made = ActionExecutor(backend, redeem=lambda _: None, stop=stop, clock=stop.clock, fields=fields, secret=secret)
    return made, backend


@pytest.mark.program
def test_its_value_goes_in_by_a_private_way_and_nothing_is_looked_for() -> None:
    fields = ToldFields(["something else"])
    performer, backend = secret_hands(fields)

    note = performer.perform(permit_for(Type("a{{secret:bank}}\n"), HALF))

    assert note.text == ""
    assert "keys aabba" in backend.told
    assert not any(one.startswith("selection") for one in backend.told)
    assert (fields.marks, fields.asked) == (0, [])


@pytest.mark.program
def test_what_cannot_be_typed_is_told_without_any_of_it() -> None:
    performer, _ = secret_hands(ToldFields([""]))

    with pytest.raises(InputError) as raised:
        performer.perform(permit_for(Type("{{secret:odd}}"), HALF))

    error: BaseException | None = raised.value
    while error is not None:
        assert not {"ß", "00DF", "aßc"} & {*str(error), *str(error).split()}
        error = error.__cause__
    assert raised.value.__suppress_context__


@pytest.mark.program
def test_an_executor_without_secrets_types_none() -> None:
    performer = ActionExecutor(RecordingBackend(), redeem=lambda _: None, stop=FakeStop())

    with pytest.raises(InputError, match=r"There is no secret “bank”.*desktop-agent secrets set"):
        performer.perform(permit_for(Type("{{secret:bank}}"), HALF))


@pytest.mark.program
def test_a_completion_is_waited_for_until_the_text_that_it_follows_has_arrived() -> None:
    nothing_yet = [""] * 40
    fields = ToldFields(["ab"], offered=[*nothing_yet, "ab"], grows=[*[0] * 20, *[1] * 20, 2])
    performer, backend = hands(fields)

    performer.perform(permit_for(Type("ab\t"), HALF))

    assert backend.told.index("delete down") < backend.told.index("tab down")


REPLACED = "The application replaced “{}” with another text"
REMOVED = "The text “{}” isn't in its field any more since Tab left it"
REFORMED = "The application has given the text “{}” another form since it was entered"


@pytest.mark.program
@pytest.mark.parametrize(
    ("text", "became", "words"),
    [
        ("ab", "ab", ""),
        ("ab", "AB ", REFORMED),
        ("ab", "ab ", ""),
        ("ab", "", REMOVED),
        ("ab", None, ""),  # gone, with its page
        ("ab", "https://ab.example/", ""),  # where it has led
        ("ab", "abba", REPLACED),
        ("ab", "ba", REPLACED),  # a value of the field's own
        ("2024-02-30", "2024-03-01", REPLACED),
        ("1234567", "1,234,567", ""),  # a number in another form
        ("5", "5,00", ""),
        ("2", "2.00 cm", ""),
        ("20", "$20.00", ""),
        ("1,50", "150", REFORMED),  # another number
        ("-5", "5", REFORMED),
        ("012", "12", REPLACED),  # a postal code
        ("9", "7", REPLACED),
    ],
)
def test_a_field_that_takes_another_text_as_it_is_left_is_told_of_once(
    text: str, became: str | None, words: str
) -> None:
    fields = ToldFields([text], left=[became])
    performer, _ = hands(fields, alphabet="0123456789ab-, ")
    performer.perform(permit_for(Type(f"{text}\t"), HALF))
    performer.perform(permit_for(Type("a"), HALF))  # into the field that the key has led to

    note = performer.take_late_note()

    assert note.startswith(words.format(text))
    assert bool(note) == bool(words)
    assert performer.take_late_note() == ""


@pytest.mark.program
def test_a_field_that_return_does_not_leave_gets_the_rest_of_the_text_and_nothing_is_told() -> None:
    performer, _ = hands(ToldFields(["ab", "b"], left=["abb"]))

    performer.perform(permit_for(Type("ab\nb"), HALF))

    assert performer.take_late_note() == ""


@pytest.mark.program
@pytest.mark.parametrize("became", ["ba", ""])
def test_what_return_leaves_in_a_field_may_be_an_answer_and_is_not_told(became: str) -> None:
    performer, _ = hands(ToldFields(["ab"], left=[became]))

    performer.perform(permit_for(Type("ab\n"), HALF))

    assert performer.take_late_note() == ""


@pytest.mark.program
@pytest.mark.parametrize(
    ("became", "holds", "words"),
    [
        ("ba", [False], REPLACED),
        ("abba", [False], ""),  # the click has chosen an entry that begins with the text
        ("ba", [True], ""),  # it was at a button of the field
        ("ba", [None], ""),
    ],
)
def test_a_field_that_a_click_has_left_with_a_value_of_its_own_is_told(
    became: str, holds: list[bool | None], words: str
) -> None:
    performer, _ = hands(ToldFields(["ab"], holds=holds, left=["ab", became]))
    performer.perform(permit_for(Type("ab"), HALF))
    performer.perform(permit_for(Click(AT), HALF))

    note = performer.take_late_note()

    assert note.startswith(words.format("ab"))
    assert bool(note) == bool(words)


@pytest.mark.program
@pytest.mark.parametrize("next_act", [Click(AT), Press(("backspace",)), Scroll(AT, 0, 10)])
def test_what_a_program_makes_of_a_text_by_itself_is_seen_before_the_next_act(next_act: Action) -> None:
    performer, _ = hands(ToldFields(["1234"], left=["12 34", "something else"]), alphabet="1234")
    performer.perform(permit_for(Type("1234"), HALF))
    performer.perform(permit_for(next_act, HALF))

    assert performer.take_late_note().startswith(REFORMED.format("1234"))
    assert performer.take_late_note() == ""


@pytest.mark.program
def test_a_completion_that_stays_selected_behind_a_text_is_told() -> None:
    performer, backend = hands(ToldFields(["ab"], offered=["ab"]))

    note = performer.perform(permit_for(Type("ab"), HALF))

    assert note.text.startswith("The application has added a selected completion behind the text.")
    assert note.typed == "altered"
    assert not any("delete" in word for word in backend.told)


@pytest.mark.program
@pytest.mark.parametrize(
    ("action", "unread"),
    [
        (Type("ab"), ("ab",)),
        (Type("ab\tb\n"), ("ab", "b")),
        (Type("ab", secret=True), ()),
        (Type("ab\nb\n", entry="lines"), ("ab", "b")),
    ],
)
def test_texts_that_no_field_reports_are_to_be_read_in_the_picture(action: Type, unread: tuple[str, ...]) -> None:
    performer, backend = hands(ToldFields([None]))
    backend.terminal_ways = backend.ways

    assert performer.perform(permit_for(action, HALF)).unread == unread


@pytest.mark.program
@pytest.mark.parametrize(
    ("acts", "is_told"),
    [
        ([Press(("enter",))], True),
        ([Wait(1.0), Press(("tab",))], True),
        ([Press(("down",)), Press(("enter",))], False),  # an entry was chosen
        ([Press(("ctrl", "enter"))], False),
        ([HoldKey(("shift",)), Press(("tab",))], False),
        ([Click(AT), Press(("enter",))], False),
        ([], False),
    ],
)
def test_a_field_that_a_key_by_itself_has_left_is_looked_at_too(acts: list[Action], *, is_told: bool) -> None:
    performer, _ = hands(ToldFields(["ab"], left=["abba"]))
    performer.perform(permit_for(Type("ab"), HALF))
    for act in acts:
        performer.perform(permit_for(act, HALF))

    assert bool(performer.take_late_note()) == is_told


@pytest.mark.program
def test_an_address_that_a_browser_shows_without_its_scheme_is_the_same() -> None:
    performer, _ = hands(ToldFields(["a/b/a"], left=["b/a"]))
    performer.perform(permit_for(Type("a/b/a"), HALF))
    performer.perform(permit_for(Press(("enter",)), HALF))

    assert performer.take_late_note() == ""


@pytest.mark.program
def test_a_field_whose_text_differs_already_is_told_of_once() -> None:
    performer, _ = hands(ToldFields(["abb"], left=["abba"]))
    note = performer.perform(permit_for(Type("ab"), HALF))
    performer.perform(permit_for(Press(("enter",)), HALF))

    assert note.typed == "altered"
    assert performer.take_late_note() == ""


@pytest.mark.parametrize(
    ("text", "field_text", "words"),
    [
        ("Hello!", "Hello", "only the first 5 of the text's 6 characters"),
        ("1.50", "150", "starting at “.50”"),
        ("-5", "5", "starting at “-5”"),
        ("1 000", "1000", "in another form"),
        ("1.234,5", "1,234.5", "in another form"),
        ("1.2.3", "1,2,3", "starting at “.2.3”"),
        ("1.2,3.4", "1,2.3,4", "starting at “.2,3.4”"),
    ],
)
def test_a_sign_that_makes_another_number_is_no_matter_of_form(text: str, field_text: str, words: str) -> None:
    assert words in difference(text, field_text).text

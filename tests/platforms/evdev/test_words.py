"""The words of the helper: what may be asked, and that no chord and no answer tells what is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_agent.platforms.evdev.words import (
    CardNotice,
    CodedChord,
    PressQuestion,
    WatchRequest,
    read_chord,
    read_message,
)


@pytest.mark.parametrize("text", ["119", "shift+119", "88", "ctrl+alt+21", "super+30", "ctrl+shift+alt+super+44"])
def test_a_chord_that_types_nothing_may_be_asked_for(text: str) -> None:
    chord = read_chord(text)

    assert chord is not None
    assert chord == read_chord(str(chord))


@pytest.mark.parametrize(
    "text",
    ["30", "shift+30", "ctrl+30", "alt+30", "28", "14", "57", "1", "ctrl+alt+42", "ctrl+alt+272", "altgr+30", "+30", "",
     "ctrl+alt+", "100+30", "ctrl+alt+30+31", "０", "30\n", "ctrl+alt+030"],
)  # fmt: skip
def test_a_chord_that_may_type_is_refused(text: str) -> None:
    assert read_chord(text) is None
    assert read_message(f"watch {text}".encode()) is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"watch 119", WatchRequest(CodedChord(frozenset(), 119))),
        (b"card -", CardNotice(is_open=True)),
        (b"card ctrl+alt+21", CardNotice(is_open=True, approve=CodedChord(frozenset({"ctrl", "alt"}), 21))),
        (b"closed", CardNotice(is_open=False)),
        (b"was down 4294967295", PressQuestion(True, 4294967295)),
        (b"was up 4294967296", None),
        (b"was key down 17", None),
        (b"watch 119 119", None),
    ],
)
def test_a_message_is_one_of_three_or_none(data: bytes, message: object) -> None:
    assert read_message(data) == message


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_are_too_odd_to_be_refused(data: bytes) -> None:
    message = read_message(data)

    assert message is None or read_message(str(message).encode()) == message

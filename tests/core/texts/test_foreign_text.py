"""Bytes of other programs become text that can be stored and shown."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.texts.foreign_text import path_from, text_from, text_of, text_of_unknown

BYTES = {
    b"plain": "plain",
    "Größe".encode(): "Größe",
    b"caf\xe9.avi": "caf\ufffd.avi",
    b"a\xed\xa0\x80b": "a\ufffd\ufffd\ufffdb",
    b"one\0two": "one\ufffdtwo",
    b"ended\0\0": "ended",
    b"\0": "",
    b"": "",
    b"\x1b]0;x\x07\n": "\x1b]0;x\x07\n",
    "a\u202eb".encode(): "a\u202eb",
    b"\xef\xbb\xbfa": "\ufeffa",
}


@pytest.mark.parametrize(("data", "text"), BYTES.items())
def test_bytes_are_decoded_as_far_as_they_are_text(data: bytes, text: str) -> None:
    assert text_of(data) == text


def test_half_a_character_is_dropped_at_a_cut_end_and_shown_elsewhere() -> None:
    assert text_of(b"caf\xc3", cut=True) == "caf"
    assert text_of(b"caf\xc3") == "caf\ufffd"


def test_latin_1_is_read_where_it_is_named_and_where_nothing_else_fits() -> None:
    assert text_of(b"caf\xe9", "latin-1") == "café"
    assert text_of_unknown(b"caf\xe9") == "café"
    assert text_of_unknown("café".encode()) == "café"


def test_lone_surrogates_and_null_bytes_are_replaced() -> None:
    assert text_from("a\ud83d\udcdaz\0b\0") == "a\ufffd\ufffdz\ufffdb"
    assert text_from(json.loads('"\\ud83d"')) == "\ufffd"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [(b"/opt/editor", "/opt/editor"), ("/opt/é".encode(), "/opt/é"), (b"/opt/caf\xe9", "/opt/caf\\xe9")],
)
def test_different_bytes_give_different_paths(raw: bytes, shown: str) -> None:
    assert path_from(os.fsdecode(raw)) == shown


@given(st.binary(), st.sampled_from(["utf-8", "latin-1"]), st.booleans())
def test_no_bytes_raise_and_what_comes_of_them_can_be_stored(data: bytes, encoding: str, cut: bool) -> None:
    for text in (text_of(data, encoding, cut=cut), text_of_unknown(data), text_from(os.fsdecode(data))):
        assert "\0" not in text
        assert text.encode().decode() == text
        assert text_from(text) == text


@given(st.binary().filter(lambda data: b"\0" not in data and b"\\" not in data), st.binary())
def test_two_paths_are_shown_alike_only_where_they_are_one(one: bytes, other: bytes) -> None:
    if b"\0" not in other and b"\\" not in other:
        assert (path_from(os.fsdecode(one)) == path_from(os.fsdecode(other))) == (one == other)

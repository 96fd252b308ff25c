"""Errors: what happened and the next step, as sentences."""

import pytest

from desktop_agent.core.errors import BadSettingError, DesktopAgentError, unreadable, unwritable

SENTENCES = [
    (("It broke.", "Mend it."), "It broke. Mend it."),
    (("The server said: no such route", "Check it."), "The server said: no such route. Check it."),
    (("Is it there?", "Look."), "Is it there? Look."),
    (("It broke", ""), "It broke"),
    (("", "Mend it."), "Mend it."),
]


@pytest.mark.parametrize(("parts", "sentence"), SENTENCES)
def test_the_hint_never_runs_on_from_words_that_end_without_a_full_stop(parts: tuple[str, str], sentence: str) -> None:
    assert str(DesktopAgentError(*parts)) == sentence


def test_a_bad_setting_says_where_it_stands_and_what_is_wrong() -> None:
    error = BadSettingError("[limits] steps", "must be a number.", "Write one.")

    assert "[limits] steps: must be a number. Write one." == str(error)
    assert ("[limits] steps", "must be a number.") == (error.where, error.what)


def test_a_file_that_cannot_be_written_is_named_with_the_systems_reason() -> None:
    error = unwritable("/a/b", OSError(13, "Permission denied"))

    assert "/a/b can't be written to: Permission denied. Choose another location, or make this one writable." == str(
        error
    )


def test_a_file_that_cannot_be_read_is_named_with_the_reason() -> None:
    reasons = (OSError(13, "Permission denied"), UnicodeError("bad byte"))

    assert [
        "/a/b can't be read: Permission denied. It must be a readable UTF-8 text file.",
        "/a/b can't be read: bad byte. It must be a readable UTF-8 text file.",
    ] == [str(unreadable("/a/b", reason)) for reason in reasons]

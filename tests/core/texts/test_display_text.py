"""Others' words as they may be shown: a home does not name its person."""

import pytest

from desktop_agent.core.texts.message import Message, Quotation, ours_or_foreign, visible, without_home

HOMES = "/home"
MACOS_HOMES = "/Users"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Saved as {HOMES}/ada/Letters/a.odt", "Saved as ~/Letters/a.odt"),
        (f"“{MACOS_HOMES}/ada” and {HOMES}/bob.", "“~” and ~."),
        (
            f"/srv{HOMES}/ada/x and https://example.org{HOMES}/ada",
            f"/srv{HOMES}/ada/x and https://example.org{HOMES}/ada",
        ),
        ("/home/", "/home/"),
    ],
)
def test_a_path_into_a_home_is_shown_without_whose_it_is(text: str, shown: str) -> None:
    assert without_home(text) == shown


def test_a_message_stays_translatable_and_foreign_words_stay_quoted() -> None:
    ours = ours_or_foreign(Message("“{name}” is locked.", name="a\u202eb"), 20)

    assert isinstance(ours, Message)
    assert str(ours) == "“a\\u{202e}b” is locked."
    assert ours_or_foreign('Say "yes" now', 7) == "Say 'ye…"


def test_a_quotation_was_made_safe_already_and_is_not_cut_again() -> None:
    quoted = Quotation("Say it in many words")

    assert visible(quoted, 3) is quoted

"""Foreign text in a page: escaped, and with nothing in it that a reader cannot see."""

import re

import pytest

from desktop_agent.record.report.markup import foreign, typed_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("R & <b>", "R &amp; &lt;b&gt;"),
        ("a\nb", "a\nb"),
        ("世界 é", "世界 é"),
        ("\u202e", '<b class="hidden" title="right-to-left override">U+202E</b>'),
        ("\x1b", '<b class="hidden" title="control character">U+001B</b>'),
        ("\ud800", '<b class="hidden" title="control character">U+D800</b>'),
        ("abcdef" * 2, 'abcdefabcd<i class="rest"> … and 2 more</i>'),
    ],
)
def test_foreign_text_is_escaped_and_hides_nothing(text: str, shown: str) -> None:
    assert shown == foreign(text, 10)


def test_typed_text_shows_its_breaks_and_tabs() -> None:
    plain = re.sub(r"<[^>]*>", "", typed_text("a\n\tb\n\v"))

    assert "a⏎\n⇥b⏎\nU+000B" == plain

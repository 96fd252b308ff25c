"""Where no program tells what its fields hold, nothing is claimed of them."""

from desktop_agent.core.texts.field_text import FieldMark, NoFields


def test_the_text_of_an_unreported_field_is_unknown() -> None:
    mark = FieldMark((":1.2", "/field"), length=3, start=3, end=3, many_lines=False)

    assert NoFields().mark() is None
    assert NoFields().since(mark, "text") is None
    assert not NoFields().offers_more(mark, "text")
    assert NoFields().growth(mark) is None
    assert NoFields().has_keyboard(mark) is None
    assert NoFields().became(mark, "text") is None

"""The keys after Compose, as X's own file has them."""

from pathlib import Path

from desktop_agent.platforms.x11.input_record import compositions


def test_sequences_of_characters_are_read_and_all_else_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "Compose"
    file.write_text(
        '<Multi_key> <equal> <e>\t: "€" EuroSign # EURO\n'
        '<Multi_key> <quotedbl> <A> : "Ä" Adiaeresis\n'
        '<Multi_key> <Adiaeresis> <space> : "x"\n'
        '<Multi_key> <slash> <U2223> : "\\\\"\n'
        '<dead_acute> <e> : "é"\n'
        '<Multi_key> <F1> <a> : "no"\n'
        '<Multi_key> <nonsense> <a> : "no"\n'
        'include "%L"\n'
    )

    assert compositions(file) == {("=", "e"): "€", ('"', "A"): "Ä", ("Ä", " "): "x", ("/", "∣"): "\\"}


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert compositions(tmp_path / "none") == {}

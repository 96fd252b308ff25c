"""What a plan starts and checks: programs, the text of fields, boxes, files; what is not sure is not called done."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Click, Wait
from desktop_agent.core.controls.boxes import Box, BoxState, Indicator
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.offline.plan.outcome import Computer, FileReading, PlanPosition, StartProgram
from desktop_agent.offline.planner import End, Next, lines_of, next_or_end, retry_or_end
from desktop_agent.offline.run_access import MOST_BYTES, read_home_file
from tests.offline.planned import NOW_MS, acted, click_at, ended, steps
from tests.offline.seen import Seen, line

LABEL = line("Name", 20, 100)
FIELD = {"Name": Box(100, 98, 200, 24)}
HERE = Computer({"mousepad": "open Mousepad"})


def shown(*texts: str, row: tuple[str, ...] = ()) -> Seen:
    return Seen((LABEL, *(line(text, 110, 100) for text in texts)), FIELD, rows=row)


def checked(task: str, screen: Seen, computer: Computer = HERE) -> End:
    return ended(next_or_end(steps(task), PlanPosition(looks=5), screen, NOW_MS, computer=computer))


@pytest.mark.parametrize(
    ("check", "screen", "fits"),
    [
        ('is "Ada"', shown("Ada"), True),
        ('is "Ada"', shown("Adam"), False),
        ('is "Ada"', shown("Ada Lovelace"), False),
        ('contains "Ada"', shown("Ada Lovelace"), True),
        ('contains "Ada"', shown("Adam"), False),
        ('contains ""', shown("Adam"), False),
        ('is "7"', shown(row=("7",)), True),
        ('is "7"', shown(row=("7", "÷")), True),
        ('is "1000"', shown("lOOO"), True),
        ('is "7"', shown(), False),
    ],
)
def test_a_field_is_what_a_step_says_or_the_run_says_what_it_shows(check: str, screen: Seen, fits: bool) -> None:
    assert fits == checked(f'check that "Name" {check}', screen).success


@pytest.mark.parametrize(
    ("check", "reported", "fits"),
    [
        ('contains "10"', "1000", False),
        ('contains "10"', "10.50", False),
        ('contains "1"', "1,000", False),
        ('contains "000"', "1.000", False),
        ('contains "10"', "10 EUR", True),
        ('contains "10"', "Pay 10.", True),
        ('contains "10.50"', "EUR 10.50", True),
        ('contains "2026"', "30.11.2026", True),
        ('contains "Ada"', "Adam", False),
        ('contains "Ada"', "Ada Lovelace", True),
        ('contains "don\'t"', "I don’t", True),
        ('is "5551234567"', "(555) 123-4567", True),
        ('is "1000"', "1 000", True),
        ('is "100"', "1 000", False),
        ('is "Ada"', "ada", False),
        ('is "Ada"', "Ada Lovelace", False),
        ('is ""', "Ada", False),
    ],
)
def test_a_check_of_what_a_program_reports_takes_no_part_of_a_number_or_word(
    check: str, reported: str, *, fits: bool
) -> None:
    assert fits == checked(f'check that "Name" {check}', replace(shown(), reported=reported)).success


def typed(text: str, screen: Seen, task: str = 'fill "Name" with') -> Next | End:
    position = PlanPosition(phase=3, looks=5, mark=FIELD["Name"], before=(LABEL,))
    return next_or_end(steps(f'{task} "{text}"'), position, screen, NOW_MS)


@pytest.mark.parametrize(
    ("text", "screen", "arrived"),
    [
        ("Ada Lovelace", shown("Ada Lovelace"), True),
        ("a sentence that is longer than its field", shown("is longer than its field"), True),
        ("12", shown("1"), False),
        ("2026-11-21", shown("2026-11-12"), False),
        ("Ada Lovelace", shown("Grace Hopper"), False),
        ("Main Street 7", shown("Main Street 1"), False),
        ("and more", shown("Old words and more"), True),
        ("Ada", shown(), False),
        ("Ada", shown("Adal"), True),  # the caret
        ("Ada", shown("Ada|"), True),
        ("Ada", shown("Adam"), False),
        ("Ada", shown("Adall"), False),
        ("20", shown("201"), False),
        ("20", shown("20|"), False),  # may be another number
        (" ", shown(), True),
        ("Αριάδνη", shown("Apiaovn"), True),
    ],
)
def test_a_text_is_typed_when_its_field_shows_it(text: str, screen: Seen, arrived: bool) -> None:
    end = ended(typed(text, screen))

    assert arrived == end.success
    assert arrived or f"I typed “{text}” into “Name”, but " in end.message


def test_a_text_beside_what_was_taken_for_its_field_has_arrived_and_a_password_is_not_looked_for() -> None:
    elsewhere = Seen((LABEL, line("Ada Lovelace", 110, 400)), FIELD)
    secret = steps('fill "Password" with "hush hush"')

    assert ended(typed("Ada Lovelace", elsewhere)).success
    assert ended(next_or_end(secret, PlanPosition(phase=3), Seen(()), NOW_MS)).success


def test_a_box_is_what_a_step_says_only_when_that_is_sure() -> None:
    def with_box(state: BoxState | None) -> Seen:
        return Seen((LABEL,), boxes={"Name": Indicator(Box(0, 100, 16, 16), state)} if state else {})

    assert checked('check that "Name" is ticked', with_box("ticked")).success
    assert checked('check that "Name" is not ticked', with_box("empty")).success
    assert not checked('check that "Name" is not ticked', with_box("unsure")).success
    assert "I don't see a box next to it" in checked('check that "Name" is ticked', with_box(None)).message
    assert "I cannot see “Gift”" in checked('check that "Gift" is ticked', with_box(None)).message


def test_a_program_is_started_once_and_waited_for_until_the_screen_is_at_rest() -> None:
    task = steps('open "Mousepad"; click "File"')
    window = (line("File", 20, 20), line("Untitled 1", 20, 60))

    start = acted(next_or_end(task, PlanPosition(), Seen(()), NOW_MS, computer=HERE))
    nothing = acted(next_or_end(task, start.position, Seen(()), NOW_MS, computer=HERE))
    coming = acted(next_or_end(task, nothing.position, Seen(window[:1]), NOW_MS, computer=HERE))
    still = acted(next_or_end(task, coming.position, Seen(window), NOW_MS, computer=HERE))
    there = acted(next_or_end(task, still.position, Seen(window), NOW_MS, computer=HERE))

    assert StartProgram("open Mousepad") == start.action
    assert all(isinstance(one.action, Wait) for one in (nothing, coming, still))
    assert click_at(36, 30) == there.action
    assert not ended(retry_or_end(task, start.position, "It failed.")).success
    never = PlanPosition(phase=15)
    assert (
        "” was started, but nothing new has appeared on the screen."
        in ended(next_or_end(task, never, Seen(()), NOW_MS, computer=HERE)).message
    )
    assert "“Mousepad” is there." in lines_of(
        next_or_end(task, PlanPosition(phase=106), Seen(window), NOW_MS, computer=HERE)
    )


@pytest.mark.parametrize("desktop", [(), (line("Files", 20, 200),)])
def test_a_program_whose_first_picture_is_gone_again_is_waited_for(desktop: tuple[TextLine, ...]) -> None:
    task = steps('open "Mousepad"; click "File"')
    splash = (*desktop, line("Loading", 90, 90))
    window = (line("File", 20, 20), line("Untitled 1", 20, 60))
    position = PlanPosition()
    actions = list[object]()

    for lines in (desktop, splash, desktop, desktop, window, window):
        turn = acted(next_or_end(task, position, Seen(lines), NOW_MS, computer=HERE))
        position = turn.position
        actions.append(turn.action)

    assert [type(action) for action in actions] == [StartProgram, Wait, Wait, Wait, Wait, Click]


def test_what_is_no_program_is_clicked_unless_the_step_calls_it_one() -> None:
    screen = Seen((line("File", 20, 20),))

    assert click_at(36, 30) == acted(next_or_end(steps('open "File"'), PlanPosition(), screen, NOW_MS)).action
    end = ended(next_or_end(steps('start "File"'), PlanPosition(), screen, NOW_MS, computer=HERE))
    assert "No program on this computer is called “File”." in end.message


@pytest.mark.parametrize(
    ("step", "started"),
    [
        ('open "Thunar"', "open Thunar File Manager"),
        ('open "Thunar File"', "open Thunar File Manager"),
        ('open "Mousepad"', "open Mousepad"),
        ('open "File Manager"', "open Thunar File Manager"),
        ('open "Text"', ""),  # two have it
        ('open "File"', ""),  # is seen, and clicked
    ],
)
def test_a_program_is_found_by_a_part_of_its_name_that_no_other_has(step: str, started: str) -> None:
    names = ("Mousepad", "Thunar File Manager", "Text Editor", "Text Viewer", "File Roller")
    computer = Computer({name.casefold(): f"open {name}" for name in names})
    screen = Seen((line("File", 20, 20),))

    done = next_or_end(steps(step), PlanPosition(), screen, NOW_MS, computer=computer)

    action = getattr(done, "action", None)
    assert (action.function if isinstance(action, StartProgram) else "") == started


def test_what_is_neither_seen_nor_installed_is_told_with_the_programs_called_most_like_it() -> None:
    computer = Computer({"mousepad": "open Mousepad", "thunar file manager": "open Thunar File Manager"})

    end = ended(next_or_end(steps('start "Mousepd"'), PlanPosition(), Seen(()), NOW_MS, computer=computer))

    assert "No program on this computer is called “Mousepd”. The closest are called “Mousepad”" in end.message


def test_a_file_says_what_is_in_it_and_only_in_a_run_of_our_own() -> None:
    computer = Computer(read_file=lambda _: FileReading("milk\neggs\n"))
    gone = Computer(read_file=lambda _: FileReading("", "It is not there."))

    assert checked('check that file "a.txt" contains "eggs"', Seen(()), computer).success
    end = checked('check that file "a.txt" contains "tea"', Seen(()), computer)
    assert "contains 10 characters: “milk" in end.message
    assert not checked('check that file "a.txt" does not contain "eggs"', Seen(()), computer).success
    assert not checked('check that file "a.txt" does not contain "eggs"', Seen(()), gone).success
    assert (
        "Files can be checked only in this program's own runs."
        in checked('check that file "a.txt" contains "x"', Seen(()), Computer()).message
    )


def test_on_a_desk_its_own_version_of_a_file_is_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    upper = tmp_path / "upper"
    for folder in (home, upper):
        folder.mkdir()
    (home / "a.txt").write_text("the person's")
    (home / "deleted.txt").write_text("the person's")
    for name in ("a.txt", "new.txt"):
        (upper / name).write_text("the desk's")

    def staged(path: Path) -> Path | None:
        there = upper / path.relative_to(home)
        return there if there.exists() else None

    assert (
        read_home_file("a.txt", home, staged) == read_home_file("~/new.txt", home, staged) == FileReading("the desk's")
    )
    assert read_home_file("deleted.txt", home, staged).problem == "There is no “deleted.txt” on the desk."
    assert read_home_file("../upper/a.txt", home, staged).problem


def test_a_file_is_read_only_under_the_home_folder_and_not_where_it_is_hidden(tmp_path: Path) -> None:
    home = tmp_path / "home"
    outside = tmp_path / "outside.txt"
    (home / ".ssh").mkdir(parents=True)
    for path, text in ((home / "a.txt", "x\r\ny"), (home / ".ssh" / "id", "secret"), (outside, "secret")):
        path.write_bytes(text.encode())
    (home / "link.txt").symlink_to(outside)
    (home / "large.txt").write_bytes(b"x" * (MOST_BYTES + 1))
    (home / "data").write_bytes(b"\0\1")

    assert FileReading("x\ny") == read_home_file("~/a.txt", home) == read_home_file(str(home / "a.txt"), home)
    for name in ("../outside.txt", str(outside), "link.txt", ".ssh/id", "large.txt", "data", "none", "a\0b", "."):
        reading = read_home_file(name, home)
        assert reading.problem
        assert not reading.text

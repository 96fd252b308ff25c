"""Input that Windows would keep from a program with more rights than ours is known beforehand."""

import pytest

from desktop_agent.platforms.windows.input.reach import is_out_of_reach, level_in

LOW, MEDIUM, HIGH, SYSTEM = 0x1000, 0x2000, 0x3000, 0x4000  # SECURITY_MANDATORY_…_RID in Microsoft's winnt.h


@pytest.mark.parametrize(
    ("sid", "level"),
    [
        ("010100000000001000200000", MEDIUM),  # S-1-16-8192
        ("010100000000001000300000", HIGH),  # S-1-16-12288
        ("0102000000000005200000002002000000ff", 0x220),  # S-1-5-32-544 with something behind it
        ("010000000000001000300000", None),
        ("0102000000000010003000", None),
        ("01", None),
        ("", None),
    ],
)
def test_the_level_is_the_last_part_of_a_sid(sid: str, level: int | None) -> None:
    assert level == level_in(bytes.fromhex(sid))


@pytest.mark.parametrize(
    ("ours", "theirs", "is_out"),
    [
        (MEDIUM, LOW, False),
        (MEDIUM, MEDIUM, False),
        (MEDIUM, MEDIUM + 0x10, True),  # a program that may use accessibility: a little more than ours
        (MEDIUM, HIGH, True),
        (HIGH, HIGH, False),
        (HIGH, SYSTEM, True),
        (MEDIUM, None, True),
        (SYSTEM, None, True),
        (None, MEDIUM, False),
        (None, None, True),
    ],
)
def test_input_reaches_as_many_rights_as_ours_and_no_more(ours: int | None, theirs: int | None, is_out: bool) -> None:
    assert is_out is is_out_of_reach(ours, theirs)

"""Messages as bytes: what libwayland's programs and sway wrote is read and written alike; what is none is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.platforms.wayland.wire import Argument, MalformedError, pack, split, unpack

# What grim wrote to sway, and sway to grim, by strace.
_GRIM_ASKS = bytes.fromhex("0100000001000c00020000000100000000000c0003000000")
_GRIM_BINDS = bytes.fromhex(
    "02000000000020000100000007000000776c5f73686d000001000000040000000200000000003000060000001700000"
    "07a7864675f6f75747075745f6d616e616765725f763100000200000005000000"
)
_GRIM_MAKES_MEMORY = bytes.fromhex("04000000000010000900000000c01200")
_SWAY_TELLS_GEOMETRY = bytes.fromhex(
    "0700000000004000000000000000000000000000000000000000000009000000686561646c657373000000000900000"
    "0686561646c6573730000000000000000"
)
_SWAY_TELLS_NAME = bytes.fromhex("030000000300180" + "00b000000484541444c4553532d310000")


@pytest.mark.parametrize(
    ("target", "opcode", "signature", "arguments", "written"),
    [
        (1, 1, "n", (2,), _GRIM_ASKS[:12]),
        (1, 0, "n", (3,), _GRIM_ASKS[12:]),
        (2, 0, "usun", (1, "wl_shm", 1, 4), _GRIM_BINDS[:32]),
        (2, 0, "usun", (6, "zxdg_output_manager_v1", 2, 5), _GRIM_BINDS[32:]),
        (4, 0, "nhi", (9, 77, 640 * 480 * 4), _GRIM_MAKES_MEMORY),
    ],
    ids=["registry", "sync", "bind", "bind a longer name", "pool"],
)
def test_a_request_is_written_as_libwayland_writes_it(
    target: int, opcode: int, signature: str, arguments: tuple[Argument, ...], written: bytes
) -> None:
    data, files = pack(target, opcode, signature, arguments)

    assert written == data
    assert ([77] if "h" in signature else []) == files


@pytest.mark.parametrize(
    ("message", "target", "opcode", "signature", "values"),
    [
        (_SWAY_TELLS_GEOMETRY, 7, 0, "iiiiissi", [0, 0, 0, 0, 0, "headless", "headless", 0]),
        (_SWAY_TELLS_NAME, 3, 3, "s", ["HEADLESS-1"]),
    ],
    ids=["geometry", "name"],
)
def test_an_event_is_read_as_sway_means_it(
    message: bytes, target: int, opcode: int, signature: str, values: list[object]
) -> None:
    (first, length) = split(message + b"more") or ((0, 0, b""), 0)

    assert (target, opcode, len(message)) == (*first[:2], length)
    assert values == unpack(signature, first[2], no_file)


@given(st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    kinds: dict[str, st.SearchStrategy[Argument]] = {
        "i": st.integers(-(2**31), 2**31 - 1),
        "u": st.integers(0, 2**32 - 1),
        "o": st.integers(0, 2**32 - 1),
        "n": st.integers(1, 2**32 - 1),
        "f": st.integers(-(2**31), 2**31 - 1).map(lambda number: number / 256),
        "s": st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=100),
        "a": st.binary(max_size=100),
        "h": st.integers(0, 99),
    }
    signature = data.draw(st.lists(st.sampled_from(sorted(kinds)), max_size=6).map("".join))
    values: list[Argument] = [data.draw(kinds[letter]) for letter in signature]

    written, files = pack(5, 3, signature, values)
    read = split(written)
    queue = iter(files)

    assert read is not None
    assert (5, 3) == read[0][:2]
    assert values == unpack(signature, read[0][2], lambda: next(queue))


def no_file() -> int:
    """Stand for a queue of files that is empty."""
    raise MalformedError("a file is missing")

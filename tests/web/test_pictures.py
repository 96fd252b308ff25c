"""What has changed on a screen, as a browser gets it."""

import json
import struct

import cv2
import numpy as np
import pytest

from desktop_agent.core.pictures import Pixels, Rect, Size
from desktop_agent.runtime.description.live_view import _Changes
from desktop_agent.runtime.protocol.messages import Seen
from desktop_agent.web.pictures import Picture, Screen, changed_parts, encoded, frame_of, part_within
from tests.fakes.runs import recorded

Box = tuple[int, int, int, int]


def changed(*boxes: Box) -> Picture:
    """Return a black picture with white boxes."""
    picture = np.zeros((200, 300, 3), np.uint8)
    for x, y, wide, high in boxes:
        picture[y : y + high, x : x + wide] = 255
    return picture


@pytest.mark.parametrize(
    ("boxes", "parts"),
    [
        ((), []),
        (((5, 7, 11, 13),), [(5, 7, 11, 13)]),
        (((0, 0, 300, 200),), [(0, 0, 300, 200)]),
        (((10, 10, 20, 5), (100, 150, 30, 40)), [(10, 10, 20, 5), (100, 150, 30, 40)]),
        (((10, 10, 20, 5), (100, 20, 30, 40)), [(10, 10, 120, 50)]),
    ],
)
def test_what_differs_comes_in_pieces_that_lie_apart(boxes: tuple[Box, ...], parts: list[Box]) -> None:
    assert [Rect(*part) for part in parts] == list(changed_parts(changed(), changed(*boxes)))


def test_a_first_picture_and_one_of_another_size_are_whole() -> None:
    for before in None, changed()[:10]:
        assert [Rect(0, 0, 300, 200)] == list(changed_parts(before, changed()))


@pytest.mark.parametrize(
    ("size", "most", "becomes"),
    [
        (Size(1280, 800), Size(1280, 800), (800, 1280)),
        (Size(1280, 800), Size(390, 844), (244, 390)),
        (Size(640, 400), Size(4000, 4000), (400, 640)),
        (Size(7680, 4320), Size(8192, 8192), (1500, 2667)),
        (Size(1280, 800), Size(1, 1), (1, 1)),
    ],
)
def test_a_picture_is_made_to_fit_and_never_larger_than_a_phone_can_keep(
    size: Size, most: Size, becomes: tuple[int, int]
) -> None:
    screen = Screen()
    screen.take(Seen(size, 0, bytes(size.width * size.height * 4)))
    size = screen.fitted(most)
    assert becomes == (size.height, size.width) == screen.scaled(size).shape[:2]


def test_rows_that_were_seen_take_their_place_and_nothing_else() -> None:
    seen: list[Seen] = []
    changes = _Changes(seen.append)
    screen = Screen()
    size = Size(3, 4)
    pictures = [np.zeros((4, 3), np.uint32), np.zeros((4, 3), np.uint32), np.arange(12, dtype=np.uint32).reshape(4, 3)]
    pictures[1][2] = 7
    for picture in pictures[0], pictures[0], pictures[1], pictures[2]:
        changes.keep(Pixels(size, picture.tobytes()))
    assert [(0, 48), (2, 12), (0, 48)] == [(each.top, len(each.rows)) for each in seen]
    for each, picture in zip(seen, pictures, strict=True):
        screen.take(each)
        assert screen.pixels.tobytes() == picture.tobytes()


def test_what_arrives_is_the_picture_pixel_for_pixel_and_a_photograph_as_jpeg() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8)
    kinds = []
    for picture in changed((5, 7, 11, 13)), noise:
        kind, data = encoded(picture)
        kinds.append(kind)
        sent = frame_of({"run": "a", "frame": 1}, [(Rect(0, 0, 300, 200), kind, data)])
        length = struct.unpack(">I", sent[:4])[0]
        (part,) = json.loads(sent[4 : 4 + length])["parts"]
        assert (part["type"], part["bytes"]) == (kind, len(data))
        arrived = cv2.imdecode(np.frombuffer(sent[4 + length :], np.uint8), cv2.IMREAD_COLOR)
        assert arrived is not None
        assert kind == "image/jpeg" or (arrived == picture).all()
    assert ["image/png", "image/jpeg"] == kinds


@pytest.mark.parametrize("size", [(8001, 8000), (16_000, 16_000), (0, 10), (2**31, 2**31)])
def test_a_recorded_picture_that_is_larger_than_any_screen_is_not_opened(size: tuple[int, int]) -> None:
    header = struct.pack(">II", *size) + b"\x08\x02\x00\x00\x00"
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + bytes(100)

    assert part_within(data, Size(640, 400)) == ()


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff", recorded.picture(1)[:40]])
def test_a_recorded_picture_that_cannot_be_read_has_no_part(data: bytes) -> None:
    assert part_within(data, Size(640, 400)) == ()

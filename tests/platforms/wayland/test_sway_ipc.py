"""Sway's tree: its windows, topmost first, with the box that a program draws in."""

import socket
import struct
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.wayland.sway_ipc import GET_TREE, SwayIpc, _has_keyboard, view_at, views_in


def box(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "width": width, "height": height}


def leaf(number: int, **more: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": number, "pid": 100 + number, "name": f"window {number}", "app_id": "app", "visible": True,
        "rect": box(0, 0, 640, 800), "window_rect": box(2, 20, 636, 778), "geometry": box(26, 23, 600, 700),
    }  # fmt: skip
    return base | more


TREE: Mapping[str, object] = {
    "nodes": [
        {"name": "__i3", "nodes": [leaf(9)]},
        {
            "nodes": [leaf(1, focused=True), leaf(2, rect=box(640, 0, 640, 800), visible=False)],
            "floating_nodes": [
                leaf(3, type="floating_con", rect=box(100, 100, 300, 200), window_rect=box(0, 0, 0, 0)),
                leaf(
                    4, type="floating_con", rect=box(200, 200, 300, 200), app_id=None, window_properties={"class": "X"}
                ),
            ],
        },
    ]
}


def test_floating_windows_lie_above_tiles_and_the_last_raised_above_all() -> None:
    views = views_in(TREE)

    assert [4, 3, 9, 2, 1][:2] == [view.id for view in views][:2]
    assert {1, 2, 3, 4, 9} == {view.id for view in views}
    assert ("X", Rect(202, 220, 636, 778)) == (views[0].app, views[0].box)
    assert Rect(100, 100, 300, 200) == views[1].box
    assert (26, 23) == views[1].inset
    assert [1] == [view.id for view in views if view.focused]


@pytest.mark.parametrize(
    ("at", "number"), [((210, 230), 4), ((110, 110), 3), ((10, 30), 1), ((10, 5), None), ((700, 9), None)]
)
def test_what_is_under_a_point_is_the_topmost_that_is_shown(at: tuple[int, int], number: int | None) -> None:
    under = view_at(views_in(TREE), *at)

    assert number == (under.id if under else None)


@pytest.mark.parametrize(
    ("tree", "is_under"),
    [
        (TREE, False),
        ({"nodes": [{"type": "workspace", "focused": True}]}, False),
        ({"nodes": [{"nodes": [leaf(1, focused=False)], "floating_nodes": [leaf(3)]}]}, True),
        ({"nodes": [{"floating_nodes": [leaf(3, focused=True)]}]}, False),
        ("x", True),
    ],
)
def test_where_nothing_that_is_told_has_the_keyboard_a_layer_has_it(tree: object, is_under: bool) -> None:
    assert _has_keyboard(tree) is not is_under


TITLES = {
    b'"plain"': "plain",
    b'"caf\xe9.avi"': "caf\ufffd.avi",
    b'"\\ud83d half"': "\ufffd half",
    b'"one\\u0000two"': "one\ufffdtwo",
    b'"\xed\xa0\x80"': "\ufffd\ufffd\ufffd",
    b'"' + b"x" * 50_000 + b'"': "x" * 50_000,
    b"null": "",
    b"17": "17",
}


@pytest.mark.parametrize(("sent", "title"), TITLES.items(), ids=[str(name[:12]) for name in TITLES])
def test_a_title_of_any_bytes_is_a_title(tmp_path: Path, sent: bytes, title: str) -> None:
    answer = b'{"nodes": [{"id": 3, "pid": 7, "app_id": ' + sent + b', "name": ' + sent + b"}]}"
    with closing(socket.socket(socket.AF_UNIX)) as sway:
        sway.bind(str(tmp_path / "sway"))
        sway.listen()
        with SwayIpc(str(tmp_path / "sway")) as ipc:
            session, _ = sway.accept()
            with session:
                session.sendall(struct.pack("=6sII", b"i3-ipc", len(answer), GET_TREE) + answer)
                (view,) = ipc.views()

    assert (view.title, view.app) == (title, title)


def test_a_title_that_sway_draws_is_above_the_box_of_its_window_and_in_that_of_its_holder() -> None:
    titled = leaf(1, rect=box(40, 53, 600, 400), deco_rect=box(10, 3, 600, 23))
    tree = {"nodes": [{"rect": box(30, 30, 620, 430), "nodes": [titled, leaf(2)]}]}

    assert {1: Rect(40, 33, 600, 23), 2: None} == {view.id: view.title_bar for view in views_in(tree)}

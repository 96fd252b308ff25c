"""A theme of pointers that show nothing: a headless compositor draws its pointer into every picture that is taken.

On a screen with graphics hardware the pointer is not in pictures, nor is it on a private X display. There it would
cover what was clicked.
"""

from __future__ import annotations

import struct
from pathlib import Path

NAME = "default"  # sway asks for no other one
# How toolkits call their pointers; what a theme lacks, they take from elsewhere or leave as it is.
_SHAPES = """
default left_ptr arrow top_left_arrow right_ptr xterm text ibeam vertical-text hand hand1 hand2 pointer pointing_hand
wait watch progress left_ptr_watch half-busy cross crosshair tcross cell plus help question_arrow whats_this up_arrow
sb_up_arrow center_ptr fleur move size_all all-scroll size_hor size_ver size_bdiag size_fdiag split_h split_v
sb_h_double_arrow sb_v_double_arrow h_double_arrow v_double_arrow col-resize row-resize ew-resize ns-resize
nesw-resize nwse-resize n-resize e-resize s-resize w-resize ne-resize nw-resize se-resize sw-resize top_side
bottom_side left_side right_side top_left_corner top_right_corner bottom_left_corner bottom_right_corner grab grabbing
openhand closedhand dnd-none dnd-copy dnd-move dnd-link dnd-ask copy alias link no-drop dnd-no-drop not-allowed
forbidden crossed_circle circle context-menu zoom-in zoom-out
""".split()
_IMAGE = 0xFFFD0002
_SIZE = 24


def write_blank_cursors(folder: Path) -> dict[str, str]:
    """Write the theme into a folder; return the variables by which programs find it."""
    cursors = folder / NAME / "cursors"
    cursors.mkdir(parents=True)
    for shape in _SHAPES:
        (cursors / shape).write_bytes(_cursor())
    return {"XCURSOR_PATH": str(folder), "XCURSOR_THEME": NAME, "XCURSOR_SIZE": str(_SIZE)}


def _cursor() -> bytes:
    """Return a cursor file of one clear pixel (`man 3 Xcursor`: header, contents, image)."""
    header = struct.pack("<4s3I", b"Xcur", 16, 0x10000, 1)
    contents = struct.pack("<3I", _IMAGE, _SIZE, len(header) + 12)
    image = struct.pack("<9I", 36, _IMAGE, _SIZE, 1, 1, 1, 0, 0, 0)
    return header + contents + image + bytes(4)

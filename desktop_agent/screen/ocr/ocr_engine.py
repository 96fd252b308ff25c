"""Find and read text on a picture with the PP-OCRv6 networks of the rapidocr wheel. Runs in the OCR child.

Only the weights are taken from the wheel: a screen's text is upright, so the two networks' pre- and post-processing is
short, and without rapidocr's own the threads and their spinning can be set. Spinning worker threads slow a shared
machine down more than the second thread gains (measured on Debian 12, two cores).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.errors import ModelError
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.screen.ocr.boxes import Box, apart
from desktop_agent.screen.ocr.picture import Picture

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Numbers = NDArray[np.float32]

THREADS = 2
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_GRID = 32  # the detector's picture sides are multiples of this
_TEXT = 0.3
_SURE_BOX = 0.5
_UNCLIP = 1.6  # the weights' own thresholds, from rapidocr's configuration
_SMALLEST = 4
_MOSTLY_FULL = 0.6  # of the picture's area that holds anything
_ROW_HEIGHT = 48  # pixels; what the recogniser was trained on
_SHORTEST_ROW = 160
_BATCH = 6
_EDGE = 8  # grey levels; less is noise or a slow gradient
_MARGIN_PX = 24  # a text is found more surely with some of its ground around it
_FRAME_PX = 121  # straight lines of this length are borders: a window's frame holds nothing by itself
_DASHES = "-–—"
_FAINT_SPACE = 0.1  # beside a dash: 0.35 and more where a space is, 0.00 where none is (72 titles in three sizes)


@dataclass(frozen=True, slots=True)
class CropText:
    """The text of one crop and how sure the network is."""

    text: str
    score: float


class OcrEngine:
    """The two networks, loaded once."""

    def __init__(self) -> None:
        self._detector = _session(_DETECTOR)
        self._recogniser = _session(_RECOGNISER)
        keys = self._recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._alphabet = ["", *keys, " "]

    def detect(self, picture: Picture) -> list[Box]:
        """Return where text is; the picture is BGR, at its own scale (scaling either way finds less).

        The network weighs a text against the whole picture: one label on an empty screen is nothing to it (found in 2
        of 6 at 1280x800, in none of 6 at 1920x1080). And it takes as long for an empty part as for a full one: two
        seconds for a screen of 1920x1080. So where much of a picture is empty, each part that holds anything is
        searched alone.
        """
        parts = apart(content(picture))
        if sum(part.area for part in parts) > _MOSTLY_FULL * picture.shape[0] * picture.shape[1]:
            boxes = self._detect(picture)
        else:
            boxes = [
                box.moved(part.left, part.top)
                for part in parts
                for box in self._detect(np.ascontiguousarray(picture[part.top : part.bottom, part.left : part.right]))
            ]
        return sorted(boxes, key=lambda box: (box.top, box.left))

    def _detect(self, picture: Picture) -> list[Box]:
        height, width = picture.shape[:2]
        padded = cv2.copyMakeBorder(picture, 0, -height % _GRID, 0, -width % _GRID, cv2.BORDER_REPLICATE)
        blob = np.ascontiguousarray(_normal(np.asarray(padded, np.uint8)).transpose(2, 0, 1)[None])
        chance = self._detector.run(None, {self._detector.get_inputs()[0].name: blob})[0][0, 0]
        mask = cv2.dilate((chance > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
        outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        boxes = (_box(np.asarray(outline, np.int32), chance, width, height) for outline in outlines)
        return [box for box in boxes if box]

    def recognise(self, crops: Sequence[Picture]) -> list[CropText]:
        """Read crops of one row each, in the order given."""
        order = sorted(range(len(crops)), key=lambda at: crops[at].shape[1] / crops[at].shape[0])
        out = [CropText("", 0.0)] * len(crops)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for at, read in zip(batch, self._read([crops[at] for at in batch]), strict=True):
                out[at] = read
        return out

    def _read(self, crops: list[Picture]) -> list[CropText]:
        rows = [_row(crop) for crop in crops]
        widest = max(_SHORTEST_ROW, *(row.shape[1] for row in rows))
        blob = np.zeros((len(rows), 3, _ROW_HEIGHT, widest), np.float32)
        for at, row in enumerate(rows):
            blob[at, :, :, : row.shape[1]] = _normal(row).transpose(2, 0, 1)
        chances = self._recogniser.run(None, {self._recogniser.get_inputs()[0].name: blob})[0]
        return [self._decode(chance) for chance in chances]

    def _decode(self, chance: Numbers) -> CropText:
        """Collapse repeats and drop blanks (index 0), the usual reading of such a network's output."""
        best = chance.argmax(axis=1)
        keep = best != 0
        keep[1:] &= best[1:] != best[:-1]
        if not keep.any():
            return CropText("", 0.0)
        steps = np.flatnonzero(keep).tolist()
        text = "".join(self._lost_space(chance, steps, n) + self._alphabet[best[at]] for n, at in enumerate(steps))
        return CropText(text, float(chance.max(axis=1)[keep].mean()))

    def _lost_space(self, chance: Numbers, steps: list[int], n: int) -> str:
        """Return the space before a letter where there is one on a side of a dash, but too narrow to win.

        "shopping.txt - Mousepad", made smaller, is read as one word, and so as another file's name.
        """
        if n == 0:
            return ""
        before, after = (self._alphabet[chance[at].argmax()] for at in steps[n - 1 : n + 1])
        beside_dash = (before in _DASHES) != (after in _DASHES)
        if not beside_dash or " " in {before, after}:
            return ""
        return " " if chance[steps[n - 1] : steps[n] + 1, -1].max() > _FAINT_SPACE else ""


def content(picture: Picture) -> list[Box]:
    """Return boxes around what differs from its neighbours, each with a margin; they may overlap."""
    gradient = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    outline = (gradient.max(axis=2) > _EDGE).astype(np.uint8)
    for line in (np.ones((1, _FRAME_PX), np.uint8), np.ones((_FRAME_PX, 1), np.uint8)):
        outline = cv2.subtract(outline, cv2.morphologyEx(outline, cv2.MORPH_OPEN, line))
    side = 2 * _MARGIN_PX + 1
    spread = cv2.dilate(outline, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(spread, connectivity=8)
    return [Box(*(int(n) for n in stat[:4])) for stat in stats[1:]]


def _normal(picture: Picture) -> Numbers:
    return picture.astype(np.float32) / np.float32(127.5) - np.float32(1)


def _row(crop: Picture) -> Picture:
    width = max(1, -(-_ROW_HEIGHT * crop.shape[1] // crop.shape[0]))
    return np.asarray(cv2.resize(crop, (width, _ROW_HEIGHT)), np.uint8)


def _box(outline: NDArray[np.int32], chance: Numbers, width: int, height: int) -> Box | None:
    """Grow the text's core, which is what the network marks, to the whole text."""
    x, y, w, h = cv2.boundingRect(outline)
    if min(w, h) < _SMALLEST - 1:
        return None
    mask = np.zeros((h, w), np.uint8)
    cv2.drawContours(mask, [outline], -1, 1, -1, offset=(-x, -y))
    if cv2.mean(chance[y : y + h, x : x + w], mask)[0] < _SURE_BOX:
        return None
    grow = round(w * h * _UNCLIP / (2 * (w + h)))
    left = max(0, x - grow)
    top = max(0, y - grow)
    right = min(width, x + w + grow)
    bottom = min(height, y + h + grow)
    return Box(left, top, right - left, bottom - top) if right - left > _SMALLEST and bottom - top > _SMALLEST else None


def _session(name: str) -> InferenceSession:
    # Otherwise the library, from loading on, makes up an id for this machine and reports its use to its maker over the
    # network (its Privacy.md; seen with 1.31.1); its own function to switch that off comes too late.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = THREADS
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(_weights() / name), options, providers=["CPUExecutionProvider"])


def _weights() -> Path:
    spec = find_spec("rapidocr")
    places = spec.submodule_search_locations if spec else None
    if not places or not (Path(places[0]) / "models" / _DETECTOR).is_file():
        raise ModelError(Message("The neural networks that read the screen are missing."), hint_for("offline"))
    return Path(places[0]) / "models"

"""Finds and reads text on a picture by the PP-OCRv6 networks, and only what has changed since an earlier picture.

Only the weights are taken from the wheel: a screen's text is upright, so the two networks' pre- and post-processing is
short, and without rapidocr's own the threads and their spinning can be set. Spinning worker threads slow a shared
machine down more than the second thread gains (measured on Debian 12, two cores).

A step changes little of a screen, and recognition is the larger part of reading one. So a new picture is compared with
the last few of the same size, from any caller; the most alike one lends its lines outside the changed regions.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.controls.boxes import Box, apart, box_of
from desktop_agent.core.controls.screen_contents import TextLine, distance
from desktop_agent.core.errors import ModelError
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import hint_for
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
        boxes = (_text_box(np.asarray(outline, np.int32), chance, width, height) for outline in outlines)
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
        rows = [_scaled_row(crop) for crop in crops]
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
        text = "".join(self._space_at_dash(chance, steps, n) + self._alphabet[best[at]] for n, at in enumerate(steps))
        return CropText(text, float(chance.max(axis=1)[keep].mean()))

    def _space_at_dash(self, chance: Numbers, steps: list[int], n: int) -> str:
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


def _scaled_row(crop: Picture) -> Picture:
    width = max(1, -(-_ROW_HEIGHT * crop.shape[1] // crop.shape[0]))
    return np.asarray(cv2.resize(crop, (width, _ROW_HEIGHT)), np.uint8)


def _text_box(outline: NDArray[np.int32], chance: Numbers, width: int, height: int) -> Box | None:
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


_PICTURES = 4
_SIZES = 6  # of each size; parts of the screen are read beside the whole
_CROPS = 4000
_CHANGED = 6  # grey levels; less is noise
_SPREAD = (33, 9)  # pixels; joins the changes of one word into one region
_MEMORY_GRID = 32
_MOSTLY = 0.6  # of the picture's area; past it a whole pass is faster
_SURE_TEXT = 0.5
_INK = 40  # grey levels from the ground
_BORDER = 0.9  # of the pixels of a row or column: it is a border beside a text, or another ground
# A gap between two labels is as wide as several between two letters, which says whether the letters stand as far apart
# as in a terminal. By the box's height alone, 377 of 563 lines of a fixed pitch were cut and 246 of 354 labels of menus
# and tabs stayed joined; so it is 110 and 21, and 3 of 535 other lines are cut (Debian 12, six fonts of 11 to 18 px).
_GAP_PX = 10
_GAP_LETTERS = 7.5  # gaps between two letters
# of the text's height: at most, at least, in any text
_LETTER_GAP = 0.5
_LABEL_GAP = 0.65
_ANY_GAP = 1.25
_BORDER_PX = 3
_NARROWEST_PX = 4  # of a field's border and the room around a text; of a piece of text
_SIGN = 2
_MOST_SPOTS = 120  # letters; more spots are a photograph
_SPOT_PX = (7, 44)
_SPOT_EDGE_PX = 3
_TALLEST = 1.5  # heights per width; taller is no row of text


class Engine(Protocol):
    """Finds where text is, and reads it."""

    def detect(self, picture: Picture) -> list[Box]:
        """Return the boxes that hold text."""

    def recognise(self, crops: Sequence[Picture]) -> list[CropText]:
        """Read crops of one row each."""


class ScreenMemory:
    """Reads pictures through an engine, as little of each as it can."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pictures: dict[tuple[int, ...], list[tuple[Picture, tuple[TextLine, ...]]]] = {}  # by shape
        self._crops: OrderedDict[bytes, CropText] = OrderedDict()

    def read(self, picture: Picture, *, fresh: bool = False) -> tuple[TextLine, ...]:
        """Return the lines of a BGR picture in reading order; `fresh` reads all of it again."""
        lines = None if fresh else self._from_memory(picture)
        if lines is None:
            lines = self._lines(picture, Box(0, 0, picture.shape[1], picture.shape[0]))
        ordered = tuple(sorted(lines, key=lambda line: (line.top + line.height // 2, line.left)))
        same = self._pictures.pop(picture.shape, [])
        self._pictures[picture.shape] = [(picture, ordered), *same][:_PICTURES]
        if len(self._pictures) > _SIZES:
            del self._pictures[next(iter(self._pictures))]
        return ordered

    def row(self, picture: Picture, box: Box) -> tuple[TextLine, ...]:
        """Return the pieces of text in a box, which is one row: no network has to find it first."""
        edge = _BORDER_PX
        inked = _trimmed(picture, Box(box.left + edge, box.top + edge, box.width - 2 * edge, box.height - 2 * edge))
        pieces = split_at_gaps(picture, inked) if inked else []
        pieces = [piece for piece in pieces if piece.width >= _NARROWEST_PX]
        reads = self._recognise([picture[piece.top : piece.bottom, piece.left : piece.right] for piece in pieces])
        return tuple(
            TextLine(read.text.strip(), piece.left, piece.top, piece.width, piece.height, read.score)
            for piece, read in zip(pieces, reads, strict=True)
            if read.score >= _SURE_TEXT and read.text.strip()
        )

    def small(self, picture: Picture) -> tuple[TextLine, ...]:
        """Return the signs that stand alone: no network looks for them, so each spot of their size is read."""
        lines = [box_of(line) for line in self.read(picture) if len(line.text) > _SIGN]
        spots = [spot for spot in _letter_sized_boxes(picture) if not any(spot.touches(line) for line in lines)][
            :_MOST_SPOTS
        ]
        reads = self._recognise([picture[spot.top : spot.bottom, spot.left : spot.right] for spot in spots])
        return tuple(
            TextLine(read.text.strip(), spot.left, spot.top, spot.width, spot.height, read.score)
            for spot, read in zip(spots, reads, strict=True)
            if read.score >= _SURE_TEXT and 0 < len(read.text.strip()) <= _SIGN
        )

    def near(self, picture: Picture, at: ImagePoint) -> tuple[TextLine, ...]:
        """Return the line nearest to a point, where one is near: boxes are read from there outwards, until one says so.

        To recognise a patch's other lines costs ten times as much as to find them.
        """
        boxes = self._boxes(picture)
        placed = [(away, box) for box in boxes if (away := distance(_rect_of(box), at)) is not None]
        for away in sorted({away for away, _ in placed}):
            if lines := self._read_boxes(picture, [box for there, box in placed if there == away]):
                return tuple(lines)
        return ()

    def _from_memory(self, picture: Picture) -> list[TextLine] | None:
        same = self._pictures.get(picture.shape)
        if not same:
            return None
        old, old_lines = min(same, key=lambda known: int(np.count_nonzero(known[0][::4, ::4] != picture[::4, ::4])))
        regions = changed_regions(old, picture, old_lines)
        if sum(region.area for region in regions) > _MOSTLY * picture.shape[0] * picture.shape[1]:
            return None
        lines = [line for line in old_lines if not any(box_of(line).touches(region) for region in regions)]
        for region in regions:
            lines += self._lines(picture, region)
        return lines

    def _lines(self, picture: Picture, region: Box) -> list[TextLine]:
        part = picture[region.top : region.bottom, region.left : region.right]
        lines = self._read_boxes(part, self._boxes(part))
        return [replace(line, left=line.left + region.left, top=line.top + region.top) for line in lines]

    def _boxes(self, picture: Picture) -> list[Box]:
        boxes = (piece for box in self._engine.detect(picture) for piece in split_at_gaps(picture, box))
        return [box for box in boxes if box.height < _TALLEST * box.width]

    def _read_boxes(self, picture: Picture, boxes: Sequence[Box]) -> list[TextLine]:
        reads = self._recognise([picture[box.top : box.bottom, box.left : box.right] for box in boxes])
        return [
            TextLine(read.text.strip(), box.left, box.top, box.width, box.height, read.score)
            for box, read in zip(boxes, reads, strict=True)
            if read.score >= _SURE_TEXT and read.text.strip()
        ]

    def _recognise(self, crops: list[Picture]) -> list[CropText]:
        names = [blake2b(crop.tobytes() + repr(crop.shape).encode(), digest_size=16).digest() for crop in crops]
        unread = {name: crop for name, crop in zip(names, crops, strict=True) if name not in self._crops}
        reads = self._engine.recognise(list(unread.values())) if unread else []
        self._crops.update(zip(unread, reads, strict=True))
        texts = [self._crops[name] for name in names]
        for name in names:
            self._crops.move_to_end(name)
        while len(self._crops) > _CROPS:
            self._crops.popitem(last=False)
        return texts


def _rect_of(box: Box) -> Rect:
    return Rect(box.left, box.top, box.width, box.height)


def changed_regions(old: Picture, new: Picture, lines: Sequence[TextLine]) -> list[Box]:
    """Return boxes on a grid that cover what differs, none of them cutting a line that was read in `old`."""
    differs = (cv2.absdiff(old, new).max(axis=2) > _CHANGED).astype(np.uint8)
    spread = cv2.dilate(differs, np.ones(_SPREAD[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(spread, connectivity=8)
    height, width = differs.shape
    boxes = [_snapped_to_grid(Box(*(int(n) for n in stat[:4])), width, height) for stat in stats[1:]]
    return _merge_touching(
        _merge_touching(boxes, []), [_snapped_to_grid(box_of(line), width, height) for line in lines]
    )


def split_at_gaps(picture: Picture, box: Box) -> list[Box]:
    """Cut a box where a gap is too wide for a space: neighbouring controls and captions are then read apart."""
    crop = picture[box.top : box.bottom, box.left : box.right].astype(np.int16)
    background = np.median(crop.reshape(-1, 3), axis=0).astype(np.int16)
    ink = np.abs(crop - background).max(axis=2) > _INK
    ink &= (ink.mean(axis=1, keepdims=True) <= _BORDER) & (ink.mean(axis=0) <= _BORDER)
    columns = np.flatnonzero(ink.any(axis=0))
    if columns.size == 0:
        return [box]
    gaps = np.diff(columns) - 1
    cuts = [int(at) for at in np.flatnonzero(gaps >= _narrowest_gap(gaps, int(ink.any(axis=1).sum())))]
    starts = [0, *(int(columns[at + 1]) - 3 for at in cuts)]
    ends = [*(int(columns[at]) + 4 for at in cuts), box.width]
    return [Box(box.left + start, box.top, end - start, box.height) for start, end in zip(starts, ends, strict=True)]


def _narrowest_gap(gaps: NDArray[np.intp], height: int) -> float:
    """Return how wide a gap in a line of text is at least that parts two labels."""
    letters = gaps[(gaps > 0) & (gaps <= _LETTER_GAP * height)]
    apart = _GAP_LETTERS * float(letters.mean()) if letters.size else inf
    return max(_GAP_PX, min(max(apart, _LABEL_GAP * height), _ANY_GAP * height))


def _letter_sized_boxes(picture: Picture) -> list[Box]:
    """Return boxes around what has the size of a letter or two and ground on all sides."""
    gradient = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)).max(axis=2)
    ink = cv2.dilate((gradient > _INK).astype(np.uint8), np.ones((3, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    edge = _SPOT_EDGE_PX
    (height, width) = picture.shape[:2]
    return [
        Box(max(0, x - edge), max(0, y - edge), min(width - x, w + 2 * edge), min(height - y, h + 2 * edge))
        for x, y, w, h, _ in stats[1:].tolist()
        if _SPOT_PX[0] <= max(w, h) and w <= _SPOT_PX[1] and h <= _SPOT_PX[1]
    ]


def _trimmed(picture: Picture, box: Box) -> Box | None:
    """Return the box without the even ground around what is in it; None where there is nothing."""
    crop = picture[max(0, box.top) : box.bottom, max(0, box.left) : box.right].astype(np.int16)
    if not crop.size:
        return None
    ground = np.median(crop.reshape(-1, 3), axis=0).astype(np.int16)
    ink = np.abs(crop - ground).max(axis=2) > _INK
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    top = max(0, int(rows[0]) - _BORDER_PX)
    bottom = min(crop.shape[0], int(rows[-1]) + 1 + _BORDER_PX)
    left = max(0, int(columns[0]) - _BORDER_PX)
    right = min(crop.shape[1], int(columns[-1]) + 1 + _BORDER_PX)
    return Box(max(0, box.left) + left, max(0, box.top) + top, right - left, bottom - top)


def _snapped_to_grid(box: Box, width: int, height: int) -> Box:
    left = box.left // _MEMORY_GRID * _MEMORY_GRID
    top = box.top // _MEMORY_GRID * _MEMORY_GRID
    right = min(width, -(-box.right // _MEMORY_GRID) * _MEMORY_GRID)
    bottom = min(height, -(-box.bottom // _MEMORY_GRID) * _MEMORY_GRID)
    return Box(left, top, right - left, bottom - top)


def _merge_touching(boxes: list[Box], growing: list[Box]) -> list[Box]:
    """Join boxes that touch, and grow them by what they cut, until nothing changes."""
    todo = list(boxes)
    done = list[Box]()
    while todo:
        box = todo.pop()
        touching = [other for other in (*todo, *done, *growing) if other.touches(box)]
        grown = box
        for other in touching:
            grown = grown.joined(other)
        todo = [other for other in todo if other not in touching]
        done = [other for other in done if other not in touching]
        if grown == box:
            done.append(box)
        else:
            todo.append(grown)
    return done

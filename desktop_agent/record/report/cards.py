"""The cards of one report and their pictures, which are read and shrunk on several threads.

A person who reads “Step 14” finds it at `#step-14`. A step of a plan may take several answers of the model; the further
ones are “Step 14.2”, “Step 14.3”. Pictures are put into the page only when it is written.

The page has a mark in place of each picture until then. Foreign text cannot contain such a mark: private-use characters
are shown by their numbers.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.actions import points_of
from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import ImagePoint, Rect, Size
from desktop_agent.core.message import Message
from desktop_agent.record.picture_file import ShownPicture, decoded_picture, shown_picture
from desktop_agent.record.recording import RecordedRun, RecordedTurn, last_frame

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    _Pixels = npt.NDArray[np.uint8]

_MARK = re.compile("\ue000([0-9]+)\ue000")
_MOST_BYTES = 400_000_000  # of all pictures: a browser opens a page of that size
_SMALL = Size(192, 122)
_PART = 0.36  # of the picture's width that a small one shows
_QUALITY = 62
_RED = (77, 72, 229)  # blue, green, red: the colour of a mark in the page
_TOO_MANY = Message(
    "This screenshot was omitted because it would make the report too large. You can find it in the run’s folder."
)
_WITH_PICTURES = 2_000  # cards; in a longer run the remaining ones have no picture


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture's address and that of its small version, or the reason why there is none."""

    uri: str = ""
    small: str = ""
    reason: str = ""


class Album:
    """The pictures of a page: marks while the page is made, and their data at the end."""

    def __init__(self, folder: Path, cards: Iterable[TurnCard]) -> None:
        self._pictures: dict[str, ReportPicture] = {}  # by the card's id
        self._uris: list[bytes] = []
        groups = _by_picture(cards)
        room = _MOST_BYTES
        with ThreadPoolExecutor(max_workers=4) as threads:
            for group, (file, small) in zip(
                groups, threads.map(lambda group: _read_picture(folder, group), groups), strict=True
            ):
                room -= len(file.data)
                self._add(group, file if room >= 0 else ShownPicture(reason=_TOO_MANY), small)

    def place(self, card: TurnCard) -> ReportPicture:
        """Return a card's picture, or why there is none; a damaged picture is not shown."""
        return self._pictures.get(card.id, ReportPicture())

    def put(self, media_type: str, data: bytes) -> str:
        """Add other data to the page, and return its address."""
        self._uris.append(f"data:{media_type};base64,".encode() + b64encode(data))
        return f"\ue000{len(self._uris) - 1}\ue000"

    def page_parts(self, html: str) -> Iterator[bytes]:
        """Yield the page in parts, each mark replaced by its picture."""
        for number, part in enumerate(_MARK.split(html)):
            yield self._uris[int(part)] if number % 2 else part.encode()

    def _add(self, group: Sequence[TurnCard], file: ShownPicture, small: Sequence[bytes]) -> None:
        frame = group[0].frame
        uri = self.put(frame.media_type, file.data) if frame and file.data else ""
        for card, small_data in zip(group, small, strict=True):
            small_uri = self.put("image/webp", small_data) if small_data and uri else ""
            self._pictures[card.id] = ReportPicture(uri, small_uri, file.reason)


def _by_picture(cards: Iterable[TurnCard]) -> list[list[TurnCard]]:
    """Return the cards with a picture, grouped by picture, so that each is read once."""
    groups: dict[FrameTaken, list[TurnCard]] = {}
    for card in cards:
        if card.frame:
            groups.setdefault(card.frame, []).append(card)
    return list(groups.values())


def _read_picture(folder: Path, group: Sequence[TurnCard]) -> tuple[ShownPicture, list[bytes]]:
    frame = group[0].frame
    file = shown_picture(folder, frame) if frame else ShownPicture()
    pixels = decoded_picture(file.data)
    return file, [b"" if pixels is None else _small(pixels, _focus(card)) for card in group]


def _focus(card: TurnCard) -> ImagePoint | None:
    """Return the point of a card's first action, which its small picture shows; None without one."""
    for proposal in card.turn.proposals:
        box = proposal.target_box
        if box is not None:
            return ImagePoint(box.x + box.width // 2, box.y + box.height // 2)
        if proposal.action and points_of(proposal.action):
            return points_of(proposal.action)[0]
    return None


def _small(pixels: _Pixels, focus: ImagePoint | None) -> bytes:
    """Return a small picture (WebP) of the surroundings of a point, or of the complete picture; empty on failure."""
    import cv2

    height, width = pixels.shape[:2]
    part = _part_around(Size(width, height), focus)
    cut = pixels[part.y : part.bottom, part.x : part.right]
    small = cv2.resize(cut, (_SMALL.width, _SMALL.height), interpolation=cv2.INTER_AREA)
    if focus:
        at = ((focus.x - part.x) * _SMALL.width // part.width, (focus.y - part.y) * _SMALL.height // part.height)
        cv2.circle(small, at, 11, (255, 255, 255), 6, cv2.LINE_AA)
        cv2.circle(small, at, 11, _RED, 3, cv2.LINE_AA)
    is_encoded, encoded = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    return encoded.tobytes() if is_encoded else b""


def _part_around(size: Size, focus: ImagePoint | None) -> Rect:
    """Return the part of a picture to show, with the aspect ratio of all small pictures."""
    part_width = size.width * _PART if focus else size.width
    width = int(max(1, min(part_width, size.height * _SMALL.width / _SMALL.height)))
    height = max(1, min(size.height, width * _SMALL.height // _SMALL.width))
    at = focus or ImagePoint(size.width // 2, size.height // 2)
    left = min(max(0, at.x - width // 2), size.width - width)
    top = min(max(0, at.y - height // 2), size.height - height)
    return Rect(left, top, width, height)


@dataclass(frozen=True, slots=True)
class TurnCard:
    """One turn as the report shows it; `number` is empty where nothing was to be done."""

    turn: RecordedTurn
    id: str
    number: str
    frame: FrameTaken | None  # what the model saw, where it is shown
    after: str = ""  # the id of the card that shows what came of it


def cards_of(run: RecordedRun) -> tuple[TurnCard, ...]:
    """Return a card for each turn with a moment to show, and one for a last picture that the model never saw."""
    turns = [turn for turn in run.turns if any(moment.kind != "end" for moment in turn.moments)]
    numbers = Counter[str]()
    ids = set[str]()
    cards: list[TurnCard] = []
    for place, turn in enumerate(turns):
        number = _step_number(turn, numbers)
        name = _unused_id(f"step-{number}" if number else f"words-{place}", ids)
        frame = turn.seen if turn.turn > 0 and place < _WITH_PICTURES else None
        cards.append(TurnCard(turn, name, number, frame))
    if run.last_frame and all(turn.seen != run.last_frame for turn in run.turns):
        cards.append(TurnCard(RecordedTurn(0, run.last_frame, (), (), None, ()), "end", "", run.last_frame))
    return _with_results(cards)


def _step_number(turn: RecordedTurn, numbers: Counter[str]) -> str:
    if not turn.proposals:
        return ""
    step = str(turn.step)
    numbers[step] += 1
    return step if numbers[step] == 1 else f"{step}.{numbers[step]}"


def _unused_id(name: str, ids: set[str]) -> str:
    while name in ids:
        name += "-again"
    ids.add(name)
    return name


def _with_results(cards: list[TurnCard]) -> tuple[TurnCard, ...]:
    card_ids = {id(card.frame): card.id for card in cards if card.frame}
    return tuple(
        TurnCard(card.turn, card.id, card.number, card.frame, _result_id(card, card_ids))
        if card.turn.proposals
        else card
        for card in cards
    )


def _result_id(card: TurnCard, card_ids: dict[int, str]) -> str:
    frame = last_frame(card.turn.events)
    name = card_ids.get(id(frame), "") if frame else ""
    return "" if name == card.id else name

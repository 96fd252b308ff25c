"""The cards of one report and their pictures.

A person who reads “Step 14” finds it at `#step-14`. A step of a plan may take several answers of the model; the further
ones are “Step 14.2”, “Step 14.3”. Pictures are put into the page only when it is written, each once: cards that show
the same one, and the small pictures in the list of steps, refer to it.

The page has a mark in place of each picture's data until then. Foreign text cannot contain such a mark: private-use
characters are shown by their numbers.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.actions import points_of
from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import ImagePoint, Rect, Size
from desktop_agent.core.message import Message
from desktop_agent.record.picture_file import ShownPicture, shown_picture
from desktop_agent.record.recording import RecordedRun, RecordedTurn, last_frame

_MARK = re.compile("\ue000([0-9]+)\ue000")
_MOST_BYTES = 400_000_000  # of all pictures: a browser opens a page of that size
_SMALL = Size(192, 122)
_LONGEST_SIDE = 32_768
_PART = 0.36  # of the picture's width that a small one shows
_TOO_MANY = Message(
    "This screenshot was omitted because it would make the report too large. You can find it in the run’s folder."
)
_WITH_PICTURES = 2_000  # cards; in a longer run the remaining ones have no picture


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture's id in the page, or the reason why there is none."""

    id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture's data in the page, as an address."""

    id: str
    uri: str
    size: Size


class Album:
    """The pictures of a page, each once: marks while the page is made, and their data at the end."""

    def __init__(self, folder: Path, cards: Iterable[TurnCard]) -> None:
        self.images: list[PageImage] = []
        self._pictures: dict[str, ReportPicture] = {}  # by the card's id
        self._uris: list[bytes] = []
        room = _MOST_BYTES
        for frame, group in _by_picture(cards):
            file = shown_picture(folder, frame)
            room -= len(file.data)
            self._add(frame, group, file if room >= 0 else ShownPicture(reason=_TOO_MANY))

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

    def _add(self, frame: FrameTaken, group: Sequence[TurnCard], file: ShownPicture) -> None:
        picture_id = f"picture-{len(self.images) + 1}" if file.data else ""
        if picture_id:
            self.images.append(PageImage(picture_id, self.put(frame.media_type, file.data), shown_size(frame)))
        for card in group:
            self._pictures[card.id] = ReportPicture(picture_id, file.reason)


def _by_picture(cards: Iterable[TurnCard]) -> list[tuple[FrameTaken, list[TurnCard]]]:
    """Return the cards with a picture, grouped by picture, so that each is read and kept once."""
    groups: dict[tuple[str | None, str, int, str], tuple[FrameTaken, list[TurnCard]]] = {}
    for card in cards:
        frame = card.frame
        if frame:
            key = (frame.path, frame.sha256, frame.bytes, frame.media_type)
            groups.setdefault(key, (frame, []))[1].append(card)
    return list(groups.values())


def shown_size(frame: FrameTaken) -> Size:
    """Return a picture's size: one from elsewhere is only a number, but too large a one would be room on the page."""
    return Size(max(1, min(frame.width, _LONGEST_SIDE)), max(1, min(frame.height, _LONGEST_SIDE)))


def focus_of(card: TurnCard) -> ImagePoint | None:
    """Return the point of a card's first action, which its small picture shows; None without one."""
    for proposal in card.turn.proposals:
        box = proposal.target_box
        if box is not None:
            return ImagePoint(box.x + box.width // 2, box.y + box.height // 2)
        if proposal.action and points_of(proposal.action):
            return points_of(proposal.action)[0]
    return None


def part_around(size: Size, focus: ImagePoint | None) -> Rect:
    """Return the part of a picture that a small one shows: around a point, or the middle; all have one aspect ratio."""
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
        cards.append(
            TurnCard(RecordedTurn(0, run.last_frame, (), (), None, (), run.summary.dir), "end", "", run.last_frame)
        )
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

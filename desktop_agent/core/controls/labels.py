"""The words that identify a control whose name doesn't: the label beside a field, or the words in its row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from desktop_agent.core.controls.role import COLUMN_TITLES, ENTRIES, Role
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.pictures import Rect

PlacedText = tuple[str, Rect]
WORDS = frozenset({Role.LABEL, Role.STATIC})  # AT-SPI's roles of words beside controls
_WORD = re.compile(r"[^\W\d_]{2}")  # two letters in a row
_HIGHEST_LABELLED_PX = 200
_LONGEST_GAP_LEFT_PX = 220
_LONGEST_GAP_ABOVE_PX = 30
_TOLERANCE_PX = 3
_LONGEST_GAP_IN_CARD_PX = 20  # between two paragraphs of a page; a heading is further away
_LONGEST_GAP_BELOW_WORDS_PX = 60  # between the last words of a card and its button
_CLEARLY_WIDER = 1.5  # a gap that separates two cards, compared with those within one
_MOST_WORDS_ABOVE = 6
_WIDEST_INDENT_PX = 120  # by which the words below a title begin further right than the title does
# What is pressed for its own sake: above a control it is a part of another row or card, and no title.
_NO_TITLES = frozenset(
    {Role.CHECK_BOX, Role.SWITCH, Role.RADIO_BUTTON, Role.PUSH_BUTTON, Role.BUTTON, Role.COMBO_BOX} | {Role.ENTRY}
)
_FIELDS = frozenset({Role.ENTRY, Role.SPIN_BUTTON})
# An amount of money, a share or a time of day.
CHANGING = (
    r"(?:(?:[€$£¥]|EUR|USD|GBP|CHF)?\s?-?(?:\d[\d.,’']*)?\d[.,]\d{2}\s?(?:[€$£¥]|EUR|USD|GBP|CHF)?"
    r"|-?\d+(?:[.,]\d+)?\s?%|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?)"
)
CHANGED = "#"  # as a word of a row: it stands for one of these
_CHANGING = re.compile(CHANGING)
LEFT_OUT = frozenset({"…", "..."})  # as words of a row: they stand for those that a person has left out


def label_of(texts: Iterable[PlacedText], field: Rect) -> str:
    """Return the words left of a field in its row, else directly above it; empty where there are none."""
    candidates = [(text, box) for text, box in texts if _WORD.search(text)]
    middle = field.middle.y
    left = [
        (text, box)
        for text, box in candidates
        if box.y <= middle < box.bottom and -_TOLERANCE_PX <= field.x - box.right <= _LONGEST_GAP_LEFT_PX
    ]
    above = [
        (text, box)
        for text, box in candidates
        if -_TOLERANCE_PX <= field.y - box.bottom <= _LONGEST_GAP_ABOVE_PX
        and field.x - _TOLERANCE_PX <= box.x < field.right
    ]
    nearest = max(left, key=lambda placed: placed[1].x, default=None) or max(
        above, key=lambda placed: placed[1].y, default=None
    )
    return nearest[0].strip().rstrip(":*").strip() if nearest else ""


def is_labelled(field: Rect) -> bool:
    """Return whether a field may have a label; a higher one is the main area of its window."""
    return field.height <= _HIGHEST_LABELLED_PX


def words_in_row(controls: Sequence[ShownControl], control: ShownControl, *, all_titles: bool = False) -> str:
    """Return the words that identify a control among its like: its titles, those above it, and those in its row.

    The row is the row or item that contains the control, else its line. If two controls on a line have the same name,
    each gets the words up to the other one; two cells, those of the whole line and the title of their column. Above it
    are the words of its card: those between it and its like above. They are in reading order, without the control's own
    name; empty without any. A title that all of its like are under distinguishes none of them, and is left out, unless
    `all_titles`.
    """
    return _joined(_texts_of_row(controls, control, all_titles=all_titles))


def _texts_of_row(controls: Sequence[ShownControl], control: ShownControl, *, all_titles: bool = False) -> list[str]:
    fields = [candidate.box for candidate in controls if candidate.role in _FIELDS]
    candidates = [
        candidate
        for candidate in controls
        if _has_row_words(candidate, control) and not any(_is_content(candidate, field) for field in fields)
    ]
    peers = [candidate for candidate in controls if _is_peer(candidate, control)]
    column = _column_title_among(controls, control, peers)
    row = _words_in_line(candidates, control, [] if column else [peer.box for peer in peers])
    titles_above = [candidate for candidate in candidates if _may_be_title(candidate, control, controls)]
    above = _words_between(titles_above, control, row, peers)
    titles = _titles_of(controls, control, peers, all_titles=all_titles) if row or above or peers else []
    if not row and not above and peers:
        like = _like_directly_above(titles_above, control, peers)
        if like is not None:
            return _texts_of_row(controls, like, all_titles=all_titles)
        above = [] if titles else _words_of_card(controls, control, peers)
    words = [*titles, *column, *(candidate.name for candidate in (*above, *row))]
    return [*dict.fromkeys(" ".join(text.split()) for text in words)]


def row_to_find(controls: Sequence[ShownControl], control: ShownControl) -> str:
    """Return the words by which a control's row is found again: “#” stands for an amount, a share or a time of day.

    These change while the row stays the row. Where they alone distinguish two rows, and where no like is listed by
    whose words that is known, they are kept.
    """
    texts = _texts_of_row(controls, control)
    short = _shortened(texts)
    peers = [peer for peer in controls if _is_peer(peer, control)]
    is_clear = all(_shortened(_texts_of_row(controls, peer)) != short for peer in peers)
    is_enough = any(text != CHANGED for text in short)
    return " ".join(short) if peers and is_clear and is_enough else _joined(texts)


def _shortened(texts: Iterable[str]) -> list[str]:
    return [CHANGED if _CHANGING.fullmatch(text) else _joined([text]) for text in texts]


def _joined(texts: Iterable[str]) -> str:
    return " ".join(word for text in texts for word in text.split() if word not in LEFT_OUT)


def _titles_of(
    controls: Sequence[ShownControl], control: ShownControl, peers: Sequence[ShownControl], *, all_titles: bool
) -> list[str]:
    """Return the titles that a control is under, without those that all of its like are under, unless `all_titles`.

    What has no name has no like that is listed: then all in rows, else all under titles, counts as such.
    """
    own = [*control.titles, *_title_of_rows(controls, control)]
    if all_titles:
        return own
    in_same = [each for each in controls if each.in_page == control.in_page and each.box != control.box]
    others = peers or [each for each in in_same if each.row is not None] or [each for each in in_same if each.titles]
    titles = [{*other.titles, *_title_of_rows(controls, other)} for other in others]
    return [title for title in own if not titles or any(title not in other for other in titles)]


def _title_of_rows(controls: Sequence[ShownControl], control: ShownControl) -> tuple[str, ...]:
    """Return the words at the head of an item around a control's own, else alone above the rows; empty without any."""
    row = control.row
    if row is None:
        return ()
    heads = [
        each
        for each in controls
        if each.role in WORDS
        and each.row is not None
        and each.row != row
        and each.row.contains(control.box.middle)
        and each.box.bottom <= row.y + _TOLERANCE_PX
        and _is_over(each.box, control.box, ())
        and any(map(str.isalnum, each.name))
    ]
    if heads:
        return (max(heads, key=lambda each: each.box.bottom).name,)
    above = [
        each
        for each in controls
        if each.role in WORDS
        and each.row is None
        and each.box.bottom <= row.y + _TOLERANCE_PX
        and each.in_page == control.in_page
        and _is_in_column(each.box, row)
    ]
    title = max(above, key=lambda each: each.box.bottom, default=None)
    is_alone = title is not None and not any(
        each.box != title.box and each.name != title.name and _is_on_line(each.box, title.box) for each in controls
    )
    return (title.name,) if title is not None and is_alone else ()


def without_name(controls: Sequence[ShownControl], role: str, box: Rect, *, in_page: bool = False) -> ShownControl:
    """Return a control that isn't listed as it has no name, with the row and the titles of what is listed around it.

    Its row is the smallest listed row or item that contains it. Its titles are those of what is nearest to it there,
    else on its line, and that of its column.
    """
    holding = [each.row for each in controls if each.row is not None and each.row.contains(box.middle)]
    row = min(holding, key=lambda row: row.width * row.height, default=None)
    around = row or box
    beside = [each for each in controls if each.in_page == in_page and _is_on_line(each.box, around)]
    nearest = min(beside, key=lambda each: abs(each.box.middle.x - box.middle.x), default=None)
    titles = nearest.titles if nearest is not None else ()
    return ShownControl("", role, box, in_page=in_page, row=row, titles=(*titles, *_column_title(controls, box)))


def _column_title(controls: Sequence[ShownControl], box: Rect) -> tuple[str, ...]:
    """Return the nearest title of a column above a box; empty without one."""
    above = [
        each
        for each in controls
        if each.role in COLUMN_TITLES
        and each.box.bottom <= box.middle.y
        and each.box.x <= box.middle.x < each.box.right
    ]
    title = max(above, key=lambda each: each.box.bottom, default=None)
    return (title.name,) if title is not None else ()


def _column_title_among(
    controls: Sequence[ShownControl], control: ShownControl, peers: Sequence[ShownControl]
) -> tuple[str, ...]:
    """Return the title of a cell's column, where other cells of its line have its name; else nothing.

    Then the words of the line are those of the row, and the title tells which of its cells is meant.
    """
    is_among_peers = any(_is_on_line(peer.box, control.box) for peer in peers)
    return _column_title(controls, control.box) if control.role == Role.TABLE_CELL and is_among_peers else ()


def _words_in_line(
    candidates: Sequence[ShownControl], control: ShownControl, peers: Sequence[Rect]
) -> list[ShownControl]:
    """Return the words in the row or item that contains a control, else those on its line."""
    row = [
        candidate
        for candidate in candidates
        if control.row is not None
        and (control.row.contains(candidate.box.middle) or _spans_into(candidate, control.row))
    ]
    if not row and (peers or control.row is None):
        peer_boxes = [box for box in peers if _is_on_line(box, control.box)]
        left = max((box.right for box in peer_boxes if box.right <= control.box.x), default=None)
        right = min((box.x for box in peer_boxes if box.x >= control.box.right), default=None)
        row = [
            candidate
            for candidate in candidates
            if _is_on_line(candidate.box, control.box)
            and (left is None or candidate.box.x >= left)
            and (right is None or candidate.box.right <= right)
        ]
    return sorted(row, key=lambda candidate: (candidate.box.x, candidate.box.y))


def _words_between(
    candidates: Sequence[ShownControl],
    control: ShownControl,
    row: Sequence[ShownControl],
    peers: Sequence[ShownControl],
) -> list[ShownControl]:
    """Return the words above a control that are its own: those between it and its like above.

    The highest of a column has none above it, but all that lies further away than the next one's words from it.
    """
    item = _item_of(control, row)
    column = [peer for peer in peers if _is_in_column(_item_of(peer), item)]
    beside = [peer.box for peer in peers if peer not in column]
    candidates = [word for word in candidates if _is_over(word.box, item, beside)]
    has_words_below = _has_words_below(candidates, [item, *map(_item_of, column)])
    words_above = _nearer_words if has_words_below else _nearer_or_all_words
    above = [_item_of(peer) for peer in column if peer.box.middle.y < item.y]  # boxes that are read may overlap
    if above:
        return words_above(candidates, item, max(box.bottom for box in above))
    below = [peer for peer in column if peer.box.middle.y >= item.bottom]
    if not below:
        return []
    following = min(below, key=lambda peer: peer.box.y)
    line = _words_in_line([c for c in candidates if c.box.y >= item.bottom], following, [control.box])
    next_item = _item_of(following, line)
    words = words_above(candidates, next_item, item.bottom)
    if not words:
        return []
    return _words_down_to(candidates, item, item.y - (next_item.y - words[0].box.y) - _TOLERANCE_PX)


def _like_directly_above(
    candidates: Sequence[ShownControl], control: ShownControl, peers: Sequence[ShownControl]
) -> ShownControl | None:
    """Return the like above a control under the same titles and without any words between: they share those above."""
    column = [peer for peer in peers if peer.titles == control.titles and _is_in_column(peer.box, control.box)]
    above = [peer for peer in column if peer.box.middle.y < control.box.y]
    like = max(above, key=lambda peer: peer.box.bottom, default=None)
    if like is None or _words_down_to(candidates, control.box, like.box.bottom):
        return None
    return like


def _may_be_title(words: ShownControl, control: ShownControl, controls: Sequence[ShownControl]) -> bool:
    """Return whether words may stand above a control as its own: they are none of another item's, nor pressed.

    An item or a group that holds something to press, and not the control, is another one's.
    """
    if words.role in _NO_TITLES:
        return False
    around = words.row or words.box
    if around.contains(control.box.middle):
        return True
    return not any(other.role in _NO_TITLES and around.contains(other.box.middle) for other in controls)


def _is_content(words: ShownControl, field: Rect) -> bool:
    """Return whether words are what stands in a field."""
    return words.role in WORDS and field.contains(words.box.middle)


def _has_words_below(candidates: Sequence[ShownControl], items: Sequence[Rect]) -> bool:
    """Return whether there are words below the last item of a column, no further away than items are apart.

    Where there are none, no item has its words below: all that stands between two of them belongs to the lower one.
    """
    tops = sorted(item.y for item in items)
    pitch = min((lower - upper for upper, lower in pairwise(tops) if lower > upper), default=0)
    last = max(items, key=lambda item: item.y)
    return any(0 <= word.box.y - last.bottom + _TOLERANCE_PX <= pitch for word in candidates)


def _item_of(control: ShownControl, row: Sequence[ShownControl] = ()) -> Rect:
    """Return the box of a control's row or item, else the one around it and the words on its line."""
    return control.row or Rect.union(control.box, *(word.box for word in row))


def _nearer_words(candidates: Sequence[ShownControl], item: Rect, floor: int) -> list[ShownControl]:
    """Return the words between a height and an item, the highest first; without those beyond a clearly larger gap."""
    words = _words_down_to(candidates, item, floor)
    bottoms = [floor, *(word.box.bottom for word in words)]
    tops = [*(word.box.y for word in words), item.y]
    gaps = [max(0, top - bottom) for top, bottom in zip(tops, bottoms, strict=True)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    others = [gap for number, gap in enumerate(gaps) if number != widest]
    is_clear = all(gaps[widest] >= _CLEARLY_WIDER * gap for gap in others)
    return words[widest:] if is_clear else words


def _nearer_or_all_words(candidates: Sequence[ShownControl], item: Rect, floor: int) -> list[ShownControl]:
    """Return the words above an item as `_nearer_words` does; all of them where none are, and it isn't far below."""
    nearer = _nearer_words(candidates, item, floor)
    words = _words_down_to(candidates, item, floor)
    is_far = bool(words) and item.y - words[-1].box.bottom > _LONGEST_GAP_IN_CARD_PX
    return nearer if nearer or is_far else words


def _words_down_to(candidates: Sequence[ShownControl], item: Rect, floor: int) -> list[ShownControl]:
    """Return the last words between a height and an item below it, from the top down."""
    words = [
        candidate
        for candidate in candidates
        if candidate.box.middle.y > floor and candidate.box.bottom <= item.y + _TOLERANCE_PX
    ]
    return sorted(words, key=lambda candidate: (candidate.box.y, candidate.box.x))[-_MOST_WORDS_ABOVE:]


def _words_of_card(
    controls: Sequence[ShownControl], control: ShownControl, peers: Sequence[ShownControl]
) -> list[ShownControl]:
    """Return the words directly above a control, as in a card, or those directly below it where these are nearer.

    Words between it and its like above that aren't its own are that one's.
    """
    box = control.box
    has_like_above = any(peer.box.bottom <= box.y and _is_in_column(peer.box, box) for peer in peers)
    above = [] if has_like_above else _words_above(controls, control)
    below = _words_below(controls, control)
    if not above or not below:
        return above or below
    return below if below[0].box.y - box.bottom < box.y - above[-1].box.bottom else above


def _words_above(controls: Sequence[ShownControl], control: ShownControl) -> list[ShownControl]:
    """Return the words directly above a control, the highest first; up to a gap, or to its like."""
    box = control.box
    words = list[ShownControl]()
    above = [c for c in controls if c.box.bottom <= box.y + _TOLERANCE_PX and _is_in_column(c.box, box)]
    for candidate in sorted(above, key=lambda candidate: -candidate.box.bottom):
        top = words[0].box.y if words else box.y
        most = _LONGEST_GAP_IN_CARD_PX if words else _LONGEST_GAP_BELOW_WORDS_PX
        if _is_peer(candidate, control) or top - candidate.box.bottom > most:
            break
        if _has_row_words(candidate, control) and candidate.role not in _NO_TITLES:
            words.insert(0, candidate)
    return words


def _words_below(controls: Sequence[ShownControl], control: ShownControl) -> list[ShownControl]:
    """Return the words directly below a control, the highest first; up to a gap, or to its like."""
    box = control.box
    words = list[ShownControl]()
    below = [c for c in controls if c.box.y >= box.bottom - _TOLERANCE_PX and _is_in_column(c.box, box)]
    for candidate in sorted(below, key=lambda candidate: candidate.box.y):
        bottom = words[-1].box.bottom if words else box.bottom
        if _is_peer(candidate, control) or candidate.box.y - bottom > _LONGEST_GAP_IN_CARD_PX:
            break
        if _has_row_words(candidate, control) and candidate.role not in _NO_TITLES:
            words.append(candidate)
    return words


def is_known_by_row(controls: Sequence[ShownControl], control: ShownControl) -> bool:
    """Return whether a control needs its row to be identified: others have its name, or it is in a list or table."""
    return control.row is not None or any(_is_peer(candidate, control) for candidate in controls)


def _is_peer(candidate: ShownControl, control: ShownControl) -> bool:
    return (candidate.name, candidate.role) == (control.name, control.role) and candidate.box != control.box


def _has_row_words(candidate: ShownControl, control: ShownControl) -> bool:
    """Return whether a control's words identify a row: it has another name, and doesn't contain the control.

    What a browser shows around a page belongs to no row of the page.
    """
    is_holder = candidate.box.contains(control.box.middle)
    is_named_otherwise = candidate.name != control.name and any(map(str.isalnum, candidate.name))
    if candidate.role in COLUMN_TITLES:
        return False
    return is_named_otherwise and not is_holder and candidate.in_page == control.in_page


def _spans_into(candidate: ShownControl, row: Rect) -> bool:
    """Return whether a cell of several rows, or the words in its middle, reach into a row: it is a part of each."""
    box = candidate.box
    shared = min(box.bottom, row.bottom) - max(box.y, row.y)
    goes_on = box.y < row.y - _TOLERANCE_PX or box.bottom > row.bottom + _TOLERANCE_PX
    is_beside = row.x - _TOLERANCE_PX <= box.x and box.right <= row.right + _TOLERANCE_PX
    return candidate.role in WORDS | ENTRIES and shared > _TOLERANCE_PX and goes_on and is_beside


def _is_on_line(words: Rect, control: Rect) -> bool:
    return words.y <= control.middle.y < words.bottom or control.y <= words.middle.y < control.bottom


def _is_over(words: Rect, item: Rect, beside: Iterable[Rect]) -> bool:
    """Return whether words are in the column of an item, or hang left of it: what they are above of is indented.

    They don't where one of its like is `beside` the item, and nearer to them.
    """
    indent = item.x - words.x
    hangs = 0 < indent <= _WIDEST_INDENT_PX and not any(words.x < other.right <= item.x for other in beside)
    return hangs or _is_in_column(words, item)


def _is_in_column(box: Rect, other: Rect) -> bool:
    return box.x < other.right and other.x < box.right

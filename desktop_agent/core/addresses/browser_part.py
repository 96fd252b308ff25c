"""The parts of a browser's own window, as its accessibility tree marks them.

The marks are the classes and identifiers in a browser's own code, which no language translates and no page can set
(source: the trees of Chromium 156 and Firefox 153).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class BrowserPart(StrEnum):
    """A part of a browser's own window."""

    BAR = "address bar"
    SUGGESTION = "suggestion"  # a row of the list below the address bar
    TABS = "tabs"  # the row of tabs, with the button for a new one
    NAVIGATION = "navigation"  # back, forward, reload
    FIND = "find"  # the bar that finds words in the page
    BOOKMARK = "bookmark"
    DOWNLOAD = "download"  # a downloaded file, which a press opens
    UNKNOWN = ""


_MARKS: Mapping[str, BrowserPart] = {
    "OmniboxViewViews": BrowserPart.BAR,
    "urlbar-input": BrowserPart.BAR,
    "urlbar-results": BrowserPart.SUGGESTION,
    "cr-searchbox-dropdown": BrowserPart.SUGGESTION,
    "BackForwardButton": BrowserPart.NAVIGATION,
    "ReloadButton": BrowserPart.NAVIGATION,
    "back-button": BrowserPart.NAVIGATION,
    "forward-button": BrowserPart.NAVIGATION,
    "reload-button": BrowserPart.NAVIGATION,
    "TabContainerImpl": BrowserPart.TABS,
    "TabStripControlButton": BrowserPart.TABS,
    "tabbrowser-tabs": BrowserPart.TABS,
    "tabs-newtab-button": BrowserPart.TABS,
    "new-tab-button": BrowserPart.TABS,
    "FindBarView": BrowserPart.FIND,
    "findbar": BrowserPart.FIND,
    "BookmarkButton": BrowserPart.BOOKMARK,
    "bookmark-item": BrowserPart.BOOKMARK,
    "DownloadBubbleRowView": BrowserPart.DOWNLOAD,
    "downloadsListBox": BrowserPart.DOWNLOAD,
    "downloadsListView": BrowserPart.DOWNLOAD,
    "fileLink": BrowserPart.DOWNLOAD,
}
_KEYS = ("id", "class", "tag")


def part_marked(attributes: Iterable[Mapping[str, str]]) -> BrowserPart:
    """Return the part that is marked by the attributes of a control, or of what holds it, innermost first."""
    words = (word for each in attributes for key in _KEYS for word in each.get(key, "").split())
    return next((_MARKS[word] for word in words if word in _MARKS), BrowserPart.UNKNOWN)

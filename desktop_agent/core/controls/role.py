"""The roles of controls, by the names that AT-SPI gives them, and the parts of a browser's own window.

The marks are the classes and identifiers in a browser's own code, which no language translates and no page can set
(source: the trees of Chromium 156 and Firefox 153).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a control is; in a file and in an event it stands as its name."""

    ALERT = "alert"
    APPLICATION = "application"
    AUTOCOMPLETE = "autocomplete"
    BLOCK_QUOTE = "block quote"
    BUTTON = "button"
    CALENDAR = "calendar"
    CANVAS = "canvas"
    CHECK_BOX = "check box"
    CHECK_MENU_ITEM = "check menu item"
    COLUMN_HEADER = "column header"
    COMBO_BOX = "combo box"
    DESKTOP_FRAME = "desktop frame"
    DESKTOP_ICON = "desktop icon"
    DIAL = "dial"
    DIALOG = "dialog"
    DIRECTORY_PANE = "directory pane"
    DOCUMENT_FRAME = "document frame"
    DOCUMENT_PRESENTATION = "document presentation"
    DOCUMENT_SPREADSHEET = "document spreadsheet"
    DOCUMENT_TEXT = "document text"
    DOCUMENT_WEB = "document web"
    DRAWING_AREA = "drawing area"
    EDITBAR = "editbar"
    EMBEDDED = "embedded"
    ENTRY = "entry"
    FILE_CHOOSER = "file chooser"
    FILLER = "filler"
    FORM = "form"
    FRAME = "frame"
    GLASS_PANE = "glass pane"
    GROUPING = "grouping"
    HEADING = "heading"
    HTML_CONTAINER = "html container"
    ICON = "icon"
    IMAGE = "image"
    IMAGE_MAP = "image map"
    INTERNAL_FRAME = "internal frame"
    LABEL = "label"
    LAYERED_PANE = "layered pane"
    LINK = "link"
    LIST = "list"
    LIST_BOX = "list box"
    LIST_ITEM = "list item"
    MENU = "menu"
    MENU_BAR = "menu bar"
    MENU_ITEM = "menu item"
    NOTIFICATION = "notification"
    OPTION_PANE = "option pane"
    PAGE_TAB = "page tab"
    PAGE_TAB_LIST = "page tab list"
    PANEL = "panel"
    PARAGRAPH = "paragraph"
    PASSWORD_TEXT = "password text"  # noqa: S105 - the kind of field, no password
    POPUP_MENU = "popup menu"
    PROGRESS_BAR = "progress bar"
    PUSH_BUTTON = "push button"
    PUSH_BUTTON_MENU = "push button menu"
    RADIO_BUTTON = "radio button"
    RADIO_MENU_ITEM = "radio menu item"
    ROOT_PANE = "root pane"
    ROW_HEADER = "row header"
    SCALE = "scale"
    SCROLL_BAR = "scroll bar"
    SCROLL_PANE = "scroll pane"
    SECTION = "section"
    SEPARATOR = "separator"
    SLIDER = "slider"
    SPIN_BUTTON = "spin button"
    SPLIT_PANE = "split pane"
    STATIC = "static"
    STATUS_BAR = "status bar"
    SWITCH = "switch"
    TABLE = "table"
    TABLE_CELL = "table cell"
    TABLE_COLUMN_HEADER = "table column header"
    TABLE_ROW = "table row"
    TEAROFF_MENU_ITEM = "tearoff menu item"
    TERMINAL = "terminal"
    TEXT = "text"
    TEXT_LEAF = "text leaf"
    TITLE_BAR = "title bar"
    TOGGLE_BUTTON = "toggle button"
    TOOL_BAR = "tool bar"
    TOOL_TIP = "tool tip"
    TREE = "tree"
    TREE_ITEM = "tree item"
    TREE_TABLE = "tree table"
    UNKNOWN = "unknown"
    VIEWPORT = "viewport"
    WINDOW = "window"

    @classmethod
    def _missing_(cls, value: object) -> Role | None:
        """Return `UNKNOWN` for every other name."""
        return cls.UNKNOWN if isinstance(value, str) else None


# Menus, what is in them, and what holds them.
MENUS = frozenset(
    {
        Role.MENU,
        Role.MENU_BAR,
        Role.MENU_ITEM,
        Role.CHECK_MENU_ITEM,
        Role.RADIO_MENU_ITEM,
        Role.TEAROFF_MENU_ITEM,
        Role.POPUP_MENU,
    }
)
# Entries of lists and tables; those of a page may be plain text as well.
ENTRIES = frozenset({Role.LIST_ITEM, Role.TABLE_CELL, Role.ROW_HEADER, Role.COLUMN_HEADER, Role.TABLE_COLUMN_HEADER})
# What says of all cells below it what they hold.
COLUMN_TITLES = frozenset({Role.COLUMN_HEADER, Role.TABLE_COLUMN_HEADER})
# Text that stands by itself. A press there does nothing, unless what holds it takes the press.
TEXTS_ALONE = frozenset(
    {
        Role.LABEL,
        Role.STATIC,
        Role.TEXT_LEAF,
        Role.HEADING,
        Role.PARAGRAPH,
        Role.BLOCK_QUOTE,
        Role.STATUS_BAR,
        Role.TITLE_BAR,
        Role.TOOL_TIP,
    }
)
# What is pressed to turn something on or off or to open it. Without a name, it is known by its row.
KNOWN_BY_ROW = frozenset(
    {
        Role.TABLE_CELL,
        Role.CHECK_BOX,
        Role.SWITCH,
        Role.RADIO_BUTTON,
        Role.TOGGLE_BUTTON,
        Role.COMBO_BOX,
        Role.PUSH_BUTTON,
        Role.BUTTON,
        Role.PUSH_BUTTON_MENU,
        Role.LINK,
        Role.IMAGE,
    }
)


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
